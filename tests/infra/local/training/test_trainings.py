"""Trainings in the real state machine: their states while they run, and the end of each."""

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import boto3
import pytest

from infra.learning.definition import local_definition, placeholders
from infra.learning.worker import Training
from infra.local.aws.services import RESOURCES, local_aws
from infra.local.lambda_host.invocation import LAMBDA
from infra.local.training.machine import MACHINE
from infra.local.training.trainings import STATE_WORDS, TrainingRunningError, Trainings, running_trainings
from tests.exported_shelves import opted_in, stars_of
from tests.infra.local.training.conftest import FORMER, LATTER, Scripted, switch_pointer
from tests.model_build.small_datasets import BOOKS, RATINGS, write_kaggle
from tests.time_outs import PROCESS_SECONDS


def run_to_end(trainings: Trainings) -> dict[str, Any]:
    """Start a training and return its description once it has ended."""
    trainings.start()
    return wait_for_end(trainings)


def wait_for_end(trainings: Trainings) -> dict[str, Any]:
    until = time.monotonic() + PROCESS_SECONDS
    while (run := trainings.snapshot()["run"])["outcome"] == "running":
        assert time.monotonic() < until, run
        time.sleep(0.1)
    shown: dict[str, Any] = run
    return shown


def names_of(run: dict[str, Any]) -> list[str]:
    return [state["name"] for state in run["states"]]


def test_each_state_of_the_definition_has_words() -> None:
    values = dict.fromkeys(placeholders(), "1")
    assert STATE_WORDS.keys() == local_definition(values, "https://queue")["States"].keys()


def test_a_published_model_is_shown_with_the_states_that_led_to_it_and_served(scripted_trainings: Scripted) -> None:
    run = run_to_end(scripted_trainings.trainings)
    assert (run["outcome"], run["former"], run["version"], run["served"]) == ("published", FORMER, LATTER, LATTER)
    assert scripted_trainings.served == [LATTER]
    names = names_of(run)
    assert names[:2] == ["Settings", "Lock"]
    assert names[-1] == "Functions"
    assert {"ExportShelves", "Train", "NotifyPublished", "Unlock", "Ended"} <= set(names)
    assert run["notice"].startswith("Another model is current. Ratings given since the training before: 0.")
    after = [state["after_seconds"] for state in run["states"]]
    assert after == sorted(after)
    [arguments] = scripted_trainings.arguments
    assert arguments[:4] == ["--data", f"s3://{RESOURCES.bucket}/{MACHINE.dataset}", "--to", RESOURCES.models_url]
    assert "--shelves" in arguments


