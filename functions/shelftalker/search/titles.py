"""The title search: exact titles, authors, ISBNs and "did you mean" suggestions.

A title is compared by its key, see `normalise_title`. A query that is no title's key may be an ISBN or an author's
name. For any other query the books that share its rarest trigrams are scored against it with rapidfuzz.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.model.title_keys import BRACKETED, normalise_title, whole_titles
from shelftalker.search.author_lookups import (
    NAMES,
    TITLE_SEARCH,
    author_with_name,
    author_with_surname_first,
    books_written_by,
)

_JOINT = re.compile(r"\s*[,;/&+]\s*|\s+(?:and|or|und|oder|et|ou|y|o)\s+", re.IGNORECASE)
_BY_AT_END = re.compile(r"\sby\s*$", re.IGNORECASE)

_WITHOUT_DIGITS = str.maketrans("", "", "0123456789#()[],")


class Exact(NamedTuple):
    """The book that the query names; `others` have the same title, or are the most read whose title begins with it."""

    book: Book
    others: Sequence[Book]


class Suggestions(NamedTuple):
    """The books near a query that names none exactly, nearest first; never empty."""

    books: Sequence[Book]


class ByAuthor(NamedTuple):
    """The most read books of the author whom the query names, the most read first."""

    author: str
    books: Sequence[Book]


class Several(NamedTuple):
    """The two to five books that the query names, in its order."""

    books: Sequence[Book]


class NotFound:
    """The answer to a query that is near nothing in the catalogue."""


Found = Exact | Several | Suggestions | ByAuthor | NotFound


def find_title(catalogue: Catalogue, query: str) -> Exact | Suggestions | ByAuthor | NotFound:
    """Find the book that a query names as its title, or the books that it may mean."""
    return exact_answer(catalogue, query) or subtitle_answer(catalogue, query) or near_answer(catalogue, query)


def exact_answer(catalogue: Catalogue, query: str) -> Exact | ByAuthor | None:
    """Return the book or the author that a query names exactly, or None."""
    found = _exact_answer(catalogue, query)
    if found is None and (by := _BY_AT_END.search(query)):
        found = _exact_answer(catalogue, query[: by.start()])
    return found


def _exact_answer(catalogue: Catalogue, query: str) -> Exact | ByAuthor | None:
    found = _books_with_title(catalogue, query)
    author_row = author_with_name(catalogue, query)
    if author_row and not _is_title_rather_than_author(catalogue, query):
        return _books_by(catalogue, author_row)
    if found:
        return Exact(found[0], [*found[1:], *longer_titles(catalogue, query, found)])
    isbn = isbn_of(query)
    book = catalogue.book_with_isbn(isbn) if isbn else None
    if book:
        return Exact(book, [])
    author_row = author_with_surname_first(catalogue, query)
    return _books_by(catalogue, author_row) if author_row else None


def rows_with_whole_title(catalogue: Catalogue, title: str, limit: int = TITLE_SEARCH.candidates) -> list[int]:
    """Return the rows of up to `limit` books that go by a title, as it is or without brackets, whole titles first.

    The books whose author or series is named in brackets come first: "Waiting (Ha Jin, 1999)". Brackets with another
    volume of the series before them name that one: "Discworld (Mort)".
    """
    for position, key in enumerate(whole_titles(title)):
        book_rows = [book_row for book_row, _ in catalogue.search_index.rows_with_key(key, limit)]
        if book_rows and position:
            return _rows_with_brackets(catalogue, title, book_rows)
        if book_rows:
            return book_rows
    return []


def subtitle_answer(catalogue: Catalogue, query: str) -> Exact | Suggestions | None:
    """Return the answer to a title with a subtitle that is no title of the catalogue as a whole, or None.

    What follows the colon or dash may be the title, of the series or the author named before it.
    """
    # Imported here: whole titles are answered without it, and each import is paid for at each cold start.
    from shelftalker.search.subtitles import books_around_subtitle  # noqa: PLC0415

    found = books_around_subtitle(catalogue, query)
    if not found.books:
        return None
    if not found.is_sure:
        return Suggestions(found.books[: TITLE_SEARCH.suggestions])
    return Exact(found.books[0], found.books[1 : TITLE_SEARCH.suggestions])


def near_answer(
    catalogue: Catalogue, query: str, candidates: Sequence[int] | None = None
) -> Suggestions | ByAuthor | NotFound:
    """Return the books near a query that names nothing exactly, except perhaps an author after "by".

    Args:
        catalogue: The model.
        query: As it was typed.
        candidates: `candidate_rows` of the query, if they are known already.
    """
    # Imported here, as above: rapidfuzz, which it needs, is a twentieth of a cold start.
    from shelftalker.search.near_titles import near_titles, near_titles_by_author  # noqa: PLC0415

    before_by, author_row = _split_before_author(catalogue, query)
    if author_row and normalise_title(before_by) in TITLE_SEARCH.any_book:
        return _books_by(catalogue, author_row)
    near_by_author = near_titles_by_author(catalogue, author_row, before_by) if author_row else []
    near, misspelt_author_row = near_titles(catalogue, query, candidates)
    if misspelt_author_row and not near_by_author:
        return _books_by(catalogue, misspelt_author_row)
    if near_by_author or near:
        book_rows = list(dict.fromkeys([*near_by_author, *near]))
        return Suggestions(catalogue.ordered_books(book_rows[: TITLE_SEARCH.suggestions]))
    return _books_by(catalogue, author_row) if author_row else NotFound()


def _is_title_rather_than_author(catalogue: Catalogue, query: str) -> bool:
    """Test if a query that is an author's name is taken for a title instead.

    A whole title is. A title without its subtitle is if it is one word: "J. K. Rowling" is not "J. K. Rowling: The
    Wizard Behind Harry Potter".
    """
    key = normalise_title(query)
    return any(not shortened or " " not in key for _, shortened in catalogue.search_index.rows_with_key(key, 1))


def _split_before_author(catalogue: Catalogue, query: str) -> tuple[str, int | None]:
    """Split a query before "by <author>"; return the text before it and the author's row, or the query and None."""
    for by in reversed(list(NAMES.by.finditer(query))):
        name = query[by.end() :]
        author_row = author_with_name(catalogue, name) or author_with_surname_first(catalogue, name)
        if author_row:
            return query[: by.start()], author_row
    return query, None


