import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest

from infra.local.lambda_host.gateway import (
    Gateway,
    HttpRequest,
    MalformedResponseError,
    api_gateway_v1_event,
    api_gateway_v2_event,
    function_url_event,
    http_response,
)
from infra.local.lambda_host.invocation import FunctionError, Invocation

FORM = HttpRequest(
    "POST",
    "/slack/events",
    (
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("X-Slack-Signature", "v0=abc"),
        ("X-Forwarded-For", "192.0.2.1"),
        ("X-Forwarded-For", "192.0.2.2"),
        ("User-Agent", "Slackbot 1.0"),
    ),
    b"text=dune&user_id=U1",
)
BASE64_FORM = base64.b64encode(FORM.body).decode()


@pytest.mark.parametrize("make_event", [api_gateway_v2_event, function_url_event])
def test_version_2_events_carry_headers_in_lower_case_joined_by_commas(make_event: Any) -> None:
    headers = make_event(FORM)["headers"]
    assert headers["x-slack-signature"] == "v0=abc"
    assert headers["x-forwarded-for"] == "192.0.2.1,192.0.2.2"
    assert all(name == name.lower() for name in headers)


@pytest.mark.parametrize("make_event", [api_gateway_v2_event, function_url_event])
def test_version_2_events_carry_a_form_as_base64_and_json_as_it_is(make_event: Any) -> None:
    event = make_event(FORM)
    assert (event["body"], event["isBase64Encoded"]) == (BASE64_FORM, True)
    text = make_event(HttpRequest("POST", "/", (("content-type", "application/json; charset=utf-8"),), '"ü"'.encode()))
    assert (text["body"], text["isBase64Encoded"]) == ('"ü"', False)
    no_text = make_event(HttpRequest("POST", "/", (("content-type", "text/plain"),), b"\xff"))
    assert (no_text["body"], no_text["isBase64Encoded"]) == ("/w==", True)
    empty = make_event(HttpRequest("GET", "/"))
    assert "body" not in empty
    assert empty["isBase64Encoded"] is False


