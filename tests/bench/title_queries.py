"""Seeded queries: titles as people mistype them, and nonsense that names no book."""

import random
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shelftalker.catalogue import Book
from shelftalker.titles import BRACKETED

_ARTICLES = {"the", "a", "an"}
_NO_ENDING = _ARTICLES | {"of", "and", "in", "to", "for", "with", "from", "at", "on", "by", "my", "your"}
# Words that share no sentence; with the words of titles they make salads that nobody would call a title.
_UNRELATED = """
spreadsheet thermostat lasagna forklift quarterly invoice trampoline yogurt firmware carburetor deodorant
stapler zucchini escalator broadband mortgage sandpaper toothpaste printer gasket cholesterol parking hydrant
keyboard detergent voltage receipt turnstile ketchup scaffolding dishwasher polyester antenna laundry plywood
subscription mayonnaise radiator coupon tarmac conveyor sprinkler cardboard payroll vacuum magnesium lawnmower
"""
_UNRELATED_WORDS = _UNRELATED.split()
_KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@dataclass(frozen=True, slots=True)
class TitleQuery:
    """What someone types, the book they mean, and in which way they type it."""

    text: str
    book_row: int
    kind: str


def title_queries(books: Sequence[Book], each: int = 90, seed: int = 1) -> list[TitleQuery]:
    """`each` queries of every kind; every other book is drawn by its number of ratings, the others evenly."""
    drawing = random.Random(seed)
    weights = [book.ratings_count + 1 for book in books]
    queries: list[TitleQuery] = []
    for kind, retype in KINDS.items():
        made: dict[int, TitleQuery] = {}
        while len(made) < each:
            book = drawing.choices(books, weights)[0] if len(made) % 2 else drawing.choice(books)
            text = retype(book, drawing)
            if text and len(text) > 2 and book.book_row not in made:
                made[book.book_row] = TitleQuery(text, book.book_row, kind)
        queries += made.values()
    return queries


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


def _bare(book: Book) -> str:
    return " ".join(BRACKETED.sub(" ", book.title).split())


def _head(book: Book) -> str:
    return re.split(r"\s*:\s", _bare(book))[0]


def _misspelt(text: str, drawing: random.Random) -> str:
    """One or two letters left out, doubled up, changed or swapped; one in a short text."""
    letters = list(text.lower())
    for _ in range(1 if len(letters) < 8 else drawing.randint(1, 2)):
        place = drawing.randrange(len(letters))
        letter = drawing.choice(string.ascii_lowercase)
        match drawing.randrange(4):
            case 0 if len(letters) > 3:
                del letters[place]
            case 1:
                letters.insert(place, letter)
            case 2 if place:
                letters[place - 1 : place + 1] = letters[place], letters[place - 1]
            case _:
                letters[place] = letter
    return "".join(letters)


def _misspelt_title(book: Book, drawing: random.Random) -> str:
    return _misspelt(_bare(book), drawing)


def _misspelt_head(book: Book, drawing: random.Random) -> str:
    return _misspelt(_head(book), drawing)


def _shortened(book: Book, drawing: random.Random) -> str | None:
    words = _bare(book).split()
    kept = words[: -drawing.randint(1, len(words) // 2)] if len(words) > 2 else []
    while kept and kept[-1].lower() in _NO_ENDING:
        kept.pop()
    return " ".join(kept) or None


def _author_added(book: Book, drawing: random.Random) -> str:
    author = drawing.choice([book.author, book.author.split()[-1]])
    return f"{_head(book)}{drawing.choice([' ', ' by ', ', '])}{author}"


def _article_less(book: Book, drawing: random.Random) -> str | None:
    words = _bare(book).split()
    kept = [word for word in words if word.lower() not in _ARTICLES]
    return " ".join(kept) if 0 < len(kept) < len(words) else None


def _reordered(book: Book, drawing: random.Random) -> str | None:
    words = _head(book).split()
    start = drawing.randrange(1, max(2, len(words)))
    return " ".join(words[start:] + words[:start]) if len(words) > 1 else None


def _without_subtitle(book: Book, drawing: random.Random) -> str | None:
    return _head(book) if _head(book) != book.title else None


def _exact(book: Book, drawing: random.Random) -> str:
    return book.title


KINDS: dict[str, Callable[[Book, random.Random], str | None]] = {
    "misspelt": _misspelt_title,
    "misspelt, no subtitle": _misspelt_head,
    "shortened": _shortened,
    "author added": _author_added,
    "article-less": _article_less,
    "reordered": _reordered,
    "no subtitle": _without_subtitle,
    "exact": _exact,
}


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
