"""Rows of the table of books: the room that they take, and their dictionary."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.write.book_rows import common_words, encode_pages, pages_of
from shelftalker.model.book_pages import BOOK_PAGES, StoredBook
from shelftalker.model.catalogue import Catalogue
from tests.model_build.small_datasets import book, write_kaggle

DUNE = StoredBook(
    book_id="aaaaaaab", title="Dune", author="Frank Herbert", author_row=1, year=1965, isbn="0441172717", cover="",
    ratings_count=700, mean_hundredths=812, language="en", series_row=None, volume=None, last_volume=None,
)  # fmt: skip
# All books are kept; only the first three are rated.
RATINGS = [(reader, f"{number:010}", 8 if number < 3 else 0) for number in range(40) for reader in (1, 2)]


def size_of(books: list[StoredBook], dictionary: str = "") -> int:
    ((_, packed),) = encode_pages(pages_of(books), dictionary)
    return len(packed)


def test_a_column_is_as_wide_as_its_largest_number_and_authors_stand_once() -> None:
    plain = [DUNE._replace(ratings_count=1, mean_hundredths=None)] * 8
    assert size_of([*plain[1:], DUNE._replace(ratings_count=256, mean_hundredths=None)]) == size_of(plain) + 8
    assert size_of([*plain[1:], DUNE._replace(ratings_count=1)]) == size_of(plain) + 2 * 8
    assert size_of([*plain[1:], plain[0]._replace(author="Frank", author_row=2)]) == size_of(plain) + 3 + len("Frank\n")


def test_texts_of_books_that_nobody_has_rated_are_compressed() -> None:
    rated = [DUNE._replace(ratings_count=1, mean_hundredths=None)] * 8
    unrated = [DUNE._replace(ratings_count=0, mean_hundredths=None)] * 8
    assert size_of(unrated) < size_of(rated) - 8 - 20
    assert size_of([*unrated[1:], rated[0]]) == size_of(rated)


def test_a_dictionary_has_the_most_frequent_words_last_and_makes_pages_smaller() -> None:
    books = [
        DUNE._replace(title=f"The Chronicles of {name}", ratings_count=0) for name in ("Amber", "Narnia", "Prydain")
    ]
    dictionary = common_words(pages_of(books * 16))
    assert "Amber" not in dictionary.split()[-1]
    assert {"The", "Chronicles", "of"} <= set(dictionary.split())
    assert len(dictionary.encode()) <= BOOK_PAGES.dictionary_bytes
    assert size_of(books, dictionary) < size_of(books)
    assert common_words(pages_of([DUNE])) == ""


def test_a_number_that_no_column_has_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected numbers below 4,294,967,296 of books; got 4,294,967,296"):
        list(encode_pages([[DUNE._replace(ratings_count=2**32)]], ""))


def test_a_model_has_the_dictionary_of_its_books(tmp_path: Path) -> None:
    books = [book(f"{number:010}", f"The Chronicles of {number}", f"Author {number}") for number in range(40)]
    build_model(DatasetFiles.found_in(write_kaggle(tmp_path / "data", books, RATINGS)), tmp_path / "model")
    with closing(sqlite3.connect(tmp_path / "model" / "catalogue.sqlite")) as connection:
        ((dictionary,),) = connection.execute("SELECT value FROM meta WHERE name = 'text_dictionary'")
    assert "Chronicles " in dictionary
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        titles = {stored.title for stored in catalogue.all_books()}
    assert titles == {f"The Chronicles of {number}" for number in range(40)}
