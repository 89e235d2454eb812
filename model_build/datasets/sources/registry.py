"""The sources that can be read, and the one that some files are of."""

from typing import Protocol

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.matched_table import ColumnError
from model_build.datasets.sources import amazon_reviews, book_crossing, goodbooks, own_tables, ucsd_goodreads


class SourceModule(Protocol):
    """A module of this folder."""

    NAME: str

    def recognises(self, files: DatasetFiles) -> bool:
        """Return True for files of the source; their columns are read and nothing else."""

    def read(self, files: DatasetFiles) -> SourceTables:
        """Return the tables of files that the source recognises."""


SOURCES: tuple[SourceModule, ...] = (amazon_reviews, ucsd_goodreads, book_crossing, goodbooks, own_tables)


def read_source(files: DatasetFiles) -> SourceTables:
    """Read files as the tables of the contract, by the first source that recognises them.

    Raises:
        DatasetError: No source recognises them, or they can't be read; the message says why.
    """
    for source in SOURCES:
        if source.recognises(files):
            try:
                return source.read(files)
            except ColumnError as error:
                raise DatasetError(f"{error} {_READABLE}") from error
    files.required_table("books")
    raise DatasetError(f"{files.folder} holds no dataset that can be read. {_READABLE}")


_READABLE = f"Datasets that are read: {', '.join(source.NAME for source in SOURCES)}; see infra/docs/data.md."
