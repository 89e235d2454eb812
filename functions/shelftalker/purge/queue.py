"""The SQS queue of deletions: whoever has no time to delete leaves a message there, which purge.py takes."""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from shelftalker.aws import clients
from shelftalker.aws.clients import AwsCallError, LazyClient
from shelftalker.shelf.contents import SLACK_ID


class PurgeQueueError(Exception):
    """The queue can't take a message now, or its message is of another kind than those that are put there."""


@dataclass(frozen=True, slots=True)
class PurgeRequest:
    """A request to delete the data of a workspace with all of its readers, or of one person, who left.

    Attributes:
        workspace_id: As in `Workspace.id`.
        before: Time of the leaving, in seconds since 1970: all that is older is deleted; the newer came after a return.
        reader_id: The one reader who asked for it.
        installer_id: The one person who took back what they had granted; the app stays installed.
    """

    MESSAGE_VERSION: ClassVar[int] = 1

    workspace_id: str
    before: float
    reader_id: str = ""
    installer_id: str = ""

    def __post_init__(self) -> None:
        """Check the ids, which Slack gives, and the time.

        Raises:
            ValueError: They are something else.
        """
        ids = [self.workspace_id, *filter(None, (self.reader_id, self.installer_id))]
        if not all(isinstance(slack_id, str) and re.fullmatch(SLACK_ID, slack_id) for slack_id in ids):
            raise ValueError(f"expected ids from Slack such as T0123ABCD; got {ids!r}.")
        if isinstance(self.before, bool) or not isinstance(self.before, int | float) or not 0 < self.before < 1e11:
            raise ValueError(f"before must be a time in seconds since 1970; got {self.before!r}.")

    def as_message(self) -> str:
        """Return the queue's message."""
        return json.dumps({"version": self.MESSAGE_VERSION, **asdict(self)})

    @classmethod
    def from_message(cls, body: str) -> "PurgeRequest":
        """Read a message of the queue.

        Raises:
            PurgeQueueError: The message is none of `as_message`.
        """
        try:
            fields: dict[str, Any] = json.loads(body)
            version = fields.pop("version")
            request = cls(**fields)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise PurgeQueueError(
                f"The queue's message is nothing that shelftalker/purge/queue.py writes: {error!r}"
            ) from error
        if version != cls.MESSAGE_VERSION:
            raise PurgeQueueError(
                f"The queue's message is of version {version!r}; expected version {cls.MESSAGE_VERSION}."
            )
        return request


class PurgeQueue:
    """The queue."""

    def __init__(self, url: str) -> None:
        """Use a queue; nothing is connected to before it is needed.

        Args:
            url: The queue's, or an empty string where the deployment has none.
        """
        self._url = url
        self._sqs = LazyClient("sqs", clients.TIMEOUTS.click)

    @property
    def is_there(self) -> bool:
        """True where the deployment has a queue."""
        return bool(self._url)

    def put(self, request: PurgeRequest, delay_seconds: int = 30) -> None:
        """Have all data of a workspace or person deleted.

        Args:
            request: Names the workspace or person.
            delay_seconds: Time from now until the deletion begins. The default is far longer than a click made before
                needs to reach the table, and far shorter than anyone waits for the deletion.

        Raises:
            PurgeQueueError: The queue doesn't take it.
        """
        if not self._url:
            raise PurgeQueueError("No queue is named: set PURGE_QUEUE_URL to the URL of an SQS queue.")
        try:
            self._sqs.call(
                "send_message", QueueUrl=self._url, MessageBody=request.as_message(), DelaySeconds=delay_seconds
            )
        except AwsCallError as error:
            raise PurgeQueueError(
                f"The SQS queue {self._url} doesn't take a message: {error}. If this goes on, see that the queue is "
                "there and that the function's role may send to it."
            ) from error
