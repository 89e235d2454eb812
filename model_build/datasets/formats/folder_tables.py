"""The tables of a folder: in it, in one below it, in zip archives; and the files that only look like tables."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from model_build.datasets.formats.csv_header import find_header
from model_build.datasets.formats.roles import is_whole, role_of
from model_build.datasets.formats.table_file import (
    DatasetError,
    TableFile,
    archive_members,
    is_archive,
    is_hidden,
    is_table_name,
)
from model_build.datasets.formats.text_lines import line_blocks
from shelftalker.repairs.encodings import decode_line


@dataclass(frozen=True, slots=True)
class FolderConfig:
    """Limits of the search for tables, and endings of names.

    Attributes:
        most_levels: Most folders from the named one down to the tables.
        most_names: Most names of files in a message.
        lines_to_tell: Most lines that tell a table in a text file from prose: all have as many fields.
        beside: Files that stand beside tables and tell of them, in lower case.
        unfinished: Endings that browsers and other programs give to downloads before they have ended.
        packed: Endings of archives that are not read.
        spreadsheets: Endings of spreadsheets' own files.
    """

    most_levels: int = 3
    most_names: int = 12
    lines_to_tell: int = 20
    beside: tuple[str, ...] = ("dataset.json", "notice.txt")
    unfinished: tuple[str, ...] = (
        ".aria2", ".crdownload", ".download", ".filepart", ".opdownload", ".part", ".partial", ".temp", ".tmp",
    )  # fmt: skip
    packed: tuple[str, ...] = (".7z", ".bz2", ".lz4", ".rar", ".tar", ".tar.gz", ".tgz", ".xz", ".zst")
    spreadsheets: tuple[str, ...] = (".numbers", ".ods", ".xls", ".xlsb", ".xlsm", ".xlsx")


_CONFIG = FolderConfig()
_TABLE_IN_NAME = re.compile(r"\.(csv|tsv|parquet|jsonl?|ndjson|inter)\b")
_ROLE_IN_NAME = ".*(?:books|ratings|interactions|loans|users|readers).*"
_TEXT = re.compile(r".+\.(?:txt|dat|data)(?:\.gz)?")
_TEXT_TABLE = re.compile(rf"{_ROLE_IN_NAME}\.(?:txt|dat|data)(?:\.gz)?")
_FOREIGN_TABLE = re.compile(rf"{_ROLE_IN_NAME}\.(?:db|feather|orc|pickle|pkl|sqlite3?)")


@dataclass(frozen=True, slots=True)
class FolderTables:
    """The tables of a folder.

    Attributes:
        tables: The tables, by path.
        beside: Files beside them that tell of them, by their name in lower case.
        not_read: Sentences on files that look like tables and are not taken for any.
    """

    tables: tuple[TableFile, ...]
    beside: dict[str, TableFile]
    not_read: tuple[str, ...]


def find_tables(directory: Path) -> FolderTables:
    """Return the tables of a folder or zip archive, else those of the one folder below that has tables.

    Raises:
        DatasetError: There is no such folder, no table, or several folders have tables of the same names.
    """
    if not directory.is_dir() and not (directory.is_file() and is_archive(directory)):
        raise DatasetError(f"{directory} is not a folder. Name the folder that holds the dataset's tables.")
    places = _places(directory, levels=0)
    if not is_whole(_tables_in(places)):
        places = _places(directory, levels=_CONFIG.most_levels)
    chosen = _choose(directory, {place: tables for place, files in places.items() if (tables := _tables_of(files))})
    files = [file for place in (*chosen, str(directory)) for file in places.get(place, [])]
    not_read = [sentence for file in dict.fromkeys(files) if (sentence := _reason_against(file))]
    not_read += [
        f"{_list(tables)} in {place} are not read."
        for place, place_files in places.items()
        if place not in chosen and (tables := _tables_of(place_files))
    ]
    chosen_tables = tuple(table for place in chosen for table in _tables_of(places[place]))
    if not chosen_tables:
        found = _list(files)
        message = (
            f"No table in {directory}: expected Books.csv and Ratings.csv (also .csv.gz, .tsv, .parquet, .json.gz or "
            f"in a .zip), found {found or 'nothing'}."
        )
        raise DatasetError(" ".join([message, *not_read]))
    beside = {file.name: file for file in reversed(files) if file.name in _CONFIG.beside}
    return FolderTables(chosen_tables, beside, tuple(not_read))


def refuse_unread(path: Path) -> None:
    """Refuse a file by its name.

    Raises:
        DatasetError: The file is half a download, or of a format that is not read.
    """
    if sentence := _reason_against(TableFile(path)):
        raise DatasetError(sentence)


def _places(directory: Path, *, levels: int) -> dict[str, list[TableFile]]:
    """Return the files by their folder; those of a zip archive whose tables are in one folder by the archive's."""
    places: dict[str, list[TableFile]] = {}
    for folder, path in _paths(directory, levels):
        members = [TableFile(path, member) for member in archive_members(path)] if is_archive(path) else []
        is_one_folder = len({member.folder for member in members if _is_table(member)}) <= 1
        for file in members if is_archive(path) else [TableFile(path)]:
            places.setdefault(folder if is_one_folder else file.folder, []).append(file)
    return places


