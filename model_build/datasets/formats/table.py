"""Tables of any format behind one interface: columns of text, by blocks or by rows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from model_build.datasets.formats.csv_records import Repair
from model_build.datasets.formats.csv_records import Table as DelimitedTable
from model_build.datasets.formats.json_table import JsonTable
from model_build.datasets.formats.table_file import DatasetError, TableFile


class Table(Protocol):
    """The records of one file as columns of text.

    Attributes:
        file: The file.
        columns: Names of the columns, as the file spells them.
        counts: Number of repaired and of dropped rows, by the kind of their fault; complete once all rows are read.
        examples: For a kind of fault, one of its rows.
    """

    file: TableFile
    columns: list[str]
    counts: Counter[str]
    examples: dict[str, str]

    def rows(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Yield the given columns of every record, stripped of surrounding blanks."""
        ...

    def blocks(self, *columns: str) -> Iterator[tuple[Sequence[str], ...]]:
        """Yield the given columns of some thousands of records at a time, each with its blanks."""
        ...


def open_table(file: TableFile, *, columns: Sequence[str] | None = None, repair: Repair | None = None) -> Table:
    """Return the table in a file, of the format that its name tells.

    Args:
        file: The file.
        columns: Names of the columns of a file without a header.
        repair: Fits records of a wrong number of fields to the columns, for text with delimiters.

    Raises:
        DatasetError: The file can't be read.
    """
    if file.kind == "delimited":
        return DelimitedTable(file, columns=columns, repair=repair)
    if file.kind == "json":
        return JsonTable(file)
    raise DatasetError(f"{file} is no table with delimiters.")
