"""A service on this machine that answers HTTP requests as a test says."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from infra.local.lambda_host.loopback import LoopbackServer


@dataclass(frozen=True)
class Received:
    """A request.

    Attributes:
        method: HTTP method.
        path: Path with the query.
        headers: Headers by their names in lower case.
        body: Body, empty where there is none.
    """

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read from JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        status: HTTP status; 0 for no answer: the connection is closed.
        body: JSON value, or bytes.
        delay_seconds: Delay of the answer in seconds.
        closes: True to close the connection after the answer, without a header that announces it.
        headers: Further headers.
    """

    status: int = 200
    body: Any = field(default_factory=dict)
    delay_seconds: float = 0.0
    closes: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class HttpService(LoopbackServer):
    """A service that records all that comes.

    Attributes:
        keeps_connections: True to keep connections open after an answer.
        answers: The next answers, in turn; then `Answer()`.
        received: The requests so far.
        connections: Number of connections so far.
    """

    shutdown_poll_seconds = 0.01

    def __init__(self, *, keeps_connections: bool = False) -> None:
        super().__init__(_Connection)
        self.keeps_connections = keeps_connections
        self.answers: list[Answer] = []
        self.received: list[Received] = []
        self.connections = 0

    @property
    def url(self) -> str:
        """URL of the service."""
        return f"http://{self.address}"

    @property
    def bodies(self) -> list[Any]:
        """Bodies of the requests that have one, read from JSON."""
        return [request.json for request in self.received if request.body]

    def answer(self, _request: Received) -> Answer:
        """Return the answer to a request."""
        return self.answers.pop(0) if self.answers else Answer()


class _Connection(BaseHTTPRequestHandler):
    server: HttpService
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        self.server.connections += 1
        super().setup()

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        received = Received(self.command, self.path, headers, body)
        self.server.received.append(received)
        answer = self.server.answer(received)
        time.sleep(answer.delay_seconds)
        self.close_connection = answer.closes or not answer.status
        if answer.status:
            with suppress(OSError):  # the client may have stopped waiting
                self._send(answer)

    do_GET = do_POST = _answer  # noqa: N815 - the names that http.server looks for

    def _send(self, answer: Answer) -> None:
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        if not self.server.keeps_connections:
            self.send_header("Connection", "close")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""
