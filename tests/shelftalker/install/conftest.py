"""An app that other workspaces install: its table, its key, its queue, and the Slack that grants it."""

import importlib
import sys
import time
import uuid
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from slack_sdk.oauth.installation_store import Installation

from infra.local.aws.tables import create_table
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.install.installations import Installations
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.settings import InstallationSettings
from tests.dynamodb import DynamoDb
from tests.shelftalker.install.browser import Browser
from tests.shelftalker.install.granting_slack import CLIENT_ID, CLIENT_SECRET, GrantingSlack

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def granting_slack() -> Iterator[GrantingSlack]:
    """Run Slack on this machine."""
    with GrantingSlack() as slack:
        yield slack


@pytest.fixture
def installation_table(dynamodb_client: "DynamoDBClient") -> str:
    """Create an empty table of installations and return its name."""
    name = f"installations-{uuid.uuid4()}"
    create_table(dynamodb_client, "InstallationTable", name)
    return name


@pytest.fixture
def aws(dynamodb: DynamoDb, s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the URL of all services besides DynamoDB."""
    url = f"http://{s3_address[0]}:{s3_address[1]}"
    for service in ("KMS", "SQS", "SSM"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", url)
    return url


@pytest.fixture
def key(aws: str, kms_key: str) -> str:
    """Return the ARN of the KMS key, with the environment that leads to its service."""
    return kms_key


@pytest.fixture
def queue_url(aws: str, aws_configuration: boto3.Session) -> str:
    """Create an empty queue and return its URL."""
    client = aws_configuration.client("sqs", endpoint_url=aws)
    url: str = client.create_queue(QueueName=f"purge-{uuid.uuid4()}")["QueueUrl"]
    client.close()
    return url


@pytest.fixture
def installations(installation_table: str, key: str) -> Installations:
    """Return the installations, whose tokens a key encrypts."""
    return Installations(DynamoDbTable(installation_table), TokenCipher(key))


@pytest.fixture
def settings(installation_table: str, key: str, granting_slack: GrantingSlack) -> InstallationSettings:
    """Return the settings of the app."""
    return InstallationSettings(installation_table, key, CLIENT_ID, CLIENT_SECRET, "", granting_slack.api_url)


@pytest.fixture
def function(settings: InstallationSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the entry point anew."""
    monkeypatch.setenv("INSTALLATION_TABLE", settings.table)
    monkeypatch.setenv("INSTALLATION_KEY", settings.key)
    monkeypatch.setenv("SLACK_CLIENT_ID", settings.client_id)
    monkeypatch.setenv("SLACK_CLIENT_SECRET", settings.client_secret)
    monkeypatch.setenv("SLACK_API_URL", settings.slack_api_url)
    monkeypatch.setenv("SLACK_OPTIONAL_SCOPES", "chat:write,files:read")
    sys.modules.pop("slack_oauth", None)
    yield importlib.import_module("slack_oauth")
    sys.modules.pop("slack_oauth", None)


@pytest.fixture
def browser(function: ModuleType) -> Browser:
    """Return a browser."""
    return Browser(function)


def installation(**fields: Any) -> Installation:
    """Return an installation in the workspace T1 by U1, with other fields where they are named."""
    usual: dict[str, Any] = {
        "app_id": "A1", "team_id": "T1", "team_name": "Readers", "bot_token": "xoxb-first", "bot_id": "",
        "bot_user_id": "U0B", "bot_scopes": "commands", "user_id": "U1", "installed_at": 1700000000.25,
    }  # fmt: skip
    return Installation(**usual | fields)


def expiring(slack: GrantingSlack, in_seconds: float, **fields: Any) -> Installation:
    """Return an installation whose bot token expires, as Slack with its token rotation grants it."""
    slack.lifetime_seconds = 43200
    tokens = slack.new_tokens()
    return installation(
        bot_token=tokens["access_token"],
        bot_refresh_token=tokens["refresh_token"],
        bot_token_expires_at=int(time.time() + in_seconds),
        **fields,
    )


def everything_in(client: "DynamoDBClient", table_name: str) -> list[dict[str, Any]]:
    """Return all items of a table."""
    pages = client.get_paginator("scan").paginate(TableName=table_name)
    return [dict(item) for page in pages for item in page["Items"]]
