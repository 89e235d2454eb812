"""The text of an export's file, in any encoding and packing."""

import gzip
import zipfile
from pathlib import Path

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.shelf_exports.export_text import texts_of

TEXT = "Title,Author\nL\u2019\u00c9tranger,Albert Camus\n"


def text_in(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    (text,) = texts_of(path).values()
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_of_any_encoding_is_the_same(encoding: str, tmp_path: Path) -> None:
    assert text_in(tmp_path / "export.csv", TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_in_line_feeds(end: str, tmp_path: Path) -> None:
    assert text_in(tmp_path / "export.csv", TEXT.replace("\n", end).encode()) == TEXT


def test_packed_text_is_unpacked_under_any_name(tmp_path: Path) -> None:
    assert text_in(tmp_path / "export.csv", gzip.compress(TEXT.encode(), mtime=0)) == TEXT
    with zipfile.ZipFile(tmp_path / "export", "w") as archive:
        archive.writestr("library.csv", TEXT)
        archive.writestr("__MACOSX/._library.csv", "x")
    assert list(texts_of(tmp_path / "export").values()) == [TEXT]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"books": []}', "is JSON"),
        (b"<!DOCTYPE html><p>Sign in", "is a page"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "can't be read"),
        (b"PK\x03\x04 no archive", "can't be read"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_bytes(content)
    with pytest.raises(DatasetError, match=message):
        texts_of(tmp_path / "export.csv")


def test_a_missing_file_and_a_spreadsheets_own_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="does not exist"):
        texts_of(tmp_path / "export.csv")
    with zipfile.ZipFile(tmp_path / "export.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(DatasetError, match="Save it as CSV"):
        texts_of(tmp_path / "export.xlsx")
