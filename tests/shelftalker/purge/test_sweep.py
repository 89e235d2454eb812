"""The weekly search for data of workspaces that left, through the function's handler, with a Slack of its own."""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from shelftalker.aws import clients
from shelftalker.club.poll_table import PollTable
from shelftalker.install.installations import InstallationError
from shelftalker.purge.queue import PurgeQueue, PurgeQueueError, PurgeRequest
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfError
from shelftalker.slack.workspace import Workspace
from tests.dynamodb import DynamoDb
from tests.shelftalker.install.browser import Browser
from tests.shelftalker.install.conftest import function as oauth_function
from tests.shelftalker.install.conftest import granting_slack, settings
from tests.shelftalker.install.granting_slack import GrantingSlack
from tests.shelftalker.purge.conftest import LEFT_AT, Consumer, Remaining, Tables

__all__ = ["granting_slack", "oauth_function", "settings"]


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliver messages of the queue at once."""
    monkeypatch.setattr(PurgeQueue.put, "__defaults__", (0,))


@dataclass(frozen=True)
class Deployment:
    """The function beside the tables, Slack and the purge."""

    tables: Tables
    slack: GrantingSlack
    consumer: Consumer
    handler: Callable[..., dict[str, Any]]

    def install(self, workspace_id: str, **fields: Any) -> str:
        """Have a workspace install the app, and return its token."""
        token: str = self.slack.new_tokens()["access_token"]
        self.tables.install(workspace_id, bot_token=token, **fields)
        return token

    def search(self, seconds: float = 300) -> dict[str, Any]:
        """Call the function as its schedule does."""
        return self.handler({"source": "aws.events"}, Remaining(seconds))

    def let_a_week_pass(self, workspace_id: str) -> None:
        """Have the search of the last week found a workspace gone."""
        self.tables.installations.mark_left(Workspace(workspace_id), time.time() - 7 * 24 * 60 * 60)


@pytest.fixture
def deployment(
    tables: Tables, consumer: Consumer, oauth_function: ModuleType, granting_slack: GrantingSlack
) -> Iterator[Deployment]:
    """Import the entry point anew, with the environment of the other two functions."""
    sys.modules.pop("sweep", None)
    yield Deployment(tables, granting_slack, consumer, importlib.import_module("sweep").handler)
    sys.modules.pop("sweep", None)


def test_a_workspace_that_left_unheard_is_found_by_slacks_word_and_deleted(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = deployment.install("T1")
    deployment.install("T2")
    deployment.tables.reader("T1")
    deployment.tables.reader("T2")
    kept = deployment.tables.all_of("T2")
    deployment.slack.revoke(gone, "account_inactive")
    assert deployment.search() == {"left_unnoticed": ["T1"], "left_over": [], "unsure": []}
    printed = capsys.readouterr().out
    assert '"LeftUnnoticed":[1.0]' in printed
    assert '"outcome":"Swept"' in printed  # for the dashboard's table
    assert deployment.search()["left_unnoticed"] == ["T1"]
    assert deployment.consumer.messages() == []  # an app may be switched off for some days
    deployment.let_a_week_pass("T1")
    assert deployment.search()["left_unnoticed"] == ["T1"]
    deployment.consumer.work()
    assert deployment.tables.all_of("T1") == []
    assert deployment.tables.all_of("T2") == kept


def test_an_app_that_was_switched_off_for_some_days_keeps_its_data(deployment: Deployment) -> None:
    workspace = Workspace("T1")
    deployment.install("T1")
    deployment.let_a_week_pass("T1")
    assert deployment.search() == {"left_unnoticed": [], "left_over": [], "unsure": []}
    assert deployment.tables.installations.workspaces() == {workspace: None}
    deployment.let_a_week_pass("T1")
    deployment.install("T1")
    assert deployment.tables.installations.workspaces() == {workspace: None}


@pytest.mark.parametrize("code", ["invalid_auth", "ratelimited", "fatal_error"])
def test_a_refusal_that_may_have_another_cause_deletes_nothing(
    deployment: Deployment, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment.slack.revoke(deployment.install("T1"), code)
    assert deployment.search() == {"left_unnoticed": [], "left_over": [], "unsure": ["T1"]}
    assert '"SweepUnsure":[1.0]' in capsys.readouterr().out
    assert deployment.consumer.messages() == []


def test_a_slack_that_does_not_answer_and_a_search_without_time_delete_nothing(deployment: Deployment) -> None:
    deployment.slack.revoke(deployment.install("T1"), "account_inactive")
    assert deployment.search(seconds=1)["unsure"] == ["T1"]
    deployment.slack.fixed_answer = (503, b"<html>")
    assert deployment.search()["unsure"] == ["T1"]
    assert deployment.consumer.messages() == []


def test_shelves_without_an_installation_are_reported_and_deleted_by_an_operators_word(
    deployment: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment.install("T1")
    for workspace_id in ("T1", "T8", "T9"):
        deployment.tables.reader(workspace_id)
    deployment.tables.reader("T9", acted_at=time.time() - 60)  # through Slack Connect, say
    assert deployment.search()["left_over"] == ["T8"]
    assert '"LeftOver":[1.0]' in capsys.readouterr().out
    assert deployment.consumer.messages() == []
    answer = deployment.handler({"delete": ["T8", "T1"]}, Remaining(300))
    assert answer == {"queued": ["T8"], "refused": ["T1"]}
    deployment.consumer.work()
    assert deployment.tables.all_of("T8") == []
    assert deployment.tables.all_of("T1")
    assert deployment.search() == {"left_unnoticed": [], "left_over": [], "unsure": []}


def test_polls_and_pointers_of_a_workspace_without_an_installation_are_found_and_deleted_as_shelves_are(
    deployment: Deployment,
) -> None:
    deployment.install("T1")
    polls, visitor = PollTable(deployment.tables.shelves.table, lambda: LEFT_AT), Reader("T8", "U1")
    poll = polls.open("T1", "C1", visitor, f"{LEFT_AT - 500:.6f}")
    polls.open("T7", "C1", visitor, f"{LEFT_AT - 500:.6f}")
    assert deployment.search()["left_over"] == ["T7", "T8"]
    deployment.handler({"delete": ["T7", "T8"]}, Remaining(300))
    deployment.consumer.work()
    assert deployment.search() == {"left_unnoticed": [], "left_over": [], "unsure": []}
    left = polls.read(poll.ref)
    assert left
    assert not left.opened_by


@pytest.mark.parametrize("named", ["T8", ["T8", "#"], None])
def test_an_operators_mistake_deletes_nothing(deployment: Deployment, named: object) -> None:
    deployment.tables.reader("T8")
    with pytest.raises(ValueError, match="expected"):
        deployment.handler({"delete": named}, Remaining(300))
    assert deployment.consumer.messages() == []


def test_a_workspace_that_installs_the_app_again_while_slack_is_asked_keeps_all_that_is_new(
    deployment: Deployment,
) -> None:
    deployment.slack.revoke(deployment.install("T1"), "token_revoked")
    deployment.let_a_week_pass("T1")
    deployment.search()
    deployment.tables.install("T1", time.time() + 1, bot_token="xoxb-anew")
    anew = deployment.tables.reader("T1", acted_at=time.time() + 1)
    deployment.consumer.work()
    bot = deployment.tables.installations.find_bot(enterprise_id=None, team_id="T1")
    assert bot is not None
    assert bot.bot_token == "xoxb-anew"
    assert len(deployment.tables.shelves.read(anew).books) == 3


def test_organisations_states_and_large_tables_are_searched_whole(
    deployment: Deployment, oauth_function: ModuleType, dynamodb: DynamoDb
) -> None:
    Browser(oauth_function).begin()  # a state stands in the same table
    deployment.install("T5", enterprise_id="E1", is_enterprise_install=True)
    deployment.tables.reader("E1", acted_at=LEFT_AT)
    for number in range(6):
        deployment.tables.put_large(f"T7{number}", 300_000)  # pages have 1 MB
    deployment.tables.reader("T6")
    dynamodb.operations.clear()
    found = deployment.search()
    assert dynamodb.operations.count("Scan") > 2
    assert found == {"left_unnoticed": [], "left_over": ["T6", *(f"T7{number}" for number in range(6))], "unsure": []}


def test_shelves_that_cannot_be_read_fail_the_search_once_the_installations_are_searched(
    deployment: Deployment, dynamodb: DynamoDb, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment.slack.revoke(deployment.install("T1"), "account_inactive")
    dynamodb.fail("Scan", refuses="AccessDeniedException")
    with pytest.raises(ShelfError, match="role may use it"):
        deployment.search()
    printed = capsys.readouterr().out
    assert '"LeftUnnoticed":[1.0]' in printed
    assert '"SweepFailed":[1.0]' in printed


def test_installations_that_cannot_be_listed_fail_the_search_which_its_alarm_sees(
    deployment: Deployment, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("Scan")
    dynamodb.fail("Scan", refuses="AccessDeniedException")
    with pytest.raises(InstallationError, match="role may use it"):
        deployment.search()


@pytest.mark.usefixtures("time_outs_of_production")
def test_slow_pages_are_waited_for(deployment: Deployment, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Scan", times=2, delay_seconds=clients.TIMEOUTS.background.read_seconds + 0.1)
    dynamodb.operations.clear()
    deployment.search()
    assert dynamodb.operations.count("Scan") == 2  # none was given up and asked for again


DAMAGES: dict[str, dict[str, Any]] = {
    "T3": {"tokens": {"B": b"encrypted by a key that is lost"}},
    "T4": {"tokens": {"S": "{"}},
    "T5": {"tokens": None},
    "T6": {"details": {"S": "[]"}},
    "T7": {"details": {"S": '{"bot_token_expires_at": "soon"}'}},
    "T8": {"version": None},
}


def test_damaged_installations_are_reported_and_the_others_are_searched(deployment: Deployment) -> None:
    deployment.install("T1")
    deployment.slack.revoke(deployment.install("T2"), "account_inactive")
    for workspace_id, damage in DAMAGES.items():
        deployment.install(workspace_id)
        deployment.tables.change((workspace_id, "bot"), damage)
    deployment.tables.reader("T3")
    assert deployment.search() == {"left_unnoticed": ["T2"], "left_over": [], "unsure": [*DAMAGES]}
    assert deployment.handler({"delete": ["T6"]}, Remaining(300)) == {"queued": [], "refused": ["T6"]}


def test_a_shelf_with_a_damaged_time_is_reported_as_unsure_and_not_as_left_over(deployment: Deployment) -> None:
    for workspace_id in ("T8", "T9"):
        reader = deployment.tables.reader(workspace_id)
    deployment.tables.change(("T9", f"{reader.user_id}#preferences"), {"acted_at": {"S": "yesterday"}})
    assert deployment.search() == {"left_unnoticed": [], "left_over": ["T8"], "unsure": ["T9"]}


@pytest.mark.parametrize("is_certain", [False, True])
def test_an_answer_that_cannot_be_kept_concerns_its_own_workspace_alone(
    deployment: Deployment, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch, *, is_certain: bool
) -> None:
    for workspace_id in ("T1", "T2"):
        deployment.slack.revoke(deployment.install(workspace_id), "account_inactive")
        if is_certain:
            deployment.let_a_week_pass(workspace_id)
    put = PurgeQueue.put

    def refuse_first(queue: PurgeQueue, request: PurgeRequest) -> None:
        monkeypatch.setattr(PurgeQueue, "put", put)
        raise PurgeQueueError(f"no room for {request.workspace_id}")

    monkeypatch.setattr(PurgeQueue, "put", refuse_first)
    if not is_certain:
        dynamodb.fail("UpdateItem", refuses="AccessDeniedException")
    found = deployment.search()
    assert (len(found["left_unnoticed"]), len(found["unsure"])) == (1, 1)
    assert len(deployment.consumer.messages()) == is_certain
