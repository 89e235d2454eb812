"""HTTP requests in the events that AWS makes of them, and answers to them.

All entry points take the events of API Gateway HTTP APIs (payload format 2.0 and 1.0), of REST APIs and of Function
URLs.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

# Slack's codes and the states of installations have some 60 characters each; a longer query is cut off here.
_QUERY_CHARACTERS = 4096
# In lower case, as API Gateway sends it: the version of the model that a signed request was answered from.
MODEL_HEADER = "x-shelftalker-model"


class HttpRequest(NamedTuple):
    """An HTTP request, whichever service sent its event.

    Attributes:
        method: In capitals; empty for an event that is of no HTTP request.
        path: Without the API's stage.
        query: First value of each parameter that has one.
        parameters: Names and values of all parameters, in their order where the event has it.
        headers: Values by names in lower case; the values of a repeated header are joined by commas, all cookies by
            semicolons.
        body: As the event has it.
        is_base64: Whether the body is encoded in base64.
    """

    method: str
    path: str
    query: Mapping[str, str]
    parameters: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: str
    is_base64: bool

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> "HttpRequest":
        """Return the request of an event; for an event of another kind one without method, path and headers."""
        context = event.get("requestContext") or {}
        http = context.get("http") or {}
        path = str(event.get("rawPath") or event.get("path") or "")
        stage = f"/{context.get('stage')}"
        if path.startswith(f"{stage}/"):
            path = path.removeprefix(stage)
        parameters = _parameters(event)
        return cls(
            method=str(event.get("httpMethod") or http.get("method") or "").upper(),
            path=path,
            # The first value of each, should there be several.
            query={name: value for name, value in reversed(parameters) if value},
            parameters=parameters,
            headers=_headers(event),
            body=event.get("body") or "",
            is_base64=bool(event.get("isBase64Encoded")),
        )


def http_response(status: int, headers: Mapping[str, str], body: str) -> dict[str, Any]:
    """Return an answer as API Gateway and Function URLs take it."""
    return {"statusCode": status, "headers": dict(headers), "body": body, "isBase64Encoded": False}


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    repeated = event.get("multiValueHeaders") or {}
    headers = {str(name).lower(): ",".join(map(str, values)) for name, values in repeated.items()}
    for name, value in (event.get("headers") or {}).items():
        headers.setdefault(str(name).lower(), str(value))
    if cookies := event.get("cookies"):  # which payload format 2.0 has apart from the headers
        headers["cookie"] = "; ".join([*map(str, cookies), *filter(None, [headers.get("cookie")])])
    return headers


def _parameters(event: Mapping[str, Any]) -> list[tuple[str, str]]:
    if "rawQueryString" in event:
        return parse_qsl(str(event["rawQueryString"])[:_QUERY_CHARACTERS], keep_blank_values=True)
    values = {name: [value] for name, value in (event.get("queryStringParameters") or {}).items()}
    repeated = event.get("multiValueQueryStringParameters") or {}
    return [(str(name), str(value)) for name in values | repeated for value in repeated.get(name) or values[name]]
