"""What S3 holds of published models."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


def version_of(model: Path) -> str:
    """The version of a model on disk."""
    version: str = json.loads((model / "manifest.json").read_text())["model_version"]
    return version


def stored(s3: "S3Client", bucket: str, key: str) -> bytes:
    """What is stored by a key."""
    return s3.get_object(Bucket=bucket, Key=key)["Body"].read()


def current(s3: "S3Client", bucket: str) -> str:
    """The version that the pointer names."""
    version: str = json.loads(stored(s3, bucket, "some/models/current.json"))["version"]
    return version
