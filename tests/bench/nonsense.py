"""Seeded nonsense that names no book."""

import random
import string
from collections.abc import Callable

# Words that share no sentence, and no title.
_UNRELATED_WORDS = """
spreadsheet thermostat lasagna forklift quarterly invoice trampoline yogurt firmware carburetor deodorant
stapler zucchini escalator broadband mortgage sandpaper toothpaste printer gasket cholesterol parking hydrant
keyboard detergent voltage receipt turnstile ketchup scaffolding dishwasher polyester antenna laundry plywood
subscription mayonnaise radiator coupon tarmac conveyor sprinkler cardboard payroll vacuum magnesium lawnmower
""".split()  # noqa: SIM905 - a list would have a line for each word


def nonsense_queries(queries_per_kind: int = 50, seed: int = 1) -> list[tuple[str, str]]:
    """Return (kind, query) pairs of random letters, random syllables, keyboard mash and unrelated words."""
    generator = random.Random(seed)
    makers: dict[str, Callable[[], str]] = {
        "letters": lambda: "".join(generator.choices(string.ascii_lowercase + " ", k=generator.randint(7, 16))).strip(),
        "syllables": lambda: " ".join(_syllables(generator) for _ in range(generator.randint(1, 3))),
        "keyboard": lambda: " ".join(_keyboard_mash(generator) for _ in range(generator.randint(1, 2))),
        "words": lambda: " ".join(generator.sample(_UNRELATED_WORDS, generator.randint(2, 4))),
    }
    return [(kind, make()) for kind, make in makers.items() for _ in range(queries_per_kind)]


def _syllables(generator: random.Random) -> str:
    return "".join(
        generator.choice("bdfgklmnprstvz") + generator.choice("aeiou") + generator.choice(["", "", "n", "r", "k", "x"])
        for _ in range(generator.randint(2, 4))
    )


def _keyboard_mash(generator: random.Random) -> str:
    row = generator.choice(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
    return "".join(
        row[(start + step) % len(row)] for start in generator.choices(range(len(row)), k=3) for step in range(3)
    )
