"""Clicks that are sent to an app, and its posts to their response_urls."""

from typing import Any

import pytest

from tests.infra.local.block_kit import button, with_buttons
from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack


def test_a_click_in_an_ephemeral_message_carries_no_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons(button(value="1 42")))
    assert slack.click(message, "choose") == ""
    payload = slack.app.received[-1].payload
    assert "message" not in payload
    assert payload["container"] == {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": "C0BOOKS0001",
        "is_ephemeral": True,
    }
    [action] = payload["actions"]
    assert float(action.pop("action_ts")) == pytest.approx(slack.clock.now)
    assert action == {
        "type": "button",
        "action_id": "choose",
        "block_id": message["blocks"][0]["block_id"],
        "text": {"type": "plain_text", "text": "Choose"},
        "value": "1 42",
    }
    assert (payload["type"], payload["api_app_id"]) == ("block_actions", "A0SHELF0001")
    assert payload["user"]["id"] == "U0AMINA0001"
    assert payload["team"] == {"id": "T0SHELF0001", "domain": "corner-bookshop"}
    assert payload["channel"] == {"id": "C0BOOKS0001", "name": "book-club"}
    assert payload["state"] == {"values": {}}
    assert payload["token"]
    assert payload["trigger_id"]
    assert payload["response_url"]


def test_a_click_in_a_message_that_all_see_carries_the_message(slack: ScriptedSlack) -> None:
    slack.command(with_buttons(response_type="in_channel"))
    message = slack.messages("jonas")[-1]
    slack.click(message, "choose", user="jonas")
    payload = slack.app.received[-1].payload
    assert payload["user"]["name"] == "jonas"
    assert payload["container"]["is_ephemeral"] is False
    assert payload["message"]["ts"] == message["ts"]
    assert payload["message"]["blocks"] == message["blocks"]


def test_the_body_that_answers_a_click_is_ignored_with_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.app.answer = lambda _: Answer({"text": "five books", "replace_original": True})
    assert slack.click(message, "choose") == ""
    assert slack.messages() == [message]
    assert "ignores the body" in slack.last_exchange()["warnings"][0]


