"""A DynamoDB table as a click needs it: one item changed at a time, under a condition, with short time-outs.

Attributes are written as boto3's client has them, `{"S": "text"}` and `{"B": b"bytes"}`; their names are the business
of the table's users.
"""

import base64
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from shelftalker.aws import clients
from shelftalker.aws.clients import AwsCallError, ClientTimeouts

if TYPE_CHECKING:
    from shelftalker.aws.light_client import LightClient

Item = Mapping[str, Any]


class TableError(Exception):
    """The table can't be read or written now."""


class DeletionConfig(NamedTuple):
    """Limits of the deletion of many items.

    Attributes:
        batch_items: Items of one batch; DynamoDB's limit.
        batch_attempts: Attempts at a batch that a busy DynamoDB completes only in part.
        seconds_before_second_batch: Doubled before each further attempt.
        threads: Conditional deletions at a time: a batch takes no conditions, and a partition takes 1,000 deletions a
            second.
    """

    batch_items: int = 25
    batch_attempts: int = 6
    seconds_before_second_batch: float = 0.05
    threads: int = 8


class FormerValue(NamedTuple):
    """The value that another attribute of the item has before the change.

    Attributes:
        name: The other attribute.
        default: The value where the item does not have it.
    """

    name: str
    default: Item


class MapEntry(NamedTuple):
    """An entry of an attribute that is a map.

    Attributes:
        map_name: The attribute.
        name: The entry's key in the map.
        value: Its new value; None to remove it.
    """

    map_name: str
    name: str
    value: Item | None


class Changed(NamedTuple):
    """The result of a change under a condition.

    Attributes:
        is_changed: Whether the condition held.
        item: The item as it is now, changed or not; None where there is none.
    """

    is_changed: bool
    item: Item | None


