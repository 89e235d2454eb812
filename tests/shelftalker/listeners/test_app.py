"""Signed requests as Bolt takes them."""

from typing import Any

import pytest

from tests.slack_requests import signed_headers, v2_event


@pytest.mark.parametrize("body", ["payload=notjson", "{", "[1]", "payload=[1]", "", "payload=1", "null", "a=b"])
def test_a_body_that_slack_never_sends_gets_a_4xx_even_when_signed(send: Any, body: str) -> None:
    assert 400 <= send(v2_event(body, signed_headers(body))).status < 500
