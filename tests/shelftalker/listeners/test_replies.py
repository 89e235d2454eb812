"""Replies by a response_url: in the place of a message, below it or in its thread."""

import json
from typing import Any

import pytest

from shelftalker.listeners.replies import reply_in
from shelftalker.views.block_kit import Message
from tests.shelftalker.listeners.reading import message_after_click
from tests.slack_app import SlackApp, SlackImitation, buttons
from tests.slack_requests import click_body, signed_headers, v2_event


@pytest.mark.parametrize("failure", ["refused", "error", "slow"])
def test_a_response_url_that_fails_is_logged_and_counted_and_acknowledged(
    send: Any, recommend: Any, slack: SlackImitation, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = slack.response_url
    if failure == "refused":
        url = "http://127.0.0.1:9/response"
    elif failure == "error":
        slack.status = 500
    else:
        monkeypatch.setattr("shelftalker.listeners.replies._TIMEOUT_SECONDS", 0.1)
        slack.delay_seconds = 0.5
    button = buttons(recommend("dune mesiah").message)[0]
    body = click_body(button["action_id"], button["value"], url)
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 200
    assert "ResponseUrlFailed" in answer.metrics
    assert any(line.get("message") == "response_url failed" for line in answer.printed)


def test_a_click_in_a_thread_is_answered_in_the_thread(app: SlackApp) -> None:
    message = app.type("dune").message
    posted = message_after_click(app, message, "menu_like", "1.", is_ephemeral=False, thread_ts="9.9")
    assert posted["thread_ts"] == "9.9"


@pytest.mark.parametrize("origin", ["click", "window"])
def test_nothing_is_sent_to_an_address_that_is_not_slacks_even_if_slack_signed_it(
    send: Any, recommend: Any, slack: SlackImitation, origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RESPONSE_URLS_ON_LOOPBACK")
    button = buttons(recommend("dune mesiah").message)[0]
    if origin == "click":
        body = click_body(button["action_id"], button["value"], slack.response_url)
        answer = send(v2_event(body, signed_headers(body)))
        assert answer.status == 200
        assert "ResponseUrlFailed" in answer.metrics
        assert any(line.get("message") == "response_url is not Slack's" for line in answer.printed)
        assert slack.response_url not in json.dumps(answer.printed)
    else:
        assert not reply_in(slack.response_url, None, Message("Hello", []))
    assert slack.posted == []


@pytest.mark.parametrize(
    "response_url", [5, None, ["http://127.0.0.1/response"], {"url": "x"}, "{url}\t", "{url}\r\nX: y"]
)
def test_an_address_of_another_kind_is_refused_and_fails_no_listener(
    send: Any, recommend: Any, slack: SlackImitation, response_url: Any
) -> None:
    if isinstance(response_url, str):
        response_url = response_url.replace("{url}", slack.response_url)
    button = buttons(recommend("dune mesiah").message)[0]
    body = click_body(button["action_id"], button["value"], response_url)
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 200
    assert any(line.get("message") == "response_url is not Slack's" for line in answer.printed)
    assert "Failed" not in answer.metrics
    assert slack.posted == []
