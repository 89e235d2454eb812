"""The files of a dataset: found in a folder, or given one by one."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from model_build.datasets.formats.dataset_description import DatasetDescription
from model_build.datasets.formats.folder_tables import find_tables, refuse_unread
from model_build.datasets.formats.roles import (
    ROLES,
    USUAL_NAMES,
    Role,
    is_whole,
    join_series,
    role_of,
    sets_of,
    tables_of_dataset,
)
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile, table_files
from model_build.engine import THREADS, Engine

_BLOCK_BYTES = 1 << 20
_NO_READERS = (
    "A table of everything needs a column of the readers, such as user or patron; the shelf of one reader is for the "
    "command import-shelf."
)


@dataclass(frozen=True, slots=True)
class DatasetFiles:
    """The files of a dataset.

    Attributes:
        tables: All tables, by path.
        folder: The folder that was named, or that of the file of ratings.
        notice: Text of the dataset's NOTICE.txt, on one line, which is shown wherever the data is.
        description: The contents of dataset.json, if there is one.
        not_read: Sentences on files that look like tables and are not taken for any.
        given: Tables whose role was given and not found by their names.
        by_columns: Tables whose role their columns tell, where no name does.
        engine: Reads large tables.
    """

    tables: tuple[TableFile, ...]
    folder: Path
    notice: str = ""
    description: DatasetDescription | None = None
    not_read: tuple[str, ...] = ()
    given: Mapping[Role, TableFile] = field(default_factory=dict)
    by_columns: Mapping[Role, TableFile] = field(default_factory=dict)
    engine: Engine = THREADS

    @classmethod
    def at_paths(cls, books: Path, ratings: Path, users: Path | None) -> Self:
        """Return the tables in these files, each plain, gzipped or in a zip archive.

        Raises:
            DatasetError: A file is missing, or an archive without the table or with several.
        """
        given: dict[Role, TableFile] = {"books": _table(books, "books"), "ratings": _table(ratings, "ratings")}
        if users:
            given["readers"] = _table(users, "readers")
        return cls(tuple(given.values()), ratings.parent, given=given)

    @classmethod
    def found_in(cls, directory: Path) -> Self:
        """Find the tables in a folder, in the one below it that has tables, or in zip archives there.

        Raises:
            DatasetError: There is no such folder, no table in it, or several folders below have tables.
        """
        found = find_tables(directory)
        notice, description = found.beside.get("notice.txt"), found.beside.get("dataset.json")
        described = DatasetDescription.read(description) if description else None
        not_read = list(found.not_read)
        if described and described.unknown_keys:
            keys = ", ".join(map(repr, described.unknown_keys))
            not_read.append(f"{description}: {keys} has no meaning here and is not read.")
        return cls(found.tables, directory, _text(notice) if notice else "", described, tuple(not_read))

    @property
    def books(self) -> TableFile:
        """The table of books; a `DatasetError` where there is none."""
        return self.required_table("books")

    @property
    def ratings(self) -> TableFile:
        """The table of ratings; a `DatasetError` where there is none."""
        return self.required_table("ratings")

    @property
    def users(self) -> TableFile | None:
        """The table of readers, if there is one."""
        return self.table("readers")

    def table_by_stem(self, stem: str) -> TableFile | None:
        """Return the table of a stem: that of "book_tags" is book_tags.csv.gz.

        Raises:
            DatasetError: Two different tables have the stem.
        """
        return self._only_one([table for table in self.tables if table.stem == stem], stem)

    def table(self, role: Role) -> TableFile | None:
        """Return the table of a role, by its name: books.csv, BX-Book-Ratings.csv, loans.csv, readers.csv.

        Raises:
            DatasetError: Two different tables have names of the role.
        """
        if self.given:
            return self.given.get(role)
        by_name = self._only_one([table for table in self.tables if role_of(table) == role], role)
        return by_name or self.by_columns.get(role)

    def with_roles_of(self, role_of_table: Callable[[str, Sequence[str]], Role | None]) -> Self:
        """Return the files with a table for each role that no name tells: that whose columns tell it.

        Args:
            role_of_table: Returns the role of a table by the stem of its name and its columns, or None.

        Raises:
            DatasetError: The columns of two different tables tell one role.
        """
        if self.given or is_whole(self.tables):
            return self
        missing = [role for role in ROLES if not self.table(role)]
        nameless = [table for table in self.tables if not role_of(table)]
        roles = [role_of_table(table.stem, _columns_of(table)) for table in nameless]
        found = {
            role: self._only_one([table for table, told in zip(nameless, roles, strict=True) if told == role], role)
            for role in missing
        }
        return replace(self, by_columns={role: table for role, table in found.items() if table})

    def required_table(self, role: Role) -> TableFile:
        """Return the table of a role.

        Raises:
            DatasetError: There is none; the message names the tables that there are.
        """
        table = self.table(role)
        if table is None:
            message = (
                f"No {role} in {self.folder}: expected {USUAL_NAMES[role]} (also .csv.gz, .tsv, .parquet, .json.gz "
                f"or in a .zip), found {_names(self.tables)}."
            )
            advice = [_NO_READERS] * (role == "ratings")
            raise DatasetError(" ".join([message, *advice, *self.not_read]))
        return table

    def fingerprint(self) -> str:
        """Return the SHA-256 of the notice, the dataset's tables' uncompressed bytes and the description, in hex."""
        digest = hashlib.sha256(self.notice.encode())
        for table in sorted(self.given.values() or tables_of_dataset(self.tables), key=self._place_of):
            for part in table.parts():
                with part.open() as stream:
                    while block := stream.read(_BLOCK_BYTES):
                        digest.update(block)
        if self.description:
            digest.update(repr(self.description).encode())
        return digest.hexdigest()

    def _place_of(self, table: TableFile) -> int:
        """Return the place of a table among all: books, ratings, readers, others."""
        role = next((role for role, given in self.given.items() if given == table), role_of(table))
        return ROLES.index(role) if role else len(ROLES)

    def _only_one(self, tables: Sequence[TableFile], kind: str) -> TableFile | None:
        """Return the only one of some tables, which are the same, as an archive's and an unpacked one, or a series."""
        different = _different(tables)
        if len(different) > 1 and (series := join_series(different)):
            return series
        if len(different) > 1:
            sets = sets_of(self.tables)
            datasets = f"; the files of {len(sets)} datasets are there: {'; '.join(map(_names, sets))}"
            raise DatasetError(
                f"{self.folder} has several tables of {kind}, {' and '.join(table.shown_name for table in different)}"
                f"{datasets if len(sets) > 1 else ''}. Leave one dataset in the folder, its rows of "
                "a kind in one file or in a series (loans-1.csv, loans-2.csv), or name tables by --books and --ratings."
            )
        return tables[0] if tables else None


def _columns_of(table: TableFile) -> list[str]:
    """Return the columns of a table, or none of a file that is no table in spite of its name."""
    try:
        return open_table(table).columns
    except DatasetError:
        return []


def _text(file: TableFile) -> str:
    """Return the text of a file on one line."""
    with file.open() as stream:
        return " ".join(stream.read().decode("utf-8-sig", errors="replace").split())


def _names(tables: Iterable[TableFile]) -> str:
    return ", ".join(dict.fromkeys(table.shown_name for table in tables))


def _different(tables: Sequence[TableFile]) -> list[TableFile]:
    """Return the tables without those whose bytes an earlier one has."""
    return [table for place, table in enumerate(tables) if not any(map(table.has_content_of, tables[:place]))]


def _table(path: Path, role: Role) -> TableFile:
    refuse_unread(path)
    tables = table_files(path)
    of_role = tables if len(tables) == 1 else _different([table for table in tables if role_of(table) == role])
    if len(of_role) == 1:
        return of_role[0]
    members = ", ".join(table.name for table in tables) or "no table"
    raise DatasetError(f"{path} holds {members}: expected one table, or one named {USUAL_NAMES[role]}.")
