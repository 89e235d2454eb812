"""The index from numbers, see model/numbers.py, to rows: buckets of numbers that have their first bits in common.

A row of SQLite's for each number would take twice as much room. A bucket holds some 32 numbers in one row of the table:

    n * w bytes     the lower bits of each number, ascending, big-endian
    n * 3 bytes     the entry of each: the row, and a flag in the highest bit; little-endian

Numbers of one kind have the same `low_bits`, and w is the bytes that these take. A number may be there more than once.
Numbers that lead to no row, of which it is only asked if they are there, have no entries.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from shelftalker.model.connection import ModelConnection
from shelftalker.model.numbers import NumberKind


class NumberIndexConfig(NamedTuple):
    """Numbers of the index.

    Attributes:
        numbers_of_bucket: Mean of the numbers of a bucket; more take less room and longer to read.
        least_of_bucket: Mean that is still worth it where the lower bits then are whole bytes.
        kind_shift: Bits of a bucket's key below the kind: of 16 million buckets a kind.
        entry_bytes: Bytes of an entry.
        flag: The bit of an entry that is no part of its row.
    """

    numbers_of_bucket: int = 32
    least_of_bucket: int = 6
    kind_shift: int = 24
    entry_bytes: int = 3
    flag: int = 1 << 23


NUMBER_INDEX = NumberIndexConfig()


class Entry(NamedTuple):
    """The row that a number leads to, and a flag of which the kind of number gives the meaning."""

    row: int
    flag: bool = False


class NumberIndex:
    """Lookups of numbers in an open model."""

    def __init__(self, connection: ModelConnection) -> None:
        self._connection = connection
        self._low_bits: dict[int, int] = {
            int(kind): bits for kind, bits in json.loads(connection.meta["number_bits"]).items()
        }

    def entries(self, kind: NumberKind, number: int) -> list[tuple[int, bool]]:
        """Return (row, flag) of each entry of a number, in the order in which they were written."""
        if kind not in self._low_bits:
            return []
        low_bits = self._low_bits[kind]
        found = self._connection.read(
            "SELECT numbers FROM number_bucket WHERE bucket = ?", _bucket(kind, number >> low_bits)
        )
        return _find(found[0][0], number, low_bits) if found else []

    def entries_of_many(self, kind: NumberKind, numbers: Collection[int]) -> dict[int, list[tuple[int, bool]]]:
        """Return (row, flag) of each entry of those of some numbers that have any, by number."""
        if kind not in self._low_bits or not numbers:
            return {}
        low_bits = self._low_bits[kind]
        packed, first = self._buckets(kind, numbers), _bucket(kind, 0)
        entries = {}
        for number in numbers:
            bucket = packed.get(first | number >> low_bits)
            if bucket is not None and (of_number := _find(bucket, number, low_bits)):
                entries[number] = of_number
        return entries

    def rows(self, kind: NumberKind, numbers: Collection[int]) -> dict[int, int]:
        """Return the row of the first entry of those of some numbers that have any: of a shelf's thousands of ids."""
        if kind not in self._low_bits or not numbers:
            return {}
        low_bits, entry_bytes = self._low_bits[kind], NUMBER_INDEX.entry_bytes
        packed, first, width = self._buckets(kind, numbers), _bucket(kind, 0), _bytes_of(self._low_bits[kind])
        mask, row_mask = (1 << low_bits) - 1, NUMBER_INDEX.flag - 1
        rows = {}
        for number in numbers:
            bucket = packed.get(first | number >> low_bits, b"")
            end = len(bucket) // (width + entry_bytes) * width
            low = (number & mask).to_bytes(width, "big")
            place = bucket.find(low, 0, end)
            while place % width and place > 0:
                place = bucket.find(low, place + 1, end)
            if place >= 0:
                start = end + place // width * entry_bytes
                rows[number] = int.from_bytes(bucket[start : start + entry_bytes], "little") & row_mask
        return rows

    def present(self, kind: NumberKind, numbers: Collection[int]) -> set[int]:
        """Return those of some numbers that are there, of a kind without entries."""
        if kind not in self._low_bits or not numbers:
            return set()
        low_bits = self._low_bits[kind]
        packed, first = self._buckets(kind, numbers), _bucket(kind, 0)
        return {
            number
            for number in numbers
            if (bucket := packed.get(first | number >> low_bits)) is not None
            and _positions(bucket, number, low_bits, len(bucket))
        }

    def _buckets(self, kind: NumberKind, numbers: Collection[int]) -> dict[int, bytes]:
        """Return the buckets of some numbers that have any, by their keys."""
        low_bits, first = self._low_bits[kind], _bucket(kind, 0)
        buckets = sorted({first | number >> low_bits for number in numbers})
        query = "SELECT bucket, numbers FROM json_each(?) CROSS JOIN number_bucket ON bucket = value"
        return dict(self._connection.read(query, json.dumps(buckets)))

    def all_entries(self, kind: NumberKind) -> Iterator[tuple[int, Entry]]:
        """Yield each number of a kind, ascending, with an entry of it."""
        if kind not in self._low_bits:
            return
        low_bits = self._low_bits[kind]
        query = "SELECT bucket, numbers FROM number_bucket WHERE bucket >= ? AND bucket < ? ORDER BY bucket"
        width = _bytes_of(low_bits)
        for bucket, packed in self._connection.read(query, _bucket(kind, 0), _bucket(kind + 1, 0)):
            count = len(packed) // (width + NUMBER_INDEX.entry_bytes)
            high = (bucket - _bucket(kind, 0)) << low_bits
            for position in range(count):
                low = int.from_bytes(packed[position * width : (position + 1) * width], "big")
                yield high | low, Entry(*_entry_at(packed, count * width, position))


