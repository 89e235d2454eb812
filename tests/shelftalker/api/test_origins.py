"""Tests of the origins whose pages may call the API from a browser."""

import pytest

from shelftalker.api.origins import AllowedOrigins
from shelftalker.slack.http_event import HttpRequest
from tests.shelftalker.api.conftest import MAKERS, get

ORIGINS = ("https://books.example", "http://localhost:8080")


def request_from(origin: str | None, *, is_preflight: bool = False) -> HttpRequest:
    """Return a request of a page."""
    headers = {} if origin is None else {"Origin": origin}
    if is_preflight:
        headers["Access-Control-Request-Method"] = "POST"
    return HttpRequest.from_event(MAKERS["v2"](get("/search", headers=headers)))


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_page_of_an_allowed_origin_may_read_answers_and_their_headers(origin: str) -> None:
    headers = AllowedOrigins(ORIGINS).headers(request_from(origin))

    assert headers["access-control-allow-origin"] == origin
    assert headers["vary"] == "Origin"
    assert "RateLimit" in headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", ["https://evil.example", "https://books.example.evil", "null", "", None])
def test_another_may_not_and_caches_know_that_it_depends_on_the_origin(origin: str | None) -> None:
    allowed = AllowedOrigins(ORIGINS)

    assert allowed.headers(request_from(origin)) == {"vary": "Origin"}
    assert allowed.preflight(request_from(origin, is_preflight=True), "POST") == {}


def test_all_origins_may_where_the_operator_says_so() -> None:
    headers = AllowedOrigins(["*"]).headers(request_from("https://any.example"))

    assert headers["access-control-allow-origin"] == "*"
    assert "vary" not in headers
    assert AllowedOrigins(["*"]).preflight(request_from("https://any.example", is_preflight=True), "GET")


def test_no_page_may_without_origins() -> None:
    assert AllowedOrigins(()).headers(request_from("https://books.example")) == {}
    assert AllowedOrigins(()).preflight(request_from("", is_preflight=True), "POST") == {}


def test_a_preflight_names_the_method_and_the_headers_of_requests() -> None:
    asked = AllowedOrigins(ORIGINS).preflight(request_from(ORIGINS[0], is_preflight=True), "POST")

    assert asked == {
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "Authorization, Content-Type, If-None-Match",
        "access-control-max-age": "600",
    }
    assert AllowedOrigins(ORIGINS).preflight(request_from(ORIGINS[0]), "POST") == {}
