"""A service that the functions call, on this machine, and its faults."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from socket import SO_LINGER, SOL_SOCKET
from threading import Event

from infra.local.lambda_host.loopback import LoopbackServer


@dataclass(frozen=True)
class Fault:
    """A fault of a service.

    Attributes:
        name: Name in the tests' ids.
        path_contains: Part of the path of the requests with the fault; the others are answered.
        resets: True to close each connection before the answer.
        hangs: True to take requests and never answer.
        delay_seconds: Delay of each answer in seconds.
        answer: Status, headers and body of a wrong answer.
        missing_bytes: Number of bytes at the end of a body that are never sent.
    """

    name: str
    path_contains: str = ""
    resets: bool = False
    hangs: bool = False
    delay_seconds: float = 0.0
    answer: tuple[int, dict[str, str], bytes] | None = None
    missing_bytes: int = 0

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Answer:
    """An answer of the real service, or of a fault."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class FaultyService(LoopbackServer):
    """A proxy of a real service that can have a fault.

    Attributes:
        requests: Method and path of each request.
        signers: The access key that signed each request; empty for one that AWS would not take.
        fault: The fault that it has now.
    """

    def __init__(self, upstream: tuple[str, int]) -> None:
        super().__init__(_ProxyHandler)
        self.upstream = upstream
        self.requests: list[str] = []
        self.signers: list[str] = []
        self.fault: Fault | None = None
        self.lifted = Event()

    @property
    def url(self) -> str:
        """Address of the service for the functions."""
        return f"http://{self.address}"

    @contextmanager
    def failing(self, fault: Fault) -> Iterator[None]:
        """Apply a fault during the `with` block."""
        self.lifted.clear()
        self.fault = fault
        try:
            yield
        finally:
            self.fault = None
            self.lifted.set()

    def server_close(self) -> None:
        """Stop serving, and end requests that hang."""
        self.lifted.set()
        super().server_close()


class _ProxyHandler(BaseHTTPRequestHandler):
    server: FaultyService
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append(f"{self.command} {self.path}")
        credential = self.headers.get("Authorization", "").partition("Credential=")[2]
        self.server.signers.append(credential.partition("/")[0])
        self.close_connection = True
        fault = self.server.fault
        if fault is None or fault.path_contains not in self.path:
            fault = Fault("none")
        if fault.resets:
            self.connection.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            return
        if fault.hangs:
            self.server.lifted.wait(60)
            return
        if fault.delay_seconds and self.server.lifted.wait(fault.delay_seconds):
            return  # a request forwarded now would reach another test
        answer = Answer(*fault.answer) if fault.answer else self._answer_of_upstream(body)
        with suppress(OSError):  # the caller may wait no longer
            self._send(answer, fault.missing_bytes)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _forward  # noqa: N815 # the names that http.server looks for

    def _answer_of_upstream(self, body: bytes) -> Answer:
        connection = HTTPConnection(*self.server.upstream)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in {"connection", "host"}}
        connection.request(self.command, self.path, body, headers)
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer

    def _send(self, answer: Answer, missing_bytes: int) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in {"connection", "content-length", "date", "server", "transfer-encoding"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body[: max(0, len(answer.body) - missing_bytes)])

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""
