"""Slack's events of workspaces that leave: the messages in the queue, and the answers to Slack."""

import json
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from shelftalker.listeners.uninstall import Uninstall
from shelftalker.purge.queue import PurgeQueue, PurgeRequest
from tests.shelftalker.purge.conftest import LEFT_AT, Consumer, Tables, fields_of

EVERYONE = {"oauth": ["U1"], "bot": ["U0B"]}


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliver messages of the queue at once."""
    monkeypatch.setattr(PurgeQueue.put, "__defaults__", (0,))


def dispatch(queue: PurgeQueue, event: dict[str, Any], **where: Any) -> BoltResponse:
    """Dispatch an event of the workspace T1, or of another, to Bolt."""
    app = App(
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        authorize=lambda enterprise_id, team_id: AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id),
    )
    uninstall = Uninstall(queue)
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
