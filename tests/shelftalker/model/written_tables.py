"""Files with some rows of a model's tables, opened as a model is."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

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
