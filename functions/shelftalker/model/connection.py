"""The read-only SQLite connection of an open model."""

import sqlite3
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from shelftalker.model.format import MODEL_FORMAT, ModelError

# SQLite's default of 2 MB has few of a large model's pages, of which one misspelt title reads a hundred.
_CACHE_KILOBYTES = 8000
# SQLite's instructions between two looks at the clock, under a deadline: some 20 microseconds.
_INSTRUCTIONS_BETWEEN_LOOKS = 1000


class ModelConnection:
    """A connection to a model's file that several threads may share. It reads and never writes."""

    def __init__(self, path: Path, seconds: float | None = None) -> None:
        """Open the file and refuse one that can't be used.

        The checksum is verified where a model is fetched or published, not here: reading the whole file would cost
        more than the rest of a cold start. A truncated file is noticed by its size.

        Args:
            path: The `catalogue.sqlite` of a model.
            seconds: Time that opening may take; without it, any.

        Raises:
            ModelError: There is no file, or none that this code can use; the message names the remedy.
        """
        if not path.is_file():
            raise ModelError(
                f"No model at {path}. Make one with: python -m model_build build --data DIR --output {path.parent}"
            )
        self._lock = Lock()
        # Bolt may answer on another thread than the one that opened the model.
        self._connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            with self.within(seconds):
                _check_usable(self._connection, path)
                self.meta: dict[str, str] = dict(self.read("SELECT name, value FROM meta"))
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise ModelError(f"{path} can't be read as a model ({error}). Build or fetch the model again.") from error
        except ModelError:
            self._connection.close()
            raise

    def read(self, query: str, *parameters: object) -> list[Any]:
        """Return all rows of a query.

        One thread at a time: Python keeps prepared statements with the connection, and since 3.13 two threads that
        run the same one get each other's rows.
        """
        with self._lock:
            return self._connection.execute(query, parameters).fetchall()

    @contextmanager
    def within(self, seconds: float | None) -> Iterator[None]:
        """Interrupt the queries of all threads that run after so many seconds, with sqlite3's OperationalError."""
        if seconds is None:
            yield
            return
        until = time.monotonic() + seconds
        self._connection.set_progress_handler(lambda: time.monotonic() > until, _INSTRUCTIONS_BETWEEN_LOOKS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, 0)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def question_marks(values: Collection[object]) -> str:
    """Return one of SQL's question marks for each value, separated by commas."""
    return ",".join("?" * len(values))


def _check_usable(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a model of another format, a file cut short, and a SQLite that can't search it."""
    # A schema may name functions of SQLite that do more than read; the model's own has none.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
    ((format_version,),) = connection.execute("PRAGMA user_version")
    if format_version != MODEL_FORMAT.version:
        raise ModelError(
            f"{path} is a model of format {format_version}; this code reads format {MODEL_FORMAT.version}. "
            "Build the model with the model_build of the same version as these functions."
        )
    ((size_bytes,),) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    if path.stat().st_size != size_bytes:
        raise ModelError(
            f"{path} has {path.stat().st_size:,} bytes where {size_bytes:,} were written: it was cut short. "
            "Build or fetch the model again."
        )
    if not connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone():
        raise ModelError(
            f"The SQLite library of this Python ({sqlite3.sqlite_version}) lacks FTS5, which the title search needs. "
            "Use a Python whose sqlite3 has it: Lambda's python3.13, python.org's and Debian's do."
        )
