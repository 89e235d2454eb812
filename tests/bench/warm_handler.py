"""Benchmark of the handler's answers to signed requests once it has started."""

import contextlib
import importlib
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from model_build.evaluation.titles.title_queries import title_queries
from shelftalker.model.catalogue import Catalogue
from tests.bench.figures import Figure, Stopwatch
from tests.http_service import Answer, HttpService, Received
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

_CONTEXT = SimpleNamespace(
    function_name="shelftalker", memory_limit_in_mb=1024, aws_request_id="r1",
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:shelftalker",
)  # fmt: skip


class EmptyShelves(HttpService):
    """A DynamoDB whose table of shelves is empty: it answers at once, so that the handler's own time is measured."""

    def answer(self, _request: Received) -> Answer:
        """Return the answer to a query without items."""
        return Answer(body={"Items": [], "Count": 0, "ScannedCount": 0})


def measure_warm_handler(model: Path, queries_per_kind: int = 90) -> list[Figure]:
    """Send the handler signed slash commands with titles of every kind, in this process.

    Each is answered with one query of the reader's shelf, over HTTP.

    Raises:
        RuntimeError: It does not answer a command, or does so without the shelf.
    """
    catalogue = Catalogue.open(model)
    queries = title_queries(catalogue.all_books(), queries_per_kind)
    catalogue.close()
    environment = {
        "MODEL_DIRECTORY": str(model.resolve()),
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
        "SHELF_TABLE": "shelves",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
    }
    stopwatch = Stopwatch()
    # Logs and metrics are lines on standard output. The module reads the environment when it is imported.
    with (
        EmptyShelves(keeps_connections=True) as shelves,
        patch.dict(os.environ, environment | {"AWS_ENDPOINT_URL_DYNAMODB": shelves.url}),
        patch.dict(sys.modules),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        sys.modules.pop("slack_events", None)
        handler = importlib.import_module("slack_events").handler
        for query in queries:
            body = command_body(query.text)
            event = v2_event(body, signed_headers(body))
            with stopwatch.measure():
                answer = handler(event, _CONTEXT)
            if answer["statusCode"] != 200 or "blocks" not in json.loads(answer["body"]):
                raise RuntimeError(f"The handler does not answer {query.text!r}: {answer}")
    # The first request of a process may answer without the shelf, see ShelfReadings, and a title may be "Help".
    if len(shelves.received) < 0.8 * len(queries):
        raise RuntimeError(f"Of {len(queries)} commands only {len(shelves.received)} read the shelf.")
    return stopwatch.figures("warm handler")
