"""The interface of tables, the same for each format of file."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from model_build.datasets.formats.table import Table, open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile

RECORDS = [{"user id": " ann ", "title": "\u0085Emma\u00a0"}, {"user id": "ben", "title": "\tUbik"}]


def csv_table(directory: Path) -> Table:
    path = directory / "loans.csv"
    path.write_text(
        "user id,title\n" + "".join(f"{record['user id']},{record['title']}\n" for record in RECORDS), encoding="utf-8"
    )
    return open_table(TableFile(path))


def json_table(directory: Path) -> Table:
    path = directory / "loans.jsonl"
    path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in RECORDS))
    return open_table(TableFile(path))


def parquet_table(directory: Path) -> Table:
    path = directory / "loans.parquet"
    pq.write_table(pa.Table.from_pylist(RECORDS), path)
    return open_table(TableFile(path))


TABLES = pytest.mark.parametrize("table_in", [csv_table, json_table, parquet_table])


@TABLES
def test_rows_are_stripped_of_plain_blanks_alone(table_in: Callable[[Path], Table], tmp_path: Path) -> None:
    # U+0085 and U+00A0 are bytes of letters in text that was decoded wrongly.
    rows = list(table_in(tmp_path).rows("title", "user id"))
    assert rows == [("\u0085Emma\u00a0", "ann"), ("Ubik", "ben")]


@TABLES
def test_blocks_are_columns_with_their_blanks(table_in: Callable[[Path], Table], tmp_path: Path) -> None:
    (block,) = table_in(tmp_path).blocks("user id", "user id", "title")
    assert list(map(list, block)) == [[" ann ", "ben"], [" ann ", "ben"], ["\u0085Emma\u00a0", "\tUbik"]]


@TABLES
def test_a_missing_column_is_an_error_before_any_row_is_read(table_in: Callable[[Path], Table], tmp_path: Path) -> None:
    table = table_in(tmp_path)
    with pytest.raises(DatasetError, match=r"lacks the columns 'book', 'year'; its columns are 'user id', 'title'\."):
        table.blocks("book", "title", "year", "book")


@TABLES
def test_a_table_is_read_anew_by_each_iteration(table_in: Callable[[Path], Table], tmp_path: Path) -> None:
    table = table_in(tmp_path)
    assert list(table.rows("title")) == list(table.rows("title"))
