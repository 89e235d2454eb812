"""The tables on this machine: their keys are the template's, and that of shelves stores shelves."""

import os
import uuid
from typing import TYPE_CHECKING

import boto3
import pytest

from infra.local.aws.services import RESOURCES, local_shelves
from infra.local.aws.tables import create_table
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


def test_the_table_has_the_keys_and_the_expiry_of_the_template(dynamodb_client: "DynamoDBClient") -> None:
    name = f"shelves-{uuid.uuid4()}"
    create_table(dynamodb_client, "ShelfTable", name)
    table = dynamodb_client.describe_table(TableName=name)["Table"]
    assert table["KeySchema"] == [
        {"AttributeName": "workspace_id", "KeyType": "HASH"},
        {"AttributeName": "reader_item", "KeyType": "RANGE"},
    ]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    expiry = dynamodb_client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert (expiry["AttributeName"], expiry["TimeToLiveStatus"]) == ("expires_at", "ENABLED")


def test_a_table_without_expiry_in_the_template_has_none(dynamodb_client: "DynamoDBClient") -> None:
    name = f"keys-{uuid.uuid4()}"
    create_table(dynamodb_client, "ApiKeyTable", name)
    table = dynamodb_client.describe_table(TableName=name)["Table"]
    assert table["KeySchema"] == [{"AttributeName": "key_hash", "KeyType": "HASH"}]
    expiry = dynamodb_client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert expiry["TimeToLiveStatus"] == "DISABLED"


def test_shelves_are_stored_on_this_machine_and_in_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION"}
    for name in names | {name for name in os.environ if name.startswith("AWS_")}:
        monkeypatch.setenv(name, "somebody's")  # restored when the test is over
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    reader = Reader("T1", "U1")
    with local_shelves() as environment:
        assert environment["AWS_ENDPOINT_URL"].startswith("http://127.0.0.1:")
        assert ShelfTable(RESOURCES.shelf_table).apply(
            reader, ShelfAction(Verb.RATE, "abcd2345", 5), "1700000000.000001"
        )
        [entry] = ShelfTable(RESOURCES.shelf_table).read(reader).books
    assert (entry.book_id, entry.stars) == ("abcd2345", 5)
    with local_shelves():
        assert ShelfTable(RESOURCES.shelf_table).read(reader).books == ()
