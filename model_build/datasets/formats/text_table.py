"""The interface of tables: columns of text, by blocks or by rows, whatever the format of the file is."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence

from model_build.datasets.formats.column_names import Column, missing_columns
from model_build.datasets.formats.table_file import DatasetError, TableFile

# Plain blanks alone: U+0085 is a letter's byte in text that was decoded wrongly.
_BLANKS = " \t\n\r\f\v"


class Table(ABC):
    """The records of one file as columns of text.

    Attributes:
        file: The file.
        columns: Names of the columns, as the file spells them.
        counts: Number of repaired and of dropped rows, by the kind of their fault; complete once all rows are read.
        examples: For a kind of fault, one of its rows.
    """

    def __init__(self, file: TableFile) -> None:
        self.file = file
        self.columns: list[str] = []
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}

    def rows(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Yield the given columns of every record, stripped of surrounding blanks.

        Raises:
            DatasetError: A column is missing; the message names the ones found.
        """
        for block in self.blocks(*columns):
            yield from zip(*([field.strip(_BLANKS) for field in column] for column in block), strict=True)

    def blocks(self, *columns: str) -> Iterator[tuple[Sequence[str], ...]]:
        """Yield the given columns of some thousands of records at a time, each with its blanks.

        Raises:
            DatasetError: A column is missing; the message names the ones found.
        """
        missing = [Column(column) for column in columns if column not in self.columns]
        if missing:
            raise DatasetError(missing_columns(self.file, self.columns, missing))
        return self._blocks(columns)

    def pieces(self) -> "list[Table]":
        """Return tables whose records, one after the other, are those of this one; just itself where it can't be cut.

        Several processes may read them at once.
        """
        return [self]

    @abstractmethod
    def _blocks(self, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        """Yield columns that the table has."""
