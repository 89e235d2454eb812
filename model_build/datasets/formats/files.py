"""The files of a dataset's tables: given one by one, or found by their usual names in a folder."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from model_build.datasets.formats.csv_records import DatasetError, TableFile, table_files

Role = Literal["books", "ratings", "users"]
_FILE_NAMES = {
    "books": re.compile(r"^(bx[-_])?books\.csv"),
    "ratings": re.compile(r"^(bx[-_])?(book[-_])?ratings\.csv"),
    "users": re.compile(r"^(bx[-_])?users\.csv"),
}


@dataclass(frozen=True, slots=True)
class DatasetFiles:
    """The files of a dataset's tables.

    Attributes:
        books: The table of books.
        ratings: The table of ratings.
        users: The table of readers, if there is one.
        notice: Text of the dataset's NOTICE.txt, on one line, which is shown wherever the data is.
    """

    books: TableFile
    ratings: TableFile
    users: TableFile | None
    notice: str = ""

    @classmethod
    def at_paths(cls, books: Path, ratings: Path, users: Path | None) -> Self:
        """Return the tables in these files, each plain, gzipped or in a zip archive."""
        return cls(_table(books, "books"), _table(ratings, "ratings"), _table(users, "users") if users else None)

    @classmethod
    def found_in(cls, directory: Path) -> Self:
        """Find the tables in a folder, by their usual names; also inside zip archives there.

        Raises:
            DatasetError: There is no such folder, or no file for books or ratings in it.
        """
        if not directory.is_dir():
            raise DatasetError(f"{directory} is not a folder. Name the folder that holds the dataset's CSV files.")
        paths = sorted(path for path in directory.iterdir() if path.is_file())
        tables = [table for path in paths for table in table_files(path)]
        found: dict[str, TableFile] = {}
        for role, pattern in _FILE_NAMES.items():
            matching = [table for table in tables if pattern.match(table.name)]
            if matching:
                found[role] = matching[0]
        for role in ("books", "ratings"):
            if role not in found:
                names = ", ".join(path.name for path in paths) or "nothing"
                raise DatasetError(
                    f"No {role} in {directory}: expected {role.title()}.csv or BX-{'Book-' * (role == 'ratings')}"
                    f"{role.title()}.csv (also .csv.gz or in a .zip), found {names}."
                )
        notice = directory / "NOTICE.txt"
        sentence = " ".join(notice.read_text(encoding="utf-8", errors="replace").split()) if notice.is_file() else ""
        return cls(found["books"], found["ratings"], found.get("users"), sentence)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the tables' uncompressed bytes and the notice, in hex."""
        digest = hashlib.sha256(self.notice.encode())
        for table in (self.books, self.ratings, self.users):
            if table:
                with table.open() as stream:
                    while block := stream.read(1 << 20):
                        digest.update(block)
        return digest.hexdigest()


def _table(path: Path, role: Role) -> TableFile:
    tables = table_files(path)
    if len(tables) == 1:
        return tables[0]
    for table in tables:
        if _FILE_NAMES[role].match(table.name):
            return table
    members = ", ".join(table.name for table in tables) or "no CSV file"
    raise DatasetError(f"{path} holds {members}: expected one CSV file, or one named {role.title()}.csv.")
