"""Files with some rows of a model's tables, opened as a model is."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path

from model_build.write.book_rows import encode_pages, pages_of
from shelftalker.model.book_pages import BookPage, StoredBook
from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import MODEL_FORMAT, SCHEMA


def connection_to(path: Path, tables: Mapping[str, Iterable[tuple[object, ...]]]) -> ModelConnection:
    """Write rows into a new file with a model's tables, and open it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA user_version = {MODEL_FORMAT.version}")
        connection.executescript(SCHEMA)
        for table, rows in tables.items():
            for row in rows:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
    return ModelConnection(path)


def books_in(path: Path) -> list[StoredBook]:
    """Return the books of a model's file, in the order of their rows."""
    with closing(sqlite3.connect(path)) as connection:
        dictionary = _dictionary(connection).encode()
        pages = [
            BookPage(packed, dictionary)
            for (packed,) in connection.execute("SELECT books FROM book_page ORDER BY page")
        ]
    return [page.book(place) for page in pages for place in range(page.books)]


def change_books(path: Path, change: Callable[[int, StoredBook], StoredBook]) -> None:
    """Write the books of a model's file anew, each as a function of its row and itself."""
    books = [change(book_row, book) for book_row, book in enumerate(books_in(path), start=1)]
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = encode_pages(pages_of(books), _dictionary(connection), len(books))
        connection.executemany("REPLACE INTO book_page VALUES (?, ?)", rows)


def _dictionary(connection: sqlite3.Connection) -> str:
    ((dictionary,),) = connection.execute("SELECT value FROM meta WHERE name = 'text_dictionary'")
    return str(dictionary)
