"""The title search: exact titles, authors, ISBNs and "did you mean" suggestions.

A title is compared by its key, see `normalise_title`. A query that is no title's key may be an ISBN or an author's
name. For any other query the books that share its rarest trigrams are scored against it with rapidfuzz.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.model.title_keys import normalise_title, shortened_title, whole_titles, words_of
from shelftalker.search.near_titles import TITLE_SEARCH, near_titles, near_titles_by_author

_BY = re.compile(r"(?:^|\s)by\s", re.IGNORECASE)
_BY_AT_END = re.compile(r"\sby\s*$", re.IGNORECASE)
_CREDITED = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")


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
    """Find the book that a query names, or the books that it may mean."""
    found = _exact_answer(catalogue, query)
    if found is None and (by := _BY_AT_END.search(query)):
        query = query[: by.start()]
        found = _exact_answer(catalogue, query)
    return found or _near_answer(catalogue, query)


def _exact_answer(catalogue: Catalogue, query: str) -> Exact | ByAuthor | None:
    """Return the book or the author that a query names exactly, or None."""
    found = _books_with_title(catalogue, query)
    author_row = _author_with_name(catalogue, query)
    if author_row and not _is_title_rather_than_author(catalogue, query):
        return _books_by(catalogue, author_row)
    if found:
        return Exact(found[0], [*found[1:], *_longer_titles(catalogue, query, found)])
    isbn = isbn_of(query)
    book = catalogue.book_with_isbn(isbn) if isbn else None
    if book:
        return Exact(book, [])
    author_row = _author_with_surname_first(catalogue, query)
    return _books_by(catalogue, author_row) if author_row else None


def _near_answer(catalogue: Catalogue, query: str) -> Suggestions | ByAuthor | NotFound:
    """Return the books near a query that names nothing exactly, except perhaps an author after "by"."""
    before_by, author_row = _split_before_author(catalogue, query)
    if author_row and normalise_title(before_by) in TITLE_SEARCH.any_book:
        return _books_by(catalogue, author_row)
    near_by_author = near_titles_by_author(catalogue, author_row, before_by) if author_row else []
    near, misspelt_author_row = near_titles(catalogue, query)
    if misspelt_author_row and not near_by_author:
        return _books_by(catalogue, misspelt_author_row)
    if near_by_author or near:
        book_rows = list(dict.fromkeys([*near_by_author, *near]))
        return Suggestions(catalogue.ordered_books(book_rows[: TITLE_SEARCH.suggestions]))
    return _books_by(catalogue, author_row) if author_row else NotFound()


def _author_with_name(catalogue: Catalogue, query: str) -> int | None:
    """Return the row of the author whose name is the whole query: "Tolkien", "by J. R. R. Tolkien", "Tolkien, J.R."."""
    name = _BY.sub("", query, count=1) if _BY.match(query) else query
    last, comma, first = name.partition(",")
    for spelling in (name, f"{first} {last}") if comma else (name,):
        key = normalise_title(spelling)
        if " " not in key and key != words_of(spelling):
            continue  # "The Battle" is nobody's surname
        author_rows = catalogue.search_index.authors_with_key(key)
        if author_rows:
            return author_rows[0]
    return None


def _author_with_surname_first(catalogue: Catalogue, query: str) -> int | None:
    """Return the row of the author whose name is the whole query, the surname first and no comma after it."""
    words = normalise_title(_BY.sub("", query, count=1) if _BY.match(query) else query).split()
    if not 1 < len(words) <= TITLE_SEARCH.longest_name:
        return None
    author_rows = catalogue.search_index.authors_with_key(" ".join([*words[1:], words[0]]))
    return author_rows[0] if author_rows else None


def _is_title_rather_than_author(catalogue: Catalogue, query: str) -> bool:
    """Test if a query that is an author's name is taken for a title instead.

    A whole title is. A title without its subtitle is if it is one word: "J. K. Rowling" is not "J. K. Rowling: The
    Wizard Behind Harry Potter".
    """
    key = normalise_title(query)
    return any(not shortened or " " not in key for _, shortened in catalogue.search_index.rows_with_key(key, 1))


def _split_before_author(catalogue: Catalogue, query: str) -> tuple[str, int | None]:
    """Split a query before "by <author>"; return the text before it and the author's row, or the query and None."""
    for by in reversed(list(_BY.finditer(query))):
        name = query[by.end() :]
        author_row = _author_with_name(catalogue, name) or _author_with_surname_first(catalogue, name)
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
    book_rows = _rows_with_whole_title(catalogue, query)
    if book_rows:
        return catalogue.ordered_books(book_rows[: TITLE_SEARCH.suggestions + 1])
    ends_of_titles = [by for by in reversed(list(_BY.finditer(query))) if by.start()]
    for by in ends_of_titles:
        namesakes = catalogue.ordered_books(_rows_with_title(catalogue, query[: by.start()]))
        written_by = _books_written_by(catalogue, namesakes, query[by.end() :]) if namesakes else []
        if written_by:
            return written_by[: TITLE_SEARCH.suggestions + 1]
    return [] if ends_of_titles else catalogue.ordered_books(_row_with_shortened_title(catalogue, query))


def _books_written_by(catalogue: Catalogue, books: Sequence[Book], name: str) -> list[Book]:
    """Return those of some books of one title that are by the author of a name, in any spelling.

    Names that the catalogue has are looked up, or their words found among the authors credited. Another name is
    compared as the build compares spellings; one that is some other author's own is not.
    """
    key = normalise_title(name)
    words = set(key.split())
    author_rows = catalogue.search_index.authors_with_key(key) if books else []
    written_by = [
        book
        for book in books
        if book.author_row in author_rows or (words and words <= set(normalise_title(book.author).split()))
    ]
    if written_by or author_rows or not words:
        return written_by
    from shelftalker.model.person_names import is_name_of, person_names  # noqa: PLC0415 - for rare spellings only

    typed = person_names(name)
    return [
        book
        for book in books
        if any(is_name_of(typed, person_names(credited)) for credited in _CREDITED.split(book.author))
    ]


def _longer_titles(catalogue: Catalogue, query: str, found: Sequence[Book]) -> list[Book]:
    """Return the most read books whose title continues after the query: some readers remember only its first words."""
    found_rows = {book.book_row for book in found}
    book_rows = catalogue.search_index.rows_with_key_prefix(
        f"{normalise_title(query)} ", TITLE_SEARCH.suggestions + len(found_rows)
    )
    longer = [book_row for book_row in book_rows if book_row not in found_rows]
    return catalogue.ordered_books(longer[: max(0, TITLE_SEARCH.suggestions - len(found))])


def _rows_with_title(catalogue: Catalogue, title: str) -> list[int]:
    return _rows_with_whole_title(catalogue, title) or _row_with_shortened_title(catalogue, title)


def _rows_with_whole_title(catalogue: Catalogue, title: str) -> list[int]:
    for key in whole_titles(title):
        book_rows = [book_row for book_row, _ in catalogue.search_index.rows_with_key(key, TITLE_SEARCH.candidates)]
        if book_rows:
            return book_rows
    return []


def _row_with_shortened_title(catalogue: Catalogue, title: str) -> list[int]:
    """Return the row of the book whose whole title is the given one's without its subtitle, in a list.

    The subtitle may be unknown to the catalogue. Empty if the title before it is several books', or a series'.
    """
    head = catalogue.search_index.rows_with_key(shortened_title(title), 2)
    return [book_row for book_row, shortened in head if not shortened] if len(head) == 1 else []
