"""SQL statements of one request: few, and none twice."""

from collections.abc import Callable, Collection
from typing import Any

import pytest

from shelftalker.model.connection import ModelConnection
from shelftalker.model.number_index import NumberIndex
from shelftalker.model.numbers import NumberKind
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.shelftalker.listeners.reading import message_after_click
from tests.slack_app import SlackApp, action_in
from tests.slack_requests import home_opened_body


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Record the statements, with their parameters, that are run from here on.

    Different numbers may be in one bucket: of these the numbers are recorded.
    """
    recorded: list[tuple[object, ...]] = []
    read = ModelConnection.read

    def record(connection: ModelConnection, query: str, *parameters: object) -> list[Any]:
        if "number_bucket" not in query:
            recorded.append((query, *parameters))
        return read(connection, query, *parameters)

    monkeypatch.setattr(ModelConnection, "read", record)
    for name in ("entries", "entries_of_many", "rows", "present"):
        monkeypatch.setattr(NumberIndex, name, _recording(getattr(NumberIndex, name), recorded))
    return recorded


def _recording(lookup: Callable[..., Any], recorded: list[tuple[object, ...]]) -> Callable[..., Any]:
    def record(index: NumberIndex, kind: NumberKind, numbers: int | Collection[int]) -> Any:
        recorded.append((lookup.__name__, kind, numbers if isinstance(numbers, int) else tuple(sorted(numbers))))
        return lookup(index, kind, numbers)

    return record


def test_a_click_that_turns_popular_books_into_own_ones_takes_at_most_ten_statements(
    app: SlackApp, shelves: ShelfTable, statements: list[tuple[object, ...]]
) -> None:
    message = app.type("").message
    wants = [action_in(message, "menu_want", f"{number}.")["selected_option"] for number in (2, 3)]
    reader = Reader("T0001", app.user_id)
    for number, want in enumerate(wants):
        shelves.apply(reader, ShelfAction(Verb.RATE, want["value"].split()[-1], 5), f"176394600{number}")
    statements.clear()

    own = message_after_click(app, message, "menu_rate", "1. five stars")

    assert "For you, from your shelf:" in own["text"]
    assert len(statements) <= 10, statements
    assert len(set(statements)) == len(statements), statements


def test_an_exact_title_looks_nothing_up_twice(app: SlackApp, statements: list[tuple[object, ...]]) -> None:
    app.type("dune")
    statements.clear()

    assert app.type("dune").metrics >= {"Served"}
    assert len(set(statements)) == len(statements), statements


def test_home_looks_nothing_up_twice(app: SlackApp, statements: list[tuple[object, ...]]) -> None:
    message_after_click(app, app.type("dune").message, "menu_rate", "1. five stars")
    statements.clear()

    assert app.request(home_opened_body(None, app.user_id)).status == 200
    assert len(set(statements)) == len(statements), statements
