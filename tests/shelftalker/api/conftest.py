"""A table of API keys, and requests as AWS makes events of them."""

import json
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.aws.tables import create_table
from infra.local.lambda_host import gateway
from shelftalker.aws.dynamodb_table import DynamoDbTable
from tests.dynamodb import DynamoDb

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

MakeEvent = Callable[[gateway.HttpRequest], dict[str, Any]]
MAKERS: dict[str, MakeEvent] = {
    "v2": gateway.api_gateway_v2_event,
    "v1": gateway.api_gateway_v1_event,
    "v1-base64": lambda request: gateway.api_gateway_v1_event(request, binary=True),
    "url": gateway.function_url_event,
}


@pytest.fixture(scope="session")
def key_table_name(dynamodb_client: "DynamoDBClient") -> str:
    """Create the table that all tests share; each test has keys of its own."""
    name = f"api-keys-{uuid.uuid4()}"
    create_table(dynamodb_client, "ApiKeyTable", name)
    return name


@pytest.fixture
def key_table(wide_time_outs: None, dynamodb: DynamoDb, key_table_name: str) -> DynamoDbTable:
    """Return the table as the function uses it."""
    return DynamoDbTable(key_table_name)


def post(content: object, *, path: str = "/recommend", headers: dict[str, str] | None = None) -> gateway.HttpRequest:
    """Return a POST with JSON, or with text or bytes as they are."""
    body = content if isinstance(content, str | bytes) else json.dumps(content)
    given = {"Content-Type": "application/json"} | (headers or {})
    return gateway.HttpRequest("POST", path, tuple(given.items()), body if isinstance(body, bytes) else body.encode())


def get(path: str, query: str = "", headers: dict[str, str] | None = None) -> gateway.HttpRequest:
    """Return a GET."""
    return gateway.HttpRequest("GET", path, tuple((headers or {}).items()), query=query)
