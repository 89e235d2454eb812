"""A local Slack, and an app behind it that gives the answers of a test."""

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from slack_sdk.signature import SignatureVerifier
from werkzeug.test import TestResponse

from infra.local.lambda_host.loopback import LoopbackServer
from infra.local.slack.apis.server import create_slack
from infra.local.slack.connection.manifest import MANIFEST
from infra.local.slack.rules.limits import INTERACTION_LIMITS

SECRET = "a signing secret"
BOT_TOKEN = "xoxb-of-the-app"
COVER = "https://covers.shelftalker.example/9780441013593.png"
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        """Return seconds since 1970."""
        return self.now


@dataclass(frozen=True)
class Answer:
    """The app's answer: JSON, unless the body is a text."""

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
        """Form of the request."""
        return dict(parse_qsl(self.raw_body, keep_blank_values=True, strict_parsing=True))

    @property
    def payload(self) -> Any:
        """JSON in the form of an interaction."""
        return json.loads(self.form["payload"])

    @property
    def json(self) -> Any:
        """JSON of an event."""
        return json.loads(self.raw_body)


class ScriptedApp(LoopbackServer):
    """An app that verifies every signature with Slack's own SDK, and then gives the answer that `answer` returns."""

    def __init__(self) -> None:
        super().__init__(_Handler)
        self.received: list[Received] = []
        self.answer: Callable[[Received], Answer] = lambda _: Answer()

    @property
    def url(self) -> str:
        """URL that takes Slack's requests."""
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
        with suppress(ConnectionError):  # Slack has timed out
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Log nothing."""


class ScriptedSlack:
    """A person at the page, without a browser."""

    def __init__(
        self,
        app: ScriptedApp,
        covers_directory: Path | None = None,
        acknowledgement_seconds: float = INTERACTION_LIMITS.acknowledgement_seconds,
        manifest: Path = MANIFEST,
        scopes: frozenset[str] | None = None,
    ) -> None:
        self.app = app
        self.clock = Clock()
        flask = create_slack(
            app.url,
            SECRET,
            covers_directory,
            self.clock,
            replace(
                INTERACTION_LIMITS, acknowledgement_seconds=acknowledgement_seconds, retry_delays_seconds=(0, 0, 0)
            ),
            bot_token=BOT_TOKEN,
            manifest=manifest,
            scopes=scopes,
        )
        self.http = flask.test_client()

    def state(self, user: str = "amina") -> Any:
        """Return the snapshot that a person's page gets when it opens."""
        return self.http.get("/local/state", query_string={"user": user}).get_json()

    def messages(self, user: str = "amina") -> Any:
        """Return the messages that a person sees, oldest first."""
        return self.state(user)["messages"]

    def last_exchange(self) -> Any:
        """Return the latest HTTP exchange of the developer's panel."""
        return self.state()["exchanges"][-1]

    def type(self, text: str, user: str = "amina", thread_ts: str | None = None) -> Any:
        """Send a line, and return the messages that the person sees then."""
        channel_id = self.state()["channels"][0]["channel_id"]
        call = {"user": user, "channel_id": channel_id, "text": text, "thread_ts": thread_ts}
        assert self.http.post("/local/typed", json=call).status_code == 200
        return self.messages(user)

    def command(self, answer: Any, user: str = "amina") -> Any:
        """Run the slash command with an answer of the app, and return the messages that the person sees then."""
        self.app.answer = lambda _: answer if isinstance(answer, Answer) else Answer(answer)
        return self.type("/recommend dune", user)

    def click(self, message: dict[str, Any], action_id: str, value: str | None = None, user: str = "amina") -> str:
        """Click in a message, and return the error that is shown beside the button."""
        block_id = next(block["block_id"] for block in message["blocks"] if action_id in json.dumps(block))
        source = {"channel_id": message["channel_id"], "ts": message["ts"], "block_id": block_id}
        call = {"user": user, "action_id": action_id, "value": value, **source}
        return str(self.http.post("/local/action", json=call).get_json()["problem"])

    def post(self, path: str, user: str = "amina", **members: Any) -> Any:
        """Make a call of the page."""
        answer = self.http.post(f"/local/{path}", json={"user": user, **members})
        assert answer.status_code == 200
        return answer.get_json()

    def call(self, method: str, token: str | None = BOT_TOKEN, **arguments: Any) -> Any:
        """Call the Web API, as the app does."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.http.post(f"/api/{method}", json=arguments, headers=headers).get_json()

    def trigger_id(self, user: str = "amina") -> str:
        """Return a new trigger_id, of a global shortcut."""
        self.app.answer = lambda _: Answer()
        assert self.post("shortcut", user, callback_id="find_book")["ok"]
        return str(self.app.received[-1].payload["trigger_id"])

    def open(self, view: dict[str, Any], user: str = "amina") -> Any:
        """Open a modal in front of a person as the app does, and return the view that Slack answers."""
        answer = self.call("views.open", trigger_id=self.trigger_id(user), view=view)
        assert answer["ok"], answer
        return answer["view"]

    def changes_until(self, text: str, user: str = "amina") -> str:
        """Return the Server-Sent Events of a person's page from the first one to the one that contains a text."""
        stream = self.http.get("/local/changes", query_string={"user": user, "after": 0}).iter_encoded()
        events = ""
        while text not in events:
            events += next(stream).decode()
        return events

    def modals(self, user: str = "amina") -> Any:
        """Return the modals in front of a person, the top one last."""
        return self.state(user)["modals"]

    def respond(self, received: Received, message: Any) -> TestResponse:
        """Post to the response_url of a request, as the app does."""
        form = received.form
        response_url = form.get("response_url") or received.payload["response_url"]
        return self.http.post(urlsplit(response_url).path, json=message)
