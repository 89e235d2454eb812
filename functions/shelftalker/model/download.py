"""Downloads of published models from S3, a step at a time.

Imported only where a deployment has a model bucket: other deployments' cold starts need not wait for boto3.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError

from shelftalker.aws import clients
from shelftalker.aws.clients import LazyClient
from shelftalker.model.format import MODEL_FORMAT
from shelftalker.model.pointer import FetchInterruptedError, Pointer, PublishedModelError, catalogue_key, pointer_key

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class DownloadConfig:
    """Limits of a download.

    Attributes:
        piece_bytes: Bytes read at a time; the time is looked at between two pieces.
        pointer_bytes: Bytes of a pointer, at most.
        steps_without_gain: Interrupted steps in a row without a byte after which a download is given up.
        directory_prefix: Beginning of the names of temporary folders, before the process id.
    """

    piece_bytes: int = 1 << 16
    pointer_bytes: int = 1 << 14
    steps_without_gain: int = 3
    directory_prefix: str = "shelftalker-model-"


CONFIG = DownloadConfig()


class ModelBucket:
    """The bucket with the published models, as the functions read it: without retries, with short time-outs.

    Where S3 refuses, boto3's errors are raised as they are.
    """

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket = bucket
        self._prefix = prefix
        # Created at once: a look at the pointer has no time for it.
        self._client: S3Client = LazyClient("s3", clients.TIMEOUTS.model).get()

    def read_pointer(self) -> Pointer | None:
        """Read the pointer to the current model; None where nothing was published.

        Raises:
            PublishedModelError: It is no valid pointer.
        """
        with self._connection() as client:
            try:
                answer = client.get_object(Bucket=self._bucket, Key=pointer_key(self._prefix))
            except client.exceptions.NoSuchKey:
                return None
            with closing(answer["Body"]) as body:
                return Pointer.from_json(body.read(CONFIG.pointer_bytes))

    def start_download(self, pointer: Pointer) -> "ModelDownload":
        """Prepare to fetch the model that a pointer names.

        Raises:
            OSError: No temporary folder can be made.
        """
        return ModelDownload(self, pointer)

    def read_catalogue(self, pointer: Pointer, start: int) -> Generator[bytes, None, None]:
        """Yield a published catalogue from a byte on, in pieces.

        Raises:
            FetchInterruptedError: S3 is too slow, broke off, or has trouble of its own.
        """
        with self._connection() as client:
            try:
                answer = client.get_object(
                    Bucket=self._bucket,
                    Key=catalogue_key(self._prefix, pointer.version),
                    Range=f"bytes={start}-{pointer.size_bytes - 1}",
                )
                with closing(answer["Body"]) as body:
                    while piece := body.read(CONFIG.piece_bytes):
                        yield piece
            except (HTTPClientError, IncompleteReadError) as error:
                raise FetchInterruptedError(str(error)) from error
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] < HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                raise FetchInterruptedError(str(error)) from error

    @contextmanager
    def _connection(self) -> "Iterator[S3Client]":
        """Leave no connection open: Lambda may freeze or snapshot the process next, and none would survive that."""
        try:
            yield self._client
        finally:
            self._client.close()


class ModelDownload:
    """One model on its way from the bucket to a folder of this process.

    Attributes:
        is_copy: True, as its folder is this process's own.
        pointer: The pointer that names it.
        directory: Its folder.
    """

    is_copy: ClassVar[bool] = True

    def __init__(self, bucket: ModelBucket, pointer: Pointer) -> None:
        self.pointer = pointer
        self.directory = Path(tempfile.mkdtemp(prefix=f"{CONFIG.directory_prefix}{os.getpid()}-"))
        self._bucket = bucket
        self._unfinished = self.directory / f"{MODEL_FORMAT.catalogue_name}.unfinished"
        self._fetched_bytes = 0
        self._sha256 = hashlib.sha256()
        self._is_whole = False
        self._advancing = Lock()
        self._steps_without_gain = 0
        self._fetched_at_last_interruption = 0

    def advance(self, seconds: float) -> bool:
        """Fetch more of it for so many seconds; one piece may take longer.

        Does nothing while an earlier step, whose thread nobody waits for any more, is still under way.

        Returns:
            True once it is whole: verified, and in place in `directory`.

        Raises:
            PublishedModelError: The catalogue is another than the pointer describes.
            FetchInterruptedError: S3 gave no more; see `may_go_on`.
            OSError: It can't be written.
        """
        if not self._advancing.acquire(blocking=False):
            return False
        try:
            if not self._is_whole and self._fetch(time.monotonic() + seconds):
                self._verify()
                self._unfinished.replace(self.directory / MODEL_FORMAT.catalogue_name)
                self._is_whole = True
            return self._is_whole
        finally:
            self._advancing.release()

    def may_go_on(self) -> bool:
        """Return whether to try again after an interrupted step: not when three in a row have brought nothing."""
        gained = self._fetched_bytes > self._fetched_at_last_interruption
        self._fetched_at_last_interruption = self._fetched_bytes
        self._steps_without_gain = 0 if gained else self._steps_without_gain + 1
        return self._steps_without_gain < CONFIG.steps_without_gain

    def _fetch(self, until: float) -> bool:
        """Fetch more of the catalogue, and return whether it is all there."""
        with (
            self._unfinished.open("ab") as file,
            closing(self._bucket.read_catalogue(self.pointer, self._fetched_bytes)) as pieces,
        ):
            for piece in pieces:
                file.write(piece)
                self._sha256.update(piece)
                self._fetched_bytes += len(piece)
                if self._fetched_bytes < self.pointer.size_bytes and time.monotonic() > until:
                    return False
        return True

    def _verify(self) -> None:
        actual = (self._fetched_bytes, self._sha256.hexdigest())
        expected = (self.pointer.size_bytes, self.pointer.sha256)
        if actual != expected:
            raise PublishedModelError(
                f"Model {self.pointer.version} must have {expected[0]:,} bytes with SHA-256 {expected[1]}; S3 gave "
                f"{actual[0]:,} with {actual[1]}. Publish it again, or roll back."
            )

    def remove(self) -> None:
        """Delete the fetched files; a model that is open stays readable until it is closed."""
        shutil.rmtree(self.directory, ignore_errors=True)


def remove_leftovers() -> None:
    """Delete the downloads of processes that have ended.

    When a function crashes or runs into its timeout, Lambda starts it again with the same /tmp, where half a dozen
    models would fill it: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    """
    for directory in _temporary_directory().glob(f"{CONFIG.directory_prefix}*-*"):
        process_id = int(directory.name.removeprefix(CONFIG.directory_prefix).split("-")[0])
        # This process has just started: a folder with its id is of an earlier process of that id.
        if process_id == os.getpid() or not _is_running(process_id):
            shutil.rmtree(directory, ignore_errors=True)


def _is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's
        return True
    return True


def _temporary_directory() -> Path:
    """Return the folder of temporary files. Python finds it by writing a file, for which a full disk has no room."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - on Lambda there is no other
