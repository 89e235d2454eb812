"""A reader of dirty tables with delimiters, record by record, so that one broken line costs one line."""

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from tqdm import tqdm

from model_build.datasets.formats.csv_columns import columns_of_plain_lines
from model_build.datasets.formats.csv_header import HEADERS, find_header, refuse_foreign
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_lines import (
    TEXT_LINES,
    block_before,
    can_be_cut,
    line_blocks,
    line_blocks_between,
)
from model_build.datasets.formats.text_table import Table
from shelftalker.repairs.encodings import ENCODINGS, USUAL_ENCODING, encoding_of_lines, is_utf_8

if TYPE_CHECKING:
    import _csv

# Most lines of a record: a quoted field may hold line breaks, but in a longer one the closing quote is missing.
_MOST_LINES = 5
# Fewest blocks of a piece of a file: 16 MiB, which are read in a second.
_BLOCKS_OF_PIECE = 64
_LONGEST_EXAMPLE = 200
_CARRIAGE_RETURNS = bytes.maketrans(b"\r", b" ")
_ESCAPED = re.compile(r"\\.")
# (fields, header) -> fields that fit the header, or None where that can't be done.
Repair = Callable[[list[str], list[str]], list[str] | None]


class DelimitedTable(Table):
    """The records of one file with delimiters.

    The delimiter (comma, semicolon, tab or bar) is the most frequent one in the header; each line's encoding is UTF-8
    or, where it is not valid UTF-8, the one that all such lines tell. Files with semicolons escape quotes by a
    backslash, as the Book-Crossing dump does.
    """

    def __init__(self, file: TableFile, *, columns: Sequence[str] | None = None, repair: Repair | None = None) -> None:
        """Read the header of a file.

        Args:
            file: The file.
            columns: Names of the columns of a file without a header.
            repair: Fits records of a wrong number of fields to the columns.
        """
        super().__init__(file)
        self._repair = repair
        with file.open() as stream:
            beginning = next(line_blocks(file, stream), b"")
        refuse_foreign(file, beginning)
        header = find_header(beginning, columns, USUAL_ENCODING if is_utf_8(beginning) else self._encoding)
        self.columns = header.columns
        self._header_line = header.line
        self._has_blanks = header.has_blanks
        self._delimiter = header.delimiter
        self._header_size = header.size
        self._escape = "\\" if header.delimiter == ";" else None
        # The first block that is read, and the one after the last; None for all.
        self.range_of_blocks: tuple[int, int | None] = (0, None)

    def pieces(self) -> list[Table]:
        """Return pieces of some megabytes, each of which begins with a record; packed files are one piece.

        A line that is a record by itself is never read as the end of another. Where the last lines before a block are
        such, the record that follows begins with the block, and nothing before it is looked for behind it.
        """
        if not can_be_cut(self.file):
            return [self]
        cuts = [0]
        with self.file.open() as stream:
            for number in range(_BLOCKS_OF_PIECE, -(-self.file.path.stat().st_size // TEXT_LINES.block_bytes)):
                if number >= cuts[-1] + _BLOCKS_OF_PIECE and self._ends_in_records(block_before(stream, number)):
                    cuts.append(number)
        return [self._piece(start, stop) for start, stop in zip(cuts, [*cuts[1:], None], strict=True)]

    def _piece(self, start: int, stop: int | None) -> Table:
        """Return the table of some of the file's blocks."""
        piece = copy(self)
        piece.counts, piece.examples, piece.range_of_blocks = Counter(), {}, (start, stop)
        return piece

    def _ends_in_records(self, block: bytes) -> bool:
        """Return True if the last whole lines of a block are records by themselves."""
        lines = block.split(b"\n")[1:-1][-_MOST_LINES:]
        decoded = (_decode(line, lambda: self._encoding) for line in lines)
        return len(lines) == _MOST_LINES and all(map(self._is_record, decoded))

    def _blocks(self, columns: Sequence[str]) -> Iterator[tuple[Sequence[str], ...]]:
        positions = [self.columns.index(column) for column in columns]
        start, stop = self.range_of_blocks
        lines = _Lines(line_blocks_between(self.file, start, stop), self.file.name, lambda: self._encoding)
        lines.skip_bytes(0 if start else self._header_size)
        while block := lines.next_block():
            found = self._parse_block(block, positions)
            if found is None:
                if not is_utf_8(block):
                    self._count_lines_in_encoding(block)
                lines.put_back(block)
                found = _by_column(list(self._repaired_records(lines)), positions)
            if found and found[0]:
                yield found

    @cached_property
    def _encoding(self) -> str:
        """The encoding of the lines that are no UTF-8, by the first of these, wherever in the file they stand.

        A table that is sorted by title may have a hundred thousand lines of ASCII above them.
        """
        telling: list[bytes] = []
        with self.file.open() as stream:
            for block in line_blocks(self.file, stream):
                if not is_utf_8(block):
                    telling += (line for line in block.split(b"\n") if not is_utf_8(line))
                if len(telling) >= ENCODINGS.most_lines:
                    break
        return encoding_of_lines(telling)

    def _count_lines_in_encoding(self, block: bytes) -> None:
        lines = [line for line in block.split(b"\n") if not is_utf_8(line)]
        kind = f"lines that are not in UTF-8, read as {self._encoding}"
        self.counts[kind] += len(lines)
        example = lines[0].decode(self._encoding, errors="replace").strip()
        self.examples.setdefault(kind, repr(example[:_LONGEST_EXAMPLE]))

    def _parse_block(self, block: bytes, positions: Sequence[int]) -> tuple[Sequence[str], ...] | None:
        """Return the columns of lines that are one sound record each, or None where a line isn't."""
        block = block.translate(_CARRIAGE_RETURNS, b"\0")
        header = self._header_line.encode()
        if header and (block.startswith(header) or b"\n" + header in block):
            return None
        has_escape = bool(self._escape) and b"\\" in block
        plain = (
            None
            if has_escape
            else columns_of_plain_lines(
                block, self._delimiter, len(self.columns), positions, may_be_wider=self._repair is None
            )
        )
        if plain is not None:
            return plain
        try:
            return self._parse_quoted(block.decode(), positions)
        except UnicodeDecodeError:
            return None

    def _parse_quoted(self, text: str, positions: Sequence[int]) -> tuple[list[str], ...] | None:
        """Return the columns of lines that are one record each, all with the same number of fields; None for others."""
        lines = text.removesuffix("\n").split("\n")
        if self._has_open_quote(lines[-1]):
            return None  # a record that ends in the next block
        reader = self._reader(lines)
        try:
            records = [fields for fields in reader if fields]
        except csv.Error:
            return None
        if not records:
            return ()
        width = len(records[0])
        is_sound = set(map(len, records)) == {width} and len(records) + lines.count("") == len(lines)
        is_sound = is_sound and [""] * width not in records
        if not is_sound or not self._fits(width, _by_column(records, range(len(self.columns), width))):
            return None
        return _by_column(records, positions)

    def _fits(self, width: int, surplus: Sequence[Sequence[str]]) -> bool:
        """Return True for a number of fields that is the header's, or more by fields that are blank in every record.

        Where there is a repair it decides on each record: its last field may be blank and its title in two pieces.
        """
        columns = len(self.columns)
        return width == columns or (
            width > columns and self._repair is None and not any(map(str.strip, map("".join, surplus)))
        )

    def _repaired_records(self, lines: "_Lines") -> Iterator[list[str]]:
        """Yield the records of the lines that were put back, each line by itself."""
        width = len(self.columns)
        no_letters = f"{self._delimiter}\"' \t\n\f\v"
        for line in lines:
            if not line.strip(no_letters) or line.strip() == self._header_line:
                continue
            fields = self._fields_of(line)
            if len(fields) <= width and '"' in line and (len(fields) < width or self._has_open_quote(line)):
                fields = self._parse_across_lines(line, lines) or fields
            if len(fields) != width and self._delimiter == "\t" and line.count("\t") == width - 1:
                fields = self._fields_between_tabs(line)
            if len(fields) == 1 < width and (found := self._fields_by_another_delimiter(line)):
                fields = found
                self.counts["rows with another delimiter, repaired"] += 1
            if len(fields) == width:
                yield fields
            else:
                repaired = (self._repair and self._repair(fields, self.columns)) or None
                if not repaired and len(fields) > width and not any(map(str.strip, fields[width:])):
                    yield fields[:width]
                    continue
                if 1 < len(fields) < width and not repaired and lines.is_cut_off:
                    raise DatasetError(
                        f"{self.file} ends within a row: {line.strip()[:_LONGEST_EXAMPLE]!r}. It is cut off; "
                        "download or copy it again."
                    )
                kind = "too many fields" if len(fields) > width else "too few fields"
                kind = f"rows with {kind}, {'repaired' if repaired else 'dropped'}"
                self.counts[kind] += 1
                self.examples.setdefault(kind, repr(line.strip()[:_LONGEST_EXAMPLE]))
                if repaired:
                    yield repaired

    def _fields_by_another_delimiter(self, line: str) -> list[str] | None:
        """Return the fields of a line that another delimiter divides as the header is: two exports put together."""
        width = len(self.columns)
        delimiters = (delimiter for delimiter in HEADERS.delimiters if line.count(delimiter) == width - 1)
        found = (next(csv.reader([line], delimiter=delimiter), []) for delimiter in delimiters)
        return next((fields for fields in found if len(fields) == width), None)

    def _fields_of(self, line: str) -> list[str]:
        """Return the fields of a line."""
        is_plain = '"' not in line and not (self._escape and self._escape in line)
        if is_plain and len(line) < csv.field_size_limit():
            return line.removesuffix("\n").split(self._delimiter)
        return self._parse([line])[0]

    @staticmethod
    def _fields_between_tabs(line: str) -> list[str]:
        """Return the fields of a line with tabs whose quotes are letters: programs that write tabs seldom quote."""
        fields = line.removesuffix("\n").split("\t")
        return [field[1:-1] if re.fullmatch('".*"', field) else field for field in fields]

    def _parse_across_lines(self, line: str, lines: "_Lines") -> list[str] | None:
        """Return the fields of a record with line breaks in quotes, or None where only the closing quote is missing.

        The record's lines, and no more, are taken from `lines`.
        """
        following = lines.peek(_MOST_LINES - 1)
        fields, lines_read = self._parse([line, *following])
        if len(fields) != len(self.columns) or any(map(self._is_record, following[: lines_read - 1])):
            return None
        lines.skip(lines_read - 1)
        return fields

    def _is_record(self, line: str) -> bool:
        """Return True if a line is a record by itself, not the end of one that began on an earlier line."""
        return not self._has_open_quote(line) and len(self._parse([line])[0]) == len(self.columns)

    def _has_open_quote(self, line: str) -> bool:
        if self._escape and self._escape in line:
            line = _ESCAPED.sub("", line)
        return line.count('"') % 2 == 1

    def _parse(self, lines: list[str]) -> tuple[list[str], int]:
        """Return the first record of some lines, and the number of its lines."""
        reader = self._reader(lines)
        try:
            return next(reader, []), reader.line_num
        except csv.Error:  # a field of over 128 KiB
            return [], 1

    def _reader(self, lines: list[str]) -> "_csv.Reader":
        return csv.reader(lines, delimiter=self._delimiter, escapechar=self._escape, skipinitialspace=self._has_blanks)


class _Lines:
    """The lines of a file, in blocks or decoded one by one, with a look ahead and a progress bar."""

    def __init__(self, blocks: Iterator[bytes], name: str, encoding: Callable[[], str]) -> None:
        self._blocks = blocks
        self._encoding = encoding
        self._next_block = b""
        self._progress = tqdm(
            desc=f"Reading {name}", unit=" lines", unit_scale=True, delay=2, disable=None, leave=False
        )
        self._ahead: deque[str] = deque()
        self._has_end = True

    def skip_bytes(self, count: int) -> None:
        """Skip the first bytes of the first block."""
        self._next_block = next(self._blocks, b"")[count:]

    def next_block(self) -> bytes:
        """Return the next lines, some thousands; no byte after the last one, when the progress bar ends."""
        if block := self._next_block:
            self._next_block = b""
        elif block := next(self._blocks, b""):
            self._progress.update(block.count(b"\n"))
        else:
            self._progress.close()
        return block

    def put_back(self, block: bytes) -> None:
        """Put a block back, to be iterated over line by line; the iteration ends with these lines."""
        self._has_end = block.endswith(b"\n")
        self._ahead.extend(self._texts_of(block.removesuffix(b"\n").split(b"\n")))

    @property
    def is_cut_off(self) -> bool:
        """True after the last line of a file that lacks its end."""
        return not (self._has_end or self._ahead)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._ahead:
            raise StopIteration
        return self._ahead.popleft()

    def peek(self, count: int) -> list[str]:
        """Return up to `count` of the next lines."""
        while (needed := count - len(self._ahead)) > 0 and (block := self.next_block()):
            lines = block.removesuffix(b"\n").split(b"\n", needed)
            self._next_block = lines.pop() + b"\n" if len(lines) > needed else b""
            self._ahead.extend(self._texts_of(lines))
        return list(islice(self._ahead, count))

    def skip(self, count: int) -> None:
        """Skip lines that `peek` returned."""
        for _ in range(count):
            self._ahead.popleft()

    def _texts_of(self, lines: Sequence[bytes]) -> Iterator[str]:
        return (_decode(line, self._encoding) for line in lines)


def _decode(line: bytes, encoding: Callable[[], str]) -> str:
    """Return a line as text. A carriage return is white space wherever it stands; a NUL byte is nothing."""
    line = line.translate(_CARRIAGE_RETURNS, b"\0")
    return (line.decode() if is_utf_8(line) else line.decode(encoding(), errors="replace")) + "\n"


def _by_column(records: Sequence[Sequence[str]], positions: Sequence[int]) -> tuple[list[str], ...]:
    return tuple([list(map(itemgetter(position), records)) for position in positions])
