"""The columns of uniform JSON lines, as those that Python's parsers read of the same lines."""

from pathlib import Path

import orjson
import pytest

from model_build.datasets.formats.json_columns import JsonColumns
from model_build.datasets.formats.json_lines import JsonLines
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile

UNIFORM = [
    b'{"reader": "ann", "book": 17, "rating": 4.5, "read": true, "tags": ["sea"]}',
    b'{"reader": "b\\u00e9n \\"x\\"", "rating": 4, "book": 18, "read": false}',
    '{"reader": "Ægir", "book": null, "rating": null, "read": null}'.encode(),
]
COLUMNS = ("reader", "book", "rating", "read")


def columns_of(*lines: bytes, columns: tuple[str, ...] = COLUMNS) -> list[list[str]] | None:
    texts = JsonColumns([orjson.loads(line) for line in UNIFORM], columns).read(b"\n".join(lines))
    return None if texts is None else list(map(list, texts))


def test_values_are_text_as_python_would_have_them() -> None:
    assert columns_of(*UNIFORM) == [
        ["ann", 'bén "x"', "Ægir"],
        ["17", "18", ""],
        ["4.5", "4", ""],
        ["true", "false", ""],
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'{"reader": "cid", "book": 19', id="cut_off"),
        pytest.param(b"", id="blank"),
        pytest.param(b'{"reader": "cid", "book": "19"}', id="another_type"),
        pytest.param(b'{"reader": "cid", "book": 19.5}', id="no_whole_number"),
        pytest.param(b'{"reader": "cid"}{"reader": "dan"}', id="two_records"),
        pytest.param(b'{"reader": "c\xe9d", "book": 19}', id="windows_1252"),
        pytest.param(b'{"reader": "c\\ud83dd", "book": 19}', id="half_a_surrogate_pair"),
        pytest.param(b'{"reader": "cid", "book": NaN}', id="nan"),
        pytest.param(b'[{"reader": "cid", "book": 19}]', id="list"),
        pytest.param(b"{'reader': 'cid', 'book': 19}", id="python"),
    ],
)
def test_a_block_with_another_line_is_left_to_python_whose_rows_are_the_same(line: bytes, tmp_path: Path) -> None:
    assert columns_of(UNIFORM[0], line, UNIFORM[1]) is None
    path = tmp_path / "loans.jsonl"
    path.write_bytes(b"\n".join([*UNIFORM, line, *UNIFORM]) + b"\n")
    records = JsonLines(TableFile(path), "rows")
    in_python = [record.get("reader") for record in records]
    assert [reader for (reader,) in open_table(TableFile(path)).rows("reader")] == in_python


def test_columns_with_parts_or_several_types_are_left_to_python() -> None:
    assert columns_of(*UNIFORM, columns=("reader", "tags")) is None
    mixed = JsonColumns([{"book": 17}, {"book": "x18"}], ("book",))
    assert not mixed.is_useful
    large = JsonColumns([{"book": 2**60 + 1}, {"book": 0.5}], ("book",))
    assert not large.is_useful


def test_blocks_that_are_never_uniform_are_not_tried_for_ever() -> None:
    columns = JsonColumns([{"book": 17}], ("book",))
    for _ in range(3):
        assert columns.is_useful
        assert columns.read(b'{"book": "x"}\n') is None
    assert not columns.is_useful
    assert columns.read(b'{"book": 17}\n') is None


def test_many_blocks_are_read_in_their_order_and_broken_lines_among_them_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "loans.jsonl"
    lines = [b'{"reader": "r%06d", "note": "%s"}' % (row, b"x" * 100) for row in range(30_000)]
    lines[20_000] = lines[20_000][:30]
    path.write_bytes(b"\n".join(lines))
    table = open_table(TableFile(path))
    readers = [reader for (reader,) in table.rows("reader")]
    assert readers == [f"r{row:06}" for row in range(30_000) if row != 20_000]
    assert table.counts == {"rows in lines that are no JSON object, dropped": 1}
