"""Tests of the keys of the JSON API as an operator has them."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.deployment.api_keys import list_keys, main, make_key, revoke_key
from infra.deployment.stack import DeploymentError, DeploymentStack
from infra.local.aws.tables import create_table
from shelftalker.api.keys import ApiKeys, KeyLimits, UnknownKeyError
from shelftalker.aws.dynamodb_table import DynamoDbTable

Run = Callable[..., str]


@pytest.fixture
def with_api(stack: DeploymentStack, stacks: Path) -> Iterator[DeploymentStack]:
    """Create a stack with a table of keys."""
    name, client = f"{stack.name}-keys", stack.client("dynamodb")
    create_table(client, "ApiKeyTable", name)
    resources = {"ApiKeyTable": ["AWS::DynamoDB::Table", name]}
    stacks.write_text(json.dumps({stack.name: {"status": "CREATE_COMPLETE", "parameters": {}, "resources": resources}}))
    yield stack
    client.delete_table(TableName=name)


@pytest.fixture
def run(with_api: DeploymentStack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command line, and returns its output."""

    def run_command(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["api_keys", "--stack", with_api.name, *arguments])
        main()
        return capsys.readouterr().out.strip()

    return run_command


def test_a_key_is_made_used_listed_and_revoked(run: Run, with_api: DeploymentStack) -> None:
    keys = ApiKeys(DynamoDbTable(f"{with_api.name}-keys"))
    key, other = run("make", "web shop", "--per-minute", "3"), run("make", "library")
    use = keys.use(key)

    columns, first, second = run("list").splitlines()

    assert [window.limit for window in use.windows] == [3, 5000]
    assert re.split("  +", columns) == ["name", "created_at", "a minute", "a day", "last day", "requests in it"]
    assert re.fullmatch(r"web shop +\S+\+00:00 +3 +5,000 +\d{4}-\d\d-\d\d +1", first)
    assert re.fullmatch(r"library +\S+\+00:00 +60 +5,000 +never +0", second)
    assert run("revoke", "web shop") == ""
    with pytest.raises(UnknownKeyError):
        keys.use(key)
    assert keys.use(other).is_within_limits


@pytest.mark.parametrize(
    ("name", "limits", "words"),
    [
        ("", KeyLimits(60, 5000), "Give a name: make api-key NAME="),
        ("a\nb", KeyLimits(60, 5000), "on one line"),
        ("x" * 61, KeyLimits(60, 5000), "1 to 60 letters"),
        ("a", KeyLimits(0, 5000), "A limit is of 1 to"),
        ("a", KeyLimits(60, 10**9), "got 1,000,000,000"),
    ],
)
def test_a_key_that_cannot_be_is_refused(name: str, limits: KeyLimits, words: str, with_api: DeploymentStack) -> None:
    with pytest.raises(DeploymentError, match=words):
        make_key(with_api, name, limits)
    assert len(list_keys(with_api)) == 1


def test_two_keys_have_no_name_in_common_and_one_that_is_not_there_is_not_revoked(with_api: DeploymentStack) -> None:
    make_key(with_api, "web shop", KeyLimits(60, 5000))

    with pytest.raises(DeploymentError, match="already"):
        make_key(with_api, "web shop", KeyLimits(60, 5000))
    with pytest.raises(DeploymentError, match="make api-keys lists them"):
        revoke_key(with_api, "web")


def test_a_stack_without_the_api_says_how_to_have_it(stack: DeploymentStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["api_keys", "--stack", stack.name, "make", "web shop"])
    with pytest.raises(SystemExit, match="PARAMETERS=PublicApi=on"):
        main()
