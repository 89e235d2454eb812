"""Home: its content, changes made there, and the export and deletion of a reader's data."""

from typing import Any

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.homes import (
    View,
    first_rows,
    home_of,
    open_home,
    open_home_after_a_book,
    rate,
    save_first,
    words,
)
from tests.shelftalker.listeners.reading import titles
from tests.slack_app import SlackApp, action_in, all_elements, buttons
from tests.slack_requests import home_opened_body, view_action_body


def menus(view: View) -> list[dict[str, Any]]:
    """Return the menus beside the books of the shelf."""
    return [each for each in all_elements(view) if each.get("action_id", "").startswith("home_change_book")]


def test_opening_the_messages_tab_publishes_nothing(app: SlackApp) -> None:
    assert app.request(home_opened_body(None, app.user_id, tab="messages")).status == 200
    assert app.slack.calls == []


def test_a_rating_in_home_is_on_the_shelf_at_once(app: SlackApp) -> None:
    home = open_home_after_a_book(app)
    app.click_in_home(home, "menu_rate", "1. four stars")
    after = home_of(app)
    assert f"You gave *{titles(home)[0]}* ★★★★☆ (four stars)." in words(after)
    assert "Rated (1)" in words(after)


def test_a_book_of_the_shelf_can_be_changed_and_removed(app: SlackApp, shelves: ShelfTable) -> None:
    rate(app, "dune", "five stars")
    home = open_home(app)
    app.click_in_home(home, "home_change_book:1", "two stars")
    reader = Reader("T0001", app.user_id)
    assert [book.stars for book in shelves.read(reader).books] == [2]
    app.click_in_home(home_of(app), "home_change_book:1", "Want to read")
    app.click_in_home(home_of(app), "home_show_shelf:wanted")
    assert "Want to read (1)" in words(home_of(app))
    app.click_in_home(home_of(app), "home_change_book:1", "Remove")
    assert shelves.read(reader).books == ()
    assert "Your list is empty" in words(home_of(app))


def test_the_shelf_has_pages(app: SlackApp, shelves: ShelfTable, catalogue: Any) -> None:
    reader = Reader("T0001", app.user_id)
    for number, book in enumerate(catalogue.all_books()[:13]):
        shelves.apply(reader, ShelfAction(Verb.RATE, book.book_id, 4), f"{1763946000 + number}")
    home = open_home(app)
    assert len(menus(home)) == 10
    app.click_in_home(home, "home_show_shelf:older")
    older = home_of(app)
    assert len(menus(older)) == 3
    # What is clicked elsewhere leaves the page of the shelf as it is.
    app.click_in_home(older, "menu_want", "1.")
    assert "11 to 13 of 13 books" in words(home_of(app))


def test_more_like_this_in_home_leads_on_and_back(app: SlackApp) -> None:
    home = open_home_after_a_book(app)
    app.click_in_home(home, "menu_like", "1.")
    assert titles(home_of(app)) != titles(home)
    app.click_in_home(home_of(app), "back")
    assert titles(home_of(app)) == titles(home)
    app.click_in_home(home_of(app), "for_reader")
    assert len(first_rows(home_of(app))) == 10


def choose_preference(app: SlackApp, home: View, action_id: str, **values: list[str]) -> None:
    """Choose in one menu; the state has the values of all three."""
    state = {
        "country": {"home_country": {"selected_option": {"value": values["country"][0]}}},
        "age": {"home_age_band": {"selected_option": {"value": values["age"][0]}}},
        "languages": {"home_languages": {"selected_options": [{"value": code} for code in values["languages"]]}},
    }
    action = {"action_id": action_id, "block_id": "b", "type": "static_select"}
    view = home | {"state": {"values": state}}
    app.request(view_action_body(action, view, user_id=app.user_id))


def test_preferences_are_kept_together(app: SlackApp, shelves: ShelfTable) -> None:
    home = open_home(app)
    choose_preference(app, home, "home_country", country=["usa"], age=["-"], languages=["en", "de"])
    stored = shelves.read(Reader("T0001", app.user_id)).preferences
    assert stored == Preferences("usa", "", ("en", "de"))
    choose_preference(app, home, "home_age_band", country=["usa"], age=["25-34"], languages=[])
    assert shelves.read(Reader("T0001", app.user_id)).preferences == Preferences("usa", "25-34", ())


