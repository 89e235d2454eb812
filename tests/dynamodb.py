"""DynamoDB on this machine with the table of template.yaml, and faults on the way to it."""

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
    """A fault of an operation, for a number of requests.

    Attributes:
        operation: Name of DynamoDB's operation, such as UpdateItem.
        times: Number of further requests with the fault.
        refuses: Code of the error with which the request is refused; none if empty.
        delay_seconds: Additional time in seconds before the answer.
        loses_answer: True if the operation is carried out but not answered.
        leaves: Number of items of a batch that stay unprocessed.
        meanwhile: Function called before the answer, such as another request.
    """

    operation: str
    times: int = 1
    refuses: str = ""
    delay_seconds: float = 0.0
    loses_answer: bool = False
    leaves: int = 0
    meanwhile: Callable[[], object] | None = None


class DynamoDb:
    """DynamoDB as the functions reach it: moto's answers, except where a fault changes them.

    One request is answered after the other, because DynamoDB changes an item in one step, and moto does not: there, one
    thread may change an item that another has just compared.
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
        """Stop answering, even requests that are delayed."""
        self._closed.set()
        self.server.shutdown()
        self.server.server_close()

    def fail(self, operation: str, **fault: Any) -> None:
        """Add a fault to an operation, see `Fault`."""
        self.faults.append(Fault(operation, **fault))

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        operation = request.headers["X-Amz-Target"].rpartition(".")[2]
        self.operations.append(operation)
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.requests.append(json.loads(body))
        fault = next((fault for fault in self.faults if fault.operation == operation and fault.times), Fault(""))
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
        """Return moto's answer to the request without the first `leaves` items of its batch."""
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
    with suppress(OSError):  # the client may have stopped waiting
        request.send_response(status)
        request.send_header("Content-Type", "application/x-amz-json-1.0")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


@pytest.fixture(scope="session")
def dynamodb_client(aws_configuration: boto3.Session, s3_address: tuple[str, int]) -> "Iterator[DynamoDBClient]":
    """Return a client of DynamoDB itself, past any faults on the way."""
    client = aws_configuration.client("dynamodb", endpoint_url=f"http://{s3_address[0]}:{s3_address[1]}")
    yield client
    client.close()


@pytest.fixture(scope="session")
def shelf_table_name(dynamodb_client: "DynamoDBClient") -> str:
    """Create the table that all tests share; each test has readers of its own."""
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
    """Return the shelves of all readers."""
    return ShelfTable(shelf_table_name)


def new_reader(workspace_id: str = "") -> Reader:
    """Return a reader with an empty shelf."""
    return Reader(workspace_id or f"T{uuid.uuid4().hex[:10]}", f"U{uuid.uuid4().hex[:10]}")


@pytest.fixture
def reader() -> Reader:
    """Return a reader with an empty shelf."""
    return new_reader()
