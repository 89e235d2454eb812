"""The SQS queue of imports and exports: what takes longer than a click has, which shelf_imports.py does."""

import json
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from shelftalker.aws import clients
from shelftalker.aws.clients import AwsCallError
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.imports import ImportStatus
from shelftalker.slack.workspace import Workspace

if TYPE_CHECKING:
    from shelftalker.aws.light_client import LightClient

_MESSAGE_VERSION = 1
_FILE_ID = re.compile("[A-Z0-9]{1,64}")


class ImportQueueError(Exception):
    """The queue can't take a message now, or its message is of another kind than those that are put there."""


class ImportJob(NamedTuple):
    """One step of an import.

    Attributes:
        step: READING for the file of an export, KEEPING or UNDOING.
        reader: The reader.
        import_id: Their import: a job of an earlier one does nothing.
        workspace: The installation whose token reaches the reader.
        home_metadata: The state of Home as it was shown, see `HomeState`.
        file_id: Slack's id of the file; of READING alone.
        view_id: Slack's id of the window that is open, or ''.
    """

    step: ImportStatus
    reader: Reader
    import_id: str
    workspace: Workspace
    home_metadata: str = ""
    file_id: str = ""
    view_id: str = ""

    def as_message(self) -> str:
        """Return the queue's message: ids and places, and nothing of the export."""
        return _message("import", self._asdict())


class ExportJob(NamedTuple):
    """The writing of a shelf as a file, for the app's conversation with its reader.

    Attributes:
        reader: The reader.
        export_id: The time of the click: a message that comes once more writes no second file.
        workspace: The installation whose token reaches the reader.
        view_id: Slack's id of the window that waits for it.
    """

    reader: Reader
    export_id: str
    workspace: Workspace
    view_id: str

    def as_message(self) -> str:
        """Return the queue's message: ids, and nothing of the shelf."""
        return _message("export", self._asdict())


def job_of_message(body: str) -> ImportJob | ExportJob:
    """Read a message of the queue.

    Raises:
        ImportQueueError: The message is none of `as_message`.
    """
    try:
        fields: dict[str, Any] = json.loads(body)
        # A message without a kind was written before there were exports.
        version, kind = fields.pop("version"), fields.pop("kind", "import")
        if version != _MESSAGE_VERSION:
            raise ImportQueueError(f"The queue's message is of version {version!r}; expected {_MESSAGE_VERSION}.")
        workspace_id, user_id, elsewhere = fields.pop("reader")
        fields |= {
            "reader": Reader(workspace_id, user_id, tuple(elsewhere)),
            "workspace": Workspace(*fields.pop("workspace")),
        }
        job = _JOBS[kind](**fields)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise ImportQueueError(
            f"The queue's message is nothing that shelftalker/shelf/import_queue.py writes: {error!r}"
        ) from error
    if isinstance(job, ImportJob) and job.step is ImportStatus.READING and not _FILE_ID.fullmatch(job.file_id):
        raise ImportQueueError(f"file_id must be an id from Slack such as F0123ABCD; got {job.file_id!r}.")
    return job


def _import_job(*, step: str, **fields: Any) -> ImportJob:
    return ImportJob(ImportStatus(step), **fields)


_JOBS: dict[str, Callable[..., ImportJob | ExportJob]] = {"import": _import_job, "export": ExportJob}


def _message(kind: str, fields: dict[str, Any]) -> str:
    reader: Reader = fields["reader"]
    names = [reader.workspace_id, reader.user_id, list(reader.elsewhere)]
    return json.dumps({"version": _MESSAGE_VERSION, "kind": kind, **fields, "reader": names})


class ImportQueue:
    """The queue."""

    def __init__(self, url: str) -> None:
        """Use a queue; nothing is connected to before it is needed.

        Args:
            url: The queue's.
        """
        self._url = url

    def put(self, job: ImportJob | ExportJob) -> None:
        """Have a step of an import done, or an export written.

        Raises:
            ImportQueueError: The queue doesn't take it.
        """
        try:
            self._client.call("SendMessage", {"QueueUrl": self._url, "MessageBody": job.as_message()})
        except AwsCallError as error:
            raise ImportQueueError(
                f"The SQS queue {self._url} doesn't take a message: {error}. If this goes on, see that the queue is "
                "there and that the function's role may send to it."
            ) from error

    @cached_property
    def _client(self) -> "LightClient":
        # Imported here: the answer to a title needs none of it.
        from shelftalker.aws.light_client import JsonService, LightClient  # noqa: PLC0415

        return LightClient(JsonService.sqs(), clients.TIMEOUTS.click)
