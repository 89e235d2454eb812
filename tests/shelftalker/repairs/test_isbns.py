"""ISBNs that a program took for numbers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.isbn import as_isbn_13, isbn_10_check
from shelftalker.repairs.isbns import whole_isbn
from shelftalker.search.titles import Exact, NotFound, find_title
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_goodbooks, write_kaggle


@pytest.mark.parametrize(
    ("isbn", "isbn_13", "whole"),
    [
        ("0441172717", "", "0441172717"),
        ("0-441-17271-7", "", "0441172717"),
        ("439023483", "9.78043902348e+12", "0439023483"),
        ("439023483.0", "", "0439023483"),
        ("61120081", "", "0061120081"),
        ("", "9780441172719", "0441172717"),
        ("", "9780441172719.0", "0441172717"),
        ("", "9.78043902348e+12", "0439023483"),
        ("", "9.7804390208e+12", "0439020808"),
        ("", "9.78044E+12", ""),
        ("", "9.78E+12", ""),
        ("B00005Q5VE", "", "B00005Q5VE"),
        ("0441172718", "", "0441172718"),
        ("", "", ""),
        ("", "nan", ""),
        ("1", "2", "1"),
    ],
)
def test_an_isbn_is_repaired_if_its_check_digit_proves_it(isbn: str, isbn_13: str, whole: str) -> None:
    assert whole_isbn(isbn, isbn_13) == whole


@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_a_number_with_twelve_of_thirteen_digits_gives_the_isbn_or_none(nine_digits: str) -> None:
    isbn = nine_digits + isbn_10_check(nine_digits)
    rounded = f"{float(as_isbn_13(isbn)):.12g}"
    assert whole_isbn("", rounded) in {isbn, ""}


@pytest.mark.parametrize("query", ["0-441-17271-7", "0441172717", "978-0-441-17271-9", "isbn 9780441172719"])
def test_the_isbn_of_any_edition_finds_the_book(build: Build, tmp_path: Path, query: str) -> None:
    books = [book("0340837942", "Dune", "Frank Herbert"), book("0441172717", "Dune", "Frank Herbert"),
             book("080442957x", "Ubik", "Philip K. Dick")]  # fmt: skip
    catalogue = build(write_kaggle(tmp_path / "data", books, [(1, row[0], 7) for row in books]))
    found = find_title(catalogue, query)
    assert isinstance(found, Exact)
    assert found.book.title == "Dune"
    in_capitals = find_title(catalogue, "0-8044-2957-X")
    assert isinstance(in_capitals, Exact)
    assert in_capitals.book.title == "Ubik"
    assert isinstance(find_title(catalogue, "9791090636071"), NotFound)


def test_an_isbn_of_goodbooks_is_found_although_its_zeros_are_lost(build: Build, tmp_path: Path) -> None:
    books: list[dict[str, object]] = [
        {"book_id": 1, "title": "The Hunger Games", "authors": "Suzanne Collins", "isbn": "439023483", "isbn13": ""},
        {"book_id": 2, "title": "Dune", "authors": "Frank Herbert", "isbn": "", "isbn13": "9780441172719"},
    ]
    catalogue = build(write_goodbooks(tmp_path / "data", books, [(1, 1, 5), (1, 2, 4)]))
    for query, title in [
        ("0439023483", "The Hunger Games"), ("978-0-439-02348-1", "The Hunger Games"), ("0441172717", "Dune"),
    ]:  # fmt: skip
        found = find_title(catalogue, query)
        assert isinstance(found, Exact)
        assert found.book.title == title
