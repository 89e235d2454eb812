"""A service with AWS's JSON protocol on this machine, which answers as a test says."""

import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Answer:
    """One answer.

    Attributes:
        status: HTTP status; 0 for none at all, as the connection is closed.
        body: JSON value, or bytes.
        delay_seconds: Time before it.
        closes: Whether the connection is closed after it, without a word of that in its headers.
    """

    status: int = 200
    body: Any = field(default_factory=dict)
    delay_seconds: float = 0.0
    closes: bool = False


class JsonServiceImitation:
    """The service.

    Attributes:
        answers: The next answers, in turn; then `Answer()`.
        headers: Headers of the requests, by names in lower case.
        bodies: Bodies of the requests, read from JSON where they are such.
        connections: Number of connections so far.
        url: Its address.
    """

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[Any] = []
        self.connections = 0
        service = self

        class Connection(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                service.connections += 1
                super().setup()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.bodies.append(json.loads(body))
                self._answer()

            def do_GET(self) -> None:
                self._answer()

            def _answer(self) -> None:
                service.headers.append({name.lower(): value for name, value in self.headers.items()})
                answer = service.answers.pop(0) if service.answers else Answer()
                time.sleep(answer.delay_seconds)
                self.close_connection = answer.closes or not answer.status
                if not answer.status:
                    return
                content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                with suppress(OSError):  # the caller waits no longer
                    self.send_response(answer.status)
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Connection)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Serve nothing any more."""
        self.server.shutdown()
        self.server.server_close()
