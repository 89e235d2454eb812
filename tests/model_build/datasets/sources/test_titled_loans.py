"""Tables whose rows have the reader and the book's title and author together."""

from pathlib import Path

import pytest

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.sources.registry import read_source

LIBRARY = """Title,Author,ISBN,User,Rating
Dune,Frank Herbert,0441172717,ann,5
Emma,Jane Austen,,ann,4
Dune,Frank Herbert,978-0-441-17271-9,ben,2
EMMA,Jane  Austen,,ben,1
,,,cid,3
"""


def read_files(directory: Path, **files: str) -> SourceTables:
    """Read files by their names with "_" for "."."""
    for name, text in files.items():
        (directory / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return read_source(DatasetFiles.found_in(directory))


@pytest.mark.parametrize("name", ["library_csv", "ratings_csv", "books_csv", "export_txt"])
def test_a_table_of_everything_is_read_whatever_its_name(name: str, tmp_path: Path) -> None:
    tables = read_files(tmp_path, **{name: LIBRARY})
    assert tables.books[["title", "author"]].to_numpy().tolist() == [["Dune", "Frank Herbert"], ["Emma", "Jane Austen"]]
    assert tables.books["isbns"].tolist() == [("0441172717",), ()]
    assert tables.ratings[["reader", "book", "rating"]].to_numpy().tolist() == [
        [0, 0, 5],
        [0, 1, 4],
        [1, 0, 2],
        [1, 1, 1],
    ]
    assert tables.counts["ratings rows"] == 5
    assert tables.counts["ratings of unknown books, dropped"] == 1
    assert any("has the books in the rows of the ratings" in remark for remark in tables.remarks)


def test_loans_of_several_years_and_a_table_of_patrons_beside_them(tmp_path: Path) -> None:
    rows = 'Dune,"Herbert, Frank",p1\nEmma,"Austen, Jane",p2\nUbik,"Dick, Philip K.",p1\n'
    (tmp_path / "checkouts-2024.csv").write_text(f"title,author,patron\n{rows}")
    (tmp_path / "checkouts-2025.csv").write_text('title,author,patron\nDune,"Herbert, Frank",p2\n')
    tables = read_files(tmp_path, patrons_csv="patron,country\np1,Peru\np2,Chad\n")
    assert tables.rating_scale is None
    assert tables.books["author"].tolist() == ["Frank Herbert", "Jane Austen", "Philip K. Dick"]
    assert len(tables.ratings) == 4
    assert tables.readers["country"].tolist() == ["peru", "chad"]


def test_ids_that_a_spreadsheet_rounded_leave_title_and_author(tmp_path: Path) -> None:
    rows = "Dune,Frank Herbert,9.78E+12,ann\nEmma,Jane Austen,9.78E+12,ann\n"
    tables = read_files(tmp_path, loans_csv=f"title,author,isbn,patron\n{rows}")
    assert tables.books["title"].tolist() == ["Dune", "Emma"]
    assert tables.books["isbns"].tolist() == [(), ()]


def test_a_table_of_books_beside_comes_first(tmp_path: Path) -> None:
    tables = read_files(
        tmp_path,
        books_csv="book_id,title,author\n1,Dune,Frank Herbert\n",
        loans_csv="patron,book_id,title,author\np1,1,Dune (copy 2),Herbert\n",
    )
    assert tables.books["title"].tolist() == ["Dune"]


def test_a_table_without_a_reader_is_refused_with_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"needs a column of the readers.*import-shelf"):
        read_files(tmp_path, library_csv="Title,Author,Rating\nDune,Frank Herbert,5\n")
