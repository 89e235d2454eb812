"""Binary forms of a book's neighbours and item weights in the model file: columns that many books decode in one call.

A shelf of thousands of books sums up hundreds of thousands of scores for one answer: columns of fixed width are decoded
thirty times as fast as entries of varying length. Both forms begin with

    2 bytes         the number of entries n; the highest bit says that rows have a third byte
    n * 2 bytes     the lower 16 bits of each book_row, little-endian
    n * 2 bytes     the score or weight of each, an IEEE half-precision float (three significant digits)
    n * 1 byte      the third byte of each book_row, where a row is beyond 65,535

and neighbours end with the readers in common of each as LEB128 varints: mostly one byte. Rows of subjects are such
varints alone.
"""

import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple


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
    """Pack (book_row, score, readers_in_common) triples, best first."""
    entries = list(neighbours)
    columns = _encode_columns([row for row, _, _ in entries], [score for _, score, _ in entries])
    return columns + b"".join(_varint(readers) for _, _, readers in entries)


def decode_neighbours(packed: bytes) -> list[Neighbour]:
    """Unpack the neighbours of one book with their readers in common."""
    (count,), rows, scores = decode_columns([packed])
    position = 2 + count * (5 if packed[1] & 0x80 else 4)
    neighbours = []
    for row, score in zip(rows, scores, strict=True):
        readers_in_common, position = _read_varint(packed, position)
        neighbours.append(Neighbour(row, score, readers_in_common))
    return neighbours


def encode_item_weights(item_weights: Iterable[tuple[int, float]]) -> bytes:
    """Pack the (book_row, weight) pairs of a ridge regression from a book on a shelf to other works, greatest first."""
    entries = sorted(item_weights, key=lambda entry: (-entry[1], entry[0]))
    return _encode_columns([row for row, _ in entries], [weight for _, weight in entries])


def encode_rows(rows: Iterable[int]) -> bytes:
    """Pack the rows of a book's subjects."""
    return b"".join(map(_varint, rows))


def decode_rows(packed: bytes) -> list[int]:
    """Unpack the rows of a book's subjects."""
    rows, position = list[int](), 0
    while position < len(packed):
        row, position = _read_varint(packed, position)
        rows.append(row)
    return rows


def decode_columns(packed: Sequence[bytes]) -> Columns:
    """Unpack the neighbours of several books without their readers in common, or the item weights of several books."""
    headers = [book[0] | book[1] << 8 for book in packed]
    counts = [header & 0x7FFF for header in headers]
    rows = array("H", b"".join([book[2 : 2 + 2 * n] for book, n in zip(packed, counts, strict=True)]))
    if sys.byteorder == "big":
        rows.byteswap()
    values = struct.unpack(
        f"<{len(rows)}e", b"".join([book[2 + 2 * n : 2 + 4 * n] for book, n in zip(packed, counts, strict=True)])
    )
    if max(headers, default=0) <= 0x7FFF:
        return Columns(counts, rows.tolist(), values)
    thirds = b"".join(
        [
            book[2 + 4 * n : 2 + 5 * n] if header > 0x7FFF else bytes(n)
            for book, header, n in zip(packed, headers, counts, strict=True)
        ]
    )
    return Columns(counts, [row | third << 16 for row, third in zip(rows, thirds, strict=True)], values)


def _encode_columns(rows: Sequence[int], values: Sequence[float]) -> bytes:
    count = len(rows)
    if count > 0x7FFF or max(rows, default=0) > 0xFFFFFF:
        raise ValueError(f"expected at most 32,767 entries with rows up to 16,777,215; got {count} up to {max(rows)}.")
    has_wide_rows = max(rows, default=0) > 0xFFFF
    columns = struct.pack(f"<H{count}H{count}e", count | has_wide_rows << 15, *(row & 0xFFFF for row in rows), *values)
    return columns + bytes(row >> 16 for row in rows) if has_wide_rows else columns


@cache
def _varint(number: int) -> bytes:
    """Return a number as LEB128: seven bits a byte, low ones first; the high bit is set in all bytes but the last."""
    packed = bytearray()
    while number > 0x7F:
        packed.append(number & 0x7F | 0x80)
        number >>= 7
    packed.append(number)
    return bytes(packed)


def _read_varint(packed: bytes, position: int) -> tuple[int, int]:
    """Return the number at a position, and the position after it."""
    number = shift = 0
    while packed[position] & 0x80:
        number |= (packed[position] & 0x7F) << shift
        shift += 7
        position += 1
    return number | packed[position] << shift, position + 1
