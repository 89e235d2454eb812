"""Exports of the shelves' table to S3, as DynamoDB writes them: found, checked against their manifest, read by line.

The layout of an export:

    PREFIX/AWSDynamoDB/<export id>/manifest-summary.json   kind and format of the export, number of its items
    PREFIX/AWSDynamoDB/<export id>/manifest-files.json     a line a file: itemCount, md5Checksum, dataFileS3Key
    PREFIX/AWSDynamoDB/<export id>/data/<name>.json.gz     a line an item: {"Item": {...}} in DynamoDB's JSON

A local DynamoDB writes the data alone. Where there is a manifest, each file that it names has to be there, whole.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
"""

import base64
import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import orjson

from model_build.datasets.formats.table_file import DatasetError
from model_build.publish.s3_objects import StoredObjects


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """Numbers of the reading.

    Attributes:
        line_bytes: Longest line of an item. DynamoDB's items have at most 400 KB, and JSON at most doubles that.
    """

    line_bytes: int = 1 << 20


EXPORT = ExportConfig()
_SUMMARY, _FILES, _STARTED = "manifest-summary.json", "manifest-files.json", "_started"
_NAME = re.compile(rf"(?P<root>(?:.*/)?)(?:{re.escape(_SUMMARY)}|{_FILES}|{_STARTED}|data/[\w.-]+\.gz)")


