"""A file of JSON lines as a table of text, as its columns would stand in a CSV file."""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from model_build.datasets.formats.background import work_ahead
from model_build.datasets.formats.cell_text import text_of
from model_build.datasets.formats.json_columns import JsonColumns
from model_build.datasets.formats.json_lines import JsonLines, Record
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_table import Table

# Records whose keys are the columns: writers leave keys without a value out.
_RECORDS_TO_TELL = 1000
# Uncompressed bytes that pyarrow parses at once: its work for a block is that for some 300 records.
_UNIFORM_BLOCK_BYTES = 1 << 20


class JsonTable(Table):
    """The records of one file of JSON lines.

    The columns are the keys of the first records; a key that a record lacks is blank in it.
    """

    def __init__(self, file: TableFile) -> None:
        """Read the keys of a file's first records.

        Raises:
            DatasetError: The file has no record, or one object of all columns.
        """
        super().__init__(file)
        self._first = first = list(islice(JsonLines(file, "rows"), _RECORDS_TO_TELL))
        if len(first) == 1 and first[0] and all(isinstance(value, dict) for value in first[0].values()):
            raise DatasetError(
                f"{file} is JSON by columns: expected one object a line. Write it so, for example, in pandas by "
                "to_json(..., orient='records', lines=True)."
            )
        self.columns = list(dict.fromkeys(key for record in first for key in record))

    def _blocks(self, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        read: Counter[str] = Counter()
        yield from work_ahead(self._parsed_blocks(columns, JsonLines(self.file, "rows", read, self.examples)))
        self.counts.update({kind: number for kind, number in read.items() if kind in self.examples})

    def _parsed_blocks(self, columns: Sequence[str], lines: JsonLines) -> Generator[tuple[Sequence[str], ...]]:
        uniform = JsonColumns(self._first, columns)
        for block in lines.text_blocks(*[_UNIFORM_BLOCK_BYTES] * uniform.is_useful):
            texts = uniform.read(block)
            if texts is not None:
                lines.count(len(texts[0]))
                yield tuple(texts)
            elif records := lines.records_in(block):
                yield _texts_in(records, columns)


def _texts_in(records: Sequence[Record], columns: Sequence[str]) -> tuple[Sequence[str], ...]:
    """Return [columns][records] the values of records as text."""
    try:
        # Most writers give each record all keys.
        values = [list(map(itemgetter(column), records)) for column in columns]
    except KeyError:
        values = [[record.get(column) for record in records] for column in columns]
    return tuple(map(_texts, values))


def _texts(values: Sequence[Any]) -> Sequence[str]:
    """Return [records] the values of one column as text."""
    types = set(map(type, values))
    if types == {str}:
        return values
    if types == {int}:
        return list(map(str, values))
    if types == {float}:
        return [str(int(value)) if value.is_integer() else text_of(value) for value in values]
    if types == {bool}:
        return ["true" if value else "false" for value in values]
    return list(map(text_of, values))
