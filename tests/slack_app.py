"""The function behind a Slack app, as Slack sees it: requests in, answers out, and its calls of Slack's own APIs."""

import importlib
import io
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl

import pytest

from tests import http_service
from tests.dynamodb import DynamoDb
from tests.http_service import HttpService, Received
from tests.slack_requests import (
    SIGNING_SECRET,
    action_body,
    button_action,
    command_body,
    signed_headers,
    v2_event,
    view_action_body,
)

Event = dict[str, Any]
BOT_TOKEN = "xoxb-local-test"


@dataclass(frozen=True)
class LambdaContext:
    """The context that Lambda passes beside the event."""

    function_name: str = "SlackEvents"
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:SlackEvents"
    aws_request_id: str = "52fdfc07-2182-154f-163f-5f0f9a621d72"
    function_version: str = "1"


@dataclass
class Answer:
    """The handler's answer to one event, and its output: logs and metrics."""

    status: int
    body: str
    printed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def message(self) -> dict[str, Any]:
        """The message, or whatever else is JSON in the body."""
        message: dict[str, Any] = json.loads(self.body)
        return message

    @property
    def metrics(self) -> set[str]:
        """The names of the metrics that were emitted."""
        emitted = [line for line in self.printed if "_aws" in line]
        return {metric["Name"] for line in emitted for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}


class SlackImitation(HttpService):
    """A server that takes posts to response_urls and calls of the Web API's methods.

    Attributes:
        posted: Posts to response_urls.
        calls: (method, arguments) of Web API calls.
        status: What response_urls answer.
        refusals: Slack's error code for a method that is to be refused.
        scopes: The scopes that the workspace grants, as the answers' header has them.
        file: The bytes of the one file that people upload.
        uploads: The bytes of each file that the app uploads.
    """

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.delay_seconds = 0.0
        self.refusals: dict[str, str] = {}
        self.scopes = "commands"
        self.file = b""
        self.uploads: list[bytes] = []

    @property
    def response_url(self) -> str:
        """A response_url."""
        return f"{self.url}/response"

    def answer(self, request: Received) -> http_service.Answer:
        """Return the answer to a post to a response_url, or to a call of the Web API."""
        # A post that is answered late is of the test that sent it, not of the next.
        posted = self.posted
        time.sleep(self.delay_seconds)
        if request.path.startswith("/api/"):
            answer = self._answer_to_call(request.path.removeprefix("/api/"), request.body.decode())
            return http_service.Answer(body=answer, headers={"x-oauth-scopes": self.scopes})
        if request.path.startswith("/files/"):
            return http_service.Answer(200, self.file)
        if request.path.startswith("/upload/"):
            self.uploads.append(request.body)
            return http_service.Answer(200, b"OK")
        posted.append(request.json)
        return http_service.Answer(self.status, {"ok": True})

    def _answer_to_call(self, method: str, body: str) -> dict[str, Any]:
        arguments: dict[str, Any] = json.loads(body) if body.startswith("{") else dict(parse_qsl(body))
        view = arguments.get("view", {})
        arguments["view"] = json.loads(view) if isinstance(view, str) else view
        self.calls.append((method, arguments))
        if method in self.refusals:
            return {"ok": False, "error": self.refusals[method]}
        if method == "files.info":
            return {"ok": True, "file": {"name": "x.csv", "url_private_download": f"{self.url}/files/x.csv"}}
        if method == "files.getUploadURLExternal":
            return {"ok": True, "upload_url": f"{self.url}/upload/F2", "file_id": "F2"}
        return {"ok": True, "view": {"id": "V0001", "hash": "1.a"} | arguments["view"]}

    def arguments(self, method: str) -> list[dict[str, Any]]:
        """Return the arguments that came to a method."""
        return [arguments for called, arguments in self.calls if called == method]

    def views(self, method: str) -> list[dict[str, Any]]:
        """Return the views that came by a method."""
        return [arguments["view"] for called, arguments in self.calls if called == method]


@pytest.fixture(scope="session")
def slack_server() -> Iterator[SlackImitation]:
    """Start the imitated Slack."""
    with SlackImitation() as slack:
        yield slack


@pytest.fixture
def slack(slack_server: SlackImitation) -> SlackImitation:
    """Return the imitated Slack without a record of earlier calls."""
    slack_server.posted, slack_server.calls, slack_server.refusals = [], [], {}
    slack_server.status, slack_server.delay_seconds = 200, 0.0
    slack_server.scopes, slack_server.file, slack_server.uploads = "commands", b"", []
    return slack_server


