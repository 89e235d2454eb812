"""The names of columns as headers spell them, and the columns that a source looks for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from model_build.datasets.formats.table_file import DatasetError, TableFile

# RecBole writes the type of a column after its name: "user_id:token".
_TYPE = re.compile(r":(?:token|token_seq|float|float_seq)$", re.IGNORECASE)

_NUMBER = re.compile(r"-?[\d.,]+$")
# Most aliases of a missing column that a message names; the documents have all.
_MOST_ALIASES = 6
# Most columns of a file that a message lists.
_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a source looks for.

    Attributes:
        name: Its name in the source's module: "reader_id".
        aliases: Other names that files may have for it, the best first.
        is_required: True where the table is of no use without it.
    """

    name: str
    aliases: tuple[str, ...] = ()
    is_required: bool = True


def letters_of(name: str) -> str:
    """Return the letters and digits of a name, which alone count: "Book_Title", "bookTitle", "Book Title" are one."""
    return "".join(filter(str.isalnum, _TYPE.sub("", name.strip()).casefold()))


def match_columns(file: TableFile, found: Sequence[str], wanted: Iterable[Column]) -> dict[str, str]:
    """Return the names that a file has for columns, by the columns' names; those that it lacks are left out.

    A name as it is spelled comes before one of the same letters, and a column's name before its aliases.

    Raises:
        DatasetError: A required column is missing, or two of the file's columns have the letters of one.
    """
    wanted = list(wanted)
    by_letters: dict[str, list[str]] = {}
    for name in found:
        by_letters.setdefault(letters_of(name), []).append(name)
    matches = {column.name: spelled for column in wanted if (spelled := _name_of(file, column, by_letters)) is not None}
    missing = [column for column in wanted if column.is_required and column.name not in matches]
    if missing:
        raise DatasetError(missing_columns(file, found, missing))
    return matches


def missing_columns(file: TableFile, found: Sequence[str], missing: Sequence[Column]) -> str:
    """Return the sentence that names missing columns, each once, and the ones found."""
    if not any(found):
        return f"{file} is empty or no table: expected a first line with the names of its columns."
    named = {column.name: column for column in missing}
    names = ", ".join(repr(name) + _other_names(column) for name, column in named.items())
    different = list(dict.fromkeys(found))
    listed = ", ".join(map(repr, different[:_MOST_FOUND])) + " ..." * (len(different) > _MOST_FOUND)
    advice = " Its first line may be a record: put one with the columns' names above." * any(map(_NUMBER.match, found))
    if len(different) == 1 and len(found[0].split()) > 1:
        advice += " Divide the columns by commas, semicolons, tabs or bars."
    if len(different) > _MOST_FOUND:
        advice += " If each column is a book, write one row a rating: reader, book, rating."
    return f"{file} lacks the column{'s' * (len(named) > 1)} {names}; its columns are {listed}.{advice}"


def _other_names(column: Column) -> str:
    if not column.aliases:
        return ""
    listed = ", ".join(map(repr, column.aliases[:_MOST_ALIASES]))
    return f" (or {listed}{' ...' if len(column.aliases) > _MOST_ALIASES else ''})"


def _name_of(file: TableFile, column: Column, by_letters: Mapping[str, Sequence[str]]) -> str | None:
    for name in (column.name, *column.aliases):
        names = by_letters.get(letters_of(name), [])
        if len(names) == 1 or names.count(name) == 1:
            return name if name in names else names[0]
        if names:
            listed = " and ".join(map(repr, names))
            raise DatasetError(
                f"{file} has the columns {listed}, and one is meant for {column.name!r}. Rename those that are not."
            )
    return None
