"""The worker that trains in place of a job: what it takes, runs and reports."""

import json
from collections.abc import Sequence
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.learning.worker import Training, TrainingWorker, run_training

RECEIVE = {"QueueUrl": "https://queue", "WaitTimeSeconds": 1}
MESSAGE = {"Body": json.dumps({"task_token": "token", "arguments": ["--data", "s3://b/d"]}), "ReceiptHandle": "handle"}


def work(training: Training, method: str, report: dict[str, Any], error: str = "") -> list[Sequence[str]]:
    """Have a worker take one message whose training ends so; return the arguments of the trainings.

    Args:
        training: The end of the training.
        method: Step Functions' method that is called with the report.
        report: Its parameters.
        error: Step Functions' error that answers it.
    """
    taken: list[Sequence[str]] = []

    def train(arguments: Sequence[str]) -> Training:
        taken.append(arguments)
        return training

    keys = {"region_name": "eu-west-1", "aws_access_key_id": "local", "aws_secret_access_key": "local"}
    sqs, step_functions = boto3.client("sqs", **keys), boto3.client("stepfunctions", **keys)  # type: ignore[call-overload]
    with Stubber(sqs) as queue, Stubber(step_functions) as machine:
        queue.add_response("receive_message", {"Messages": [MESSAGE]}, RECEIVE)
        queue.add_response("delete_message", {}, {"QueueUrl": "https://queue", "ReceiptHandle": "handle"})
        if error:
            machine.add_client_error(method, error)
        else:
            machine.add_response(method, {}, report)
        assert TrainingWorker(sqs, step_functions, "https://queue", train).work(wait_seconds=1)
        queue.assert_no_pending_responses()
        machine.assert_no_pending_responses()
    return taken


def test_a_training_that_succeeds_is_reported() -> None:
    report = {"taskToken": "token", "output": "{}"}
    assert work(Training(0, ""), "send_task_success", report) == [["--data", "s3://b/d"]]


@pytest.mark.parametrize(
    ("training", "cause"),
    [
        (Training(2, "v2 is worse than v1.\n"), "exit code 2: v2 is worse than v1."),
        (Training(-9, ""), "signal 9: "),
        (Training(1, "x" * 5000), f"exit code 1: {'x' * 2000}"),
    ],
    ids=["model is worse", "job dies", "long error"],
)  # fmt: skip
def test_a_training_that_fails_is_reported_with_how_it_ended_and_the_end_of_its_error(
    training: Training, cause: str
) -> None:
    work(training, "send_task_failure", {"taskToken": "token", "error": "TrainingFailed", "cause": cause})


@pytest.mark.parametrize("error", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_report_that_nobody_waits_for_any_more_is_dropped(error: str) -> None:
    work(Training(0, ""), "send_task_success", {}, error)


def test_a_training_is_the_command_itself() -> None:
    ended = run_training(["--data", "no address", "--to", "s3://b/models"])
    assert ended.code == 2
    assert ended.error.startswith("python -m model_build train: ")
