"""Shelves as files, as the queue has them written: sent once, and said in the window that waits."""

import csv
from io import StringIO
from types import ModuleType

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.http_service import HttpService
from tests.shelftalker.listeners.homes import first_rows, open_home, save_first, words
from tests.shelftalker.listeners.library.queue_steps import ask_for_file, messages_in, take
from tests.slack_app import SlackApp


@pytest.fixture
def app(sending_app: SlackApp) -> SlackApp:
    """Someone in a workspace that lets the app send files."""
    return sending_app


def rate_and_want(app: SlackApp, shelves: ShelfTable) -> None:
    """Rate a book, and put another one on the list."""
    home = open_home(app)
    wanted = first_rows(home)[1]["block_id"].removeprefix("first ")
    save_first(app, home, {1: 4})
    shelves.apply(Reader("T0001", app.user_id), ShelfAction(Verb.WANT, wanted), "1700000000.000001")


def test_the_file_comes_to_the_conversation_with_the_reader(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable
) -> None:
    rate_and_want(app, shelves)
    assert "ExportQueued" in ask_for_file(app).metrics
    assert "I am writing the file" in words(app.slack.views("views.open")[-1])
    assert app.slack.uploads == []
    [message] = messages_in(import_queue)
    assert take(worker, message) == []
    [content] = app.slack.uploads
    rows = list(csv.reader(StringIO(content.decode())))
    assert [row[3:6] for row in rows] == [
        ["My Rating", "Bookshelves", "Exclusive Shelf"], ["0", "to-read", "to-read"], ["4", "read", "read"],
    ]  # fmt: skip
    [begun] = app.slack.arguments("files.getUploadURLExternal")
    assert (begun["filename"], int(begun["length"])) == ("shelftalker_books.csv", len(content))
    [shared] = app.slack.arguments("files.completeUploadExternal")
    assert shared["channels"] == app.user_id
    assert "two books" in shared["initial_comment"]
    assert "The file is in the *Messages* tab" in words(app.slack.views("views.update")[-1])
    # What comes once more sends no second file.
    assert take(worker, message) == []
    assert len(app.slack.uploads) == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_file_that_slack_refuses_is_said_with_the_way_to_copy_it(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, method: str
) -> None:
    app.slack.refusals[method] = "channel_not_found"
    ask_for_file(app)
    assert take(worker, messages_in(import_queue)[-1]) == []
    window = app.slack.views("views.update")[-1]
    assert "`channel_not_found`" in words(window)
    app.click_in_home(window, "home_export")
    assert "Exclusive Shelf" in words(app.slack.views("views.update")[-1])


def test_a_shelf_that_can_t_be_read_has_the_message_come_again(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, dynamodb: DynamoDb
) -> None:
    ask_for_file(app)
    dynamodb.fail("Query", refuses="AccessDeniedException")
    assert take(worker, messages_in(import_queue)[-1]) == [{"itemIdentifier": "m1"}]
    assert take(worker, messages_in(import_queue)[-1]) == []
    assert len(app.slack.uploads) == 1
