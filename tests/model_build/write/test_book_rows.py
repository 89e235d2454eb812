"""Rows of the table of books: the room that they take, and their dictionary."""

import pytest

from model_build.write.book_rows import common_words, encode_pages, pages_of
from shelftalker.model.book_pages import BOOK_PAGES, StoredBook

DUNE = StoredBook(
    book_id="aaaaaaab", title="Dune", author="Frank Herbert", author_row=1, year=1965, isbn="0441172717", cover="",
    ratings_count=700, mean_hundredths=812, language="en", series_row=None, volume=None, last_volume=None,
)  # fmt: skip


def size_of(books: list[StoredBook], dictionary: str = "", read_books: int = 8) -> int:
    ((_, packed),) = encode_pages(pages_of(books), dictionary, read_books)
    return len(packed)


def test_a_column_is_as_wide_as_its_largest_number_and_authors_stand_once() -> None:
    plain = [DUNE._replace(ratings_count=1, mean_hundredths=None)] * 8
    assert size_of([*plain[1:], DUNE._replace(ratings_count=256, mean_hundredths=None)]) == size_of(plain) + 8
    assert size_of([*plain[1:], DUNE._replace(ratings_count=1)]) == size_of(plain) + 2 * 8
    assert size_of([*plain[1:], plain[0]._replace(author="Frank", author_row=2)]) == size_of(plain) + 3 + len("Frank\n")


def test_texts_of_books_that_nobody_has_read_are_compressed() -> None:
    assert size_of([DUNE] * 8, read_books=0) < size_of([DUNE] * 8) - 20
    assert size_of([DUNE] * 8, read_books=1) == size_of([DUNE] * 8)


def test_a_dictionary_has_the_most_frequent_words_last_and_makes_pages_smaller() -> None:
    books = [DUNE._replace(title=f"The Chronicles of {name}") for name in ("Amber", "Narnia", "Prydain")]
    dictionary = common_words(pages_of(books * 16), 0)
    assert "Amber" not in dictionary.split()[-1]
    assert {"The", "Chronicles", "of"} <= set(dictionary.split())
    assert len(dictionary.encode()) <= BOOK_PAGES.dictionary_bytes
    assert size_of(books, dictionary, 0) < size_of(books, read_books=0)
    assert common_words(pages_of([DUNE] * 8), 8) == ""


def test_a_number_that_no_column_has_room_for_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected numbers below 4,294,967,296 of books; got 4,294,967,296"):
        list(encode_pages([[DUNE._replace(ratings_count=2**32)]], "", 1))
