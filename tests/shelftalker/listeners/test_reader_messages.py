"""Messages to a reader: once, and only where the workspace grants them."""

import pytest

from shelftalker.listeners.reader_messages import write_once
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.settings import Settings
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from shelftalker.slack.workspace import Workspace
from tests.slack_app import SlackApp

READER, WORKSPACE = Reader("T0001", "U1"), Workspace("T0001")


@pytest.fixture
def services(app: SlackApp, catalogue: Catalogue, shelves: ShelfTable) -> Services:
    services = Services.from_settings(Settings.from_environment(), lambda: catalogue)
    return services._replace(shelves=shelves)


def test_a_message_of_one_name_is_written_once_and_another_is_another(app: SlackApp, services: Services) -> None:
    app.slack.scopes = "chat:write,commands"
    reader = Reader("T0001", app.user_id)
    assert write_once(services, reader, WORKSPACE, "import 1 reading", "*Done*")
    assert not write_once(services, reader, WORKSPACE, "import 1 reading", "*Done*")
    assert write_once(services, reader, WORKSPACE, "import 1 keeping", "Kept")
    assert [message["text"] for message in app.slack.arguments("chat.postMessage")] == ["*Done*", "Kept"]


def test_without_the_permission_nothing_is_called_but_the_test_of_the_token_once(
    app: SlackApp, services: Services
) -> None:
    assert not write_once(services, READER, WORKSPACE, "import 1 reading", "*Done*")
    assert not write_once(services, READER, WORKSPACE, "import 1 keeping", "*Done*")
    assert [method for method, _ in app.slack.calls] == ["auth.test"]


def test_a_slack_that_gives_no_scopes_gets_no_message(app: SlackApp, services: Services) -> None:
    app.slack.refusals["auth.test"] = "fatal_error"
    assert not write_once(services, READER, WORKSPACE, "import 1 reading", "*Done*")
    assert app.slack.arguments("chat.postMessage") == []
