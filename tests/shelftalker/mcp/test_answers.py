"""Tests of books and recommendations as a model reads them."""

import pytest

from shelftalker.mcp.answers import list_books, list_recommendations, name_book, name_books
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.recommend.reasons import AfterBook, Recommendation

DUNE = Book(
    1, "aaaaaaaa", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 8.4, "en", 1, "Dune", volume=1.0
)  # fmt: skip
NAMELESS = Book(2, "bbbbbbbb", "A & B <c>", UNKNOWN_AUTHOR, 2, None, "own-id", None, 0, None)


@pytest.mark.parametrize(
    ("book", "words"),
    [
        (DUNE, '"Dune (Dune, 1)" by Frank Herbert (1965)'),
        (DUNE._replace(year=-431), '"Dune (Dune, 1)" by Frank Herbert (431 BC)'),
        (NAMELESS, '"A & B <c>" (year unknown)'),
        (NAMELESS._replace(title="Line\none\u202e"), '"Line one" (year unknown)'),
    ],
)
def test_a_book_is_named_by_title_author_and_year_on_one_line(book: Book, words: str) -> None:
    assert name_book(book) == words


def test_several_books_stand_in_a_line_or_in_numbered_lines() -> None:
    assert name_books([DUNE, NAMELESS]) == f"{name_book(DUNE)}; {name_book(NAMELESS)}"
    assert list_books([DUNE, NAMELESS]) == f"1. {name_book(DUNE)}\n2. {name_book(NAMELESS)}"


def test_recommendations_stand_in_numbered_lines_with_their_reasons() -> None:
    reasoned = Recommendation(NAMELESS, 1.0, AfterBook(DUNE._replace(title="Dune & <Co>"), 3))

    assert list_recommendations([reasoned, Recommendation(DUNE)]) == (
        '1. "A & B <c>" (year unknown): 3 readers of Dune & <Co> (Dune, 1) also read it.\n'
        '2. "Dune (Dune, 1)" by Frank Herbert (1965)'
    )
