"""Tests of the web page's routes in the demo."""

from collections.abc import Mapping
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from infra.local.lambda_host.gateway import Gateway, Invoke
from infra.local.lambda_host.invocation import FunctionError, Invocation
from infra.local.web_page import page_routes
from tests.time_outs import SECONDS

PAGE = '<img src="https://covers.shelftalker.example/0441172717.png"><img src="https://covers.example/a.png">'


def answer_page(event: Mapping[str, Any]) -> Invocation:
    """Answer as the page's function, which compresses where the browser takes it."""
    assert "accept-encoding" not in event["headers"]
    return Invocation({"statusCode": 200, "headers": {"content-type": "text/html"}, "body": PAGE}, None, 1)


def get(routes: Mapping[str, Invoke], path: str) -> tuple[HTTPResponse, bytes]:
    with Gateway(routes) as gateway, closing(HTTPConnection(gateway.address, timeout=SECONDS)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        return response, response.read()


def test_covers_of_the_sample_come_from_this_machine_and_others_from_their_hosts(tmp_path: Path) -> None:
    (tmp_path / "0441172717.png").write_bytes(b"a picture")
    routes = page_routes(answer_page, tmp_path)

    _, page = get(routes, "/")
    cover, content = get(routes, "/covers/0441172717.png")

    assert page.decode() == '<img src="covers/0441172717.png"><img src="https://covers.example/a.png">'
    assert (cover.status, cover.getheader("content-type"), content) == (200, "image/png", b"a picture")


def test_a_cover_that_is_not_there_is_none(tmp_path: Path) -> None:
    for name in ("none.png", "..%2Fsecret.png", "page.html"):
        response, _ = get(page_routes(answer_page, tmp_path), f"/covers/{name}")
        assert response.status == 404


def test_a_failure_of_the_function_stays_one(tmp_path: Path) -> None:
    def fail(_: Mapping[str, Any]) -> Invocation:
        return Invocation(None, FunctionError("Sandbox.Timedout", "after 10 s"), 1)

    response, _ = get(page_routes(fail, tmp_path), "/")

    assert response.status == 500


def test_pages_of_other_datasets_are_as_the_function_answers_them() -> None:
    routes = page_routes(answer_page, None)

    assert {*routes.values()} == {answer_page}
    assert sorted(routes) == ["GET /", "GET /assets/{file}", "GET /page/search", "GET /robots.txt", "HEAD /"]
