"""A reader of dirty CSV files, record by record, so that one broken line costs one line."""

import csv
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from tqdm import tqdm

from model_build.datasets.formats.column_names import Column, missing_columns
from model_build.datasets.formats.table_file import DatasetError, TableFile

if TYPE_CHECKING:
    import _csv

# Most lines of a record: a quoted field may hold line breaks, but in a longer one the closing quote is missing.
_MOST_LINES = 5
# Lines that are parsed at once: enough that a block costs nothing beside its lines, and few megabytes.
_BLOCK_LINES = 1 << 15
_LONGEST_EXAMPLE = 200
_CARRIAGE_RETURNS = bytes.maketrans(b"\r", b" ")
# (fields, header) -> fields that fit the header, or None where that can't be done.
Repair = Callable[[list[str], list[str]], list[str] | None]


class Table:
    """The records of one CSV file.

    The delimiter (comma, semicolon or tab) is the most frequent one in the header; each line's encoding is UTF-8 or,
    where it is not valid UTF-8, Windows-1252. Files with semicolons escape quotes by a backslash, as the Book-Crossing
    dump does.

    Attributes:
        file: The file.
        counts: Number of repaired and of dropped rows, by the kind of their fault; complete once all rows are read.
        examples: For a kind of fault, one of its rows.
        columns: Names of the columns.
    """

    def __init__(self, file: TableFile, *, columns: Sequence[str] | None = None, repair: Repair | None = None) -> None:
        """Read the header of a file.

        Args:
            file: The file.
            columns: Names of the columns of a file without a header.
            repair: Fits records of a wrong number of fields to the columns.
        """
        self.file = file
        self._has_header = columns is None
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self._repair = repair
        with file.open() as stream:
            header = stream.readline()
        text = _decode(header).removeprefix("\ufeff")
        self._delimiter = max(",;\t", key=text.count)
        self.columns = list(columns or [column.strip() for column in self._parse([text])[0]])

    def rows(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """Yield the given columns of every record that has all columns, stripped of surrounding blanks.

        Raises:
            DatasetError: A column is missing; the message names the ones found.
        """
        wanted = self._positions(columns)
        for records in self._records():
            for fields in records:
                yield tuple([fields[position].strip() for position in wanted])

    def blocks(self, *columns: str) -> Iterator[tuple[Sequence[str], ...]]:
        """Yield the given columns of some thousands of records at a time, each with its blanks.

        Raises:
            DatasetError: A column is missing; the message names the ones found.
        """
        wanted = self._positions(columns)
        for records in self._records():
            if records:
                by_column = list(zip(*records, strict=True))
                yield tuple(by_column[position] for position in wanted)

    def _positions(self, columns: Sequence[str]) -> list[int]:
        missing = [Column(column) for column in columns if column not in self.columns]
        if missing:
            raise DatasetError(missing_columns(self.file, self.columns, missing))
        return [self.columns.index(column) for column in columns]

    def _records(self) -> Iterator[list[list[str]]]:
        """Yield blocks of records that have all columns."""
        with self.file.open() as stream:
            if self._has_header:
                stream.readline()
            lines = _Lines(stream, self.file.name)
            while block := lines.next_block():
                records = self._parse_block(block)
                if records is None:
                    lines.put_back(block)
                    records = list(self._repaired_records(lines))
                yield records

    def _parse_block(self, block: list[bytes]) -> list[list[str]] | None:
        """Return the records of lines that are one sound record each, or None where a line isn't."""
        try:
            text = b"".join(block).translate(_CARRIAGE_RETURNS, b"\0").decode()
        except UnicodeDecodeError:
            return None
        lines = text.split("\n")
        if not lines[-1]:
            lines.pop()
        reader = self._reader(lines)
        try:
            records = [fields for fields in reader if fields]
        except csv.Error:
            return None
        is_sound = set(map(len, records)) == {len(self.columns)}
        return records if is_sound and len(records) + lines.count("") == len(lines) else None

    def _repaired_records(self, lines: "_Lines") -> Iterator[list[str]]:
        """Yield the records of the lines that were put back, each line by itself."""
        width = len(self.columns)
        for line in lines:
            fields = self._parse([line])[0]
            if len(fields) < width and '"' in line:
                fields = self._parse_across_lines(line, lines) or fields
            if len(fields) == width:
                yield fields
            elif line.strip():
                repaired = self._repair(fields, self.columns) if self._repair else None
                kind = "too many fields" if len(fields) > width else "too few fields"
                kind = f"rows with {kind}, {'repaired' if repaired else 'dropped'}"
                self.counts[kind] += 1
                self.examples.setdefault(kind, repr(line.strip()[:_LONGEST_EXAMPLE]))
                if repaired:
                    yield repaired

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
        quotes = line.count('"') - (line.count('\\"') if self._delimiter == ";" else 0)
        return quotes % 2 == 0 and len(self._parse([line])[0]) == len(self.columns)

    def _parse(self, lines: list[str]) -> tuple[list[str], int]:
        """Return the first record of some lines, and the number of its lines."""
        reader = self._reader(lines)
        try:
            return next(reader, []), reader.line_num
        except csv.Error:  # a field of over 128 KiB
            return [], 1

    def _reader(self, lines: list[str]) -> "_csv.Reader":
        return csv.reader(lines, delimiter=self._delimiter, escapechar="\\" if self._delimiter == ";" else None)


class _Lines:
    """The lines of a file, in blocks or decoded one by one, with a look ahead and a progress bar."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._progress = tqdm(
            desc=f"Reading {name}", unit=" lines", unit_scale=True, delay=2, disable=None, leave=False
        )
        self._ahead: deque[str] = deque()

    def next_block(self) -> list[bytes]:
        """Return the next lines, some thousands; an empty list after the last one, when the progress bar ends."""
        block = list(islice(self._stream, _BLOCK_LINES))
        self._progress.update(len(block))
        if not block:
            self._progress.close()
        return block

    def put_back(self, block: list[bytes]) -> None:
        """Put a block back, to be iterated over line by line; the iteration ends with these lines."""
        self._ahead.extend(map(_decode, block))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._ahead:
            raise StopIteration
        return self._ahead.popleft()

    def peek(self, count: int) -> list[str]:
        """Return up to `count` of the next lines."""
        if len(self._ahead) < count:
            self._ahead.extend(map(_decode, islice(self._stream, count - len(self._ahead))))
        return list(self._ahead)[:count]

    def skip(self, count: int) -> None:
        """Skip lines that `peek` returned."""
        for _ in range(count):
            self._ahead.popleft()


def _decode(line: bytes) -> str:
    # A carriage return is white space wherever it stands; a NUL byte is nothing.
    line = line.translate(_CARRIAGE_RETURNS, b"\0")
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
