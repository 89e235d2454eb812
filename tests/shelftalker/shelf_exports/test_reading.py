"""The reading of whole exports."""

import random

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


def test_a_field_that_is_longer_than_any_review_costs_its_row_alone() -> None:
    text = f'{HEADER}\n"{"x" * 200_000}",A,5,read\nDune,Frank Herbert,5,read'
    export = read_export("x.csv", text.encode())
    assert [book.title for book in export.books] == ["Dune"]
    with pytest.raises(ExportError, match="columns that came are none"):
        read_export("x.csv", b"x" * 200_000)


def test_rows_that_a_spreadsheet_quoted_as_a_whole_are_unwrapped() -> None:
    text = f'"{HEADER}"\n"Dune,""Frank\n Herbert"",5,read"\n"Emma,Jane Austen,4,read"'
    assert [book.title for book in read_export("x.csv", text.encode()).books] == ["Dune", "Emma"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\0 \n", "is empty"),
        (random.Random(3).randbytes(5000), "is no text"),
        (("," * 200).join("abc").encode(), "and 389 more"),
    ],
)
def test_what_is_no_text_or_no_header_is_not_quoted_at_length(content: bytes, sentence: str) -> None:
    with pytest.raises(ExportError, match=sentence) as refused:
        read_export("x.csv", content)
    assert len(str(refused.value)) < 700
