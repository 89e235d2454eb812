"""The shortcut in moto's answers of DynamoDB."""

from typing import Any

import boto3

from infra.local.aws.services import RESOURCES, local_shelves

KEY = {"workspace_id": {"S": "T1"}, "reader_item": {"S": "U1#book#aaaaaaaa"}}
VALUES: dict[str, Any] = {
    "text": {"S": "caf\u00e9"}, "number": {"N": "1700000000.000001"}, "flag": {"BOOL": False}, "none": {"NULL": True},
    "bytes": {"B": b"\x00\xff"}, "texts": {"SS": ["a", "b"]}, "list": {"L": [{"N": "1"}, {"B": b"\x01"}]},
    "map": {"M": {"inner": {"S": ""}, "deep": {"L": []}}},
}  # fmt: skip


def test_each_kind_of_value_comes_back_as_it_was() -> None:
    with local_shelves():
        client = boto3.client("dynamodb")
        client.put_item(TableName=RESOURCES.shelf_table, Item=KEY | VALUES)
        assert client.get_item(TableName=RESOURCES.shelf_table, Key=KEY)["Item"] == KEY | VALUES
