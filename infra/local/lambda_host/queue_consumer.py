"""The event source mapping of an SQS queue: its messages, one at a time, to a function on this machine."""

from collections.abc import Callable, Mapping
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

import boto3

from infra.local.lambda_host.invocation import Invocation

Invoke = Callable[[Mapping[str, Any]], Invocation]


class QueueConsumer:
    """Has a function take the messages of a queue. Use it in a `with` statement, which ends it.

    A message is deleted once the function has taken it without an error and without reporting it as failed; otherwise
    SQS delivers it again.

    Args:
        queue_url: URL of the queue.
        invoke: Invokes the function with an event.
        seconds_between_looks: Time between two looks at an empty queue.
    """

    def __init__(self, queue_url: str, invoke: Invoke, *, seconds_between_looks: float = 0.3) -> None:
        self._queue_url = queue_url
        self._invoke = invoke
        self._pause = seconds_between_looks
        self._ended = Event()
        self._sqs = boto3.client("sqs")
        self._thread = Thread(target=self._run, name="queue consumer", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        self._sqs.close()

    def _run(self) -> None:
        while not self._ended.wait(0 if self._take_one() else self._pause):
            pass

    def _take_one(self) -> bool:
        """Have the function take one message, and return whether there was one."""
        messages = self._sqs.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=1).get("Messages", [])
        for message in messages:
            record = {"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"}
            invocation = self._invoke({"Records": [record]})
            failed = (invocation.payload or {}).get("batchItemFailures") if not invocation.error else [record]
            if not failed:
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
        return bool(messages)
