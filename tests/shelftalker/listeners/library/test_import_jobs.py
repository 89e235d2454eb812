"""The longer steps of an import, as the queue has them done: files are read, books kept, imports undone, once each."""

import json
from types import ModuleType
from typing import Any

import pytest

from shelftalker.shelf.contents import Reader
from shelftalker.shelf.import_queue import ImportJob, job_of_message
from shelftalker.shelf.imports import ImportStatus, ShelfImport
from shelftalker.shelf.items import ItemKind, item_key
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.http_service import HttpService
from tests.shelftalker.listeners.homes import View, home_of, open_home, words
from tests.shelftalker.listeners.library.queue_steps import messages_in, take
from tests.slack_app import SlackApp, buttons
from tests.slack_requests import submission_body

EXPORT = (
    "Title,Author,ISBN,My Rating,Exclusive Shelf\nDune,Frank Herbert,,5,read\nIt,Stephen King,,3,read\n"
    "Piranesi,Susanna Clarke,,4,read\n"
)


@pytest.fixture
def app(import_queue: HttpService, app: SlackApp) -> SlackApp:
    """Someone in a workspace that grants files:read and uploads an export."""
    app.slack.scopes = "commands,files:read"
    app.slack.file = EXPORT.encode()
    return app


def upload(app: SlackApp) -> View:
    """Upload an export in the window, and return what the window shows then."""
    app.click_in_home(open_home(app), "import_open")
    window = app.slack.views("views.open")[-1]
    values: dict[str, Any] = {"file": {"import_file": {"type": "file_input", "files": [{"id": "F1", "name": "x.csv"}]}}}
    answer = json.loads(app.request(submission_body(window, values, app.user_id)).body)
    view: View = answer["view"]
    return view


def import_of(app: SlackApp, shelves: ShelfTable) -> ShelfImport:
    shelf_import = shelves.read(Reader("T0001", app.user_id)).shelf_import
    assert shelf_import
    return shelf_import


def test_a_file_is_read_kept_and_undone_by_the_queue(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable
) -> None:
    assert "I am reading your export" in words(upload(app))
    assert "I am reading your export" in words(home_of(app))
    assert take(worker, messages_in(import_queue)[-1]) == []
    assert "I found two books in 3 rows" in words(home_of(app))
    summary = app.slack.views("views.update")[-1]
    assert "2 with stars" in words(summary)
    app.click_in_home(summary, "import_keep")
    keep = messages_in(import_queue)[-1]
    assert "I am putting your books on the shelf" in words(home_of(app))
    assert shelves.read(Reader("T0001", app.user_id)).books == ()
    assert take(worker, keep) == []
    assert "two books came to your shelf" in words(home_of(app))
    assert {book.stars for book in shelves.read(Reader("T0001", app.user_id)).books} == {5, 3}
    app.click_in_home(home_of(app), "import_undo")
    assert take(worker, messages_in(import_queue)[-1]) == []
    assert shelves.read(Reader("T0001", app.user_id)).books == ()
    # What comes once more, or late, changes nothing.
    assert take(worker, keep) == []
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_a_step_that_failed_half_way_is_done_again_by_the_same_message(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable, dynamodb: DynamoDb
) -> None:
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    app.click_in_home(app.slack.views("views.update")[-1], "import_keep")
    dynamodb.fail("UpdateItem", times=6, refuses="AccessDeniedException")
    keep = messages_in(import_queue)[-1]
    assert take(worker, keep) == [{"itemIdentifier": "m1"}]
    assert import_of(app, shelves).status is ImportStatus.KEEPING
    assert take(worker, keep) == []
    assert (import_of(app, shelves).status, import_of(app, shelves).number) == (ImportStatus.KEPT, 2)


def test_a_result_that_could_not_be_shown_is_shown_when_its_message_comes_again(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, dynamodb: DynamoDb
) -> None:
    upload(app)
    read = messages_in(import_queue)[-1]
    dynamodb.fail("Query", refuses="AccessDeniedException")
    assert take(worker, read) == [{"itemIdentifier": "m1"}]
    assert "I am reading your export" in words(home_of(app))
    assert take(worker, read) == []
    assert "I found two books" in words(home_of(app))


