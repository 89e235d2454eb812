"""The text of pyarrow's columns, as a table with delimiters would have it."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from model_build.datasets.formats.cell_text import text_of
from model_build.datasets.values.coded_texts import CodedTexts

# Whole numbers up to this one are exact as floats; tables have ids so that some rows lack.
EXACT_FLOATS = 2.0**53


def texts_of(column: pa.Array | pa.ChunkedArray) -> Sequence[str]:
    """Return a column as text, each distinct value of which is turned into text once."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    kind = column.type
    if pa.types.is_nested(kind):
        return list(map(text_of, column.to_pylist()))
    coded = column if pa.types.is_dictionary(kind) else column.dictionary_encode()
    texts, codes = _distinct_texts(coded.dictionary), coded.indices.cast(pa.int32())
    if codes.null_count:
        codes = codes.fill_null(len(texts))
        texts.append("")
    return CodedTexts(texts, np.asarray(codes))


def _distinct_texts(column: pa.Array) -> list[str]:
    """Return the values of a column as text."""
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
    is_whole = pc.and_(pc.equal(column, pc.floor(column)), pc.less(pc.abs(column), EXACT_FLOATS))
    whole = pc.if_else(is_whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.if_else(pc.fill_null(is_whole, False), whole, column.cast(pa.string()))
