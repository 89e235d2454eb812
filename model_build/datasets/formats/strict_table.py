"""A reader of small CSV tables that people write for the command line, in which every fault is an error with its line.

Datasets are read by `csv_records`, which repairs and counts instead: nobody edits millions of rows.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from model_build.datasets.formats.table_file import DatasetError, TableFile


def strict_rows(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[tuple[int, list[str]]]:
    """Yield (number of the line, values of the columns) of each row that is not blank.

    The columns may stand in any order, with others between them. Values come without blanks around them.

    Args:
        path: A CSV file in UTF-8, plain or gzipped.
        required: Names of the columns that the first line has to name.
        optional: Names of further columns; their values are '' where the table has no such column.

    Raises:
        DatasetError: The file is missing or can't be read, lacks a column, or a row has too few or too many fields.
    """
    if not path.exists():
        raise DatasetError(f"{path} does not exist. Name a CSV file with the columns {', '.join(required)}.")
    with TableFile(path).open() as stream:
        rows = csv.reader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), strict=True)
        try:
            columns = [column.strip() for column in next(rows, [])]
            missing = [column for column in required if column not in columns]
            if missing:
                raise DatasetError(
                    f"{path} lacks the column {', '.join(map(repr, missing))}; its first line has to name the columns "
                    f"{', '.join(required)}, divided by commas."
                )
            positions = [columns.index(name) if name in columns else None for name in (*required, *optional)]
            for fields in rows:
                if not fields:
                    continue
                if len(fields) != len(columns):
                    raise DatasetError(
                        f"{path}, line {rows.line_num}: expected {len(columns)} fields as in the first line, "
                        f"not {len(fields)}. Put what holds a comma in quotes."
                    )
                yield rows.line_num, ["" if place is None else fields[place].strip() for place in positions]
        except csv.Error as error:
            raise DatasetError(f"{path}, line {rows.line_num}: {error}. Are the quotes closed?") from error
        except UnicodeDecodeError as error:
            raise DatasetError(f"{path} can't be read after line {rows.line_num}: it has to be UTF-8 text.") from error