def test_export_opens_a_window_with_all_that_is_kept(app: SlackApp) -> None:
    rate(app, "dune", "five stars")
    app.click_in_home(open_home(app), "home_export")
    (window,) = app.slack.views("views.open")
    assert "title,author,isbn,book_id,stars" in words(window)
    assert ",5,,," in words(window)


def test_deleting_asks_once_deletes_all_and_says_so(app: SlackApp, shelves: ShelfTable) -> None:
    rate(app, "dune", "five stars")
    home = open_home(app)
    (button,) = buttons(home, "home_delete")
    assert "can't be undone" in button["confirm"]["text"]["text"]
    answer = app.click_in_home(home, "home_delete")
    assert "Deleted" in answer.metrics
    assert "I deleted all that I kept of you: one book and your preferences" in words(home_of(app))
    assert "You have not rated a book yet" in words(home_of(app))
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_a_deletion_that_fails_says_so(app: SlackApp, dynamodb: DynamoDb) -> None:
    rate(app, "dune", "five stars")
    home = open_home(app)
    dynamodb.fail("DeleteItem", times=99, refuses="InternalServerError")
    answer = app.click_in_home(home, "home_delete")
    assert "NotDeleted" in answer.metrics
    assert "could not delete everything" in words(home_of(app))
    assert "Rated (1)" in words(home_of(app))


def test_a_change_that_is_not_saved_is_reported_and_not_shown(app: SlackApp, dynamodb: DynamoDb) -> None:
    rate(app, "dune", "five stars")
    home = open_home(app)
    dynamodb.fail("UpdateItem", times=9, refuses="InternalServerError")
    app.click_in_home(home, "home_change_book:1", "one star")
    assert "I could not save that" in words(home_of(app))
    assert "★★★★★ (five stars)" in words(home_of(app))


def test_a_menu_of_another_version_changes_nothing(app: SlackApp, shelves: ShelfTable) -> None:
    rate(app, "dune", "five stars")
    home = open_home(app)
    action = action_in(home, "home_change_book:1", "one star")
    action["selected_option"]["value"] = "praise oji73cmn"
    app.request(view_action_body(action, home, user_id=app.user_id))
    assert "too old" in words(home_of(app))
    assert [book.stars for book in shelves.read(Reader("T0001", app.user_id)).books] == [5]


def test_telling_of_oneself_changes_what_home_recommends(app: SlackApp) -> None:
    save_first(app, open_home(app), {1: 5, 2: 4, 3: 4})
    app.click_in_home(home_of(app), "menu_rate", "1. five stars")
    assert "You gave" in words(home_of(app))
    choose_preference(app, home_of(app), "home_country", country=["usa"], age=["-"], languages=[])
    assert "You gave" not in words(home_of(app))
    assert len(titles(home_of(app))) == 5


@pytest.mark.parametrize("code", ["expired_trigger_id", "ratelimited"])
def test_an_export_that_cannot_be_shown_is_reported_in_home(app: SlackApp, code: str) -> None:
    home = open_home(app)
    app.slack.refusals["views.open"] = code
    answer = app.click_in_home(home, "home_export")
    assert "NotExported" in answer.metrics
    assert "I could not read your data" in words(home_of(app))


def test_an_export_of_a_shelf_out_of_reach_says_so_in_its_window(app: SlackApp, dynamodb: DynamoDb) -> None:
    home = open_home(app)
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    app.click_in_home(home, "home_export")
    assert "I could not read your data" in words(app.slack.views("views.open")[-1])


def test_a_shelf_too_long_for_a_click_gets_a_sentence_on_its_deletion(
    app: SlackApp, shelves: ShelfTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader("T0001", app.user_id)
    shelves.apply(reader, ShelfAction(Verb.RATE, "abcdefgh", 5), "1763946000")
    home = open_home(app)
    monkeypatch.setattr("shelftalker.listeners.home._DELETION_SECONDS", 0)
    answer = app.click_in_home(home, "home_delete")
    assert "NotDeleted" in answer.metrics
    assert "could not delete everything" in words(home_of(app))
