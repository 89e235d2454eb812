"""Slack's events of workspaces that leave: the messages in the queue, and the answers to Slack."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from shelftalker.aws import clients
from shelftalker.aws.secret import Secret
from shelftalker.install.bot_tokens import InstalledBotTokens
from shelftalker.listeners.uninstall import Uninstall
from shelftalker.purge.queue import PurgeQueue, PurgeRequest
from shelftalker.slack.workspace import Workspace
from tests.dynamodb import DynamoDb
from tests.shelftalker.install.conftest import installation
from tests.shelftalker.purge.conftest import LEFT_AT, Consumer, Tables, fields_of

EVERYONE = {"oauth": ["U1"], "bot": ["U0B"]}


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliver messages of the queue at once."""
    monkeypatch.setattr(PurgeQueue.put, "__defaults__", (0,))


def is_t1(workspace: Workspace) -> bool:
    return workspace.id == "T1"


def dispatch(
    queue: PurgeQueue, event: dict[str, Any], is_installed: Callable[[Workspace], bool] = is_t1, **where: Any
) -> BoltResponse:
    """Dispatch an event of the workspace T1, or of another, to Bolt."""
    app = App(
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        authorize=lambda enterprise_id, team_id: AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id),
    )
    uninstall = Uninstall(queue, is_installed)
    app.event("app_uninstalled")(uninstall.on_uninstalled)
    app.event("tokens_revoked")(uninstall.on_tokens_revoked)
    body = {"type": "event_callback", "team_id": "T1", "event_time": int(LEFT_AT), "event": event} | where
    return app.dispatch(BoltRequest(body=json.dumps(body), headers={"content-type": "application/json"}))


def uninstall(queue: PurgeQueue, **where: Any) -> int:
    return dispatch(queue, {"type": "app_uninstalled"}, **where).status


def revoke(queue: PurgeQueue, **tokens: list[str]) -> int:
    return dispatch(queue, {"type": "tokens_revoked", "tokens": tokens}).status


@pytest.mark.parametrize("order", ["ur", "ru", "uu", "rr", "uruR", "u", "r"])
def test_nothing_is_left_in_whichever_order_and_however_often_slack_sends_it(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, order: str
) -> None:
    tables.install("T1", user_token="xoxp-1")
    tables.install("T2")
    tables.reader("T1")
    tables.reader("T2")
    kept = tables.all_of("T2")
    for event in order.lower():
        assert (uninstall(queue) if event == "u" else revoke(queue, **EVERYONE)) == 200
        consumer.work()
    assert tables.all_of("T1") == []
    assert tables.all_of("T2") == kept


def test_who_installs_anew_between_the_two_stays(tables: Tables, queue: PurgeQueue, consumer: Consumer) -> None:
    tables.install("T1")
    uninstall(queue)
    consumer.work()
    tables.install("T1", LEFT_AT + 8)
    revoke(queue, **EVERYONE)
    consumer.work()
    assert tables.installations.find_bot(enterprise_id=None, team_id="T1")


def test_an_organisation_that_leaves_is_named_by_its_own_id(queue: PurgeQueue, consumer: Consumer) -> None:
    authorized = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
    assert uninstall(queue, enterprise_id="E1", authorizations=[authorized]) == 200
    assert uninstall(queue, enterprise_id="E1", team_id="T1") == 200
    assert [fields_of(message)["workspace_id"] for message in consumer.messages()] == ["E1", "T1"]


NAMED_BY_ORGANISATION: dict[str, dict[str, Any]] = {
    "as a workspace beside it": {"enterprise_id": "E1", "team_id": "T1"},
    "with no authorization": {"enterprise_id": "E1", "team_id": "T1", "authorizations": []},
    "alone": {"enterprise_id": "E1", "team_id": None},
    "as a team": {"enterprise_id": "E1", "team_id": "E1"},
    "with a flag": {"enterprise_id": "E1", "team_id": "T1", "is_enterprise_install": True},
}


@pytest.mark.parametrize("name", NAMED_BY_ORGANISATION)
def test_nothing_is_left_of_an_organisation_whose_events_have_no_authorizations(
    tables: Tables, queue: PurgeQueue, consumer: Consumer, name: str
) -> None:
    where: dict[str, Any] = NAMED_BY_ORGANISATION[name] | {"is_installed": tables.installations.has_bot}
    of_organisation = {"team_id": None, "enterprise_id": "E1", "is_enterprise_install": True}
    tables.installations.save(installation(**of_organisation, installed_at=LEFT_AT - 1000))
    tables.reader("E1")
    tables.reader("E2")
    tables.install("T2")
    kept = tables.all_of("E2") + tables.all_of("T2")
    assert uninstall(queue, **where) == 200
    consumer.work()
    assert dispatch(queue, {"type": "tokens_revoked", "tokens": EVERYONE}, **where).status == 200
    consumer.work()
    assert tables.all_of("E1") == []
    assert tables.all_of("E2") + tables.all_of("T2") == kept


def test_a_workspace_that_leaves_takes_nothing_of_its_organisation_with_it(
    tables: Tables, queue: PurgeQueue, consumer: Consumer
) -> None:
    tables.install("T1", enterprise_id="E1")
    tables.reader("T1")
    tables.reader("E1")
    kept = tables.all_of("E1")
    assert uninstall(queue, enterprise_id="E1", team_id="T1", is_installed=tables.installations.has_bot) == 200
    consumer.work()
    assert tables.all_of("T1") == []
    assert [item for item in tables.all_of("E1") if "reader_item" in item] == [
        item for item in kept if "reader_item" in item
    ]


def test_slack_has_to_repeat_an_event_while_the_installations_cannot_be_read(
    tables: Tables, queue: PurgeQueue, dynamodb: DynamoDb, consumer: Consumer
) -> None:
    dynamodb.fail("GetItem", times=2, refuses="AccessDeniedException")
    secret = Secret("s", "", clients.TIMEOUTS.click)
    tokens = InstalledBotTokens(tables.installations, "1.2", secret, "http://127.0.0.1:9/")
    where: dict[str, Any] = {"enterprise_id": "E1", "team_id": "T1", "is_installed": tokens.is_installed}
    answer = dispatch(queue, {"type": "app_uninstalled"}, **where)
    assert answer.status == 503


def test_people_who_revoke_their_tokens_are_distinguished_from_the_bot(queue: PurgeQueue, consumer: Consumer) -> None:
    assert revoke(queue, oauth=["U1", "U2"]) == 200
    assert revoke(queue) == 200
    messages = [PurgeRequest.from_message(message["Body"]) for message in consumer.messages()]
    assert [message.installer_id for message in messages] == ["U1", "U2"]


def test_slack_has_to_repeat_an_event_that_the_queue_does_not_take(queue_url: str) -> None:
    assert uninstall(PurgeQueue(f"{queue_url}-gone")) == 503


def test_without_a_queue_slack_is_answered_and_the_log_has_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    assert uninstall(PurgeQueue("")) == 200
    assert "delete what is kept of it by hand" in caplog.text
