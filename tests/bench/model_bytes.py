"""Bytes of a model by its tables, and what each work of a catalogue adds to them."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from shelftalker.model.format import MODEL_FORMAT
from tests.bench.figures import Figure

# Tables that are found by a search for words, which SQLite's FTS5 keeps in some of its own.
_WORDS = "title_trigram"
_SMALLEST_SHARE = 0.01


def bytes_by_table(model: Path) -> Counter[str]:
    """Return the bytes of the pages of each table of a model, its indexes included.

    Raises:
        sqlite3.OperationalError: Python's SQLite has no table `dbstat`.
    """
    uri = f"{(model / MODEL_FORMAT.catalogue_name).absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        table_of = dict(connection.execute("SELECT name, tbl_name FROM sqlite_schema").fetchall())
        sizes: Counter[str] = Counter()
        for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
            table = str(table_of.get(name, name))
            sizes[_WORDS if table.startswith(f"{_WORDS}_") else table] += int(size)
    return sizes


def size_figures(model: Path, books: int, without: Path | None = None) -> list[Figure]:
    """Return figures of the bytes a book by table, the largest first.

    Args:
        model: The model.
        books: Number of its books, or of those that another model lacks.
        without: The other model, whose bytes are not counted.
    """
    try:
        sizes = bytes_by_table(model)
        if without:
            sizes.subtract(bytes_by_table(without))
    except sqlite3.OperationalError as error:
        return [Figure("  by table", "not measured", "", f"SQLite {sqlite3.sqlite_version}: {error}")]
    all_bytes = sum(sizes.values())
    large = [(name, size) for name, size in sizes.most_common() if size >= _SMALLEST_SHARE * all_bytes]
    rest = all_bytes - sum(size for _, size in large)
    return [
        Figure(f"  {name}", f"{size / max(books, 1):.1f} bytes") for name, size in [*large, ("all other tables", rest)]
    ]
