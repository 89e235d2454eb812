"""Errors of Slack's refusals: Slack's code, and nothing that is none."""

from typing import Any

import pytest
from slack_sdk.web import SlackResponse

from shelftalker.slack.errors import CallErrorCode, SlackCallError


def response(answer: dict[str, Any] | bytes, status: int = 200) -> SlackResponse:
    """Return an answer of Slack's as slack_sdk reads it."""
    return SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=answer, headers={}, status_code=status
    )


def test_the_error_has_slacks_code_and_details() -> None:
    answer = {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": ["[ERROR] too long"]}}
    error = SlackCallError.from_response(response(answer))
    assert error.code == "invalid_arguments"
    assert str(error) == "Slack's Web API refused with invalid_arguments: [ERROR] too long"


@pytest.mark.parametrize(
    "answer", [{"ok": False}, {"error": 7}, {"error": "Received a response in a non-JSON format"}, b"<html>"]
)
def test_an_answer_without_a_code_has_this_apps_own_and_its_status(answer: dict[str, Any] | bytes) -> None:
    error = SlackCallError.from_response(response(answer, 502))
    assert error.code == CallErrorCode.UNREADABLE_ANSWER
    assert str(error).endswith("Its HTTP status is 502.")
    assert "non-JSON" not in str(error)
