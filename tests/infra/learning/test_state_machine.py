"""The state machine of the weekly training, executed: its ways, and what each state's failure leads to."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.learning.definition import JOB_VALUES, DefinitionError, local_definition, placeholders
from infra.learning.worker import Training
from tests.infra.learning.conftest import Loop
from tests.time_outs import PROCESS_SECONDS

DEFINITION = local_definition(dict.fromkeys(placeholders(), "1"), "queue")
TASKS = [name for name, state in DEFINITION["States"].items() if state["Type"] == "Task"]
# States whose failure neither stops a training nor hides that it has succeeded.
HARMLESS = ("ForgetCount", "Unlock")


def break_state(name: str) -> Callable[[dict[str, Any]], None]:
    """Return a change that makes a state fail: it reads an object of an absent bucket."""

    def change(states: dict[str, Any]) -> None:
        states[name] |= {
            "Resource": "arn:aws:states:::aws-sdk:s3:headObject",
            "Parameters": {"Bucket": "absent", "Key": "absent"},
        }
        states[name].pop("Retry", None)

    return change


def test_a_training_exports_trains_notifies_and_forgets_the_ratings_that_it_counted(loop: Loop) -> None:
    loop.rate(3)
    loop.train = loop.learn
    execution = loop.run()
    assert execution.status == "SUCCEEDED", execution.cause
    assert [name for name in execution.states if name in TASKS and name != "DescribeExport"] == [
        "Lock", "CountRatings", "ReadFormerModel", "ExportShelves", "Train", "ReadPublishedModel", "ForgetCount",
        "NotifyPublished", "Unlock",
    ]  # fmt: skip
    [message] = execution.messages
    assert message.startswith("Another model is current. Ratings given since the training before: 3. See: ")
    assert message.endswith(f": python -m model_build versions --to s3://{loop.models}/models")
    assert (loop.current(), loop.new_ratings(), loop.is_locked()) == ("second", 0, False)


def test_the_worker_gets_the_arguments_of_the_command_with_this_runs_export(loop: Loop) -> None:
    loop.rate(3)
    execution = loop.run(DatasetAddresses="s3://b/datasets/a', '--data', 's3://b/datasets/b")
    [arguments] = loop.arguments
    assert arguments == [
        "--data", "s3://b/datasets/a", "--data", "s3://b/datasets/b", "--to", f"s3://{loop.models}/models",
        "--shelves", f"s3://{loop.exports}/{execution.name}", "--pseudonym-key", "/shelftalker/pseudonym-key",
        "--ephemeral-storage", "512",
    ]  # fmt: skip
    [stored] = loop.s3.list_objects_v2(Bucket=loop.exports)["Contents"]
    assert stored["Key"].startswith(f"{execution.name}/AWSDynamoDB/")


def test_a_training_for_mounted_models_is_told_so(loop: Loop) -> None:
    loop.rate(3)
    loop.run(EphemeralStorage="512', '--mounted")
    [arguments] = loop.arguments
    assert arguments[-3:] == ["--ephemeral-storage", "512", "--mounted"]


def test_an_export_is_filtered_to_ratings_and_to_who_lets_the_models_learn(loop: Loop) -> None:
    loop.rate(3)
    history = loop.run().history
    assert "(attribute_exists(stars) AND attribute_not_exists(expires_at)) OR attribute_exists(learns)" in history
    assert "workspace_id, reader_item, stars, stars_at, expires_at, learns" in history


def test_too_few_ratings_train_nothing_unless_somebody_asks_for_it_now(loop: Loop) -> None:
    loop.rate(2)
    machine = loop.deploy()
    waiting = loop.finish(loop.start(machine))
    assert (waiting.status, waiting.messages, loop.arguments) == ("SUCCEEDED", [], [])
    assert "TooFewRatings" in waiting.states
    assert (loop.new_ratings(), loop.is_locked()) == (2, False)
    assert "Train" in loop.finish(loop.start(machine, now=True)).states


def test_a_model_published_twice_is_reported_as_the_one_before(loop: Loop) -> None:
    loop.rate(3)
    loop.train = loop.learn
    machine = loop.deploy()
    loop.finish(loop.start(machine))
    loop.rate(4)
    again = loop.finish(loop.start(machine))
    assert again.status == "SUCCEEDED"
    assert again.messages == [
        "The training made the model that is current already. Ratings given since the training before: 4."
    ]


def test_one_run_at_a_time_the_later_one_ends_and_leaves_the_lock_to_the_first(loop: Loop) -> None:
    loop.rate(3)
    machine = loop.deploy()
    loop.s3.put_object(Bucket=loop.exports, Key="running", Body=b"another execution")
    execution = loop.finish(loop.start(machine))
    assert (execution.status, execution.states[-1], execution.messages) == ("SUCCEEDED", "AnotherIsRunning", [])
    assert loop.is_locked()
    assert loop.arguments == []


@pytest.mark.parametrize("code", [2, -9], ids=["model is worse", "job dies"])
def test_a_refused_model_and_a_dead_job_notify_fail_and_change_nothing(loop: Loop, code: int) -> None:
    loop.rate(3)
    loop.train = lambda _: Training(code, "why")
    execution = loop.run()
    assert (execution.status, execution.error) == ("FAILED", "ModelNotRenewed")
    # moto loses the cause that the worker gives, see test_worker.py.
    assert execution.cause.startswith("TrainingFailed: ")
    [message] = execution.messages
    assert message.startswith("The training failed, or its model was refused; the current model stays. TrainingFailed")
    assert (loop.current(), loop.new_ratings(), loop.is_locked()) == ("first", 3, False)


def test_a_job_that_never_ends_is_given_up(loop: Loop) -> None:
    loop.rate(3)
    loop.values["TrainingSeconds"] = "1"
    loop.idle_seconds = PROCESS_SECONDS
    execution = loop.run()
    assert (execution.status, execution.error) == ("FAILED", "ModelNotRenewed")
    assert execution.cause.startswith("States.Timeout")
    assert not loop.is_locked()


def test_an_export_that_fails_is_no_training(loop: Loop) -> None:
    def to_absent_bucket(states: dict[str, Any]) -> None:
        states["ExportShelves"]["Parameters"]["S3Bucket"] = "absent"

    loop.rate(3)
    execution = loop.run(to_absent_bucket)
    assert execution.status == "FAILED"
    assert execution.cause.startswith("ExportFailed: The export arn:")
    assert "is FAILED. DynamoDB has the reason: aws dynamodb describe-export" in execution.cause
    assert loop.arguments == []


@pytest.mark.parametrize("name", [name for name in TASKS if name not in (*HARMLESS, "IsAnotherRunning")])
def test_a_state_that_fails_fails_the_run_with_a_notice_and_frees_the_lock(loop: Loop, name: str) -> None:
    def change(states: dict[str, Any]) -> None:
        break_state(name)(states)
        if name == "NotifyUnchanged":
            loop.train = lambda _: Training(0, "")
        if name == "NotifyFailure":
            break_state("Train")(states)

    loop.rate(3)
    loop.train = loop.learn
    execution = loop.run(change)
    assert (execution.status, execution.error) == ("FAILED", "ModelNotRenewed"), execution.cause
    assert len(execution.messages) == (0 if name.startswith("Notify") else 1)
    assert not loop.is_locked()
    has_trained = name in {"ReadPublishedModel", "NotifyPublished"}
    assert loop.current() == ("second" if has_trained else "first")


@pytest.mark.parametrize("name", HARMLESS)
def test_a_state_behind_the_training_that_fails_leaves_it_a_success(loop: Loop, name: str) -> None:
    loop.rate(3)
    loop.train = loop.learn
    execution = loop.run(break_state(name))
    assert execution.status == "SUCCEEDED", execution.cause
    assert len(execution.messages) == 1
    assert loop.current() == "second"


def test_a_history_holds_nothing_of_a_reader(loop: Loop) -> None:
    item = {"workspace_id": {"S": "T0WORKSPACE"}, "reader_item": {"S": "U0READER#book#b1"}, "stars": {"N": "5"}}
    loop.dynamodb.put_item(TableName=loop.table, Item=item)
    loop.rate(3)
    history = loop.run().history
    assert "ExportShelves" in history
    assert not [word for word in ("T0WORKSPACE", "U0READER", "b1") if f'"{word}' in history or f"{word}#" in history]


def test_a_missing_value_is_named() -> None:
    values = dict.fromkeys(placeholders() - JOB_VALUES - {"TopicArn"}, "1")
    with pytest.raises(DefinitionError, match="missing: TopicArn"):
        local_definition(values, "queue")


def test_locally_only_the_training_differs_from_what_is_deployed() -> None:
    deployed = json.dumps(DEFINITION["States"] | {"Train": None})
    assert "emr-serverless" not in deployed
    assert "${" not in deployed
    assert DEFINITION["States"]["Train"]["TimeoutSecondsPath"] == "$.Settings.TrainingSeconds"
