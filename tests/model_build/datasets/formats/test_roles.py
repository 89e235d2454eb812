"""Roles of tables by their names."""

from pathlib import Path

import pytest

from model_build.datasets.formats.roles import is_whole, role_of, sets_of, tables_of_dataset
from model_build.datasets.formats.table_file import TableFile


def tables(*names: str) -> list[TableFile]:
    return [TableFile(Path(name)) for name in names]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Books.csv", "books"),
        ("BX-Books.csv", "books"),
        ("bx_books.csv.gz", "books"),
        ("BX-Book-Ratings.csv", "ratings"),
        ("Ratings.csv (1)", "ratings"),
        ("interactions.parquet", "ratings"),
        ("loans.tsv", "ratings"),
        ("BX-Users.csv", "readers"),
        ("readers.json.gz", "readers"),
        ("library.inter", "ratings"),
        ("library.item", "books"),
        ("library.user", "readers"),
    ],
)
def test_a_name_tells_the_role(name: str, role: str) -> None:
    assert role_of(TableFile(Path(name))) == role


@pytest.mark.parametrize("name", ["book_tags.csv", "to_read.csv", "goodreads_books.json.gz", "Preprocessed_data.csv"])
def test_other_names_tell_no_role(name: str) -> None:
    assert role_of(TableFile(Path(name))) is None


def test_books_and_ratings_are_a_whole_dataset() -> None:
    assert is_whole(tables("books.parquet", "loans.csv"))
    assert not is_whole(tables("Books.csv", "Users.csv"))


def test_names_tell_the_datasets_that_tables_are_of() -> None:
    found = tables("Books.csv", "BX-Books.csv", "ml.inter", "ml.item", "notes.csv", "Ratings.csv")
    assert sets_of(found) == [
        tables("Books.csv", "Ratings.csv"),
        tables("BX-Books.csv"),
        tables("ml.inter", "ml.item"),
    ]


def test_a_table_beside_a_whole_dataset_is_none_of_it() -> None:
    found = tables("Books.csv", "bookcase.csv", "book_tags.csv", "Ratings.csv")
    assert tables_of_dataset(found) == tables("Books.csv", "book_tags.csv", "Ratings.csv")
    assert tables_of_dataset(tables("Books.csv", "meta_Books.jsonl")) == tables("Books.csv", "meta_Books.jsonl")
