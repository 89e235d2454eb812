"""A Slack that grants installations and exchanges refresh tokens, each of them once, as Slack does."""

import base64
import json
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qsl

CLIENT_ID, CLIENT_SECRET = "1111.2222", "client-secret"


class GrantingSlack:
    """Slack's record of the app's tokens.

    Attributes:
        codes: Grants by the codes that have not been used.
        refresh_tokens: Refresh tokens that have not been used.
        access_tokens: Tokens that it accepts calls with.
        exchanged: The refresh tokens that came, in their order.
        calls: (method, token) of the other calls.
        answer: A status and body in place of the usual answer; with a status of 0 it hangs up.
        delay_seconds: Delay of each answer.
        meanwhile: Called before a refresh token is exchanged.
        lifetime_seconds: Lifetime of a new token; None where token rotation is off.
    """

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, Any]] = {}
        self.refresh_tokens: set[str] = set()
        self.access_tokens: set[str] = set()
        self.exchanged: list[str] = []
        self.calls: list[tuple[str, str]] = []
        self.answer: tuple[int, bytes] | None = None
        self.delay_seconds = 0.0
        self.meanwhile: Callable[[], object] = lambda: None
        self.lifetime_seconds: int | None = None
        self._one_at_a_time = Lock()
        slack = self

        class Connection(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                method = self.path.rpartition("/")[2]
                status, answer = slack.answer or (200, slack.usual_answer(method, self.headers["Authorization"], body))
                time.sleep(slack.delay_seconds)
                if status:
                    _send(self, status, answer)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Connection)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/api/"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()

    def code(self, **grant: Any) -> str:
        """Return a code for an installation, of the workspace T1 unless the grant names another."""
        code = f"{uuid.uuid4()}"
        self.codes[code] = {
            "app_id": "A1", "team": {"id": "T1", "name": "Readers"}, "enterprise": None,
            "authed_user": {"id": "U1"}, "is_enterprise_install": False, "scope": "commands", "bot_user_id": "U0B",
        } | grant  # fmt: skip
        return code

    def new_tokens(self) -> dict[str, Any]:
        """Return a bot token, and with token rotation its refresh token."""
        token = f"xoxe.xoxb-{uuid.uuid4()}" if self.lifetime_seconds else f"xoxb-{uuid.uuid4()}"
        self.access_tokens.add(token)
        if self.lifetime_seconds is None:
            return {"access_token": token, "token_type": "bot"}
        refresh_token = f"xoxe-1-{uuid.uuid4()}"
        self.refresh_tokens.add(refresh_token)
        expiring = {"refresh_token": refresh_token, "expires_in": self.lifetime_seconds}
        return {"access_token": token, "token_type": "bot"} | expiring

    def usual_answer(self, method: str, authorization: str, body: str) -> bytes:
        """Return the usual answer to a call."""
        if method == "oauth.v2.access":
            with self._one_at_a_time:
                return json.dumps(self._access(authorization, dict(parse_qsl(body)))).encode()
        token = authorization.removeprefix("Bearer ")
        self.calls.append((method, token))
        if token not in self.access_tokens:
            return json.dumps({"ok": False, "error": "invalid_auth"}).encode()
        return json.dumps({"ok": True, "view": {"id": "V1", "hash": "1.a"}}).encode()

    def _access(self, authorization: str, form: dict[str, str]) -> dict[str, Any]:
        known = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if authorization != f"Basic {known}":
            return {"ok": False, "error": "bad_client_secret"}
        if form.get("grant_type") == "refresh_token":
            self.exchanged.append(form["refresh_token"])
            if form["refresh_token"] not in self.refresh_tokens:
                return {"ok": False, "error": "invalid_refresh_token"}
            self.refresh_tokens.remove(form["refresh_token"])
            self.meanwhile()
            return {"ok": True, **self.new_tokens()}
        grant = self.codes.pop(form["code"], None)
        if grant is None:
            return {"ok": False, "error": "invalid_code"}
        return {"ok": True, **self.new_tokens(), **grant}


def _send(request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    with suppress(OSError):  # who asked waits no longer
        request.send_response(status)
        request.send_header("Content-Type", "application/json; charset=utf-8")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
