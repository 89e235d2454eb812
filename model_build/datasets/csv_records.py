"""Reading dirty CSV files, record by record, so that one broken line costs one line."""

import csv
import gzip
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from tqdm import tqdm

# A quoted field may hold line breaks; more than this many means that its closing quote is missing.
_LINES_IN_A_RECORD = 5
_CARRIAGE_RETURNS = bytes.maketrans(b"\r", b" ")
# (fields, header) -> fields that fit the header, or None where that can't be done.
Repair = Callable[[list[str], list[str]], list[str] | None]


class DatasetError(Exception):
    """The input can't be built from: a file, a column or every usable rating is missing."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A CSV file: plain, gzipped, or a member of a zip archive."""

    path: Path
    member: str | None = None

    def __str__(self) -> str:
        """The path, with the archive's member."""
        return f"{self.path}:{self.member}" if self.member else str(self.path)

    @property
    def name(self) -> str:
        """The name that tells what it holds, in lower case."""
        return Path(self.member or self.path).name.lower()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The uncompressed bytes.

        Raises:
            DatasetError: The file is missing, or not the kind of archive that its name says.
        """
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive, self._member_of(archive) as stream:
                    yield stream
            elif self.path.suffix.lower() == ".gz":
                with gzip.open(self.path) as stream:
                    yield cast("BinaryIO", stream)
            else:
                with self.path.open("rb") as stream:
                    yield stream
        except FileNotFoundError as error:
            raise DatasetError(f"{self.path} does not exist. Name the dataset's files, or their folder.") from error
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise DatasetError(f"{self} can't be read ({error}). Is it a whole file?") from error

    def _member_of(self, archive: zipfile.ZipFile) -> BinaryIO:
        # Only opening a member can fail this way; an error of whoever reads it is none of the file's.
        try:
            return cast("BinaryIO", archive.open(cast("str", self.member)))
        except RuntimeError as error:
            raise DatasetError(
                f"{self} can't be read ({error}). Pack it again without a password, by plain zip compression."
            ) from error


def table_files(path: Path) -> list[TableFile]:
    """The tables in a file: itself, or the CSV members of a zip archive.

    Raises:
        DatasetError: The file is missing or not an archive.
    """
    if path.suffix.lower() != ".zip":
        return [TableFile(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if name.lower().endswith(".csv"))
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist. Name the dataset's files, or their folder.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} can't be read as a zip archive ({error}).") from error
    return [TableFile(path, member) for member in members if not member.startswith("__MACOSX")]


class Table:
    """The records of one CSV file.

    Delimiter (comma, semicolon or tab) is told from the header; each line's encoding is UTF-8 or, where it is not
    valid UTF-8, Windows-1252. Files with semicolons escape quotes by a backslash, as the Book-Crossing dump does.
    """

    def __init__(self, file: TableFile, *, repair: Repair | None = None) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()
        self._repair = repair
        with file.open() as stream:
            header = stream.readline()
        text = _decode(header).removeprefix("\ufeff")
        self._delimiter = max(",;\t", key=text.count)
        self.columns = [column.strip() for column in self._parse([text])[0]]

    def rows(self, *columns: str) -> Iterator[tuple[str, ...]]:
        """The given columns of every record that has them, stripped of surrounding blanks.

        Raises:
            DatasetError: A column is missing; the message names the ones found.
        """
        missing = [column for column in columns if column not in self.columns]
        if missing:
            raise DatasetError(
                f"{self.file} lacks the column {', '.join(map(repr, missing))}; "
                f"its columns are {', '.join(map(repr, self.columns)) or 'none'}."
            )
        wanted = [self.columns.index(column) for column in columns]
        for fields in self._records():
            yield tuple([fields[position].strip() for position in wanted])

    def _records(self) -> Iterator[list[str]]:
        width = len(self.columns)
        with self.file.open() as stream:
            stream.readline()
            lines = _Lines(stream, self.file.name)
            for line in lines:
                fields = self._parse([line])[0]
                if len(fields) < width and '"' in line:
                    fields = self._parse_across_lines(line, lines) or fields
                if len(fields) == width:
                    yield fields
                elif line.strip():
                    repaired = self._repair(fields, self.columns) if self._repair else None
                    kind = "too many fields" if len(fields) > width else "too few fields"
                    self.counts[f"rows with {kind}, {'repaired' if repaired else 'dropped'}"] += 1
                    if repaired:
                        yield repaired

    def _parse_across_lines(self, line: str, lines: "_Lines") -> list[str] | None:
        """The fields of a record whose quoted field holds line breaks, or None where only its closing quote is missing.

        Takes from `lines` what belongs to the record and no more.
        """
        following = lines.peek(_LINES_IN_A_RECORD - 1)
        fields, lines_read = self._parse([line, *following])
        if len(fields) != len(self.columns) or any(map(self._is_record, following[: lines_read - 1])):
            return None
        lines.skip(lines_read - 1)
        return fields

    def _is_record(self, line: str) -> bool:
        """Whether a line is a record by itself, not the end of one that began on an earlier line."""
        quotes = line.count('"') - (line.count('\\"') if self._delimiter == ";" else 0)
        return quotes % 2 == 0 and len(self._parse([line])[0]) == len(self.columns)

    def _parse(self, lines: list[str]) -> tuple[list[str], int]:
        """The first record of some lines, and how many of them it takes."""
        reader = csv.reader(lines, delimiter=self._delimiter, escapechar="\\" if self._delimiter == ";" else None)
        try:
            return next(reader, []), reader.line_num
        except csv.Error:  # a field of over 128 KiB
            return [], 1


class _Lines:
    """The decoded lines of a file, with a look ahead and a progress bar."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._lines = iter(
            tqdm(stream, desc=f"Reading {name}", unit=" lines", unit_scale=True, delay=2, disable=None, leave=False)
        )
        self._ahead: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._ahead.popleft() if self._ahead else _decode(next(self._lines))

    def peek(self, count: int) -> list[str]:
        """Up to `count` lines that come next."""
        while len(self._ahead) < count and (line := next(self._lines, None)) is not None:
            self._ahead.append(_decode(line))
        return list(self._ahead)[:count]

    def skip(self, count: int) -> None:
        """Pass over lines that were peeked at."""
        for _ in range(count):
            self._ahead.popleft()


def _decode(line: bytes) -> str:
    # A carriage return is white space wherever it stands; a NUL byte is nothing.
    line = line.translate(_CARRIAGE_RETURNS, b"\0")
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
