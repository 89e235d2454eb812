"""The hosted functions as Slack reaches them: over HTTP, signed; and what they log."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.slack_requests import action_body, command_body, home_opened_body, signed_headers

TITLE = "Book the 3th of many"


@dataclass(frozen=True)
class HttpAnswer:
    """What came back, and how long it took."""

    status: int
    body: str
    seconds: float

    @property
    def message(self) -> dict[str, Any]:
        """The message in the body."""
        message: dict[str, Any] = json.loads(self.body)
        return message


class HostedApp:
    """What Slack sends, on the clock that it and the functions share, unless a test sets them apart.

    Attributes:
        log: What the functions print.
        temporary: Their folder for temporary files.
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
        how = {"secret": secret} if secret else {}
        signed = signed_headers(body, age_seconds=-round(self.slack_ahead_seconds), **how)
        return self.post(body.encode(), signed | {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, body: bytes, headers: dict[str, str], method: str = "POST") -> HttpAnswer:
        """Send anything."""
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

    def click(self, message: dict[str, Any], action_id: str, **how: str) -> HttpAnswer:
        """Click a button that the first row of a message has, or choose the first option of a menu of it."""
        rows = (block for block in message["blocks"] if block["type"] == "actions")
        row, element = next(
            (row, each) for row in rows for each in row["elements"] if each["action_id"].startswith(action_id)
        )
        chosen = {"selected_option": element["options"][0]} if "options" in element else {"value": element["value"]}
        action = {"action_id": element["action_id"], "block_id": row["block_id"], "type": element["type"]} | chosen
        return self.send(action_body(action, self.response_url, **how))

    def open_home(self, **headers: str) -> HttpAnswer:
        """Open the app's Home."""
        return self.send(home_opened_body(), **headers)

    def pass_minutes(self, minutes: float) -> None:
        """Set both clocks ahead: Slack's, by which requests are signed, and the function's."""
        self.slack_ahead_seconds += minutes * 60
        self.skew(0)

    def skew(self, seconds: float) -> None:
        """Have the function's clock go ahead of Slack's."""
        unfinished = self._clock.with_suffix(".unfinished")
        unfinished.write_text(str(self.slack_ahead_seconds + seconds))
        unfinished.replace(self._clock)  # at once: the functions may be looking

    def new_lines(self) -> list[dict[str, Any]]:
        """What was printed since the last time; what is no JSON as `{"text": ...}`."""
        with self.log.open("rb") as log:
            log.seek(self._read_bytes)
            printed = log.read()
        self._read_bytes += len(printed)
        return [
            json.loads(line) if line.startswith("{") else {"text": line}
            for line in printed.decode(errors="replace").splitlines()
        ]

    def new_metrics(self) -> set[str]:
        """The names of the metrics since the last time anything was looked at."""
        emitted = [line for line in self.new_lines() if "_aws" in line]
        return {metric["Name"] for line in emitted for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
