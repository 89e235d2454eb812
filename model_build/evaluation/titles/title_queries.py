"""Seeded queries: titles as people mistype them."""

import random
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import BRACKETED

# Where a catalogue has fewer books of a kind than are wanted, drawing stops after so many tries for each.
_DRAWS_A_QUERY = 200
_ARTICLES = {"the", "a", "an"}
_NO_ENDING = _ARTICLES | {"of", "and", "in", "to", "for", "with", "from", "at", "on", "by", "my", "your"}


@dataclass(frozen=True, slots=True)
class TitleQuery:
    """What someone types, the book they mean, and in which way they type it."""

    text: str
    book_row: int
    kind: str


def title_queries(books: Sequence[Book], each: int = 90, seed: int = 1) -> list[TitleQuery]:
    """Titles of a catalogue, typed as people type them, each book once a kind.

    Every other book is drawn by its number of ratings, as the books that people ask for are, and the others evenly.

    Args:
        books: The catalogue's books.
        each: How many queries of every kind; fewer where too few of the books can be typed so.
        seed: The same seed makes the same queries of the same books.
    """
    drawing = random.Random(seed)
    weights = list(accumulate(book.ratings_count + 1 for book in books))
    queries: list[TitleQuery] = []
    for kind, retype in KINDS.items():
        made: dict[int, TitleQuery] = {}
        for _ in range(_DRAWS_A_QUERY * each):
            book = drawing.choices(books, cum_weights=weights)[0] if len(made) % 2 else drawing.choice(books)
            text = retype(book, drawing)
            if text and len(text) > 2 and book.book_row not in made:
                made[book.book_row] = TitleQuery(text, book.book_row, kind)
            if len(made) == each:
                break
        queries += made.values()
    return queries


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


def _article_less(book: Book, _: random.Random) -> str | None:
    words = _bare(book).split()
    kept = [word for word in words if word.lower() not in _ARTICLES]
    return " ".join(kept) if 0 < len(kept) < len(words) else None


def _reordered(book: Book, drawing: random.Random) -> str | None:
    words = _head(book).split()
    start = drawing.randrange(1, max(2, len(words)))
    return " ".join(words[start:] + words[:start]) if len(words) > 1 else None


def _without_subtitle(book: Book, _: random.Random) -> str | None:
    return _head(book) if _head(book) != book.title else None


def _exact(book: Book, _: random.Random) -> str:
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