def _paths(directory: Path, levels: int) -> Iterator[tuple[str, Path]]:
    """Yield (folder, path) of all files down to some levels below a folder, by name; of an archive itself."""
    if directory.is_file():
        yield str(directory), directory
    for folder, folders, names in os.walk(directory, followlinks=True):
        depth = len(Path(folder).relative_to(directory).parts)
        in_parts = [name for name in folders if name.lower().endswith(".parquet")]
        visible = [name for name in folders if not is_hidden(name) and name not in in_parts]
        folders[:] = sorted(visible) if depth < levels else []
        for name in sorted([*names, *in_parts]):
            if not is_hidden(name):
                yield folder, Path(folder, name)


def _choose(directory: Path, places: dict[str, list[TableFile]]) -> list[str]:
    """Return the folders whose tables are read: one, or several whose tables complete each other.

    Raises:
        DatasetError: Several folders have tables of the same names.
    """
    own = str(directory)
    whole = [place for place, tables in places.items() if is_whole(tables)]
    if own in whole:
        return [own]
    has_part = any(map(role_of, places.get(own, [])))
    if len(whole) == 1 and not has_part:
        return whole
    stems = [table.stem for tables in places.values() for table in {table.stem: table for table in tables}.values()]
    if not whole and len(set(stems)) == len(stems):
        return list(places)
    if not whole and own in places:
        return [own]
    rivals = [own] * has_part + whole if whole else list(places)
    listed = "; ".join(f"{place} with {_list(places[place])}" for place in rivals)
    raise DatasetError(f"{directory} has tables in several folders: {listed}. Name the one that is meant.")


def _reason_against(file: TableFile) -> str | None:
    """Return a sentence on a file that looks like a table and is not taken for one; None for any other."""
    name = file.name
    if _is_table(file) or name in _CONFIG.beside:
        return None
    is_unfinished = name.endswith(_CONFIG.unfinished) and (_TABLE_IN_NAME.search(name) or name.endswith(".crdownload"))
    reasons = {
        "a download that has not ended, and is not read.": is_unfinished,
        "packed in a way that is not read: unpack it, or pack its tables by gzip or zip.": name.endswith(_CONFIG.packed)
        or (file.member and name.endswith(".zip")),
        f"not read: if it is a table with commas, semicolons or tabs, name it {file.stem}.csv.": _TEXT_TABLE.fullmatch(
            name
        ),
        f"not read: save its table as CSV, as {file.stem}.csv.": name.endswith(_CONFIG.spreadsheets)
        or _FOREIGN_TABLE.fullmatch(name),
        "not read: the name of a table ends in .csv, .tsv, .parquet or .json, with .gz or without.": not file.member
        and _TABLE_IN_NAME.search(name),
    }
    return next((f"{file} is {reason}" for reason, holds in reasons.items() if holds), None)


def _is_table(file: TableFile) -> bool:
    return (is_table_name(file.name) and file.name not in _CONFIG.beside) or _is_text_table(file)


def _is_text_table(file: TableFile) -> bool:
    """Return True for a text file of lines with as many fields each, two or more; prose has not."""
    if not _TEXT.fullmatch(file.name) or file.name in _CONFIG.beside:
        return False
    try:
        with file.open() as stream:
            beginning = next(line_blocks(file, stream), b"")
    except DatasetError:
        # Damaged, and not told for a table: the message on its name says so.
        return False
    header = find_header(beginning)
    lines = beginning[header.size :].split(b"\n", _CONFIG.lines_to_tell)[:-1] or [beginning[header.size :]]
    records = csv.reader((decode_line(line) for line in lines if line.strip()), delimiter=header.delimiter)
    try:
        widths = set(map(len, records))
    except csv.Error:
        return False
    return len(header.columns) > 1 and (widths == {len(header.columns)} or (not widths and role_of(file) is not None))


def _tables_of(files: Iterable[TableFile]) -> list[TableFile]:
    return list(filter(_is_table, files))


def _tables_in(places: dict[str, list[TableFile]]) -> list[TableFile]:
    return [table for files in places.values() for table in _tables_of(files)]


def _list(files: Sequence[TableFile]) -> str:
    names = list(dict.fromkeys(Path(file.member or file.path).name for file in files))
    return ", ".join(names[: _CONFIG.most_names]) + " ..." * (len(names) > _CONFIG.most_names)
