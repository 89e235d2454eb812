"""Forged and malformed requests: a plain refusal, and nothing of the request in the log."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from shelftalker.slack import request
from shelftalker.slack.signing_secret import SigningSecret
from tests.slack_app import Event, LambdaContext, SlackImitation
from tests.slack_requests import (
    EVENT_SHAPES,
    FORM,
    command_body,
    message_shortcut_body,
    signed_headers,
    v2_event,
)


def test_slacks_check_of_the_certificate_comes_unsigned_and_gets_200(send: Any) -> None:
    assert send(v2_event("ssl_check=1&token=legacy", {"Content-Type": FORM})).status == 200


def test_a_forged_signature_is_refused(send: Any) -> None:
    body = command_body("dune")
    answer = send(v2_event(body, signed_headers(body, secret="another")))
    assert answer.status == 401
    assert "Rejected" in answer.metrics


def test_a_changed_body_is_refused(send: Any) -> None:
    headers = signed_headers(command_body("dune"))
    assert send(v2_event(command_body("emma"), headers)).status == 401


@pytest.mark.parametrize(("age_seconds", "status"), [(290, 200), (310, 401), (-290, 200), (-310, 401)])
def test_a_request_more_than_five_minutes_old_is_refused(send: Any, age_seconds: int, status: int) -> None:
    body = command_body("dune")
    assert send(v2_event(body, signed_headers(body, age_seconds=age_seconds))).status == status


def _without(name: str) -> Event:
    body = command_body("dune")
    return v2_event(body, {key: value for key, value in signed_headers(body).items() if key != name})


def _with(name: str, value: str) -> Event:
    body = command_body("dune")
    return v2_event(body, signed_headers(body) | {name: value})


@pytest.mark.parametrize(
    ("build", "status"),
    [
        (dict, 400),
        (lambda: {"headers": None, "body": None, "requestContext": {"http": {"method": "POST"}}}, 400),
        (lambda: {"headers": None, "body": None, "requestContext": None}, 400),
        (lambda: _without("X-Slack-Request-Timestamp"), 401),
        (lambda: _without("X-Slack-Signature"), 401),
        (lambda: _with("X-Slack-Request-Timestamp", "soon"), 401),
        (lambda: _with("X-Slack-Request-Timestamp", "\u0661\u0662"), 401),
        (lambda: _with("X-Slack-Request-Timestamp", "1" * 5000), 401),
        (lambda: _with("X-Slack-Request-Timestamp", "-5"), 401),
        (lambda: _with("X-Slack-Signature", "v0=\u00e9"), 401),
        (lambda: _with("X-Slack-Signature", "v0=00"), 401),
        (lambda: _with("Content-Type", "text/html"), 415),
        (lambda: _without("Content-Type"), 415),
        (lambda: v2_event("x", signed_headers("x")) | {"isBase64Encoded": True, "body": "%%%"}, 400),
        (lambda: v2_event("x", signed_headers("x")) | {"isBase64Encoded": True, "body": "/w=="}, 400),
        (lambda: v2_event("a" * 1_000_001, {"Content-Type": FORM}), 413),
        (lambda: v2_event("a" * 1_000_001, {"Content-Type": FORM}, is_base64=True), 413),
        (lambda: v2_event("x", {"a": "b"}) | {"requestContext": {"http": {"method": "GET"}}}, 405),
    ],
)
def test_what_is_malformed_gets_a_4xx(send: Any, build: Callable[[], Event], status: int) -> None:
    # Built here: a signature is good for five minutes, and the tests are collected long before.
    assert send(build()).status == status


def test_nothing_unsigned_gets_a_5xx_or_is_logged(send: Any) -> None:
    generator = random.Random(5)
    secret_text = "zanzibar"
    body = command_body(secret_text)
    for _ in range(300):
        headers = signed_headers(body, secret="another")
        for name in generator.sample(list(headers), generator.randrange(3)):
            headers[name] = generator.choice(["", "0", "-1", "1e9", "\u0661", "\ud800", "\x00", secret_text, "v0="])
        event = generator.choice(EVENT_SHAPES)(body, headers)
        event |= generator.choice(
            [{}, {"body": None}, {"body": "\ud800"}, {"headers": None}, {"isBase64Encoded": True}]
        )
        answer = send(event)
        assert 400 <= answer.status < 500
        assert secret_text not in json.dumps(answer.printed)


def test_logs_carry_the_request_id(recommend: Any, send: Any) -> None:
    answer = send(_without("X-Slack-Signature"))
    (line,) = (line for line in answer.printed if line.get("message") == "rejected")
    assert line["function_request_id"] == LambdaContext.aws_request_id


@pytest.mark.parametrize("is_base64", [False, True], ids=["text", "base64"])
def test_what_costs_nothing_is_looked_at_before_a_body_is_decoded_or_hashed(
    send: Any, monkeypatch: pytest.MonkeyPatch, *, is_base64: bool
) -> None:
    def fail(*arguments: object) -> bool:
        raise AssertionError("the body was decoded or hashed")

    monkeypatch.setattr(SigningSecret, "verifies", fail)
    monkeypatch.setattr(request, "_text", fail)
    body = command_body("dune " * 300)
    signed = signed_headers(body)
    for headers, status in (
        (signed_headers(body, age_seconds=400), 401),
        (signed | {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (signed | {"X-Slack-Signature": "v0=short"}, 401),
        (signed | {"X-Slack-Signature": "v0=" + "g" * 64}, 401),
        ({"Content-Type": FORM}, 401),
    ):
        assert send(v2_event(body, headers, is_base64=is_base64)).status == status
    for large in (command_body("a" * 64_000), "payload=" + "a" * 1_000_000):
        assert send(v2_event(large, signed_headers(large), is_base64=is_base64)).status == 413
    large = '{"type":"' + "a" * 1_000_000
    assert send(v2_event(large, signed_headers(large), is_base64=is_base64)).status == 413


@pytest.mark.parametrize("is_base64", [False, True], ids=["text", "base64"])
def test_the_largest_bodies_that_slack_sends_are_taken(send: Any, slack: SlackImitation, *, is_base64: bool) -> None:
    typed = command_body("\U0001f4da" * 4_000)
    assert 48_000 < len(typed) < 64_000
    message = message_shortcut_body("books_like_mentioned", "Have you read it? " * 10_000, slack.response_url)
    assert 200_000 < len(message) < 1_000_000
    for body in (typed, message):
        assert send(v2_event(body, signed_headers(body), is_base64=is_base64)).status == 200


def test_a_large_form_that_says_ssl_check_is_no_check(send: Any) -> None:
    assert send(v2_event("ssl_check=1&token=" + "a" * 1_000, {"Content-Type": FORM})).status == 401


def test_slacks_check_of_the_certificate_is_counted(send: Any) -> None:
    assert "SslCheck" in send(v2_event("ssl_check=1&token=legacy", {"Content-Type": FORM}, is_base64=True)).metrics


def test_types_that_slack_sends_are_taken_with_a_charset_and_in_any_case(send: Any) -> None:
    assert send(_with("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=utf-8")).status == 200
