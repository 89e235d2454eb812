"""The ids of models of former formats, which no other code reads any more: a build of this version keeps them."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from model_build.works.previous_books import PreviousIds
from shelftalker.model.catalogue import series_ending
from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import ModelError
from shelftalker.model.id_index import IdIndex
from shelftalker.model.isbn import isbn_of
from shelftalker.model.number_index import NumberIndex
from shelftalker.model.numbers import book_id_of

# Formats whose tables of books, editions, ISBNs and former ids have the columns that are read here; 4 is that of
# version 1.0.0, which has no series, and of 6 ids and ISBNs are numbers, as they are today.
_FORMATS = (4, 5, 6)
_FIRST_WITH_NUMBERS = 6


def read_former_ids(path: Path) -> PreviousIds | None:
    """Read the ids of a model of format 4 to 6; return None for any other file.

    Args:
        path: The model's `catalogue.sqlite`.

    Raises:
        ModelError: The file is damaged.
    """
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            ((version,),) = connection.execute("PRAGMA user_version")
            return _read(connection, version) if version in _FORMATS else None
    except sqlite3.DatabaseError as error:
        raise ModelError(f"{path} can't be read as a model ({error}). Build or fetch the model again.") from error


def _read(connection: sqlite3.Connection, version: int) -> PreviousIds:
    has_series = any(name == "series_row" for _, name, *_ in connection.execute("PRAGMA table_info(book)"))
    of_series = "series.name, volume, last_volume" if has_series else "NULL, NULL, NULL"
    with_series = "LEFT JOIN series USING (series_row)" if has_series else ""
    books = connection.execute(
        f"SELECT book_row, book_id, title, coalesce(credit, author.name), {of_series} "  # noqa: S608 - names of the schema
        f"FROM book JOIN author USING (author_row) {with_series} ORDER BY book_row"
    ).fetchall()
    id_of_row = {book_row: _book_id(book_id) for book_row, book_id, *_ in books}
    ids = _numbered_ids(connection) if version >= _FIRST_WITH_NUMBERS else _ids(connection)
    id_of_edition = {source_id: id_of_row[book_row] for source_id, book_row in ids.editions}
    id_of_isbn = {isbn: book_id for source_id, book_id in id_of_edition.items() if (isbn := isbn_of(source_id))}
    id_of_isbn |= {isbn: id_of_row[book_row] for isbn, book_row in ids.isbns}
    return PreviousIds(
        id_of_edition=id_of_edition,
        rank={book_id: book_row for book_row, book_id in id_of_row.items()},
        aliases=dict(connection.execute("SELECT former_book_id, book_id FROM alias").fetchall()),
        id_of_isbn=id_of_isbn,
        descriptions={
            id_of_row[book_row]: (title + series_ending(title, series, volume, last_volume), author)
            for book_row, _, title, author, series, volume, last_volume in books
        },
    )


class _Ids(NamedTuple):
    """(source_id, book_row) of editions, by source_id, and (isbn, book_row) of their further ISBNs."""

    editions: Iterable[tuple[str, int]]
    isbns: Iterable[tuple[str, int]]


def _ids(connection: sqlite3.Connection) -> _Ids:
    return _Ids(
        connection.execute("SELECT source_id, book_row FROM edition ORDER BY source_id").fetchall(),
        connection.execute("SELECT isbn, book_row FROM isbn").fetchall(),
    )


def _numbered_ids(connection: sqlite3.Connection) -> _Ids:
    numbered = _FormerConnection(connection)
    index = IdIndex(numbered, NumberIndex(numbered))
    return _Ids(index.editions(), index.isbns())


def _book_id(stored: str | bytes) -> str:
    return stored if isinstance(stored, str) else book_id_of(int.from_bytes(stored, "big"))


class _FormerConnection(ModelConnection):
    """A connection to a model of a former format, whose table of numbers is that of today."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._lock = Lock()
        self._connection = connection
        self.meta = dict(connection.execute("SELECT name, value FROM meta"))
