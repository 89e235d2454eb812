"""DynamoDB on this machine with the table of template.yaml, and what can go wrong on the way to it."""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra.local.aws.shelf_table import create_shelf_table
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@dataclass
class Fault:
    """What goes wrong with an operation, so many times.

    Attributes:
        operation: As in UpdateItem.
        times: How often it still goes wrong.
        refuses: With which error the request is refused.
        delay_seconds: How long it takes longer.
        loses_answer: Whether it is done but not answered.
        leaves: How many items of a batch are left undone.
        meanwhile: What else happens before it is answered.
    """

    operation: str
    times: int = 1
    refuses: str = ""
    delay_seconds: float = 0.0
    loses_answer: bool = False
    leaves: int = 0
    meanwhile: Callable[[], object] | None = None


class DynamoDb:
    """DynamoDB as the functions reach it: what moto answers, but for what a fault does to that.

    One request is answered after the other, because DynamoDB changes an item in one step, and moto does not: there, one
    thread may change what another has just compared.
    """

    def __init__(self, address: tuple[str, int]) -> None:
        self.operations: list[str] = []
        self.requests: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self._address = address
        self._one_at_a_time = Lock()
        self._closed = Event()
        dynamodb = self

        class Connection(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                dynamodb.answer(self)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Connection)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Answer nothing any more, not even what was delayed."""
        self._closed.set()
        self.server.shutdown()
        self.server.server_close()

    def fail(self, operation: str, **what: Any) -> None:
        """Let something go wrong, see `Fault`."""
        self.faults.append(Fault(operation, **what))

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        operation = request.headers["X-Amz-Target"].rpartition(".")[2]
        self.operations.append(operation)
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.requests.append(json.loads(body))
        fault = next((each for each in self.faults if each.operation == operation and each.times), Fault(""))
        fault.times -= 1
        if self._closed.wait(fault.delay_seconds):
            return
        if fault.refuses:
            refusal = {"__type": f"com.amazonaws.dynamodb.v20120810#{fault.refuses}", "message": "so it is"}
            _send(request, 400, json.dumps(refusal).encode())
            return
        status, answer = self._pass_on(request, body, fault.leaves)
        if fault.meanwhile:
            fault.meanwhile()
        if not fault.loses_answer:
            _send(request, status, answer)

    def _pass_on(self, request: BaseHTTPRequestHandler, body: bytes, leaves: int) -> tuple[int, bytes]:
        """The answer to what is asked for, less so many items of a batch."""
        left = {}
        if leaves:
            batch = json.loads(body)
            [(table, writes)] = batch["RequestItems"].items()
            left = {table: writes[:leaves]}
            batch["RequestItems"] = {table: writes[leaves:]}
            body = json.dumps(batch).encode()
        with self._one_at_a_time:
            connection = HTTPConnection(*self._address)
            names = ("Authorization", "Content-Type", "X-Amz-Date", "X-Amz-Target")
            connection.request("POST", "/", body, {name: request.headers[name] for name in names})
            response = connection.getresponse()
            status, answer = response.status, response.read()
            connection.close()
        return status, json.dumps({"UnprocessedItems": left}).encode() if leaves else answer


def _send(request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    with suppress(OSError):  # who asked waits no longer
        request.send_response(status)
        request.send_header("Content-Type", "application/x-amz-json-1.0")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


@pytest.fixture(scope="session")
def dynamodb_client(aws_configuration: boto3.Session, s3_address: tuple[str, int]) -> "Iterator[DynamoDBClient]":
    """DynamoDB itself, past what goes wrong on the way."""
    client = aws_configuration.client("dynamodb", endpoint_url=f"http://{s3_address[0]}:{s3_address[1]}")
    yield client
    client.close()


@pytest.fixture(scope="session")
def shelf_table_name(dynamodb_client: "DynamoDBClient") -> str:
    """The table that all tests' readers share; each test has readers of its own."""
    name = f"shelves-{uuid.uuid4()}"
    create_shelf_table(dynamodb_client, name)
    return name


@pytest.fixture
def dynamodb(
    aws_configuration: boto3.Session, s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> Iterator[DynamoDb]:
    """Return the way to DynamoDB, which boto3 and the light client are configured to use."""
    dynamodb = DynamoDb(s3_address)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", aws_configuration)
    monkeypatch.setenv("AWS_ENDPOINT_URL", dynamodb.url)
    yield dynamodb
    dynamodb.close()


@pytest.fixture
def shelves(wide_time_outs: None, dynamodb: DynamoDb, shelf_table_name: str) -> ShelfTable:
    """The shelves of all readers."""
    return ShelfTable(shelf_table_name)


def new_reader(workspace_id: str = "") -> Reader:
    """A reader who has nothing on the shelf."""
    return Reader(workspace_id or f"T{uuid.uuid4().hex[:10]}", f"U{uuid.uuid4().hex[:10]}")


@pytest.fixture
def reader() -> Reader:
    """A reader who has nothing on the shelf."""
    return new_reader()
