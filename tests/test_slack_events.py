"""The entry point of Slack's requests and its look for a new model."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shelftalker.slack.http_event import MODEL_HEADER
from tests.slack_app import LambdaContext, SlackImitation
from tests.slack_requests import click_body, command_body, signed_headers, v2_event


def test_a_request_that_took_long_does_not_look_for_a_new_model_as_well(
    send: Any, slack_events: Any, slack: SlackImitation, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr(slack_events.models, "refresh", lambda: looks.append(1))
    monkeypatch.setattr(slack_events, "_LATEST_MODEL_LOOK_SECONDS", 0.2)
    body = click_body("choose_book:0", "1 nosuchid", slack.response_url)
    send(v2_event(body, signed_headers(body)))
    assert looks == [1]
    slack.delay_seconds = 0.3
    send(v2_event(body, signed_headers(body)))
    assert looks == [1]


def test_an_answer_names_its_model_to_who_signed_the_request_alone(slack_events: Any) -> None:
    body = command_body("dune")
    answered = slack_events.handler(v2_event(body, signed_headers(body)), LambdaContext())
    assert answered["headers"][MODEL_HEADER] == slack_events.models.current().version
    refused = slack_events.handler(v2_event(body, signed_headers(body, secret="another")), LambdaContext())
    assert (refused["statusCode"], MODEL_HEADER in refused["headers"]) == (401, False)


def test_no_collection_goes_through_what_is_loaded_at_the_start_and_requests_have_theirs(model_directory: Path) -> None:
    code = """
import gc
from collections import Counter
collections = Counter()
gc.callbacks.append(lambda phase, info: collections.update([info["generation"]] if phase == "start" else []))
import slack_events
at_start, is_enabled = collections.total(), gc.isenabled()
print(at_start <= 1, is_enabled, gc.get_freeze_count() > 10 * len(gc.get_objects()))
"""
    environment = {
        "MODEL_DIRECTORY": str(model_directory), "PATH": os.environ["PATH"], "SLACK_SIGNING_SECRET": "secret",
        "POWERTOOLS_METRICS_NAMESPACE": "x", "POWERTOOLS_SERVICE_NAME": "x", "PYTHONPATH": "functions",
    }  # fmt: skip
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    # The entry point's own file may be compiled first, with one collection.
    assert printed.stdout == "True True True\n"
