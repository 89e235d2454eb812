"""A DynamoDB table as a click needs it: one item changed at a time, under a condition, and never waited for long.

Attributes are as boto3's client has them, `{"S": "text"}`; what they are called is the business of who uses the table.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

# A click has 3 seconds in all: the two attempts at a call that boto3 makes take 1.9 at worst.
_CONNECT_SECONDS = 0.3
_READ_SECONDS = 0.6
_ATTEMPTS = 2
_DELETED_AT_ONCE = 25  # DynamoDB's limit
_DELETE_ATTEMPTS = 6
_SECONDS_BEFORE_SECOND_DELETE = 0.05
_DELETING_THREADS = 8

Item = Mapping[str, Any]


class TableError(Exception):
    """The table can't be read or written now."""


class DynamoDbTable:
    """One table. Every method raises TableError where the table can't be used now."""

    def __init__(self, name: str, attempts: int = _ATTEMPTS) -> None:
        """Use a table; nothing is connected to before it is needed.

        Args:
            name: The table's name.
            attempts: How often to try each call, at most; more than a click's where nobody waits.
        """
        self.name = name
        self._attempts = attempts
        self._made_client: DynamoDBClient | None = None
        self._making_client = Lock()

    def items(self, key_condition: str, values: Item) -> Iterator[Item]:
        """All items of a partition whose keys fit a condition, in the order of their sort keys.

        Args:
            key_condition: As in `workspace_id = :workspace_id AND begins_with(reader_item, :beginning)`.
            values: Of what the condition names with a colon.
        """
        start: dict[str, Any] = {}
        while True:
            with self._calling("Query") as client:
                page = client.query(
                    TableName=self.name,
                    KeyConditionExpression=key_condition,
                    ExpressionAttributeValues=values,
                    # A click shows what it has just written, which an eventually consistent read may not have yet.
                    ConsistentRead=True,
                    **start,
                )
            yield from page["Items"]
            # A page holds 1 MB at most.
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def item(self, key: Item) -> Item | None:
        """One item as it is now, or None where there is none."""
        with self._calling("GetItem") as client:
            return client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")

    def update(self, key: Item, changes: Item, condition: str, others: Item | None = None) -> bool:
        """Change one item, or make it, if a condition holds; else change nothing and return False.

        Args:
            key: Of the item.
            changes: New values of attributes; None for those to remove.
            condition: With #name for an attribute, and :name for its new value.
            others: Further values that the condition names.
        """
        values = {f":{name}": value for name, value in changes.items() if value is not None}
        sets = ", ".join(f"#{name} = :{name}" for name, value in changes.items() if value is not None)
        removes = ", ".join(f"#{name}" for name, value in changes.items() if value is None)
        with self._calling("UpdateItem") as client:
            try:
                client.update_item(
                    TableName=self.name,
                    Key=key,
                    UpdateExpression=f"SET {sets}" + (f" REMOVE {removes}" if removes else ""),
                    ConditionExpression=condition,
                    # Through placeholders: names that DynamoDB reserves can't stand in an expression.
                    ExpressionAttributeNames={f"#{name}": name for name in {*changes, *_names(condition)}},
                    ExpressionAttributeValues={**values, **(others or {})},
                )
            except client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def delete(self, key: Item) -> None:
        """Delete one item, if it is there."""
        with self._calling("DeleteItem") as client:
            client.delete_item(TableName=self.name, Key=key)

    def delete_if(self, key: Item, condition: str, values: Item) -> bool:
        """Delete one item if a condition holds for it; else delete nothing and return False.

        Args:
            key: Of the item.
            condition: With #name for an attribute, and :name for a value.
            values: Of what the condition names with a colon.
        """
        with self._calling("DeleteItem") as client:
            try:
                client.delete_item(
                    TableName=self.name,
                    Key=key,
                    ConditionExpression=condition,
                    ExpressionAttributeNames={f"#{name}": name for name in _names(condition)},
                    ExpressionAttributeValues=values,
                )
            except client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def delete_each_if(self, keys: Sequence[Item], condition: str, values: Item) -> None:
        """Delete those of many items for which a condition holds, see `delete_if`.

        Several at a time: a batch takes no conditions, and a partition takes 1,000 deletions a second.
        """
        with ThreadPoolExecutor(_DELETING_THREADS) as threads:
            list(threads.map(lambda key: self.delete_if(key, condition, values), keys))

    def delete_all(self, keys: Sequence[Item]) -> None:
        """Delete many items, those that are there."""
        for first in range(0, len(keys), _DELETED_AT_ONCE):
            self._delete_batch(keys[first : first + _DELETED_AT_ONCE])

    def _delete_batch(self, keys: Sequence[Item]) -> None:
        requests: Any = [{"DeleteRequest": {"Key": key}} for key in keys]
        for attempt in range(_DELETE_ATTEMPTS):
            if attempt:
                time.sleep(_SECONDS_BEFORE_SECOND_DELETE * 2 ** (attempt - 1))
            with self._calling("BatchWriteItem") as client:
                answer = client.batch_write_item(RequestItems={self.name: requests})
            # What a busy DynamoDB left undone is no error; it has to be asked for again.
            requests = answer["UnprocessedItems"].get(self.name, [])
            if not requests:
                return
        raise TableError(
            f"BatchWriteItem on the DynamoDB table {self.name} left {len(requests)} items undeleted, "
            f"{_DELETE_ATTEMPTS} times: DynamoDB is too busy; try again later."
        )

    @contextmanager
    def _calling(self, operation: str) -> "Iterator[DynamoDBClient]":
        # Imported here, as boto3 below: most of a cold start, and not needed for the answer to a title.
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        if not self.name:
            raise TableError("No DynamoDB table is named.")
        try:
            yield self._client()
        except (BotoCoreError, ClientError, ValueError) as error:
            raise TableError(
                f"{operation} on the DynamoDB table {self.name} failed: {error}. If this goes on, see that the table "
                "is there and that the function's role may use it."
            ) from error

    def _client(self) -> "DynamoDBClient":
        with self._making_client:
            if self._made_client is None:
                import boto3  # noqa: PLC0415
                from botocore.config import Config  # noqa: PLC0415

                # Waits 50 ms in between. The standard mode may wait for a second, or as DynamoDB tells it for six.
                retries: Any = {"total_max_attempts": self._attempts, "mode": "legacy"}
                config = Config(connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, retries=retries)
                self._made_client = boto3.client("dynamodb", config=config)
            return self._made_client


def _names(condition: str) -> list[str]:
    return re.findall(r"#(\w+)", condition)
