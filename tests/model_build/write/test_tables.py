"""The rows of a model file's tables."""

from pathlib import Path

from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle


def test_book_rows_are_in_order_of_popularity(build: Build, tmp_path: Path) -> None:
    books = [book(f"{number}", f"Book {number}", f"Author {number}") for number in range(5)]
    ratings = [(reader, f"{number}", 7) for number, count in enumerate([2, 5, 1, 4, 3]) for reader in range(count)]
    catalogue = build(write_kaggle(tmp_path / "data", books, ratings))
    assert [(stored.book_row, stored.title) for stored in catalogue.all_books()] == [
        (1, "Book 1"), (2, "Book 3"), (3, "Book 4"), (4, "Book 0"), (5, "Book 2"),
    ]  # fmt: skip


def test_a_cover_is_an_https_address_made_from_the_isbn_where_most_are_and_none_where_there_is_none(
    build: Build, tmp_path: Path
) -> None:
    addresses = [
        "http://covers.example/P/0000000000.jpg",
        "https://covers.example/P/0000000001.jpg",
        "http://elsewhere.example/a.jpg",
        "http://covers.example/nophoto.jpg",
        "covers.example",
        "",
    ]
    books = [
        [*book(f"{number:010}", f"Book {number}", f"Author {number}")[:-3], address, address, address]
        for number, address in enumerate(addresses)
    ]
    catalogue = build(write_kaggle(tmp_path / "data", books, [(1, "0000000000", 7)]))
    assert {stored.title: stored.cover_url for stored in catalogue.all_books()} == {
        "Book 0": "https://covers.example/P/0000000000.jpg",
        "Book 1": "https://covers.example/P/0000000001.jpg",
        "Book 2": "https://elsewhere.example/a.jpg",
        "Book 3": None,
        "Book 4": None,
        "Book 5": None,
    }
