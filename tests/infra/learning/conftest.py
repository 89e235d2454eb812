"""AWS on this machine with Step Functions that executes, and the state machine of the weekly training in it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import boto3
import pytest

from infra.learning.definition import local_definition
from infra.learning.worker import Training, TrainingWorker
from infra.local.aws.tables import create_table
from tests.time_outs import PROCESS_SECONDS

_POINTER = "models/current.json"


@pytest.fixture(scope="session")
def aws_url() -> Iterator[str]:
    """Run moto in a process of its own: its Step Functions calls a port that it reads once, when it starts."""
    pytest.importorskip("antlr4", reason="moto executes state machines with it; make setup installs it")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {"MOTO_PORT": str(port)}
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(url)
            executes = json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode()
            urllib.request.urlopen(f"{url}/moto-api/config", executes).close()  # noqa: S310 - on this machine
            yield url
        finally:
            process.kill()


def _wait_for(url: str) -> None:
    until = time.monotonic() + PROCESS_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{url}/moto-api/").close()  # noqa: S310 - as above
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@dataclass
class Loop:
    """The state machine of the weekly training, with all that it uses, and a worker whose trainings a test decides on.

    Attributes:
        arguments: Arguments of each training.
        train: What a training does.
        idle_seconds: Time before the worker begins.
    """

    url: str
    arguments: list[Sequence[str]] = field(default_factory=list)
    train: Callable[[Sequence[str]], Training] = lambda _: Training(0, "")
    idle_seconds: float = 0

    def __post_init__(self) -> None:
        self.s3, self.sqs, self.sns, self.dynamodb, self.step_functions = map(
            self.client, ("s3", "sqs", "sns", "dynamodb", "stepfunctions")
        )
        name = f"loop-{uuid.uuid4()}"
        self.models, self.exports, self.table = f"{name}-models", f"{name}-exports", name
        for bucket in (self.models, self.exports):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        create_table(self.dynamodb, "ShelfTable", self.table)
        self.dynamodb.update_continuous_backups(
            TableName=self.table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        self.ratings, self.work, self.inbox = (
            self.sqs.create_queue(QueueName=f"{name}-{kind}")["QueueUrl"] for kind in ("ratings", "work", "inbox")
        )
        topic = self.sns.create_topic(Name=name)["TopicArn"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.inbox, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
        self.values = {
            "Partition": "aws", "SmallestRatings": "3", "SecondsBetweenLooks": "1",
            "TrainingSeconds": str(PROCESS_SECONDS),
            "LearningQueueUrl": self.ratings, "ModelBucket": self.models, "ModelPrefix": "models",
            "ShelfTableArn": self.dynamodb.describe_table(TableName=self.table)["Table"]["TableArn"],
            "ExportBucket": self.exports, "DatasetAddresses": f"s3://{self.models}/datasets/a",
            "PseudonymKeyName": "/shelftalker/pseudonym-key", "EphemeralStorage": "512", "TopicArn": topic,
        }  # fmt: skip
        self.switch_pointer("first")

    def client(self, service: str) -> Any:
        """Return boto3's client of a service there."""
        return boto3.client(service, endpoint_url=self.url, region_name="eu-west-1")  # type: ignore[call-overload]

    def switch_pointer(self, version: str) -> None:
        """Name another version in the pointer, as publishing does."""
        pointer = {"version": version, "sha256": "0" * 64, "size_bytes": 1, "format_version": 6}
        self.s3.put_object(Bucket=self.models, Key=_POINTER, Body=json.dumps(pointer))

    def current(self) -> str:
        """Return the version that the pointer names."""
        return str(json.loads(self.s3.get_object(Bucket=self.models, Key=_POINTER)["Body"].read())["version"])

    def rate(self, count: int) -> None:
        """Leave the messages of so many ratings."""
        for _ in range(count):
            self.sqs.send_message(QueueUrl=self.ratings, MessageBody="{}")

    def new_ratings(self) -> int:
        """Return the number of messages of ratings."""
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.ratings, AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"])

    def deploy(self, change: Callable[[dict[str, Any]], None] = lambda _: None, **values: str) -> str:
        """Create a state machine with other values and changed states, and return its ARN."""
        definition = local_definition(self.values | values, self.work)
        change(definition["States"])
        machine = self.step_functions.create_state_machine(
            name=f"learning-{uuid.uuid4()}",
            definition=json.dumps(definition),
            roleArn="arn:aws:iam::123456789012:role/learning",
        )
        return str(machine["stateMachineArn"])

    def start(self, machine: str, **given: object) -> str:
        """Start an execution and return its ARN."""
        started = self.step_functions.start_execution(
            stateMachineArn=machine, name=str(uuid.uuid4()), input=json.dumps(given)
        )
        return str(started["executionArn"])

    def run(self, change: Callable[[dict[str, Any]], None] = lambda _: None, **values: str) -> "Execution":
        """Execute a new state machine to its end, with the worker beside it."""
        return self.finish(self.start(self.deploy(change, **values)))

    def is_locked(self) -> bool:
        """Return whether a run has left its lock."""
        return "Contents" in self.s3.list_objects_v2(Bucket=self.exports, Prefix="running")

    def learn(self, arguments: Sequence[str]) -> Training:  # noqa: ARG002 - as a training has
        """Publish another model."""
        self.switch_pointer("second")
        return Training(0, "")

    def finish(self, arn: str) -> "Execution":
        """Let the worker train until an execution has ended."""
        worker = TrainingWorker(self.sqs, self.step_functions, self.work, self._record)
        began = time.monotonic()
        until = began + PROCESS_SECONDS
        while True:
            described = self.step_functions.describe_execution(executionArn=arn)
            if described["status"] != "RUNNING":
                return self._execution(described)
            assert time.monotonic() < until, f"{arn} is still running"
            if time.monotonic() > began + self.idle_seconds:
                worker.work(wait_seconds=0)
            time.sleep(0.05)

    def _record(self, arguments: Sequence[str]) -> Training:
        self.arguments.append(arguments)
        return self.train(arguments)

    def _execution(self, described: Any) -> "Execution":
        events = self.step_functions.get_execution_history(executionArn=described["executionArn"], maxResults=1000)
        entered = [
            event["stateEnteredEventDetails"] for event in events["events"] if "stateEnteredEventDetails" in event
        ]
        received = self.sqs.receive_message(QueueUrl=self.inbox, MaxNumberOfMessages=10).get("Messages", [])
        return Execution(
            described["name"],
            described["status"],
            [str(it["name"]) for it in entered],
            described.get("error", ""),
            described.get("cause", ""),
            [json.loads(it["Body"])["Message"] for it in received],
            json.dumps(events, default=str),
        )


@dataclass(frozen=True)
class Execution:
    """An execution that has ended.

    Attributes:
        name: Its name.
        status: Its status.
        states: Names of the states that it entered, in turn.
        error: Name of its error; empty without one.
        cause: The error's cause.
        messages: Messages that the topic's subscribers got.
        history: Its history as text.
    """

    name: str
    status: str
    states: list[str]
    error: str
    cause: str
    messages: list[str]
    history: str


@pytest.fixture
def loop(aws_url: str, monkeypatch: pytest.MonkeyPatch) -> Loop:
    """Return a state machine with a table, queues, buckets and a topic of its own, and a model that is current."""
    for name, value in {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}.items():
        monkeypatch.setenv(name, value)
    return Loop(aws_url)
