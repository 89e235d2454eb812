"""The state machine of the weekly training in moto, a model that is current, and trainings that a test decides on."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import boto3
import pytest

from infra.learning.worker import Training
from infra.local.aws.services import RESOURCES, local_aws
from infra.local.training.machine import LearningMachine, learning_machine
from infra.local.training.trainings import Trainings
from shelftalker.model.pointer import pointer_key
from tests.model_build.small_datasets import BOOKS, RATINGS, write_kaggle

FORMER, LATTER = "former", "latter"


def switch_pointer(version: str) -> None:
    """Name a version in the pointer, as publishing does."""
    pointer = {"version": version, "sha256": "0" * 64, "size_bytes": 1, "format_version": 6}
    boto3.client("s3").put_object(Bucket=RESOURCES.bucket, Key=pointer_key("models"), Body=json.dumps(pointer))


def publish(_: Sequence[str]) -> Training:
    """Train a model that is published."""
    switch_pointer(LATTER)
    return Training(0, "")


@dataclass
class Scripted:
    """Trainings in the real state machine whose end a test decides on.

    Attributes:
        machine: The state machine.
        train: The work of a training.
        arguments: Arguments of each training.
        served: Versions that the functions were given.
    """

    machine: LearningMachine
    train: Callable[[Sequence[str]], Training] = publish
    arguments: list[Sequence[str]] = field(default_factory=list)
    served: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trainings = Trainings(self.machine, self._serve, self._run)

    def _run(self, arguments: Sequence[str]) -> Training:
        self.arguments.append(arguments)
        return self.train(arguments)

    def _serve(self, version: str) -> str:
        self.served.append(version)
        return version


@pytest.fixture
def scripted_trainings(tmp_path: Path) -> Iterator[Scripted]:
    """Return trainings of a small dataset beside an empty table."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with (
        local_aws("no secret is needed here") as aws,
        learning_machine(aws["LEARNING_QUEUE_URL"], aws["AWS_ENDPOINT_URL"]) as machine,
    ):
        switch_pointer(FORMER)
        machine.upload_dataset(write_kaggle(tmp_path / "data", BOOKS, RATINGS))
        scripted = Scripted(machine)
        yield scripted
        scripted.trainings.close()
