"""Tests of books and recommendations as a model reads them."""

import pytest

from shelftalker.mcp.answers import (
    book_content,
    list_books,
    list_recommendations,
    name_book,
    name_books,
    plain,
    recommendation_content,
)
from shelftalker.mcp.schemas import BOOK
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.recommend.reasons import AfterBook, Recommendation
from shelftalker.views.wording import DatasetFacts

DUNE = Book(
    1, "aaaaaaaa", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 8.4, "en", 1, "Dune", volume=1.0
)  # fmt: skip
NAMELESS = Book(2, "bbbbbbbb", "A & B <c>", UNKNOWN_AUTHOR, 2, None, "own-id", None, 0, None)
DATASET = DatasetFacts(rating_scale=10)


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


def test_a_book_has_null_for_what_is_not_known_and_stars_of_five() -> None:
    known, unknown = book_content(DUNE, DATASET), book_content(NAMELESS, DATASET)

    assert known == {
        "book_id": "aaaaaaaa", "title": "Dune", "author": "Frank Herbert", "year": 1965, "language": "en",
        "series": "Dune", "volume": 1.0, "isbn": "0441172717", "mean_stars": 4.2, "ratings": 9,
        "link": "https://openlibrary.org/isbn/9780441172719",
    }  # fmt: skip
    names = ("author", "year", "language", "series", "volume", "isbn", "mean_stars")
    assert [unknown[name] for name in names] == [None] * len(names)
    assert known.keys() == unknown.keys() == BOOK["properties"].keys() - {"readers"}


def test_readers_are_counted_where_books_are_lent() -> None:
    content = book_content(DUNE, DATASET._replace(counts_readers=True))

    assert (content["readers"], "ratings" in content) == (9, False)


def test_a_recommendation_has_its_reason_without_markup() -> None:
    reasoned = Recommendation(NAMELESS, 1.0, AfterBook(DUNE._replace(title="Dune & <Co>"), 3))

    assert recommendation_content(reasoned, DATASET)["reason"] == "3 readers of Dune & <Co> (Dune, 1) also read it"
    assert recommendation_content(Recommendation(DUNE), DATASET)["reason"] is None
    assert list_recommendations([reasoned, Recommendation(DUNE)]) == (
        '1. "A & B <c>" (year unknown): 3 readers of Dune & <Co> (Dune, 1) also read it.\n'
        '2. "Dune (Dune, 1)" by Frank Herbert (1965)'
    )


def test_a_sentence_of_the_messages_is_plain() -> None:
    assert plain("*A &amp; B* by `C`") == "A & B by C"
