"""Datasets in S3, for builds on another machine: uploaded whole, downloaded whole.

The layout under the address of a dataset:

    PREFIX/<version>/<file>    written once, never changed
    PREFIX/dataset_files.json  names the version and its files with their checksums; written last
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.folder_tables import find_tables
from model_build.datasets.formats.table_file import TableFile
from model_build.publish.s3_objects import PUBLISH, PublishError, StoredObjects, as_base64

_LIST_NAME = "dataset_files.json"
_VERSION_LENGTH = 16


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of an uploaded dataset.

    Attributes:
        name: Path in the dataset's folder, with slashes.
        size_bytes: Size.
        sha256: Checksum, in hexadecimal.
    """

    name: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path, folder: Path) -> "StoredFile":
        """Describe a file on disk."""
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return cls(path.relative_to(folder).as_posix(), path.stat().st_size, sha256)


class DatasetStore:
    """A dataset under one S3 prefix."""

    def __init__(self, objects: StoredObjects) -> None:
        self._objects = objects
        self._list_key = f"{objects.prefix}/{_LIST_NAME}"

    @classmethod
    def at(cls, url: str) -> "DatasetStore":
        """Return the dataset at s3://BUCKET/PREFIX, with boto3's configuration.

        Raises:
            PublishError: The address has another form, or boto3's configuration can't be used.
        """
        return cls(StoredObjects.at(url))

    def upload(self, folder: Path, *, replace: bool = False) -> tuple[StoredFile, ...]:
        """Upload the files that a build of a folder reads; those that S3 has already are not sent again.

        Until the last file is there, whoever downloads gets the dataset of before.

        Args:
            folder: The dataset's folder, or zip archive.
            replace: True to put it in the place of another dataset at this address.

        Returns:
            The files.

        Raises:
            DatasetError: The folder holds no tables.
            PublishError: Another dataset is there, or S3 refuses.
        """
        paths = _paths_read(folder)
        root = folder if folder.is_dir() else folder.parent
        files = tuple(StoredFile.of(path, root) for path in paths)
        version = _version_of(files)
        with self._objects.explain_errors():
            current = self._read_list()
            if current not in (None, (version, files)) and not replace:
                raise PublishError(
                    f"{self._objects.url(self._list_key)} names another dataset, whose files differ. Nothing was "
                    "uploaded. Name another address, or replace it with --replace."
                )
            for file in files:
                self._upload_file(root / file.name, self._key(version, file), file)
            text = json.dumps({"version": version, "files": list(map(asdict, files))}, indent=2)
            self._objects.put_json(self._list_key, text)
        return files

    def download(self, folder: Path) -> None:
        """Download the dataset into a folder.

        Raises:
            PublishError: There is none, or a file differs from what was uploaded, or S3 refuses.
        """
        with self._objects.explain_errors():
            current = self._read_list()
            if current is None:
                raise PublishError(
                    f"There is no dataset at {self._objects.url(self._objects.prefix)}: upload it with "
                    "upload-dataset --data DIR --to that address."
                )
            version, files = current
            for file in files:
                path = folder / file.name
                path.parent.mkdir(parents=True, exist_ok=True)
                self._objects.download(self._key(version, file), path)
                if StoredFile.of(path, folder) != file:
                    raise PublishError(
                        f"{self._objects.url(self._key(version, file))} must have {file.size_bytes:,} bytes with "
                        f"SHA-256 {file.sha256}, and has others. Upload the dataset again."
                    )

    def _upload_file(self, path: Path, key: str, file: StoredFile) -> None:
        size_bytes, sha256 = self._objects.state_of(key) or (-1, None)
        # Of a file that came in parts S3 has no checksum of the whole; but the key has that of the dataset.
        came_in_parts = file.size_bytes > PUBLISH.one_put_bytes
        if size_bytes != file.size_bytes or not (came_in_parts or sha256 == as_base64(file.sha256)):
            self._objects.upload(path, key, file.sha256)

    def _key(self, version: str, file: StoredFile) -> str:
        return f"{self._objects.prefix}/{version}/{file.name}"

    def _read_list(self) -> tuple[str, tuple[StoredFile, ...]] | None:
        """Return version and files of the dataset, or None where there is none."""
        text = self._objects.read(self._list_key)
        if text is None:
            return None
        try:
            fields = json.loads(text)
            version, files = str(fields["version"]), tuple(StoredFile(**file) for file in fields["files"])
            names_are_safe = re.fullmatch(r"\w+", version) and not any(map(_leads_out, files))
        except (ValueError, TypeError, KeyError) as error:
            raise self._wrong_list(repr(error)) from error
        if not names_are_safe:
            raise self._wrong_list("a name leads out of the folder")
        return version, files

    def _wrong_list(self, reason: str) -> PublishError:
        return PublishError(
            f"{self._objects.url(self._list_key)} must be a JSON object with version and files, as upload-dataset "
            f"writes it; it is not ({reason}). Upload the dataset again with --replace, once this object is deleted."
        )


def _leads_out(file: StoredFile) -> bool:
    path = PurePosixPath(file.name)
    return path.is_absolute() or ".." in path.parts or not path.parts


def _version_of(files: Iterable[StoredFile]) -> str:
    """Return a name that the files' names and bytes determine."""
    digest = hashlib.sha256(json.dumps([asdict(file) for file in files]).encode())
    return digest.hexdigest()[:_VERSION_LENGTH]


def _paths_read(folder: Path) -> list[Path]:
    """Return the files of the folder that a build reads, by name: tables, and the files that describe them."""
    tables = [part for table in DatasetFiles.found_in(folder).tables for part in table.parts()]
    described: list[TableFile] = list(find_tables(folder).beside.values())
    return sorted({file.path for file in [*tables, *described]})
