"""The weekly training's state machine in moto, with all that it uses: the dataset, exports, queues, topic and key."""

import json
import secrets
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import boto3

from infra.learning.definition import local_definition
from infra.local.aws.services import RESOURCES
from infra.local.lambda_host.invocation import LAMBDA
from model_build.publish.dataset_store import DatasetStore
from model_build.publish.s3_objects import PUBLISH
from shelftalker.model.pointer import Pointer, pointer_key


@dataclass(frozen=True, slots=True)
class MachineConfig:
    """Names of the resources, and numbers of the state machine.

    Attributes:
        exports: S3 bucket of the exports and of the lock.
        name: Name of the state machine, of the topic and of the worker's queue.
        key_parameter: SSM parameter with the key of the pseudonyms.
        dataset: Folder of the dataset in the bucket of the models.
        models: Folder of the models there.
        seconds_between_looks: Time between two looks at an export, in whole seconds.
        training_seconds: Time-out of a training, in whole seconds.
    """

    exports: str = "shelftalker-exports"
    name: str = "shelftalker-learning"
    key_parameter: str = "/shelftalker/pseudonym-key"
    dataset: str = "datasets/demo"
    models: str = "models"
    seconds_between_looks: int = 1
    training_seconds: int = 4 * 3600


MACHINE = MachineConfig()


class EnteredState(NamedTuple):
    """A state that an execution has entered.

    Attributes:
        name: Its name in the definition.
        entered_at: Seconds since 1970.
    """

    name: str
    entered_at: float


class Progress(NamedTuple):
    """An execution as it is now.

    Attributes:
        status: Step Functions' status, such as RUNNING.
        states: The states that it has entered, in turn.
        ended_at: Seconds since 1970, or None while it runs.
        cause: Cause of its failure; empty without one.
    """

    status: str
    states: tuple[EnteredState, ...]
    ended_at: float | None
    cause: str


