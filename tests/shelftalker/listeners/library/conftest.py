"""The queue of imports and exports, and its function."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import pytest

from tests.http_service import HttpService
from tests.shelftalker.listeners.library.queue_steps import IMPORTS_URL
from tests.slack_app import SlackApp


@pytest.fixture
def import_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpService]:
    """Return the SQS that gets the steps of imports; it comes before the app."""
    with HttpService() as queue:
        monkeypatch.setenv("IMPORT_QUEUE_URL", IMPORTS_URL)
        monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", queue.url)
        yield queue


@pytest.fixture
def sending_app(import_queue: HttpService, person: Callable[[], SlackApp]) -> SlackApp:
    """Someone new in a workspace that lets the app send files."""
    app = person()
    app.slack.scopes = "commands,files:write"
    return app


@pytest.fixture
def worker(app: SlackApp, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Import the function that the queue calls afresh."""
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    sys.modules.pop("shelf_imports", None)
    module = import_module("shelf_imports")
    yield module
    module.models.close()
    sys.modules.pop("shelf_imports", None)
