"""Keys of the JSON API: python -m infra.deployment.api_keys --stack NAME make|list|revoke.

An operator makes, lists and revokes them with credentials of the account. A key is printed once, when it is made; the
table has its hash alone.
"""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.deployment.stack import DeploymentError, DeploymentStack
from shelftalker.api.keys import KeyLimits, key_item, new_key

_NAME_LETTERS = 60
_MOST_REQUESTS = 10_000_000


def main() -> None:
    """Run the command that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m infra.deployment.api_keys", description="Keys of the JSON API.")
    parser.add_argument("--stack", required=True, help="name of the stack")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="make a key, and print it")
    making.add_argument("name", help="by which you know it, such as who has it")
    making.add_argument("--per-minute", type=int, default=60, help="most requests a minute")
    making.add_argument("--per-day", type=int, default=5000, help="most requests a day, from midnight UTC")
    commands.add_parser("list", help="list the keys, that with most requests in its last day first")
    revoking = commands.add_parser("revoke", help="delete a key: the next request with it is refused")
    revoking.add_argument("name")
    options = parser.parse_args()
    try:
        stack = DeploymentStack(options.stack, boto3.Session())
        if options.command == "make":
            print(make_key(stack, options.name, KeyLimits(options.per_minute, options.per_day)))  # noqa: T201 - a command-line program prints
        elif options.command == "list":
            print(*list_keys(stack), sep="\n")  # noqa: T201 - a command-line program prints
        else:
            revoke_key(stack, options.name)
    except (DeploymentError, BotoCoreError, ClientError) as error:
        sys.exit(str(error))


def make_key(stack: DeploymentStack, name: str, limits: KeyLimits) -> str:
    """Make a key.

    Args:
        stack: With the API.
        name: By which the operator knows the key, and revokes it.
        limits: Of the key.

    Returns:
        The key, which nothing keeps.

    Raises:
        DeploymentError: The name or a limit can't be, another key has the name, or the stack has no API.
    """
    if not (name.strip() and name.isprintable() and len(name) <= _NAME_LETTERS):
        raise DeploymentError(
            f"A key is named by 1 to {_NAME_LETTERS} letters on one line; got {name!r}. Give a name: "
            "make api-key NAME=..."
        )
    for limit in limits:
        if not 1 <= limit <= _MOST_REQUESTS:
            raise DeploymentError(f"A limit is of 1 to {_MOST_REQUESTS:,} requests; got {limit:,}.")
    table = _table_of(stack)
    if name in {_text(item, "name") for item in _items_of(stack, table)}:
        raise DeploymentError(f"There is a key named {name!r} already. Revoke it first, or give another NAME=.")
    key = new_key()
    item = key_item(key, name, limits, datetime.now(UTC).isoformat(timespec="seconds"))
    stack.client("dynamodb").put_item(
        TableName=table, Item=item, ConditionExpression="attribute_not_exists(key_hash)"
    )  # fmt: skip
    return key


def list_keys(stack: DeploymentStack) -> list[str]:
    """Return the names of the columns, and a line for each key, that with most requests in its last day first.

    Raises:
        DeploymentError: The stack has no API.
    """
    items = _items_of(stack, _table_of(stack))
    items.sort(key=lambda item: (-_number(item, "day_requests"), _text(item, "name")))
    columns = ("name", "created_at", "a minute", "a day", "last day", "requests in it")
    rows = [columns, *map(_row, items)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def revoke_key(stack: DeploymentStack, name: str) -> None:
    """Delete a key: the next request with it is refused.

    Raises:
        DeploymentError: There is no key of this name, or the stack has no API.
    """
    table = _table_of(stack)
    hashes = [item["key_hash"] for item in _items_of(stack, table) if _text(item, "name") == name]
    if not hashes:
        raise DeploymentError(f"There is no key named {name!r}. make api-keys lists them.")
    for key_hash in hashes:
        stack.client("dynamodb").delete_item(TableName=table, Key={"key_hash": key_hash})


def _table_of(stack: DeploymentStack) -> str:
    """Return the name of a stack's table of keys."""
    _, table = stack.resources().get("ApiKeyTable", ("", ""))
    if not table:
        raise DeploymentError(
            f"The stack {stack.name} has no JSON API, or is not there. Deploy it with one first: make deploy "
            f"STACK={stack.name} PARAMETERS=PublicApi=on"
        )
    return table


def _items_of(stack: DeploymentStack, table: str) -> list[dict[str, Any]]:
    pages = stack.client("dynamodb").get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [item for page in pages for item in page["Items"]]


def _row(item: Mapping[str, Any]) -> tuple[str, ...]:
    minute = _number(item, "minute")
    last_day = datetime.fromtimestamp(minute * 60, UTC).date().isoformat() if minute else "never"
    limits = (f"{_number(item, name):,}" for name in KeyLimits._fields)
    return (_text(item, "name"), _text(item, "created_at"), *limits, last_day, f"{_number(item, 'day_requests'):,}")


def _text(item: Mapping[str, Any], name: str) -> str:
    return str(item[name]["S"])


def _number(item: Mapping[str, Any], name: str) -> int:
    return int(item[name]["N"])


if __name__ == "__main__":
    main()
