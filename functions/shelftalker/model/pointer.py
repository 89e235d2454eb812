"""Keys of published models in S3, and the pointer that names the current one.

The publisher and the functions share this layout:

    PREFIX/current.json                  the pointer, switched last
    PREFIX/<version>/catalogue.sqlite    written once, never changed
    PREFIX/<version>/manifest.json       written after its catalogue: where it is, the version is complete
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from shelftalker.model.format import MODEL_FORMAT

POINTER_NAME = "current.json"
_VERSION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")


class PublishedModelError(Exception):
    """A published model, or the pointer to it, can't be read or is invalid."""


class ModelOutdatedError(PublishedModelError):
    """A published model is of another format than this code's: it was built by another version of model_build."""


class FetchInterruptedError(Exception):
    """S3, or the way to it, failed halfway: the bytes so far are kept, and another attempt may bring the rest."""


class Pointer(NamedTuple):
    """The version of the current model, and the facts that its catalogue is verified by.

    Attributes:
        version: The model's version.
        sha256: Of its `catalogue.sqlite`, in hexadecimal.
        size_bytes: Of its `catalogue.sqlite`.
        format_version: The model file's format, so that code of another format need not fetch it to find out.
        published_at: When it was first published in full; a rollback to it does not make it younger. None in pointers
            of earlier publishers.
    """

    version: str
    sha256: str
    size_bytes: int
    format_version: int
    published_at: datetime | None = None

    @classmethod
    def from_json(cls, text: str | bytes) -> "Pointer":
        """Read a pointer; fields that later publishers add to it are ignored.

        Raises:
            PublishedModelError: It lacks something, or is no JSON.
        """
        try:
            fields = json.loads(text)
            pointer = cls.from_fields(fields, version=fields["version"])
            published_at = fields.get("published_at")
            return pointer if published_at is None else pointer._replace(published_at=_parse_instant(published_at))
        except (ValueError, TypeError, KeyError) as error:
            raise PublishedModelError(
                "The pointer to the current model must be a JSON object with version, sha256, size_bytes and "
                f"format_version; it is not ({error!r}). Publish a model, or roll back to one, to write it anew."
            ) from error

    @classmethod
    def from_fields(cls, fields: Mapping[str, object], version: object) -> "Pointer":
        """Return the pointer to the model that these fields of a pointer or a manifest describe.

        Raises:
            KeyError: A field is missing.
            TypeError: A field is of another type.
            ValueError: The version is no name of a folder, so that its keys might be another's; or there is no byte.
        """
        sha256, size_bytes, format_version = fields["sha256"], fields["size_bytes"], fields["format_version"]
        if not (isinstance(version, str) and isinstance(sha256, str)):
            raise TypeError("version and sha256 must be text")
        if not (isinstance(size_bytes, int) and isinstance(format_version, int)):
            raise TypeError("size_bytes and format_version must be integers")
        if not _VERSION.fullmatch(version) or size_bytes <= 0:
            raise ValueError("version must be letters, digits, dots, hyphens and underscores; size_bytes at least 1")
        return cls(version, sha256, size_bytes, format_version)

    def check_format(self) -> None:
        """Check that this code can read the model.

        Raises:
            ModelOutdatedError: It is of another format; the message has both formats and the remedy.
        """
        if self.format_version == MODEL_FORMAT.version:
            return
        is_newer = self.format_version > MODEL_FORMAT.version
        raise ModelOutdatedError(
            f"Model {self.version} is of format {self.format_version}; this code reads format {MODEL_FORMAT.version}. "
            + ("Deploy the functions of the model's version, or publish" if is_newer else "Publish")
            + " a model that this version's model_build has built."
        )

    def to_json(self) -> str:
        """Return the pointer as it is stored."""
        published_at = self.published_at and self.published_at.isoformat()
        return json.dumps(self._asdict() | {"published_at": published_at}, indent=2) + "\n"


def _parse_instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("published_at must have an offset from UTC")
    return instant


def pointer_key(prefix: str) -> str:
    """Return the key of the pointer."""
    return f"{prefix}/{POINTER_NAME}"


def catalogue_key(prefix: str, version: str) -> str:
    """Return the key of a version's `catalogue.sqlite`."""
    return f"{prefix}/{version}/{MODEL_FORMAT.catalogue_name}"


def manifest_key(prefix: str, version: str) -> str:
    """Return the key of a version's `manifest.json`."""
    return f"{prefix}/{version}/{MODEL_FORMAT.manifest_name}"
