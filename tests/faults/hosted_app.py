"""The hosted functions as Slack calls them, over HTTP and signed, and their logs."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.slack_app import options_of
from tests.slack_requests import action_body, command_body, home_opened_body, signed_headers

TITLE = "Book the 3th of many"


@dataclass(frozen=True)
class HttpAnswer:
    """An answer and its duration."""

    status: int
    body: str
    seconds: float

    @property
    def message(self) -> dict[str, Any]:
        """Message in the body."""
        message: dict[str, Any] = json.loads(self.body)
        return message


class HostedApp:
    """A client that sends requests as Slack does; Slack and the functions share a clock, unless a test skews it.

    Attributes:
        address: Address of the API.
        response_url: Address that the functions post answers to.
        log: File with the functions' output.
        temporary: Folder of their temporary files.
        slack_ahead_seconds: Seconds by which Slack's clock is ahead of the machine's.
    """

    def __init__(self, address: str, response_url: str, log: Path, clock: Path, temporary: Path) -> None:
        self.address = address
        self.response_url = response_url
        self.log = log
        self.temporary = temporary
        self._clock = clock
        self._read_bytes = 0
        self.slack_ahead_seconds = 0.0

    def send(self, body: str, *, secret: str = "", **headers: str) -> HttpAnswer:
        """Send a body as Slack does, signed."""
        options = {"secret": secret} if secret else {}
        signed = signed_headers(body, age_seconds=-round(self.slack_ahead_seconds), **options)
        return self.post(body.encode(), signed | {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, body: bytes, headers: dict[str, str], method: str = "POST") -> HttpAnswer:
        """Send any request."""
        connection = HTTPConnection(self.address, timeout=20)
        started = time.perf_counter()
        try:
            connection.request(method, "/slack/events", body, headers)
            response = connection.getresponse()
            return HttpAnswer(response.status, response.read().decode(), time.perf_counter() - started)
        finally:
            connection.close()

    def type(self, text: str) -> HttpAnswer:
        """Type `/recommend` and a text."""
        return self.send(command_body(text, response_url=self.response_url))

    def click(self, message: dict[str, Any], action_id: str, **options: Any) -> HttpAnswer:
        """Click a button in a row of a message, or choose the first option of its menu."""
        rows = (block for block in message["blocks"] if block["type"] == "actions")
        row, element = next(
            (row, element) for row in rows for element in row["elements"] if element["action_id"].startswith(action_id)
        )
        is_menu = element["type"] == "static_select"
        choice = {"selected_option": options_of(element)[0]} if is_menu else {"value": element["value"]}
        action = {"action_id": element["action_id"], "block_id": row["block_id"], "type": element["type"]} | choice
        return self.send(action_body(action, self.response_url, **options))

    def open_home(self, **headers: str) -> HttpAnswer:
        """Open the app's Home."""
        return self.send(home_opened_body(), **headers)

    def pass_minutes(self, minutes: float) -> None:
        """Set both clocks ahead: Slack's, by which requests are signed, and the function's."""
        self.slack_ahead_seconds += minutes * 60
        self.skew(0)

    def skew(self, seconds: float) -> None:
        """Set the function's clock ahead of Slack's."""
        unfinished = self._clock.with_suffix(".unfinished")
        unfinished.write_text(str(self.slack_ahead_seconds + seconds))
        unfinished.replace(self._clock)  # in one step, as the functions may be reading it

    def new_lines(self) -> list[dict[str, Any]]:
        """Return the lines printed since the last call; a line that is no JSON as `{"text": ...}`."""
        with self.log.open("rb") as log:
            log.seek(self._read_bytes)
            output = log.read()
        self._read_bytes += len(output)
        return [
            json.loads(line) if line.startswith("{") else {"text": line}
            for line in output.decode(errors="replace").splitlines()
        ]

    def new_metrics(self) -> set[str]:
        """Return the names of the metrics since lines or metrics were last read."""
        emitted = [line for line in self.new_lines() if "_aws" in line]
        return {metric["Name"] for line in emitted for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
