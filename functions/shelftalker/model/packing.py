"""Binary forms of a book's neighbours and item weights in the model file: columns that many books decode in one call.

A shelf of thousands of books sums up hundreds of thousands of scores for one answer: columns of fixed width are decoded
thirty times as fast as entries of varying length. Both forms begin with

    2 bytes         the number of entries n; the highest bit says that rows have a third byte
    n * 2 bytes     the lower 16 bits of each book_row, little-endian

Item weights go on with

    n * 2 bytes     each weight, an IEEE half-precision float (three significant digits)
    n * 1 byte      the third byte of each book_row, where a row is beyond 65,535

and neighbours, which are many more, with

    1 byte          the scale: the best score is at most 2^((scale - 128) / 8)
    n * 1 byte      each score as a 255th of that, rounded
    n * 1 byte      the third byte of each book_row, where a row is beyond 65,535
    ...             the readers in common of each as LEB128 varints, mostly one byte; nothing where there are none

Rows of subjects and of an author's books are such varints alone.
"""

import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

# The size of the steps of each scale.
SCORE_STEPS = tuple(2 ** ((scale - 128) / 8) / 255 for scale in range(256))


class Columns(NamedTuple):
    """Entries of several books, one book after the other.

    Attributes:
        counts: The number of entries of each book.
        rows: The book_row of each entry.
        values: The score or weight of each entry.
    """

    counts: list[int]
    rows: list[int]
    values: tuple[float, ...]


class Neighbour(NamedTuple):
    """A similar work.

    Attributes:
        book_row: Its row.
        score: Its similarity: higher is more, comparable within one book.
        readers_in_common: Number of readers of both.
    """

    book_row: int
    score: float
    readers_in_common: int


def encode_neighbours(neighbours: Iterable[tuple[int, float, int]]) -> bytes:
    """Pack (book_row, score, readers_in_common) triples, best first; no score is below 0."""
    entries = list(neighbours)
    rows = [row for row, _, _ in entries]
    scale, steps = score_steps([score for _, score, _ in entries])
    readers = b"".join(_varint(readers) for _, _, readers in entries) if any(entry[2] for entry in entries) else b""
    return _encode_rows(rows) + bytes([scale]) + steps + _third_bytes(rows) + readers


def score_steps(scores: Sequence[float]) -> tuple[int, bytes]:
    """Return the scale of some scores, and the step of each on it.

    Raises:
        ValueError: A score is below 0, or beyond every scale.
    """
    scale = _scale_of(max(scores, default=0.0))
    # A score above 0 stays above 0: 0 says that nothing is known of the two books.
    return scale, bytes(max(round(score / SCORE_STEPS[scale]), score > 0) for score in scores)


def decode_neighbours(packed: bytes) -> list[Neighbour]:
    """Unpack the neighbours of one book with their readers in common."""
    (count,), rows, scores = decode_neighbour_columns([packed])
    position = 3 + count * (4 if packed[1] & 0x80 else 3)
    neighbours = []
    for row, score in zip(rows, scores, strict=True):
        readers_in_common = 0
        if position < len(packed):
            readers_in_common, position = read_varint(packed, position)
        neighbours.append(Neighbour(row, score, readers_in_common))
    return neighbours


def encode_item_weights(item_weights: Iterable[tuple[int, float]]) -> bytes:
    """Pack the (book_row, weight) pairs of a ridge regression from a book on a shelf to other works, greatest first."""
    entries = sorted(item_weights, key=lambda entry: (-entry[1], entry[0]))
    rows = [row for row, _ in entries]
    return _encode_rows(rows) + struct.pack(f"<{len(rows)}e", *(weight for _, weight in entries)) + _third_bytes(rows)


def encode_rows(rows: Iterable[int]) -> bytes:
    """Pack rows in any order, as those of a book's subjects."""
    return b"".join(map(_varint, rows))


def encode_ascending(rows: Iterable[int]) -> bytes:
    """Pack the rows of an author's books, ascending, by their differences."""
    ascending = list(rows)
    return encode_rows(after - before for before, after in pairwise([0, *ascending]))


