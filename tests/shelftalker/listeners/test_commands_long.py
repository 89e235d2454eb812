"""Typed texts of thousands of characters, of the kinds that searching takes longest for, through the function."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.slack_app import Answer
from tests.slack_requests import command_body, signed_headers, suggestion_body, v2_event

TEXTS = {
    "marks of a subtitle": "a: " * 2000,
    "links": "https://a.b/x " * 400,
    "authors": "dune by " * 800,
    "slashes": "/" * 6000,
    "a number that Python refuses to read": "9" * 6000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_of_any_length_is_answered_in_time(send: Callable[[dict[str, Any]], Answer], text: str) -> None:
    body = command_body(text)
    started_at = time.process_time()
    answer = send(v2_event(body, signed_headers(body)))
    assert time.process_time() - started_at < 2
    assert answer.status == 200
    assert "Failed" not in answer.metrics


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_of_any_length_is_completed_in_time(send: Callable[[dict[str, Any]], Answer], text: str) -> None:
    body = suggestion_body("search_title", text)
    started_at = time.process_time()
    answer = send(v2_event(body, signed_headers(body)))
    assert time.process_time() - started_at < 2
    assert (answer.status, "Typed" in answer.metrics) == (200, True)
