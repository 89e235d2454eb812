"""The reader of the tests, and the queue for events of workspaces that leave."""

from collections.abc import Callable, Iterator

import pytest

from tests.http_service import HttpService
from tests.shelftalker.purge.conftest import (
    aws,
    consumer,
    installation_table,
    installations,
    key,
    purge,
    queue,
    queue_url,
    tables,
)
from tests.slack_app import SlackApp

__all__ = ["aws", "consumer", "installation_table", "installations", "key", "purge", "queue", "queue_url", "tables"]


@pytest.fixture
def learning_queue(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpService]:
    """Switch LearnFromReaders on, and return the SQS that gets word of ratings; it comes before the app."""
    with HttpService() as queue:
        monkeypatch.setenv("LEARN_FROM_READERS", "on")
        monkeypatch.setenv("LEARNING_QUEUE_URL", "https://sqs.example/123456789012/ratings")
        monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", queue.url)
        yield queue


@pytest.fixture
def app(person: Callable[[], SlackApp]) -> SlackApp:
    """Someone who has never used the app before."""
    return person()
