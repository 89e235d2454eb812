"""Tables of delimiters as programs write them: marks, line ends, headers, delimiters and quotes of all kinds."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests.model_build.datasets.dirty_datasets import (
    FIRST,
    LAST,
    RATING,
)
from tests.model_build.small_datasets import book, read, write_kaggle


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_either_line_ending_are_read(newline: bytes, tmp_path: Path) -> None:
    write_kaggle(tmp_path, [FIRST, LAST], [RATING], [(1, "tyler, texas, usa", 34)])
    expected = read(tmp_path)
    for path in tmp_path.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", newline))
    dataset = read(tmp_path)
    pd.testing.assert_frame_equal(dataset.editions, expected.editions)
    pd.testing.assert_frame_equal(dataset.ratings, expected.ratings)
    pd.testing.assert_frame_equal(dataset.readers, expected.readers)


def as_utf_16(table: bytes) -> bytes:
    return table.decode().encode("utf-16")


def without_mark(table: bytes) -> bytes:
    return table.decode().encode("utf-16-le")


def with_returns_alone(table: bytes) -> bytes:
    return table.replace(b"\n", b"\r")


def with_two_returns(table: bytes) -> bytes:
    return table.replace(b"\n", b"\r\r\n")


def with_semicolons_stated(table: bytes) -> bytes:
    rows = csv.reader(table.decode().splitlines())
    return b"sep=;\r\n" + "".join(";".join(row) + "\r\n" for row in rows).encode()


def between_tabs(table: bytes) -> bytes:
    return "".join("\t".join(row) + "\n" for row in csv.reader(table.decode().splitlines())).encode()


def between_bars(table: bytes) -> bytes:
    return "".join("|".join(row) + "\n" for row in csv.reader(table.decode().splitlines())).encode()


def below_blank_lines_and_comments(table: bytes) -> bytes:
    return b"\n# Export, of 2026-11-29\n   \n" + table + b"\n\n"


def below_a_title(table: bytes) -> bytes:
    return b"Export of 2026\n\n" + table


def with_all_in_quotes(table: bytes) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(csv.reader(table.decode().splitlines()))
    return text.getvalue().encode()


def with_a_delimiter_more(table: bytes) -> bytes:
    header, *lines = table.splitlines()
    return b"".join(line + b"\n" for line in [header, *(line + b"," for line in lines)])


def with_a_delimiter_more_in_the_header_too(table: bytes) -> bytes:
    return b"".join(line + b",\n" for line in table.splitlines())


def with_a_delimiter_more_in_the_header_alone(table: bytes) -> bytes:
    return table.replace(b"\n", b",\n", 1)


def with_nul_bytes(table: bytes) -> bytes:
    return table.replace(b",", b"\0,\0")


def with_blanks_after_commas(table: bytes) -> bytes:
    rows = csv.reader(table.decode().splitlines())
    return "".join(", ".join(f'"{field}"' for field in row) + "\n" for row in rows).encode()


def with_lines_of_commas(table: bytes) -> bytes:
    width = table.partition(b"\n")[0].count(b",")
    return table.replace(b"\n", b"\n" + b"," * width + b"\n").replace(b"\n,", b"\n,", 1) + b'"",' * width + b"\n"


def put_together_from_two(table: bytes) -> bytes:
    header, *lines = table.splitlines(keepends=True)
    return b"".join([header, *lines[:1], header, *lines[1:], header])


def with_row_numbers(table: bytes) -> bytes:
    header, *lines = table.splitlines(keepends=True)
    return header + b"".join(b"%d,%s" % (number, line) for number, line in enumerate(lines, 1))


@pytest.mark.parametrize(
    "write",
    [
        with_blanks_after_commas,
        with_lines_of_commas,
        put_together_from_two,
        with_row_numbers,
        as_utf_16,
        without_mark,
        with_returns_alone,
        with_two_returns,
        with_semicolons_stated,
        between_tabs,
        between_bars,
        below_blank_lines_and_comments,
        below_a_title,
        with_all_in_quotes,
        with_a_delimiter_more,
        with_a_delimiter_more_in_the_header_too,
        with_a_delimiter_more_in_the_header_alone,
        with_nul_bytes,
    ],
)
def test_tables_are_read_as_programs_write_them(write: Callable[[bytes], bytes], tmp_path: Path) -> None:
    books = [book("0100", "Élan vital", "Henri Bergson"), book("0200", "Emma: A Novel", "Jane Austen")]
    write_kaggle(tmp_path, books, [(reader, isbn, 7) for reader in range(30) for isbn in ("0100", "0200")])
    expected = read(tmp_path)
    for path in (tmp_path / "Books.csv", tmp_path / "Ratings.csv"):
        path.write_bytes(write(path.read_bytes()))
        gzipped = path.with_name(f"{path.name}.gz")
        gzipped.write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    dataset = read(tmp_path)
    pd.testing.assert_frame_equal(dataset.editions, expected.editions)
    pd.testing.assert_frame_equal(dataset.ratings, expected.ratings)
    assert not [kind for kind in dataset.counts if "fields" in kind]
