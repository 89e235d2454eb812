"""Home as it is published: from the shelf, and from the state that the page holds of itself."""

import pytest

from tests.dynamodb import DynamoDb
from tests.shelftalker.listeners.homes import (
    first_rows,
    home_of,
    open_home,
    open_home_after_a_book,
    save_first,
    search_in_home,
    words,
)
from tests.shelftalker.listeners.reading import titles
from tests.slack_app import SlackApp, buttons
from tests.slack_requests import home_opened_body


def test_opening_home_shows_search_books_the_shelf_and_ones_data(app: SlackApp) -> None:
    home = open_home(app)
    assert home["type"] == "home"
    for said in ("Find a book", "Which of these do you know?", "Your shelf", "Export my data", "Delete my data"):
        assert said in words(home)
    assert len(first_rows(home)) == 10
    assert not buttons(home, "share")


def test_a_search_from_home_is_answered_in_home_and_is_there_when_it_is_opened_again(app: SlackApp) -> None:
    home = open_home_after_a_book(app)
    assert "If you liked" in words(open_home(app, home))
    assert app.slack.posted == []


def test_a_search_from_home_leaves_the_shelf_where_it_was(app: SlackApp) -> None:
    app.click_in_home(open_home(app), "home_show_shelf:wanted")
    home = home_of(app)
    after = search_in_home(app, home, first_rows(home)[0]["block_id"].removeprefix("first "))
    assert "If you liked" in words(after)
    assert "Want to read, no books, shown now" in words(after)


def test_home_without_a_readable_shelf_shows_no_empty_one(app: SlackApp, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    home = open_home(app)
    assert "I can't reach your shelf right now" in words(home)
    assert "You have not rated a book yet" not in words(home)
    assert len(titles(home)) == 5


@pytest.mark.parametrize("code", ["hash_conflict", "invalid_auth", "internal_error"])
def test_a_home_that_slack_refuses_is_counted_and_acknowledged(app: SlackApp, code: str) -> None:
    app.slack.refusals["views.publish"] = code
    answer = app.request(home_opened_body(None, app.user_id))
    assert answer.status == 200
    assert "HomeNotPublished" in answer.metrics


def test_opening_home_again_shows_what_the_command_alone_would(app: SlackApp) -> None:
    save_first(app, open_home(app), {1: 5, 2: 5, 3: 5})
    app.click_in_home(home_of(app), "menu_rate", "1. five stars")
    assert "You gave" in words(home_of(app))
    again = open_home(app, home_of(app))
    assert "For you, from your shelf:" in words(again)
    assert "You gave" not in words(again)
