"""The guard: from an HTTP event to a request that Slack has signed, or a 4xx that says what is wrong with it.

Takes the events of API Gateway HTTP APIs (payload format 2.0 and 1.0), of REST APIs and of Function URLs. The
signature is checked before anything in the body is looked into.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from shelftalker.slack.signing_secret import SigningSecret

_BODY_BYTES_AT_MOST = 1_000_000


class RejectedRequestError(Exception):
    """A request that is not answered: the HTTP status, and a reason without anything of the request in it."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What an HTTP event says, whichever service sent it. Header names are in lower case."""

    method: str
    headers: dict[str, str]
    body: str

    @property
    def is_ssl_check(self) -> bool:
        """Slack's check of the certificate, which comes unsigned and wants a 200."""
        return parse_qs(self.body[:1000]).get("ssl_check") == ["1"]


def read_event(event: dict[str, Any]) -> HttpRequest:
    """The HTTP request in an event.

    Raises:
        RejectedRequestError: It is no HTTP event, or its body is too large or no text.
    """
    headers = _headers(event)
    context = event.get("requestContext") or {}
    method = event.get("httpMethod") or context.get("http", {}).get("method")
    if not headers or not method:
        raise RejectedRequestError(400, "expected an HTTP request with headers")
    if method != "POST":
        raise RejectedRequestError(405, "expected POST")
    body = event.get("body") or ""
    if len(body) > _BODY_BYTES_AT_MOST * 4 / 3:
        raise RejectedRequestError(413, "the body is larger than 1 MB")
    try:
        raw_body = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        text = raw_body.decode()
    except ValueError as error:
        raise RejectedRequestError(
            400, "the body is not UTF-8 text, or not the base64 that it is said to be"
        ) from error
    if len(raw_body) > _BODY_BYTES_AT_MOST:
        raise RejectedRequestError(413, "the body is larger than 1 MB")
    return HttpRequest(method, headers, text)


def check_signature(request: HttpRequest, signing_secret: SigningSecret) -> None:
    """Make sure that Slack signed a request within the last five minutes.

    Raises:
        RejectedRequestError: It did not, or that can't be told.
    """
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 20):
        raise RejectedRequestError(400, "expected X-Slack-Request-Timestamp with seconds since 1970")
    if not (signature and signature.isascii()):
        raise RejectedRequestError(400, "expected X-Slack-Signature")
    if not signing_secret.verifies(request.body, timestamp, signature):
        raise RejectedRequestError(401, "the signature is not Slack's, or older than five minutes")


def http_response(status: int, headers: Mapping[str, Sequence[str]], body: str) -> dict[str, Any]:
    """An answer as API Gateway and Function URLs take it."""
    joined = {name: ",".join(values) for name, values in headers.items()}
    return {"statusCode": status, "headers": joined, "body": body, "isBase64Encoded": False}


def _headers(event: dict[str, Any]) -> dict[str, str]:
    """Header values by lower-case name; a repeated header's values are joined by commas."""
    several = event.get("multiValueHeaders") or {}
    single = event.get("headers") or {}
    joined = {name.lower(): ",".join(values) for name, values in several.items()}
    return joined | {name.lower(): value for name, value in single.items() if name.lower() not in joined}
