"""Workspaces and readers that leave, and their data."""

import importlib
import json
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra.local.aws.tables import create_table
from shelftalker.install.installations import Installations
from shelftalker.purge.queue import PurgeQueue, PurgeRequest
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import new_reader
from tests.shelftalker.install.conftest import (
    aws,
    everything_in,
    installation,
    installation_table,
    installations,
    key,
    queue_url,
)
from tests.slack_app import LambdaContext

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

__all__ = ["aws", "installation_table", "installations", "key", "queue_url"]

LEFT_AT = 1700000000.0


@dataclass(frozen=True)
class Remaining:
    """Lambda's context, with the function's remaining time."""

    seconds: float

    def get_remaining_time_in_millis(self) -> int:
        """Return the remaining time, as Lambda's context does."""
        return round(self.seconds * 1000)

    def __getattr__(self, name: str) -> Any:
        return getattr(LambdaContext("Purge"), name)


class Tables:
    """The two tables, and ways to fill them.

    Attributes:
        shelves: Of the readers.
        installations: Of the workspaces.
    """

    def __init__(
        self, client: "DynamoDBClient", names: tuple[str, str], shelves: ShelfTable, installations: Installations
    ) -> None:
        self._client = client
        self.shelf_table, self.installation_table = names
        self.shelves = shelves
        self.installations = installations

    def install(self, workspace_id: str, installed_at: float = LEFT_AT - 1000, **fields: Any) -> None:
        """Have a workspace install the app."""
        self.installations.save(installation(team_id=workspace_id, installed_at=installed_at, **fields))

    def reader(self, workspace_id: str, books: int = 3, acted_at: float = LEFT_AT - 500) -> Reader:
        """Add a reader with an item of each kind on the shelf."""
        reader, when = new_reader(workspace_id), f"{acted_at:.6f}"
        for number in range(books):
            self.shelves.apply(reader, ShelfAction(Verb.RATE, f"book{_letters(number)}", 5), when)
        self.shelves.apply(reader, ShelfAction(Verb.REMOVE, "gone2222"), when)
        self.shelves.prefer(reader, Preferences("canada"), when)
        self.shelves.claim(reader, "share", 60)
        return reader

    def fill(self, workspace_id: str, items: int) -> None:
        """Add a large workspace fast: readers with 50 books each."""
        for first in range(0, items, 25):
            entries = [_entry(workspace_id, number) for number in range(first, min(first + 25, items))]
            requests: Any = [{"PutRequest": {"Item": entry}} for entry in entries]
            self._client.batch_write_item(RequestItems={self.shelf_table: requests})

    def put_large(self, workspace_id: str, size: int) -> None:
        """Add an entry of so many bytes."""
        entry = _entry(workspace_id, 0) | {"former_stars": {"S": "x" * size}}
        self._client.put_item(TableName=self.shelf_table, Item=entry)

    def change(self, key: tuple[str, str], attributes: dict[str, Any]) -> None:
        """Change attributes of an item past the code that writes it; None removes one."""
        is_installation = key[1] == "bot"
        sort_key = "installation_item" if is_installation else "reader_item"
        updates: Any = {
            name: {"Action": "DELETE"} if value is None else {"Action": "PUT", "Value": value}
            for name, value in attributes.items()
        }
        self._client.update_item(
            TableName=self.installation_table if is_installation else self.shelf_table,
            Key={"workspace_id": {"S": key[0]}, sort_key: {"S": key[1]}},
            AttributeUpdates=updates,
        )

    def all_of(self, workspace_id: str) -> list[dict[str, Any]]:
        """Return all items with a workspace's id anywhere in them."""
        return [
            item
            for table in (self.shelf_table, self.installation_table)
            for item in everything_in(self._client, table)
            if f"'{workspace_id}'" in repr(item)
        ]


def _entry(workspace_id: str, number: int) -> dict[str, Any]:
    book_id = f"book{_letters(number % 50)}"
    return {
        "workspace_id": {"S": workspace_id},
        "reader_item": {"S": f"U{number // 50}#book#{book_id}"},
        "stars": {"N": "5"},
        "acted_at": {"N": f"{LEFT_AT - 500:.6f}"},
        "stars_at": {"N": f"{LEFT_AT - 500:.6f}"},
    }


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:04d}")


@pytest.fixture
def tables(dynamodb_client: "DynamoDBClient", installations: Installations, installation_table: str) -> Tables:
    """Return two empty tables."""
    name = f"shelves-{uuid.uuid4()}"
    create_table(dynamodb_client, "ShelfTable", name)
    return Tables(dynamodb_client, (name, installation_table), ShelfTable(name), installations)


class Consumer:
    """Lambda's part between a queue and its function: takes messages, calls the function, deletes finished ones.

    Attributes:
        module: The function's entry point.
        seconds: That the function has for each call.
        calls: How often it was called.
    """

    def __init__(self, module: ModuleType, sqs: Any, queue_url: str) -> None:
        self.module = module
        self.seconds = 300.0
        self.calls = 0
        self._sqs = sqs
        self._queue_url = queue_url

    def messages(self) -> list[Any]:
        """Take the messages of the queue, without delay."""
        taken = self._sqs.receive_message(QueueUrl=self._queue_url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        found: list[Any] = taken.get("Messages", [])
        return found

    def call(self, messages: list[Any]) -> list[str]:
        """Call the function with messages, and return the ids of those that failed."""
        self.calls += 1
        records = [{"messageId": each["MessageId"], "body": each["Body"]} for each in messages]
        answer = self.module.handler({"Records": records}, Remaining(self.seconds))
        failed = {each["itemIdentifier"] for each in answer["batchItemFailures"]}
        for message in messages:
            if message["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
        return sorted(failed)

    def work(self) -> None:
        """Call the function until the queue is empty."""
        for _ in range(100):
            messages = self.messages()
            if not messages:
                return
            self.call(messages)
        raise AssertionError("the queue does not empty")


@pytest.fixture
def purge(tables: Tables, queue_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the entry point anew."""
    monkeypatch.setenv("SHELF_TABLE", tables.shelf_table)
    monkeypatch.setenv("INSTALLATION_TABLE", tables.installation_table)
    monkeypatch.setenv("PURGE_QUEUE_URL", queue_url)
    sys.modules.pop("purge", None)
    yield importlib.import_module("purge")
    sys.modules.pop("purge", None)


@pytest.fixture
def consumer(purge: ModuleType, queue_url: str, aws: str, aws_configuration: boto3.Session) -> Iterator[Consumer]:
    """Return the consumer of the queue."""
    client = aws_configuration.client("sqs", endpoint_url=aws)
    yield Consumer(purge, client, queue_url)
    client.close()


@pytest.fixture
def queue(queue_url: str) -> PurgeQueue:
    """Return the queue."""
    return PurgeQueue(queue_url)


def message_of(request: PurgeRequest, message_id: str = "m1") -> dict[str, str]:
    """Return a message as the function receives it."""
    return {"MessageId": message_id, "Body": request.as_message(), "ReceiptHandle": "r"}


def fields_of(message: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a message."""
    fields: dict[str, Any] = json.loads(message["Body"])
    return fields