def test_an_http_api_event_has_the_route_and_the_request() -> None:
    event = api_gateway_v2_event(FORM)
    assert event["version"] == "2.0"
    assert event["routeKey"] == "POST /slack/events"
    assert (event["rawPath"], event["rawQueryString"]) == ("/slack/events", "")
    context = event["requestContext"]
    assert context["http"] == {
        "method": "POST",
        "path": "/slack/events",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "Slackbot 1.0",
    }
    assert context["stage"] == "$default"
    assert context["routeKey"] == event["routeKey"]
    assert context["domainName"].startswith(context["apiId"])
    assert event["headers"]["host"] == context["domainName"]
    assert re.fullmatch(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000", context["time"])
    assert "cookies" not in event
    assert "queryStringParameters" not in event


def test_cookies_and_query_parameters_have_members_of_their_own() -> None:
    event = api_gateway_v2_event(HttpRequest("GET", "/", (("Cookie", "a=1; b=2"),), query="x=1&x=2&y="))
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in event["headers"]
    assert event["rawQueryString"] == "x=1&x=2&y="
    assert event["queryStringParameters"] == {"x": "1,2", "y": ""}


def test_a_function_url_has_no_routes() -> None:
    event = function_url_event(FORM)
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "$default"
    assert ".lambda-url." in event["requestContext"]["domainName"]


def test_a_rest_api_keeps_the_case_of_headers_and_lists_repeated_ones() -> None:
    event = api_gateway_v1_event(FORM)
    assert event["headers"]["X-Slack-Signature"] == "v0=abc"
    assert event["headers"]["X-Forwarded-For"] == "192.0.2.2"
    assert event["multiValueHeaders"]["X-Forwarded-For"] == ["192.0.2.1", "192.0.2.2"]
    assert (event["httpMethod"], event["path"]) == ("POST", "/slack/events")
    assert event["requestContext"]["path"] == "/Prod/slack/events"
    assert event["queryStringParameters"] is None


def test_a_rest_api_sends_a_form_as_text_unless_its_type_is_declared_binary() -> None:
    assert api_gateway_v1_event(FORM)["body"] == "text=dune&user_id=U1"
    assert api_gateway_v1_event(FORM)["isBase64Encoded"] is False
    assert api_gateway_v1_event(FORM, binary=True)["body"] == BASE64_FORM
    assert api_gateway_v1_event(FORM, binary=True)["isBase64Encoded"] is True
    assert api_gateway_v1_event(HttpRequest("POST", "/"))["body"] is None


def test_an_answer_becomes_status_headers_and_body() -> None:
    response = http_response({"statusCode": 201, "headers": {"Content-Type": "text/html"}, "body": "ü"})
    assert (response.status, response.body) == (201, "ü".encode())
    assert response.headers == (("content-type", "text/html"),)


def test_an_answer_may_be_base64_and_set_cookies() -> None:
    response = http_response({"statusCode": 200, "cookies": ["a=1", "b=2"], "body": "/w==", "isBase64Encoded": True})
    assert response.body == b"\xff"
    assert [value for name, value in response.headers if name == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize("payload", [{"ok": True}, None, "text"])
def test_an_answer_without_a_status_is_the_json_body(payload: object) -> None:
    response = http_response(payload)
    assert (response.status, json.loads(response.body)) == (200, payload)
    assert response.headers == (("content-type", "application/json"),)


@pytest.mark.parametrize(
    "payload",
    [
        {"statusCode": "ok"},
        {"statusCode": 200, "body": {"text": "hello"}},
        {"statusCode": 200, "headers": [["a", "b"]]},
        {"statusCode": 200, "body": "no base64", "isBase64Encoded": True},
    ],
)
def test_an_answer_in_another_format_is_refused(payload: object) -> None:
    with pytest.raises(MalformedResponseError):
        http_response(payload)


@dataclass
class Function:
    """A fake function that stores its events and returns a given invocation."""

    invocation: Invocation = field(default_factory=lambda: Invocation({"statusCode": 200, "body": "answer"}, None, 1.0))
    events: list[Mapping[str, Any]] = field(default_factory=list)

    def invoke(self, event: Mapping[str, Any]) -> Invocation:
        """Return an outcome as `FunctionHost.invoke` does."""
        self.events.append(event)
        return self.invocation


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
def client(function: Function) -> Iterator[HTTPConnection]:
    with Gateway({"POST /slack/events": function.invoke}) as gateway:
        connection = HTTPConnection(gateway.address, timeout=30)
        yield connection
        connection.close()


def send(
    client: HTTPConnection, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> HTTPResponse:
    client.request(method, path, body, headers or {})
    return client.getresponse()


def test_the_gateway_sends_a_request_on_and_its_answer_back(function: Function, client: HTTPConnection) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Slack-Signature": "v0=abc"}
    response = send(client, "POST", "/slack/events?a=b", FORM.body, headers)
    assert (response.status, response.read()) == (200, b"answer")
    [event] = function.events
    assert base64.b64decode(event["body"]) == FORM.body
    assert event["headers"]["x-slack-signature"] == "v0=abc"
    assert event["headers"]["content-length"] == str(len(FORM.body))
    assert (event["rawPath"], event["rawQueryString"]) == ("/slack/events", "a=b")
    again = send(client, "POST", "/slack/events", FORM.body)
    assert (again.status, again.read()) == (200, b"answer")


@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("GET", "/slack/events"), ("POST", "/slack/events/")])
def test_only_the_declared_routes_exist(function: Function, client: HTTPConnection, method: str, path: str) -> None:
    response = send(client, method, path)
    assert (response.status, response.read()) == (404, b'{"message": "Not Found"}')
    assert function.events == []


@pytest.mark.parametrize(
    ("request_line", "route", "parameters"),
    [
        ("GET /books/a%20b", "ANY /books/{book_id}", {"book_id": "a b"}),
        ("OPTIONS /books/7", "ANY /books/{book_id}", {"book_id": "7"}),
        ("GET /books/top", "ANY /books/top", None),
        ("DELETE /books/7", "DELETE /books/{book_id}", {"book_id": "7"}),
        ("HEAD /", "ANY /", None),
    ],
)
def test_the_most_specific_route_takes_a_request_with_the_decoded_segments_of_its_path(
    request_line: str, route: str, parameters: dict[str, str] | None
) -> None:
    keys = ("ANY /books/{book_id}", "DELETE /books/{book_id}", "ANY /books/top", "ANY /")
    functions = {key: Function() for key in keys}
    method, path = request_line.split()
    with Gateway({key: it.invoke for key, it in functions.items()}) as gateway:
        connection = HTTPConnection(gateway.address, timeout=30)
        assert send(connection, method, path).status == 200
        connection.close()
    [(key, event)] = [(key, event) for key, it in functions.items() for event in it.events]
    assert (key, event["routeKey"], event.get("pathParameters")) == (route, route, parameters)
    assert event["rawPath"] == path.replace("%20", " ")


@pytest.mark.parametrize("path", ["/books/", "/books", "/books/7/8", "/Books/7", "/books/{book_id}/"])
def test_a_variable_stands_for_one_segment_that_is_not_empty(path: str) -> None:
    function = Function()
    with Gateway({"ANY /books/{book_id}": function.invoke}) as gateway:
        connection = HTTPConnection(gateway.address, timeout=30)
        assert send(connection, "GET", path).status == 404
        connection.close()
    assert function.events == []


def test_a_function_error_is_a_500_without_details(function: Function, client: HTTPConnection) -> None:
    function.invocation = Invocation(None, FunctionError("ValueError", "a secret"), 1.0)
    response = send(client, "POST", "/slack/events")
    assert (response.status, response.read()) == (500, b'{"message": "Internal Server Error"}')


def test_a_malformed_answer_is_a_500_and_is_reported_on_the_terminal(
    function: Function, client: HTTPConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    function.invocation = Invocation({"statusCode": 200, "body": {"text": "hello"}}, None, 1.0)
    response = send(client, "POST", "/slack/events")
    assert (response.status, response.read()) == (500, b'{"message": "Internal Server Error"}')
    assert "would not take the function's answer" in capsys.readouterr().out


def test_a_body_over_ten_megabytes_is_too_large_and_one_of_ten_is_not(
    function: Function, client: HTTPConnection
) -> None:
    response = send(client, "POST", "/slack/events", b"x" * (10 * 1024 * 1024 + 1))
    assert (response.status, response.read()) == (413, b'{"message": "Request Entity Too Large"}')
    assert function.events == []
    assert send(client, "POST", "/slack/events", b"x" * (10 * 1024 * 1024)).status == 200


@pytest.mark.parametrize(("name", "value"), [("Transfer-Encoding", "chunked"), ("Content-Length", "many")])
def test_a_body_of_unknown_length_is_refused(function: Function, client: HTTPConnection, name: str, value: str) -> None:
    client.putrequest("POST", "/slack/events")
    client.putheader(name, value)
    client.endheaders()
    response = client.getresponse()
    assert (response.status, response.read()) == (411, b'{"message": "Length Required"}')
    assert response.headers["Connection"] == "close"
    assert function.events == []
