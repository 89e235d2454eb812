"""The text of an export's file, in any encoding and packing."""

import gzip
import io
import zipfile

import pytest

from shelftalker.shelf_exports.export_text import ExportError, texts_of

TEXT = "Title,Author\nL\u2019\u00c9tranger,Albert Camus\n"


def text_in(content: bytes) -> str:
    (text,) = texts_of("export.csv", content).values()
    return text


def zip_of(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_of_any_encoding_is_the_same(encoding: str) -> None:
    assert text_in(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", "Charlotte Bront\u00eb;G\u00fcnter Grass;Gabriel Garc\u00eda M\u00e1rquez;Fran\u00e7ois Mauriac"),
        ("mac-roman", "Charlotte Bront\u00eb;G\u00fcnter Grass;Gabriel Garc\u00eda M\u00e1rquez;Les Mis\u00e9rables"),
        ("cp850", "Charlotte Bront\u00eb;G\u00fcnter Grass;Gabriel Garc\u00eda M\u00e1rquez;Les Mis\u00e9rables"),
        ("cp1251", "Лев Толстой;Антон Чехов"),
    ],
)
def test_an_encoding_of_one_byte_a_letter_is_told_by_the_letters_of_several_rows(encoding: str, names: str) -> None:
    text = f"Title,Author\n{names.replace(';', ',x' + chr(10))},x\n"
    assert text_in(text.encode(encoding)) == text


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_end_in_line_feeds(end: str) -> None:
    assert text_in(TEXT.replace("\n", end).encode()) == TEXT


def test_packed_text_is_unpacked_under_any_name() -> None:
    assert text_in(gzip.compress(TEXT.encode(), mtime=0)) == TEXT
    archive = zip_of(**{"library.csv": TEXT, "__MACOSX/._library.csv": "x"})
    assert list(texts_of("export", archive).values()) == [TEXT]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"books": []}', "is JSON"),
        (b"<!DOCTYPE html><p>Sign in", "is a page"),
        (b"%PDF-1.7 ...", "is a PDF. Expected is the text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is a spreadsheet's own file. Expected"),
        (gzip.compress(TEXT.encode(), mtime=0)[:-12], "can't be read"),
        (b"PK\x03\x04 no archive", "can't be read"),
        (zip_of(**{"xl/workbook.xml": "<x/>"}), "Save it as CSV"),
        (zip_of(**{"cover.jpg": "x"}), "holds no table, only 'cover.jpg'"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        texts_of("export.csv", content)


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(b"a" * 100_000, mtime=0),
        zip_of(**{"a.csv": "a" * 100_000}),
        zip_of(**{f"{number}.csv": "a" * 900 for number in range(9)}),
    ],
    ids=["gzip", "zip", "zip of many"],
)
def test_no_more_is_unpacked_than_a_reader_s_export_has(content: bytes) -> None:
    with pytest.raises(ExportError, match=r"more than [\d,]+ bytes"):
        texts_of("export.csv", content, 1000)
