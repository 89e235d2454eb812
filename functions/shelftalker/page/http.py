"""HTTP of the page: security headers, conditional requests, and compression, which API Gateway has none of."""

import base64
import hashlib
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from shelftalker.api.caching import entity_tag, is_unchanged
from shelftalker.observability import Outcome
from shelftalker.slack.http_event import HttpRequest

# Nothing but the page's own files may be loaded, but for covers; nothing may frame it, and no script may make HTML of a
# text, but for the one place in answers.js that takes over the server's own.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types shelftalker"
)
_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # Neither the hosts of covers nor those of links learn which title was asked about.
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
}
# Bytes below which compression saves no packet.
_LEAST_TO_COMPRESS = 1_000
_TAG_LENGTH = 20
_GZIP = 31  # zlib's wbits for the format of gzip


class Caching:
    """Values of Cache-Control."""

    FOREVER = "public, max-age=31536000, immutable"
    SHORT = "public, max-age=300"
    CHECKED = "no-cache"
    NEVER = "no-store"


class Reply(NamedTuple):
    """An answer to a browser.

    Attributes:
        outcome: For the metrics.
        status: HTTP status.
        content_type: Media type of the body.
        body: The text.
        caching: The value of Cache-Control.
        headers: Further headers.
    """

    outcome: Outcome
    status: int
    content_type: str
    body: str
    caching: str = Caching.NEVER
    headers: Mapping[str, str] = {}

    def response(self, request: HttpRequest) -> dict[str, Any]:
        """Return the answer as API Gateway takes it: compressed, or 304 without a body, where the browser says so."""
        headers = _HEADERS | {"cache-control": self.caching, "content-type": self.content_type} | dict(self.headers)
        if self.content_type.startswith("text/html"):
            headers["content-security-policy"] = _PAGE_POLICY
        headers["vary"] = "accept-encoding"
        if self.status == 200:
            tag = entity_tag(hashlib.sha256(self.body.encode()).hexdigest()[:_TAG_LENGTH])
            headers["etag"] = f"W/{tag}"  # a weak one: of the text, compressed or not
            if is_unchanged(request.headers, tag):
                return _response(304, {name: value for name, value in headers.items() if name != "content-type"}, "")
        if request.method == "HEAD":
            return _response(self.status, headers, "")
        if len(self.body) < _LEAST_TO_COMPRESS or not _takes_gzip(request.headers.get("accept-encoding", "")):
            return _response(self.status, headers, self.body)
        packed = zlib.compress(self.body.encode(), level=6, wbits=_GZIP)
        encoded = base64.b64encode(packed).decode()
        return _response(self.status, headers | {"content-encoding": "gzip"}, encoded, is_base64=True)


def _response(status: int, headers: Mapping[str, str], body: str, *, is_base64: bool = False) -> dict[str, Any]:
    return {"statusCode": status, "headers": dict(headers), "body": body, "isBase64Encoded": is_base64}


def _takes_gzip(accept_encoding: str) -> bool:
    """Test if a browser takes gzip, RFC 9110, 12.5.3: by name or by a star, with no weight of 0."""
    weights = {}
    for each in accept_encoding.lower().split(","):
        name, _, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=").strip("0.") != "" or not weight
    return weights.get("gzip", weights.get("*", False))
