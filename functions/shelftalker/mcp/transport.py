"""Streamable HTTP of the Model Context Protocol, without streams and sessions, signed by Slack.

https://modelcontextprotocol.io/specification/2025-11-25/basic/transports: a POST is answered with JSON, other methods
with 405. Slackbot signs each request with the app's signing secret, as Slack signs all of its requests.
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from shelftalker.mcp.protocol import ErrorCode, ProtocolError
from shelftalker.slack.http_event import HttpRequest
from shelftalker.slack.request import LIMITS, RejectedRequestError, SlackRequest, check_signature, read_slack_request
from shelftalker.slack.signing_secret import SigningSecret


class NotAllowedError(Exception):
    """A request of another method than POST, as clients try for a stream or to end a session."""


class SignedMessage(NamedTuple):
    """A message that Slack signed.

    Attributes:
        content: The decoded JSON, of any kind.
        headers: Values by names in lower case.
    """

    content: object
    headers: Mapping[str, str]


def read_message(event: Mapping[str, Any], signing_secret: SigningSecret) -> SignedMessage:
    """Return the message of an HTTP event.

    Raises:
        NotAllowedError: The method is not POST.
        RejectedRequestError: A browser sent it, it is not signed by Slack or not now, or no JSON is wanted or sent.
        ProtocolError: The signed body is no JSON.
    """
    http = HttpRequest.from_event(event)
    if http.method and http.method != "POST":
        raise NotAllowedError
    _check_headers(http.headers)
    request = read_slack_request(event)
    check_signature(request, signing_secret)
    return SignedMessage(_decode(request), request.headers)


def _check_headers(headers: Mapping[str, str]) -> None:
    # A page in a browser could otherwise be made to call a server that only its machine reaches.
    if "origin" in headers:
        raise RejectedRequestError(403, "browsers may not call this: Slack sends no Origin")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != LIMITS.content_types[1]:
        raise RejectedRequestError(415, f"expected a Content-Type of {LIMITS.content_types[1]}")
    accepted = headers.get("accept", "*/*").lower()
    if not any(kind in accepted for kind in ("application/json", "application/*", "*/*")):
        raise RejectedRequestError(406, "expected an Accept with application/json: nothing is streamed")
    if not ("x-slack-request-timestamp" in headers and "x-slack-signature" in headers):
        raise RejectedRequestError(
            401,
            "the request is not signed: expected X-Slack-Request-Timestamp and X-Slack-Signature, as Slack sends them",
        )


def _decode(request: SlackRequest) -> object:
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(400, ErrorCode.PARSE_ERROR, "The body is no JSON.") from error
