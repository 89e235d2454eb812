"""The HTTP exchanges between Slack and the app, with their errors and warnings, for the developer's panel."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from infra.local.slack.connection.delivery import Delivery


@dataclass(frozen=True)
class Exchange:
    """An HTTP request and its answer.

    Attributes:
        kind: Kind of Slack's request (slash command, click, options, submission, closed, shortcut, event),
            `response_url`, or the Web API method's name.
        summary: A few words that distinguish it from others of its kind.
        milliseconds: Time until the app's acknowledgement; for a post to a response_url, the time since the
            interaction that it answers, or since the window that the person submitted after it: the time that the
            person waited.
        status: HTTP status of the answer; 0 where none came.
        errors: Reasons why Slack refuses the content.
        warnings: Hints for a developer about content that Slack accepts.
    """

    kind: str
    summary: str
    request_url: str
    request_headers: Mapping[str, str]
    request_body: str
    milliseconds: float = 0
    status: int = 0
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response_body: str = ""
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    exchange_id: str = field(default_factory=lambda: secrets.token_urlsafe(6))

    @property
    def request_payload(self) -> Any:
        """Decoded JSON or form of the request."""
        return decode_json(self.request_body) or {
            name: decode_json(value) if name == "payload" else value
            for name, value in parse_qsl(self.request_body, keep_blank_values=True)
        }

    @property
    def response_payload(self) -> Any:
        """Decoded JSON of the answer, or None where it is not JSON."""
        return decode_json(self.response_body)

    def with_answer(
        self, status: int, body: str, errors: tuple[str, ...], warnings: tuple[str, ...], milliseconds: float
    ) -> "Exchange":
        """Return the request of the app together with Slack's answer."""
        content_type = "text/plain" if decode_json(body) is None else "application/json"
        return replace(
            self,
            milliseconds=milliseconds,
            status=status,
            response_headers={"Content-Type": f"{content_type}; charset=utf-8"},
            response_body=body,
            errors=errors,
            warnings=warnings,
        )


def exchange_of(
    kind: str,
    summary: str,
    delivery: Delivery,
    errors: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Exchange:
    """Return a delivery to the app as an exchange."""
    failures = (f"{delivery.failure}: {delivery.reason}",) if delivery.failure else ()
    return Exchange(
        kind,
        summary,
        delivery.url,
        delivery.request_headers,
        delivery.request_body,
        delivery.seconds * 1000,
        delivery.status,
        delivery.headers,
        delivery.body,
        (*failures, *errors),
        warnings,
    )


def decode_json(text: str) -> Any:
    """Return the value of a JSON text, or None where the text is not JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def short_summary(text: Any) -> str:
    """Return the first 80 characters of a text, to tell an exchange from others."""
    return str(text or "")[:80]
