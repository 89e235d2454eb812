"""What a browser asks for while the app is being installed, out of the HTTP event that AWS makes of it.

Takes the events of API Gateway HTTP APIs (payload format 2.0 and 1.0), of REST APIs and of Function URLs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

# Slack's codes and our states have some 60 characters each.
_QUERY_CHARACTERS_AT_MOST = 4096


@dataclass(frozen=True, slots=True)
class BrowserRequest:
    """A request without a body.

    Attributes:
        method: In capitals.
        path: Without the API's stage.
        query: The first value of each parameter.
        cookies: All of them, as in a Cookie header.
    """

    method: str
    path: str
    query: Mapping[str, str]
    cookies: str


def read_browser_request(event: Mapping[str, Any]) -> BrowserRequest:
    """The request in an event; of what is no HTTP event, one that asks for nothing."""
    context = event.get("requestContext") or {}
    http = context.get("http") or {}
    method = str(http.get("method") or event.get("httpMethod") or "")
    path = str(event.get("rawPath") or event.get("path") or "")
    stage = f"/{context.get('stage')}"
    if path.startswith(f"{stage}/"):
        path = path.removeprefix(stage)
    return BrowserRequest(method.upper(), path, _query(event), _cookies(event))


def _query(event: Mapping[str, Any]) -> dict[str, str]:
    if "rawQueryString" in event:
        pairs = parse_qsl(str(event["rawQueryString"])[:_QUERY_CHARACTERS_AT_MOST])
    else:
        pairs = [(str(name), str(value)) for name, value in (event.get("queryStringParameters") or {}).items()]
    # The first of each, should there be several.
    return dict(reversed(pairs))


def _cookies(event: Mapping[str, Any]) -> str:
    headers = {str(name).lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    several = [*map(str, event.get("cookies") or []), headers.get("cookie", "")]
    return "; ".join(filter(None, several))