@pytest.fixture
def slack_events(
    model_directory: Path,
    shelf_table_name: str,
    dynamodb: DynamoDb,
    slack: SlackImitation,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ModuleType]:
    """Import the entry point afresh, with the library's model."""
    monkeypatch.setenv("MODEL_DIRECTORY", str(model_directory))
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SIGNING_SECRET)
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("SLACK_API_URL", f"{slack.url}/api/")
    monkeypatch.setenv("SHELF_TABLE", shelf_table_name)
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


class SlackApp:
    """The actions of a person in Slack with the app.

    Attributes:
        user_id: Who does it.
        send: Sends an event to the handler.
    """

    def __init__(self, send: Callable[[Event], Answer], slack: SlackImitation, user_id: str) -> None:
        self.send = send
        self.slack = slack
        self.user_id = user_id

    def request(self, body: str) -> Answer:
        """Send a body, signed."""
        return self.send(v2_event(body, signed_headers(body)))

    def type(self, text: str) -> Answer:
        """Type `/recommend` and a text."""
        return self.request(command_body(text, user_id=self.user_id, response_url=self.slack.response_url))

    def click(
        self, message: dict[str, Any], action_id: str, chosen: str | None = None, **how: Any
    ) -> tuple[Answer, dict[str, Any] | None]:
        """Click a button of a message, or choose the option with some words, not counting stars, from one of its menus.

        Returns:
            The acknowledgement, and the last post to the response_url.
        """
        action = action_in(message, action_id, chosen)
        seen = len(self.slack.posted)
        answer = self.request(action_body(action, self.slack.response_url, user_id=self.user_id, **how))
        return answer, self.slack.posted[-1] if len(self.slack.posted) > seen else None

    def click_in_home(self, view: dict[str, Any], action_id: str, chosen: str | None = None) -> Answer:
        """Click in Home, or in a window."""
        return self.request(view_action_body(action_in(view, action_id, chosen), view, user_id=self.user_id))


def action_in(surface: dict[str, Any], action_id: str, chosen: str | None = None) -> dict[str, Any]:
    """Return the action of an element of a message or view, as in a payload."""
    for block in surface["blocks"]:
        for element in elements_of(block):
            whole_id = element.get("action_id", "")
            if action_id not in {whole_id, whole_id.partition("~")[0]}:
                continue
            block_id = block.get("block_id", "b1")
            if chosen is None:
                return button_action(whole_id, element.get("value", ""), block_id)
            option = next(each for each in options_of(element) if chosen in _without_stars(each["text"]["text"]))
            return {"action_id": whole_id, "block_id": block_id, "type": element["type"], "selected_option": option}
    raise AssertionError(f"no {action_id} in {[each.get('action_id') for each in all_elements(surface)]}")


def options_of(menu: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the options of a menu, those of its groups too."""
    return menu.get("options") or [option for group in menu["option_groups"] for option in group["options"]]


def elements_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the elements of a block that can be clicked or looked at."""
    return [each for each in [block.get("accessory"), block.get("element"), *block.get("elements", [])] if each]


def all_elements(surface: dict[str, Any]) -> list[dict[str, Any]]:
    """Return those elements of a whole message or view."""
    return [element for block in surface["blocks"] for element in elements_of(block)]


def _without_stars(text: str) -> str:
    """Return "3. four stars" of the option "3. ★★★★☆ four stars"."""
    return " ".join(text.replace("\u2605", "").replace("\u2606", "").split())


def buttons(surface: dict[str, Any], action: str = "") -> list[dict[str, Any]]:
    """Return the buttons of a message or view whose action ids begin with a prefix."""
    return [
        element
        for element in all_elements(surface)
        if element["type"] == "button" and element["action_id"].startswith(action)
    ]


@pytest.fixture
def recommend(send: Callable[[Event], Answer], slack: SlackImitation) -> Callable[[str], Answer]:
    """Type `/recommend` and a text."""
    return SlackApp(send, slack, "U0001").type


@pytest.fixture
def person(send: Callable[[Event], Answer], slack: SlackImitation) -> Callable[[], SlackApp]:
    """Someone who has never used the app before, another each time."""
    return lambda: SlackApp(send, slack, f"U{uuid.uuid4().hex[:10].upper()}")
