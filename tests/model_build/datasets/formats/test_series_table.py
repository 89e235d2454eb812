"""A table in several files."""

from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import DatasetError

BOOKS = "book_id,title,author\n1,Dune,Frank Herbert\n2,Emma,Jane Austen\n"


def loans_of(directory: Path, **texts: str) -> DatasetFiles:
    """Write a table of books and files of loans, by their stems."""
    (directory / "books.csv").write_text(BOOKS)
    for stem, text in texts.items():
        (directory / f"{stem}.csv").write_text(text)
    return DatasetFiles.found_in(directory)


@pytest.mark.parametrize(
    "stems",
    [
        ("loans-2024", "loans-2025", "loans-2026"),
        ("loans", "loans_2", "loans_10"),
        ("loans.part1", "loans.part2", "loans.part3"),
        ("loans 2024-q3", "loans 2024-q4", "loans 2025-q1"),
    ],
)
def test_files_that_differ_in_their_numbers_are_one_table_in_the_order_of_the_numbers(
    stems: tuple[str, ...], tmp_path: Path
) -> None:
    texts = ("reader_id,book_id\na,1\n", "Book ID;Reader ID\n2;b\n", "reader_id,book_id\nc,1\n,\nd\n")
    files = loans_of(tmp_path, **dict(zip(stems, texts, strict=True)))
    table = open_table(files.ratings)
    assert list(table.rows("reader_id", "book_id")) == [("a", "1"), ("b", "2"), ("c", "1")]
    assert table.counts == {"rows with too few fields, dropped": 1}
    assert table.examples["rows with too few fields, dropped"] == f"'d' in {stems[2]}.csv"
    assert files.ratings.name == " + ".join(f"{stem}.csv" for stem in stems)


def test_other_columns_are_refused_with_their_names(tmp_path: Path) -> None:
    files = loans_of(tmp_path, **{"loans-1": "reader_id,book_id\na,1\n", "loans-2": "reader_id,item,day\nb,2,3\n"})
    with pytest.raises(
        DatasetError,
        match=r"loans-1\.csv alone has 'book_id'; loans-2\.csv alone has 'item', 'day'\. Give both the same",
    ):
        open_table(files.ratings)


def test_copies_under_one_name_and_tables_of_other_names_are_no_series(tmp_path: Path) -> None:
    text = "reader_id,book_id\na,1\n"
    with pytest.raises(DatasetError, match=r"several tables of ratings, loans \(1\)\.csv and loans\.csv"):
        _ = loans_of(tmp_path, **{"loans": text, "loans (1)": text.replace("a", "b")}).ratings
    (tmp_path / "loans (1).csv").unlink()
    (tmp_path / "ratings.csv").write_text("reader_id,book_id,rating\na,1,5\n")
    with pytest.raises(DatasetError, match="several tables of ratings"):
        _ = DatasetFiles.found_in(tmp_path).ratings


def test_the_fingerprint_is_that_of_all_files(tmp_path: Path) -> None:
    texts = {"loans-1": "reader_id,book_id\na,1\n", "loans-2": "reader_id,book_id\nb,2\n"}
    before = loans_of(tmp_path, **texts).fingerprint()
    assert loans_of(tmp_path, **texts | {"loans-2": "reader_id,book_id\nb,1\n"}).fingerprint() != before


def test_a_series_is_never_opened_as_one_file(tmp_path: Path) -> None:
    files = loans_of(tmp_path, **{"loans-1": "reader_id,book_id\na,1\n", "loans-2": "reader_id,book_id\nb,2\n"})
    with pytest.raises(ValueError, match="several files"), files.ratings.open():
        pass
