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
