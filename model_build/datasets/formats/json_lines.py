"""A reader of files with one JSON object a line (JSON Lines), in blocks, so that a broken line costs one line."""

import ast
import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

import orjson
from tqdm import tqdm

from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.formats.text_lines import TEXT_LINES, line_blocks
from shelftalker.repairs.encodings import decode_line

Record = dict[str, Any]


_LONGEST_EXAMPLE = 120


class JsonLines:
    """The records of one file.

    Lines that only Python's own parsers take are read too: with NaN, with raw control characters, with half a surrogate
    pair, in Windows-1252, or printed by Python (`{'asin': ...}`, the form of Amazon's metadata of 2014). So are the
    lines of a JSON array with one object a line.

    Attributes:
        file: The file.
        table: Name of the table in `counts`.
    """

    def __init__(
        self, file: TableFile, table: str, counts: Counter[str] | None = None, examples: dict[str, str] | None = None
    ) -> None:
        """Prepare to read a file; nothing is opened.

        Args:
            file: The file.
            table: Name of the table: "ratings".
            counts: Where "TABLE rows" and broken lines are counted.
            examples: Where an example of a broken line is put, by the same kind of fault.
        """
        self.file = file
        self.table = table
        self._counts = Counter[str]() if counts is None else counts
        self._examples = {} if examples is None else examples
        self._found = 0

    def __iter__(self) -> Iterator[Record]:
        """Yield all records, see `blocks`."""
        for records in self.blocks():
            yield from records

    def blocks(self) -> Iterator[list[Record]]:
        """Yield the records in lists of some thousands, and count them.

        Raises:
            DatasetError: The file is cut off, holds no record, or is no file of lines.
        """
        for block in self.text_blocks():
            if records := self.records_in(block):
                yield records

    def blocks_of_wanted(self, key: str, is_wanted: Callable[[str], bool], not_wanted: str) -> Iterator[list[Record]]:
        """Yield the records like `blocks`, but most of those with an unwanted id, which are not parsed.

        Args:
            key: Key of the id.
            is_wanted: Returns True for the id of a wanted record.
            not_wanted: The kind under which the records that were not parsed are counted.
        """
        id_of_line = re.compile(rf'"{re.escape(key)}" ?: ?"([^"\\\n]*)"'.encode())
        for block in self.text_blocks():
            lines = block.removesuffix(b"\n").split(b"\n")
            kept = []
            for line in lines:
                ids = id_of_line.findall(line)
                # Of a line that is cut off, or has the key twice, the parser tells more.
                is_plain = len(ids) == 1 and line.startswith(b"{") and line.endswith(b"}")
                if not is_plain or is_wanted(ids[0].decode(errors="replace")):
                    kept.append(line)
            self._counts[not_wanted] += len(lines) - len(kept)
            self.count(len(lines) - len(kept))
            if kept and (records := self.records_in(b"\n".join(kept))):
                yield records

    def text_blocks(self, block_bytes: int = TEXT_LINES.block_bytes) -> Iterator[bytes]:
        """Yield the whole lines of the file in blocks, each of which the caller parses and counts before the next.

        Args:
            block_bytes: Size of a block.

        Raises:
            DatasetError: The file is cut off, holds no record, or is no file of lines.
        """
        self._found = 0
        with (
            self.file.open() as stream,
            tqdm(
                desc=f"Reading {self.file.name}", unit=" records", unit_scale=True, delay=2, disable=None, leave=False
            ) as progress,
        ):
            for block in self._whole_lines(stream, block_bytes):
                yield block
                progress.update(self._found - progress.n)
        if not self._found:
            raise DatasetError(
                f"{self.file} holds no record: expected one JSON object a line. Is it a whole file, and the right one? "
                "Records over several lines are written so, for example, by: jq --compact-output '.[]'"
            )

    def records_in(self, block: bytes) -> list[Record]:
        """Return the records of a block of lines, and count them; broken lines are counted and dropped."""
        records = _parse_block(block)
        if records is None:
            records = self._parse_lines(block)
        self.count(len(records))
        return records

    def count(self, records: int) -> None:
        """Count records."""
        self._found += records
        self._counts[f"{self.table} rows"] += records

    def first(self) -> Record | None:
        """Return the first record of the file, or None if its first line is none; nothing is counted."""
        with self.file.open() as stream:
            for line in next(line_blocks(self.file, stream), b"").split(b"\n"):
                if records := _parse_line(line):
                    return records[0]
                if line.strip(_AROUND_RECORDS):
                    return None
        return None

    def _whole_lines(self, stream: BinaryIO, block_bytes: int) -> Iterator[bytes]:
        """Yield blocks that end at the end of a line.

        Raises:
            DatasetError: The last line is half a record.
        """
        for block in line_blocks(self.file, stream, block_bytes):
            is_half_a_record = not block.endswith(b"\n") and _parse_line(block) is None
            if is_half_a_record:
                raise DatasetError(
                    f"{self.file} ends within a record: {_shorten(block)}. It is cut off; download or copy it again."
                )
            yield block

    def _parse_lines(self, block: bytes) -> list[Record]:
        """Return the records of a block line by line; broken lines are counted and dropped."""
        records: list[Record] = []
        for line in block.split(b"\n"):
            found = _parse_line(line)
            if found is not None:
                records += found
            else:
                kind = f"{self.table} in lines that are no JSON object, dropped"
                self._counts[kind] += 1
                self._counts[f"{self.table} rows"] += 1
                self._examples.setdefault(kind, f"{_shorten(line)} in {self.file.name}")
        return records


# Blanks, a byte order mark, and the brackets and commas of a JSON array that has one object a line.
_AROUND_RECORDS = b" \t\r\n\xef\xbb\xbf[],"


def _parse_block(block: bytes) -> list[Record] | None:
    """Return the records of a block that has one in each line, or None if it must be read line by line."""
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    try:
        records = orjson.loads(b"[" + block.removesuffix(b"\n").replace(b"\n", b",") + b"]")
    except orjson.JSONDecodeError:
        return None
    # Two broken lines can be a whole record together.
    return records if len(records) == lines and set(map(type, records)) <= {dict} else None


def _parse_line(line: bytes) -> list[Record] | None:
    """Return the record of a line, none of a blank one, several of an array; None if the line is broken."""
    line = line.strip(_AROUND_RECORDS)
    if not line:
        return []
    try:
        records = orjson.loads(b"[" + line + b"]")
    except orjson.JSONDecodeError:
        records = _parse_loosely(line)
    return records if records and all(isinstance(record, dict) for record in records) else None


def _parse_loosely(line: bytes) -> list[Record] | None:
    """Return the records of a line by Python's own parsers, or None."""
    text = decode_line(line)
    try:
        records = json.loads(f"[{text}]", strict=False)
    except (ValueError, RecursionError):
        records = _evaluate(text) if text.startswith("{'") else None
    return cast("list[Record] | None", _without_half_surrogates(records))


def _evaluate(text: str) -> object:
    """Return a list of the Python literals in a line, or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # a backslash that escapes nothing
        warnings.simplefilter("ignore", DeprecationWarning)  # the same, before Python 3.12
        try:
            return ast.literal_eval(f"[{text}]")
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return None


def _without_half_surrogates(value: object) -> object:
    """Return a value whose texts can be written as UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_without_half_surrogates(key): _without_half_surrogates(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_without_half_surrogates(part) for part in value]
    return value


def _shorten(line: bytes) -> str:
    """Return the beginning of a line, for a message."""
    text = line.decode(errors="replace").strip()
    return repr(text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}...")
