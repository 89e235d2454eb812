"""A key of the JSON API in DynamoDB on this machine."""

import boto3

import model_build  # noqa: F401 # puts functions/ on the import path
from infra.local.aws.services import RESOURCES
from shelftalker.api.keys import KeyLimits, key_item, new_key

_LIMITS = KeyLimits(per_minute=60, per_day=5000)
_CREATED_AT = "2030-01-01T00:00:00+00:00"


def store_api_key(limits: KeyLimits = _LIMITS, table: str = RESOURCES.api_key_table) -> str:
    """Make a key in the table, by the DynamoDB that boto3 is configured for, and return it."""
    key = new_key()
    boto3.client("dynamodb").put_item(TableName=table, Item=key_item(key, "local", limits, _CREATED_AT))
    return key
