"""Seeded nonsense that names no book."""

import random
import string
from collections.abc import Callable

# Words that share no sentence; with the words of titles they make salads that nobody would call a title.
_UNRELATED = """
spreadsheet thermostat lasagna forklift quarterly invoice trampoline yogurt firmware carburetor deodorant
stapler zucchini escalator broadband mortgage sandpaper toothpaste printer gasket cholesterol parking hydrant
keyboard detergent voltage receipt turnstile ketchup scaffolding dishwasher polyester antenna laundry plywood
subscription mayonnaise radiator coupon tarmac conveyor sprinkler cardboard payroll vacuum magnesium lawnmower
"""
_UNRELATED_WORDS = _UNRELATED.split()
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def nonsense_queries(each: int = 50, seed: int = 1) -> list[tuple[str, str]]:
    """`each` (kind, query) of random letters, random syllables, keyboard mash and unrelated words."""
    drawing = random.Random(seed)
    makers: dict[str, Callable[[], str]] = {
        "letters": lambda: "".join(drawing.choices(string.ascii_lowercase + " ", k=drawing.randint(7, 16))).strip(),
        "syllables": lambda: " ".join(_syllables(drawing) for _ in range(drawing.randint(1, 3))),
        "keyboard": lambda: " ".join(_keyboard_mash(drawing) for _ in range(drawing.randint(1, 2))),
        "words": lambda: " ".join(drawing.sample(_UNRELATED_WORDS, drawing.randint(2, 4))),
    }
    return [(kind, make()) for kind, make in makers.items() for _ in range(each)]


def _syllables(drawing: random.Random) -> str:
    return "".join(
        drawing.choice("bdfgklmnprstvz") + drawing.choice("aeiou") + drawing.choice(["", "", "n", "r", "k", "x"])
        for _ in range(drawing.randint(2, 4))
    )


def _keyboard_mash(drawing: random.Random) -> str:
    row = drawing.choice(_KEYBOARD_ROWS)
    return "".join(
        row[(start + step) % len(row)] for start in drawing.choices(range(len(row)), k=3) for step in range(3)
    )