class ExportLine(NamedTuple):
    """A line of a file of an export.

    Attributes:
        file: Path of the file.
        number: Number of the line, from 1.
        text: The line as it stands there.
    """

    file: Path
    number: int
    text: bytes

    def item(self) -> dict[str, Any]:
        """Return the item, attribute by attribute.

        Raises:
            DatasetError: The line is no item of the shelves' table.
        """
        try:
            item: dict[str, Any] = orjson.loads(self.text)["Item"]
            if isinstance(item["workspace_id"]["S"], str) and isinstance(item["reader_item"]["S"], str):
                return item
        except (ValueError, TypeError, KeyError) as error:
            reason = repr(error)
        else:
            reason = "its key is no text"
        raise DatasetError(
            f'{self.file.name}, line {self.number}: expected {{"Item": {{...}}}} in DynamoDB\'s JSON with the keys '
            f"workspace_id and reader_item; it is not ({reason}). Export the shelves' table, in format DYNAMODB_JSON."
        )


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of an export.

    Attributes:
        path: Path of the file.
        items: Number of its items by the manifest; None without one.
    """

    path: Path
    items: int | None = None

    def lines(self) -> Iterator[ExportLine]:
        """Yield the lines that are not blank.

        Raises:
            DatasetError: The file is no whole gzip file, or has more or fewer items than its manifest says.
        """
        number = items = 0
        try:
            # A buffer of C: lines come twice as fast as from gzip's own.
            with gzip.open(self.path) as file, io.BufferedReader(file, EXPORT.line_bytes) as stream:
                while text := stream.readline(EXPORT.line_bytes):
                    number += 1
                    if text.strip():
                        items += 1
                        yield ExportLine(self.path, number, text)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DatasetError(
                f"{self.path.name} is no whole gzip file: it ends or breaks after line {number} ({error}). Export the "
                "table again."
            ) from error
        if self.items not in {None, items}:
            raise DatasetError(
                f"{self.path.name} has {items:,} items, and its manifest says {self.items:,}. Export the table again."
            )


@dataclass(frozen=True, slots=True)
class TableExport:
    """An export.

    Attributes:
        files: Its files.
    """

    files: tuple[DataFile, ...]

    @classmethod
    def found_in(cls, folder: Path) -> "TableExport":
        """Return the one export in a folder, after a check of its files against its manifest.

        Raises:
            DatasetError: There is none, or there are several, or it is not whole, or of another kind or format.
        """
        names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
        root = folder / _root_of(names, str(folder))
        if (root / _SUMMARY).exists():
            _check_kind(root)
            return cls(tuple(_named_files(root)))
        if (root / _STARTED).exists():
            raise DatasetError(
                f"The export in {root} is not complete: {_SUMMARY}, which is written last, is not there. Wait until "
                "DescribeExport says COMPLETED; a failed export is never completed."
            )
        return cls(tuple(map(DataFile, sorted((root / "data").glob("*.gz")))))

    @classmethod
    def at(cls, address: str, temporary: Path) -> "TableExport":
        """Return the export at an address: a folder, or s3://BUCKET/PREFIX with boto3's configuration.

        Args:
            address: The export's own folder, or one above it.
            temporary: Folder that the files of an export in S3 are downloaded into.

        Raises:
            DatasetError: As of `found_in`.
            PublishError: S3 refuses.
        """
        if not address.startswith("s3://"):
            return cls.found_in(Path(address))
        return cls.download(StoredObjects.at(address), temporary)

    @classmethod
    def download(cls, objects: StoredObjects, temporary: Path) -> "TableExport":
        """Download the one export under an S3 prefix, and return it; errors as of `at`."""
        with objects.explain_errors():
            names = [stored.name for stored in objects.list_objects()]
            root = _root_of(names, objects.url(objects.prefix))
            for name in filter(_NAME.fullmatch, names):
                path = temporary / name.removeprefix(root)
                path.parent.mkdir(parents=True, exist_ok=True)
                objects.download(f"{objects.prefix}/{name}", path)
        return cls.found_in(temporary)


def _root_of(names: Iterable[str], address: str) -> str:
    """Return the folder of the one export among names of files, '' or ending in a slash."""
    roots = sorted({match["root"] for match in map(_NAME.fullmatch, names) if match})
    if len(roots) == 1:
        return roots[0]
    found = f"there are {len(roots)}: {', '.join(roots[:3])}" if roots else "there is none"
    raise DatasetError(
        f"Expected one export of the shelves' table at {address}; {found}. Name the folder of one export, which ends "
        "in AWSDynamoDB/ and the id of the export."
    )


def _check_kind(root: Path) -> None:
    """Refuse exports that do not hold the whole table, and those in Ion."""
    fields = _json_object(root / _SUMMARY, (root / _SUMMARY).read_bytes())
    found = fields.get("exportType", "FULL_EXPORT"), fields.get("outputFormat", "DYNAMODB_JSON")
    if found != ("FULL_EXPORT", "DYNAMODB_JSON"):
        raise DatasetError(
            f"Expected a FULL_EXPORT in DYNAMODB_JSON by {root / _SUMMARY}; got {' in '.join(map(str, found))}. An "
            "incremental export keeps what readers have deleted. Export the whole table."
        )


def _named_files(root: Path) -> Iterator[DataFile]:
    """Yield the files that the manifest names, each after a check of its bytes."""
    manifest = root / _FILES
    if not manifest.exists():
        raise DatasetError(f"{manifest} is missing beside {_SUMMARY}. Export the table again.")
    for line in filter(bytes.strip, manifest.read_bytes().splitlines()):
        fields = _json_object(manifest, line)
        key, md5, items = (fields.get(name) for name in ("dataFileS3Key", "md5Checksum", "itemCount"))
        if not isinstance(key, str) or not isinstance(md5, str) or not isinstance(items, int):
            raise DatasetError(
                f"Expected dataFileS3Key, md5Checksum and itemCount in each line of {manifest}; got {line[:200]!r}. "
                "Export the table again."
            )
        path = root / "data" / PurePosixPath(key).name
        if not path.is_file():
            raise DatasetError(f"{path} is missing, which {_FILES} names. Copy the whole export, or export again.")
        with path.open("rb") as stream:
            found = base64.b64encode(hashlib.file_digest(stream, "md5").digest()).decode()
        if found != md5:
            raise DatasetError(
                f"{path} must have MD5 {md5} by {_FILES}, and has {found}. Copy the export again, or export again."
            )
        yield DataFile(path, items)


def _json_object(path: Path, text: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DatasetError(f"{path} must hold JSON objects; it does not ({error}). Export the table again.") from error
    if not isinstance(fields, dict):
        raise DatasetError(f"{path} must hold JSON objects; got {text[:200]!r}. Export the table again.")
    return fields
