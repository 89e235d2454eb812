"""The Lambda Runtime API for one process: a function's runtime client gets events from it and posts its answers.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html describes the endpoints. One `RuntimeApi` serves one
process, so no answer of a killed process can reach the process that was started after it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from queue import SimpleQueue
from typing import ClassVar

from infra.local.lambda_host.loopback import LoopbackServer


class ReportKind(Enum):
    """The kinds of report about a function's process."""

    READY = auto()  # it requested its first event: initialisation is over
    RESPONSE = auto()
    ERROR = auto()
    INIT_ERROR = auto()
    EXIT = auto()


@dataclass(frozen=True)
class Report:
    """A report about a function's process, with the JSON that it posted."""

    kind: ReportKind
    body: bytes = b""


@dataclass(frozen=True)
class PendingEvent:
    """An event for the function, with the members of its context object."""

    request_id: str
    body: bytes
    deadline_ms: int
    function_arn: str
    trace_id: str


class RuntimeApi(LoopbackServer):
    """Sends the events of `events` to a runtime client, and puts their outcomes into `reports`."""

    def __init__(self, while_snapshot: Callable[[], object] = lambda: None) -> None:
        """Serve one process.

        Args:
            while_snapshot: Called between a process's snapshot and its restoration; one that is not initialised for
                SnapStart has none.
        """
        super().__init__(_RuntimeClientRequest)
        self.while_snapshot = while_snapshot
        self.events: SimpleQueue[PendingEvent | None] = SimpleQueue()  # None ends the wait of a disconnected client
        self.reports: SimpleQueue[Report] = SimpleQueue()
        self.current_request_id: str | None = None
        self.ready = False

    def server_close(self) -> None:
        """Stop serving, and end the request that may be waiting for an event."""
        self.events.put(None)
        super().server_close()


class _RuntimeClientRequest(BaseHTTPRequestHandler):
    server: RuntimeApi
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; Nagle's algorithm would hold the second back

    _version = "/2018-06-01/runtime"
    _report_kinds: ClassVar = {"response": ReportKind.RESPONSE, "error": ReportKind.ERROR}

    def do_GET(self) -> None:
        if self.path == f"{self._version}/invocation/next":
            self._next_invocation()
        elif self.path == f"{self._version}/restore/next":
            self.server.while_snapshot()
            self._answer(HTTPStatus.OK)
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path in {f"{self._version}/init/error", f"{self._version}/restore/error"}:
            self.server.reports.put(Report(ReportKind.INIT_ERROR, body))
            self._answer(HTTPStatus.ACCEPTED)
            return
        kind = self._report_kinds.get(self.path.rpartition("/")[2])
        request_id = self.server.current_request_id
        if kind is None or self.path.rpartition("/")[0] != f"{self._version}/invocation/{request_id}":
            self._answer(HTTPStatus.BAD_REQUEST)
            return
        self.server.current_request_id = None
        self.server.reports.put(Report(kind, body))
        self._answer(HTTPStatus.ACCEPTED)

    def _next_invocation(self) -> None:
        if not self.server.ready:
            self.server.ready = True
            self.server.reports.put(Report(ReportKind.READY))
        event = self.server.events.get()
        if event is None:
            self.close_connection = True
            return
        self.server.current_request_id = event.request_id
        self._answer(
            HTTPStatus.OK,
            event.body,
            {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": event.request_id,
                "Lambda-Runtime-Deadline-Ms": str(event.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": event.function_arn,
                "Lambda-Runtime-Trace-Id": event.trace_id,
            },
        )

    def _answer(self, status: HTTPStatus, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 # the name http.server gave it
        """Log nothing: the function has a log of its own."""
