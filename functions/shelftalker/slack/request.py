"""The guard: from an HTTP request to one that Slack has signed, or a 4xx that says why it is refused.

The signature is checked before anything in the body is looked into. What costs nothing comes first: method, content
type, size, time and the signature's form are looked at before the body is decoded and hashed, so that rubbish takes
little of the concurrency that Slack's requests need.
"""

import base64
import re
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from shelftalker.slack.http_event import HttpRequest
from shelftalker.slack.signing_secret import SigningSecret


class RequestLimits(NamedTuple):
    """Limits of a request.

    Attributes:
        age_seconds: Of its timestamp: https://docs.slack.dev/authentication/verifying-requests-from-slack
        payload_bytes: Of an event, and of a form with a payload: a message of 50 blocks or a window of 250 kB
            takes up to four times its characters there.
        command_bytes: Of any other form. A slash command has some 800 bytes beside its text, each of whose characters
            takes up to twelve.
        ssl_check_bytes: Of a check of the certificate, which has two short members.
        content_types: Those of Slack's requests.
    """

    age_seconds: int = 5 * 60
    payload_bytes: int = 1_000_000
    command_bytes: int = 64_000
    ssl_check_bytes: int = 1_000
    content_types: tuple[str, str] = ("application/x-www-form-urlencoded", "application/json")


LIMITS = RequestLimits()
_PAYLOAD = "payload="
# The characters of its base64 that depend on nothing that follows.
_PAYLOAD_IN_BASE64 = base64.b64encode(_PAYLOAD.encode()).decode()[:10]
_SIGNATURE = re.compile("v0=[0-9a-f]{64}")


class RejectedRequestError(Exception):
    """A request that is refused: the HTTP status, and a reason without anything of the request in it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class SlackRequest(NamedTuple):
    """A POST with a text as its body.

    Attributes:
        headers: Values by names in lower case.
        body: The text that Slack signs.
    """

    headers: Mapping[str, str]
    body: str

    @property
    def is_ssl_check(self) -> bool:
        """True for Slack's check of the certificate, which comes unsigned and expects a 200."""
        return len(self.body) <= LIMITS.ssl_check_bytes and parse_qs(self.body).get("ssl_check") == ["1"]


def read_slack_request(event: Mapping[str, Any]) -> SlackRequest:
    """Return the request of an event, if all but the signature's value may be Slack's.

    Raises:
        RejectedRequestError: It is no HTTP event or no POST; its body is too large, of another type or no text; or its
            headers have no time of the last five minutes, or no signature.
    """
    request = HttpRequest.from_event(event)
    if not request.headers or not request.method:
        raise RejectedRequestError(400, "expected an HTTP request with headers")
    if request.method != "POST":
        raise RejectedRequestError(405, "expected POST")
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in LIMITS.content_types:
        raise RejectedRequestError(415, f"expected a Content-Type of {' or '.join(LIMITS.content_types)}")
    size, most = _size(request), _largest_size(request, content_type)
    if size > most:
        raise RejectedRequestError(413, f"the body is larger than {most:,} bytes")
    if size <= LIMITS.ssl_check_bytes:
        small = SlackRequest(request.headers, _text(request))
        if small.is_ssl_check:
            return small
    _check_headers(request.headers)
    return SlackRequest(request.headers, _text(request))


def check_signature(request: SlackRequest, signing_secret: SigningSecret) -> None:
    """Make sure that Slack signed a request.

    Raises:
        RejectedRequestError: It did not, or the secret to check that with can't be read.
    """
    timestamp, signature = (request.headers[f"x-slack-{name}"] for name in ("request-timestamp", "signature"))
    if signing_secret.verifies(request.body, timestamp, signature):
        return
    if not signing_secret.is_known:
        raise RejectedRequestError(401, "there is no signing secret to check the signature with: see the log")
    raise RejectedRequestError(401, "the signature is not Slack's")


def _check_headers(headers: Mapping[str, str]) -> None:
    """Refuse a request whose headers have no time of the last five minutes, or no signature."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 20):
        raise RejectedRequestError(401, "expected X-Slack-Request-Timestamp with seconds since 1970")
    if abs(time.time() - int(timestamp)) > LIMITS.age_seconds:
        raise RejectedRequestError(401, "the timestamp is not of the last five minutes")
    if not _SIGNATURE.fullmatch(headers.get("x-slack-signature", "")):
        raise RejectedRequestError(401, "expected X-Slack-Signature with v0= and 64 hexadecimal digits")


def _size(request: HttpRequest) -> int:
    """Return the size of the body: exact in base64, and at most the size in UTF-8 as text."""
    body = request.body
    return len(body) * 3 // 4 - body[-2:].count("=") if request.is_base64 else len(body)


def _largest_size(request: HttpRequest, content_type: str) -> int:
    """Return the most bytes that a body of this kind may have."""
    payload = _PAYLOAD_IN_BASE64 if request.is_base64 else _PAYLOAD
    is_command = content_type == LIMITS.content_types[0] and not request.body.startswith(payload)
    return LIMITS.command_bytes if is_command else LIMITS.payload_bytes


def _text(request: HttpRequest) -> str:
    """Return the body, decoded."""
    try:
        content = base64.b64decode(request.body, validate=True) if request.is_base64 else request.body.encode()
        text = content.decode()
    except ValueError as error:
        raise RejectedRequestError(
            400, "the body is not UTF-8 text, or not the base64 that it is said to be"
        ) from error
    if len(content) > LIMITS.payload_bytes:
        raise RejectedRequestError(413, f"the body is larger than {LIMITS.payload_bytes:,} bytes")
    return text
