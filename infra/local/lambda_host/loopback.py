"""An HTTP server that only this machine can reach."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from socketserver import TCPServer
from threading import Thread
from types import TracebackType
from typing import Self


class LoopbackServer(ThreadingHTTPServer):
    """Serves HTTP on 127.0.0.1 from a thread of its own, for as long as its `with` block lasts.

    Attributes:
        request_queue_size: Connections that wait to be accepted: those of a hundred people who click at once.
        shutdown_poll_seconds: Interval in seconds between two looks for the end of the block.
    """

    daemon_threads = True
    request_queue_size = 128
    shutdown_poll_seconds = 0.05

    def __init__(self, request_handler: type[BaseHTTPRequestHandler], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), request_handler)
        self._thread = Thread(
            target=self.serve_forever, kwargs={"poll_interval": self.shutdown_poll_seconds}, daemon=True
        )

    def server_bind(self) -> None:
        """Bind the port without HTTPServer's DNS query for this machine's name, which takes seconds on some systems."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def handle_error(self, request: socket | tuple[bytes, socket], client_address: object) -> None:
        """Report the error of a request, unless the client has disconnected."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Address of the server, as `127.0.0.1:port`."""
        return f"127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()
