"""Whole requests through the handler: signed commands and clicks, and all that Slack never sends."""

import importlib
import io
import json
import logging
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

from shelftalker.catalogue import Catalogue
from tests.slack_requests import (
    EVENT_SHAPES,
    SIGNING_SECRET,
    click_body,
    command_body,
    signed_headers,
    v1_event,
    v2_event,
)

Event = dict[str, Any]


@dataclass(frozen=True)
class LambdaContext:
    """What Lambda passes beside the event."""

    function_name: str = "SlackEvents"
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:SlackEvents"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"
    function_version: str = "1"


@dataclass
class Answer:
    """The handler's answer to one event, and what it printed: its logs and metrics."""

    status: int
    body: str
    printed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def message(self) -> dict[str, Any]:
        """The message in the body."""
        message: dict[str, Any] = json.loads(self.body)
        return message

    @property
    def metrics(self) -> set[str]:
        """The names of the metrics that were emitted."""
        emitted = [line for line in self.printed if "_aws" in line]
        return {metric["Name"] for line in emitted for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}


@pytest.fixture(scope="module")
def slack_events(model_directory: Path) -> Iterator[ModuleType]:
    """The entry point, freshly imported with the library's model."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODEL_DIRECTORY", str(model_directory))
        patch.setenv("SLACK_SIGNING_SECRET", SIGNING_SECRET)
        sys.modules.pop("slack_events", None)
        module = importlib.import_module("slack_events")
        yield module
        module.models.close()
        sys.modules.pop("slack_events", None)


@pytest.fixture
def send(slack_events: ModuleType, capsys: pytest.CaptureFixture[str]) -> Callable[[Event], Answer]:
    """Send an event to the handler."""

    def send_event(event: Event) -> Answer:
        logged = io.StringIO()
        for handler in slack_events.logger.handlers:
            handler.setStream(logged)
        response = slack_events.handler(event, LambdaContext())
        printed = logged.getvalue() + capsys.readouterr().out
        return Answer(response["statusCode"], response["body"], [json.loads(line) for line in printed.splitlines()])

    return send_event


@pytest.fixture
def recommend(send: Callable[[Event], Answer]) -> Callable[[str], Answer]:
    """Type `/recommend` and a text."""

    def type_command(text: str) -> Answer:
        body = command_body(text)
        return send(v2_event(body, signed_headers(body)))

    return type_command


class ResponseUrl:
    """A server that takes what is posted to a response_url."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.status = 200
        self.delay_seconds = 0.0
        taker = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                posted = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(taker.delay_seconds)
                taker.posted.append(json.loads(posted))
                self.send_response(taker.status)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name for it
                logging.getLogger(__name__).debug(format, *args)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/response"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def response_url() -> Iterator[ResponseUrl]:
    """A response_url that works."""
    taker = ResponseUrl()
    yield taker
    taker.server.shutdown()
    taker.server.server_close()


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    elements = [
        element for block in message["blocks"] for element in [block.get("accessory", {}), *block.get("elements", [])]
    ]
    return [element for element in elements if element.get("type") == "button"]


@pytest.mark.parametrize("shape", EVENT_SHAPES)
def test_a_title_is_answered_in_the_acknowledgement_with_five_books(send: Any, shape: Any) -> None:
    body = command_body("dune")
    answer = send(shape(body, signed_headers(body)))
    assert answer.status == 200
    assert answer.message["response_type"] == "ephemeral"
    assert answer.message["text"].startswith("If you liked Dune by Frank Herbert, read next: 1. ")
    covers = [block["accessory"] for block in answer.message["blocks"][1:6] if "accessory" in block]
    assert len(covers) == 5
    assert all(cover["image_url"].startswith("https://") and cover["alt_text"] for cover in covers)
    assert "Served" in answer.metrics


def test_header_names_are_read_in_any_case(send: Any) -> None:
    body = command_body("dune")
    for change in (str.upper, str.lower, str.title):
        headers = {change(name): value for name, value in signed_headers(body).items()}
        assert send(v1_event(body, headers)).status == 200


def test_every_recommendation_shows_author_year_rating_and_why(recommend: Any) -> None:
    books = [block["text"]["text"] for block in recommend("dune").message["blocks"][1:6]]
    messiah = next(text for text in books if text.startswith("*Dune Messiah*"))
    assert "Frank Herbert \u00b7 1969 \u00b7 \u2605\u00a07" in messiah
    assert "of 10 (12 ratings)" in messiah
    assert "12 readers of *Dune* also read it" in messiah


def test_other_books_by_the_same_title_are_offered_below_the_answer(recommend: Any) -> None:
    message = recommend("emma").message
    assert [button["accessibility_label"] for button in _buttons(message)] == ["Choose Emma by Alexander McCall Smith"]
    assert "Or did you mean one of these? Emma by Alexander McCall Smith" in message["text"]


