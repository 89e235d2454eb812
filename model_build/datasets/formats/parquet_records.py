"""Tables in Parquet files, batch by batch, as the text that a table with delimiters would have."""

import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tqdm import tqdm

from model_build.datasets.formats.cell_text import text_of
from model_build.datasets.formats.column_names import Column, missing_columns
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_table import Table

# Rows that are turned into text at once: enough that a batch costs nothing beside its rows.
_BATCH_ROWS = 1 << 16
# Whole numbers up to this one are exact as floats; tables have ids so that some rows lack.
_EXACT_FLOATS = 2.0**53


class ParquetTable(Table):
    """The records of one Parquet file, or of a folder of its parts; none of them is broken."""

    def __init__(self, file: TableFile) -> None:
        """Read the names of a file's columns.

        Raises:
            DatasetError: The file is not a whole Parquet file.
        """
        super().__init__(file)
        parts = file.parts()
        if not parts:
            raise DatasetError(f"{file} is a folder without a part of a table: expected files named *.parquet in it.")
        with _open(parts[0]) as parquet:
            self.columns = list(parquet.schema_arrow.names)

    def _blocks(self, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        for part in self.file.parts():
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
                texts = {name: _texts_of(batch.column(name)) for name in names}
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


def _texts_of(column: pa.Array) -> list[str]:
    """Return a column as text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_floating(kind):
        column = _without_point(column)
    elif pa.types.is_timestamp(kind):
        # Whole seconds, in the time of Greenwich.
        column = column.cast(pa.timestamp("s", tz=kind.tz), safe=False).cast(pa.timestamp("s")).cast(pa.string())
    elif pa.types.is_integer(kind) or pa.types.is_boolean(kind) or pa.types.is_date(kind):
        column = column.cast(pa.string())
    elif not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        return list(map(text_of, column.to_pylist()))
    texts: list[str] = column.fill_null("").to_pylist()
    return texts


def _without_point(column: pa.Array) -> pa.Array:
    """Return numbers as text, whole ones without point and exponent."""
    column = pc.if_else(pc.is_nan(column), None, column)
    is_whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), _EXACT_FLOATS))
    whole = pc.if_else(is_whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.if_else(pc.fill_null(is_whole, False), whole, column.cast(pa.string()))
