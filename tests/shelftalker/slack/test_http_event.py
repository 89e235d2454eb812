"""HTTP requests, read from the events of all services that send them."""

from typing import Any

import pytest

from infra.local.lambda_host import gateway
from shelftalker.slack.http_event import HttpRequest, http_response

SENT = gateway.HttpRequest(
    "GET", "/slack/oauth_redirect", (("Cookie", "a=1; b=2"), ("X-Slack-Signature", "v0=1")),
    query="code=1&state=2&code=3&empty=",
)  # fmt: skip


@pytest.mark.parametrize(
    "make_event", [gateway.api_gateway_v2_event, gateway.api_gateway_v1_event, gateway.function_url_event]
)
def test_the_events_of_all_services_hold_the_same_request(make_event: Any) -> None:
    request = HttpRequest.from_event(make_event(SENT))
    assert (request.method, request.path) == ("GET", "/slack/oauth_redirect")
    assert request.query["state"] == "2"
    assert request.headers["x-slack-signature"] == "v0=1"
    assert request.headers["cookie"] == "a=1; b=2"
    assert request.body == ""


def test_the_first_of_several_values_of_a_parameter_counts() -> None:
    assert HttpRequest.from_event(gateway.api_gateway_v2_event(SENT)).query["code"] == "1"


def test_a_long_query_is_cut_off() -> None:
    event = {"rawQueryString": "code=1&" + "&".join(f"name{number}=1" for number in range(100_000))}
    query = HttpRequest.from_event(event).query
    assert query["code"] == "1"
    assert len(query) < 1000


def test_the_stage_is_no_part_of_the_path() -> None:
    event = {"rawPath": "/prod/slack/install", "requestContext": {"stage": "prod", "http": {"method": "get"}}}
    request = HttpRequest.from_event(event)
    assert (request.method, request.path) == ("GET", "/slack/install")


def test_repeated_headers_are_joined_by_commas_and_cookies_by_semicolons() -> None:
    event = {
        "headers": {"A": "2", "Cookie": "c=3"},
        "multiValueHeaders": {"a": ["1", "2"]},
        "cookies": ["a=1", "b=2"],
    }
    headers = HttpRequest.from_event(event).headers
    assert headers == {"a": "1,2", "cookie": "a=1; b=2; c=3"}


@pytest.mark.parametrize("event", [{}, {"Records": []}, {"requestContext": None, "headers": None, "body": None}])
def test_an_event_of_another_kind_is_a_request_of_nothing(event: dict[str, Any]) -> None:
    assert HttpRequest.from_event(event) == HttpRequest("", "", {}, [], {}, "", is_base64=False)


def test_an_answer_is_what_api_gateway_takes() -> None:
    assert http_response(404, {"content-type": "text/plain"}, "nothing here") == {
        "statusCode": 404,
        "headers": {"content-type": "text/plain"},
        "body": "nothing here",
        "isBase64Encoded": False,
    }
