"""The entry point of Slack's requests and its look for a new model."""

from typing import Any

import pytest

from tests.slack_app import SlackImitation
from tests.slack_requests import click_body, signed_headers, v2_event


def test_a_request_that_took_long_does_not_look_for_a_new_model_as_well(
    send: Any, slack_events: Any, slack: SlackImitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(slack_events.models, "refresh", lambda: looks.append(1))
    monkeypatch.setattr(slack_events, "_LATEST_MODEL_LOOK_SECONDS", 0.2)
    body = click_body("choose_book:0", "1 nosuchid", slack.response_url)
    send(v2_event(body, signed_headers(body)))
    assert looks == [1]
    slack.delay_seconds = 0.3
    send(v2_event(body, signed_headers(body)))
    assert looks == [1]
