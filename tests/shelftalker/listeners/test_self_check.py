"""The new version's own part of the check before its release."""

from typing import TYPE_CHECKING

import pytest

from shelftalker.listeners.self_check import RESERVED_READER, check_self
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def services(catalogue: Catalogue, shelves: ShelfTable) -> Services:
    """Return the services of a version, without Slack: it must not be called."""
    return Services(lambda: catalogue, shelves, None)  # type: ignore[arg-type] # none to call


def test_an_entry_is_written_read_drawn_and_deleted_and_nothing_is_left(
    services: Services, dynamodb: DynamoDb, dynamodb_client: "DynamoDBClient", shelf_table_name: str
) -> None:
    seen = check_self(services)

    assert set(seen) == {"shelf", "home"}
    assert {"UpdateItem", "Query", "GetItem", "DeleteItem"} <= set(dynamodb.operations)
    left = dynamodb_client.query(
        TableName=shelf_table_name,
        KeyConditionExpression="workspace_id = :id",
        ExpressionAttributeValues={":id": {"S": RESERVED_READER.workspace_id}},
    )
    assert left["Items"] == []


@pytest.mark.parametrize("operation", ["UpdateItem", "Query", "GetItem", "DeleteItem"])
def test_a_denied_operation_is_the_failure(services: Services, dynamodb: DynamoDb, operation: str) -> None:
    dynamodb.fail(operation, times=20, refuses="AccessDeniedException")
    try:
        assert f"{operation} on the DynamoDB table" in check_self(services)["failure"]
    finally:
        dynamodb.faults.clear()
        assert set(check_self(services)) == {"shelf", "home"}


def test_an_entry_that_is_not_there_when_it_is_read_is_a_failure(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShelfTable, "apply", lambda *_: None)

    assert "does not have the entry" in check_self(services)["failure"]
