"""Tests of the person for whom a tool is called."""

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.aws.tables import create_table
from shelftalker.install.bot_tokens import InstalledBotTokens
from shelftalker.listeners.services import Services
from shelftalker.mcp.answers import ToolError
from shelftalker.mcp.callers import caller_of
from shelftalker.settings import InstallationSettings
from shelftalker.shelf.contents import Reader
from shelftalker.slack.web_api import SlackApi
from tests.dynamodb import DynamoDb

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def app_in(dynamodb: DynamoDb, dynamodb_client: "DynamoDBClient") -> Iterator[Callable[..., Services]]:
    """Yield a function that returns the services of an app that some workspaces and organisations have installed."""
    names: list[str] = []

    def install(*ids: str) -> Services:
        names.append(f"installations-{uuid.uuid4()}")
        create_table(dynamodb_client, "InstallationTable", names[-1])
        for workspace_id in ids:
            item = {"workspace_id": {"S": workspace_id}, "installation_item": {"S": "bot"}}
            dynamodb_client.put_item(TableName=names[-1], Item=item)
        settings = InstallationSettings(names[-1], "", "1.2", "secret", "")
        api = SlackApi(InstalledBotTokens.from_settings(settings), "https://slack.example/api/")
        return Services(None, None, api)  # type: ignore[arg-type] # of which only the API is used

    yield install
    for name in names:
        dynamodb_client.delete_table(TableName=name)


def caller(slack: Any, services: Services | None = None) -> Reader:
    """Return the caller, of an app with a table of installations where there are services of one."""
    alone = Services(None, None, None)  # type: ignore[arg-type] # none to call
    return caller_of({"_meta": {"slack": slack}}, services or alone, is_for_one_workspace=services is None)


def places(reader: Reader) -> tuple[str, str, tuple[str, ...]]:
    return reader.workspace_id, reader.user_id, reader.elsewhere


def test_a_person_is_of_their_own_workspace() -> None:
    assert places(caller({"user_id": "U1", "team_id": "T1"})) == ("T1", "U1", ())
    assert places(caller({"user_id": "U1", "team_id": "T1", "enterprise_id": None})) == ("T1", "U1", ())
    assert places(caller({"user_id": "U1", "team_id": "T1", "enterprise_id": "E1"})) == ("T1", "U1", ("E1",))


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("T1",), ("T1", "U1", ("E1",))),
        (("E1",), ("E1", "U1", ("T1",))),
        (("T1", "E1"), ("T1", "U1", ("E1",))),
    ],
)
def test_a_shelf_belongs_to_the_workspace_or_else_to_the_organisation_that_installed_the_app(
    ids: tuple[str, ...], expected: tuple[str, str, tuple[str, ...]], app_in: Callable[..., Services]
) -> None:
    slack = {"user_id": "U1", "team_id": "T1", "enterprise_id": "E1"}

    assert places(caller(slack, app_in(*ids))) == expected


def test_of_an_organisation_that_names_no_workspace_its_own_installation_counts(
    app_in: Callable[..., Services],
) -> None:
    assert places(caller({"user_id": "U1", "enterprise_id": "E1"}, app_in("E1"))) == ("E1", "U1", ())


@pytest.mark.parametrize("slack", [
    {"user_id": "U1", "team_id": "T2"}, {"user_id": "U1", "team_id": "T2", "enterprise_id": "E2"},
])  # fmt: skip
def test_where_the_app_is_not_installed_nothing_is_answered(
    slack: dict[str, str], app_in: Callable[..., Services]
) -> None:
    with pytest.raises(ToolError, match="not installed in this person's workspace"):
        caller(slack, app_in("T1", "E1"))


def test_where_that_cannot_be_seen_now_the_call_can_be_repeated(
    dynamodb: DynamoDb, app_in: Callable[..., Services]
) -> None:
    services = app_in("T1")
    dynamodb.fail("GetItem", times=20, refuses="AccessDeniedException")

    with pytest.raises(ToolError, match="Try again in a minute"):
        caller({"user_id": "U1", "team_id": "T1"}, services)
    dynamodb.faults.clear()


@pytest.mark.parametrize("slack", [
    None, {}, [], "U1", {"user_id": "U1"}, {"team_id": "T1"}, {"user_id": "", "team_id": "T1"},
    {"user_id": 7, "team_id": "T1"}, {"user_id": "U1", "team_id": ["T1"]}, {"user_id": "U#1", "team_id": "T1"},
    {"user_id": "U1", "team_id": "T 1"}, {"user_id": "U" * 65, "team_id": "T1"},
])  # fmt: skip
def test_a_call_for_nobody_says_what_it_lacks(slack: Any) -> None:
    with pytest.raises(ToolError, match=r"user_id and team_id, in params\._meta\.slack"):
        caller(slack)


def test_two_people_of_one_id_in_two_workspaces_are_two_readers() -> None:
    user_id = f"U{uuid.uuid4().hex}"

    assert caller({"user_id": user_id, "team_id": "T1"}) != caller({"user_id": user_id, "team_id": "T2"})
