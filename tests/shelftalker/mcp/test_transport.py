"""Tests of the transport: requests that are refused before a message is read, and their HTTP status."""

import json
from pathlib import Path
from typing import Any

import pytest

from shelftalker.mcp.protocol import ErrorCode, ProtocolError
from shelftalker.mcp.transport import NotAllowedError, read_message
from shelftalker.settings import Settings
from shelftalker.slack.request import RejectedRequestError
from shelftalker.slack.signing_secret import SigningSecret
from tests.slack_requests import SIGNING_SECRET, signed_headers, v2_event

BODY = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})
JSON_KINDS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


@pytest.fixture
def secret() -> SigningSecret:
    return SigningSecret(Settings(Path(), "", "models", SIGNING_SECRET, ""))


def event(body: str = BODY, method: str = "POST", **signing: Any) -> dict[str, Any]:
    """Return the event of a signed request."""
    made = v2_event(body, signed_headers(body, **signing) | JSON_KINDS)
    return made | {"requestContext": {"http": {"method": method}}}


def test_a_signed_message_is_read_with_its_headers(secret: SigningSecret) -> None:
    message = read_message(event(), secret)

    assert message.content == json.loads(BODY)
    assert message.headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_streams_and_sessions_are_not_offered(method: str, secret: SigningSecret) -> None:
    with pytest.raises(NotAllowedError):
        read_message(event(method=method), secret)


@pytest.mark.parametrize("missing", ["x-slack-signature", "x-slack-request-timestamp"])
def test_an_unsigned_request_is_refused_with_401_and_says_so(missing: str, secret: SigningSecret) -> None:
    made = event()
    del made["headers"][missing]

    with pytest.raises(RejectedRequestError, match="not signed") as refused:
        read_message(made, secret)
    assert refused.value.status == 401


@pytest.mark.parametrize(
    ("signing", "words"),
    [({"secret": "another"}, "not Slack's"), ({"age_seconds": 301}, "not of the last five minutes"),
     ({"age_seconds": -301}, "not of the last five minutes")],
)  # fmt: skip
def test_foreign_and_stale_requests_are_refused_with_401(
    signing: dict[str, Any], words: str, secret: SigningSecret
) -> None:
    with pytest.raises(RejectedRequestError, match=words) as refused:
        read_message(event(**signing), secret)
    assert refused.value.status == 401


def test_the_signature_is_of_the_body_that_came(secret: SigningSecret) -> None:
    with pytest.raises(RejectedRequestError, match="not Slack's"):
        read_message(event() | {"body": BODY.replace("ping", "tools/list")}, secret)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"accept": "text/event-stream"}, 406),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"x-slack-signature": "v0=x"}, 401),
    ],
)
def test_what_slackbot_does_not_send_is_refused(headers: dict[str, str], status: int, secret: SigningSecret) -> None:
    made = event()
    made["headers"] |= headers

    with pytest.raises(RejectedRequestError) as refused:
        read_message(made, secret)
    assert refused.value.status == status


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json;q=0.9"])
def test_whoever_takes_json_gets_it(accept: str, secret: SigningSecret) -> None:
    made = event()
    made["headers"]["accept"] = accept

    assert read_message(made, secret).content == json.loads(BODY)


def test_slacks_check_of_certificates_gets_no_message_by_without_a_signature(secret: SigningSecret) -> None:
    made = event("ssl_check=1", secret="another")

    with pytest.raises(RejectedRequestError) as refused:
        read_message(made, secret)
    assert refused.value.status == 401


@pytest.mark.parametrize("body", ["", "{", "[" * 100_000, "ssl_check=1"])
def test_a_signed_body_that_is_no_json_is_an_error_of_parsing(body: str, secret: SigningSecret) -> None:
    with pytest.raises(ProtocolError) as refused:
        read_message(event(body), secret)
    assert (refused.value.status, refused.value.code) == (400, ErrorCode.PARSE_ERROR)


def test_what_is_no_http_request_is_refused(secret: SigningSecret) -> None:
    with pytest.raises(RejectedRequestError):
        read_message({}, secret)
