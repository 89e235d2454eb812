"""The records of an export's text."""

import pytest

from shelftalker.shelf_exports.export_records import Record, column_key, headers_of, records_of

WANTED = frozenset(["title", "author"])


def records(*lines: str) -> list[Record]:
    return list(records_of(lines, next(headers_of(lines)), WANTED, WANTED))


def test_a_columns_key_has_its_letters_and_digits_alone() -> None:
    assert column_key(" ISBN/UID ") == "isbnuid"
    assert column_key("'Bookwyrm ISBN_13'") == "bookwyrmisbn13"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_header_is_read_with_any_delimiter_below_lines_that_are_none(mark: str) -> None:
    headers = list(headers_of(["", "# mine", f"Title{mark}Author"]))
    assert [(header.keys, header.delimiter, header.line) for header in headers] == [(["title", "author"], mark, 2)]


def test_only_the_wanted_columns_of_a_row_are_kept_with_the_rows_line() -> None:
    rows = records("Title,Author,My Review", 'Emma,Jane Austen,"long', 'and secret"', "Dune,Frank Herbert,")
    assert rows == [
        Record(2, {"title": "Emma", "author": "Jane Austen"}),
        Record(4, {"title": "Dune", "author": "Frank Herbert"}),
    ]


def test_a_missing_quote_costs_one_row() -> None:
    rows = records("Title,Author,Note", '"Emma,Jane Austen,x', "Dune,Frank Herbert,y", '"It",Stephen King,z')
    assert [row.fields and row.fields["title"] for row in rows] == [None, "Dune", "It"]


def test_a_row_of_too_many_fields_is_broken_and_missing_empty_ones_are_not() -> None:
    rows = records("Title,Author,Note", "Emma,Jane Austen", "Dune,Frank,Herbert,x", "It,Stephen King,,,", "Lolita")
    assert [row.fields and row.fields["title"] for row in rows] == ["Emma", None, "It", None]


def test_a_title_between_tabs_may_begin_with_a_quote() -> None:
    (row,) = records("Title\tAuthor", '"A" is for Alibi\tSue Grafton')
    assert row.fields == {"title": '"A" is for Alibi', "author": "Sue Grafton"}
