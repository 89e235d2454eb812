"""Tables of any format: text with delimiters, JSON lines, Parquet."""

from collections.abc import Sequence

from model_build.datasets.formats.csv_records import DelimitedTable, Repair
from model_build.datasets.formats.json_table import JsonTable
from model_build.datasets.formats.parquet_records import ParquetTable
from model_build.datasets.formats.series_table import SeriesTable
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.formats.text_table import Table

__all__ = ["Table", "open_table"]


def open_table(file: TableFile, *, columns: Sequence[str] | None = None, repair: Repair | None = None) -> Table:
    """Return the table in a file, of the format that its name tells, or in several that go on with each other.

    Args:
        file: The file.
        columns: Names of the columns of a file without a header.
        repair: Fits records of a wrong number of fields to the columns, for text with delimiters.

    Raises:
        DatasetError: The file can't be read.
    """
    if file.further:
        return SeriesTable(file, [open_table(part, columns=columns, repair=repair) for part in file.parts()])
    if file.kind == "delimited":
        return DelimitedTable(file, columns=columns, repair=repair)
    if file.kind == "json":
        return JsonTable(file)
    return ParquetTable(file)
