"""The objects of published models in S3: written with checksums, and S3's errors with advice."""

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


@dataclass(frozen=True, slots=True)
class PublishConfig:
    """Numbers of publishing.

    Attributes:
        seconds_between_versions: Seconds to wait after a version. S3 has the time of an object in whole seconds, and
            rollback goes by the order of the versions.
        one_put_bytes: S3's limit for one PUT. An object uploaded in parts has no checksum of the whole to compare with.
        part_bytes: Size of the parts of a file that is larger; S3 takes 10,000 parts.
        check_seconds: Time in which a model has to answer some questions before it is published, on any machine.
        temporary_megabytes: Size of a function's /tmp where the deployment does not set another; Lambda's default.
        spare_megabytes: Part of /tmp that is left for anything but models.
        compared_versions: Number of models, the current one and those published last, that another is compared with.
    """

    seconds_between_versions: float = 1
    one_put_bytes: int = 5 * 1024**3
    part_bytes: int = 128 * 1024**2
    check_seconds: float = 10
    temporary_megabytes: int = 512
    spare_megabytes: int = 10
    compared_versions: int = 5


PUBLISH = PublishConfig()


class PublishError(Exception):
    """An error of publishing or of a rollback: the expectation, the finding, and the remedy."""


@dataclass(frozen=True, slots=True)
class ListedObject:
    """An object in S3's list: its key under the prefix, its size, and the time of its last write (UTC)."""

    name: str
    size_bytes: int
    written_at: datetime


class StoredObjects:
    """The objects under one S3 prefix.

    boto3's errors are raised as they are, except inside `explain_errors`.
    """

    def __init__(self, client: "S3Client", bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self.prefix = prefix

    @classmethod
    def at(cls, url: str) -> "StoredObjects":
        """Return the objects at s3://BUCKET/PREFIX, with boto3's configuration.

        Raises:
            PublishError: The address has another form, or boto3's configuration can't be used.
        """
        match = re.fullmatch(r"s3://(?P<bucket>[^/]+)/(?P<prefix>.*[^/])/?", url)
        if not match:
            raise PublishError(f"Expected s3://BUCKET/PREFIX, as in s3://my-models/models; got {url!r}.")
        import boto3  # noqa: PLC0415 - it takes a second, which the other commands save

        with _explain_errors(match["bucket"]):
            client = boto3.client("s3")
        return cls(client, match["bucket"], match["prefix"])

    @contextmanager
    def explain_errors(self) -> Iterator[None]:
        """Raise boto3's errors inside as PublishError, with advice."""
        with _explain_errors(self._bucket):
            yield

    def url(self, key: str) -> str:
        """Return the address of an object, as AWS's tools take it."""
        return f"s3://{self._bucket}/{key}"

    def read(self, key: str) -> str | None:
        """Return the text of an object; None where there is none."""
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode()
        except self._client.exceptions.NoSuchKey:
            return None

    def written_at(self, key: str) -> datetime:
        """Return the time of an object's last write (UTC)."""
        return self._client.head_object(Bucket=self._bucket, Key=key)["LastModified"].astimezone(UTC)

    def list_objects(self) -> Iterator[ListedObject]:
        """Yield all objects under the prefix, by name."""
        folder = f"{self.prefix}/"
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=folder)
        for stored in (stored for page in pages for stored in page.get("Contents", [])):
            yield ListedObject(
                stored["Key"].removeprefix(folder), stored["Size"], stored["LastModified"].astimezone(UTC)
            )

    def put_json(self, key: str, text: str) -> None:
        """Write an object of JSON."""
        self._client.put_object(Bucket=self._bucket, Key=key, Body=text.encode(), ContentType="application/json")

    def upload(self, path: Path, key: str, sha256: str) -> None:
        """Write a file's bytes, with their SHA-256 in hexadecimal: S3 itself refuses bytes damaged in transfer.

        Of a file that is too large for one PUT each part has a checksum, and the object has none of the whole.
        """
        from boto3.s3.transfer import TransferConfig  # noqa: PLC0415

        checksums = {"ChecksumAlgorithm": "SHA256"}
        if path.stat().st_size <= PUBLISH.one_put_bytes:
            checksums["ChecksumSHA256"] = as_base64(sha256)
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
                ExtraArgs=checksums,
                Config=TransferConfig(
                    multipart_threshold=PUBLISH.one_put_bytes + 1,
                    multipart_chunksize=PUBLISH.part_bytes,
                    use_threads=False,
                ),
                Callback=progress.update,
            )

    def download(self, key: str, path: Path) -> None:
        """Write an object's bytes to a file; boto3's error where there is no such object."""
        self._client.download_file(self._bucket, key, str(path))

    def state_of(self, key: str) -> tuple[int, str | None] | None:
        """Return size and SHA-256 in base64 of an object as S3 holds it; None where there is none."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return None
            raise
        return head["ContentLength"], head.get("ChecksumSHA256")


def as_base64(sha256: str) -> str:
    """Return a checksum in hexadecimal as S3 writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


@contextmanager
def _explain_errors(bucket: str) -> Iterator[None]:
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
        code, operation = error.response["Error"].get("Code", ""), error.operation_name
        if code == "NoSuchBucket":
            advice = "There is no such bucket: create it, or take its name from the stack's outputs."
        elif code in {"AccessDenied", "403"}:
            advice = "Who publishes needs s3:ListBucket on the bucket and s3:GetObject and s3:PutObject on its objects."
        else:
            advice = "Check the bucket, the credentials and the region, and run this again."
        raise PublishError(f"S3 refused {operation} for bucket {bucket} ({error}). {advice}") from error
    except BotoCoreError as error:
        raise PublishError(
            f"S3 can't be reached for bucket {bucket} ({error}). Check the network, the region and AWS_ENDPOINT_URL, "
            "and run this again."
        ) from error
