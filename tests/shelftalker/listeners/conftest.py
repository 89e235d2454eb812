"""Who the tests are about."""

from collections.abc import Callable

import pytest

from tests.slack_app import SlackApp


@pytest.fixture
def app(person: Callable[[], SlackApp]) -> SlackApp:
    """Someone who has never used the app before."""
    return person()