class LearningMachine:
    """The state machine of infra/learning.asl.json, with its queues, buckets, topic and key.

    Attributes:
        sqs: boto3's client of SQS.
        step_functions: boto3's client of Step Functions.
        work_queue: URL of the queue of the worker.
    """

    def __init__(self, ratings_queue: str) -> None:
        """Create the state machine and its resources.

        Args:
            ratings_queue: URL of the queue with a message for each rating.
        """
        self._s3 = boto3.client("s3")
        self._ssm = boto3.client("ssm")
        self._dynamodb = boto3.client("dynamodb")
        self._sns: Any = boto3.client("sns")
        self.sqs: Any = boto3.client("sqs")
        self.step_functions: Any = boto3.client("stepfunctions")
        self._ratings_queue = ratings_queue
        self._s3.create_bucket(Bucket=MACHINE.exports, CreateBucketConfiguration={"LocationConstraint": LAMBDA.region})
        self._dynamodb.update_continuous_backups(
            TableName=RESOURCES.shelf_table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )
        self._ssm.put_parameter(Name=MACHINE.key_parameter, Value=secrets.token_hex(32), Type="SecureString")
        self.work_queue: str = self.sqs.create_queue(QueueName=MACHINE.name)["QueueUrl"]
        self._inbox: str = self.sqs.create_queue(QueueName=f"{MACHINE.name}-notices")["QueueUrl"]
        self._topic: str = self._sns.create_topic(Name=MACHINE.name)["TopicArn"]
        inbox = self.sqs.get_queue_attributes(QueueUrl=self._inbox, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        self._sns.subscribe(TopicArn=self._topic, Protocol="sqs", Endpoint=inbox)
        self._arn: str = self.step_functions.create_state_machine(
            name=MACHINE.name,
            definition=json.dumps(local_definition(self._values(), self.work_queue)),
            roleArn=f"arn:aws:iam::{LAMBDA.account_id}:role/{MACHINE.name}",
        )["stateMachineArn"]

    def upload_dataset(self, dataset: Path) -> None:
        """Upload the dataset that trainings learn from beside the shelves.

        Raises:
            DatasetError: The folder has no tables.
        """
        DatasetStore.at(f"s3://{RESOURCES.bucket}/{MACHINE.dataset}").upload(dataset)

    def start(self) -> str:
        """Start an execution that trains however few ratings are new, and return its ARN."""
        started = self.step_functions.start_execution(
            stateMachineArn=self._arn, name=str(uuid4()), input=json.dumps({"now": True})
        )
        return str(started["executionArn"])

    def progress(self, execution: str) -> Progress:
        """Return how far an execution is."""
        # The status first: of one that has ended the history is then complete.
        described = self.step_functions.describe_execution(executionArn=execution)
        history = self.step_functions.get_execution_history(executionArn=execution, maxResults=1000)
        states = [
            EnteredState(event["stateEnteredEventDetails"]["name"], event["timestamp"].timestamp())
            for event in history["events"]
            if "stateEnteredEventDetails" in event
        ]
        ended_at = described["stopDate"].timestamp() if described["status"] != "RUNNING" else None
        return Progress(described["status"], tuple(states), ended_at, described.get("cause") or "")

    def notices(self) -> list[str]:
        """Return the topic's messages since the last call, as their subscribers get them."""
        received = self.sqs.receive_message(QueueUrl=self._inbox, MaxNumberOfMessages=10).get("Messages", [])
        for message in received:
            self.sqs.delete_message(QueueUrl=self._inbox, ReceiptHandle=message["ReceiptHandle"])
        return [str(json.loads(message["Body"])["Message"]) for message in received]

    def new_ratings(self) -> int:
        """Return the number of ratings of readers who opted in since the last training."""
        name = "ApproximateNumberOfMessages"
        attributes = self.sqs.get_queue_attributes(QueueUrl=self._ratings_queue, AttributeNames=[name])["Attributes"]
        return int(attributes[name])

    def readers(self) -> int:
        """Return the number of readers who have opted in."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=RESOURCES.shelf_table, FilterExpression="attribute_exists(learns)", Select="COUNT"
        )
        return sum(page["Count"] for page in pages)

    def current_version(self) -> str:
        """Return the version of the current model."""
        stored = self._s3.get_object(Bucket=RESOURCES.bucket, Key=pointer_key(MACHINE.models))
        return Pointer.from_json(stored["Body"].read()).version

    def _values(self) -> dict[str, str]:
        table = self._dynamodb.describe_table(TableName=RESOURCES.shelf_table)["Table"]["TableArn"]
        return {
            "Partition": "aws",
            "SmallestRatings": "0",
            "SecondsBetweenLooks": str(MACHINE.seconds_between_looks),
            "TrainingSeconds": str(MACHINE.training_seconds),
            "LearningQueueUrl": self._ratings_queue,
            "ModelBucket": RESOURCES.bucket,
            "ModelPrefix": MACHINE.models,
            "ShelfTableArn": table,
            "ExportBucket": MACHINE.exports,
            "DatasetAddresses": f"s3://{RESOURCES.bucket}/{MACHINE.dataset}",
            "PseudonymKeyName": MACHINE.key_parameter,
            "EphemeralStorage": str(PUBLISH.temporary_megabytes),
            "TopicArn": self._topic,
        }

    def delete(self) -> None:
        """Delete all of it: moto keeps everything while its process lives."""
        self.step_functions.delete_state_machine(stateMachineArn=self._arn)
        self._sns.delete_topic(TopicArn=self._topic)
        for queue in (self.work_queue, self._inbox):
            self.sqs.delete_queue(QueueUrl=queue)
        self._ssm.delete_parameter(Name=MACHINE.key_parameter)
        exports = boto3.resource("s3").Bucket(MACHINE.exports)
        exports.objects.all().delete()
        exports.delete()


@contextmanager
def learning_machine(ratings_queue: str, endpoint: str) -> Iterator[LearningMachine]:
    """Have the state machine for as long as the `with` block lasts.

    Args:
        ratings_queue: As of `LearningMachine`.
        endpoint: moto's URL.
    """
    executes = json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode()
    urllib.request.urlopen(f"{endpoint}/moto-api/config", executes).close()  # noqa: S310 - on this machine
    machine = LearningMachine(ratings_queue)
    try:
        yield machine
    finally:
        machine.delete()
