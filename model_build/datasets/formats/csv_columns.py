"""The columns of lines with delimiters by pyarrow's parser, for blocks of sound lines without quotes."""

import csv
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from model_build.datasets.formats.arrow_texts import texts_of


def columns_of_plain_lines(
    block: bytes, delimiter: str, columns: int, positions: Sequence[int], *, may_be_wider: bool
) -> tuple[Sequence[str], ...] | None:
    """Return columns of lines that all have the same number of fields, none of them quoted; None for other lines.

    Args:
        block: Whole lines in UTF-8, without carriage returns and NUL bytes; the last one may lack its end.
        delimiter: The character that divides fields.
        columns: Number of the header's columns.
        positions: Places of the columns that are read.
        may_be_wider: True where each line may have more fields than the header, if those are blank in all lines.
    """
    if b'"' in block or columns == 1 or _has_long_line(block):
        return None
    end = block.find(b"\n")
    width = block.count(delimiter.encode(), 0, end if end >= 0 else len(block)) + 1
    if width < columns or (width > columns and not may_be_wider):
        return None
    for blank_record in (b"\n", delimiter.encode() * (width - 1) + b"\n"):
        if block.startswith(blank_record) or b"\n" + blank_record in block:
            return None
    surplus = [str(place) for place in range(columns, width)]
    read = [str(place) for place in dict.fromkeys(positions)]
    try:
        table = pv.read_csv(
            pa.BufferReader(block),
            read_options=pv.ReadOptions(
                use_threads=False, block_size=len(block) + 1, column_names=[str(place) for place in range(width)]
            ),
            parse_options=pv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=pv.ConvertOptions(
                column_types=dict.fromkeys((*read, *surplus), pa.string()),
                include_columns=(*read, *surplus),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowException:
        # A line of another number of fields, or bytes that are no UTF-8: these lines are read one by one.
        return None
    if any(pc.any(pc.not_equal(pc.utf8_trim_whitespace(table.column(name)), "")).as_py() for name in surplus):
        return None
    texts = {name: texts_of(table.column(name)) for name in read}
    return tuple([texts[str(place)] for place in positions])


def _has_long_line(block: bytes) -> bool:
    """Return True if a line may be longer than the longest field that is read."""
    window = csv.field_size_limit() // 2
    return any(block.find(b"\n", start, start + window) < 0 for start in range(0, len(block) - window, window))
