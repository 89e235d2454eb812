"""The lines of a text file in blocks, whatever its encoding and its line ends are."""

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import BinaryIO

from model_build.datasets.formats.background import read_ahead
from model_build.datasets.formats.table_file import DatasetError, TableFile
from shelftalker.repairs.encodings import encoding_of


@dataclass(frozen=True, slots=True)
class TextLinesConfig:
    """Sizes of what is read at once, and the rule that tells a file's line ends.

    Attributes:
        block_bytes: Uncompressed bytes of a block: enough that a block costs nothing beside its lines, and few enough
            that its records stay in the processor's cache. JSON lines of 290 bytes are read 1.4 times faster by blocks
            of 256 KiB than by those of 1 MiB; plain CSV is read as fast by either.
        longest_line_bytes: Longest line. The longest metadata of Amazon's books have some 100 kB.
        returns_a_line_feed: Least number of carriage returns without a line feed, for each line feed, in a file whose
            lines end in carriage returns. Some programs write two carriage returns and a line feed.
    """

    block_bytes: int = 1 << 18
    longest_line_bytes: int = 64 << 20
    returns_a_line_feed: int = 2


TEXT_LINES = TextLinesConfig()


def line_blocks(file: TableFile, stream: BinaryIO, block_bytes: int = TEXT_LINES.block_bytes) -> Iterator[bytes]:
    r"""Yield the text of a file in blocks that end at the end of a line, '\n'; the last line may lack it.

    The text is in UTF-8 without a byte order mark, or in an encoding of one byte a character, as the file has it.

    Args:
        file: The file, for errors.
        stream: Its bytes.
        block_bytes: Size of a block.

    Raises:
        DatasetError: A line is longer than any row of a table.
    """
    yield from _whole_lines(file, _blocks_with_line_feeds(stream, block_bytes))


def line_blocks_between(file: TableFile, start: int, stop: int | None) -> Iterator[bytes]:
    """Yield some of the blocks of `line_blocks`, of a file that `can_be_cut`.

    Args:
        file: The file.
        start: Number of the first block.
        stop: Number of the block after the last one, None for all.
    """
    size, rest = TEXT_LINES.block_bytes, b""
    with file.open() as stream:
        blocks = _blocks_with_line_feeds(stream, size)
        if start:
            before = block_before(stream, start)
            rest = before[before.rfind(b"\n") + 1 :]
            blocks = iter(partial(stream.read, size), b"")
        yield from _whole_lines(
            file, islice(blocks, None if stop is None else stop - start), rest, ends_file=stop is None
        )


def block_before(stream: BinaryIO, number: int) -> bytes:
    """Return the block before one, from 1, as it stands in a file, and leave the stream behind it."""
    stream.seek((number - 1) * TEXT_LINES.block_bytes)
    return stream.read(TEXT_LINES.block_bytes)


def can_be_cut(file: TableFile) -> bool:
    """Return True for a file whose bytes are those of its lines: not packed, in UTF-8 or one byte a character."""
    with file.open() as stream:
        if not isinstance(getattr(stream, "raw", None), io.FileIO):
            return False
        beginning = stream.read(TEXT_LINES.block_bytes)
    return encoding_of(beginning)[0] == "utf-8" and not _ends_lines_in_returns(beginning)


def _whole_lines(
    file: TableFile, blocks: Iterable[bytes], rest: bytes = b"", *, ends_file: bool = True
) -> Iterator[bytes]:
    """Yield blocks that are moved to the ends of lines.

    Args:
        file: The file, for errors.
        blocks: The blocks as they were read.
        rest: The beginning of the first line.
        ends_file: False where the end of the last line is left to another.
    """
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
        if len(rest) > TEXT_LINES.longest_line_bytes:
            raise DatasetError(
                f"{file} has a line of over {TEXT_LINES.longest_line_bytes >> 20} MiB: expected one record a line. "
                "Is it the right file? JSON is written so, for example, by: jq --compact-output '.[]'"
            )
    if rest and ends_file:
        yield rest


def _blocks_with_line_feeds(stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
    """Yield blocks of text whose lines end in line feeds."""
    beginning = stream.read(block_bytes)
    encoding, mark_length = encoding_of(beginning)
    to_utf_8 = _transcoder(encoding)
    block = to_utf_8(beginning[mark_length:])
    has_returns = _ends_lines_in_returns(block)
    yield _with_line_feeds(block) if has_returns else block
    for following in read_ahead(stream, block_bytes):
        block = to_utf_8(following)
        yield _with_line_feeds(block) if has_returns else block


def _with_line_feeds(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _transcoder(encoding: str) -> Callable[[bytes], bytes]:
    """Return a function that turns the blocks of a text, one after the other, into UTF-8."""
    if encoding == "utf-8":
        return lambda block: block
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return lambda block: decoder.decode(block, final=not block).encode()


def _ends_lines_in_returns(text: bytes) -> bool:
    """Return True for text whose lines end in carriage returns alone, as Excel for Mac writes them."""
    line_feeds = text.count(b"\n")
    lone_returns = text.count(b"\r") - text.count(b"\r\n")
    return lone_returns > TEXT_LINES.returns_a_line_feed * line_feeds
