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


def test_json_by_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"loans\.jsonl is JSON by columns: expected one object a line"):
        open_table(file_of(tmp_path, '{"reader": {"0": "ann", "1": "ben"}, "book": {"0": 17, "1": 18}}'))


def test_a_json_array_on_one_line_is_read_and_one_over_many_lines_is_refused(tmp_path: Path) -> None:
    assert list(open_table(file_of(tmp_path, '[{"reader": "ann"}, {"reader": "ben"}]')).rows("reader")) == [
        ("ann",),
        ("ben",),
    ]
    with pytest.raises(DatasetError, match=r"holds no record: expected one JSON object a line.*jq --compact-output"):
        open_table(file_of(tmp_path, "[", ' {"reader":', '  "ann"', " }", "]"))


def test_whole_numbers_are_the_same_text_as_integers_and_as_floats(tmp_path: Path) -> None:
    lines = ['{"book": 17}', '{"book": 17.0}', '{"book": null}', '{"book": NaN}', '{"book": 4.5}']
    assert [book for (book,) in open_table(file_of(tmp_path, *lines)).rows("book")] == ["17", "17", "", "", "4.5"]
    assert list(open_table(file_of(tmp_path, lines[1])).rows("book")) == [("17",)]
