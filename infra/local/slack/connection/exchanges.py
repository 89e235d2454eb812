"""The developer's view: every HTTP exchange between Slack and the app, with what Slack found wrong with it."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from infra.local.slack.connection.delivery import Delivery


@dataclass(frozen=True)
class Exchange:
    """One HTTP request and its answer.

    Attributes:
        kind: What Slack sent (slash command, click, options, submission, closed, shortcut, event), response_url, or the
            Web API method's name.
        summary: A few words that tell it from others.
        milliseconds: For what Slack sends, until the acknowledgement; for a post to a response_url, since the
            interaction that it answers: what the person waited.
        errors: What Slack refused, and why.
        warnings: What Slack accepts, and a developer would rather know.
        status: Of the answer; 0 where none came.
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
        """The request's JSON or form, decoded for reading."""
        return decode_json(self.request_body) or {
            name: decode_json(value) if name == "payload" else value
            for name, value in parse_qsl(self.request_body, keep_blank_values=True)
        }

    @property
    def response_payload(self) -> Any:
        """The answer's JSON, or None where it is something else."""
        return decode_json(self.response_body)

    def answered(
        self, status: int, body: str, errors: tuple[str, ...], warnings: tuple[str, ...], milliseconds: float
    ) -> "Exchange":
        """The same request with Slack's answer."""
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
    """The exchange that a delivery to the app was."""
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
    """What a JSON text says, or None for a text that is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None
