"""The check of all payloads, against the local Slack."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.local import slack_check
from infra.local.exploration import Payload
from infra.local.slack.rules import validation
from infra.local.slack.rules.block_kit import BlockKitSchemas
from infra.local.slack.rules.limits import BLOCK_KIT_LIMITS
from infra.local.slack_check import main
from tests.infra.local.block_kit import home, modal, section
from tests.time_outs import PROCESS_SECONDS


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
    monkeypatch.setattr(slack_check, "explore", lambda _: VALID)
    return monkeypatch


def test_payloads_that_slack_accepts_are_listed(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:4] == ["valid: message: Five books", "valid: modal: Five books", "valid: home: Five books"]
    assert lines[-1] == "Slack accepts 3 of 3 messages, windows and Homes."


def run_command(address: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as `make slack-check CLICKS=1` does, with the local Slack as host."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "infra.local.slack_check", "--clicks=1"],
        cwd=Path(__file__).resolve().parents[3],
        env=environment | {"SLACK_API_URL": f"{address}api/", "SLACK_BOT_TOKEN": "xoxb-local"},
        capture_output=True,
        text=True,
        timeout=PROCESS_SECONDS,
        check=False,
    )


def test_the_command_has_slack_validate_what_the_app_shows_and_fails_where_slack_refuses(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This Slack takes four cards where the command's own takes ten: it refuses the answers as cards alone.
    monkeypatch.setattr(validation, "SCHEMAS", BlockKitSchemas(replace(BLOCK_KIT_LIMITS, carousel_cards=4)))
    done = run_command(address)
    assert done.returncode == 1, done.stderr
    _, *lines, last = done.stdout.splitlines()
    reasons = [line for line in lines if line.startswith("  ")]
    payloads = [line for line in lines if line not in reasons]
    valid = [line for line in payloads if line.startswith("valid: list, ")]
    refused = [line for line in payloads if line.startswith("refused: cards, message: ")]
    assert {line.split(": ")[1] for line in valid} == {"list, message", "list, modal", "list, home"}
    assert any("If you liked Dune (Dune, 1) and Emma" in line for line in refused), refused
    assert len(payloads) == len(valid) + len(refused)
    assert all(re.fullmatch(r"  /blocks/\d+/elements: expected at most 4 .*, got 5", line) for line in reasons), reasons
    assert last == f"Slack accepts {len(valid)} of {len(payloads)} messages, windows and Homes."


def test_a_payload_that_slack_refuses_is_named_with_pointer_and_reason(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setattr(slack_check, "explore", lambda _: [*VALID, *REFUSED])
    assert main([]) == 1
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
    assert main([]) == 2
    error = capsys.readouterr().err
    assert error.startswith("make slack-check: SLACK_BOT_TOKEN is not set. It is the bot's token")
    assert "api.slack.com/apps" in error


def test_a_token_that_slack_refuses_stops_the_check_before_the_app_runs(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-of-another")
    environment.setattr(slack_check, "explore", lambda _: pytest.fail("the app ran"))
    assert main([]) == 2
    assert "invalid_auth" in capsys.readouterr().err


def test_a_slack_that_can_not_be_reached_is_reported(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    assert main([]) == 2
    assert "can't be reached" in capsys.readouterr().err
