"""A table in several files of the same columns: loans-2024.csv, loans-2025.csv."""

from collections.abc import Iterator, Sequence

from model_build.datasets.formats.column_names import letters_of
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_table import Table


class SeriesTable(Table):
    """The records of several files, one after the other; their columns may stand in any order."""

    def __init__(self, file: TableFile, parts: Sequence[Table]) -> None:
        """Compare the columns of the files.

        Args:
            file: The file with its further ones.
            parts: The table of each.

        Raises:
            DatasetError: A file has other columns than the first one.
        """
        super().__init__(file)
        self._parts = parts
        self.columns = parts[0].columns
        for part in parts[1:]:
            _compare(parts[0], part)

    def pieces(self) -> list[Table]:
        """Return the pieces of all files, in their order."""
        return [self._of_part(piece) for part in self._parts for piece in part.pieces()]

    def _of_part(self, part: Table) -> Table:
        piece = SeriesTable(self.file, [part])
        piece.columns = self.columns
        return piece

    def _blocks(self, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        for part in self._parts:
            spelled = {letters_of(name): name for name in part.columns}
            yield from part.blocks(*(spelled[letters_of(column)] for column in columns))
            self.counts.update(part.counts)
            self.examples = {kind: f"{row} in {part.file.name}" for kind, row in part.examples.items()} | self.examples


def _compare(first: Table, other: Table) -> None:
    """Refuse a file whose columns differ from the first one's.

    Raises:
        DatasetError: They differ; the message names the columns that one of them lacks.
    """
    names, other_names = ({letters_of(name): name for name in table.columns} for table in (first, other))
    differences = [
        f"{table.file.shown_name} alone has {', '.join(repr(own[letters]) for letters in own if letters not in others)}"
        for table, own, others in ((first, names, other_names), (other, other_names, names))
        if own.keys() - others.keys()
    ]
    if differences:
        raise DatasetError(
            f"{first.file.shown_name} and {other.file.shown_name} are parts of one table by their names, but their "
            f"columns differ: {'; '.join(differences)}. Give both the same columns, or move one out of the folder."
        )
