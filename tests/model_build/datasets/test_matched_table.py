"""Tables read by the names that a source has for their columns."""

from pathlib import Path

import pytest

from model_build.datasets.formats.column_names import Column
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.matched_table import ColumnError, MatchedTable

WANTED = (Column("book_id", ("item_id",)), Column("year", is_required=False), Column("title"))


def open_lines(directory: Path, *lines: str) -> MatchedTable:
    path = directory / "books.csv"
    path.write_text("\n".join(lines))
    return MatchedTable.open(TableFile(path), WANTED)


def test_rows_have_the_wanted_columns_in_order_and_nothing_for_one_that_is_missing(tmp_path: Path) -> None:
    table = open_lines(tmp_path, "Title,ITEM ID,other", " Emma ,7,x")
    assert list(table.rows()) == [("7", "", " Emma ")]
    assert (table.has("book_id"), table.has("year")) == (True, False)
    assert [block[1] for block in table.blocks()] == [None]


def test_a_required_column_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ColumnError, match=r"lacks the column 'book_id' \(or 'item_id'\)"):
        open_lines(tmp_path, "title", "Emma")
