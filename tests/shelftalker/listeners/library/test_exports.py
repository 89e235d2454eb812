"""The export of a shelf for Goodreads: a file by the queue where the workspace grants that, text to copy else."""

import pytest

from tests.http_service import HttpService
from tests.shelftalker.listeners.homes import home_of, open_home, words
from tests.shelftalker.listeners.library.queue_steps import ask_for_file, messages_in
from tests.slack_app import SlackApp


@pytest.fixture
def app(sending_app: SlackApp) -> SlackApp:
    """Someone in a workspace that lets the app send files."""
    return sending_app


def test_without_the_permission_there_is_text_to_copy(app: SlackApp, import_queue: HttpService) -> None:
    app.slack.scopes = "commands"
    assert "Exported" in ask_for_file(app).metrics
    assert "Exclusive Shelf" in words(app.slack.views("views.open")[-1])
    assert messages_in(import_queue) == []


def test_the_text_is_at_hand_while_the_file_is_written(app: SlackApp) -> None:
    ask_for_file(app)
    app.click_in_home(app.slack.views("views.open")[-1], "home_export")
    assert "Exclusive Shelf" in words(app.slack.views("views.update")[-1])


def test_a_queue_that_takes_nothing_leaves_the_text(app: SlackApp, import_queue: HttpService) -> None:
    import_queue.server_close()
    assert "NotExported" in ask_for_file(app).metrics
    assert "Exclusive Shelf" in words(app.slack.views("views.update")[-1])


def test_a_window_that_can_t_be_opened_is_said_in_home(app: SlackApp, import_queue: HttpService) -> None:
    home = open_home(app)
    app.slack.refusals["views.open"] = "expired_trigger_id"
    assert "NotExported" in app.click_in_home(home, "home_export:goodreads").metrics
    assert "I could not read your data" in words(home_of(app))
    assert messages_in(import_queue) == []
