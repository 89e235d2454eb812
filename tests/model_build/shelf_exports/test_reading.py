"""The reading of whole exports."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.shelf_exports.reading import Export, read_export

HEADER = "Title,Author,My Rating,Exclusive Shelf"


def export_of(tmp_path: Path, *lines: str) -> Export:
    path = tmp_path / "export.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_export(path)


def test_an_export_has_its_books_in_the_order_of_the_file(tmp_path: Path) -> None:
    export = export_of(tmp_path, HEADER, "Emma,Jane Austen,4,read", "Dune,Frank Herbert,0,to-read")
    assert (export.format_name, export.rows, export.scale) == ("Goodreads", 2, 5)
    assert [(book.title, book.rating) for book in export.books] == [("Emma", 4), ("Dune", None)]


def test_ratings_up_to_10_make_a_scale_of_10(tmp_path: Path) -> None:
    assert export_of(tmp_path, HEADER, "Emma,Jane Austen,9,read", "Dune,Frank Herbert,4,read").scale == 10


def test_a_broken_row_is_reported_by_its_line(tmp_path: Path) -> None:
    export = export_of(tmp_path, HEADER, "Emma,Jane Austen,4,read", "a,b,c,d,e", "Dune,Frank Herbert,x,read")
    assert (export.rows, export.broken_lines) == (3, [3])
    assert dict(export.faults) == {"ratings that are no number, taken for none": 1}


def test_letters_of_a_wrong_encoding_are_repaired(tmp_path: Path) -> None:
    mangled = "L'\u00c9tranger".encode().decode("cp1252")
    assert export_of(tmp_path, HEADER, f"{mangled},Albert Camus,4,read").books[0].title == "L'\u00c9tranger"


def test_an_unknown_file_is_refused_with_the_formats_and_the_columns_that_came(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"Goodreads.*openreads.*'Name', 'Price'"):
        export_of(tmp_path, "Name,Price", "x,1")


def test_an_export_without_authors_or_of_broken_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="without the column 'author'"):
        export_of(tmp_path, "Title,Exclusive Shelf", "Emma,read")
    with pytest.raises(DatasetError, match="2 of 3 rows can't be read, the first one in line 3"):
        export_of(tmp_path, HEADER, "Emma,Jane Austen,4,read", "a,b,c,d,e", "a,b,c,d,e")
