"""Clicks and choices in modals and in Home."""

from typing import Any

import pytest

from tests.infra.local.block_kit import button, home, input_block, modal, option, plain
from tests.infra.local.scripted_slack import Answer, ScriptedSlack

AMINA = "U0AMINA0001"
GENRES = [option("crime"), option("fantasy"), option("poetry")]
MENU = {"type": "static_select", "action_id": "genre", "options": GENRES}
MANY = {"type": "multi_static_select", "action_id": "many", "options": GENRES}
BOXES = {"type": "checkboxes", "action_id": "boxes", "options": GENRES[:2]}
OVERFLOW = {"type": "overflow", "action_id": "overflow", "options": GENRES}
ALL = {"type": "actions", "block_id": "b", "elements": [button("press", value="1"), MENU, MANY, BOXES, OVERFLOW]}


@pytest.fixture
def home_id(slack: ScriptedSlack) -> str:
    """Publish a Home for Amina with one element of each type, and return its id."""
    view = slack.call("views.publish", user_id=AMINA, view=home(ALL, private_metadata="kept"))["view"]
    return str(view["id"])


def act(slack: ScriptedSlack, view_id: str, action_id: str, **members: Any) -> Any:
    return slack.post("action", view_id=view_id, block_id="b", action_id=action_id, **members)


def test_a_click_in_the_home_carries_the_view_and_no_message(slack: ScriptedSlack, home_id: str) -> None:
    assert act(slack, home_id, "press") == {"ok": True, "problem": ""}
    payload = slack.app.received[-1].payload
    assert payload["type"] == "block_actions"
    assert payload["container"] == {"type": "view", "view_id": home_id}
    assert (payload["view"]["id"], payload["view"]["private_metadata"]) == (home_id, "kept")
    assert payload["trigger_id"]
    assert not {"message", "channel", "response_url", "state"} & set(payload)
    [action] = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("press", "b", "1")
    assert action["action_ts"]


@pytest.mark.parametrize(
    ("action_id", "user_input", "state"),
    [
        ("genre", {"value": "fantasy"}, {"selected_option": GENRES[1]}),
        ("many", {"values": ["poetry", "crime"]}, {"selected_options": [GENRES[2], GENRES[0]]}),
        ("boxes", {"values": []}, {"selected_options": []}),
        ("overflow", {"value": "poetry"}, {"selected_option": GENRES[2]}),
    ],
)
def test_a_choice_is_sent_and_remembered_unless_it_is_from_an_overflow_menu(
    slack: ScriptedSlack, home_id: str, action_id: str, user_input: dict[str, Any], state: dict[str, Any]
) -> None:
    assert act(slack, home_id, action_id, **user_input)["ok"]
    [action] = slack.app.received[-1].payload["actions"]
    assert state.items() <= action.items()
    act(slack, home_id, "press")
    values = slack.app.received[-1].payload["view"]["state"]["values"]["b"]
    assert "overflow" not in values
    assert action_id == "overflow" or state.items() <= values[action_id].items()


def test_unsent_input_comes_with_the_next_click(slack: ScriptedSlack) -> None:
    view = slack.open(modal(input_block("title", {"type": "plain_text_input"}), ALL))
    act(slack, view["id"], "press", state={"title": {"title": "Emm"}, "b": {"boxes": ["crime"]}})
    values = slack.app.received[-1].payload["view"]["state"]["values"]
    assert values["title"]["title"] == {"type": "plain_text_input", "value": "Emm"}
    assert values["b"]["boxes"]["selected_options"] == [GENRES[0]]


def test_an_element_of_an_input_block_acts_only_with_dispatch_action(slack: ScriptedSlack) -> None:
    text = {"type": "plain_text_input"}
    view = slack.open(modal(input_block("plain", text), input_block("dispatching", text, dispatch_action=True)))
    call = {"view_id": view["id"], "value": "Emma"}
    requests_before = len(slack.app.received)
    assert "dispatch_action" in slack.post("action", block_id="plain", action_id="plain", **call)["problem"]
    assert len(slack.app.received) == requests_before
    assert slack.post("action", block_id="dispatching", action_id="dispatching", **call)["ok"]
    [action] = slack.app.received[-1].payload["actions"]
    assert (action["type"], action["value"]) == ("plain_text_input", "Emma")


