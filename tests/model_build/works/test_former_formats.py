"""Ids of models of former formats."""

import json
import sqlite3
from base64 import b32decode
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.works.former_formats import read_former_ids
from model_build.works.previous_books import PreviousIds
from model_build.write.number_rows import number_editions, number_rows
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import ModelError
from tests.model_build.small_datasets import book, write_kaggle

# The tables of format 5 that ids are read from; format 4 has neither series nor volumes, and format 6 has numbers.
TABLES = """
CREATE TABLE author (author_row INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE book (
    book_row INTEGER PRIMARY KEY, book_id BLOB NOT NULL, title TEXT NOT NULL, author_row INTEGER NOT NULL,
    credit TEXT, year INTEGER, isbn TEXT NOT NULL, cover TEXT,
    ratings_count INTEGER NOT NULL, rating_mean_hundredths INTEGER, language TEXT{series}
);
CREATE TABLE series (series_row INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE edition (source_id TEXT PRIMARY KEY, book_row INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (former_book_id TEXT PRIMARY KEY, book_id TEXT NOT NULL) WITHOUT ROWID;
"""
ISBNS = "CREATE TABLE isbn (isbn TEXT PRIMARY KEY, book_row INTEGER NOT NULL) WITHOUT ROWID"
NUMBERS = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE number_bucket (bucket INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
"""
BOOKS = [
    book("0441172717", "Dune (Dune Chronicles, Book 1)", "Frank Herbert"),
    book("0441172695", "Dune Messiah (Dune Chronicles, Book 2)", "Frank Herbert"),
    book("0141439580", "Emma", "Jane Austen"),
]
RATINGS = [(1, "0441172717", 8), (2, "0441172717", 8), (1, "0141439580", 7), (3, "0441172695", 7)]


def write_former(catalogue: Catalogue, folder: Path, version: int) -> Path:
    """Write the ids of a model as a former format had them, each with "0" in the place of its last letter."""
    folder.mkdir()
    has_series = version > 4
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection, connection:
        connection.execute(f"PRAGMA user_version = {version}")
        extra = ", series_row INTEGER, volume REAL, last_volume REAL" if has_series else ""
        connection.executescript(TABLES.format(series=extra))
        for each in catalogue.all_books():
            connection.execute("INSERT OR IGNORE INTO author VALUES (?, ?)", (each.author_row, each.author))
            if each.series_row:
                connection.execute("INSERT OR IGNORE INTO series VALUES (?, ?)", (each.series_row, each.series))
            book_id: str | bytes = former_id(each.book_id)
            if version > 5:
                book_id = b32decode(former_id(each.book_id).upper())
            row = [each.book_row, book_id, each.title, each.author_row, None, each.year, each.isbn]
            row += ["", 1, None, "en", *((each.series_row, each.volume, each.last_volume) if has_series else ())]
            connection.execute(f"INSERT INTO book VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        editions = [(source_id, book_row) for source_id, book_row, _ in catalogue.editions()]
        isbns = [("9798886451740", 1), *catalogue.isbns()]
        if version > 5:
            write_numbers(connection, editions, isbns)
        else:
            connection.execute(ISBNS)
            connection.executemany("INSERT INTO edition VALUES (?, ?)", editions)
            connection.executemany("INSERT INTO isbn VALUES (?, ?)", isbns)
        connection.execute("INSERT INTO alias VALUES ('former22', ?)", (former_id(catalogue.books([1])[1].book_id),))
    return folder


def write_numbers(
    connection: sqlite3.Connection, editions: Sequence[tuple[str, int]], isbns: Sequence[tuple[str, int]]
) -> None:
    """Write the ids and further ISBNs of editions as format 6 had them; an ISBN stands with an edition of its book."""
    isbns_of = {book_row: [isbn for isbn, row in isbns if row == book_row] for _, book_row in editions}
    source_ids, rows = zip(*editions, strict=True)
    numbered = number_editions(source_ids, [isbns_of[row] for row in rows], rows)
    numbers = number_rows(numbered.by_kind)
    connection.executescript(NUMBERS)
    connection.execute("INSERT INTO meta VALUES ('number_bits', ?)", (json.dumps(numbers.low_bits),))
    connection.executemany("INSERT INTO number_bucket VALUES (?, ?)", numbers.buckets)
    connection.executemany("INSERT INTO edition VALUES (?, ?)", numbered.texts)


def former_id(book_id: str) -> str:
    return book_id[:-1] + ("a" if book_id[-1] != "a" else "b")


@pytest.mark.parametrize("version", [4, 5, 6])
def test_a_build_keeps_the_ids_of_a_model_of_a_former_format(version: int, tmp_path: Path) -> None:
    files = DatasetFiles.found_in(write_kaggle(tmp_path / "data", BOOKS, RATINGS))
    build_model(files, tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        former = write_former(catalogue, tmp_path / "former", version)
        ids = {each.book_row: each.book_id for each in catalogue.all_books()}
        known = PreviousIds.read(catalogue)
    read = read_former_ids(former / "catalogue.sqlite")
    assert read is not None
    assert {former_id(book_id) for book_id in known.rank} == set(read.rank)
    assert read.id_of_edition == {source_id: former_id(book_id) for source_id, book_id in known.id_of_edition.items()}
    assert read.id_of_isbn["9798886451740"] == former_id(ids[1])
    if version > 4:
        assert set(read.descriptions.values()) == set(known.descriptions.values())
    build_model(files, tmp_path / "again", previous=former)
    with closing(Catalogue.open(tmp_path / "again")) as catalogue:
        kept = {each.book_row: each.book_id for each in catalogue.all_books()}
        former_book = catalogue.book_with_id("former22")
    assert kept == {book_row: former_id(book_id) for book_row, book_id in ids.items()}
    assert former_book is not None
    assert former_book.book_id == former_id(ids[1])


def test_other_files_have_no_former_ids(model_directory: Path, tmp_path: Path) -> None:
    assert read_former_ids(model_directory / "catalogue.sqlite") is None
    assert read_former_ids(tmp_path / "catalogue.sqlite") is None
    (tmp_path / "catalogue.sqlite").write_bytes(b"no database" * 1000)
    with pytest.raises(ModelError, match="can't be read as a model"):
        read_former_ids(tmp_path / "catalogue.sqlite")
