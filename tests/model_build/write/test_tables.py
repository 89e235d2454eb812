"""The rows of a model file's tables."""

from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_from
from model_build.datasets.joined_sources import join_sources
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT
from tests.model_build.conftest import Build
from tests.model_build.small_datasets import book, write_kaggle
from tests.model_build.source_tables import BookRow, source_tables
from tests.shelftalker.model.written_tables import books_in


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


def test_a_cover_of_open_library_is_kept_by_its_id_and_one_that_slack_would_refuse_is_none(
    build: Build, tmp_path: Path
) -> None:
    addresses = [
        "https://covers.openlibrary.org/b/id/4711-L.jpg",
        "http://covers.openlibrary.org/b/isbn/0000000001-M.jpg",
        "https://covers.example/" + "a" * 2000,
        "https://covers.example/a b.jpg",
    ]
    books = [
        [*book(f"{number:010}", f"Book {number}", f"Author {number}")[:-3], address, address, address]
        for number, address in enumerate(addresses)
    ]
    catalogue = build(write_kaggle(tmp_path / "data", books, [(1, "0000000000", 7)]))
    assert {stored.title: stored.cover_url for stored in catalogue.all_books()} == {
        "Book 0": "https://covers.openlibrary.org/b/id/4711-M.jpg",
        "Book 1": "https://covers.openlibrary.org/b/isbn/0000000001-M.jpg",
        "Book 2": None,
        "Book 3": None,
    }
    covers = {stored.title: stored.cover for stored in books_in(tmp_path / "model" / MODEL_FORMAT.catalogue_name)}
    assert covers["Book 0"] == 4711


def test_every_isbn_of_a_book_finds_it(tmp_path: Path) -> None:
    books: list[BookRow] = [
        ("1", "Dune", "Frank Herbert", {"isbns": ("0441172717", "0340839937")}),
        ("2", "Emma", "Jane Austen", {"isbns": ("0141439580", "9798886451740")}),
        ("0679734473", "Ubik", "Philip K. Dick", {"isbns": ("0679734473",)}),
    ]  # fmt: skip
    ratings = [("a", "1", 8), ("b", "1", 8), ("a", "2", 8), ("a", "0679734473", 3)]
    build_from(join_sources([source_tables(books, ratings)]), tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        isbns = ["0441172717", "0340839937", "0141439580", "9798886451740", "0679734473", "0385086954"]
        found = [catalogue.book_with_isbn(isbn) for isbn in isbns]
        assert [each and each.title for each in found] == ["Dune", "Dune", "Emma", "Emma", "Ubik", None]
        assert catalogue.isbns() == [("0141439580", 3), ("0340839937", 1), ("0441172717", 1), ("9798886451740", 3)]


@pytest.mark.parametrize(
    ("rating", "counts_readers", "dune", "emma"),
    [(8, False, (2, 8.0), (1, 2.0)), (0, False, (0, None), (1, 2.0)), (None, True, (2, None), (2, 2.0))],
)
def test_readers_are_counted_where_books_were_lent(
    tmp_path: Path, rating: float | None, counts_readers: bool, dune: object, emma: object
) -> None:
    books = [("1", "Dune", "Frank Herbert"), ("2", "Emma", "Jane Austen")]
    ratings = [("a", "1", rating), ("b", "1", rating), ("a", "2", 2), ("b", "2", 0)]
    build_from(join_sources([source_tables(books, ratings)]), tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        assert catalogue.counts_readers is counts_readers
        counts = {each.title: (each.ratings_count, each.rating_mean) for each in catalogue.all_books()}
    assert counts == {"Dune": dune, "Emma": emma}
