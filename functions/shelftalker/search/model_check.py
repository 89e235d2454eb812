"""The check of a model before it is used: it is asked for its most read books, as people would ask.

A file can have the right checksum and still be no model: without a table, without books, with corrupt pages, or with a
view that never ends. Whoever switches to it would fail at each request from then on.
"""

import sqlite3
import struct
from collections.abc import Iterator
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.format import ModelError
from shelftalker.search.titles import Exact, Suggestions, find_title


class ModelCheckConfig(NamedTuple):
    """Choice of the questions.

    Attributes:
        books: Number of the most read books among which the questions are chosen.
        title_characters: Length of the shortest title that is used as a question.
    """

    books: int = 20
    title_characters: int = 5


CONFIG = ModelCheckConfig()


class Questions(NamedTuple):
    """A book that is found by its own title and by a misspelt one."""

    book: Book
    misspelt: str


def check_model(catalogue: Catalogue, seconds: float) -> None:
    """Ask a model for a book by its title and by a misspelt one, for what is like the most read, and for popular books.

    Args:
        catalogue: The model.
        seconds: Time that all of it may take.

    Raises:
        ModelError: It does not answer, or not in time.
    """
    try:
        with catalogue.within(seconds):
            _ask(catalogue)
    except (sqlite3.Error, struct.error, ValueError, TypeError, LookupError, ModelError) as error:
        raise ModelError(
            f"Model {catalogue.version} can't be used: asked for its most read books and for what is like them, it "
            f"failed ({error}). Build it again, and publish that."
        ) from error


def _ask(catalogue: Catalogue) -> None:
    choose_questions(catalogue)
    rows = _most_read_rows(catalogue)
    if not any(catalogue.ordered_books([near.book_row for near in catalogue.neighbours(row)]) for row in rows):
        raise ModelError(f"none of its {len(rows)} most read books has a neighbour")
    if not catalogue.ordered_books(catalogue.popular_rows()):
        raise ModelError("it has no popular books")


def choose_questions(catalogue: Catalogue) -> Questions:
    """Return one of the most read books that is found by its title and by a misspelt one.

    Raises:
        ModelError: There is none: the model or the search is broken.
    """
    rows = _most_read_rows(catalogue)
    for book in catalogue.ordered_books(rows):
        found = find_title(catalogue, book.title)
        if (
            len(book.title) < CONFIG.title_characters
            or not isinstance(found, Exact)
            or found.book.book_id != book.book_id
        ):
            continue
        for misspelt in _misspellings(book.title):
            near = find_title(catalogue, misspelt)
            if isinstance(near, Suggestions) and book in near.books:
                return Questions(book, misspelt)
    raise ModelError(
        f"None of the model's {len(rows)} most read books is found by its own title and by a misspelt one: model "
        f"{catalogue.version} or the search is broken."
    )


def _most_read_rows(catalogue: Catalogue) -> range:
    return range(1, min(CONFIG.books, catalogue.books_count()) + 1)


def _misspellings(title: str) -> Iterator[str]:
    """Yield the title without one of its letters, beginning with those in its middle."""
    places = sorted(range(1, len(title) - 1), key=lambda place: abs(place - len(title) // 2))
    return (title[:place] + title[place + 1 :] for place in places if title[place].isalpha())
