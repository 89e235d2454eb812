"""The texts of a book's facts in wordings: its author's name in several spellings, its year, its ISBN, a slug."""

import random
import re
import unicodedata
from collections.abc import Callable

from model_build.evaluation.titles import authors
from model_build.evaluation.titles.numbers import ordinal_word
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.model.isbn import as_isbn_10, as_isbn_13, isbn_of


def slug_of(text: str, mark: str = "-") -> str:
    """Return a text as addresses have it: ASCII letters and digits, with a mark between words."""
    letters = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().replace("'", "")
    return re.sub(r"[^A-Za-z0-9]+", mark, letters).strip(mark)


def isbn_10(book: Book) -> str | None:
    """Return a book's ISBN in ten characters; None where it has none of that form."""
    isbn = isbn_of(book.isbn or "")
    return isbn if isbn is None or len(isbn) == 10 else as_isbn_10(isbn)


def isbn_13(book: Book) -> str | None:
    """Return a book's ISBN in thirteen digits; None where it has no ISBN."""
    isbn = isbn_of(book.isbn or "")
    return as_isbn_13(isbn) if isbn and len(isbn) == 10 else isbn


def with_hyphens(isbn: str | None) -> str | None:
    """Return an ISBN with hyphens between its parts, which here are of the same length for every publisher."""
    if not isbn:
        return None
    prefix, rest = (f"{isbn[:3]}-", isbn[3:]) if len(isbn) == 13 else ("", isbn)
    return f"{prefix}{rest[0]}-{rest[1:4]}-{rest[4:9]}-{rest[9]}"


def _first_author(book: Book) -> str | None:
    return None if book.author == UNKNOWN_AUTHOR else authors.first_author(book.author)


def _surname(book: Book) -> str | None:
    author = _first_author(book)
    return authors.surname(author) if author and " " in author else None


def _of_author(spell: Callable[[str], str | None]) -> Callable[[Book, random.Random], str | None]:
    def text(book: Book, _: random.Random) -> str | None:
        author = _first_author(book)
        return spell(author) if author else None

    return text


def _transliteration(book: Book, generator: random.Random) -> str | None:
    spellings = authors.transliterations(_first_author(book) or "")
    return generator.choice(spellings) if spellings else None


def _year_of_another_edition(book: Book, generator: random.Random) -> str | None:
    return str(book.year - generator.choice([1, 2, 5, 9])) if book.year else None


# Fields that name no book by themselves.
BOOK_TEXTS: dict[str, Callable[[Book, random.Random], str | None]] = {
    "author": lambda book, _: _first_author(book),
    "surname": lambda book, _: _surname(book),
    "inverted_author": _of_author(authors.surname_first),
    "author_without_initials": _of_author(authors.without_middle_initials),
    "author_with_initial": lambda book, generator: authors.with_middle_initial(
        _first_author(book) or "", generator.choice("ABCDEHJLMRST")
    ),
    "author_with_joined_initials": _of_author(authors.with_joined_initials),
    "author_with_spaced_initials": _of_author(authors.with_spaced_initials),
    "author_of_initials": _of_author(authors.with_initials_alone),
    "transliterated_author": _transliteration,
    "author_slug": lambda book, _: slug_of(_first_author(book) or ""),
    "lower_author_slug": lambda book, _: slug_of(_first_author(book) or "").lower(),
    "surname_slug": lambda book, _: slug_of(_surname(book) or ""),
    "year": lambda book, _: str(book.year) if book.year else None,
    "other_year": _year_of_another_edition,
    "number": lambda book, _: f"{book.volume:g}" if book.volume else None,
    "ordinal": lambda book, _: ordinal_word(book.volume or 0),
}
