"""goodbooks-10k in both its releases."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from tests.model_build.small_datasets import editions_of, ratings_of, read, write_goodbooks


def goodbooks_book(ids: dict[str, object], title: str, authors: str, year: float | str) -> dict[str, object]:
    return ids | {
        "books_count": 272,
        "isbn": "439023483",
        "isbn13": "9.78043902348e+12",
        "authors": authors,
        "original_publication_year": year,
        "original_title": title,
        "title": title,
        "language_code": "eng",
        "average_rating": 4.34,
        "ratings_count": 4780653,
        "image_url": "https://images.example/books/1447303603m/2767052.jpg",
    }


def test_the_ratings_of_goodbooks_join_on_its_book_id(tmp_path: Path) -> None:
    books = [
        goodbooks_book(
            {"book_id": 1, "goodreads_book_id": 2767052}, "The Hunger Games (The Hunger Games, #1)",
            "Suzanne Collins", 2008.0,
        ),
        goodbooks_book(
            {"book_id": 2, "goodreads_book_id": 3}, "The Iliad", "Homer, Robert Fagles, Bernard Knox", -750.0
        ),
    ]  # fmt: skip
    dataset = read(write_goodbooks(tmp_path, books, [(7, 1, 5), (7, 2, 3), (8, 2, 4)]))
    assert editions_of(dataset) == [
        ("1", "The Hunger Games (The Hunger Games, #1)", "Suzanne Collins", 2008),
        ("2", "The Iliad", "Homer, Robert Fagles, Bernard Knox", -750),
    ]
    assert ratings_of(dataset) == [("7", "1", 5), ("7", "2", 3), ("8", "2", 4)]
    assert dataset.rating_scale == 5


def test_the_ratings_of_the_first_release_of_goodbooks_join_on_its_id(tmp_path: Path) -> None:
    # Here `book_id` is Goodreads' own number; the ratings' book_id is the `id` of the books.
    books = [
        goodbooks_book({"id": 1, "book_id": 2}, "The Hunger Games", "Suzanne Collins", 2008.0),
        goodbooks_book({"id": 2, "book_id": 1}, "Twilight", "Stephenie Meyer", 2005.0),
    ]
    dataset = read(write_goodbooks(tmp_path, books, [(7, 1, 5), (7, 2, 3), (8, 2, 4)]))
    assert [(source_id, title) for source_id, title, *_ in editions_of(dataset)] == [
        ("1", "The Hunger Games"),
        ("2", "Twilight"),
    ]
    assert ratings_of(dataset) == [("7", "1", 5), ("7", "2", 3), ("8", "2", 4)]


def test_goodbooks_ratings_above_five_stars_are_dropped_and_do_not_change_the_scale(tmp_path: Path) -> None:
    books = [goodbooks_book({"book_id": 1}, "The Hunger Games", "Suzanne Collins", 2008.0)]
    dataset = read(write_goodbooks(tmp_path, books, [(7, 1, 5), (8, 1, 9)]))
    assert ratings_of(dataset) == [("7", "1", 5)]
    assert dataset.rating_scale == 5
    assert dataset.counts["ratings without reader or usable number, dropped"] == 1


@pytest.mark.parametrize("column", ["title", "authors"])
def test_a_missing_column_of_goodbooks_is_named(column: str, tmp_path: Path) -> None:
    listed = goodbooks_book({"book_id": 1}, "The Hunger Games", "Suzanne Collins", 2008.0)
    del listed[column]
    with pytest.raises(DatasetError, match=rf"lacks the column '{column}'"):
        read(write_goodbooks(tmp_path, [listed], [(7, 1, 5)]))


def test_a_datasets_own_columns_of_series_and_volume_are_read(tmp_path: Path) -> None:
    """Both are optional, and empty where the dataset has none."""
    book = goodbooks_book({"book_id": 1}, "Dune Messiah", "Frank Herbert", 1969)
    with_columns = read(write_goodbooks(tmp_path, [book | {"series": "Dune", "volume": "2"}], [(7, 1, 5)]))
    without = read(write_goodbooks(tmp_path, [book], [(7, 1, 5)]))
    assert with_columns.editions[["series", "volume"]].to_numpy().tolist() == [["Dune", "2"]]
    assert without.editions[["series", "volume"]].to_numpy().tolist() == [["", ""]]
