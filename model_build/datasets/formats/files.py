"""The files of a dataset: found in a folder, or given one by one."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from model_build.datasets.formats.dataset_description import FILE_NAME, DatasetDescription
from model_build.datasets.formats.table_file import DatasetError, TableFile, is_hidden, is_table_name, table_files

Role = Literal["books", "ratings", "readers"]
# Stems of the names of tables; RecBole tells the role by the ending.
_STEMS: dict[Role, re.Pattern[str]] = {
    "books": re.compile(r"(bx[-_ ]?)?books"),
    "ratings": re.compile(r"(bx[-_ ]?)?(book[-_ ]?)?ratings|interactions|loans"),
    "readers": re.compile(r"(bx[-_ ]?)?users|readers"),
}
_ENDINGS: dict[str, Role] = {"item": "books", "inter": "ratings", "user": "readers"}
_OPTIONS: dict[Role, str] = {"books": "--books", "ratings": "--ratings", "readers": "--users"}
_BLOCK_BYTES = 1 << 20
_MOST_NAMES = 12
_NOTICE_NAME = "notice.txt"


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
    """

    tables: tuple[TableFile, ...]
    folder: Path
    notice: str = ""
    description: DatasetDescription | None = None
    not_read: tuple[str, ...] = ()
    given: Mapping[Role, TableFile] = field(default_factory=dict)

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
        """Find the tables in a folder; also inside zip archives there.

        Raises:
            DatasetError: There is no such folder, or no table in it.
        """
        if not directory.is_dir():
            raise DatasetError(f"{directory} is not a folder. Name the folder that holds the dataset's tables.")
        paths = sorted(path for path in directory.iterdir() if path.is_file() and not is_hidden(path.name))
        tables: list[TableFile] = []
        for path in paths:
            if path.suffix.lower() == ".zip" or (is_table_name(path.name) and path.name.lower() != FILE_NAME):
                tables += table_files(path)
        names = {path.name.lower(): path for path in paths}
        if not tables:
            raise DatasetError(f"No table in {directory}: expected books.csv and ratings.csv, found {_list(paths)}.")
        notice, description = names.get(_NOTICE_NAME), names.get(FILE_NAME)
        return cls(
            tuple(tables),
            directory,
            " ".join(notice.read_text(encoding="utf-8", errors="replace").split()) if notice else "",
            DatasetDescription.read(TableFile(description)) if description else None,
        )

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

    def table_by_stem(self, *stems: str) -> TableFile | None:
        """Return the table of the first of some stems that there is: "book_tags" for book_tags.csv.gz."""
        return next((table for stem in stems for table in self.tables if table.stem == stem), None)

    def table(self, role: Role) -> TableFile | None:
        """Return the table of a role, by its name: books.csv, BX-Book-Ratings.csv, loans.csv, readers.csv.

        Raises:
            DatasetError: Two different tables have names of the role.
        """
        if self.given:
            return self.given.get(role)
        found = [table for table in self.tables if _role_of(table) == role]
        return found[0] if found else None

    def required_table(self, role: Role) -> TableFile:
        """Return the table of a role.

        Raises:
            DatasetError: There is none; the message names the tables that there are.
        """
        table = self.table(role)
        if table is None:
            raise DatasetError(
                f"No {role} in {self.folder}: expected {_usual_names(role)} (also .csv.gz, .tsv, .parquet, .json.gz "
                f"or in a .zip), found {_list([table.path for table in self.tables])}."
            )
        return table

    def fingerprint(self) -> str:
        """Return the SHA-256 of the notice, all tables' uncompressed bytes and the description, in hex."""
        digest = hashlib.sha256(self.notice.encode())
        for table in sorted(self.tables, key=self._place_of):
            with table.open() as stream:
                while block := stream.read(_BLOCK_BYTES):
                    digest.update(block)
        if self.description:
            digest.update(repr(self.description).encode())
        return digest.hexdigest()

    def _place_of(self, table: TableFile) -> int:
        """Return the place of a table among all: books, ratings, readers, others."""
        role = next((role for role, given in self.given.items() if given == table), _role_of(table))
        return list(_STEMS).index(role) if role else len(_STEMS)


def _role_of(table: TableFile) -> Role | None:
    if table.ending in _ENDINGS:
        return _ENDINGS[table.ending]
    return next((role for role, stems in _STEMS.items() if stems.fullmatch(table.stem)), None)


def _usual_names(role: Role) -> str:
    return {
        "books": "Books.csv or BX-Books.csv",
        "ratings": "Ratings.csv, interactions.csv, loans.csv or BX-Book-Ratings.csv",
        "readers": "Users.csv, readers.csv or BX-Users.csv",
    }[role]


def _list(paths: Sequence[Path]) -> str:
    names = list(dict.fromkeys(path.name for path in paths))
    return ", ".join(names[:_MOST_NAMES]) + " ..." * (len(names) > _MOST_NAMES) or "nothing"


def _table(path: Path, role: Role) -> TableFile:
    tables = table_files(path)
    if len(tables) == 1:
        return tables[0]
    for table in tables:
        if _role_of(table) == role:
            return table
    members = ", ".join(table.name for table in tables) or "no table"
    raise DatasetError(f"{path} holds {members}: expected one table, or one named {_usual_names(role)}.")
