"""Normalised titles and names in order, for lookups by their first letters: blocks of keys, compressed.

Neighbours in the order of the alphabet begin with the same letters and have words in common, so that a third of their
text is left. A block is one row of the table, found by the first of its keys:

    4 bytes         length of the compressed keys, little-endian
    ...             the keys, joined by line feeds, as raw DEFLATE
    n * 3 bytes     the row of each key, little-endian

A key that several rows have is there as often.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import ModelError
from shelftalker.model.numbers import NumberKind


class KeyBlockConfig(NamedTuple):
    """Numbers of the blocks.

    Attributes:
        keys: Number of keys of a block: twice as many take 6% less room for their text, longer to read, and more than
            fits into the quarter of a page that SQLite keeps in place.
        row_bytes: Bytes of a row.
        window_bits: zlib's, of raw DEFLATE: blocks need neither header nor checksum.
        level: zlib's, the best.
        most_text_bytes: Most bytes of the keys of a block: far more than it has even where hundreds of thousands of
            books have one title; a damaged or foreign file could have a process inflate gigabytes.
        blocks_read_at_once: Number of blocks that are read for a title prefix at first.
    """

    keys: int = 32
    row_bytes: int = 3
    window_bits: int = -15
    level: int = 9
    most_text_bytes: int = 1 << 24
    blocks_read_at_once: int = 2


KEY_BLOCKS = KeyBlockConfig()
# Sorts after every key with the prefix before it.
_LAST = "\U0010ffff"


class KeyBlock(NamedTuple):
    """Keys in order, and the row of each."""

    keys: list[str]
    packed_rows: bytes

    def rows(self, start: int, end: int) -> list[int]:
        """Return the rows of the keys from one position to another."""
        width, packed = KEY_BLOCKS.row_bytes, self.packed_rows
        return [
            int.from_bytes(packed[place : place + width], "little")
            for place in range(start * width, end * width, width)
        ]


class KeyBlocks:
    """The blocks of one kind of keys in an open model."""

    def __init__(self, connection: ModelConnection, kind: NumberKind) -> None:
        self._connection = connection
        self._kind = int(kind)

    def rows_with_prefix(self, prefix: str) -> list[int]:
        """Return the rows of the keys with a prefix, in the order of the keys; a row as often as it has such keys."""
        rows: list[int] = []
        for block in self._blocks_from(prefix):
            start, end = bisect_left(block.keys, prefix), bisect_left(block.keys, prefix + _LAST)
            rows += block.rows(start, end)
            if end < len(block.keys):
                break
        return rows

    def rows_with_pattern(self, prefix: str, pattern: re.Pattern[str]) -> list[int]:
        """Return the rows of the keys that have a prefix and match a pattern as a whole, in the order of the keys."""
        rows: list[int] = []
        for block in self._blocks_from(prefix):
            end = bisect_left(block.keys, prefix + _LAST)
            for position in range(bisect_left(block.keys, prefix), end):
                if pattern.fullmatch(block.keys[position]):
                    rows += block.rows(position, position + 1)
            if end < len(block.keys):
                break
        return rows

    def _blocks_from(self, prefix: str) -> Iterator[KeyBlock]:
        """Yield the block in which a prefix would stand, and those after it, as long as the prefix may go on there."""
        query = (
            "SELECT block, keys FROM key_block WHERE kind = ? AND block >= coalesce((SELECT max(block) FROM key_block "
            "WHERE kind = ? AND block < ?), '') AND block < ? ORDER BY block LIMIT ? OFFSET ?"
        )
        offset, at_once = 0, KEY_BLOCKS.blocks_read_at_once
        while True:
            found = self._connection.read(query, self._kind, self._kind, prefix, prefix + _LAST, at_once, offset)
            yield from (_decode_block(packed) for _, packed in found)
            if len(found) < at_once:
                return
            offset, at_once = offset + at_once, 2 * at_once


def encode_blocks(kind: NumberKind, keys: Sequence[tuple[str, int]]) -> Iterator[tuple[int, str, bytes]]:
    """Yield (kind, block, keys) as the table has them.

    Args:
        kind: The kind of the keys.
        keys: (key, row), in order.
    """
    width, before, start = KEY_BLOCKS.row_bytes, "", 0
    while start < len(keys):
        end = start + KEY_BLOCKS.keys
        while end < len(keys) and keys[end][0] == keys[end - 1][0]:  # two blocks can't begin with one key
            end += 1
        block, start = keys[start:end], end
        compressor = zlib.compressobj(KEY_BLOCKS.level, zlib.DEFLATED, KEY_BLOCKS.window_bits)
        text = "\n".join(key.replace("\n", " ") for key, _ in block).encode()
        compressed = compressor.compress(text) + compressor.flush()
        rows = b"".join(row.to_bytes(width, "little") for _, row in block)
        yield int(kind), _separator(before, block[0][0]), len(compressed).to_bytes(4, "little") + compressed + rows
        before = block[-1][0]


def _separator(before: str, first: str) -> str:
    """Return the shortest text after one key and up to another, which begins a block."""
    return next((first[:end] for end in range(len(first)) if first[:end] > before), first)


def _decode_block(packed: bytes) -> KeyBlock:
    """Return the keys and rows of a block; a ModelError where it is damaged."""
    end = 4 + int.from_bytes(packed[:4], "little")
    decompressor = zlib.decompressobj(KEY_BLOCKS.window_bits)
    try:
        text = decompressor.decompress(packed[4:end], KEY_BLOCKS.most_text_bytes).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ModelError(f"A block of titles can't be read ({error}). Build or fetch the model again.") from error
    if not decompressor.eof:
        raise ModelError(
            f"A block of titles is cut short or has over {KEY_BLOCKS.most_text_bytes:,} bytes. Build or fetch the "
            "model again."
        )
    return KeyBlock(text.split("\n"), packed[end:])
