"""A reader's Home as it was published last."""

import json
from typing import Any

from shelftalker.recommend.listing_state import ListingState, PositionState
from shelftalker.recommend.stops import Source
from shelftalker.views.home import HomeState
from tests.slack_app import Answer, SlackApp, action_in
from tests.slack_requests import home_opened_body, submission_body, view_action_body

View = dict[str, Any]


def home_of(app: SlackApp) -> View:
    """Home as it was published last."""
    return app.slack.views("views.publish")[-1]


def open_home(app: SlackApp, view: View | None = None) -> View:
    assert app.request(home_opened_body(view, app.user_id)).status == 200
    return home_of(app)


def words(view: View) -> str:
    """All text of a view."""
    return json.dumps(view["blocks"], ensure_ascii=False)


def opt_in(app: SlackApp) -> None:
    """Let the person's ratings improve recommendations."""
    answer = app.click_in_home(open_home(app), "home_learning")
    assert "OptedIn" in answer.metrics
    assert "Opt out" in words(home_of(app))


def rate(app: SlackApp, title: str, stars: str) -> None:
    """Rate the first book that is recommended after a title."""
    app.click(app.type(title).message, "menu_rate", f"1. {stars}")


def first_rows(view: View) -> list[dict[str, Any]]:
    """Return the rows of the first books, which a new reader rates or skips."""
    return [block for block in view["blocks"] if block.get("block_id", "").startswith("first ")][:-1]


def save_first(app: SlackApp, home: View, stars: dict[int, int | str], button: str = "first_save") -> Answer:
    """Choose stars, or "skip", beside first books by their numbers, and click the button below them."""
    values = {}
    for number, row in enumerate(first_rows(home), start=1):
        ends = f"rate{stars[number]} " if stars.get(number) != "skip" and number in stars else "skip"
        option = next(each for each in row["accessory"]["options"] if each["value"].startswith(ends))
        values[row["block_id"]] = {
            "first_stars": {"type": "static_select", "selected_option": option if number in stars else None}
        }
    view = home | {"state": {"values": values}}
    return app.request(view_action_body(action_in(home, button), view, user_id=app.user_id))


def search_in_home(app: SlackApp, home: View, book_id: str) -> View:
    """Choose a book in the window that Home opens, and return Home with the books after it."""
    app.click_in_home(home, "open_search")
    window = app.slack.views("views.open")[-1]
    values = {"title": {"search_title": {"type": "external_select", "selected_option": {"value": book_id}}}}
    answer = app.request(submission_body(window, values, user_id=app.user_id))
    assert answer.body == ""
    return home_of(app)


def open_home_after_a_book(app: SlackApp) -> View:
    """Open Home and search for the best known book there; Home then lists five books to read after it."""
    home = open_home(app)
    after = search_in_home(app, home, first_rows(home)[0]["block_id"].removeprefix("first "))
    assert "If you liked" in words(after)
    return after


def former_home(app: SlackApp) -> View:
    """Return Home as it was before it asked a new reader about books: with popular ones to read."""
    ids = [row["block_id"].removeprefix("first ") for row in first_rows(open_home(app))]
    listing = ListingState(Source.POPULAR, positions=tuple(PositionState(book_id) for book_id in ids[:5]))
    home = home_of(app) | {"private_metadata": HomeState(listing).encode()}
    app.click_in_home(home, "home_show_shelf:rated")
    return home_of(app)
