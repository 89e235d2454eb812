"""A reader's Home as it was published last."""

import json
from typing import Any

from tests.slack_app import SlackApp
from tests.slack_requests import home_opened_body

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
