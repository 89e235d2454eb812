"""The header of a table with delimiters: found below titles, comments and blank lines."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from model_build.datasets.formats.table_file import DatasetError, TableFile
from shelftalker.repairs.encodings import USUAL_ENCODING, decode_line


@dataclass(frozen=True, slots=True)
class HeaderConfig:
    """Rules that find a header.

    Attributes:
        delimiters: Characters that divide fields; of equally frequent ones the first counts.
        most_lines: Most lines above a header.
        most_lines_of_names: Most lines of the header itself, whose names may hold line breaks in quotes.
    """

    delimiters: str = ",;\t|"
    most_lines: int = 40
    most_lines_of_names: int = 5


HEADERS = HeaderConfig()
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_NUMBER = re.compile(r"-?\d[\d.,:-]*")
# Excel's own line for the delimiter of a file.
_DELIMITER_LINE = re.compile(r'"?sep=(.)"?\1*', re.IGNORECASE)
_RULE = re.compile(r"[-=+,;|\t ]*--[-=+,;|\t ]*")
_CARRIAGE_RETURNS = bytes.maketrans(b"\r", b" ")

_FOREIGN = {
    (b"<!doctype", b"<html", b"<?xml"): "it is a web page. Sign in where it comes from, and download the file again.",
    (b"version https://git-lfs",): "it is Git LFS's pointer to one. Fetch the file itself by `git lfs pull`.",
    (b"par1",): "it is a Parquet file. Let its name end in .parquet.",
    (b"{",): "it is JSON. Let its name end in .jsonl, and write one object a line.",
    (b"%pdf",): "it is a PDF. Save the table that it shows as CSV.",
    (b"\xd0\xcf\x11\xe0",): "it is a spreadsheet's own file. Save its table as CSV.",
    (b"bzh", b"7z\xbc\xaf", b"\xfd7zxz", b"rar!", b"\x28\xb5\x2f\xfd"): (
        "it is packed in a way that is not read. Unpack it, or pack it by gzip or zip."
    ),
}


class Header(NamedTuple):
    """The header of a table.

    Attributes:
        columns: Names of the columns, without surrounding blanks; those without a name at the end are left out.
        delimiter: The character that divides fields.
        size: Bytes of the text up to the end of the header.
        line: The header as it stands in the file, or '': files that were put together from several repeat it.
        has_blanks: True where a blank follows each delimiter, so that a quote may follow the blank.
    """

    columns: list[str]
    delimiter: str
    size: int
    line: str = ""
    has_blanks: bool = False


class _Line(NamedTuple):
    """A line, and the bytes of the text up to its end."""

    text: str
    end: int

    @property
    def delimiter(self) -> str:
        """The most frequent delimiter outside of quotes."""
        return max(HEADERS.delimiters, key=_QUOTED.sub("", self.text).count)

    @property
    def cells(self) -> list[str]:
        """The fields that are not blank, each quoted one as 'x'."""
        return [cell for cell in _QUOTED.sub("x", self.text).split(self.delimiter) if cell.strip()]


def find_header(beginning: bytes, columns: Sequence[str] | None = None, encoding: str = USUAL_ENCODING) -> Header:
    """Return the header of a table, or one for a table without.

    Above it may stand blank lines, comments after '#', a title in the first field, and a line 'sep=;'.

    Args:
        beginning: The first block of the file's lines.
        columns: Names of the columns, in a file without a header.
        encoding: The encoding of lines that are no UTF-8.
    """
    lines = list(islice(_lines_of(beginning, encoding), HEADERS.most_lines))
    stated = next((found[1] for line in lines[:1] if (found := _DELIMITER_LINE.fullmatch(line.text.strip(" \n")))), "")
    skipped = 1 if stated else 0
    while skipped < len(lines) and _is_above(lines, skipped, has_names=columns is None):
        skipped += 1
    if skipped == len(lines):
        return Header(list(columns or []), stated or HEADERS.delimiters[0], lines[-1].end if lines else 0)
    line = lines[skipped]
    delimiter = stated or line.delimiter
    if columns is not None:
        return Header(list(columns), delimiter, lines[skipped - 1].end if skipped else 0)
    below = [following.text for following in lines[skipped + 1 :]]
    names, length = _parse([line.text.lstrip("# "), *below], delimiter)
    while names and not names[-1]:
        names.pop()
    if _have_row_numbers(below[length - 1 :], names, delimiter):
        names.insert(0, "")
    last = skipped + length - 1
    if last + 1 < len(lines) and _RULE.fullmatch(lines[last + 1].text.strip()):
        last += 1  # the line of dashes below the names, as databases' consoles print it
    return Header(
        names,
        delimiter,
        lines[last].end,
        line.text.strip() if length == 1 else "",
        has_blanks=0 < line.text.count(delimiter) == line.text.count(f"{delimiter} "),
    )


def _lines_of(text: bytes, encoding: str) -> Iterator[_Line]:
    start = 0
    while start < len(text):
        end = text.find(b"\n", start) + 1 or len(text)
        yield _Line(decode_line(text[start:end].translate(_CARRIAGE_RETURNS, b"\0"), encoding), end)
        start = end


def _is_above(lines: Sequence[_Line], place: int, *, has_names: bool) -> bool:
    """Return True for a line that stands above the header, or above the records of a table without."""
    line = lines[place]
    if not line.cells:
        return True
    below = [other for other in lines[place + 1 :] if other.cells and not other.text.startswith("#")]
    if line.text.startswith("#"):
        # Some programs write the header itself as a comment: names above numbers.
        names = line.cells
        is_header = len(names) > 1 and below and len(below[0].cells) == len(names)
        is_above_numbers = bool(below) and any(_NUMBER.fullmatch(cell.strip()) for cell in below[0].cells)
        return not (is_header and has_names and is_above_numbers and not any(map(_NUMBER.fullmatch, names)))
    return has_names and (
        (len(line.cells) == 1 and any(len(other.cells) > 1 for other in below)) or _is_of_a_preamble(lines, place)
    )


def _is_of_a_preamble(lines: Sequence[_Line], place: int) -> bool:
    """Return True for a line 'Date,2026-11-29' above a blank line, below which wider names without a number stand."""
    cells = lines[place].cells
    blank = next((row for row in range(place, len(lines)) if not lines[row].cells), len(lines))
    names = next((line.cells for line in lines[blank:] if line.cells), [])
    return len(cells) <= 2 and len(names) > 2 and not any(_NUMBER.fullmatch(name.strip()) for name in names)


def _have_row_numbers(below: Sequence[str], names: Sequence[str], delimiter: str) -> bool:
    """Return True for records that have their number before the fields that the header names, as R writes them."""
    try:
        records = list(csv.reader([line for line in below if line.strip()], delimiter=delimiter))
    except csv.Error:  # a field of over 128 KiB
        return False
    numbers = list(map(str, range(1, len(records) + 1)))
    return (
        len(records) > 1 and {len(names) + 1} == set(map(len, records)) and [record[0] for record in records] == numbers
    )


def _parse(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """Return the names in a header, and the number of its lines."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    try:
        names = next(reader, [])
        if reader.line_num > HEADERS.most_lines_of_names:
            reader = csv.reader(lines[:1], delimiter=delimiter, skipinitialspace=True)
            names = next(reader, [])
    except csv.Error:  # a name of over 128 KiB
        return [], 1
    return [" ".join(name.split()) for name in names], reader.line_num


def refuse_foreign(file: TableFile, beginning: bytes) -> None:
    """Refuse a file that only has the name of a table.

    Raises:
        DatasetError: Its first bytes are those of another kind of file.
    """
    start = beginning[:200].lstrip().lower()
    for signs, description in _FOREIGN.items():
        if start.startswith(signs):
            raise DatasetError(f"{file} is no table: {description}")
