"""Time-outs of tests: a busy machine is no slow service, so all are widened here, for every test."""

import pytest

from shelftalker.aws import clients
from shelftalker.aws.clients import AwsTimeouts
from shelftalker.install import bot_tokens
from shelftalker.listeners import first_books, learning_queue, shelf_reading
from shelftalker.listeners.club import poll_replies, shelves_of_members
from shelftalker.model import source
from shelftalker.slack import web_api

SECONDS = 10
# For a process to start, to work and to end; for the page to show something.
PROCESS_SECONDS = 240
PAGE_MILLISECONDS = 30_000


def widen(monkeypatch: pytest.MonkeyPatch | None = None) -> None:
    """Let a test wait for as long as a busy machine takes; the numbers of attempts stay.

    Args:
        monkeypatch: Restores the time-outs; None in a process of its own.
    """
    monkeypatch = monkeypatch or pytest.MonkeyPatch()
    usual = AwsTimeouts()
    wide = AwsTimeouts(*(timeouts._replace(connect_seconds=SECONDS, read_seconds=SECONDS) for timeouts in usual))
    monkeypatch.setattr(clients, "TIMEOUTS", wide)
    monkeypatch.setattr(web_api, "CONFIG", web_api.WebApiConfig(call_seconds=SECONDS))
    monkeypatch.setattr(bot_tokens, "CONFIG", bot_tokens.BotTokensConfig(wait_seconds=SECONDS))
    monkeypatch.setattr(shelf_reading, "CONFIG", shelf_reading.ShelfReadingConfig(deadline_seconds=SECONDS))
    monkeypatch.setattr(shelves_of_members, "CONFIG", shelves_of_members.ShelvesConfig(seconds=SECONDS))
    monkeypatch.setattr(learning_queue, "CONFIG", learning_queue.LearningQueueConfig(deadline_seconds=SECONDS))
    monkeypatch.setattr(first_books, "CONFIG", first_books.FirstBookClicksConfig(writing_seconds=6 * SECONDS))
    monkeypatch.setattr(poll_replies, "CONFIG", poll_replies.PollRepliesConfig(repeating_seconds=SECONDS))
    wide_source = source.ModelSourceConfig(
        look_seconds=SECONDS, fetch_seconds=2 * SECONDS, fetch_seconds_to_start_piece=SECONDS, check_seconds=SECONDS,
        mounted_check_seconds=SECONDS, mounted_start_seconds=2 * SECONDS,
    )  # fmt: skip
    monkeypatch.setattr(source, "CONFIG", wide_source)


@pytest.fixture(autouse=True)
def wide_time_outs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Widen the time-outs of every test."""
    widen(monkeypatch)


@pytest.fixture
def time_outs_of_production(wide_time_outs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the time-outs of production, for tests of them; it comes before the fixtures that use them."""
    monkeypatch.setattr(clients, "TIMEOUTS", AwsTimeouts())
    monkeypatch.setattr(web_api, "CONFIG", web_api.WebApiConfig())
    monkeypatch.setattr(bot_tokens, "CONFIG", bot_tokens.BotTokensConfig())
    monkeypatch.setattr(shelf_reading, "CONFIG", shelf_reading.ShelfReadingConfig())
    monkeypatch.setattr(shelves_of_members, "CONFIG", shelves_of_members.ShelvesConfig())
    monkeypatch.setattr(learning_queue, "CONFIG", learning_queue.LearningQueueConfig())
    monkeypatch.setattr(first_books, "CONFIG", first_books.FirstBookClicksConfig())
    monkeypatch.setattr(poll_replies, "CONFIG", poll_replies.PollRepliesConfig())
    monkeypatch.setattr(source, "CONFIG", source.ModelSourceConfig())
