"""Lines of text files in any encoding, with any line ends."""

import io
from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_lines import TEXT_LINES, line_blocks

FILE = TableFile(Path("Books.csv"))
TEXT = "ISBN,Title\n1,Élan vital\n2,Книга\n"


def lines_of(content: bytes) -> bytes:
    return b"".join(line_blocks(FILE, io.BytesIO(content)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_text_is_read_in_any_unicode_encoding(encoding: str) -> None:
    mark = "\ufeff" if encoding == "utf-32-be" else ""
    assert lines_of((mark + TEXT).encode(encoding)).decode() == TEXT


def test_bytes_of_windows_1252_are_left_as_they_are() -> None:
    content = "ISBN,Title\n1,Caf\xe9\n".encode("cp1252")
    assert lines_of(content) == content


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lines_that_end_in_carriage_returns_are_lines(encoding: str) -> None:
    assert lines_of(TEXT.replace("\n", "\r").encode(encoding)).decode() == TEXT


@pytest.mark.parametrize("content", [b"a\r\nb\r\n", b"a\r\r\nb\r\r\n", b"a\rb\rc\nd\n"])
def test_carriage_returns_beside_line_feeds_are_left(content: bytes) -> None:
    assert lines_of(content) == content


def test_blocks_end_at_the_ends_of_lines() -> None:
    content = b"".join(b"%d,%s\n" % (number, b"x" * 1000) for number in range(3000)) + b"last"
    blocks = list(line_blocks(FILE, io.BytesIO(content)))
    assert b"".join(blocks) == content
    assert len(blocks) > 2
    assert all(block.endswith(b"\n") for block in blocks[:-1])
    assert blocks[-1] == b"last"


def test_a_character_across_two_blocks_is_whole() -> None:
    text = "x" * (TEXT_LINES.block_bytes // 2 - 2) + "\U0001f600\n"
    content = text.encode("utf-16")
    assert len(content) > TEXT_LINES.block_bytes
    assert lines_of(content).decode() == text


def test_a_file_without_any_line_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(DatasetError, match=r"Books\.csv has a line of over 64 MiB: expected one record a line"):
        lines_of(b"x" * (TEXT_LINES.longest_line_bytes + 1))
