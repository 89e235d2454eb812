"""Errors of the JSON API, as problem details for HTTP APIs: https://www.rfc-editor.org/rfc/rfc9457."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from shelftalker.observability import Outcome
from shelftalker.slack.http_event import http_response

PROBLEM_TYPE = "application/problem+json"
# A problem that its status says all of, as RFC 9457 wants it named.
BLANK_TYPE = "about:blank"


class ProblemError(Exception):
    """A request that is answered with a problem.

    Attributes:
        status: The HTTP status.
        detail: A sentence on the expectation, the value that came and the remedy; it may quote the request.
        outcome: The outcome of the request.
        headers: Further headers of the answer, by names in lower case.
        members: Further members of the problem; its `type` among them, where it has one of its own.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        outcome: Outcome,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        members: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.outcome = outcome
        self.headers = headers
        self.members = members

    def with_headers(self, headers: Mapping[str, str]) -> "ProblemError":
        """Return the same problem with further headers of its answer."""
        return ProblemError(
            self.status, self.detail, self.outcome, headers={**headers, **self.headers}, members=self.members
        )

    def response(self, path: str) -> dict[str, Any]:
        """Return the answer, for a request of a path."""
        content = {
            "type": BLANK_TYPE,
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "instance": quote(path, errors="replace"),
        }
        headers = {"content-type": PROBLEM_TYPE, "cache-control": "no-store", **self.headers}
        body = json.dumps(content | dict(self.members), separators=(",", ":"))
        return http_response(self.status, headers, body)
