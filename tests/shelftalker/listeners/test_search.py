"""The search window, its type-ahead, and the shortcuts."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.dynamodb import DynamoDb
from tests.slack_app import Answer, SlackApp, buttons
from tests.slack_requests import (
    global_shortcut_body,
    message_shortcut_body,
    submission_body,
    suggestion_body,
)


def choose(app: SlackApp, window: dict[str, Any], title: str) -> Answer:
    """Type a title into a window, choose the first book offered and submit."""
    offered = app.request(suggestion_body("search_title", title)).message
    options = offered.get("options") or offered["option_groups"][0]["options"]
    chosen = {"type": "external_select", "selected_option": options[0]}
    values = {window["blocks"][0]["block_id"]: {"search_title": chosen}}
    return app.request(submission_body(window, values, user_id=app.user_id))


def latest_window(app: SlackApp) -> dict[str, Any]:
    """Return the window that was opened last."""
    return app.slack.views("views.open")[-1]


def test_find_opens_the_search_window_and_says_nothing_else(app: SlackApp) -> None:
    answer = app.type("find")
    assert (answer.status, answer.body) == (200, "")
    assert latest_window(app)["callback_id"] == "search"
    assert "SearchOpened" in answer.metrics


def test_find_is_a_command_only_as_the_whole_text(app: SlackApp) -> None:
    app.type("find me")
    assert app.slack.calls == []


def test_typing_offers_titles_with_their_authors(app: SlackApp) -> None:
    answer = app.request(suggestion_body("search_title", "dun"))
    texts = [option["text"]["text"] for option in answer.message["options"]]
    assert texts[0] == "Dune · Frank Herbert · 1965"
    assert "Dune Messiah · Frank Herbert · 1969" in texts


def test_what_slack_escapes_is_undone_while_typing(app: SlackApp) -> None:
    (option,) = app.request(suggestion_body("search_title", "pride &amp; pre")).message["options"]
    assert option["text"]["text"].startswith("Pride & Prejudice")


def test_titles_that_repeat_are_grouped_by_author(app: SlackApp) -> None:
    groups = app.request(suggestion_body("search_title", "emma")).message["option_groups"]
    assert {"Jane Austen", "Alexander McCall Smith"} <= {group["label"]["text"] for group in groups}


@pytest.mark.parametrize("typed", ["", " ", "zzzzqqq", "*_~<>&", "\U0001f4da", "海"])
def test_whatever_is_typed_gets_an_answer(app: SlackApp, typed: str) -> None:
    answer = app.request(suggestion_body("search_title", typed))
    assert answer.status == 200
    assert answer.message.keys() <= {"options", "option_groups"}


def test_a_search_from_the_command_is_answered_in_the_conversation(app: SlackApp) -> None:
    app.type("find")
    answer = choose(app, latest_window(app), "dune")
    assert (answer.status, answer.body) == (200, "")
    (posted,) = app.slack.posted
    assert posted["text"].startswith("If you liked Dune by Frank Herbert")
    assert (posted["response_type"], posted["replace_original"]) == ("ephemeral", False)


def test_a_search_from_a_thread_is_answered_in_the_thread(app: SlackApp) -> None:
    message = app.type("xqvz wklrp").message
    app.click(message, "open_search", is_ephemeral=True, thread_ts="9.9")
    choose(app, latest_window(app), "dune")
    assert app.slack.posted[-1]["thread_ts"] == "9.9"


def test_a_search_from_the_global_shortcut_is_answered_in_home(app: SlackApp) -> None:
    assert app.request(global_shortcut_body("find_book", app.user_id)).status == 200
    answer = choose(app, latest_window(app), "dune")
    assert answer.message["response_action"] == "update"
    (link,) = buttons(answer.message["view"])
    assert link["url"] == "slack://app?team=T0001&id=A0001&tab=home"
    home = app.slack.views("views.publish")[-1]
    assert any("If you liked *Dune*" in block.get("text", {}).get("text", "") for block in home["blocks"])


def test_a_window_stays_open_where_slack_does_not_take_the_answer(app: SlackApp) -> None:
    app.type("find")
    app.slack.status = 404
    answer = choose(app, latest_window(app), "dune")
    assert answer.message["response_action"] == "errors"
    assert "did not take my answer" in next(iter(answer.message["errors"].values()))


def test_a_window_of_a_book_that_is_gone_says_so(app: SlackApp) -> None:
    app.type("find")
    chosen = {"type": "external_select", "selected_option": {"value": "aaaaaaaa"}}
    answer = app.request(submission_body(latest_window(app), {"title": {"search_title": chosen}}))
    assert "no longer in my catalogue" in answer.message["errors"]["title"]


@pytest.mark.parametrize("code", ["expired_trigger_id", "invalid_auth", "ratelimited"])
def test_a_window_that_cannot_be_opened_gets_a_plain_sentence(app: SlackApp, code: str) -> None:
    app.slack.refusals["views.open"] = code
    answer = app.type("find")
    assert "can't open the search window" in answer.message["text"]
    assert "SearchNotOpened" in answer.metrics
    message = app.type("xqvz wklrp").message
    _, posted = app.click(message, "open_search")
    assert posted is not None
    assert "can't open the search window" in posted["text"]
    assert posted["replace_original"] is False
    assert app.request(global_shortcut_body("find_book")).status == 200


def test_a_search_leaves_out_books_that_its_reader_rated_or_dismissed(app: SlackApp) -> None:
    first = app.type("dune").message
    app.click(first, "rate:1", "Not for me")
    app.type("find")
    choose(app, latest_window(app), "dune")
    gone = next(block["text"]["text"] for block in first["blocks"] if "\n" in block.get("text", {}).get("text", ""))
    assert gone.splitlines()[0].strip("*") not in app.slack.posted[-1]["text"]


def test_a_message_that_names_one_book_is_answered_with_five(app: SlackApp) -> None:
    body = message_shortcut_body("books_like_mentioned", "Has anyone read The Hobbit yet?", app.slack.response_url)
    answer = app.request(body)
    assert (answer.status, answer.body) == (200, "")
    assert app.slack.posted[-1]["text"].startswith("If you liked The Hobbit by")
    assert "Mentioned" in answer.metrics


def test_a_message_that_names_several_lets_one_choose(app: SlackApp) -> None:
    text = "I liked _Emma_ and Children of Dune <@U1>"
    app.request(message_shortcut_body("books_like_mentioned", text, app.slack.response_url))
    posted = app.slack.posted[-1]
    assert "I found these books in that message" in posted["text"]
    assert {each["text"]["text"] for each in buttons(posted)} == {"Choose"}


def test_a_message_that_names_none_offers_search(app: SlackApp) -> None:
    answer = app.request(message_shortcut_body("books_like_mentioned", "it was a long night", app.slack.response_url))
    assert "I found no title" in app.slack.posted[-1]["text"]
    assert buttons(app.slack.posted[-1], "open_search")
    assert "NoneMentioned" in answer.metrics


def test_a_message_of_an_app_is_read_where_its_words_are(app: SlackApp) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "Read _Children of Dune_ this month"}}]
    ((field, payload),) = parse_qsl(message_shortcut_body("books_like_mentioned", "", app.slack.response_url))
    shortcut = json.loads(payload)
    shortcut["message"] |= {"subtype": "bot_message", "bot_id": "B1", "blocks": blocks}
    app.request(urlencode({field: json.dumps(shortcut)}))
    assert app.slack.posted[-1]["text"].startswith("If you liked Children of Dune by Frank Herbert")


def test_a_message_shortcut_in_a_thread_is_answered_in_the_thread(app: SlackApp) -> None:
    app.request(message_shortcut_body("books_like_mentioned", "The Hobbit", app.slack.response_url, thread_ts="5.5"))
    assert app.slack.posted[-1]["thread_ts"] == "5.5"


def test_a_shelf_out_of_reach_does_not_keep_a_search_from_its_answer(app: SlackApp, dynamodb: DynamoDb) -> None:
    app.type("find")
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    choose(app, latest_window(app), "dune")
    assert "I can't reach your shelf" in app.slack.posted[-1]["text"]
    assert "If you liked Dune" in app.slack.posted[-1]["text"]
