"""The columns of JSON lines by pyarrow's parser, which builds no object a record and leaves Python's lock to others."""

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.json as pj

from model_build.datasets.formats.arrow_texts import EXACT_FLOATS, texts_of
from model_build.datasets.formats.json_lines import Record

# Blocks that are not uniform one after the other up to which the next one is tried.
_MOST_FAILURES = 3
# A lone half of a surrogate pair, which Python's parser can read and no text may hold.
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class JsonColumns:
    """Reads some columns of blocks of uniform records: each a whole object a line, each value of its column's type."""

    def __init__(self, first: Sequence[Record], columns: Sequence[str]) -> None:
        """Tell the types of columns.

        Args:
            first: The first records of the file.
            columns: Keys of the columns.
        """
        fields = {column: _type_of([record.get(column) for record in first]) for column in columns}
        self._columns = columns
        self._schema = None if None in fields.values() else pa.schema(list(fields.items()))
        self._failures = 0

    @property
    def is_useful(self) -> bool:
        """True as long as blocks are uniform."""
        return self._schema is not None and self._failures < _MOST_FAILURES

    def read(self, block: bytes) -> list[Sequence[str]] | None:
        """Return the columns of a block of whole lines as text, or None where its records must be parsed one by one."""
        if not self.is_useful:
            return None
        columns = self._parse(block)
        self._failures = self._failures + 1 if columns is None else 0
        return columns

    def _parse(self, block: bytes) -> list[Sequence[str]] | None:
        lines = block.count(b"\n") + (not block.endswith(b"\n"))
        try:
            if not block.isascii():
                block.decode()
            if _ESCAPED_SURROGATE.search(block):
                return None
            table = pj.read_json(
                pa.BufferReader(block),
                read_options=pj.ReadOptions(use_threads=False, block_size=len(block) + 1),
                parse_options=pj.ParseOptions(explicit_schema=self._schema, unexpected_field_behavior="ignore"),
            )
        except (pa.ArrowException, UnicodeDecodeError):
            # A broken line, a value of another type, another encoding: Python's parsers tell which and read the others.
            return None
        if table.num_rows != lines:
            return None
        return [texts_of(table.column(column)) for column in self._columns]


def _type_of(values: Sequence[Any]) -> pa.DataType | None:
    """Return the type of a column by its first values; None for one that has several, or parts."""
    types = {type(value) for value in values if value is not None}
    if types == {int, float}:
        # Larger numbers, which are ids, lose digits as floats.
        types = {float} if all(abs(value or 0) < EXACT_FLOATS for value in values) else types
    if len(types) != 1:
        return None
    return {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}.get(types.pop())