def test_ratings_and_readers_who_opted_in_are_counted_and_the_count_is_emptied(scripted_trainings: Scripted) -> None:
    dynamodb, sqs = boto3.client("dynamodb"), boto3.client("sqs")
    for item in (opted_in("U1"), opted_in("U2"), stars_of("U1", "a", 5), stars_of("U3", "a", 5)):
        dynamodb.put_item(TableName=RESOURCES.shelf_table, Item=item)
    queue = sqs.get_queue_url(QueueName=RESOURCES.learning_queue)["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="{}")
    before = scripted_trainings.trainings.snapshot()
    assert (before["version"], before["readers"], before["new_ratings"], before["run"]) == (FORMER, 2, 1, None)
    run_to_end(scripted_trainings.trainings)
    assert scripted_trainings.trainings.snapshot()["new_ratings"] == 0


def test_a_refused_model_is_shown_with_the_reason_and_nothing_is_served(scripted_trainings: Scripted) -> None:
    refusal = "python -m model_build train: b is worse than a, the current model: nDCG@10 is 0.1 in place of 0.2."
    scripted_trainings.train = lambda _: Training(2, f"a line of progress\n{refusal}\n")
    run = run_to_end(scripted_trainings.trainings)
    assert (run["outcome"], run["version"], scripted_trainings.served) == ("not_published", FORMER, [])
    assert run["reason"] == refusal.removeprefix("python -m model_build train: ")
    assert names_of(run)[-1] == "Failed"


def test_a_training_that_is_killed_says_so(scripted_trainings: Scripted) -> None:
    scripted_trainings.train = lambda _: Training(-9, "")
    assert run_to_end(scripted_trainings.trainings)["reason"] == "The training ended with -9."


def test_the_same_model_is_unchanged(scripted_trainings: Scripted) -> None:
    scripted_trainings.train = lambda _: Training(0, "")
    run = run_to_end(scripted_trainings.trainings)
    assert (run["outcome"], run["version"], scripted_trainings.served) == ("unchanged", FORMER, [])
    assert "NotifyUnchanged" in names_of(run)


def test_a_failure_before_the_training_is_shown_with_its_cause(scripted_trainings: Scripted) -> None:
    s3 = boto3.client("s3")
    s3.delete_bucket(Bucket=MACHINE.exports)
    run = run_to_end(scripted_trainings.trainings)
    assert (run["outcome"], scripted_trainings.arguments) == ("not_published", [])
    assert "NoSuchBucket" in run["reason"]
    assert names_of(run)[-2:] == ["HasFailed", "Failed"]
    s3.create_bucket(Bucket=MACHINE.exports, CreateBucketConfiguration={"LocationConstraint": LAMBDA.region})


def test_a_published_model_is_served_where_the_notice_of_it_fails(scripted_trainings: Scripted) -> None:
    sns = boto3.client("sns")
    sns.delete_topic(TopicArn=f"arn:aws:sns:{LAMBDA.region}:{LAMBDA.account_id}:{MACHINE.name}")
    run = run_to_end(scripted_trainings.trainings)
    assert (run["outcome"], run["version"], scripted_trainings.served) == ("published", LATTER, [LATTER])
    assert "NotFound" in run["reason"]
    sns.create_topic(Name=MACHINE.name)


def test_a_run_beside_one_of_another_page_ends_without_a_training(scripted_trainings: Scripted) -> None:
    boto3.client("s3").put_object(Bucket=MACHINE.exports, Key="running", Body=b"another's")
    run = run_to_end(scripted_trainings.trainings)
    assert (run["outcome"], scripted_trainings.arguments) == ("not_published", [])
    assert run["reason"] == f"Another run holds the lock, s3://{MACHINE.exports}/running."
    assert names_of(run)[-1] == "AnotherIsRunning"


def test_a_training_under_way_ends_with_the_demo(tmp_path: Path) -> None:
    data = write_kaggle(tmp_path / "data", BOOKS, RATINGS)
    with local_aws("no secret is needed here") as aws:
        switch_pointer(FORMER)
        with pytest.raises(KeyboardInterrupt), running_trainings(data, aws, str) as trainings:
            interrupt_training(trainings)
        run = trainings._run  # noqa: SLF001 - moto has nothing of it any more
        assert run
        assert (run.outcome, run.version) == ("not_published", FORMER)
        assert run.training
        assert run.training.code != 0


def interrupt_training(trainings: Trainings) -> None:
    """Start a training, and interrupt the demo as Ctrl-C does while it trains."""
    trainings.start()
    until = time.monotonic() + PROCESS_SECONDS
    while names_of(trainings.snapshot()["run"])[-1:] != ["Train"]:
        assert time.monotonic() < until
        time.sleep(0.1)
    raise KeyboardInterrupt


def test_a_second_training_waits_for_the_first(scripted_trainings: Scripted) -> None:
    begun, may_end = Event(), Event()

    def train(_: Sequence[str]) -> Training:
        begun.set()
        may_end.wait(PROCESS_SECONDS)
        return Training(0, "")

    scripted_trainings.train = train
    scripted_trainings.trainings.start()
    assert begun.wait(PROCESS_SECONDS)
    with pytest.raises(TrainingRunningError, match="A training is under way"):
        scripted_trainings.trainings.start()
    running = scripted_trainings.trainings.snapshot()["run"]
    assert (running["outcome"], names_of(running)[-1]) == ("running", "Train")
    may_end.set()
    wait_for_end(scripted_trainings.trainings)
    assert run_to_end(scripted_trainings.trainings)["outcome"] == "unchanged"
    assert len(scripted_trainings.arguments) == 2
