"""Origins whose pages may call the JSON API from a browser, by the CORS protocol: https://fetch.spec.whatwg.org.

This guards a person's browser, not the API: whoever has a key can call it from elsewhere. API Gateway's own
configuration of CORS would answer for the paths of Slack and of the page too.
"""

from collections.abc import Sequence

from shelftalker.slack.http_event import HttpRequest

# Seconds for which a browser need not ask again before a request.
_PREFLIGHT_SECONDS = 600
_EVERY_ORIGIN = "*"
_REQUEST_HEADERS = "Authorization, Content-Type, If-None-Match"
_RESPONSE_HEADERS = "ETag, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Shelftalker-Model"


class AllowedOrigins:
    """The allowed origins.

    Args:
        origins: As browsers name them; `*` for all, none for no page at all.
    """

    def __init__(self, origins: Sequence[str]) -> None:
        self._origins = origins

    def headers(self, request: HttpRequest) -> dict[str, str]:
        """Return the headers of every answer, by which a browser lets the page have it."""
        if not self._origins:
            return {}
        if _EVERY_ORIGIN in self._origins:
            allowed = {"access-control-allow-origin": _EVERY_ORIGIN}
        elif self._allows(request):
            allowed = {"access-control-allow-origin": request.headers["origin"], "vary": "Origin"}
        else:
            return {"vary": "Origin"}
        return allowed | {"access-control-expose-headers": _RESPONSE_HEADERS}

    def preflight(self, request: HttpRequest, method: str) -> dict[str, str]:
        """Return further headers of the answer to OPTIONS, by which a browser goes on to a request of a method."""
        if not (self._allows(request) and "access-control-request-method" in request.headers):
            return {}
        return {
            "access-control-allow-methods": method,
            "access-control-allow-headers": _REQUEST_HEADERS,
            "access-control-max-age": str(_PREFLIGHT_SECONDS),
        }

    def _allows(self, request: HttpRequest) -> bool:
        return _EVERY_ORIGIN in self._origins or request.headers.get("origin", "") in self._origins
