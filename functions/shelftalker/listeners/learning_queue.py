"""Word of new ratings to the training of models, so that it may begin before its week is over.

Only ratings of readers who opted in count. A message names nobody and nothing: the training reads the shelves itself,
and counts what is new there. It is sent while the click is answered, which waits for it until a deadline and no longer,
and its failure is counted and shown to nobody.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from shelftalker.aws import clients
from shelftalker.aws.clients import AwsCallError
from shelftalker.observability import Event, count, logger

if TYPE_CHECKING:
    from shelftalker.aws.light_client import LightClient

_MESSAGE = "{}"


class LearningQueueConfig(NamedTuple):
    """Numbers of the messages.

    Attributes:
        deadline_seconds: Time since the beginning of a sending after which nobody waits for it.
        batch_messages: Messages of one call; SQS's limit.
    """

    deadline_seconds: float = 0.2
    batch_messages: int = 10


# Read through this module, as in `learning_queue.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = LearningQueueConfig()


class LearningQueue:
    """The SQS queue of the messages."""

    def __init__(self, url: str) -> None:
        """Use a queue; nothing is connected to before it is needed.

        Args:
            url: The queue's, or an empty string: then nothing is sent.
        """
        self._url = url

    @contextmanager
    def sending(self, ratings: int = 1) -> Iterator[None]:
        """Send a message for each rating while the `with` block runs; what fails or is late is logged and counted.

        Args:
            ratings: Number of ratings, at most ten, as many as SQS takes at a time.
        """
        if not self._url:
            yield
            return
        sending = _Sending(self._client, self._url, ratings)
        yield
        sending.wait()

    def send(self, ratings: int) -> None:
        """Send a message for each of many ratings, and wait for them: for who has the time, as a queue's step has."""
        for first in range(0, ratings, CONFIG.batch_messages):
            with self.sending(min(CONFIG.batch_messages, ratings - first)):
                pass

    @cached_property
    def _client(self) -> "LightClient":
        # Imported here: the answer to a title needs none of it.
        from shelftalker.aws.light_client import JsonService, LightClient  # noqa: PLC0415

        return LightClient(JsonService.sqs(), clients.TIMEOUTS.learning)


class _Sending(Thread):
    """The sending of messages in one call, which has begun.

    The time-outs of the light client are those of each wait for the service, and a call has several; only a thread of
    its own keeps a deadline of the whole call.
    """

    def __init__(self, client: "LightClient", url: str, ratings: int) -> None:
        # No process waits for its end; Lambda freezes a late one, whose result nobody takes.
        super().__init__(name="learning message", daemon=True)
        self._client = client
        self._url = url
        self._entries = [{"Id": str(number), "MessageBody": _MESSAGE} for number in range(ratings)]
        self._is_sent = False
        self._error: AwsCallError | None = None
        self._deadline = time.monotonic() + CONFIG.deadline_seconds
        self.start()

    def run(self) -> None:
        """Send the messages; log and count nothing, as a late one would do so in the middle of another request."""
        try:
            answer = self._client.call("SendMessageBatch", {"QueueUrl": self._url, "Entries": self._entries})
            self._is_sent = not answer.get("Failed")
        except AwsCallError as error:
            self._error = error

    def wait(self) -> None:
        """Wait until the messages are sent, or the deadline is over; log and count what failed or is late."""
        self.join(max(0.0, self._deadline - time.monotonic()))
        is_sent, error = self._is_sent, self._error
        if not is_sent:
            logger.warning("a training does not hear of a rating", exc_info=error, extra={"is_late": error is None})
            count(Event.RATING_NOT_QUEUED, len(self._entries))