class DynamoDbTable:
    """One table. Every method raises TableError where the table can't be used now."""

    def __init__(
        self, name: str, timeouts: ClientTimeouts | None = None, deletion: DeletionConfig | None = None
    ) -> None:
        """Use a table; nothing is connected to before it is needed.

        Args:
            name: The table's name.
            timeouts: Limits of each call; a click's where it is None.
            deletion: Limits of the deletion of many items.
        """
        self.name = name
        self._deletion = deletion or DeletionConfig()
        self._timeouts = timeouts or clients.TIMEOUTS.click

    @cached_property
    def _client(self) -> "LightClient":
        # Imported here: the answer to a title needs none of it.
        from shelftalker.aws.light_client import JsonService, LightClient  # noqa: PLC0415

        return LightClient(JsonService.dynamodb(), self._timeouts)

    def items(self, key_condition: str, values: Item) -> Iterator[Item]:
        """Yield all items of a partition whose keys satisfy a condition, in the order of their sort keys.

        Args:
            key_condition: As in `workspace_id = :workspace_id AND begins_with(reader_item, :beginning)`.
            values: Values of the condition's placeholders, with their colons.
        """
        # A click shows its own write, which an eventually consistent read may not have yet.
        return self._pages(
            "Query", KeyConditionExpression=key_condition, ExpressionAttributeValues=values, ConsistentRead=True
        )

    def scan(self, attributes: Sequence[str]) -> Iterator[Item]:
        """Yield some attributes of all items of the table, those of a partition one after the other.

        It reads, and is billed for, the whole table, half a unit for 4 KB.
        """
        names = {f"#{name}": name for name in attributes}
        return self._pages("Scan", ProjectionExpression=", ".join(names), ExpressionAttributeNames=names)

    def _pages(self, operation: str, **arguments: Any) -> Iterator[Item]:
        start: dict[str, Any] = {}
        while True:
            page = self._call(operation, **arguments, **start)
            yield from map(_from_wire, page["Items"])
            # A page holds 1 MB at most.
            if "LastEvaluatedKey" not in page:
                return
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def item(self, key: Item) -> Item | None:
        """Return one item as it is now, or None where there is none."""
        item = self._call("GetItem", Key=key, ConsistentRead=True).get("Item")
        return None if item is None else _from_wire(item)

    def update(self, key: Item, changes: Item, condition: str, others: Item | None = None) -> bool:
        """Change one item, or create it, if a condition holds; else change nothing and return False.

        Args:
            key: Of the item.
            changes: New values of attributes, a `FormerValue` among them; None for those to remove.
            condition: With #name for an attribute, and :name for its new value.
            others: Further values that the condition names.
        """
        return self._update(key, changes, condition, others, "NONE") is not None

    def update_from(self, key: Item, changes: Item, condition: str, others: Item | None = None) -> Item | None:
        """Change one item as `update` does, and return it as it was before.

        Returns:
            An empty item where it was not there; None where the condition does not hold.
        """
        return self._update(key, changes, condition, others, "ALL_OLD")

    def _update(self, key: Item, changes: Item, condition: str, others: Item | None, return_values: str) -> Item | None:
        former = {name: value for name, value in changes.items() if isinstance(value, FormerValue)}
        written = {name: former[name].default if name in former else value for name, value in changes.items()}
        values = {
            **{f":{name}": _to_wire(value) for name, value in written.items() if value is not None},
            **(others or {}),
        }
        sets = ", ".join(
            f"#{name} = " + (f"if_not_exists(#{former[name].name}, :{name})" if name in former else f":{name}")
            for name, value in written.items()
            if value is not None
        )
        removes = ", ".join(f"#{name}" for name, value in changes.items() if value is None)
        answer = self._call_if(
            "UpdateItem",
            Key=key,
            UpdateExpression=" ".join(f"{verb} {part}" for verb, part in (("SET", sets), ("REMOVE", removes)) if part),
            ConditionExpression=condition,
            # Through placeholders: names that DynamoDB reserves can't stand in an expression.
            ExpressionAttributeNames={f"#{name}": name for name in {*changes, *_names(f"{condition} {sets}")}},
            ReturnValues=return_values,
            # DynamoDB refuses an empty map.
            **({"ExpressionAttributeValues": values} if values else {}),
        )
        return None if answer is None else _from_wire(answer.get("Attributes", {}))

    def update_entry(
        self, key: Item, entry: MapEntry, changes: Item, condition: str, others: Item | None = None
    ) -> Item | None:
        """Change one entry of a map beside whole attributes, and return the item as it is then.

        Args:
            key: Of the item.
            entry: The entry, and its new value.
            changes: New values of attributes; None for those to remove.
            condition: As in `update`; `#entry` stands for the entry's name. It has to hold only where the item has the
                map, as DynamoDB changes no entry of a map that is not there.
            others: Further values that the condition names.

        Returns:
            None where the condition does not hold.
        """
        path = f"#{entry.map_name}.#entry"
        written = {f"#{name}": (f":{name}", value) for name, value in changes.items()} | {path: (":entry", entry.value)}
        sets = ", ".join(f"{name} = {place}" for name, (place, value) in written.items() if value is not None)
        removes = ", ".join(name for name, (_, value) in written.items() if value is None)
        names = {f"#{name}": name for name in _names(f"{condition} {sets} {removes}")} | {"#entry": entry.name}
        values = {place: _to_wire(value) for place, value in written.values() if value is not None} | dict(others or {})
        answer = self._call_if(
            "UpdateItem",
            Key=key,
            UpdateExpression=" ".join(f"{verb} {part}" for verb, part in (("SET", sets), ("REMOVE", removes)) if part),
            ConditionExpression=condition,
            ExpressionAttributeNames=names,
            ReturnValues="ALL_NEW",
            **({"ExpressionAttributeValues": values} if values else {}),
        )
        return None if answer is None else _from_wire(answer["Attributes"])

    def change(self, key: Item, expression: str, condition: str, values: Item) -> Changed:
        """Change one item by an expression if a condition holds, and return it as it is then, in one call.

        Args:
            key: Of the item.
            expression: DynamoDB's update expression, with #name for an attribute: `SET #count = #count + :one`.
            condition: As in `update`. One that compares an attribute holds for no item that lacks it.
            values: Values of the placeholders of both, with their colons.
        """
        try:
            answer = self._request(
                "UpdateItem",
                {
                    "Key": key,
                    "UpdateExpression": expression,
                    "ConditionExpression": condition,
                    "ExpressionAttributeNames": {f"#{name}": name for name in _names(f"{expression} {condition}")},
                    "ExpressionAttributeValues": values,
                    "ReturnValues": "ALL_NEW",
                    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                },
            )
        except AwsCallError as error:
            if error.code != "ConditionalCheckFailedException":
                raise self._error("UpdateItem", error) from error
            item = error.answer.get("Item")
            return Changed(is_changed=False, item=_from_wire(item) if item else None)
        return Changed(is_changed=True, item=_from_wire(answer["Attributes"]))

    def delete(self, key: Item) -> None:
        """Delete one item, if it is there."""
        self._call("DeleteItem", Key=key)

    def delete_if(self, key: Item, condition: str, values: Item) -> bool:
        """Delete one item if a condition holds for it; else delete nothing and return False.

        Args:
            key: Of the item.
            condition: With #name for an attribute, and :name for a value.
            values: Values of the condition's placeholders, with their colons.
        """
        answer = self._call_if(
            "DeleteItem",
            Key=key,
            ConditionExpression=condition,
            ExpressionAttributeNames={f"#{name}": name for name in _names(condition)},
            ExpressionAttributeValues=values,
        )
        return answer is not None

    def delete_each_if(self, keys: Sequence[Item], condition: str, values: Item) -> None:
        """Delete those of many items for which a condition holds, several at a time; see `delete_if`."""
        with ThreadPoolExecutor(self._deletion.threads) as threads:
            list(threads.map(lambda key: self.delete_if(key, condition, values), keys))

    def delete_all(self, keys: Sequence[Item]) -> None:
        """Delete many items, those that are there."""
        for first in range(0, len(keys), self._deletion.batch_items):
            self._delete_batch(keys[first : first + self._deletion.batch_items])

    def _delete_batch(self, keys: Sequence[Item]) -> None:
        limits = self._deletion
        requests: list[Any] = [{"DeleteRequest": {"Key": key}} for key in keys]
        for attempt in range(limits.batch_attempts):
            if attempt:
                time.sleep(limits.seconds_before_second_batch * 2 ** (attempt - 1))
            answer = self._call("BatchWriteItem", RequestItems={self.name: requests})
            # Deletions that a busy DynamoDB left undone are no error, and have to be requested again.
            requests = answer.get("UnprocessedItems", {}).get(self.name, [])
            if not requests:
                return
        raise TableError(
            f"BatchWriteItem on the DynamoDB table {self.name} left {len(requests)} items undeleted, "
            f"{limits.batch_attempts} times: DynamoDB is too busy; try again later."
        )

    def _call_if(self, operation: str, **arguments: Any) -> dict[str, Any] | None:
        """Call an operation, and return None where its condition does not hold."""
        try:
            return self._request(operation, arguments)
        except AwsCallError as error:
            if error.code == "ConditionalCheckFailedException":
                return None
            raise self._error(operation, error) from error

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        try:
            return self._request(operation, arguments)
        except AwsCallError as error:
            raise self._error(operation, error) from error

    def _request(self, operation: str, arguments: Item) -> dict[str, Any]:
        if not self.name:
            raise TableError("No DynamoDB table is named.")
        table = {} if operation == "BatchWriteItem" else {"TableName": self.name}
        return self._client.call(operation, {**table, **arguments})

    def _error(self, operation: str, error: AwsCallError) -> TableError:
        return TableError(
            f"{operation} on the DynamoDB table {self.name} failed: {error}. If this goes on, see that the table is "
            "there and that the function's role may use it."
        )


def _names(condition: str) -> list[str]:
    return re.findall(r"#(\w+)", condition)


def _to_wire(attribute: Item) -> Item:
    """Return an attribute as JSON can hold it."""
    return {"B": base64.b64encode(attribute["B"]).decode()} if "B" in attribute else attribute


def _from_wire(item: Item) -> Item:
    """Return an item with its bytes, which JSON holds in base64."""
    # Few items have any, and a shelf has thousands of items.
    names = [name for name, attribute in item.items() if "B" in attribute]
    return {**item, **{name: {"B": base64.b64decode(item[name]["B"])} for name in names}} if names else item
