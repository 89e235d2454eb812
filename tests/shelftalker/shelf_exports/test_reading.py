"""The reading of whole exports."""

import pytest

from shelftalker.shelf_exports.export_text import ExportError
from shelftalker.shelf_exports.reading import Export, read_export

HEADER = "Title,Author,My Rating,Exclusive Shelf"


def export_of(*lines: str) -> Export:
    return read_export("export.csv", "\n".join(lines).encode())


def test_an_export_has_its_books_in_the_order_of_the_file() -> None:
    export = export_of(HEADER, "Emma,Jane Austen,4,read", "Dune,Frank Herbert,0,to-read")
    assert (export.format_name, export.rows, export.scale) == ("Goodreads", 2, 5)
    assert [(book.title, book.rating) for book in export.books] == [("Emma", 4), ("Dune", None)]


def test_ratings_up_to_10_make_a_scale_of_10() -> None:
    assert export_of(HEADER, "Emma,Jane Austen,9,read", "Dune,Frank Herbert,4,read").scale == 10


def test_a_rating_that_is_a_year_changes_no_scale() -> None:
    export = export_of(HEADER, "Emma,Jane Austen,4,read", "Dune,Frank Herbert,1965,read")
    assert (export.scale, [book.rating for book in export.books]) == (5, [4, None])


def test_a_broken_row_is_reported_by_its_line() -> None:
    export = export_of(HEADER, "Emma,Jane Austen,4,read", "a,b,c,d,e", "Dune,Frank Herbert,x,read")
    assert (export.rows, export.broken_lines) == (3, [3])
    assert dict(export.faults) == {"ratings that are no number, taken for none": 1}


def test_letters_of_a_wrong_encoding_are_repaired() -> None:
    mangled = "L'\u00c9tranger".encode().decode("cp1252")
    assert export_of(HEADER, f"{mangled},Albert Camus,4,read").books[0].title == "L'\u00c9tranger"


def test_an_unknown_file_is_refused_with_the_formats_and_the_columns_that_came() -> None:
    with pytest.raises(ExportError, match=r"Goodreads.*openreads.*'Name', 'Price'"):
        export_of("Name,Price", "x,1")


def test_an_export_without_authors_or_of_broken_rows_is_refused() -> None:
    with pytest.raises(ExportError, match="without the column 'author'"):
        export_of("Title,Exclusive Shelf", "Emma,read")
    with pytest.raises(ExportError, match="2 of 3 rows can't be read, the first one in line 3"):
        export_of(HEADER, "Emma,Jane Austen,4,read", "a,b,c,d,e", "a,b,c,d,e")
