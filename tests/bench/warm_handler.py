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
from tests.slack_requests import SIGNING_SECRET, command_body, signed_headers, v2_event

_CONTEXT = SimpleNamespace(
    function_name="shelftalker", memory_limit_in_mb=1024, aws_request_id="r1",
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:shelftalker",
)  # fmt: skip


def measure_warm_handler(model: Path, queries_per_kind: int = 90) -> list[Figure]:
    """Send the handler signed slash commands with titles of every kind, in this process.

    Raises:
        RuntimeError: It does not answer a command.
    """
    catalogue = Catalogue.open(model)
    queries = title_queries(catalogue.all_books(), queries_per_kind)
    catalogue.close()
    environment = {
        "MODEL_DIRECTORY": str(model.resolve()),
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "POWERTOOLS_METRICS_NAMESPACE": "Shelftalker",
        "POWERTOOLS_SERVICE_NAME": "shelftalker",
    }
    stopwatch = Stopwatch()
    # Logs and metrics are lines on standard output. The module reads the environment when it is imported.
    with (
        patch.dict(os.environ, environment),
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
    return stopwatch.figures("warm handler")
