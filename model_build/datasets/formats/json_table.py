"""A file of JSON lines as a table of text, as its columns would stand in a CSV file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

import orjson

from model_build.datasets.formats.json_lines import JsonLines
from model_build.datasets.formats.table_file import DatasetError, TableFile

# Records whose keys are the columns: writers leave keys without a value out.
_RECORDS_TO_TELL = 1000


class JsonTable:
    """The records of one file of JSON lines.

    A text is itself, a number as JSON writes it, nothing for null; true and false are words, the parts of a list are
    divided by "; ", and an object is its JSON.

    Attributes:
        file: The file.
        columns: Keys of the first records, in their order.
        counts: Number of dropped lines, by the kind of their fault; complete once all records are read.
        examples: For a kind of fault, one of its lines.
    """

    def __init__(self, file: TableFile) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        first = islice(JsonLines(file, "rows"), _RECORDS_TO_TELL)
        self.columns = list(dict.fromkeys(key for record in first for key in record))

    def rows(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Yield the given columns of every record, stripped of surrounding blanks.

        Raises:
            DatasetError: A column is missing, or the file is cut off.
        """
        for block in self.blocks(*columns):
            for row in zip(*block, strict=True):
                yield tuple(map(str.strip, row))

    def blocks(self, *columns: str) -> Iterator[tuple[Sequence[str], ...]]:
        """Yield the given columns of some thousands of records at a time.

        Raises:
            DatasetError: A column is missing, or the file is cut off.
        """
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise DatasetError(
                f"{self.file} lacks the column {', '.join(map(repr, missing))}; its columns are "
                f"{', '.join(map(repr, self.columns)) or 'none'}."
            )
        read: Counter[str] = Counter()
        for records in JsonLines(self.file, "rows", read, self.examples).blocks():
            try:
                # Most writers give each record all keys.
                values = [list(map(itemgetter(column), records)) for column in columns]
            except KeyError:
                values = [[record.get(column) for record in records] for column in columns]
            yield tuple(map(_texts, values))
        self.counts.update({kind: number for kind, number in read.items() if kind in self.examples})


def _texts(values: Sequence[Any]) -> Sequence[str]:
    """Return [records] the values of one column as text."""
    types = set(map(type, values))
    if types == {str}:
        return values
    if types <= {int, float}:
        return list(map(str, values))
    if types == {bool}:
        return ["true" if value else "false" for value in values]
    return list(map(_text, values))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return "; ".join(text for text in map(_text, value) if text)
    return orjson.dumps(value).decode() if isinstance(value, dict) else ""
