"""The methods of the Web API for views: their answers and refusals."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.infra.local.block_kit import button, home, input_block, modal, option, plain, section, with_buttons
from tests.infra.local.scripted_slack import BOT_TOKEN, Answer, ScriptedSlack

AMINA = "U0AMINA0001"
ACTIONS = {"type": "actions", "block_id": "b", "elements": [button("push")]}


def trigger_id_in_modal(slack: ScriptedSlack, view_id: str) -> str:
    """Return the trigger_id of a click in a modal that has ACTIONS."""
    slack.app.answer = lambda _: Answer()
    assert slack.post("action", view_id=view_id, block_id="b", action_id="push")["ok"]
    return str(slack.app.received[-1].payload["trigger_id"])


def test_an_opened_modal_is_answered_with_all_that_slack_adds(slack: ScriptedSlack) -> None:
    view = slack.open(modal(ACTIONS, private_metadata="1", callback_id="search"))
    assert view["id"].startswith("V")
    assert view["hash"]
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert (view["app_id"], view["bot_id"]) == ("A0SHELF0001", "B0SHELF0001")
    assert view["team_id"] == view["app_installed_team_id"] == "T0SHELF0001"
    assert (view["private_metadata"], view["callback_id"], view["external_id"]) == ("1", "search", "")
    assert (view["clear_on_close"], view["notify_on_close"], view["close"]) == (False, False, None)
    assert view["state"] == {"values": {}}
    [shown] = slack.modals()
    assert shown == modal(ACTIONS, private_metadata="1", callback_id="search") | {
        "id": view["id"],
        "hash": view["hash"],
    }
    assert slack.modals("jonas") == []


def test_a_call_is_an_exchange_that_developers_see(slack: ScriptedSlack) -> None:
    slack.open(modal())
    exchange = slack.last_exchange()
    assert (exchange["kind"], exchange["summary"], exchange["status"]) == ("views.open", "Find a book", 200)
    assert exchange["response"]["ok"]


def test_arguments_come_as_a_form_too(slack: ScriptedSlack) -> None:
    form = urlencode({"token": BOT_TOKEN, "user_id": AMINA, "view": json.dumps(home())})
    answer = slack.http.post("/api/views.publish", data=form, content_type="application/x-www-form-urlencoded")
    assert answer.get_json()["ok"]
    assert slack.state()["home"]["blocks"]


@pytest.mark.parametrize("method", ["views.open", "views.push", "views.update", "views.publish"])
@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-of-another", "invalid_auth")])
def test_a_call_without_the_bots_token_is_refused(
    slack: ScriptedSlack, method: str, token: str | None, error: str
) -> None:
    arguments = {"trigger_id": slack.trigger_id(), "view": modal(), "view_id": "V1", "user_id": AMINA}
    assert slack.call(method, token=token, **arguments) == {"ok": False, "error": error}
    assert slack.last_exchange()["errors"] == [error]
    assert slack.call("views.open", trigger_id=arguments["trigger_id"], view=modal())["ok"]  # it was not used up


def test_a_method_that_does_not_exist_is_unknown(slack: ScriptedSlack) -> None:
    assert slack.call("views.close")["error"] == "unknown_method"


def test_a_trigger_id_opens_a_modal_for_three_seconds(slack: ScriptedSlack) -> None:
    trigger_id = slack.trigger_id()
    slack.clock.now += 3.1
    assert slack.call("views.open", trigger_id=trigger_id, view=modal())["error"] == "expired_trigger_id"
    assert slack.modals() == []


def test_a_trigger_id_opens_one_modal(slack: ScriptedSlack) -> None:
    trigger_id = slack.trigger_id()
    assert slack.call("views.open", trigger_id=trigger_id, view=modal())["ok"]
    assert slack.call("views.open", trigger_id=trigger_id, view=modal())["error"] == "exchanged_trigger_id"


def test_a_view_over_a_limit_is_refused_with_its_position_and_keeps_its_trigger_id(slack: ScriptedSlack) -> None:
    trigger_id = slack.trigger_id()
    refused = slack.call("views.open", trigger_id=trigger_id, view=modal(title=plain("x" * 25)))
    assert refused["error"] == "invalid_arguments"
    assert "[json-pointer:/view/title/text]" in refused["response_metadata"]["messages"][0]
    assert slack.call("views.open", trigger_id=trigger_id, view=modal())["ok"]


@pytest.mark.parametrize(
    ("method", "arguments", "reason"),
    [
        ("views.open", {"view": modal()}, "trigger_id"),
        ("views.open", {"trigger_id": "1.2.3"}, "view"),
        ("views.open", {"trigger_id": "1.2.3", "view": home()}, "type modal, got home"),
        ("views.publish", {"view": home()}, "user_id"),
        ("views.publish", {"user_id": AMINA, "view": modal()}, "type home, got modal"),
        ("views.update", {"view": modal()}, "either view_id or external_id"),
        ("views.update", {"view": modal(), "view_id": "V1", "external_id": "mine"}, "either view_id or external_id"),
    ],
)
def test_missing_and_mistaken_arguments_are_named(
    slack: ScriptedSlack, method: str, arguments: dict[str, Any], reason: str
) -> None:
    refused = slack.call(method, **arguments)
    assert refused["error"] == "invalid_arguments"
    assert reason in refused["response_metadata"]["messages"][0]


def test_a_view_of_more_than_250_kilobytes_is_too_large(slack: ScriptedSlack) -> None:
    sections = [{"type": "section", "text": plain("x" * 3000)}] * 85
    assert slack.call("views.publish", user_id=AMINA, view=home(*sections))["error"] == "view_too_large"
    assert slack.call("views.publish", user_id=AMINA, view=home(*sections[:80]))["ok"]


def test_up_to_three_modals_are_stacked(slack: ScriptedSlack) -> None:
    root = slack.open(modal(ACTIONS))
    second = slack.call("views.push", trigger_id=trigger_id_in_modal(slack, root["id"]), view=modal(ACTIONS))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    third = slack.call("views.open", trigger_id=trigger_id_in_modal(slack, second["id"]), view=modal(ACTIONS))["view"]
    assert (third["root_view_id"], third["previous_view_id"]) == (root["id"], second["id"])
    refused = slack.call("views.push", trigger_id=trigger_id_in_modal(slack, third["id"]), view=modal())
    assert refused == {"ok": False, "error": "push_limit_reached"}
    assert [view["id"] for view in slack.modals()] == [root["id"], second["id"], third["id"]]


def test_a_modal_is_pushed_only_by_an_interaction_with_a_modal(slack: ScriptedSlack) -> None:
    slack.open(modal())
    assert slack.call("views.push", trigger_id=slack.trigger_id(), view=modal())["error"] == "not_found"


def test_an_interaction_outside_a_modal_opens_a_new_stack(slack: ScriptedSlack) -> None:
    slack.open(modal())
    view = slack.open(modal())
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert [shown["id"] for shown in slack.modals()] == [view["id"]]


def test_no_modal_is_pushed_upon_a_closed_one(slack: ScriptedSlack) -> None:
    root = slack.open(modal(ACTIONS))
    trigger_id = trigger_id_in_modal(slack, root["id"])
    slack.post("close", view_id=root["id"])
    assert slack.call("views.push", trigger_id=trigger_id, view=modal())["error"] == "not_found"


def test_a_modal_is_updated_by_its_id_and_by_the_apps_own(slack: ScriptedSlack) -> None:
    view = slack.open(modal(external_id="mine"))
    updated = slack.call("views.update", view_id=view["id"], view=modal(title=plain("One"), external_id="mine"))["view"]
    assert updated["id"] == view["id"]
    assert updated["hash"] != view["hash"]
    slack.call("views.update", external_id="mine", view=modal(title=plain("Two"), external_id="mine"))
    assert slack.modals()[0]["title"]["text"] == "Two"


def test_an_update_of_a_view_that_has_changed_is_a_hash_conflict(slack: ScriptedSlack) -> None:
    view = slack.open(modal())
    arguments = {"view_id": view["id"], "hash": view["hash"]}
    assert slack.call("views.update", view=modal(title=plain("One")), **arguments)["ok"]
    assert slack.call("views.update", view=modal(title=plain("Two")), **arguments)["error"] == "hash_conflict"
    assert slack.modals()[0]["title"]["text"] == "One"


def test_a_view_that_does_not_exist_is_not_updated(slack: ScriptedSlack) -> None:
    view = slack.open(modal())
    slack.post("close", view_id=view["id"])
    assert slack.call("views.update", view_id=view["id"], view=modal())["error"] == "not_found"
    assert slack.call("views.update", external_id="nobody's", view=modal())["error"] == "not_found"


def test_an_external_id_belongs_to_one_view(slack: ScriptedSlack) -> None:
    slack.open(modal(external_id="mine"))
    refused = slack.call("views.publish", user_id=AMINA, view=home(external_id="mine"))
    assert refused["error"] == "duplicate_external_id"


def test_input_survives_an_update_where_block_and_action_stay(slack: ScriptedSlack) -> None:
    text_input = {"type": "plain_text_input", "initial_value": "from the app"}
    same = input_block("same", text_input, dispatch_action=True)
    view = slack.open(modal(same, input_block("other", text_input)))
    state = {"same": {"same": "by hand"}, "other": {"other": "by hand"}}
    slack.post("action", view_id=view["id"], block_id="same", action_id="same", value="by hand", state=state)
    updated = slack.call("views.update", view_id=view["id"], view=modal(same, input_block("new", text_input)))["view"]
    assert updated["state"]["values"] == {
        "same": {"same": {"type": "plain_text_input", "value": "by hand"}},
        "new": {"new": {"type": "plain_text_input", "value": "from the app"}},
    }


def test_a_home_is_published_to_one_person_and_keeps_its_id(slack: ScriptedSlack) -> None:
    first = slack.call("views.publish", user_id=AMINA, view=home(private_metadata="1"))["view"]
    assert (first["type"], first["private_metadata"], first["root_view_id"]) == ("home", "1", first["id"])
    second = slack.call("views.publish", user_id=AMINA, view=home(ACTIONS), hash=first["hash"])["view"]
    assert second["id"] == first["id"]
    assert slack.state()["home"]["blocks"] == [ACTIONS]
    assert slack.state("jonas")["home"] is None


def test_a_publish_to_a_home_that_has_changed_is_a_hash_conflict(slack: ScriptedSlack) -> None:
    first = slack.call("views.publish", user_id=AMINA, view=home())["view"]
    slack.call("views.publish", user_id=AMINA, view=home())
    refused = slack.call("views.publish", user_id=AMINA, view=home(ACTIONS), hash=first["hash"])
    assert refused["error"] == "hash_conflict"
    assert slack.call("views.publish", user_id="U0JONAS0001", view=home(), hash="1.2")["error"] == "hash_conflict"


def test_a_home_is_published_only_to_members(slack: ScriptedSlack) -> None:
    assert slack.call("views.publish", user_id="U0NOBODY001", view=home())["error"] == "user_not_found"


def test_a_page_gets_the_changes_of_its_persons_modals_and_home_only(slack: ScriptedSlack) -> None:
    slack.call("views.publish", user_id=AMINA, view=home())
    view = slack.open(modal())
    slack.post("close", view_id=view["id"])
    slack.command(with_buttons(response_type="in_channel"))
    changes = slack.changes_until("Did you mean", "amina")
    assert "event: home\n" in changes
    assert changes.count("event: modals\n") == 2
    assert "event: modals\ndata: []\n" in changes
    assert not {"event: home", "event: modals"} & set(slack.changes_until("Did you mean", "jonas").splitlines())


def test_missing_ids_are_generated_in_views_too(slack: ScriptedSlack) -> None:
    menu = {"type": "static_select", "options": [option("crime")]}
    view = slack.open(modal({"type": "input", "label": plain("Genre"), "element": menu}))
    [block] = view["blocks"]
    assert view["state"]["values"] == {
        block["block_id"]: {block["element"]["action_id"]: {"type": "static_select", "selected_option": None}}
    }


def test_a_payload_is_validated_as_it_is_when_it_is_shown(slack: ScriptedSlack) -> None:
    assert slack.call("blocks.validate", view=json.dumps(modal(section("x")))) == {"ok": True}
    assert slack.call("blocks.validate", blocks=[section("x")]) == {"ok": True}
    refused = slack.call("blocks.validate", message={"text": "x", "blocks": [section("x" * 3001)]})
    assert (refused["ok"], refused["error"]) == (False, "invalid_message")
    [error] = refused["errors"]
    assert error["pointer"] == "/blocks/0/text/text"
    assert error["message"] == "expected at most 3,000 characters, got 3,001"


def test_one_payload_is_validated_at_a_time(slack: ScriptedSlack) -> None:
    assert slack.call("blocks.validate")["error"] == "invalid_arguments"
    assert slack.call("blocks.validate", blocks=[section("x")], view=home())["error"] == "invalid_arguments"
    assert slack.call("blocks.validate", token="xoxb-of-another", blocks=[section("x")])["error"] == "invalid_auth"
