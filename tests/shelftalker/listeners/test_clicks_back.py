"""Back from wherever clicks have led, in messages."""

from tests.shelftalker.listeners.reading import message_after_click, titles
from tests.slack_app import SlackApp, buttons


def test_back_leads_step_by_step_through_all_that_was_looked_at(app: SlackApp) -> None:
    message = app.type("").message
    seen = [message]
    for action_id in ("five_more", "choose_book:1", "choose_book:2", "five_more", "choose_book:1", "choose_book:1"):
        message = message_after_click(app, message, action_id)
        seen.append(message)
    for shown in reversed(seen[:-1]):
        message = message_after_click(app, message, "back")
        assert titles(message) == titles(shown)
        assert message["text"].partition(":")[0] == shown["text"].partition(":")[0]
    assert not buttons(message, "back")


def test_back_leads_to_ones_own_books_once_the_way_is_longer_than_a_message_remembers(app: SlackApp) -> None:
    message = app.type("dune").message
    for _ in range(30):
        message = message_after_click(app, message, "menu_like", "1.")
    steps = 0
    while buttons(message, "back"):
        message = message_after_click(app, message, "back")
        steps += 1
    assert 16 <= steps < 30
    assert message["text"].startswith("Many readers like these:")
