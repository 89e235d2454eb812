"""The SQS queue of what to delete: whoever has no time to delete it leaves it there, and purge.py sees to it."""

import json
import re
from dataclasses import asdict, dataclass
from typing import Any

# As a click's calls of DynamoDB, see aws/dynamodb_table.py.
_CONNECT_SECONDS = 0.3
_READ_SECONDS = 0.6
_ATTEMPTS = 2
# Far longer than anything that was clicked before is on its way to the table, and far shorter than anyone waits for.
SECONDS_TO_SETTLE = 30
_VERSION = 1
_SLACK_ID = re.compile("[A-Za-z0-9]{1,64}")


class PurgeQueueError(Exception):
    """The queue can't take anything now, or what it gave isn't anything that was put there."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who has left, and when: a workspace with all of its readers, or one person.

    Attributes:
        workspace_id: As in `Workspace.id`.
        before: What was kept until then is to go, in seconds since 1970; what is newer came after a return.
        reader_id: The one reader who asked for it.
        installer_id: The one person who took back what they had granted; the app stays installed.
    """

    workspace_id: str
    before: float
    reader_id: str = ""
    installer_id: str = ""

    def __post_init__(self) -> None:
        """Ids as Slack gives them, and a time.

        Raises:
            ValueError: They are something else.
        """
        ids = [self.workspace_id, *filter(None, (self.reader_id, self.installer_id))]
        if not all(isinstance(each, str) and _SLACK_ID.fullmatch(each) for each in ids):
            raise ValueError(f"expected ids from Slack such as T0123ABCD; got {ids!r}.")
        if isinstance(self.before, bool) or not isinstance(self.before, int | float) or not 0 < self.before < 1e11:
            raise ValueError(f"before must be a time in seconds since 1970; got {self.before!r}.")

    def as_message(self) -> str:
        """What the queue holds of it."""
        return json.dumps({"version": _VERSION, **asdict(self)})

    @classmethod
    def from_message(cls, body: str) -> "Leaving":
        """Who has left, by a message of the queue.

        Raises:
            PurgeQueueError: The message is none of `as_message`.
        """
        try:
            told = json.loads(body)
            version = told.pop("version")
            leaving = cls(**told)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise PurgeQueueError(
                f"The queue's message is nothing that shelftalker/purge/queue.py writes: {error!r}"
            ) from error
        if version != _VERSION:
            raise PurgeQueueError(f"The queue's message is of version {version!r}; expected version {_VERSION}.")
        return leaving


class PurgeQueue:
    """The queue."""

    def __init__(self, url: str) -> None:
        """Use a queue; nothing is connected to before it is needed.

        Args:
            url: The queue's, or an empty string where the deployment has none.
        """
        self._url = url
        self._made_client: Any = None

    @property
    def is_there(self) -> bool:
        """Whether the deployment has a queue."""
        return bool(self._url)

    def put(self, leaving: Leaving, delay_seconds: int = SECONDS_TO_SETTLE) -> None:
        """Have all deleted that is kept of someone.

        Args:
            leaving: Of whom.
            delay_seconds: When to begin with it, in seconds from now.

        Raises:
            PurgeQueueError: The queue doesn't take it.
        """
        # Imported here: most of a cold start, and not needed for the answer to a title.
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        if not self._url:
            raise PurgeQueueError("No queue is named: set PURGE_QUEUE_URL to the URL of an SQS queue.")
        try:
            self._client().send_message(
                QueueUrl=self._url, MessageBody=leaving.as_message(), DelaySeconds=delay_seconds
            )
        except (BotoCoreError, ClientError, ValueError) as error:
            raise PurgeQueueError(
                f"The SQS queue {self._url} doesn't take a message: {error}. If this goes on, see that the queue is "
                "there and that the function's role may send to it."
            ) from error

    def _client(self) -> Any:
        if self._made_client is None:
            import boto3  # noqa: PLC0415
            from botocore.config import Config  # noqa: PLC0415

            retries: Any = {"total_max_attempts": _ATTEMPTS, "mode": "legacy"}
            config = Config(connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, retries=retries)
            self._made_client = boto3.client("sqs", config=config)
        return self._made_client
