"""Tests of the page's HTTP: headers, conditional requests and compression."""

import base64
import gzip
from typing import Any

import pytest

from shelftalker.observability import Outcome
from shelftalker.page.http import Caching, Reply
from shelftalker.slack.http_event import HttpRequest

LONG = "Dune \u2013 " * 500
PAGE = Reply(Outcome.PAGE_SERVED, 200, "text/html; charset=utf-8", LONG, Caching.SHORT)


def response(reply: Reply, method: str = "GET", **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return reply.response(HttpRequest.from_event({"rawPath": "/", "httpMethod": method, "headers": named}))


def test_a_page_may_run_its_own_files_alone_and_be_framed_by_nobody() -> None:
    policy = response(PAGE)["headers"]["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    assert rules == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' https:",
        "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'", "trusted-types": "shelftalker",
    }  # fmt: skip


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/json", "text/css; charset=utf-8"])
def test_every_answer_has_the_headers_of_safety_and_sets_no_cookie(content_type: str) -> None:
    headers = response(PAGE._replace(content_type=content_type))["headers"]

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in headers


def test_a_browser_that_has_the_answer_is_spared_it() -> None:
    tag = response(PAGE)["headers"]["etag"]

    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = response(PAGE, if_none_match=known)
        assert (answer["statusCode"], answer["body"]) == (304, "")
        assert answer["headers"]["etag"] == tag
        assert answer["headers"]["cache-control"] == "public, max-age=300"
    assert response(PAGE, if_none_match='"other"')["statusCode"] == 200
    assert response(PAGE._replace(body="else"))["headers"]["etag"] != tag


def test_errors_have_no_tag_and_are_not_kept() -> None:
    headers = response(Reply(Outcome.PAGE_MISSING, 404, "text/plain", "none"), if_none_match="*")["headers"]

    assert "etag" not in headers
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("taken", ["gzip", "br;q=1.0, gzip;q=0.8", "*", "GZIP", "identity, gzip ; q=0.001"])
def test_a_long_answer_is_compressed_for_whoever_takes_gzip(taken: str) -> None:
    answer = response(PAGE, accept_encoding=taken)

    packed = base64.b64decode(answer["body"])
    assert answer["isBase64Encoded"] is True
    assert answer["headers"]["content-encoding"] == "gzip"
    assert gzip.decompress(packed).decode() == LONG
    assert len(packed) < len(LONG) / 4
    assert answer == response(PAGE, accept_encoding=taken)


@pytest.mark.parametrize("taken", ["", "br", "gzip;q=0", "gzip; q=0.000, *;q=1", "identity", "*;q=0"])
def test_nobody_else_gets_it_compressed(taken: str) -> None:
    answer = response(PAGE, accept_encoding=taken)

    assert (answer["body"], answer["isBase64Encoded"]) == (LONG, False)
    assert "content-encoding" not in answer["headers"]
    assert answer["headers"]["vary"] == "accept-encoding"


def test_a_short_answer_is_not_compressed() -> None:
    assert response(PAGE._replace(body="short"), accept_encoding="gzip")["body"] == "short"


def test_head_has_the_headers_of_get_and_no_body() -> None:
    assert response(PAGE, "HEAD") == response(PAGE) | {"body": ""}


def test_the_headers_of_a_reply_are_added() -> None:
    assert response(PAGE._replace(headers={"allow": "GET"}))["headers"]["allow"] == "GET"
