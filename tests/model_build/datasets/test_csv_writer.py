"""CSV files are written whole or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from model_build.datasets.csv_writer import write_table


def test_a_table_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    assert write_table(path, ("a", "b"), [(1, "x, y"), (2, None)]) == 2
    assert path.read_bytes() == b'a,b\r\n1,"x, y"\r\n2,\r\n'
    assert write_table(path, ("a",), []) == 0
    assert path.read_bytes() == b"a\r\n"


def test_a_table_whose_rows_fail_leaves_the_earlier_one_and_nothing_else(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[int]]:
        yield (1,)
        raise ValueError("no second row")

    path = tmp_path / "table.csv"
    write_table(path, ("a",), [(7,)])
    with pytest.raises(ValueError, match="no second row"):
        write_table(path, ("a",), failing())
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("table.csv", b"a\r\n7\r\n")]
