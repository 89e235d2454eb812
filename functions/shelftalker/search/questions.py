"""Questions: the one way from what a reader typed, in the reader's own words, to the books of the answer.

A whole title, an author's name or an ISBN is answered at once. Anything else is read as a question: titles of the
catalogue are looked for among its words, and what is left of it tells if they are meant.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.search.near_titles import TITLE_SEARCH
from shelftalker.search.titles import (
    ByAuthor,
    Exact,
    Found,
    NotFound,
    Several,
    Suggestions,
    exact_answer,
    find_title,
    longer_titles,
    subtitle_answer,
)

if TYPE_CHECKING:
    from shelftalker.search.named_titles import NamedTitle


def find_books(catalogue: Catalogue, typed: str) -> Found:
    """Find the books that a reader's words name, or those that they may mean.

    Args:
        catalogue: The model.
        typed: The text as it was typed.
    """
    text = typed.strip()
    return exact_answer(catalogue, text) or _answer_question(catalogue, text)


def _answer_question(catalogue: Catalogue, text: str) -> Found:
    """Answer a text that is neither a title nor an author's name."""
    # Imported here: whole titles are answered without them, and each import is paid for at each cold start.
    from shelftalker.search.named_titles import named_titles  # noqa: PLC0415
    from shelftalker.search.readings import core_of, read_question  # noqa: PLC0415
    from shelftalker.search.typed_words import TypedWords, plain_text  # noqa: PLC0415

    plain = plain_text(text)
    beside = (exact_answer(catalogue, plain) if plain != text else None) or subtitle_answer(catalogue, plain)
    if isinstance(beside, Exact | ByAuthor):
        return beside
    words = TypedWords.of(plain)
    reading = read_question(words, named_titles(catalogue, words))
    books = _books_read(catalogue, reading.titles) if reading else []
    if reading and reading.is_sure:
        return Several(books) if len(books) > 1 else _answer_one(catalogue, books[0], reading.titles[0])
    found = beside or find_title(catalogue, core_of(words) or plain)
    if isinstance(found, NotFound | Suggestions) and books:
        near = found.books if isinstance(found, Suggestions) else ()
        return Suggestions(list(dict.fromkeys([*books, *near]))[: TITLE_SEARCH.suggestions])
    return found


def _books_read(catalogue: Catalogue, titles: "Iterable[NamedTitle]") -> list[Book]:
    """Return the book of each title: the one of the year that is named beside it, or the first."""
    books = []
    for title in titles:
        namesakes = catalogue.ordered_books(title.book_rows)
        books.append(next((book for book in namesakes if title.year and book.year == title.year), namesakes[0]))
    return list(dict.fromkeys(books))


def _answer_one(catalogue: Catalogue, book: Book, title: "NamedTitle") -> Exact:
    namesakes = [book, *(other for other in catalogue.ordered_books(title.book_rows) if other != book)]
    others = [*namesakes[1:], *longer_titles(catalogue, title.key, namesakes)]
    return Exact(book, others[: TITLE_SEARCH.suggestions])
