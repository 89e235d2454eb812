"""Grounds for recommending a book after another: the first that holds."""

import pytest

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.recommend.reasons import AfterBook, Ground


def book(row: int, author_row: int, year: int | None, author: str = "Frank Herbert") -> Book:
    return Book(row, f"book{row:04}", f"Book {row}", author, author_row, year, "x", None, 9, 8.0)


ASKED = book(900, 1, 1965)


@pytest.mark.parametrize(
    ("recommended", "readers_in_common", "ground"),
    [
        (book(901, 1, 1966), 1, Ground.READERS_IN_COMMON),
        (book(901, 1, 1966), 0, Ground.SAME_AUTHOR),
        (book(901, 2, 1970), 0, Ground.SAME_TIME),
        (book(901, 2, 1960), 0, Ground.SAME_TIME),
        (book(50, 2, 1971), 0, Ground.MUCH_READ),
        (book(50, 2, None), 0, Ground.MUCH_READ),
        (book(51, 2, 1959), 0, Ground.GUESS),
    ],
)
def test_the_first_ground_that_holds_is_given(recommended: Book, readers_in_common: int, ground: Ground) -> None:
    assert AfterBook(ASKED, readers_in_common).ground_for(recommended) is ground


def test_two_books_of_unknown_authors_are_not_by_the_same_author() -> None:
    asked, recommended = book(900, 3, 1965, UNKNOWN_AUTHOR), book(901, 3, 1999, UNKNOWN_AUTHOR)
    assert AfterBook(asked, 0).ground_for(recommended) is Ground.GUESS
