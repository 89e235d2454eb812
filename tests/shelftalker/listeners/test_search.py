"""The search window, its type-ahead, and the shortcuts."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest

from tests.dynamodb import DynamoDb
from tests.slack_app import Answer, SlackApp, buttons
from tests.slack_requests import (
    action_body,
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


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("what should I read after dune?", "Dune"),
        ("000000006X", "The Hobbit"),
        ("https://www.goodreads.com/book/show/234225.Dune_Messiah", "Dune Messiah"),
        ("sorcerers stone", "Harry Potter and the Sorcerer's Stone"),
    ],
)
def test_what_is_no_title_is_understood_as_after_the_command(app: SlackApp, typed: str, title: str) -> None:
    offered = app.request(suggestion_body("search_title", typed)).message
    assert offered["options"][0]["text"]["text"].startswith(title)


def open_after(app: SlackApp, typed: str) -> dict[str, Any]:
    """Click *Find a book* in an answer to what was typed, and return the window."""
    message = app.type("xqvz wklrp").message
    (search,) = buttons(message, "open_search")
    search["value"] = f"search {typed}"
    app.click(message, "open_search")
    return latest_window(app)


def test_the_window_opens_with_what_was_typed_and_offers_its_books(app: SlackApp) -> None:
    window = open_after(app, "sorcerers stone")
    field = window["blocks"][0]["element"]
    assert field["initial_option"]["text"]["text"].startswith("Harry Potter and the Sorcerer's Stone")
    assert field["placeholder"]["text"] == "You typed \u201csorcerers stone\u201d"
    ((name, payload),) = parse_qsl(suggestion_body("search_title", ""))
    empty = json.loads(payload) | {"view": window}
    offered = app.request(urlencode({name: json.dumps(empty)})).message
    assert offered["options"][0] == field["initial_option"]
    values = {window["blocks"][0]["block_id"]: {"search_title": {"selected_option": field["initial_option"]}}}
    app.request(submission_body(window, values, user_id=app.user_id))
    assert app.slack.posted[-1]["text"].startswith("If you liked Harry Potter and the Sorcerer's Stone")


def test_the_window_opens_empty_where_nothing_is_like_what_was_typed(app: SlackApp) -> None:
    field = open_after(app, "xqvz wklrp")["blocks"][0]["element"]
    assert "initial_option" not in field
    assert field["placeholder"]["text"] == "You typed \u201cxqvz wklrp\u201d"


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
    (row,) = (block for block in first["blocks"] if block["type"] == "actions" and "menu_rate" in str(block))
    (menu,) = (element for element in row["elements"] if element["action_id"] == "menu_rate")
    dismiss = menu["option_groups"][0]["options"][-1]
    action = {
        "action_id": "menu_rate",
        "block_id": row["block_id"],
        "type": "static_select",
        "selected_option": dismiss,
    }
    app.request(action_body(action, app.slack.response_url, user_id=app.user_id))
    app.type("find")
    choose(app, latest_window(app), "dune")
    gone = first["text"].partition("1. ")[2].partition(" by ")[0]
    assert gone in first["text"]
    assert gone not in app.slack.posted[-1]["text"]


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


def test_a_link_in_a_message_is_answered_by_the_book_that_it_was_unfurled_to(app: SlackApp) -> None:
    address = "https://www.goodreads.com/book/show/234225"
    body = message_shortcut_body("books_like_mentioned", f"<{address}>", app.slack.response_url)
    ((field, payload),) = parse_qsl(body)
    shortcut = json.loads(payload)
    unfurl = {"title": "Dune Messiah by Frank Herbert | A Shop", "title_link": address, "from_url": address}
    shortcut["message"] |= {"attachments": [unfurl]}
    app.request(urlencode({field: json.dumps(shortcut)}))
    assert app.slack.posted[-1]["text"].startswith("If you liked Dune Messiah by Frank Herbert")


def test_several_links_in_a_message_are_named_with_a_button_each(app: SlackApp) -> None:
    text = "<https://a.example/book/emma-jane-austen|this> or https://a.example/book/dune-frank-herbert"
    app.request(message_shortcut_body("books_like_mentioned", text, app.slack.response_url))
    posted = app.slack.posted[-1]
    assert "Emma by Jane Austen" in posted["text"]
    assert "Dune by Frank Herbert" in posted["text"]
    assert len(buttons(posted)) == 2


def test_a_message_shortcut_in_a_thread_is_answered_in_the_thread(app: SlackApp) -> None:
    app.request(message_shortcut_body("books_like_mentioned", "The Hobbit", app.slack.response_url, thread_ts="5.5"))
    assert app.slack.posted[-1]["thread_ts"] == "5.5"


def test_a_shelf_out_of_reach_does_not_keep_a_search_from_its_answer(app: SlackApp, dynamodb: DynamoDb) -> None:
    app.type("find")
    dynamodb.fail("Query", times=9, refuses="InternalServerError")
    choose(app, latest_window(app), "dune")
    assert "I can't reach your shelf" in app.slack.posted[-1]["text"]
    assert "If you liked Dune" in app.slack.posted[-1]["text"]
