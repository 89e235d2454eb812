"""Files of JSON lines as tables of text."""

from pathlib import Path

import pytest

from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile


def file_of(directory: Path, *lines: str) -> TableFile:
    """Write lines, and return their file."""
    path = directory / "loans.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return TableFile(path)


def test_values_stand_as_a_csv_file_would_have_them(tmp_path: Path) -> None:
    table = open_table(
        file_of(
            tmp_path,
            '{"reader": "ann", "book": 17, "rating": 4.5, "read": true, "tags": ["sea", "salt"], "facts": {"a": 1}}',
            '{"reader": " ben ", "book": 18, "rating": null, "read": false, "tags": []}',
        )
    )
    assert table.columns == ["reader", "book", "rating", "read", "tags", "facts"]
    assert list(table.rows(*table.columns)) == [
        ("ann", "17", "4.5", "true", "sea; salt", '{"a":1}'),
        ("ben", "18", "", "false", "", ""),
    ]
    assert [list(map(list, block)) for block in table.blocks("book", "reader")] == [[["17", "18"], ["ann", " ben "]]]


def test_a_key_that_the_first_record_lacks_is_a_column(tmp_path: Path) -> None:
    table = open_table(file_of(tmp_path, '{"reader": "ann"}', '{"reader": "ben", "rating": 5}'))
    assert list(table.rows("reader", "rating")) == [("ann", ""), ("ben", "5")]


def test_a_broken_line_costs_one_row_and_is_counted(tmp_path: Path) -> None:
    table = open_table(file_of(tmp_path, '{"reader": "ann"}', '{"reader": "b', '{"reader": "cat"}'))
    assert list(table.rows("reader")) == [("ann",), ("cat",)]
    assert table.counts == {"rows in lines that are no JSON object, dropped": 1}
    assert '{"reader": "b' in table.examples["rows in lines that are no JSON object, dropped"]


def test_a_missing_column_is_named_with_those_found(tmp_path: Path) -> None:
    table = open_table(file_of(tmp_path, '{"reader": "ann"}'))
    with pytest.raises(DatasetError, match=r"loans\.jsonl lacks the column 'book'; its columns are 'reader'"):
        list(table.rows("reader", "book"))
