"""Binary forms of a book's neighbours and item weights in the model file: mostly five bytes and four an entry."""

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple


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


class ItemWeight(NamedTuple):
    """A weight of the ridge regression from a book on a shelf to another work; below 0 it counts against that work."""

    book_row: int
    weight: float


def encode_neighbours(neighbours: Iterable[tuple[int, float, int]]) -> bytes:
    """Pack (book_row, score, readers_in_common) triples, best first.

    Each is the row as a LEB128 varint, the score as an IEEE half-precision float (three significant digits) and the
    readers as a varint.
    """
    packed = bytearray()
    for book_row, score, readers_in_common in neighbours:
        packed += _varint(book_row)
        packed += struct.pack("<e", score)
        packed += _varint(readers_in_common)
    return bytes(packed)


def decode_neighbours(packed: bytes) -> Iterator[Neighbour]:
    """Unpack the neighbours that `encode_neighbours` packed, best first."""
    position = 0
    while position < len(packed):
        book_row, position = _read_varint(packed, position)
        (score,) = struct.unpack_from("<e", packed, position)
        readers_in_common, position = _read_varint(packed, position + 2)
        yield Neighbour(book_row, score, readers_in_common)


def encode_item_weights(item_weights: Iterable[tuple[int, float]]) -> bytes:
    """Pack (book_row, weight) pairs: the row as a varint, the weight as a half-precision float."""
    return b"".join(_varint(book_row) + struct.pack("<e", weight) for book_row, weight in item_weights)


def decode_item_weights(packed: bytes) -> Iterator[ItemWeight]:
    """Unpack the item weights that `encode_item_weights` packed."""
    position = 0
    while position < len(packed):
        book_row, position = _read_varint(packed, position)
        (weight,) = struct.unpack_from("<e", packed, position)
        position += 2
        yield ItemWeight(book_row, weight)


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
    number = shift = 0
    while packed[position] & 0x80:
        number |= (packed[position] & 0x7F) << shift
        shift += 7
        position += 1
    return number | packed[position] << shift, position + 1
