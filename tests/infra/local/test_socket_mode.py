"""Socket Mode against a fake Slack with the few HTTP and WebSocket features that it needs."""

import base64
import hashlib
import json
import struct
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from infra.local.lambda_host.loopback import LoopbackServer
from infra.local.socket_mode import SocketModeError, connect, main, read_tokens, workspace_name
from shelftalker.listeners.app import create_app
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.settings import Settings
from tests.slack_requests import command_body

APP_TOKEN = "xapp-1-right"
BOT_TOKEN = "xoxb-right"
_TEXT_FRAME = 1
_PING_FRAME = 9


class FakeSlack(LoopbackServer):
    """Accepts two tokens, and sends one slash command to a client that connects."""

    def __init__(self) -> None:
        super().__init__(_FakeSlackRequest)
        self.acknowledgements: SimpleQueue[dict[str, Any]] = SimpleQueue()

    def client(self, token: str = "") -> WebClient:
        """Return a client that calls this server instead of Slack."""
        return WebClient(token, base_url=f"http://{self.address}/api/")


class _FakeSlackRequest(BaseHTTPRequestHandler):
    server: FakeSlack

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answers = {
            ("/api/auth.test", BOT_TOKEN): {"ok": True, "team": "Corner Bookshop"},
            ("/api/apps.connections.open", APP_TOKEN): {"ok": True, "url": f"ws://{self.server.address}/link?ticket=1"},
        }
        token = self.headers["Authorization"].removeprefix("Bearer ")
        answer = json.dumps(answers.get((self.path, token), {"ok": False, "error": "invalid_auth"})).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self) -> None:
        """Open a WebSocket as in RFC 6455: shake hands, send one message and read until the client closes."""
        key = self.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        self.send_response(101)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())  # noqa: S324 # RFC 6455 demands SHA-1
        self.end_headers()
        form = {name: values[0] for name, values in parse_qs(command_body("dune")).items()}
        envelope = {
            "envelope_id": "e1", "type": "slash_commands", "accepts_response_payload": True, "payload": form,
        }  # fmt: skip
        message = json.dumps(envelope).encode()
        self.wfile.write(bytes([0x80 | _TEXT_FRAME, 126]) + struct.pack("!H", len(message)) + message)
        while True:
            opcode, content = self._read_frame()
            if opcode == _TEXT_FRAME:
                self.server.acknowledgements.put(json.loads(content))
            elif opcode != _PING_FRAME:
                return

    def _read_frame(self) -> tuple[int, bytes]:
        """Read a frame of the client, which is always masked."""
        first, second = self.rfile.read(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", self.rfile.read(2))
        mask = self.rfile.read(4)
        masked = self.rfile.read(length)
        return first & 0x0F, bytes(byte ^ mask[position % 4] for position, byte in enumerate(masked))

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 # the name http.server gave it
        """Log nothing."""


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as running:
        yield running


@pytest.fixture
def app(model_directory: Path) -> Iterator[App]:
    catalogue = Catalogue.open(model_directory)
    settings = Settings(model_directory, "", "", "no signatures here", "", bot_token=BOT_TOKEN)
    yield create_app(Services.from_settings(settings, lambda: catalogue))
    catalogue.close()


def test_a_slash_command_over_socket_mode_is_answered_in_its_acknowledgement(slack: FakeSlack, app: App) -> None:
    with connect(app, APP_TOKEN, slack.client()) as handler:
        acknowledgement = slack.acknowledgements.get(timeout=30)
    assert acknowledgement["envelope_id"] == "e1"
    assert acknowledgement["payload"]["response_type"] == "ephemeral"
    assert "Dune Messiah" in acknowledgement["payload"]["text"]
    assert not handler.client.is_connected()
    assert not handler.client.message_processor.is_alive()
    assert not handler.client.current_session_runner.is_alive()


def test_the_bot_token_names_the_workspace(slack: FakeSlack) -> None:
    assert workspace_name(slack.client(BOT_TOKEN)) == "Corner Bookshop"


def test_a_refused_token_is_named_with_the_page_that_shows_it(slack: FakeSlack, app: App) -> None:
    with pytest.raises(SocketModeError, match=r"refuses SLACK_BOT_TOKEN \(invalid_auth\).*Bot User OAuth Token"):
        workspace_name(slack.client("xoxb-wrong"))
    with (
        pytest.raises(SocketModeError, match=r"refuses SLACK_APP_TOKEN \(invalid_auth\).*connections:write"),
        connect(app, "xapp-1-wrong", slack.client()),
    ):
        pass


def test_a_missing_connection_is_reported(app: App) -> None:
    nobody = WebClient(BOT_TOKEN, base_url="http://127.0.0.1:1/api/", retry_handlers=[])
    with pytest.raises(SocketModeError, match="Slack can't be reached"):
        workspace_name(nobody)
    with pytest.raises(SocketModeError, match="Slack can't be reached"), connect(app, APP_TOKEN, nobody):
        pass


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "SLACK_APP_TOKEN is not set. It is an app-level token"),
        ({"SLACK_APP_TOKEN": BOT_TOKEN}, "SLACK_APP_TOKEN begins with xoxb-, expected xapp-."),
        ({"SLACK_APP_TOKEN": APP_TOKEN}, "SLACK_BOT_TOKEN is not set. It is the bot's token"),
        ({"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_BOT_TOKEN": "secret"}, "SLACK_BOT_TOKEN begins with secre"),
    ],
)
def test_a_missing_or_mistaken_token_is_named(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SocketModeError, match=message):
        read_tokens(environment)


def test_the_command_stops_at_once_without_tokens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["socket_mode"])
    monkeypatch.delenv("SLACK_APP_TOKEN", raising=False)
    assert main() == 2
    assert capsys.readouterr().err.startswith("make slack: SLACK_APP_TOKEN is not set.")
