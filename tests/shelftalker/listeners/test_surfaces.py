"""The surface of a click: the clicked message, or the reader's Home."""

from typing import Any

from tests.shelftalker.listeners.homes import open_home_after_a_book
from tests.slack_app import SlackApp, SlackImitation, buttons
from tests.slack_requests import click_body, signed_headers, v2_event


def test_clicking_in_a_message_that_others_see_answers_only_the_one_who_clicked(
    recommend: Any, send: Any, slack: SlackImitation
) -> None:
    button = buttons(recommend("dune mesiah").message)[0]
    body = click_body(button["action_id"], button["value"], slack.response_url, is_ephemeral=False)
    send(v2_event(body, signed_headers(body)))
    (posted,) = slack.posted
    assert (posted["response_type"], posted["replace_original"]) == ("ephemeral", False)


def test_a_click_in_home_is_answered_in_home_and_one_in_a_message_there(app: SlackApp) -> None:
    home = open_home_after_a_book(app)
    app.click_in_home(home, "five_more")
    assert (len(app.slack.views("views.publish")), app.slack.posted) == (3, [])
    app.click(app.type("dune").message, "five_more")
    assert (len(app.slack.views("views.publish")), len(app.slack.posted)) == (3, 1)
