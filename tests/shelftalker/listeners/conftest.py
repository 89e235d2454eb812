"""The reader of the tests, and the queue for events of workspaces that leave."""

from collections.abc import Callable

import pytest

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
def app(person: Callable[[], SlackApp]) -> SlackApp:
    """Someone who has never used the app before."""
    return person()