@pytest.mark.parametrize(("content", "sentence"), [(b"%PDF-1.7", "is a PDF"), (b"x" * 20, "is no export")])
def test_a_file_that_is_no_export_is_said_in_home_and_in_the_window(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, content: bytes, sentence: str
) -> None:
    app.slack.file = content
    upload(app)
    assert take(worker, messages_in(import_queue)[-1]) == []
    assert sentence in words(home_of(app))
    assert sentence in words(app.slack.views("views.update")[-1])


def test_a_message_of_another_kind_is_set_aside(worker: ModuleType) -> None:
    assert take(worker, "{}") == [{"itemIdentifier": "m1"}]


def test_a_queue_that_refuses_leaves_the_import_as_it_was(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    import_queue.server_close()
    answer = app.click_in_home(app.slack.views("views.update")[-1], "import_keep")
    assert "NotSaved" in answer.metrics
    assert import_of(app, shelves).status is ImportStatus.READY
    assert "I could not begin with that" in words(home_of(app))


def test_a_message_names_no_book(app: SlackApp, import_queue: HttpService) -> None:
    upload(app)
    assert set(job_of_message(messages_in(import_queue)[0])._asdict()) == set(ImportJob._fields)
    assert "Dune" not in messages_in(import_queue)[0]


def import_through_the_queue(app: SlackApp, worker: ModuleType, import_queue: HttpService) -> None:
    """Upload an export, and keep its books, each by the queue."""
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    app.click_in_home(app.slack.views("views.update")[-1], "import_keep")
    take(worker, messages_in(import_queue)[-1])


def test_each_result_is_written_to_the_reader_once_where_the_workspace_grants_that(
    app: SlackApp, worker: ModuleType, import_queue: HttpService
) -> None:
    app.slack.scopes = "chat:write,commands,files:read"
    import_through_the_queue(app, worker, import_queue)
    for message in messages_in(import_queue):
        take(worker, message)
    posted = app.slack.arguments("chat.postMessage")
    assert [message["channel"] for message in posted] == [app.user_id] * 2
    read, kept = (message["text"] for message in posted)
    assert "I found two books in 3 rows from Goodreads. Nothing comes to your shelf before" in read
    assert "two books came to your shelf" in kept


def test_without_the_permission_no_message_is_tried(
    app: SlackApp, worker: ModuleType, import_queue: HttpService
) -> None:
    import_through_the_queue(app, worker, import_queue)
    assert "two books came to your shelf" in words(home_of(app))
    assert {method for method, _ in app.slack.calls} <= {"views.open", "views.update", "views.publish", "files.info"}


@pytest.mark.parametrize("code", ["missing_scope", "messages_tab_disabled", "channel_not_found", "fatal_error"])
def test_a_message_that_slack_refuses_is_tried_once_and_nothing_else_fails(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, code: str
) -> None:
    app.slack.scopes = "chat:write,commands,files:read"
    app.slack.refusals["chat.postMessage"] = code
    upload(app)
    read = messages_in(import_queue)[-1]
    assert take(worker, read) == []
    assert take(worker, read) == []
    assert len(app.slack.arguments("chat.postMessage")) == 1
    assert "I found two books in 3 rows" in words(home_of(app))


def test_a_message_whose_step_was_shown_late_is_written_all_the_same(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, dynamodb: DynamoDb
) -> None:
    app.slack.scopes = "chat:write,commands,files:read"
    upload(app)
    read = messages_in(import_queue)[-1]
    dynamodb.fail("Query", refuses="AccessDeniedException")
    assert take(worker, read) == [{"itemIdentifier": "m1"}]
    assert app.slack.arguments("chat.postMessage") == []
    assert take(worker, read) == []
    assert len(app.slack.arguments("chat.postMessage")) == 1


def test_a_message_has_a_service_s_words_escaped(app: SlackApp, worker: ModuleType, import_queue: HttpService) -> None:
    app.slack.scopes = "chat:write,commands,files:read"
    app.slack.file = b"Title,Price <!channel>\nDune,1"
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    [message] = app.slack.arguments("chat.postMessage")
    assert "<!channel>" not in message["text"]
    assert "&lt;!channel&gt;" in message["text"]


def test_the_window_of_keep_shows_the_result_and_a_second_click_there_too(
    app: SlackApp, worker: ModuleType, import_queue: HttpService
) -> None:
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    summary = app.slack.views("views.update")[-1]
    app.click_in_home(summary, "import_keep")
    assert "I am putting your books on the shelf" in words(app.slack.views("views.update")[-1])
    take(worker, messages_in(import_queue)[-1])
    assert "two books came to your shelf" in words(app.slack.views("views.update")[-1])
    app.click_in_home(summary, "import_keep")
    assert "two books came to your shelf" in words(app.slack.views("views.update")[-1])
    assert "has gone on since" not in words(home_of(app))


def test_contents_that_another_version_wrote_are_said_and_can_be_discarded_exported_and_deleted(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable
) -> None:
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    summary, key = app.slack.views("views.update")[-1], item_key(Reader("T0001", app.user_id), ItemKind.IMPORT)
    app.click_in_home(summary, "import_keep")
    assert shelves.table.update(key, {"contents": {"B": b"of another version"}}, "attribute_exists(#contents)")
    assert take(worker, messages_in(import_queue)[-1]) == []
    assert "another version of me wrote it" in words(home_of(app))
    app.click_in_home(home_of(app), "home_export")
    assert "import_unreadable" in words(app.slack.views("views.open")[-1])
    app.click_in_home(home_of(app), "import_discard")
    assert shelves.read(Reader("T0001", app.user_id)).shelf_import is None


def test_a_home_with_contents_of_another_version_offers_nothing_but_to_discard_them(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable
) -> None:
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    key = item_key(Reader("T0001", app.user_id), ItemKind.IMPORT)
    assert shelves.table.update(key, {"contents": {"B": b"of another version"}}, "attribute_exists(#contents)")
    home = open_home(app)
    assert "another version of me wrote it" in words(home)
    assert [button["action_id"] for button in buttons(home, "import_")] == ["import_open", "import_discard"]


def test_a_library_that_is_all_on_the_shelf_has_nothing_to_keep(
    app: SlackApp, worker: ModuleType, import_queue: HttpService
) -> None:
    import_through_the_queue(app, worker, import_queue)
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    assert "I found two books in 3 rows from Goodreads. None of it is new for your shelf." in words(home_of(app))
    assert not buttons(home_of(app), "import_keep")


def test_a_second_import_leaves_the_undo_of_the_first_one_which_discard_brings_back(
    app: SlackApp, worker: ModuleType, import_queue: HttpService, shelves: ShelfTable
) -> None:
    import_through_the_queue(app, worker, import_queue)
    app.slack.file = EXPORT.replace("Piranesi,Susanna Clarke", "Emma,Jane Austen").encode()
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    app.click_in_home(home_of(app), "import_keep")
    take(worker, messages_in(import_queue)[-1])
    assert "one book came to your shelf" in words(home_of(app))
    for left in (2, 0):
        app.click_in_home(home_of(app), "import_undo")
        take(worker, messages_in(import_queue)[-1])
        assert len(shelves.read(Reader("T0001", app.user_id)).books) == left
        app.click_in_home(home_of(app), "import_discard")
    assert shelves.read(Reader("T0001", app.user_id)).shelf_import is None


def test_no_import_begins_while_another_is_kept(app: SlackApp, worker: ModuleType, import_queue: HttpService) -> None:
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    app.click_in_home(app.slack.views("views.update")[-1], "import_keep")
    app.click_in_home(open_home(app), "import_open")
    values = {"file": {"import_file": {"type": "file_input", "files": [{"id": "F1", "name": "x.csv"}]}}}
    answer = app.request(submission_body(app.slack.views("views.open")[-1], values, app.user_id))
    assert "is not done yet" in answer.body
    take(worker, messages_in(import_queue)[-1])
    assert "two books came to your shelf" in words(home_of(app))


def test_word_of_each_imported_rating_goes_to_the_next_training(
    app: SlackApp, import_queue: HttpService, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("LEARN_FROM_READERS", "on")
    monkeypatch.setenv("LEARNING_QUEUE_URL", "https://sqs.example/123456789012/ratings")
    worker: ModuleType = request.getfixturevalue("worker")
    upload(app)
    take(worker, messages_in(import_queue)[-1])
    worker.services.shelves.learn(Reader("T0001", app.user_id), "1700000000", learns=True)
    app.click_in_home(app.slack.views("views.update")[-1], "import_keep")
    take(worker, messages_in(import_queue)[-1])
    sent = [len(message.json["Entries"]) for message in import_queue.received if "Entries" in message.json]
    assert sum(sent) == worker.services.shelves.read(Reader("T0001", app.user_id)).shelf_import.number > 1
