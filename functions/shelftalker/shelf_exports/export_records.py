"""The records of an export's text: the delimiter, the header, and each row on its own, so that a broken one costs one.

The reader of datasets is another one (`datasets.formats.csv_records`): a field there spans few lines, while a review
here may have fifty; and nothing of a row is kept here beside the columns that are asked for.
"""

import csv
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class RecordConfig(NamedTuple):
    """Numbers of the reading of records.

    Attributes:
        delimiters: Characters that divide fields; spreadsheets save with semicolons where the comma is decimal.
        lines_before_header: Most lines before the header: "sep=;", comments, blank lines.
        longest_field: Most characters of a field; more means that its closing quote is missing. The longest review that
            Goodreads takes has 15,000.
    """

    delimiters: str = ",;\t|"
    lines_before_header: int = 5
    longest_field: int = 100_000


RECORDS = RecordConfig()


class Header(NamedTuple):
    """The header of a text.

    Attributes:
        columns: Names as they stand there.
        keys: The letters and digits of each name in lower case, by which columns are told apart.
        delimiter: The delimiter of the file.
        line: Number of its line, from 0.
    """

    columns: list[str]
    keys: list[str]
    delimiter: str
    line: int


class Record(NamedTuple):
    """A row: the number of its first line, from 1, and its fields by the key of their column; None if it is broken."""

    line: int
    fields: dict[str, str] | None


class RowWidth(NamedTuple):
    """A row's first line, from 0, and the number of its fields; 0 where its closing quote is missing."""

    line: int
    fields: int


def column_key(name: str) -> str:
    """Return the letters and digits of a column's name, in lower case: "ISBN/UID" is "isbnuid"."""
    return "".join(filter(str.isalnum, name.casefold()))


def headers_of(lines: Sequence[str]) -> Iterator[Header]:
    """Yield the first lines of a text as headers, those that can't be one left out."""
    for number, line in enumerate(lines[: RECORDS.lines_before_header + 1]):
        delimiter = max(RECORDS.delimiters, key=line.count)
        columns = [column.strip() for column in _cells(line, delimiter)]
        if len(columns) > 1 and not line.startswith("#"):
            yield Header(columns, [column_key(column) for column in columns], delimiter, number)


def unwrapped_lines(lines: Sequence[str]) -> Sequence[str]:
    """Return lines without the quotes that some spreadsheets save around each whole row; others as they are."""
    first = next(filter(None, lines), "")
    only, *others = _cells(first, ",") or [""]
    if others or not first.startswith('"') or len(_cells(only, max(RECORDS.delimiters, key=only.count))) < 2:
        return lines
    try:
        return [line for row in csv.reader([f"{line}\n" for line in lines]) for line in ",".join(row).split("\n")]
    except csv.Error:  # as above
        return lines


def records_of(lines: Sequence[str], header: Header, wanted: frozenset[str], least: frozenset[str]) -> Iterator[Record]:
    """Yield the records below a header, blank lines left out.

    A record has as many fields as the header; empty ones may be missing or too many at its end. Another is broken, and
    the next is looked for on the line after the broken one's first: a missing quote costs one row.

    Args:
        lines: The lines of the whole text, without line ends.
        header: Of these lines.
        wanted: Keys of the columns to return; no other is kept.
        least: Keys of the columns that a row must reach to.
    """
    positions = {key: header.keys.index(key) for key in header.keys if key in wanted}
    shortest = 1 + max(positions[key] for key in least)
    number = header.line + 1
    while number < len(lines):
        if not lines[number].strip(f'{header.delimiter} "'):
            number += 1
            continue
        read, count = _fields(lines, number, header)
        fields = _fit(read, len(header.columns), shortest)
        values = {key: fields[position].strip() for key, position in positions.items()} if fields else None
        yield Record(number + 1, values)
        number += count if fields else 1


def widths_of(lines: Sequence[str], header: Header, number: int) -> Iterator[RowWidth]:
    """Yield the widths of the rows from a line on, numbered from 0, as `records_of` reads them."""
    while number < len(lines):
        if not lines[number].strip(f'{header.delimiter} "'):
            number += 1
            continue
        read, count = _fields(lines, number, header)
        yield RowWidth(number, len(read))
        number += count


def _fields(lines: Sequence[str], number: int, header: Header) -> tuple[list[str], int]:
    """Return the fields of the record that begins on a line, and the number of its lines."""
    width = len(header.columns)
    if header.delimiter == "\t":
        # LibraryThing quotes nothing, so that a title may begin with a quote; spreadsheets quote.
        plain = lines[number].split("\t")
        if len(plain) == width or (len(plain) > width and not any(plain[width:])):
            return [_unquote(field) for field in plain], 1
    following = (f"{lines[position]}\n" for position in range(number, len(lines)))
    reader = csv.reader(following, delimiter=header.delimiter, skipinitialspace=header.delimiter != "\t")
    try:
        fields = next(reader, [])
    except csv.Error:  # a field of over 128 KiB
        return [], 1
    count = reader.line_num
    if count > 1 and any(_is_record(line, header) for line in lines[number + 1 : number + count]):
        return [], 1  # the closing quote is missing: the field would hold other records
    return fields, count


def _is_record(line: str, header: Header) -> bool:
    """Test if a line is a whole record by itself."""
    return line.count('"') % 2 == 0 and len(_cells(line, header.delimiter)) == len(header.columns)


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line; none of a line that is longer than a field can be."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a field of over 128 KiB
        return []


def _fit(fields: list[str], width: int, shortest: int) -> list[str] | None:
    """Return the fields of a record as many as there are columns; None where it is broken."""
    if any(len(field) > RECORDS.longest_field for field in fields):
        return None
    if len(fields) > width:
        return fields[:width] if not any(map(str.strip, fields[width:])) else None
    if len(fields) < shortest:
        return None
    return [*fields, *[""] * (width - len(fields))]


def _unquote(field: str) -> str:
    """Return a field without the quotes that a spreadsheet put around it."""
    if len(field) > 1 and field[0] == field[-1] == '"':
        return field[1:-1].replace('""', '"')
    return field