def low_bits_of(count: int, bits: int) -> int:
    """Return the number of lower bits that are written of numbers, so that buckets have as many as configured.

    Args:
        count: Number of the numbers.
        bits: Bits of the largest of them.
    """
    buckets = max(1, count // NUMBER_INDEX.numbers_of_bucket)
    low_bits = max(1, bits - buckets.bit_length() + 1)
    whole_bytes = low_bits // 8 * 8
    is_enough = whole_bytes and count >> (bits - whole_bytes) >= NUMBER_INDEX.least_of_bucket
    return whole_bytes if is_enough else low_bits


def encode_buckets(
    kind: NumberKind, entries: Iterable[tuple[int, Entry | None]], low_bits: int
) -> Iterator[tuple[int, bytes]]:
    """Yield (bucket, numbers) as the table has them.

    Args:
        kind: The kind of the numbers.
        entries: Numbers, ascending, with an entry of each; None of a kind without.
        low_bits: See `low_bits_of`.

    Raises:
        ValueError: A row is too large for an entry.
    """
    width = _bytes_of(low_bits)
    low_mask = (1 << low_bits) - 1
    for high, group in groupby(entries, key=lambda entry: entry[0] >> low_bits):
        in_bucket = list(group)
        lows = b"".join((number & low_mask).to_bytes(width, "big") for number, _ in in_bucket)
        yield _bucket(kind, high), lows + b"".join(_pack_entry(entry) for _, entry in in_bucket if entry)


def _bucket(kind: int, high: int) -> int:
    return kind << NUMBER_INDEX.kind_shift | high


def _bytes_of(low_bits: int) -> int:
    return (low_bits + 7) // 8


def _pack_entry(entry: Entry) -> bytes:
    if not 0 <= entry.row < NUMBER_INDEX.flag:
        raise ValueError(f"expected rows below {NUMBER_INDEX.flag:,}; got {entry.row:,}.")
    return (entry.row | NUMBER_INDEX.flag * entry.flag).to_bytes(NUMBER_INDEX.entry_bytes, "little")


def _find(packed: bytes, number: int, low_bits: int) -> list[tuple[int, bool]]:
    """Return (row, flag) of each entry of a number in its bucket: plain tuples, for shelves of thousands of ids."""
    end = len(packed) // (_bytes_of(low_bits) + NUMBER_INDEX.entry_bytes) * _bytes_of(low_bits)
    return [_entry_at(packed, end, position) for position in _positions(packed, number, low_bits, end)]


def _positions(packed: bytes, number: int, low_bits: int, end: int) -> list[int]:
    """Return the positions of a number in its bucket, of which the lower bits end at a place."""
    width = (low_bits + 7) // 8
    low = (number & (1 << low_bits) - 1).to_bytes(width, "big")
    positions = []
    place = packed.find(low, 0, end)
    while place >= 0:
        if place % width == 0:
            positions.append(place // width)
        place = packed.find(low, place + 1, end)
    return positions


def _entry_at(packed: bytes, end: int, position: int) -> tuple[int, bool]:
    start = end + position * NUMBER_INDEX.entry_bytes
    entry = int.from_bytes(packed[start : start + NUMBER_INDEX.entry_bytes], "little")
    flag = NUMBER_INDEX.flag
    return (entry - flag, True) if entry >= flag else (entry, False)
