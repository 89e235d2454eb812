"""Measurements for the bill: of the function, hosted by Lambda's own runtime client, on requests like Slack's.

Its shelf is read from a DynamoDB here that answers at once: the function's part of the read is measured, and what the
real one lets it wait is assumed, see `Habits`.
"""

import json
import tempfile
import time
import zlib
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from infra.costs.monthly import Measurements
from infra.local.lambda_host.function_host import FunctionHost
from infra.local.lambda_host.loopback import LoopbackServer
from infra.local.local_model import FUNCTIONS
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.format import MODEL_FORMAT
from shelftalker.views.action_ids import ActionId

# A made-up secret: the requests are signed and verified here.
_SIGNING_SECRET = "made up, as both sides of it are here"  # noqa: S105 - as it says
_SLACK_IDS = {"team_id": "T0COSTS", "user_id": "U0COSTS", "channel_id": "C0COSTS", "trigger_id": "1.2.3"}


def measure(model: Path, titles_count: int = 60, starts_count: int = 5, shelf_books: int = 100) -> Measurements:
    """Start the function a few times and ask it for the most read titles, whole and letter by letter.

    Args:
        model: Folder of the model.
        titles_count: Number of the most read titles.
        starts_count: Number of starts, after one that is not counted.
        shelf_books: Number of the most read books on the reader's shelf: about the bytes of `Habits`.

    Raises:
        RuntimeError: It does not answer.
    """
    catalogue = Catalogue.open(model)
    rows = range(1, min(titles_count, catalogue.books_count()) + 1)
    titles = [book.title for book in catalogue.ordered_books(rows)]
    shelf_rows = range(1, min(shelf_books, catalogue.books_count()) + 1)
    book_ids = [book.book_id for book in catalogue.ordered_books(shelf_rows)]
    catalogue.close()
    environment = {
        "MODEL_DIRECTORY": str(model.resolve()),
        "SLACK_SIGNING_SECRET": _SIGNING_SECRET,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
        "SHELF_TABLE": "shelves",
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
    }
    with tempfile.TemporaryDirectory() as directory, _Shelf(book_ids) as shelf:
        environment["AWS_ENDPOINT_URL_DYNAMODB"] = f"http://{shelf.address}"
        log = Path(directory) / "function.log"

        def host() -> FunctionHost:
            return FunctionHost(FUNCTIONS, environment, log=log)

        starts = [_ask(host, [_command(titles[0])])[0][1] for _ in range(starts_count + 1)][1:]
        log.write_text("")
        answers = _ask(host, [_command(title) for title in titles])[1:]
        log_bytes = log.stat().st_size / (len(answers) + 1)
        letters = _ask(host, [_letters(title[:length]) for title in titles[:20] for length in (1, 2, 3)])[1:]
    return Measurements(
        start_ms=median(starts),
        title_ms=mean(milliseconds for milliseconds, _, _ in answers),
        letter_ms=mean(milliseconds for milliseconds, _, _ in letters),
        log_bytes=log_bytes,
        answer_bytes=mean(size for _, _, size in answers),
        model_bytes=(model / MODEL_FORMAT.catalogue_name).stat().st_size,
    )


class _Shelf(LoopbackServer):
    """DynamoDB with the shelf of one reader, which it gives at once to every query."""

    def __init__(self, book_ids: Sequence[str]) -> None:
        super().__init__(_ShelfRequest)
        entries = [
            {
                "workspace_id": {"S": _SLACK_IDS["team_id"]},
                "reader_item": {"S": f"{_SLACK_IDS['user_id']}#book#{book_id}"},
                "stars": {"N": "4"}, "acted_at": {"N": "1700000000.123456"}, "stars_at": {"N": "1700000000.123456"},
                "former_stars": {"N": "0"}, "former_wanted": {"BOOL": False}, "former_dismissed": {"BOOL": False},
            }
            for book_id in book_ids
        ]  # fmt: skip
        self.page = json.dumps({"Items": entries, "Count": len(entries)}).encode()


class _ShelfRequest(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Shelf

    def do_POST(self) -> None:
        """Answer with the page, and the checksum that DynamoDB sends with it."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/x-amz-json-1.0")
        self.send_header("content-length", str(len(self.server.page)))
        self.send_header("x-amz-crc32", str(zlib.crc32(self.server.page)))
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""


def _ask(host: Callable[[], FunctionHost], bodies: list[str]) -> list[tuple[float, float, int]]:
    """Return milliseconds, milliseconds of the start before it, and bytes of each answer of one process."""
    answers = []
    with host() as function:
        for body in bodies:
            invocation = function.invoke(_event(body))
            if invocation.error or invocation.payload["statusCode"] != 200:
                raise RuntimeError(f"The function does not answer: {invocation.error or invocation.payload}")
            size = len(invocation.payload["body"].encode())
            answers.append((invocation.duration_ms, invocation.init_duration_ms or 0.0, size))
    return answers


def _command(text: str) -> str:
    return urlencode({"command": "/recommend", "text": text, "response_url": "https://slack.example/", **_SLACK_IDS})


def _letters(typed: str) -> str:
    payload = {
        "type": "block_suggestion", "action_id": ActionId.SEARCH_TITLE, "block_id": "title", "value": typed,
        "team": {"id": _SLACK_IDS["team_id"]}, "user": {"id": _SLACK_IDS["user_id"]}, "view": {"id": "V0COSTS"},
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)})


def _event(body: str) -> dict[str, Any]:
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(_SIGNING_SECRET).generate_signature(timestamp=timestamp, body=body)
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": signature,
    }
    return {"version": "2.0", "headers": headers, "requestContext": {"http": {"method": "POST"}}, "body": body}
