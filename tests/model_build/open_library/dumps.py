"""Small dumps of Open Library, written record by record."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# Records of no interest, so that a dump has as many rows as a whole one must have.
FILLERS = 12


def record(kind: str, key: str, **fields: Any) -> str:
    """Return the line of a record."""
    fields = {"key": key, "type": {"key": kind}, **fields}
    return f"{kind}\t{key}\t1\t2024-01-01T00:00:00\t{json.dumps(fields)}\n"


def work(number: int, title: str | None, *authors: Any, **fields: Any) -> str:
    """Return the line of a work; authors are numbers of keys, or entries as they are."""
    entries = [{"author": {"key": f"/authors/OL{one}A"}} if isinstance(one, int) else one for one in authors]
    titled = {} if title is None else {"title": title}
    return record("/type/work", f"/works/OL{number}W", authors=entries, **titled, **fields)


def edition(number: int, works: int | Sequence[int], title: str, **fields: Any) -> str:
    """Return the line of an edition of one or more works."""
    keys = [works] if isinstance(works, int) else works
    named = {"works": [{"key": f"/works/OL{one}W"} for one in keys]} if keys else {}
    return record("/type/edition", f"/books/OL{number}M", title=title, **named, **fields)


def author(number: int, name: str, **fields: Any) -> str:
    """Return the line of an author."""
    return record("/type/author", f"/authors/OL{number}A", name=name, **fields)


def redirect(source: str, target: str) -> str:
    """Return the line of a redirect from one key to another."""
    return record("/type/redirect", source, location=target)


def read(number: int, shelf: str = "Already Read") -> str:
    """Return a row of the reading log."""
    return f"/works/OL{number}W\t\\N\t{shelf}\t2024-01-01\n"


def rating(number: int, stars: int = 4) -> str:
    """Return a row of the ratings."""
    return f"/works/OL{number}W\t/books/OL1M\t{stars}\t2024-01-01\n"


def write_dumps(directory: Path, *, month: str = "2026-10-31", suffix: str = ".txt", **lines: Sequence[str]) -> Path:
    """Write dumps by kind (`reading_log` with an underscore), each with records of no interest before the given ones.

    Works, editions and authors are written in any case.
    """
    fillers = {
        "works": [work(900_000 + row, f"Filler {row}") for row in range(FILLERS)],
        "editions": [edition(900_000 + row, 900_000 + row, f"Filler {row}") for row in range(FILLERS)],
        "authors": [author(900_000 + row, f"Filler {row}") for row in range(FILLERS)],
        "redirects": [redirect(f"/books/OL{800_000 + row}M", f"/books/OL{900_000 + row}M") for row in range(FILLERS)],
        "ratings": [rating(700_000 + row) for row in range(FILLERS)],
        "reading_log": [read(700_000 + row, "Want to Read") for row in range(FILLERS)],
    }
    directory.mkdir(parents=True, exist_ok=True)
    for kind in {"works", "editions", "authors", *lines}:
        text = "".join([*fillers[kind], *lines.get(kind, ())])
        path = directory / f"ol_dump_{kind.replace('_', '-')}_{month}{suffix}"
        path.write_bytes(gzip.compress(text.encode()) if suffix.endswith(".gz") else text.encode())
    return directory
