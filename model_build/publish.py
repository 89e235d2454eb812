"""Publishing models to S3: versions, the pointer to the current one, rollback.

See `shelftalker.model_pointer` for where things are. Objects of a version are written before the pointer is switched,
and never changed afterwards: a publish that is killed at any moment leaves the former model current and whole.
"""

import base64
import hashlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from shelftalker.catalogue import CATALOGUE_NAME, MANIFEST_NAME, Catalogue, ModelError
from shelftalker.model_pointer import Pointer, PublishedModelError, catalogue_key, manifest_key, pointer_key

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_S3_URL = re.compile(r"s3://(?P<bucket>[^/]+)/(?P<prefix>.*[^/])/?")
# S3's limit for one PUT. In parts, an object has no checksum of the whole to compare with.
_BYTES_IN_ONE_PUT = 5 * 1024**3
# S3 tells in whole seconds when something was written, and rollback goes by the order of the versions.
SECONDS_BETWEEN_VERSIONS = 1


class PublishError(Exception):
    """A model can't be published or rolled back to: what was expected, what came, what to do."""


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A complete version in S3, and when it was completed (UTC)."""

    model_version: str
    published: datetime
    size_bytes: int
    is_current: bool


class ModelStore:
    """The published models under one S3 prefix."""

    def __init__(self, client: "S3Client", bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = prefix

    @classmethod
    def at(cls, url: str) -> "ModelStore":
        """The store at s3://BUCKET/PREFIX, reached as boto3 is configured.

        Raises:
            PublishError: That is no such address, or boto3's configuration can't be used.
        """
        match = _S3_URL.fullmatch(url)
        if not match:
            raise PublishError(f"Expected s3://BUCKET/PREFIX, as in s3://my-models/models; got {url!r}.")
        import boto3  # noqa: PLC0415 - a second that the other commands are spared

        with _s3_errors_told_plainly(match["bucket"]):
            client = boto3.client("s3")
        return cls(client, match["bucket"], match["prefix"])

    def publish(self, model_directory: Path) -> str:
        """Copy a model to S3, make sure that it is whole there, and make it the current one.

        What S3 has already is not uploaded again.

        Returns:
            Its version.

        Raises:
            PublishError: The folder holds no model that can be used, or its files disagree, or S3 refuses.
        """
        pointer = _described_model(model_directory)
        key = catalogue_key(self._prefix, pointer.version)
        with _s3_errors_told_plainly(self._bucket):
            published = self._pointer_to(pointer.version)
            if published not in (None, pointer):
                raise PublishError(
                    f"Version {pointer.version} was published with SHA-256 {published.sha256}, and the file in "
                    f"{model_directory} has {pointer.sha256}, though both were built from the same rows. Make the "
                    f"published one current with: rollback --version {pointer.version}"
                )
            if self._state_of(key) != _expected_state(pointer):
                self._upload(model_directory / CATALOGUE_NAME, key, pointer)
                self._check(pointer)
            if published is None:
                manifest = (model_directory / MANIFEST_NAME).read_text(encoding="utf-8")
                self._put_json(manifest_key(self._prefix, pointer.version), manifest)
            self._make_current(pointer)
        if published is None:
            time.sleep(SECONDS_BETWEEN_VERSIONS)
        return pointer.version

    def rollback(self, version: str | None = None) -> str:
        """Make an earlier published version the current one.

        Args:
            version: Which; without it, the one that was published before the current one.

        Returns:
            The version that is current now.

        Raises:
            PublishError: There is no such version, or it is damaged, or S3 refuses.
        """
        published = self.versions()
        names = [each.model_version for each in published]
        there_are = f"There are, newest first: {', '.join(names) or 'none'}."
        if version is None:
            current = next((place for place, each in enumerate(published) if each.is_current), None)
            if current is None:
                raise PublishError(f"No published version is current, so none is before it. {there_are} Use --version.")
            if current + 1 == len(names):
                raise PublishError(
                    f"Nothing was published before {names[current]}, the current version. {there_are} Use --version."
                )
            version = names[current + 1]
        with _s3_errors_told_plainly(self._bucket):
            pointer = self._pointer_to(version) if version in names else None
            if pointer is None:
                raise PublishError(f"Expected a version that is published in full, got {version}. {there_are}")
            self._check(pointer)
            self._make_current(pointer)
        return version

    def versions(self) -> list[PublishedVersion]:
        """Every version that was published in full, newest first.

        Raises:
            PublishError: S3 refuses.
        """
        with _s3_errors_told_plainly(self._bucket):
            current = self._current()
            objects: defaultdict[str, dict[str, Any]] = defaultdict(dict)
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=f"{self._prefix}/"
            )
            for stored in (stored for page in pages for stored in page.get("Contents", [])):
                version, _, name = stored["Key"].removeprefix(f"{self._prefix}/").partition("/")
                objects[version][name] = stored
        complete = [
            PublishedVersion(
                model_version=version,
                published=files[MANIFEST_NAME]["LastModified"].astimezone(UTC),
                size_bytes=files[CATALOGUE_NAME]["Size"],
                is_current=current is not None and version == current.version,
            )
            for version, files in objects.items()
            if MANIFEST_NAME in files and CATALOGUE_NAME in files
        ]
        return sorted(complete, key=lambda each: (each.published, each.model_version), reverse=True)

    def _current(self) -> Pointer | None:
        text = self._read(pointer_key(self._prefix))
        try:
            return Pointer.from_json(text) if text else None
        except PublishedModelError as error:
            raise PublishError(str(error)) from error

    def _make_current(self, pointer: Pointer) -> None:
        key, text = pointer_key(self._prefix), pointer.to_json()
        if self._read(key) != text:
            self._put_json(key, text)

    def _pointer_to(self, version: str) -> Pointer | None:
        """What the pointer has to say to name a published version; None where it is not published in full."""
        text = self._read(manifest_key(self._prefix, version))
        return _pointer(text, f"s3://{self._bucket}/{manifest_key(self._prefix, version)}") if text else None

    def _upload(self, path: Path, key: str, pointer: Pointer) -> None:
        from boto3.s3.transfer import TransferConfig  # noqa: PLC0415

        with (
            path.open("rb") as file,
            tqdm(
                total=pointer.size_bytes,
                desc="Uploading",
                unit="B",
                unit_scale=True,
                delay=2,
                disable=None,
                leave=False,
            ) as progress,
        ):
            # With the checksum, S3 itself refuses what was damaged on the way.
            self._client.upload_fileobj(
                file,
                self._bucket,
                key,
                ExtraArgs={"ChecksumAlgorithm": "SHA256", "ChecksumSHA256": _as_base64(pointer.sha256)},
                Config=TransferConfig(multipart_threshold=_BYTES_IN_ONE_PUT, use_threads=False),
                Callback=progress.update,
            )

    def _check(self, pointer: Pointer) -> None:
        """Make sure that S3 holds the catalogue that a pointer describes."""
        key = catalogue_key(self._prefix, pointer.version)
        came, expected = self._state_of(key), _expected_state(pointer)
        if came != expected:
            raise PublishError(
                f"s3://{self._bucket}/{key} must have the size and SHA-256 {expected}; S3 holds {came}. Publish this "
                "version again from where it was built."
            )

    def _state_of(self, key: str) -> tuple[int, str | None] | None:
        """Size and SHA-256 in base64 of an object as S3 holds it; None where there is none."""
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            head = self._client.head_object(Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
        except ClientError as error:
            if error.response["Error"]["Code"] == "404":
                return None
            raise
        return head["ContentLength"], head.get("ChecksumSHA256")

    def _read(self, key: str) -> str | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read().decode()
        except self._client.exceptions.NoSuchKey:
            return None

    def _put_json(self, key: str, text: str) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=text.encode(), ContentType="application/json")


def _described_model(directory: Path) -> Pointer:
    """The pointer to the model in a folder, once its files agree with each other.

    Raises:
        PublishError: They don't, or there is no model that can be used.
    """
    build_again = f"Build the model again: python -m model_build build --data DIR --output {directory}"
    manifest_path, catalogue_path = directory / MANIFEST_NAME, directory / CATALOGUE_NAME
    try:
        with closing(Catalogue.open(directory)) as catalogue:
            version = catalogue.version
        pointer = _pointer(manifest_path.read_text(encoding="utf-8"), str(manifest_path))
    except ModelError as error:
        raise PublishError(str(error)) from error
    except OSError as error:
        raise PublishError(f"{manifest_path} can't be read ({error}). {build_again}") from error
    with catalogue_path.open("rb") as stream:
        came = (version, catalogue_path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
    expected = (pointer.version, pointer.size_bytes, pointer.sha256)
    if came != expected:
        raise PublishError(
            f"By its manifest, {catalogue_path} is version {expected[0]} of {expected[1]:,} bytes with SHA-256 "
            f"{expected[2]}; it is version {came[0]} of {came[1]:,} bytes with {came[2]}. {build_again}"
        )
    return pointer


def _pointer(manifest: str, where: str) -> Pointer:
    """The pointer to the model that a manifest describes."""
    try:
        fields = json.loads(manifest)
        return Pointer.from_fields(fields, version=fields["model_version"])
    except (ValueError, TypeError, KeyError) as error:
        raise PublishError(
            f"{where} must be a JSON object with model_version, sha256, size_bytes and format_version; it is not "
            f"({error!r}). Build the model again and publish that."
        ) from error


def _expected_state(pointer: Pointer) -> tuple[int, str]:
    return pointer.size_bytes, _as_base64(pointer.sha256)


def _as_base64(sha256: str) -> str:
    """A checksum as S3 writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()


@contextmanager
def _s3_errors_told_plainly(bucket: str) -> Iterator[None]:
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
