"""The guard: from an HTTP request to one that Slack has signed, or a 4xx that says why it is refused.

The signature is checked before anything in the body is looked into.
"""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from shelftalker.slack.http_event import HttpRequest
from shelftalker.slack.signing_secret import SigningSecret

_BODY_BYTES_AT_MOST = 1_000_000


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
        RejectedRequestError: It is no HTTP event or no POST, or its body is too large or no text.
    """
    request = HttpRequest.from_event(event)
    if not request.headers or not request.method:
        raise RejectedRequestError(400, "expected an HTTP request with headers")
    if request.method != "POST":
        raise RejectedRequestError(405, "expected POST")
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
    if not (signature and signature.isascii()):
        raise RejectedRequestError(400, "expected X-Slack-Signature")
    if not signing_secret.verifies(request.body, timestamp, signature):
        raise RejectedRequestError(401, "the signature is not Slack's, or older than five minutes")


def _text(request: HttpRequest) -> str:
    """Return the body, decoded."""
    if len(request.body) > _BODY_BYTES_AT_MOST * 4 / 3:
        raise RejectedRequestError(413, "the body is larger than 1 MB")
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