def decode_ascending(packed: bytes) -> list[int]:
    """Unpack the rows of an author's books."""
    return list(accumulate(decode_rows(packed)))


def decode_rows(packed: bytes) -> list[int]:
    """Unpack the rows of a book's subjects."""
    rows, position = list[int](), 0
    while position < len(packed):
        row, position = read_varint(packed, position)
        rows.append(row)
    return rows


def decode_neighbour_columns(packed: Sequence[bytes]) -> Columns:
    """Unpack the neighbours of several books without their readers in common."""
    counts, rows, are_wide = _decode_rows(packed)
    starts = [2 + 2 * count for count in counts]
    scales = [SCORE_STEPS[book[start]] for book, start in zip(packed, starts, strict=True)]
    values = [
        step * scale
        for book, start, count, scale in zip(packed, starts, counts, scales, strict=True)
        for step in book[start + 1 : start + 1 + count]
    ]
    starts = [start + 1 + count for start, count in zip(starts, counts, strict=True)]
    return Columns(counts, _widen(rows, packed, starts, counts, are_wide), tuple(values))


def decode_columns(packed: Sequence[bytes]) -> Columns:
    """Unpack the item weights of several books."""
    counts, rows, are_wide = _decode_rows(packed)
    values = struct.unpack(
        f"<{len(rows)}e",
        b"".join([book[2 + 2 * count : 2 + 4 * count] for book, count in zip(packed, counts, strict=True)]),
    )
    return Columns(counts, _widen(rows, packed, [2 + 4 * count for count in counts], counts, are_wide), values)


def _encode_rows(rows: Sequence[int]) -> bytes:
    count, largest = len(rows), max(rows, default=0)
    if count > 0x7FFF or largest > 0xFFFFFF:
        raise ValueError(f"expected at most 32,767 entries with rows up to 16,777,215; got {count} up to {largest}.")
    return struct.pack(f"<H{count}H", count | (largest > 0xFFFF) << 15, *(row & 0xFFFF for row in rows))


def _third_bytes(rows: Sequence[int]) -> bytes:
    return bytes(row >> 16 for row in rows) if max(rows, default=0) > 0xFFFF else b""


def _decode_rows(packed: Sequence[bytes]) -> tuple[list[int], "array[int]", list[bool]]:
    """Return the number of entries of each book, the lower 16 bits of their rows, and if the rows have a third byte."""
    headers = [book[0] | book[1] << 8 for book in packed]
    counts = [header & 0x7FFF for header in headers]
    rows = array("H", b"".join([book[2 : 2 + 2 * count] for book, count in zip(packed, counts, strict=True)]))
    if sys.byteorder == "big":
        rows.byteswap()
    return counts, rows, [header > 0x7FFF for header in headers]


def _widen(
    rows: "array[int]", packed: Sequence[bytes], starts: Sequence[int], counts: Sequence[int], are_wide: Sequence[bool]
) -> list[int]:
    """Return rows with their third bytes, which begin at a position of each book's form."""
    if not any(are_wide):
        return rows.tolist()
    thirds = b"".join(
        [
            book[start : start + count] if is_wide else bytes(count)
            for book, start, count, is_wide in zip(packed, starts, counts, are_wide, strict=True)
        ]
    )
    return [row | third << 16 for row, third in zip(rows, thirds, strict=True)]


def _scale_of(best: float) -> int:
    """Return the smallest scale of which 255 steps reach the best score."""
    if not 0 <= best <= 255 * SCORE_STEPS[-1]:
        raise ValueError(f"expected scores from 0 to {255 * SCORE_STEPS[-1]:g}; got {best:g}.")
    return bisect_left(SCORE_STEPS, best, key=lambda step: 255 * step)


@cache
def _varint(number: int) -> bytes:
    """Return a number as LEB128: seven bits a byte, low ones first; the high bit is set in all bytes but the last."""
    packed = bytearray()
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)
    return bytes(packed)


def read_varint(packed: bytes, position: int) -> tuple[int, int]:
    """Return the number at a position, and the position after it."""
    number = shift = 0
    while packed[position] & 0x80:
        number |= (packed[position] & 0x7F) << shift
        shift += 7
        position += 1
    return number | packed[position] << shift, position + 1
