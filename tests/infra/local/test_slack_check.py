"""The check of all payloads, against the local Slack."""

from typing import Any

import pytest

from infra.local import slack_check
from infra.local.exploration import Payload
from infra.local.slack_check import main
from tests.infra.local.block_kit import home, modal, section


def payload(kind: str, surface: str, content: dict[str, Any]) -> Payload:
    return Payload(kind, surface, "Five books", shape=str(content), content=content)


VALID = [
    payload("message", "message", {"text": "Five books", "blocks": [section("*Five books*")]}),
    payload("view", "modal", modal(section("Find a book"))),
    payload("view", "home", home(section("Your books"))),
]
REFUSED = [
    payload("message", "message", {"text": "Five books", "blocks": [section("x" * 3001)]}),
    payload("view", "home", {"type": "home", "blocks": [{"type": "knob"}]}),
]


@pytest.fixture
def environment(address: str, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Name the local Slack and the token that it takes."""
    monkeypatch.setenv("SLACK_API_URL", f"{address}api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-local")
    monkeypatch.setattr(slack_check, "explore", lambda: VALID)
    return monkeypatch


def test_payloads_that_slack_accepts_are_listed(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:4] == ["valid: message: Five books", "valid: modal: Five books", "valid: home: Five books"]
    assert lines[-1] == "Slack accepts 3 of 3 messages, windows and Homes."


def test_a_payload_that_slack_refuses_is_named_with_pointer_and_reason(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setattr(slack_check, "explore", lambda: [*VALID, *REFUSED])
    assert main() == 1
    printed = capsys.readouterr().out
    assert (
        "refused: message: Five books\n  /blocks/0/text/text: expected at most 3,000 characters, got 3,001" in printed
    )
    assert "refused: home: Five books\n  /view/blocks/0/type: expected a block of type" in printed
    assert printed.endswith("Slack accepts 3 of 5 messages, windows and Homes.\n")


def test_a_missing_token_is_named_with_the_page_that_shows_it(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.delenv("SLACK_BOT_TOKEN")
    assert main() == 2
    error = capsys.readouterr().err
    assert error.startswith("make slack-check: SLACK_BOT_TOKEN is not set. It is the bot's token")
    assert "api.slack.com/apps" in error


def test_a_token_that_slack_refuses_stops_the_check_before_the_app_runs(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-of-another")
    environment.setattr(slack_check, "explore", lambda: pytest.fail("the app ran"))
    assert main() == 2
    assert "invalid_auth" in capsys.readouterr().err


def test_a_slack_that_can_not_be_reached_is_reported(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    assert main() == 2
    assert "can't be reached" in capsys.readouterr().err
