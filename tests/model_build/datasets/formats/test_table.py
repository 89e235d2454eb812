"""Tables of every format behind one interface."""

from pathlib import Path

from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile


def test_a_table_without_a_header_has_the_columns_that_a_source_names(tmp_path: Path) -> None:
    path = tmp_path / "ratings_Books.csv"
    path.write_bytes(b"A1,0441172717,5.0,1353628800\nA2,0141439580,3.0,1353628801\n")
    table = open_table(TableFile(path), columns=("user", "item", "rating", "time"))
    assert list(table.rows("item", "user")) == [("0441172717", "A1"), ("0141439580", "A2")]
