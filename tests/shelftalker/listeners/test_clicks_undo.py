"""Undo beside a rating or "not for me", in messages and in Home."""

import pytest

from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.table import ShelfTable
from tests.shelftalker.listeners.homes import home_of, open_home, words
from tests.shelftalker.listeners.reading import Message, message_after_click, titles
from tests.slack_app import SlackApp, buttons


def undo(app: SlackApp, message: Message) -> Message:
    """Click the first Undo of a message."""
    return message_after_click(app, message, buttons(message, "undo")[0]["action_id"])


def states(app: SlackApp, shelves: ShelfTable) -> list[BookState]:
    """Return the states of the books on the reader's shelf."""
    return [BookState(*book[1:4]) for book in shelves.read(Reader("T0001", app.user_id)).books]


@pytest.mark.parametrize("said", ["four stars", "Not for me"])
def test_a_verdict_is_undone_and_the_book_is_back_in_its_place(app: SlackApp, shelves: ShelfTable, said: str) -> None:
    before = app.type("dune").message
    after = undo(app, message_after_click(app, before, "menu_rate", f"2. {said}"))
    assert titles(after) == titles(before)
    assert after["text"].startswith("\u2713 Undone:")
    assert states(app, shelves) == []


def test_undo_gives_a_book_its_former_stars_back(app: SlackApp, shelves: ShelfTable) -> None:
    message = message_after_click(app, app.type("dune").message, "rate:0", "two stars")
    message = message_after_click(app, message, "rate:0", "five stars")
    after = undo(app, message)
    assert "has your two stars again" in after["text"]
    assert states(app, shelves) == [BookState(2)]


def test_undo_puts_a_book_back_on_the_list(app: SlackApp, shelves: ShelfTable) -> None:
    message = message_after_click(app, app.type("dune").message, "menu_want", "1.")
    message = message_after_click(app, message, "menu_rate", "1. Not for me")
    assert "is on your list again" in undo(app, message)["text"]
    assert states(app, shelves) == [BookState(wanted=True)]


def test_an_undo_that_comes_too_late_changes_nothing_and_says_so(app: SlackApp, shelves: ShelfTable) -> None:
    first = message_after_click(app, app.type("dune").message, "rate:0", "two stars")
    message_after_click(app, first, "rate:0", "five stars")
    assert "There is nothing left to undo" in undo(app, first)["text"]
    assert states(app, shelves) == [BookState(5)]


def test_undo_clicked_twice_undoes_once(app: SlackApp, shelves: ShelfTable) -> None:
    message = message_after_click(app, app.type("dune").message, "menu_rate", "3. one star")
    undo(app, message)
    assert "There is nothing left to undo" in undo(app, message)["text"]
    assert states(app, shelves) == []


def test_a_verdict_in_home_is_undone_there(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    app.click_in_home(home, "menu_rate", "1. five stars")
    app.click_in_home(home_of(app), buttons(home_of(app), "undo")[0]["action_id"])
    assert titles(home_of(app)) == titles(home)
    assert "Undone:" in words(home_of(app))
    assert states(app, shelves) == []
