"""Rows of the table of books: the room that they take, and their dictionary."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from model_build.write.book_rows import common_words, encode_pages, pages_of
from shelftalker.model.book_pages import BOOK_PAGES, StoredBook

DUNE = StoredBook(
    book_id="aaaaaaab", title="Dune", author="Frank Herbert", author_row=1, year=1965, isbn="0441172717", cover="",
    ratings_count=700, mean_hundredths=812, language="en", series_row=None, volume=None, last_volume=None,
)  # fmt: skip


def test_books_of_one_author_without_ratings_take_no_room_for_either() -> None:
    unread = [DUNE._replace(ratings_count=0, mean_hundredths=None, series_row=None, volume=None)] * 8
    read = [book._replace(ratings_count=1, mean_hundredths=700) for book in unread]
    by_others = [book._replace(author_row=row) for row, book in enumerate(unread, start=1)]
    packed, of_read, of_others = (
        next(iter(encode_pages(pages_of(books), "")))[1] for books in (unread, read, by_others)
    )
    assert len(of_read) == len(packed) + 8 * (1 + 2)
    assert len(of_others) >= len(packed) + 7 * 3


def test_a_dictionary_has_the_most_frequent_words_last_and_makes_pages_smaller() -> None:
    books = [
        DUNE._replace(title=f"The Chronicles of {name}", other_titles="") for name in ("Amber", "Narnia", "Prydain")
    ]
    dictionary = common_words(pages_of(books * 16))
    assert "Amber" not in dictionary.split()[-1]
    assert {"The", "Chronicles", "of"} <= set(dictionary.split())
    assert len(dictionary.encode()) <= BOOK_PAGES.dictionary_bytes
    ((_, with_words),) = encode_pages([books], dictionary)
    ((_, without),) = encode_pages([books], "")
    assert len(with_words) < len(without)


def test_a_number_that_no_column_has_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected numbers below 4,294,967,296 of books; got 4,294,967,296"):
        list(encode_pages([[DUNE._replace(ratings_count=2**32)]], ""))


def test_a_model_has_the_dictionary_of_its_books(model_directory: Path) -> None:
    with closing(sqlite3.connect(model_directory / "catalogue.sqlite")) as connection:
        ((dictionary,),) = connection.execute("SELECT value FROM meta WHERE name = 'text_dictionary'")
    assert "the " in dictionary
