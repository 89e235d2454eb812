"""The sources that can be read, and the one that some files are of."""

from typing import Protocol

from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.sources import amazon_reviews, book_crossing, goodbooks, ucsd_goodreads


class SourceModule(Protocol):
    """A module of this folder."""

    NAME: str

    def recognises(self, files: DatasetFiles) -> bool:
        """Return True for files of the source; their columns are read and nothing else."""

    def read(self, files: DatasetFiles) -> SourceTables:
        """Return the tables of files that the source recognises."""


SOURCES: tuple[SourceModule, ...] = (amazon_reviews, ucsd_goodreads, book_crossing, goodbooks)


def read_source(files: DatasetFiles) -> SourceTables:
    """Read files as the tables of the contract, by the source that recognises them.

    Raises:
        DatasetError: No source recognises them, or they can't be read; the message says why.
    """
    source = next((source for source in SOURCES if source.recognises(files)), goodbooks)
    return source.read(files)
