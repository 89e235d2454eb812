"""A table with the columns that its source looks for, whatever names its file has for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from model_build.datasets.formats.column_names import Column, match_columns
from model_build.datasets.formats.csv_records import Repair
from model_build.datasets.formats.table import Table, open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile


class ColumnError(DatasetError):
    """A table without a column that its source needs."""


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """A table, and the columns that a source looks for in it.

    Attributes:
        table: The table.
        wanted: The columns that the source looks for.
        names: Name of a wanted column -> its name in the file; without those that the file lacks.
    """

    table: Table
    wanted: tuple[Column, ...]
    names: dict[str, str]

    @classmethod
    def open(
        cls,
        file: TableFile,
        wanted: tuple[Column, ...],
        *,
        repair: Repair | None = None,
    ) -> "MatchedTable":
        """Open a table and find the wanted columns in its header.

        Raises:
            ColumnError: A required column is missing.
            DatasetError: The file can't be read.
        """
        table = open_table(file, repair=repair)
        try:
            names = match_columns(file, table.columns, wanted)
        except DatasetError as error:
            raise ColumnError(str(error)) from error
        return cls(table, wanted, names)

    def has(self, name: str) -> bool:
        """Return True if the file has a wanted column."""
        return name in self.names

    def blocks(self) -> Iterator[list[Sequence[str] | None]]:
        """Yield the wanted columns of some thousands of records, with their blanks; None for one that is missing."""
        present = [column.name for column in self.wanted if column.name in self.names]
        for block in self.table.blocks(*(self.names[name] for name in present)):
            texts = dict(zip(present, block, strict=True))
            yield [texts.get(column.name) for column in self.wanted]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the wanted columns of each record, each with its blanks; '' for a lacking one."""
        for block in self.blocks():
            yield from zip(*(repeat("") if texts is None else texts for texts in block), strict=False)
