"""A Slack to test and an app behind it that answers what a test says."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from slack_sdk.signature import SignatureVerifier
from werkzeug.test import TestResponse

from infra.local.lambda_host.loopback import LoopbackServer
from infra.local.slack.apis.server import create_slack
from infra.local.slack.connection.manifest import MANIFEST

SECRET = "a signing secret"
BOT_TOKEN = "xoxb-of-the-app"
COVER = "https://covers.shelftalker.example/9780441013593.png"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now


@dataclass(frozen=True)
class Answer:
    """What the app answers with: JSON, unless the body is a text."""

    body: Any = ""
    status: int = 200
    content_type: str = "application/json"
    after_seconds: float = 0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Received:
    """A request that reached the app."""

    headers: dict[str, str]
    raw_body: str

    @property
    def form(self) -> dict[str, str]:
        """The request's form."""
        return dict(parse_qsl(self.raw_body, keep_blank_values=True, strict_parsing=True))

    @property
    def payload(self) -> Any:
        """The JSON in the form of a click."""
        return json.loads(self.form["payload"])

    @property
    def json(self) -> Any:
        """The JSON of an event."""
        return json.loads(self.raw_body)


class ScriptedApp(LoopbackServer):
    """An app that checks every signature as Slack's own SDK does, and then answers what `answer` says."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.received: list[Received] = []
        self.answer: Callable[[Received], Answer] = lambda _: Answer()

    @property
    def url(self) -> str:
        """Where the app takes Slack's requests."""
        return f"http://{self.address}/slack/events"


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedApp

    def do_POST(self) -> None:
        raw_body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        received = Received({name.lower(): value for name, value in self.headers.items()}, raw_body)
        if SignatureVerifier(SECRET).is_valid_request(raw_body, received.headers):
            self.server.received.append(received)
            answer = self.server.answer(received)
        else:
            answer = Answer("not signed by Slack", 401)
        time.sleep(answer.after_seconds)
        body = (answer.body if isinstance(answer.body, str) else json.dumps(answer.body)).encode()
        with suppress(ConnectionError):  # Slack has stopped waiting
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


class ScriptedSlack:
    """A person at the page, without a browser."""

    def __init__(
        self,
        app: ScriptedApp,
        covers_directory: Path | None = None,
        acknowledgement_seconds: float = 3,
        manifest: Path = MANIFEST,
    ) -> None:
        self.app = app
        self.clock = Clock()
        flask = create_slack(
            app.url,
            SECRET,
            covers_directory,
            self.clock,
            acknowledgement_seconds,
            bot_token=BOT_TOKEN,
            seconds_before_retries=(0, 0, 0),
            manifest=manifest,
        )
        self.http = flask.test_client()

    def state(self, user: str = "amina") -> Any:
        """All that a person's page is told when it opens."""
        return self.http.get("/local/state", query_string={"user": user}).get_json()

    def messages(self, user: str = "amina") -> Any:
        """What a person sees, oldest first."""
        return self.state(user)["messages"]

    def last_exchange(self) -> Any:
        """The latest HTTP exchange of the developer's view."""
        return self.state()["exchanges"][-1]

    def type(self, text: str, user: str = "amina", thread_ts: str | None = None) -> Any:
        """Send a line, and see what the person then sees."""
        channel_id = self.state()["channels"][0]["channel_id"]
        said = {"user": user, "channel_id": channel_id, "text": text, "thread_ts": thread_ts}
        assert self.http.post("/local/typed", json=said).status_code == 200
        return self.messages(user)

    def command(self, answer: Any, user: str = "amina") -> Any:
        """Run the slash command, have the app answer it, and see what the person then sees."""
        self.app.answer = lambda _: answer if isinstance(answer, Answer) else Answer(answer)
        return self.type("/recommend dune", user)

    def click(self, message: dict[str, Any], action_id: str, value: str | None = None, user: str = "amina") -> str:
        """Click in a message. Gives what is shown beside the button."""
        block_id = next(block["block_id"] for block in message["blocks"] if action_id in json.dumps(block))
        where = {"channel_id": message["channel_id"], "ts": message["ts"], "block_id": block_id}
        said = {"user": user, "action_id": action_id, "value": value, **where}
        return str(self.http.post("/local/action", json=said).get_json()["problem"])

    def post(self, path: str, user: str = "amina", **said: Any) -> Any:
        """Ask for something as the page does."""
        answer = self.http.post(f"/local/{path}", json={"user": user, **said})
        assert answer.status_code == 200
        return answer.get_json()

    def call(self, method: str, token: str | None = BOT_TOKEN, **arguments: Any) -> Any:
        """Call the Web API, as the app does."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.post(f"/api/{method}", json=arguments, headers=headers).get_json()

    def trigger_id(self, user: str = "amina") -> str:
        """A new trigger_id, of a global shortcut."""
        self.app.answer = lambda _: Answer()
        assert self.post("shortcut", user, callback_id="find_book")["ok"]
        return str(self.app.received[-1].payload["trigger_id"])

    def open(self, view: dict[str, Any], user: str = "amina") -> Any:
        """Have the app open a modal in front of a person; the view as Slack answers it."""
        opened = self.call("views.open", trigger_id=self.trigger_id(user), view=view)
        assert opened["ok"], opened
        return opened["view"]

    def modals(self, user: str = "amina") -> Any:
        """The windows in front of a person, the last on top."""
        return self.state(user)["modals"]

    def respond(self, received: Received, message: Any) -> TestResponse:
        """Post to the response_url of a request, as the app does."""
        form = received.form
        response_url = form.get("response_url") or received.payload["response_url"]
        return self.http.post(urlsplit(response_url).path, json=message)


def button(action_id: str = "choose", **members: Any) -> dict[str, Any]:
    """A button that keeps the rules, with members of its own."""
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Choose"}, **members}


def with_buttons(*elements: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A message of one block of buttons."""
    return {
        "text": "Did you mean",
        "blocks": [{"type": "actions", "elements": list(elements or [button()])}],
        **members,
    }


def plain(text: str) -> dict[str, Any]:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    """An option that reads as its value does."""
    return {"text": plain(value), "value": value}


def field(block_id: str, element: dict[str, Any], **members: Any) -> dict[str, Any]:
    """An input block whose element has the block's id for an action_id."""
    return {"type": "input", "block_id": block_id, "label": plain(block_id), **members} | {
        "element": {"action_id": block_id, **element}
    }


def modal(*blocks: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A modal that keeps the rules, with members of its own."""
    shown = list(blocks) or [{"type": "divider"}]
    return {"type": "modal", "title": plain("Find"), "submit": plain("Go"), "blocks": shown, **members}


def home(*blocks: dict[str, Any], **members: Any) -> dict[str, Any]:
    """A Home that keeps the rules, with members of its own."""
    return {"type": "home", "blocks": list(blocks) or [{"type": "divider"}], **members}
