"""Back from wherever clicks have led, in messages."""

import re

from tests.shelftalker.listeners.reading import Message, message_after_click, titles
from tests.slack_app import SlackApp, buttons


def heading_of(message: Message) -> str:
    """Return the heading in words, without the result of the click before."""
    return re.sub(r"^.*? is (on|off) your list\. ", "", message["text"]).partition(":")[0]


def test_back_leads_step_by_step_through_all_that_was_looked_at(app: SlackApp) -> None:
    message = app.type("").message
    seen = [message]
    for number in (None, 1, 2, None, 1, 1):
        message = (
            message_after_click(app, message, "menu_like", f"{number}.")
            if number
            else message_after_click(app, message, "five_more")
        )
        seen.append(message)
    for shown in reversed(seen[:-1]):
        message = message_after_click(app, message, "back")
        assert titles(message) == titles(shown)
        assert message["text"].partition(":")[0] == shown["text"].partition(":")[0]
    assert not buttons(message, "back")


def test_back_leads_through_forty_steps_and_from_a_longer_way_to_its_beginning(app: SlackApp) -> None:
    first = app.type("dune").message
    message = first
    headings = [heading_of(message)]
    for number in range(45):
        # Other clicks on the way carry it along.
        action_id, chosen = [("menu_like", "1."), ("menu_like", "2."), ("five_more", None)][number % 3]
        message = message_after_click(app, message, action_id, chosen)
        if number % 9 == 0:
            message = message_after_click(app, message, "menu_want", "1.")
        headings.append(heading_of(message))
    came_by = []
    while buttons(message, "back"):
        message = message_after_click(app, message, "back")
        came_by.append(heading_of(message))
    latest = list(reversed(headings[:-1]))
    assert len(came_by) >= 40
    assert came_by[:-1] == latest[: len(came_by) - 1]
    assert titles(message) == titles(first)


def test_back_leads_from_a_chosen_suggestion_to_the_suggestions(app: SlackApp) -> None:
    suggestions = app.type("Emma the Dunes").message
    message = message_after_click(app, suggestions, "choose_book:0")
    message = message_after_click(app, message, "menu_like", "2.")
    message = message_after_click(app, message, "back")
    (button,) = buttons(message, "back")
    assert button["text"]["text"] == "Back to the suggestions"
    again = message_after_click(app, message, "back")
    assert again["text"] == suggestions["text"]
    assert again["replace_original"] is True


def test_the_answer_to_a_long_text_is_found_again_by_its_books(app: SlackApp) -> None:
    typed = "xqvz wklrp " * 12
    unknown = app.type(typed).message
    message = message_after_click(app, unknown, "choose_book:1")
    again = message_after_click(app, message, "back")
    assert again["text"].startswith("These are the books from before.")
    assert [each["value"] for each in buttons(again, "choose_book")] == [
        each["value"] for each in buttons(unknown, "choose_book")
    ]


def test_back_where_nothing_is_remembered_leads_to_ones_own_books(app: SlackApp) -> None:
    message = app.type("dune").message
    row = next(block for block in message["blocks"] if block.get("block_id", "").startswith("menus"))
    row["elements"].append({"type": "button", "action_id": "back", "value": "back"})
    assert message_after_click(app, message, "back")["text"].startswith("Many readers like these:")