def test_the_body_that_answers_a_click_in_a_view_is_ignored_with_a_warning(slack: ScriptedSlack, home_id: str) -> None:
    slack.app.answer = lambda _: Answer({"response_action": "clear"})
    assert act(slack, home_id, "press")["ok"]
    assert "ignores the body" in slack.last_exchange()["warnings"][0]


@pytest.mark.parametrize(
    ("action_id", "user_input", "problem"),
    [
        ("genre", {"value": "romance"}, "got 'romance'"),
        ("many", {"values": ["crime", "romance"]}, "got 'romance'"),
        ("boxes", {"value": "crime"}, "expected a list of values"),
        ("overflow", {}, "got None"),
        ("gone", {}, "expected an element that is shown"),
    ],
)
def test_unknown_options_and_elements_are_refused(
    slack: ScriptedSlack, home_id: str, action_id: str, user_input: dict[str, Any], problem: str
) -> None:
    assert problem in act(slack, home_id, action_id, **user_input)["problem"]
    assert slack.app.received == []


def test_a_click_in_the_home_of_another_or_in_a_closed_modal_is_refused(slack: ScriptedSlack, home_id: str) -> None:
    call = {"view_id": home_id, "block_id": "b", "action_id": "press"}
    assert slack.post("action", "jonas", **call)["problem"] == "This window is no longer there."
    view = slack.open(modal(ALL))
    slack.post("close", view_id=view["id"])
    assert act(slack, view["id"], "press")["problem"] == "This window is no longer there."


def test_a_home_that_changes_keeps_choices_only_where_the_ids_stay(slack: ScriptedSlack, home_id: str) -> None:
    act(slack, home_id, "genre", value="fantasy")
    renamed = {**ALL, "block_id": "c"}
    slack.call("views.publish", user_id=AMINA, view=home({**ALL, "elements": [MENU]}, renamed))
    slack.post("action", view_id=home_id, block_id="c", action_id="press")
    values = slack.app.received[-1].payload["view"]["state"]["values"]
    assert values["b"]["genre"]["selected_option"] == GENRES[1]
    assert values["c"]["genre"]["selected_option"] is None


def test_a_message_that_is_replaced_keeps_choices_only_where_the_ids_stay(slack: ScriptedSlack) -> None:
    blocks = [{**ALL, "block_id": block_id} for block_id in ("same", "old")]
    [message] = slack.command({"text": "Choose", "blocks": blocks})
    where = {"channel_id": message["channel_id"], "ts": message["ts"]}
    for block_id in ("same", "old"):
        assert slack.post("action", block_id=block_id, action_id="genre", value="fantasy", **where)["ok"]
    received = slack.app.received[-1]
    for block_id in ("new", "old"):  # a block that comes back later is a new one
        replaced = [ALL | {"block_id": "same"}, ALL | {"block_id": block_id}]
        slack.respond(received, {"text": "Choose", "blocks": replaced, "replace_original": True})
    slack.post("action", block_id="same", action_id="press", **where)
    values = slack.app.received[-1].payload["state"]["values"]
    assert values["same"]["genre"]["selected_option"] == GENRES[1]
    assert values["old"]["genre"]["selected_option"] is None


def test_the_summary_of_a_click_in_the_developers_panel_is_the_choice(slack: ScriptedSlack, home_id: str) -> None:
    act(slack, home_id, "many", values=["poetry", "crime"])
    assert slack.last_exchange()["summary"] == "poetry, crime"
    act(slack, home_id, "press")
    assert slack.last_exchange()["summary"] == plain("Choose")["text"]