def _books_by(catalogue: Catalogue, author_row: int) -> ByAuthor:
    return ByAuthor(catalogue.author_name(author_row), catalogue.books_by_author(author_row, TITLE_SEARCH.suggestions))


def _books_with_title(catalogue: Catalogue, query: str) -> list[Book]:
    """Return the books with the query's title, whole titles first, then by popularity.

    After "by <author>" in the query only that author's are returned, so that another author's book of the same title
    is none of them.
    """
    book_rows = rows_with_whole_title(catalogue, query)
    if book_rows:
        return catalogue.ordered_books(book_rows[: TITLE_SEARCH.suggestions + 1])
    ends_of_titles = [by for by in reversed(list(NAMES.by.finditer(query))) if by.start()]
    for by in ends_of_titles:
        with_title = rows_with_whole_title(catalogue, query[: by.start()], TITLE_SEARCH.namesakes)
        namesakes = catalogue.ordered_books(with_title)
        name = query[by.end() :]
        is_name = bool(namesakes) and not _names_another_title(catalogue, name)
        written_by = books_written_by(catalogue, namesakes, name) if is_name else []
        if written_by:
            return written_by[: TITLE_SEARCH.suggestions + 1]
    return []


def _names_another_title(catalogue: Catalogue, name: str) -> bool:
    """Test if a title that is no author's name stands behind an author: "Michael Crichton and The Stand"."""
    for joint in _JOINT.finditer(name):
        rest = name[joint.end() :]
        if NAMES.by.search(rest):
            return True
        is_title = bool(rows_with_whole_title(catalogue, rest)) and not author_with_name(catalogue, rest)
        if is_title and (" " in rest or "," not in joint[0]):  # "King, Stephen"
            return True
    return False


def longer_titles(catalogue: Catalogue, query: str, found: Sequence[Book]) -> list[Book]:
    """Return the most read books whose title continues after the query: some readers remember only its first words."""
    found_rows = {book.book_row for book in found}
    book_rows = catalogue.search_index.rows_with_key_prefix(
        f"{normalise_title(query)} ", TITLE_SEARCH.suggestions + len(found_rows)
    )
    longer = [book_row for book_row in book_rows if book_row not in found_rows]
    return catalogue.ordered_books(longer[: max(0, TITLE_SEARCH.suggestions - len(found))])


def _rows_with_brackets(catalogue: Catalogue, title: str, book_rows: Sequence[int]) -> list[int]:
    """Return the rows of the books that a title with brackets names, of which some have the title before them."""
    # Imported here: for brackets that no title has.
    from shelftalker.search.surroundings.series_beside import are_like_name, books_in_brackets  # noqa: PLC0415

    books = catalogue.ordered_books(book_rows)
    bracketed = " ".join(BRACKETED.findall(title)).translate(_WITHOUT_DIGITS)
    named = books_written_by(catalogue, books, bracketed)
    if not named:
        of_series = books_in_brackets(catalogue, title, books)
        if of_series is not None:
            return [book.book_row for book in of_series]
        if are_like_name(BRACKETED.findall(title)):  # of an author whom the catalogue lacks, or of another book
            return []
    return list(dict.fromkeys([*(book.book_row for book in named), *book_rows]))
