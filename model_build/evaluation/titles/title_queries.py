"""Seeded queries: titles as people mistype them."""

import random
import re
import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import BRACKETED


@dataclass(frozen=True, slots=True)
class TitleQueryConfig:
    """Numbers and words that queries are made with.

    Attributes:
        samples_per_query: Number of sampled books for each query of a kind, after which sampling stops, as a catalogue
            may have fewer books of a kind than are asked for.
        articles: Words that the kind "article-less" leaves out.
        not_last: Words on which a shortened title does not end.
    """

    samples_per_query: int = 200
    articles: frozenset[str] = frozenset({"the", "a", "an"})
    not_last: frozenset[str] = frozenset(
        {"the", "a", "an", "of", "and", "in", "to", "for", "with", "from", "at", "on", "by", "my", "your"}
    )


TITLE_QUERIES = TitleQueryConfig()


@dataclass(frozen=True, slots=True)
class TitleQuery:
    """A text as someone types it, the row of the book they mean, and the kind of mistake."""

    text: str
    book_row: int
    kind: str


def title_queries(books: Sequence[Book], queries_per_kind: int = 90, seed: int = 1) -> list[TitleQuery]:
    """Return titles of a catalogue as people type them, each book at most once per kind.

    Every other book is sampled by its number of ratings, like the books that people ask for, and the others evenly.

    Args:
        books: The catalogue's books.
        queries_per_kind: Number of queries of every kind; fewer where too few of the books allow that kind.
        seed: Seed of the sampling; the same seed gives the same queries of the same books.
    """
    generator = random.Random(seed)
    weights = list(accumulate(book.ratings_count + 1 for book in books))
    queries: list[TitleQuery] = []
    for kind, retype in KINDS.items():
        of_kind: dict[int, TitleQuery] = {}
        for _ in range(TITLE_QUERIES.samples_per_query * queries_per_kind):
            book = generator.choices(books, cum_weights=weights)[0] if len(of_kind) % 2 else generator.choice(books)
            text = retype(book, generator)
            if text and len(text) > 2 and book.book_row not in of_kind:
                of_kind[book.book_row] = TitleQuery(text, book.book_row, kind)
            if len(of_kind) == queries_per_kind:
                break
        queries += of_kind.values()
    return queries


def _without_brackets(book: Book) -> str:
    return " ".join(BRACKETED.sub(" ", book.title).split())


def _head(book: Book) -> str:
    return re.split(r"\s*:\s", _without_brackets(book))[0]


def _misspell(text: str, generator: random.Random) -> str:
    """Leave out, insert, change or swap one or two letters; one in a short text."""
    letters = list(text.lower())
    for _ in range(1 if len(letters) < 8 else generator.randint(1, 2)):
        position = generator.randrange(len(letters))
        letter = generator.choice(string.ascii_lowercase)
        match generator.randrange(4):
            case 0 if len(letters) > 3:
                del letters[position]
            case 1:
                letters.insert(position, letter)
            case 2 if position:
                letters[position - 1 : position + 1] = letters[position], letters[position - 1]
            case _:
                letters[position] = letter
    return "".join(letters)


def _misspell_title(book: Book, generator: random.Random) -> str:
    return _misspell(_without_brackets(book), generator)


def _misspell_head(book: Book, generator: random.Random) -> str:
    return _misspell(_head(book), generator)


def _shorten(book: Book, generator: random.Random) -> str | None:
    words = _without_brackets(book).split()
    kept = words[: -generator.randint(1, len(words) // 2)] if len(words) > 2 else []
    while kept and kept[-1].lower() in TITLE_QUERIES.not_last:
        kept.pop()
    return " ".join(kept) or None


def _add_author(book: Book, generator: random.Random) -> str:
    author = generator.choice([book.author, book.author.split()[-1]])
    return f"{_head(book)}{generator.choice([' ', ' by ', ', '])}{author}"


def _drop_articles(book: Book, _: random.Random) -> str | None:
    words = _without_brackets(book).split()
    kept = [word for word in words if word.lower() not in TITLE_QUERIES.articles]
    return " ".join(kept) if 0 < len(kept) < len(words) else None


def _reorder(book: Book, generator: random.Random) -> str | None:
    words = _head(book).split()
    start = generator.randrange(1, max(2, len(words)))
    return " ".join(words[start:] + words[:start]) if len(words) > 1 else None


def _drop_subtitle(book: Book, _: random.Random) -> str | None:
    return _head(book) if _head(book) != book.title else None


def _exact(book: Book, _: random.Random) -> str:
    return book.title


KINDS: dict[str, Callable[[Book, random.Random], str | None]] = {
    "misspelt": _misspell_title,
    "misspelt, no subtitle": _misspell_head,
    "shortened": _shorten,
    "author added": _add_author,
    "article-less": _drop_articles,
    "reordered": _reorder,
    "no subtitle": _drop_subtitle,
    "exact": _exact,
}
