"""Tables in Parquet files, batch by batch, as the text that a table with delimiters would have."""

import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from model_build.datasets.formats.arrow_texts import texts_of
from model_build.datasets.formats.column_names import Column, missing_columns
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_table import Table

# Rows that are turned into text at once: enough that a batch costs nothing beside its rows.
_BATCH_ROWS = 1 << 16


class ParquetTable(Table):
    """The records of one Parquet file, or of a folder of its parts; none of them is broken."""

    def __init__(self, file: TableFile) -> None:
        """Read the names of a file's columns.

        Raises:
            DatasetError: The file is not a whole Parquet file.
        """
        super().__init__(file)
        self.parts = parts = file.parts()
        if not parts:
            raise DatasetError(f"{file} is a folder without a part of a table: expected files named *.parquet in it.")
        with _open(parts[0]) as parquet:
            self.columns = list(parquet.schema_arrow.names)

    def pieces(self) -> list[Table]:
        """Return a table for each file of a folder."""
        return [self._piece(part) for part in self.parts]

    def _piece(self, part: TableFile) -> Table:
        piece = copy(self)
        piece.counts, piece.examples, piece.parts = Counter(), {}, [part]
        return piece

    def _blocks(self, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        for part in self.parts:
            yield from self._blocks_of(part, columns)

    def _blocks_of(self, part: TableFile, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        names = list(dict.fromkeys(columns))
        with (
            _open(part) as parquet,
            tqdm(
                desc=f"Reading {part.name}",
                total=parquet.metadata.num_rows,
                unit=" rows",
                unit_scale=True,
                delay=2,
                disable=None,
                leave=False,
            ) as progress,
        ):
            if missing := [Column(name) for name in names if name not in parquet.schema_arrow.names]:
                raise DatasetError(missing_columns(part, parquet.schema_arrow.names, missing))
            for batch in parquet.iter_batches(batch_size=_BATCH_ROWS, columns=names):
                progress.update(batch.num_rows)
                texts = {name: texts_of(batch.column(name)) for name in names}
                if batch.num_rows:
                    yield tuple([texts[column] for column in columns])


@contextmanager
def _open(file: TableFile) -> Iterator[pq.ParquetFile]:
    """Open a file; one that is packed is unpacked to a temporary file, as its columns stand apart in it."""
    with file.open() as stream, tempfile.TemporaryFile() as unpacked:
        is_plain = isinstance(stream, io.BufferedReader) and not file.member
        if not is_plain:
            shutil.copyfileobj(stream, unpacked)
            unpacked.seek(0)
        try:
            with pq.ParquetFile(stream if is_plain else unpacked) as parquet:
                yield parquet
        except pa.ArrowException as error:
            raise DatasetError(f"{file} can't be read as Parquet ({error}). Is it a whole file?") from error
