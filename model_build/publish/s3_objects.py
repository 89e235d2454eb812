"""The objects of published models in S3: written with checksums, and S3's errors told plainly."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_S3_URL = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<prefix>.*[^/])/?")
# S3's limit for one PUT. In parts, an object has no checksum of the whole to compare with.
_BYTES_IN_ONE_PUT = 5 * 1024**3


class PublishError(Exception):
    """A model can't be published or rolled back to: what was expected, what came, what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What S3's list tells of an object: its key under the prefix, its size, when it was written (UTC)."""

    name: str
    size_bytes: int
    written: datetime


class StoredObjects:
    """The objects under one S3 prefix.

    boto3's errors are raised as they are, but for those that happen inside `errors_told_plainly`.
    """

    def __init__(self, client: "S3Client", bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self.prefix = prefix

    @classmethod
    def at(cls, url: str) -> "StoredObjects":
        """Those at s3://BUCKET/PREFIX, reached as boto3 is configured.

        Raises:
            PublishError: That is no such address, or boto3's configuration can't be used.
        """
        match = _S3_URL.fullmatch(url)
        if not match:
            raise PublishError(f"Expected s3://BUCKET/PREFIX, as in s3://my-models/models; got {url!r}.")
        import boto3  # noqa: PLC0415 - a second that the other commands are spared

        with _errors_told_plainly(match["bucket"]):
            client = boto3.client("s3")
        return cls(client, match["bucket"], match["prefix"])

    @contextmanager
    def errors_told_plainly(self) -> Iterator[None]:
        """Raise what boto3 raises inside as PublishError, with what to do."""
        with _errors_told_plainly(self._bucket):
            yield

    def url(self, key: str) -> str:
        """The address of an object, as AWS's tools take it."""
        return f"s3://{self._bucket}/{key}"

    def read(self, key: str) -> str | None:
        """The text of an object; None where there is none."""
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode()
        except self._client.exceptions.NoSuchKey:
            return None

    def written(self, key: str) -> datetime:
        """When an object was written (UTC)."""
        return self._client.head_object(Bucket=self._bucket, Key=key)["LastModified"].astimezone(UTC)

    def listed(self) -> Iterator[Listed]:
        """All there are, by name."""
        beginning = f"{self.prefix}/"
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=beginning)
        for stored in (stored for page in pages for stored in page.get("Contents", [])):
            yield Listed(stored["Key"].removeprefix(beginning), stored["Size"], stored["LastModified"].astimezone(UTC))

    def put_json(self, key: str, text: str) -> None:
        """Write an object of JSON."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=text.encode(), ContentType="application/json")

    def upload(self, path: Path, key: str, sha256: str) -> None:
        """Write a file's bytes, with their SHA-256 in hexadecimal: S3 itself refuses what was damaged on the way."""
        from boto3.s3.transfer import TransferConfig  # noqa: PLC0415

        with (
            path.open("rb") as file,
            tqdm(
                total=path.stat().st_size,
                desc="Uploading",
                unit="B",
                unit_scale=True,
                delay=2,
                disable=None,
                leave=False,
            ) as progress,
        ):
            self._client.upload_fileobj(
                file,
                self._bucket,
                key,
                ExtraArgs={"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": as_base64(sha256)},
                Config=TransferConfig(multipart_threshold=_BYTES_IN_ONE_PUT, use_threads=False),
                Callback=progress.update,
            )

    def state_of(self, key: str) -> tuple[int, str | None] | None:
        """Size and SHA-256 in base64 of an object as S3 holds it; None where there is none."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return None
            raise
        return head["ContentLength"], head.get("ChecksumSHA256")


def as_base64(sha256: str) -> str:
    """A checksum in hexadecimal as S3 writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


@contextmanager
def _errors_told_plainly(bucket: str) -> Iterator[None]:
    from botocore.exceptions import (  # noqa: PLC0415 - as boto3 itself, only where S3 is called
        BotoCoreError,
        ClientError,
        NoCredentialsError,
        PartialCredentialsError,
    )

    try:
        yield
    except (NoCredentialsError, PartialCredentialsError) as error:
        raise PublishError(
            f"S3 needs AWS credentials and boto3 finds none that are whole ({error}). Log in with aws configure or "
            "aws sso login, or set AWS_PROFILE."
        ) from error
    except ClientError as error:
        code, what = error.response["Error"].get("Code", ""), error.operation_name
        if code == "NoSuchBucket":
            advice = "There is no such bucket: create it, or take its name from the stack's outputs."
        elif code in {"AccessDenied", "403"}:
            advice = "Who publishes needs s3:ListBucket on the bucket and s3:GetObject and s3:PutObject on its objects."
        else:
            advice = "Check the bucket, the credentials and the region, and run this again."
        raise PublishError(f"S3 refused {what} for bucket {bucket} ({error}). {advice}") from error
    except BotoCoreError as error:
        raise PublishError(
            f"S3 can't be reached for bucket {bucket} ({error}). Check the network, the region and AWS_ENDPOINT_URL, "
            "and run this again."
        ) from error
