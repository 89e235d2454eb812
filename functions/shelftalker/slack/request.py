"""The guard: from an HTTP request to one that Slack has signed, or a 4xx that says why it is refused.

The signature is checked before anything in the body is looked into. What costs nothing comes first: method, size,
content type and time are looked at before the body is decoded and hashed, so that rubbish takes little of the
concurrency that Slack's requests need.
"""

import base64
import time
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from shelftalker.slack.http_event import HttpRequest
from shelftalker.slack.signing_secret import SigningSecret

_BODY_BYTES_AT_MOST = 1_000_000
_CONTENT_TYPES = ("application/x-www-form-urlencoded", "application/json")
# Of a request's timestamp: https://docs.slack.dev/authentication/verifying-requests-from-slack
_SECONDS_AT_MOST = 5 * 60


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
        return parse_qs(self.body[:1000]).get("ssl_check") == ["1"]


def read_slack_request(event: Mapping[str, Any]) -> SlackRequest:
    """Return the request of an event.

    Raises:
        RejectedRequestError: It is no HTTP event or no POST, or its body is too large, of another type or no text.
    """
    request = HttpRequest.from_event(event)
    if not request.headers or not request.method:
        raise RejectedRequestError(400, "expected an HTTP request with headers")
    if request.method != "POST":
        raise RejectedRequestError(405, "expected POST")
    if len(request.body) > _BODY_BYTES_AT_MOST * 4 / 3:
        raise RejectedRequestError(413, "the body is larger than 1 MB")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in _CONTENT_TYPES:
        raise RejectedRequestError(415, f"expected a Content-Type of {' or '.join(_CONTENT_TYPES)}")
    return SlackRequest(request.headers, _text(request))


def check_signature(request: SlackRequest, signing_secret: SigningSecret) -> None:
    """Make sure that Slack signed a request within the last five minutes.

    Raises:
        RejectedRequestError: It did not, or its headers do not say so.
    """
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 20):
        raise RejectedRequestError(400, "expected X-Slack-Request-Timestamp with seconds since 1970")
    if abs(time.time() - int(timestamp)) > _SECONDS_AT_MOST:
        raise RejectedRequestError(401, "the timestamp is not of the last five minutes")
    if not (signature and signature.isascii()):
        raise RejectedRequestError(400, "expected X-Slack-Signature")
    if not signing_secret.verifies(request.body, timestamp, signature):
        raise RejectedRequestError(401, "the signature is not Slack's")


def _text(request: HttpRequest) -> str:
    """Return the body, decoded."""
    try:
        content = base64.b64decode(request.body, validate=True) if request.is_base64 else request.body.encode()
        text = content.decode()
    except ValueError as error:
        raise RejectedRequestError(
            400, "the body is not UTF-8 text, or not the base64 that it is said to be"
        ) from error
    if len(content) > _BODY_BYTES_AT_MOST:
        raise RejectedRequestError(413, "the body is larger than 1 MB")
    return text
