"""The JSON API as its callers reach it: the hosted function behind the gateway, with keys in DynamoDB."""

import json
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest

from infra.local.aws.api_keys import store_api_key
from infra.local.aws.services import RESOURCES, local_aws
from infra.local.demo import API_ROUTES
from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.gateway import Gateway
from infra.local.local_model import FUNCTIONS
from shelftalker.api.keys import KeyLimits, hash_of
from tests.time_outs import PROCESS_SECONDS

ORIGIN = "https://books.example"
WIDE = KeyLimits(1_000_000, 1_000_000)


class ApiAnswer(NamedTuple):
    """An answer.

    Attributes:
        status: HTTP status.
        headers: By names in lower case.
        text: The body.
    """

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def content(self) -> Any:
        """The body, decoded."""
        return json.loads(self.text)


class ApiApp(NamedTuple):
    """The hosted function.

    Attributes:
        address: Host and port of the gateway.
        log: The function's log.
        key: A key whose limits no test reaches.
    """

    address: str
    log: Path
    key: str

    def send(
        self,
        method: str,
        path: str,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> ApiAnswer:
        """Send a request with a key, that of the application where none is given; an empty one is not sent."""
        key = self.key if key is None else key
        given = {"Authorization": f"Bearer {key}"} if key else {}
        if body is not None:
            given["Content-Type"] = "application/json"
        connection = HTTPConnection(self.address, timeout=PROCESS_SECONDS)
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.request(method, path, content, given | dict(headers or {}))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return ApiAnswer(response.status, names, response.read().decode())
        finally:
            connection.close()

    def outcomes(self) -> list[str]:
        """Return the outcomes in the log, in the order of the requests."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [line["outcome"] for line in lines if "_aws" in line and "outcome" in line]


def store_key(limits: KeyLimits = WIDE, table: str = RESOURCES.api_key_table) -> str:
    """Make a key in the table and return it; no test reaches its limits unless it gives some."""
    return store_api_key(limits, table)


def revoke_key(key: str) -> None:
    """Delete a key from the table."""
    boto3.client("dynamodb").delete_item(
        TableName=RESOURCES.api_key_table, Key={"key_hash": {"S": hash_of(key)}}
    )  # fmt: skip


@pytest.fixture(scope="module")
def api_app(sample_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiApp]:
    """Host the function with the sample's model."""
    log = tmp_path_factory.mktemp("api") / "functions.log"
    with local_aws("secret") as aws:
        environment = {
            **aws,
            "API_ALLOWED_ORIGINS": ORIGIN,
            "MODEL_DIRECTORY": str(sample_model),
            "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
            "POWERTOOLS_SERVICE_NAME": "shelftalker",
        }
        host = FunctionHost(
            FUNCTIONS,
            environment,
            handler="json_api.handler",
            log=log,
            init_timeout_seconds=PROCESS_SECONDS,
            timeout_seconds=PROCESS_SECONDS,
        )
        with host, Gateway(dict.fromkeys(API_ROUTES, host.invoke)) as gateway:
            yield ApiApp(gateway.address, log, store_key())
