"""The choice in Home to let one's ratings improve recommendations."""

import json
from typing import Any

import pytest

from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb
from tests.http_service import HttpService
from tests.shelftalker.listeners.homes import home_of, open_home, opt_in, rate, words
from tests.slack_app import SlackApp, buttons
from tests.slack_requests import button_action, view_action_body

WHERE_IT_IS_ON = pytest.mark.usefixtures("learning_queue")
CONTROL = "Let my ratings improve recommendations"


def choose(app: SlackApp, home: dict[str, Any], value: str) -> Any:
    """Click the choice as Slack sends it from a Home that was drawn some time ago."""
    return app.request(view_action_body(button_action("home_learning", value, "b1"), home, user_id=app.user_id))


def test_where_it_is_off_nothing_of_it_is_seen(app: SlackApp) -> None:
    rate(app, "dune", "five stars")
    home = open_home(app)
    assert buttons(home, "home_learning") == []
    [deletion] = buttons(home, "home_delete")
    app.click_in_home(home, "home_export")
    seen = words(home) + json.dumps(deletion) + words(app.slack.views("views.open")[-1])
    app.click_in_home(home, "home_delete")
    assert not [word for word in (CONTROL, "train", "pseudonym", "improve") if word in seen + words(home_of(app))]


def test_a_home_from_before_it_was_switched_off_opts_nobody_in_but_out(app: SlackApp, shelves: ShelfTable) -> None:
    reader, home = Reader("T0001", app.user_id), open_home(app)
    assert "TooOld" in choose(app, home, "in").metrics
    assert "too old" in words(home_of(app))
    shelves.learn(reader, "1700000000", learns=True)
    assert "OptedOut" in choose(app, home, "out").metrics
    assert not shelves.read(reader).learns


@WHERE_IT_IS_ON
def test_everyone_is_out_until_they_choose_and_can_take_it_back(app: SlackApp, shelves: ShelfTable) -> None:
    reader = Reader("T0001", app.user_id)
    assert f"{CONTROL}: off" in words(open_home(app))
    opt_in(app)
    assert f"{CONTROL}: on" in words(home_of(app))
    assert shelves.read(reader).learns
    answer = app.click_in_home(home_of(app), "home_learning")
    assert "OptedOut" in answer.metrics
    assert f"{CONTROL}: off" in words(home_of(app))
    assert not shelves.read(reader).learns


@WHERE_IT_IS_ON
def test_the_control_says_what_it_means(app: SlackApp) -> None:
    said = words(open_home(app))
    for meaning in ("train the next model", "under a pseudonym", "keep traces", "take it back at any time"):
        assert meaning in said


@WHERE_IT_IS_ON
def test_the_export_has_the_choice(app: SlackApp) -> None:
    opt_in(app)
    app.click_in_home(home_of(app), "home_export")
    assert "ratings_improve_recommendations,yes" in words(app.slack.views("views.open")[-1])


@WHERE_IT_IS_ON
def test_a_deletion_takes_it_along_and_says_so(app: SlackApp, shelves: ShelfTable) -> None:
    opt_in(app)
    [button] = buttons(home_of(app), "home_delete")
    assert "keep traces" in button["confirm"]["text"]["text"]
    app.click_in_home(home_of(app), "home_delete")
    assert "The next training goes without your ratings" in words(home_of(app))
    assert f"{CONTROL}: off" in words(home_of(app))
    assert shelves.read(Reader("T0001", app.user_id)).learning is None


@WHERE_IT_IS_ON
def test_a_choice_that_is_not_saved_is_reported_and_not_shown(app: SlackApp, dynamodb: DynamoDb) -> None:
    home = open_home(app)
    dynamodb.fail("UpdateItem", times=9, refuses="InternalServerError")
    assert "NotSaved" in app.click_in_home(home, "home_learning").metrics
    assert "I could not save that" in words(home_of(app))
    assert f"{CONTROL}: off" in words(home_of(app))


@WHERE_IT_IS_ON
def test_where_the_shelf_cannot_be_read_no_choice_is_shown(app: SlackApp, dynamodb: DynamoDb) -> None:
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    assert buttons(open_home(app), "home_learning") == []


@WHERE_IT_IS_ON
def test_to_choose_sends_no_message(app: SlackApp, learning_queue: HttpService) -> None:
    opt_in(app)
    assert learning_queue.received == []
