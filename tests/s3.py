"""S3 on this machine, a network before it that can fail, and models to publish there."""

import json
import logging
import socket
import socketserver
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from tests.model_build.small_datasets import book, write_kaggle

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@dataclass(frozen=True)
class Request:
    """One request as it came to the network. Header names are in lower case."""

    method: str
    key: str
    headers: dict[str, str]


@dataclass
class Fault:
    """A fault of requests whose keys end in some text.

    Attributes:
        held: Set when such a request has come and is kept from S3, if `holds`.
    """

    key_ends: str
    method: str = ""
    delay_seconds: float = 0.0
    bytes_per_second: float | None = None
    cut_after_bytes: int | None = None
    holds: bool = False
    held: Event = field(default_factory=Event)


class Network:
    """Passes requests on to S3, unless a fault prevents that."""

    def __init__(self, s3_address: tuple[str, int]) -> None:
        self.requests: list[Request] = []
        self.faults: list[Fault] = []
        network = self

        class Connection(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with suppress(OSError), socket.create_connection(s3_address) as s3:
                    network.pass_on(self.request, s3)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def fail(self, key_ends: str, **fault: Any) -> Fault:
        """Set the fault of requests whose keys end in some text, see `Fault`, in place of the one before."""
        self.faults[:] = [Fault(key_ends, **fault)]
        return self.faults[0]

    def keys_by(self, method: str) -> list[str]:
        """Return the last parts of the requested keys by method."""
        return [request.key.rpartition("/")[2] for request in self.requests if request.method == method]

    def pass_on(self, client: socket.socket, s3: socket.socket) -> None:
        """Pass on one request and its answer; S3 here closes each connection after its answer."""
        head = client.recv(1 << 16)
        if not head:
            return
        first, *lines = head.split(b"\r\n\r\n")[0].decode().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        request = Request(method, target.partition("?")[0], headers)
        self.requests.append(request)
        matching = (
            fault for fault in self.faults if request.key.endswith(fault.key_ends) and fault.method in ("", method)
        )
        fault = next(matching, Fault(""))
        fault.held.set()
        if fault.holds:
            client.recv(1)  # until the client goes away, or for ever
            while client.recv(1 << 16):
                pass
            return
        time.sleep(fault.delay_seconds)
        s3.sendall(head)
        Thread(target=_pump, args=(client, s3), daemon=True).start()
        sent = 0
        while (piece := s3.recv(1 << 12)) and (fault.cut_after_bytes is None or sent < fault.cut_after_bytes):
            if fault.bytes_per_second:
                time.sleep(len(piece) / fault.bytes_per_second)
            client.sendall(piece)
            sent += len(piece)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 16):
            target.sendall(piece)


@pytest.fixture(scope="session")
def s3_address() -> Iterator[tuple[str, int]]:
    """Return the address of S3 on this machine."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture(scope="session")
def aws_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[boto3.Session]:
    """Return one boto3 session, as making one takes long, without the configuration of this machine's user."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            patch.setenv(name, str(tmp_path_factory.mktemp("aws") / "none"))
        for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
            patch.setenv(name, "us-east-1")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "testing")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield boto3.Session()


@pytest.fixture(scope="session")
def s3(aws_configuration: boto3.Session, s3_address: tuple[str, int]) -> "Iterator[S3Client]":
    """Return S3 itself, without the network and its faults."""
    client = aws_configuration.client("s3", endpoint_url=f"http://{s3_address[0]}:{s3_address[1]}")
    yield client
    client.close()


@pytest.fixture
def network(
    aws_configuration: boto3.Session, s3_address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Network]:
    """Return the network between boto3 and S3, which boto3 is configured to use."""
    network = Network(s3_address)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", aws_configuration)
    monkeypatch.setenv("AWS_ENDPOINT_URL", network.url)
    yield network
    network.server.shutdown()
    network.server.server_close()


@pytest.fixture
def bucket(s3: "S3Client", network: Network) -> str:
    """Return a new bucket, reached through the network."""
    name = f"models-{uuid.uuid4()}"
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build three models, each with a book more than the one before; some 150 KB each."""
    directory = tmp_path_factory.mktemp("models")
    models = []
    for number in range(3):
        isbns = [f"{isbn:09d}X" for isbn in range(400 + number)]
        books = [book(isbn, f"Book the {place}th of many", f"Author {place % 7}") for place, isbn in enumerate(isbns)]
        ratings = [(place % 20 + reader, isbn, 5 + reader) for place, isbn in enumerate(isbns) for reader in range(4)]
        data = write_kaggle(directory / f"data{number}", books, ratings)
        models.append(directory / f"model{number}")
        build_model(DatasetFiles.found_in(data), models[-1])
    return models


@pytest.fixture
def let_an_hour_pass(bucket: str) -> Callable[[], None]:
    """Return a function that makes all objects of the bucket an hour older."""

    def age_objects() -> None:
        for key in s3_backends["123456789012"]["aws"].buckets[bucket].keys.values():
            key.last_modified -= timedelta(hours=1)

    return age_objects


@pytest.fixture
def deny(s3: "S3Client", bucket: str) -> Callable[[str, str], None]:
    """Return a function that has S3 refuse an action on a key, as in s3:GetObject on models/*."""

    def deny_action(action: str, key: str) -> None:
        statement = {
            "Effect": "Deny", "Principal": "*", "Action": action, "Resource": f"arn:aws:s3:::{bucket}/{key}"
        }  # fmt: skip
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    return deny_action
