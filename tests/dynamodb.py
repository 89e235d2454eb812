"""DynamoDB on this machine with the table of template.yaml, and faults on the way to it."""

import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra.local.aws.tables import create_table
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.http_service import Answer, HttpService, Received

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


class DynamoDb(HttpService):
    """DynamoDB as the functions reach it: moto's answers, except where a fault changes them.

    One request is answered after the other, because DynamoDB changes an item in one step, and moto does not: there, one
    thread may change an item that another has just compared.

    Attributes:
        operations: Names of the operations so far.
        faults: Faults of the next requests.
    """

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__()
        self.operations: list[str] = []
        self.faults: list[Fault] = []
        self._address = address
        self._one_at_a_time = Lock()
        self._closed = Event()

    def server_close(self) -> None:
        """Stop answering, even requests that are delayed."""
        self._closed.set()
        super().server_close()

    def fail(self, operation: str, **fault: Any) -> None:
        """Add a fault to an operation, see `Fault`."""
        self.faults.append(Fault(operation, **fault))

    def answer(self, request: Received) -> Answer:
        """Return moto's answer, or that of a fault."""
        operation = request.headers["x-amz-target"].rpartition(".")[2]
        self.operations.append(operation)
        fault = next((fault for fault in self.faults if fault.operation == operation and fault.times), Fault(""))
        fault.times -= 1
        if self._closed.wait(fault.delay_seconds):
            return Answer(0)
        if fault.refuses:
            return Answer(400, {"__type": f"com.amazonaws.dynamodb.v20120810#{fault.refuses}", "message": "so it is"})
        answer = self._answer_of_moto(request, fault.leaves)
        if fault.meanwhile:
            fault.meanwhile()
        return Answer(0) if fault.loses_answer else answer

    def _answer_of_moto(self, request: Received, leaves: int) -> Answer:
        """Return moto's answer to the request without the first `leaves` items of its batch."""
        body, left = request.body, {}
        if leaves:
            batch = request.json
            [(table, writes)] = batch["RequestItems"].items()
            left = {table: writes[:leaves]}
            body = json.dumps(batch | {"RequestItems": {table: writes[leaves:]}}).encode()
        with self._one_at_a_time:
            connection = HTTPConnection(*self._address)
            names = ("authorization", "content-type", "x-amz-date", "x-amz-target")
            connection.request("POST", "/", body, {name: request.headers[name] for name in names})
            response = connection.getresponse()
            answer = Answer(response.status, response.read())
            connection.close()
        return Answer(answer.status, {"UnprocessedItems": left}) if leaves else answer


@pytest.fixture(scope="session")
def dynamodb_client(aws_configuration: boto3.Session, s3_address: tuple[str, int]) -> "Iterator[DynamoDBClient]":
    """Return a client of DynamoDB itself, past any faults on the way."""
    client = aws_configuration.client("dynamodb", endpoint_url=f"http://{s3_address[0]}:{s3_address[1]}")
    yield client
    client.close()


@pytest.fixture(scope="session")
def shelf_table_name(dynamodb_client: "DynamoDBClient") -> str:
    """Create the table that all tests share; each test has readers of its own."""
    return new_shelf_table(dynamodb_client)


def new_shelf_table(client: "DynamoDBClient") -> str:
    """Create an empty table, for all tests or for those that read the whole of it, and return its name."""
    name = f"shelves-{uuid.uuid4()}"
    create_table(client, "ShelfTable", name)
    return name


@pytest.fixture
def dynamodb(
    aws_configuration: boto3.Session, s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> Iterator[DynamoDb]:
    """Return the way to DynamoDB, which boto3 and the light client are configured to use."""
    with DynamoDb(s3_address) as dynamodb:
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", aws_configuration)
        monkeypatch.setenv("AWS_ENDPOINT_URL", dynamodb.url)
        yield dynamodb


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