def test_a_misspelt_title_gets_buttons_with_author_and_rating_beside_them(recommend: Any) -> None:
    answer = recommend("dune mesiah")
    assert "Did you mean" in answer.message["text"]
    choice = answer.message["blocks"][1]
    assert choice["text"]["text"].startswith("*Dune Messiah*\nFrank Herbert \u00b7 1969 \u00b7 \u2605\u00a0")
    assert "(12 ratings)" in choice["text"]["text"]
    assert choice["accessory"]["type"] == "button"
    assert "Suggested" in answer.metrics


def test_clicking_a_suggestion_replaces_the_suggestions_by_the_answer(
    recommend: Any, send: Any, response_url: ResponseUrl
) -> None:
    button = _buttons(recommend("dune mesiah").message)[0]
    body = click_body(button["action_id"], button["value"], response_url.url)
    answer = send(v2_event(body, signed_headers(body)))
    assert (answer.status, answer.body) == (200, "")
    (posted,) = response_url.posted
    assert posted["replace_original"] is True
    assert posted["text"].startswith("If you liked Dune Messiah by Frank Herbert, read next:")
    assert "Chosen" in answer.metrics


def test_clicking_in_a_message_that_others_see_answers_only_the_one_who_clicked(
    recommend: Any, send: Any, response_url: ResponseUrl
) -> None:
    button = _buttons(recommend("dune mesiah").message)[0]
    body = click_body(button["action_id"], button["value"], response_url.url, is_ephemeral=False)
    send(v2_event(body, signed_headers(body)))
    (posted,) = response_url.posted
    assert (posted["response_type"], posted["replace_original"]) == ("ephemeral", False)


@pytest.mark.parametrize("value", ["1 nosuchid", "2 something later", "", "\u2603"])
def test_a_button_whose_book_is_gone_says_so(send: Any, response_url: ResponseUrl, value: str) -> None:
    body = click_body("choose_book:0", value, response_url.url)
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 200
    assert "no longer in my catalogue" in response_url.posted[0]["text"]
    assert "BookGone" in answer.metrics


@pytest.mark.parametrize("failure", ["refused", "error", "slow"])
def test_a_response_url_that_fails_is_logged_and_counted_and_acknowledged(
    send: Any, recommend: Any, response_url: ResponseUrl, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = response_url.url
    if failure == "refused":
        url = "http://127.0.0.1:9/response"
    elif failure == "error":
        response_url.status = 500
    else:
        monkeypatch.setattr("shelftalker.listeners._RESPONSE_URL_TIMEOUT_SECONDS", 0.1)
        response_url.delay_seconds = 0.5
    button = _buttons(recommend("dune mesiah").message)[0]
    body = click_body(button["action_id"], button["value"], url)
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 200
    assert "ResponseUrlFailed" in answer.metrics
    assert any(line.get("message") == "response_url failed" for line in answer.printed)


def test_help_says_what_to_type(recommend: Any) -> None:
    assert "/recommend The Hobbit" in recommend("help").message["text"]
    assert "/recommend The Hobbit" in recommend(" HELP ").message["text"]


def test_help_is_a_command_only_as_the_whole_text(recommend: Any) -> None:
    assert recommend("the help").message["text"].startswith("If you liked The Help by Kathryn Stockett")


def test_the_command_alone_asks_for_a_title_and_shows_what_is_popular(recommend: Any) -> None:
    answer = recommend("  ")
    assert "Tell me a book you liked" in answer.message["text"]
    assert len(_buttons(answer.message)) == 5


def test_what_is_not_found_is_said_plainly_beside_what_is_popular(recommend: Any) -> None:
    answer = recommend("xqvz wklrp")
    assert "I found no book like \u201cxqvz wklrp\u201d" in answer.message["text"]
    assert len(_buttons(answer.message)) == 5
    assert "NotFound" in answer.metrics


@pytest.mark.parametrize("text", ["<!channel> <@U1> wklrp", "*xq* _vz_ ~kl~ `rp`", "<https://evil.example|click>"])
def test_what_a_person_typed_can_neither_mention_nor_format(recommend: Any, text: str) -> None:
    answer = recommend(text)
    for markup in ("<!channel>", "<@U1>", "<https", "*xq*", "_vz_", "~kl~", "`rp`"):
        assert markup not in answer.body


def test_a_title_with_markup_is_shown_as_it_is_written(recommend: Any) -> None:
    answer = recommend("*Starred_ ~Title~ <!channel> & `code`")
    assert answer.message["text"].startswith("If you liked \u2217Starred\uff3f")
    assert "&lt;!channel&gt; &amp;" in answer.message["text"]
    for block in answer.message["blocks"]:
        for markup in [block.get("text", {}), *block.get("elements", [])]:
            assert markup.get("type") != "mrkdwn" or "<!channel>" not in markup["text"]


def test_slacks_check_of_the_certificate_comes_unsigned_and_gets_200(send: Any) -> None:
    assert send(v2_event("ssl_check=1&token=legacy", {"Content-Type": "text/plain"})).status == 200


def test_a_forged_signature_is_refused(send: Any) -> None:
    body = command_body("dune")
    answer = send(v2_event(body, signed_headers(body, secret="another")))
    assert answer.status == 401
    assert "Rejected" in answer.metrics


def test_a_changed_body_is_refused(send: Any) -> None:
    headers = signed_headers(command_body("dune"))
    assert send(v2_event(command_body("emma"), headers)).status == 401


@pytest.mark.parametrize(("age_seconds", "status"), [(290, 200), (310, 401), (-290, 200), (-310, 401)])
def test_a_request_more_than_five_minutes_old_is_refused(send: Any, age_seconds: int, status: int) -> None:
    body = command_body("dune")
    assert send(v2_event(body, signed_headers(body, age_seconds=age_seconds))).status == status


def _without(name: str) -> Event:
    body = command_body("dune")
    return v2_event(body, {key: value for key, value in signed_headers(body).items() if key != name})


def _with(name: str, value: str) -> Event:
    body = command_body("dune")
    return v2_event(body, signed_headers(body) | {name: value})


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({}, 400),
        ({"headers": None, "body": None, "requestContext": {"http": {"method": "POST"}}}, 400),
        ({"headers": None, "body": None, "requestContext": None}, 400),
        (_without("X-Slack-Request-Timestamp"), 400),
        (_without("X-Slack-Signature"), 400),
        (_with("X-Slack-Request-Timestamp", "soon"), 400),
        (_with("X-Slack-Request-Timestamp", "\u0661\u0662"), 400),
        (_with("X-Slack-Request-Timestamp", "1" * 5000), 400),
        (_with("X-Slack-Request-Timestamp", "-5"), 400),
        (_with("X-Slack-Signature", "v0=\u00e9"), 400),
        (v2_event("x", signed_headers("x")) | {"isBase64Encoded": True, "body": "%%%"}, 400),
        (v2_event("x", signed_headers("x")) | {"isBase64Encoded": True, "body": "/w=="}, 400),
        (v2_event("a" * 1_000_001, {"a": "b"}), 413),
        (v2_event("a" * 1_000_001, {"a": "b"}, is_base64=True), 413),
        (v2_event("x", {"a": "b"}) | {"requestContext": {"http": {"method": "GET"}}}, 405),
    ],
)
def test_what_is_malformed_gets_a_4xx(send: Any, event: Event, status: int) -> None:
    assert send(event).status == status


