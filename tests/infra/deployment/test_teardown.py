"""Resources that stay of a deleted stack, and the deletions that are not done by then."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.deployment.stack import DeploymentError, DeploymentStack
from infra.deployment.teardown import explain_what_stays, settle_deletions
from shelftalker.purge.queue import PurgeRequest
from tests.cloudformation import EVERYTHING
from tests.cloudformation import stack as transformed

MESSAGE = PurgeRequest("T1", 1700000000.0).as_message()


def send(stack: DeploymentStack, queue: str, body: str = MESSAGE) -> None:
    stack.client("sqs").send_message(QueueUrl=stack.resources()[queue][1], MessageBody=body)


def test_everything_that_stays_is_named_with_its_own_name(create: Callable[..., DeploymentStack]) -> None:
    stack = create(SigningSecretParameterName="/books/secret")
    text = explain_what_stays(stack)
    table, bucket = (stack.resources()[name][1] for name in ("ShelfTable", "ModelBucket"))

    assert f"aws dynamodb update-table --table-name {table} --no-deletion-protection-enabled" in text
    assert f"aws dynamodb delete-table --table-name {table}" in text
    assert f"aws s3 rb s3://{bucket}" in text
    assert f"--names /books/secret /{stack.name}/slack-bot-token /{stack.name}/slack-client-secret" in text
    assert f"make adopt STACK={stack.name} SHELF_TABLE={table} MODEL_BUCKET={bucket}" in text


def test_each_kind_of_resource_that_template_yaml_retains_is_named() -> None:
    source = Path("infra/deployment/teardown.py").read_text(encoding="utf-8")
    retained = {
        name
        for name, it in transformed(**EVERYTHING).resources.items()
        if it.get("DeletionPolicy") == "RetainExceptOnCreate"
    }

    assert retained == {"ShelfTable", "InstallationTable", "ApiKeyTable", "ModelBucket"}
    assert all(f'"{name}"' in source for name in retained)
    assert "live tokens" in source


def test_a_stack_that_is_not_there_is_an_error(stack: DeploymentStack) -> None:
    with pytest.raises(DeploymentError, match="no stack"):
        explain_what_stays(stack)


def test_the_queue_is_waited_for_until_the_function_has_emptied_it(create: Callable[..., DeploymentStack]) -> None:
    stack = create()
    send(stack, "PurgeQueue")
    url, waits = stack.resources()["PurgeQueue"][1], list[float]()

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            stack.client("sqs").purge_queue(QueueUrl=url)

    settle_deletions(stack, saves=False, sleep=wait)
    assert len(waits) == 3


def test_a_queue_that_does_not_get_empty_and_deletions_that_were_given_up_are_refused(
    create: Callable[..., DeploymentStack],
) -> None:
    stack = create()
    send(stack, "PurgeQueue")
    with pytest.raises(DeploymentError, match=r"1 deletions wait in the queue.*PENDING=save"):
        settle_deletions(stack, saves=False, sleep=lambda _: None)
    send(stack, "PurgeDeadLetterQueue")
    with pytest.raises(DeploymentError, match="1 were given up"):
        settle_deletions(stack, saves=False, sleep=lambda _: pytest.fail("waited"))


def test_deletions_that_are_not_done_are_saved(create: Callable[..., DeploymentStack], tmp_path: Path) -> None:
    stack = create()
    another = PurgeRequest("T2", 1700000001.0, reader_id="U2").as_message()
    send(stack, "PurgeQueue")
    send(stack, "PurgeDeadLetterQueue", another)
    settle_deletions(stack, saves=True, directory=tmp_path)
    lines = (tmp_path / f"pending-deletions-{stack.name}.jsonl").read_text().splitlines()

    assert [PurgeRequest.from_message(line) for line in lines] == [
        PurgeRequest.from_message(MESSAGE),
        PurgeRequest.from_message(another),
    ]
    assert json.loads(lines[1])["reader_id"] == "U2"
    settle_deletions(stack, saves=False)  # both are empty


def test_nothing_is_saved_of_empty_queues(create: Callable[..., DeploymentStack], tmp_path: Path) -> None:
    settle_deletions(create(), saves=True, directory=tmp_path)

    assert list(tmp_path.glob("*.jsonl")) == []
