"""The files that hold tables: plain, gzipped, or members of a zip archive."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal, cast

Kind = Literal["delimited", "parquet", "json"]
_KINDS: dict[str, Kind] = {
    "csv": "delimited",
    "tsv": "delimited",
    "tab": "delimited",
    # RecBole's names for tables of interactions, books and readers.
    "inter": "delimited",
    "item": "delimited",
    "user": "delimited",
    "parquet": "parquet",
    "json": "json",
    "jsonl": "json",
    "ndjson": "json",
}
# "Ratings.csv", "ratings.jsonl.gz"; browsers and file managers number and name copies: "Ratings.csv (1)",
# "Books (1).csv", "Books - Copy.csv", "Copy of Books.csv".
_NAME = re.compile(
    rf"(?:copy of )?(?P<stem>.+?)(?: ?\(\d+\)| - copy)*\.(?P<ending>{'|'.join(_KINDS)})(?:\.gz)?(?: ?\(\d+\))?"
)
_BLOCK_BYTES = 1 << 20
_GZIP_MAGIC, _ZIP_MAGIC = b"\x1f\x8b", b"PK\x03\x04"


class DatasetError(Exception):
    """A dataset without a file, a column or any usable rating, so that no model can be built from it."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of a table: plain, gzipped, or a member of a zip archive; or the folder of a Parquet table in parts.

    Attributes:
        path: The file, or the archive.
        member: Name of the archive's member.
        further: The files that go on with the table: loans-2025.csv after loans-2024.csv.
    """

    path: Path
    member: str | None = None
    further: "tuple[TableFile, ...]" = ()

    def __str__(self) -> str:
        """Return the path, with the archive's member."""
        path = f"{self.path}:{self.member}" if self.member else str(self.path)
        return ", ".join([path, *map(str, self.further)])

    @property
    def name(self) -> str:
        """Name of the file or of the archive's member, in lower case; names of several with "+" between them."""
        return " + ".join([self._own_path.name.lower(), *(file.name for file in self.further)])

    @property
    def shown_name(self) -> str:
        """Name of the file, for messages; of an archive's member with the archive's name."""
        return f"{self.path.name}:{self.member}" if self.member else self.path.name

    @property
    def folder(self) -> str:
        """The folder of the file, or of the archive's member."""
        return str(self._own_path.parent)

    @property
    def _own_path(self) -> Path:
        # Some programs of Windows divide the folders in an archive by backslashes.
        return self.path / self.member.replace("\\", "/") if self.member else self.path

    @property
    def stem(self) -> str:
        """Its name without endings and the marks of a copy, in lower case: "ratings" for "Ratings (1).csv.gz"."""
        own_name = self._own_path.name.lower()
        name = _NAME.fullmatch(own_name)
        return name["stem"] if name else own_name.partition(".")[0]

    @property
    def ending(self) -> str:
        """The ending of its name that tells the kind of its table, in lower case: "csv" for "Ratings.CSV.gz"."""
        name = _NAME.fullmatch(self._own_path.name.lower())
        return name["ending"] if name else ""

    @property
    def kind(self) -> Kind:
        """The kind of its table, by its name; text with delimiters where the name tells nothing."""
        return _KINDS.get(self.ending, "delimited")

    def parts(self) -> "list[TableFile]":
        """Return the files of the table: itself and those that go on with it, or those in its folder, as of Spark."""
        if self.further:
            return [replace(self, further=()), *self.further]
        is_folder = not self.member and self.path.is_dir()
        return [TableFile(part) for part in sorted(self.path.glob("*.parquet"))] if is_folder else [self]

    def has_content_of(self, other: "TableFile") -> bool:
        """Return True for a file with the same uncompressed bytes: an archive may stand beside what was in it."""
        if [self] != self.parts() or [other] != other.parts():
            return self == other
        with self.open() as stream, other.open() as other_stream:
            while True:
                block, other_block = stream.read(_BLOCK_BYTES), other_stream.read(_BLOCK_BYTES)
                if block != other_block:
                    return False
                if not block:
                    return True

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open the uncompressed bytes. Bytes tell if they are gzipped: some programs unpack a file and keep its name.

        Raises:
            DatasetError: The file is missing, or not a whole one.
            ValueError: The table is in several files, each of which is opened by itself.
        """
        if self.further:
            raise ValueError(f"{self} are several files: expected one of `parts()`.")
        try:
            with self._packed_bytes() as packed:
                if packed.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC):
                    with gzip.open(packed) as stream:
                        yield cast("BinaryIO", stream)
                else:
                    yield cast("BinaryIO", packed)
        except FileNotFoundError as error:
            raise DatasetError(f"{self.path} does not exist. Name the dataset's files, or their folder.") from error
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise DatasetError(f"{self} can't be read ({error}). Is it a whole file?") from error

    @contextmanager
    def _packed_bytes(self) -> Iterator[io.BufferedReader]:
        if not self.member:
            with self.path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, self._member_of(archive) as member:
            yield io.BufferedReader(cast("io.RawIOBase", member))

    def _member_of(self, archive: zipfile.ZipFile) -> BinaryIO:
        # Only opening a member is inside the `try`: a RuntimeError of the code that reads it is not the file's.
        try:
            return cast("BinaryIO", archive.open(cast("str", self.member)))
        except RuntimeError as error:
            raise DatasetError(
                f"{self} can't be read ({error}). Pack it again without a password, by plain zip compression."
            ) from error


def is_table_name(name: str) -> bool:
    """Return True for the name of a table, gzipped or not: "Ratings.csv.gz"."""
    return bool(_NAME.fullmatch(Path(name).name.lower()))


def table_files(path: Path) -> list[TableFile]:
    """Return the tables in a file: the file itself, or the tables among the members of a zip archive.

    Raises:
        DatasetError: The file is missing or not an archive.
    """
    if not is_archive(path):
        return [TableFile(path)]
    return [TableFile(path, member) for member in archive_members(path) if is_table_name(member)]


def is_archive(path: Path) -> bool:
    """Return True for a zip archive, by its name or, where that is the name of a table, by its first bytes."""
    if path.suffix.lower() == ".zip":
        return True
    try:
        with path.open("rb") as stream:
            return is_table_name(path.name) and stream.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC
    except OSError:
        return False


def archive_members(path: Path) -> list[str]:
    """Return the names of the files in a zip archive, but hidden ones.

    Raises:
        DatasetError: The archive is missing, damaged, or a spreadsheet under another name.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(name for name in archive.namelist() if not name.endswith("/") and not is_hidden(name))
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist. Name the dataset's files, or their folder.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise DatasetError(f"{path} can't be read as a zip archive ({error}). Is it a whole file?") from error
    if "xl/workbook.xml" in members:
        raise DatasetError(f"{path} is a spreadsheet's own file. Save its table as CSV.")
    return members


def is_hidden(name: str) -> bool:
    """Return True for the path of a file that systems and programs keep beside people's own."""
    return any(part.startswith((".", "__MACOSX", "~$")) for part in Path(name).parts)
