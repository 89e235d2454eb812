"""A Slack that grants installations and exchanges refresh tokens, each of them once, as Slack does."""

import base64
import uuid
from collections.abc import Callable
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl

from tests.http_service import Answer, HttpService, Received

CLIENT_ID, CLIENT_SECRET = "1111.2222", "client-secret"


class GrantingSlack(HttpService):
    """Slack's record of the app's tokens.

    Attributes:
        codes: Grants by the codes that have not been used.
        refresh_tokens: Refresh tokens that have not been used.
        access_tokens: Tokens that it accepts calls with.
        exchanged: The refresh tokens that came, in their order.
        calls: (method, token) of the other calls.
        fixed_answer: A status and body in place of the usual answer; with a status of 0 it hangs up.
        delay_seconds: Delay of each answer.
        meanwhile: Called before a refresh token is exchanged.
        lifetime_seconds: Lifetime of a new token; None where token rotation is off.
    """

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[str, dict[str, Any]] = {}
        self.refresh_tokens: set[str] = set()
        self.access_tokens: set[str] = set()
        self.exchanged: list[str] = []
        self.calls: list[tuple[str, str]] = []
        self.fixed_answer: tuple[int, bytes] | None = None
        self.delay_seconds = 0.0
        self.meanwhile: Callable[[], object] = lambda: None
        self.lifetime_seconds: int | None = None
        self._refusals: dict[str, str] = {}
        self._one_at_a_time = Lock()

    @property
    def api_url(self) -> str:
        """URL of the Web API."""
        return f"{self.url}/api/"

    def answer(self, request: Received) -> Answer:
        """Return the answer to a call."""
        status, body = self.fixed_answer or (200, self._usual_answer(request))
        return Answer(status, body, self.delay_seconds)

    def revoke(self, token: str, code: str = "token_revoked") -> None:
        """Accept a token no more, and refuse calls with it by a code."""
        self.access_tokens.discard(token)
        self._refusals[token] = code

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

    def _usual_answer(self, request: Received) -> dict[str, Any]:
        method, authorization = request.path.rpartition("/")[2], request.headers["authorization"]
        if method == "oauth.v2.access":
            with self._one_at_a_time:
                return self._access(authorization, dict(parse_qsl(request.body.decode())))
        token = authorization.removeprefix("Bearer ")
        self.calls.append((method, token))
        if token not in self.access_tokens:
            return {"ok": False, "error": self._refusals.get(token, "invalid_auth")}
        return {"ok": True, "view": {"id": "V1", "hash": "1.a"}}

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