def test_a_click_that_is_not_acknowledged_shows_the_reason_beside_the_button(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    [message] = slack.command(with_buttons())
    app.answer = lambda _: Answer(status=500)
    assert slack.click(message, "choose") == "This app responded with status 500."
    app.answer = lambda _: Answer(after_seconds=0.4)
    assert "Operation timed out" in slack.click(message, "choose")


def test_a_click_in_an_invisible_message_is_refused(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    assert slack.click(message, "choose", user="jonas") == "This message is no longer there."
    assert len(slack.app.received) == 1


def test_a_choice_from_a_menu_is_sent_and_remembered_as_state(slack: ScriptedSlack) -> None:
    options = [{"text": {"type": "plain_text", "text": genre}, "value": genre} for genre in ("crime", "fantasy")]
    menu = {"type": "static_select", "action_id": "genre", "options": options}
    [message] = slack.command(with_buttons(menu, button()))
    block_id = message["blocks"][0]["block_id"]

    slack.click(message, "genre", value="fantasy")
    [action] = slack.app.received[-1].payload["actions"]
    assert action["selected_option"] == options[1]

    slack.click(message, "choose")
    chosen = {"type": "static_select", "selected_option": options[1]}
    assert slack.app.received[-1].payload["state"] == {"values": {block_id: {"genre": chosen}}}

    assert "expected the value of an option" in slack.click(message, "genre", value="poetry")


def test_slack_generates_missing_ids_of_blocks_and_elements(slack: ScriptedSlack) -> None:
    unnamed = {"type": "button", "text": {"type": "plain_text", "text": "Choose"}}
    [message] = slack.command(with_buttons(unnamed, unnamed))
    [block] = message["blocks"]
    assert block["block_id"]
    assert len({element["action_id"] for element in block["elements"]}) == 2


def test_a_post_to_a_response_url_is_a_new_ephemeral_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    answer = slack.respond(slack.app.received[-1], {"text": "five books"})
    assert (answer.status_code, answer.text) == (200, "ok")
    assert [shown["text"] for shown in slack.messages()] == ["Did you mean", "five books"]
    assert slack.messages("jonas") == []


def test_a_post_in_channel_is_seen_by_all(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    slack.respond(slack.app.received[-1], {"text": "five books", "response_type": "in_channel"})
    assert [message["text"] for message in slack.messages("jonas")] == ["five books"]


def test_replace_original_replaces_the_clicked_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    slack.respond(slack.app.received[-1], {"text": "five books", "replace_original": True})
    [replaced] = slack.messages()
    assert (replaced["ts"], replaced["text"], replaced["blocks"]) == (message["ts"], "five books", [])
    assert replaced["is_ephemeral"]


def test_a_replaced_message_stays_visible_to_the_same_people(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    answer = {"text": "five books", "replace_original": True, "response_type": "in_channel"}
    slack.respond(slack.app.received[-1], answer)
    assert slack.messages("jonas") == []
    assert "stays ephemeral" in slack.last_exchange()["warnings"][0]


def test_delete_original_deletes_the_clicked_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    assert slack.respond(slack.app.received[-1], {"delete_original": True}).status_code == 200
    assert slack.messages() == []
    again = slack.respond(slack.app.received[-1], {"text": "five books", "replace_original": True})
    assert (again.status_code, again.get_json()["error"]) == (404, "message_not_found")


def test_a_sixth_post_to_a_response_url_is_refused(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    [received] = slack.app.received
    for _ in range(5):
        assert slack.respond(received, {"text": "more"}).status_code == 200
    refused = slack.respond(received, {"text": "too much"})
    assert (refused.status_code, refused.get_json()) == (404, {"ok": False, "error": "used_url"})
    assert "too much" not in str(slack.messages())
    assert "at most 5 posts" in slack.last_exchange()["errors"][0]


def test_a_post_after_half_an_hour_is_refused(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    slack.clock.now += 30 * 60 + 1
    refused = slack.respond(slack.app.received[-1], {"text": "too late"})
    assert (refused.status_code, refused.get_json()) == (404, {"ok": False, "error": "expired_url"})
    assert "too late" not in str(slack.messages())


def test_a_post_over_a_limit_is_refused_with_its_position(slack: ScriptedSlack) -> None:
    slack.command({"text": "wait"})
    refused = slack.respond(slack.app.received[-1], with_buttons(button(value="x" * 2001)))
    assert refused.status_code == 400
    assert refused.get_json() == {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {
            "messages": [
                "[ERROR] expected at most 2,000 characters, got 2,001 [json-pointer:/blocks/0/elements/0/value]"
            ]
        },
    }


@pytest.mark.parametrize(
    ("message", "code"),
    [({}, "no_text"), ({"text": 5}, "invalid_payload"), ([], "invalid_payload"), ("hi", "invalid_payload")],
)
def test_an_empty_or_malformed_post_is_refused(slack: ScriptedSlack, message: Any, code: str) -> None:
    slack.command({"text": "wait"})
    refused = slack.respond(slack.app.received[-1], message)
    assert (refused.status_code, refused.get_json()["error"]) == (400, code)


def test_the_time_of_an_answer_counts_from_the_click(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    slack.clock.now += 1.5
    slack.respond(slack.app.received[-1], {"text": "five books"})
    exchange = slack.last_exchange()
    assert (exchange["kind"], exchange["summary"]) == ("response_url", "five books")
    assert exchange["milliseconds"] == pytest.approx(1500, abs=1)


def test_a_click_on_the_version_that_was_replaced_a_moment_ago_counts_and_an_older_one_does_not(
    slack: ScriptedSlack,
) -> None:
    message = slack.command({**with_buttons(button(value="seen")), "response_type": "in_channel"})[-1]
    slack.app.answer = lambda _: Answer()
    slack.click(message, "choose")
    slack.respond(slack.app.received[-1], {**with_buttons(button("other")), "replace_original": True})
    assert slack.click(message, "choose", user="jonas") == ""
    payload = slack.app.received[-1].payload
    assert payload["actions"][0]["value"] == "seen"
    assert payload["message"]["blocks"][0]["elements"][0]["action_id"] == "other"  # the message as it is now

    slack.clock.now += 6
    assert "expected an element that is shown" in slack.click(message, "choose", user="jonas")
    assert len(slack.app.received) == 3
