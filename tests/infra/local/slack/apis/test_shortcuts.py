"""Global shortcuts and shortcuts on messages, and their answers."""

from typing import Any

from tests.infra.local.block_kit import modal, with_buttons
from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack

LIKE = "books_like_mentioned"


def use(slack: ScriptedSlack, message: dict[str, Any], user: str = "amina") -> Any:
    slack.app.answer = lambda _: Answer()
    return slack.post("shortcut", user, callback_id=LIKE, channel_id=message["channel_id"], ts=message["ts"])


def test_the_page_offers_the_shortcuts_of_the_manifest(slack: ScriptedSlack) -> None:
    shortcuts = {shortcut["callback_id"]: shortcut for shortcut in slack.state()["shortcuts"]}
    assert shortcuts["find_book"]["type"] == "global"
    assert shortcuts[LIKE]["type"] == "message"
    assert all(shortcut["name"] and shortcut["description"] for shortcut in shortcuts.values())


def test_a_global_shortcut_carries_no_response_url(slack: ScriptedSlack) -> None:
    assert slack.post("shortcut", callback_id="find_book") == {"ok": True, "problem": ""}
    payload = slack.app.received[-1].payload
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "find_book")
    assert payload["user"]["id"] == "U0AMINA0001"
    assert payload["team"] == {"id": "T0SHELF0001", "domain": "corner-bookshop"}
    assert payload["action_ts"]
    assert not {"response_url", "channel", "message", "message_ts"} & set(payload)
    assert slack.call("views.open", trigger_id=payload["trigger_id"], view=modal())["ok"]
    assert [exchange["kind"] for exchange in slack.state()["exchanges"]] == ["shortcut", "views.open"]


def test_a_message_shortcut_carries_the_message(slack: ScriptedSlack) -> None:
    [message] = slack.type("Has anyone read _Dune_ & Emma?", user="jonas")
    assert use(slack, message) == {"ok": True, "problem": ""}
    payload = slack.app.received[-1].payload
    assert (payload["type"], payload["callback_id"]) == ("message_action", LIKE)
    assert payload["user"]["id"] == "U0AMINA0001"
    assert payload["channel"] == {"id": "C0BOOKS0001", "name": "book-club"}
    assert payload["message_ts"] == message["ts"]
    assert payload["message"] == {
        "type": "message",
        "user": "U0JONAS0001",
        "team": "T0SHELF0001",
        "ts": message["ts"],
        "text": "Has anyone read _Dune_ &amp; Emma?",
    }
    assert payload["trigger_id"]
    assert payload["response_url"]


def test_a_message_of_the_app_is_carried_with_its_blocks(slack: ScriptedSlack) -> None:
    slack.command(with_buttons(response_type="in_channel"))
    message = slack.messages("jonas")[-1]
    use(slack, message, "jonas")
    sent = slack.app.received[-1].payload["message"]
    assert (sent["user"], sent["bot_id"], sent["app_id"]) == ("U0SHELFBOT1", "B0SHELF0001", "A0SHELF0001")
    assert sent["blocks"] == message["blocks"]


def test_a_message_in_a_thread_is_answered_there_where_the_answer_has_its_thread_ts(slack: ScriptedSlack) -> None:
    [parent] = slack.type("What next?")
    reply = slack.type("Like Emma", user="jonas", thread_ts=parent["ts"])[-1]
    use(slack, reply)
    received = slack.app.received[-1]
    assert received.payload["message"]["thread_ts"] == parent["ts"]
    slack.respond(received, {"text": "in the thread", "thread_ts": parent["ts"]})
    slack.respond(received, {"text": "in the channel"})
    in_thread, in_channel = slack.messages()[-2:]
    assert (in_thread["thread_ts"], in_thread["is_ephemeral"]) == (parent["ts"], True)
    assert (in_channel["thread_ts"], in_channel["is_ephemeral"]) == (None, True)
    assert [message["text"] for message in slack.messages("jonas")] == ["What next?", "Like Emma"]


def test_a_message_with_answers_carries_the_thread_that_it_starts(slack: ScriptedSlack) -> None:
    [parent] = slack.type("What next?")
    use(slack, parent)
    assert "thread_ts" not in slack.app.received[-1].payload["message"]
    slack.type("Emma", thread_ts=parent["ts"])
    use(slack, parent)
    assert slack.app.received[-1].payload["message"]["thread_ts"] == parent["ts"]


def test_after_a_shortcut_there_is_no_message_to_replace(slack: ScriptedSlack) -> None:
    [message] = slack.type("What next?")
    use(slack, message)
    received = slack.app.received[-1]
    slack.respond(received, {"text": "five books", "replace_original": True})
    assert [shown["text"] for shown in slack.messages()] == ["What next?", "five books"]
    assert slack.respond(received, {"delete_original": True}).get_json()["error"] == "message_not_found"


def test_an_unknown_thread_gives_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.type("What next?")
    use(slack, message)
    slack.respond(slack.app.received[-1], {"text": "five books", "thread_ts": "1.000001"})
    assert "no message with the ts '1.000001'" in slack.last_exchange()["warnings"][0]
    refused = slack.respond(slack.app.received[-1], {"text": "five books", "thread_ts": 1.5})
    assert (refused.status_code, refused.get_json()["error"]) == (400, "invalid_payload")


def test_a_message_that_only_one_person_sees_has_no_shortcuts(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "for Amina"})
    requests_before = len(slack.app.received)
    assert "only one person sees" in use(slack, message)["problem"]
    assert use(slack, message, "jonas")["problem"] == "This message is no longer there."
    assert len(slack.app.received) == requests_before


def test_an_unknown_shortcut_reaches_no_app(slack: ScriptedSlack) -> None:
    [message] = slack.type("What next?")
    where = {"channel_id": message["channel_id"], "ts": message["ts"]}
    assert "no global shortcut 'books_like_mentioned'" in slack.post("shortcut", callback_id=LIKE)["problem"]
    assert "no message shortcut 'find_book'" in slack.post("shortcut", callback_id="find_book", **where)["problem"]
    assert slack.app.received == []


def test_a_shortcut_that_is_not_acknowledged_shows_an_error(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    app.answer = lambda _: Answer(after_seconds=0.4)
    assert "timed out" in slack.post("shortcut", callback_id="find_book")["problem"]


def test_an_ephemeral_answer_can_be_shared_with_all(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    shared = {"text": "<@U0AMINA0001> shared", "response_type": "in_channel", "replace_original": False}
    assert slack.respond(slack.app.received[-1], shared).status_code == 200
    [seen] = slack.messages("jonas")
    assert (seen["text"], seen["author_id"], seen["is_ephemeral"]) == (shared["text"], "U0SHELFBOT1", False)
    assert slack.messages()[0] == message
