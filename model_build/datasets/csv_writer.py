"""Writing CSV files whole or not at all."""

import csv
from collections.abc import Iterable
from pathlib import Path


def write_table(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    """Write a CSV file in place of an earlier one, once the last row is written, and return its number of rows."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            for row in rows:
                writer.writerow(row)
                count += 1
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count