@pytest.mark.parametrize("body", ["payload=notjson", "{", "[1]", "payload=[1]", "", "payload=1", "null", "a=b"])
def test_a_body_that_slack_never_sends_gets_a_4xx_even_when_signed(send: Any, body: str) -> None:
    assert 400 <= send(v2_event(body, signed_headers(body))).status < 500


def test_a_button_that_this_version_does_not_know_gets_a_404_and_its_name_is_logged(send: Any) -> None:
    body = click_body("button_of_tomorrow", "1 x", "http://127.0.0.1:9/")
    answer = send(v2_event(body, signed_headers(body)))
    assert answer.status == 404
    assert any(line.get("actions") == ["button_of_tomorrow"] for line in answer.printed)


def test_nothing_unsigned_gets_a_5xx_or_is_logged(send: Any) -> None:
    generator = random.Random(5)
    secret_text = "zanzibar"
    body = command_body(secret_text)
    for _ in range(300):
        headers = signed_headers(body, secret="another")
        for name in generator.sample(list(headers), generator.randrange(3)):
            headers[name] = generator.choice(["", "0", "-1", "1e9", "\u0661", "\ud800", "\x00", secret_text, "v0="])
        event = generator.choice(EVENT_SHAPES)(body, headers)
        event |= generator.choice(
            [{}, {"body": None}, {"body": "\ud800"}, {"headers": None}, {"isBase64Encoded": True}]
        )
        answer = send(event)
        assert 400 <= answer.status < 500
        assert secret_text not in json.dumps(answer.printed)


def test_a_listener_that_fails_says_so_plainly_and_logs_the_error(
    recommend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(catalogue: Catalogue, query: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shelftalker.listeners.find_title", fail)
    answer = recommend("dune")
    assert answer.status == 200
    assert answer.message["text"].startswith("Sorry, something went wrong")
    assert "Failed" in answer.metrics
    assert any(line.get("exception_name") == "ZeroDivisionError" for line in answer.printed)


def test_no_title_is_logged_above_debug(recommend: Any) -> None:
    for text in ("dune", "dune mesiah", "zanzibar wklrp"):
        printed = json.dumps(recommend(text).printed)
        assert "zanzibar" not in printed
        assert "dune" not in printed.lower()


def test_logs_carry_the_request_id(recommend: Any, send: Any) -> None:
    answer = send(_without("X-Slack-Signature"))
    (line,) = (line for line in answer.printed if line.get("message") == "rejected")
    assert line["function_request_id"] == LambdaContext.aws_request_id
