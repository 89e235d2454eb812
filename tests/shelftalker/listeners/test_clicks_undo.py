"""Undo beside the result of every click on a book: in messages, in Home's list, on the shelf, and in channels."""

from collections.abc import Callable

import pytest

from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.homes import home_of, open_home, open_home_after_a_book, rate, words
from tests.shelftalker.listeners.reading import Message, message_after_click, titles
from tests.slack_app import SlackApp, action_in, buttons
from tests.slack_requests import action_body


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


def test_a_verdict_has_its_undo_wherever_it_is_shown_again(app: SlackApp, shelves: ShelfTable) -> None:
    message_after_click(app, app.type("dune").message, "rate:0", "two stars")
    message = message_after_click(app, app.type("dune").message, "menu_want", "1.")
    assert len(buttons(message, "undo")) == 2
    after = message_after_click(app, message, "undo:0")
    assert "*Dune* is off your shelf again" in words(after)
    assert states(app, shelves) == [BookState(wanted=True)]


def test_a_click_that_slack_delivers_twice_has_the_undo_of_the_first(app: SlackApp, shelves: ShelfTable) -> None:
    before = message_after_click(app, app.type("dune").message, "rate:0", "two stars")
    body = action_body(action_in(before, "rate:0", "five stars"), app.slack.response_url, user_id=app.user_id)
    for _ in range(2):
        app.request(body)
    assert "has your two stars again" in undo(app, app.slack.posted[-1])["text"]
    assert states(app, shelves) == [BookState(2)]


def test_an_undo_does_not_undo_the_same_rating_given_once_more(app: SlackApp, shelves: ShelfTable) -> None:
    first = message_after_click(app, app.type("dune").message, "rate:0", "two stars")
    undone = undo(app, first)
    message_after_click(app, undone, "rate:0", "two stars")
    assert "There is nothing left to undo" in undo(app, first)["text"]
    assert states(app, shelves) == [BookState(2)]


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


@pytest.mark.parametrize(
    ("chosen", "said", "undone"),
    [
        ("two stars", "You gave", "has your five stars again"),
        ("Want to read", "is on your list.", "has your five stars again"),
        ("Not for me", "is not for you", "has your five stars again"),
        ("Remove", "is off your shelf.", "has your five stars again"),
    ],
)
def test_each_change_of_the_shelf_is_undone_where_it_was_made(
    app: SlackApp, shelves: ShelfTable, chosen: str, said: str, undone: str
) -> None:
    rate(app, "dune", "three stars")
    rate(app, "dune", "five stars")
    app.click_in_home(open_home(app), "home_change_book:1", chosen)
    # The result stands in the place of the first row, above the book that is there now.
    row = next(block for block in home_of(app)["blocks"] if block.get("block_id", "").startswith("shelf 1"))
    assert said in row["text"]["text"]
    app.click_in_home(home_of(app), buttons(home_of(app), "undo")[0]["action_id"])
    row = next(block for block in home_of(app)["blocks"] if block.get("block_id", "").startswith("shelf 1"))
    assert undone in row["text"]["text"]
    assert not buttons(home_of(app), "undo")
    assert sorted(states(app, shelves)) == [BookState(3), BookState(5)]


def test_the_last_book_of_the_shelf_is_removed_and_comes_back(app: SlackApp, shelves: ShelfTable) -> None:
    rate(app, "dune", "five stars")
    app.click_in_home(open_home(app), "home_change_book:1", "Remove")
    assert "You have not rated a book yet" in words(home_of(app))
    app.click_in_home(home_of(app), "undo:done")
    assert states(app, shelves) == [BookState(5)]


def test_a_shared_book_is_taken_off_the_list_again_in_the_message_that_says_so(
    app: SlackApp, person: Callable[[], SlackApp], shelves: ShelfTable
) -> None:
    app.click(app.type("dune").message, "share")
    public, other = app.slack.posted[0], person()
    told = message_after_click(other, public, "menu_want", "2.", is_ephemeral=False)
    assert told["text"].endswith("is on your list. You find it in my Home.")
    after = undo(other, told)
    assert after["replace_original"] is True
    assert after["text"].endswith("is off your shelf again.")
    assert states(other, shelves) == []


def test_an_undo_that_is_not_saved_says_so_and_can_be_tried_again(
    app: SlackApp, person: Callable[[], SlackApp], shelves: ShelfTable, dynamodb: DynamoDb
) -> None:
    app.click(app.type("dune").message, "share")
    told = message_after_click(app, app.slack.posted[0], "menu_want", "2.", is_ephemeral=False)
    dynamodb.fail("UpdateItem", times=9, refuses="InternalServerError")
    failed = undo(app, told)
    assert failed["text"].startswith("I could not save that")
    assert failed["replace_original"] is False
    assert states(app, shelves) == [BookState(wanted=True)]


def test_an_undo_of_another_version_is_too_old(app: SlackApp) -> None:
    message = message_after_click(app, app.type("dune").message, "rate:0", "two stars")
    buttons(message, "undo")[0]["value"] = "undoCA 2lp3nzpg"
    assert "too old" in undo(app, message)["text"]


def test_a_verdict_in_home_is_undone_there(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home_after_a_book(app)
    app.click_in_home(home, "menu_rate", "1. five stars")
    app.click_in_home(home_of(app), buttons(home_of(app), "undo")[0]["action_id"])
    assert titles(home_of(app)) == titles(home)
    assert "Undone:" in words(home_of(app))
    assert states(app, shelves) == []
