"""Sharing: five books, or one with a word of one's own, with everyone in the conversation."""

from collections.abc import Callable
from typing import Any

from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfTable
from tests.shelftalker.listeners.reading import Message, message_after_click, titles
from tests.slack_app import Answer, SlackApp, buttons
from tests.slack_requests import action_body, submission_body
from tests.view_checks import check_view


def click_share_one(app: SlackApp, message: Message) -> Answer:
    """Click Share one below an answer."""
    row = next(block for block in message["blocks"] if block["type"] == "actions" and "block_id" in block)
    action = {"action_id": "share_one", "block_id": row["block_id"], "type": "button", "value": "share_one"}
    return app.request(action_body(action, app.slack.response_url, user_id=app.user_id))


def submit(app: SlackApp, view: Message, number: int, word: str | None) -> Answer:
    """Choose a book in the window, type a word, and share it."""
    option = view["blocks"][0]["element"]["options"][number - 1]
    values: dict[str, Any] = {
        "book": {"share_book": {"selected_option": option}},
        "word": {"share_word": {"value": word}},
    }
    return app.request(submission_body(view, values, app.user_id))


def test_sharing_shows_everyone_the_books_and_who_shared_them(app: SlackApp, person: Callable[[], SlackApp]) -> None:
    message = app.type("dune").message
    answer, _ = app.click(message, "share")
    public, private = app.slack.posted
    assert (public["response_type"], public["replace_original"]) == ("in_channel", False)
    assert (public["unfurl_links"], public["unfurl_media"]) == (False, False)
    assert public["text"].startswith(f"<@{app.user_id}> shares books to read after Dune by Frank Herbert: 1. ")
    assert titles(public) == titles(message)
    assert private["text"].startswith("\u2713 Shared with the channel.")
    assert private["replace_original"] is True
    assert "Shared" in answer.metrics
    answered = message_after_click(person(), public, "menu_like", "1.", is_ephemeral=False)
    assert (answered["response_type"], answered["replace_original"]) == ("ephemeral", False)


def test_a_second_click_on_share_says_that_it_was_shared(app: SlackApp) -> None:
    message = message_after_click(app, app.type("dune").message, "share")
    app.slack.posted.clear()
    answer, again = app.click(message, "share")
    assert again is not None
    assert again["text"].startswith("You have shared these with the channel already.")
    assert len(app.slack.posted) == 1
    assert "SharedAgain" in answer.metrics


def test_books_come_to_by_another_way_are_shared_once_too(app: SlackApp) -> None:
    message = message_after_click(app, app.type("dune").message, "share")
    message = message_after_click(app, message_after_click(app, message, "menu_like", "1."), "back")
    app.slack.posted.clear()
    message_after_click(app, message, "share")
    assert len(app.slack.posted) == 1


def test_a_shared_message_shows_nothing_of_the_shelf(app: SlackApp) -> None:
    message = app.type("").message
    for _ in range(3):
        message = message_after_click(app, message, "menu_rate", "1. five stars")
    app.slack.posted.clear()
    app.click(message, "share")
    assert "stars" not in app.slack.posted[0]["text"]
    assert "You gave" not in app.slack.posted[0]["text"]


def test_whoever_wants_a_shared_book_has_it_on_their_own_list_and_is_told_alone(
    app: SlackApp, person: Callable[[], SlackApp], shelves: ShelfTable
) -> None:
    app.click(app.type("dune").message, "share")
    public, other = app.slack.posted[0], person()
    told = message_after_click(other, public, "menu_want", "2.", is_ephemeral=False)
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert f"{titles(public)[1]} is on your list." in told["text"]
    assert [book.wanted for book in shelves.read(Reader("T0001", other.user_id)).books] == [True]
    assert shelves.read(Reader("T0001", app.user_id)).books == ()


def test_one_book_is_shared_alone_with_a_word_of_ones_own(app: SlackApp, person: Callable[[], SlackApp]) -> None:
    message = app.type("dune").message
    assert "ShareOpened" in click_share_one(app, message).metrics
    (view,) = app.slack.views("views.open")
    answer = submit(app, view, 2, "It made me <!channel> *laugh*")
    (public,) = app.slack.posted
    assert (answer.status, answer.body) == (200, "")
    assert (public["response_type"], public["replace_original"]) == ("in_channel", False)
    assert public["text"].startswith(f"<@{app.user_id}> shares a book: \u201cIt made me &lt;!channel&gt;")
    assert titles(message)[1] in public["text"]
    assert titles(message)[0] not in public["text"]
    assert [each["text"]["text"] for each in buttons(public)] == ["More like this", "Want to read"]
    told = message_after_click(person(), public, "want:1", is_ephemeral=False)
    assert "is on your list." in told["text"]


def test_a_window_submitted_twice_shares_once_and_says_so(app: SlackApp) -> None:
    message = app.type("dune").message
    click_share_one(app, message)
    (view,) = app.slack.views("views.open")
    assert submit(app, view, 1, None).body == ""
    again = submit(app, view, 1, None)
    assert "SharedAgain" in again.metrics
    assert again.message["response_action"] == "update"
    check_view(again.message["view"])
    assert f"You have shared *{titles(message)[0]}*" in again.message["view"]["blocks"][0]["text"]["text"]
    assert len(app.slack.posted) == 1


def test_a_word_that_slack_did_not_take_keeps_the_window_open_and_can_be_sent_again(app: SlackApp) -> None:
    click_share_one(app, app.type("dune").message)
    (view,) = app.slack.views("views.open")
    app.slack.status = 500
    assert "I could not share that" in submit(app, view, 1, "Read it").message["errors"]["book"]
    app.slack.status = 200
    assert submit(app, view, 1, "Read it").body == ""


def test_where_the_window_cannot_be_opened_the_person_is_told(app: SlackApp) -> None:
    app.slack.refusals["views.open"] = "internal_error"
    answer = click_share_one(app, app.type("dune").message)
    assert "ShareNotOpened" in answer.metrics
    assert "I can't open the window right now." in app.slack.posted[-1]["text"]


def test_an_old_message_without_a_state_cannot_be_shared(app: SlackApp) -> None:
    action = {"action_id": "share_one", "block_id": "b1", "type": "button", "value": "share_one"}
    answer = app.request(action_body(action, app.slack.response_url, user_id=app.user_id))
    assert "TooOld" in answer.metrics
