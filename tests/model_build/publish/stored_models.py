"""Published models as S3 holds them."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


def version_of(model: Path) -> str:
    """Return the version of a model on disk."""
    version: str = json.loads((model / "manifest.json").read_text())["model_version"]
    return version


def stored_bytes(s3: "S3Client", bucket: str, key: str) -> bytes:
    """Return the bytes of a stored object."""
    return s3.get_object(Bucket=bucket, Key=key)["Body"].read()


def current_version(s3: "S3Client", bucket: str) -> str:
    """Return the version that the pointer names."""
    version: str = json.loads(stored_bytes(s3, bucket, "some/models/current.json"))["version"]
    return version


def rewrite_manifest(model: Path, **changes: object) -> None:
    """Write the manifest anew for the catalogue beside it, with changed fields."""
    manifest = json.loads((model / "manifest.json").read_text()) | changes
    manifest["sha256"] = hashlib.sha256((model / "catalogue.sqlite").read_bytes()).hexdigest()
    (model / "manifest.json").write_text(json.dumps(manifest))
