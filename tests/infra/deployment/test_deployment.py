"""Deployments and their ends, with commands that only say what they were given."""

from collections.abc import Callable

import pytest

from infra.deployment.__main__ import deploy, destroy
from infra.deployment.stack import DeploymentError, DeploymentStack
from tests.infra.deployment.conftest import Commands


def deployments(commands: Commands) -> list[tuple[bool, list[str]]]:
    """Return of each `sam deploy` whether it asks, and the parameters."""
    return [
        ("--no-confirm-changeset" not in it, it[it.index("--parameter-overrides") + 1 :])
        for it in commands.log()
        if it[0] == "deploy"
    ]


def test_a_first_deployment_protects_the_tables_once_it_has_succeeded(
    stack: DeploymentStack, commands: Commands
) -> None:
    deploy(stack, "", 'MemorySize=512 BookLink="https://a.example/{isbn}"', confirms=True)
    values = ["Architecture=arm64", "MemorySize=512", "BookLink=https://a.example/{isbn}"]

    assert commands.log()[0] == ["make", "--no-print-directory", "build", "ARCHITECTURE=arm64"]
    assert deployments(commands) == [
        (True, [*values, "TableProtection=off"]),
        (False, [*values, "TableProtection=on"]),
    ]
    assert stack.parameter("TableProtection") == "on"


def test_who_says_no_to_a_first_deployment_has_nothing_deployed(
    stack: DeploymentStack, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAM_ANSWER", "no")
    deploy(stack, "", "", confirms=True)

    assert len(deployments(commands)) == 1
    assert stack.description() == {}


def test_a_plain_deployment_keeps_the_architecture_and_the_protection(
    create: Callable[..., DeploymentStack], commands: Commands
) -> None:
    stack = create(Architecture="x86_64", TableProtection="on")
    deploy(stack, "", "", confirms=False)

    assert commands.log()[0][-1] == "ARCHITECTURE=x86_64"
    assert deployments(commands) == [(False, ["Architecture=x86_64", "TableProtection=on"])]
    deploy(stack, "arm64", "TableProtection=off", confirms=False)
    assert deployments(commands)[1] == (False, ["Architecture=arm64", "TableProtection=off"])


def test_a_stack_has_the_name_that_it_is_given(create: Callable[..., DeploymentStack], commands: Commands) -> None:
    stack = create()
    deploy(stack, "", "", confirms=False)
    [command] = [it for it in commands.log() if it[0] == "deploy"]

    assert command[command.index("--stack-name") + 1] == stack.name
    # What is uploaded too: equal content has an equal name, and one stack's deletion would take it from another.
    assert command[command.index("--s3-prefix") + 1] == stack.name


def test_destroying_names_what_stays_then_deletes_the_stack(
    create: Callable[..., DeploymentStack], commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    stack = create()
    destroy(stack, saves=False)
    [command] = commands.log()

    assert stack.resources()["ShelfTable"][1] in capsys.readouterr().out
    assert command[0] == "delete"
    assert command[-2:] == ["--stack-name", stack.name]


def test_a_stack_with_deletions_to_be_done_is_not_deleted(
    create: Callable[..., DeploymentStack], commands: Commands
) -> None:
    stack = create()
    url = stack.resources()["PurgeDeadLetterQueue"][1]
    stack.client("sqs").send_message(QueueUrl=url, MessageBody="{}")

    with pytest.raises(DeploymentError, match="1 were given up"):
        destroy(stack, saves=False)
    assert commands.log() == []
