"""Files of tables by their names and first bytes."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import TableFile, is_table_name


@pytest.mark.parametrize(
    ("name", "stem", "kind"),
    [
        ("Ratings.csv", "ratings", "delimited"),
        ("RATINGS.CSV.GZ", "ratings", "delimited"),
        ("Ratings.csv (1)", "ratings", "delimited"),
        ("Books (2).csv", "books", "delimited"),
        ("Books - Copy.csv", "books", "delimited"),
        ("Copy of Books.csv", "books", "delimited"),
        ("ml-1m.inter", "ml-1m", "delimited"),
        ("books.parquet", "books", "parquet"),
        ("goodreads_books.json.gz", "goodreads_books", "json"),
        ("meta_Books.jsonl", "meta_books", "json"),
    ],
)
def test_a_name_tells_the_table_and_its_kind(name: str, stem: str, kind: str) -> None:
    file = TableFile(Path(name))
    assert is_table_name(name)
    assert (file.stem, file.kind) == (stem, kind)


@pytest.mark.parametrize("name", ["Ratings.csv.crdownload", "Ratings.csv.part", "Ratings.csv.bz2", "NOTICE.txt", "csv"])
def test_other_names_are_no_tables(name: str) -> None:
    assert not is_table_name(name)
