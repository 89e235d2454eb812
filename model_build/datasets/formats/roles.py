"""The roles of a dataset's tables, by the names that files have."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal, get_args

from model_build.datasets.formats.table_file import TableFile

Role = Literal["books", "ratings", "readers"]
ROLES: tuple[Role, ...] = get_args(Role)
USUAL_NAMES: dict[Role, str] = {
    "books": "Books.csv or BX-Books.csv",
    "ratings": "Ratings.csv, interactions.csv, loans.csv or BX-Book-Ratings.csv",
    "readers": "Users.csv, readers.csv or BX-Users.csv",
}
_STEMS: dict[Role, re.Pattern[str]] = {
    "books": re.compile(r"(bx[-_ ]?)?books|items"),
    "ratings": re.compile(r"(bx[-_ ]?)?(book[-_ ]?)?ratings|interactions|loans|feedback"),
    "readers": re.compile(r"(bx[-_ ]?)?users|readers"),
}
# The end of the name of one of several files of a table: "loans-2024", "ratings_part_2", "loans 2024-q3".
_OF_SERIES = re.compile(r"(?:[-_. ]*(?:part|no|q|h)?[-_. ]*\d{1,8})+$")
# Stems of tables that goodbooks-10k has beside these.
_FURTHER_STEMS = frozenset(["book_tags", "tags", "to_read"])
# RecBole tells the role by the ending: "library.inter".
_ENDINGS: dict[str, Role] = {"item": "books", "inter": "ratings", "user": "readers"}


def role_of(table: TableFile) -> Role | None:
    """Return the role of a table by its name, or None for a name that tells none."""
    if table.ending in _ENDINGS:
        return _ENDINGS[table.ending]
    return next((role for role, stems in _STEMS.items() if stems.fullmatch(series_of(table))), None)


def series_of(table: TableFile) -> str:
    """Return the stem of a table without the number of the file: "loans" for loans-2024.csv."""
    return _OF_SERIES.sub("", table.stem) or table.stem


def join_series(tables: Sequence[TableFile]) -> TableFile | None:
    """Return the table that some files have together, in the order of their numbers; None where they are no series.

    The files of a series differ in their numbers alone; one may have none.
    """
    if len({series_of(table) for table in tables}) > 1 or len({table.stem for table in tables}) < len(tables):
        return None
    first, *others = sorted(tables, key=_by_number)
    return replace(first, further=tuple(others))


def _by_number(table: TableFile) -> list[int | str]:
    """Return a key by which part 10 comes after part 9."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", table.stem)]


def is_whole(tables: Iterable[TableFile]) -> bool:
    """Return True for tables among which are one of books and one of ratings."""
    return {"books", "ratings"} <= set(map(role_of, tables))


def tables_of_dataset(tables: Sequence[TableFile]) -> list[TableFile]:
    """Return the tables that sources read: those of known names where there is a whole dataset of them, else all."""
    if not is_whole(tables):
        return list(tables)
    return [table for table in tables if role_of(table) or table.stem in _FURTHER_STEMS]


def sets_of(tables: Iterable[TableFile]) -> list[list[TableFile]]:
    """Return the tables with a role by the dataset that their names tell: the dump, Kaggle's copy, one of RecBole."""
    sets: dict[str, list[TableFile]] = {}
    for table in tables:
        if role_of(table):
            name = table.stem if table.ending in _ENDINGS else "bx" if table.stem.startswith("bx") else ""
            sets.setdefault(name, []).append(table)
    return list(sets.values())
