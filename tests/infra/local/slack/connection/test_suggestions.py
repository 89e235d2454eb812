"""Type-ahead: the requests to an app, its valid answers, and the options that can be chosen after them."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.slack.connection.manifest import MANIFEST
from tests.infra.local.block_kit import button, input_block, modal, option, plain, with_buttons
from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack

SEARCH = {"type": "external_select", "action_id": "search", "min_query_length": 1}
OFFERED = {"options": [option("dune"), option("emma")]}


@pytest.fixture
def view(slack: ScriptedSlack) -> Any:
    """Return a modal with a type-ahead field."""
    return slack.open(modal(input_block("search", SEARCH)))


def send_query(slack: ScriptedSlack, view: dict[str, Any], answer: Any, query: str = "du", user: str = "amina") -> Any:
    slack.app.answer = lambda _: answer if isinstance(answer, Answer) else Answer(answer)
    call = {"view_id": view["id"], "block_id": "search", "action_id": "search", "value": query}
    return slack.post("options", user, **call)


def submit(slack: ScriptedSlack, view: dict[str, Any], value: str) -> Any:
    slack.app.answer = lambda _: Answer()
    return slack.post("submit", view_id=view["id"], state={"search": {"search": value}})


def test_a_query_in_a_modal_is_sent_with_the_view(slack: ScriptedSlack, view: Any) -> None:
    assert send_query(slack, view, OFFERED) == {"ok": True, "problem": "", **OFFERED}
    payload = slack.app.received[-1].payload
    query = {name: payload[name] for name in ("type", "value", "block_id", "action_id")}
    assert query == {"type": "block_suggestion", "value": "du", "block_id": "search", "action_id": "search"}
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["hash"] == view["hash"]
    assert payload["user"]["id"] == "U0AMINA0001"
    assert payload["team"]["id"] == "T0SHELF0001"
    assert not {"message", "channel", "response_url", "trigger_id"} & set(payload)
    exchange = slack.last_exchange()
    assert (exchange["kind"], exchange["summary"], exchange["errors"]) == ("options", "du", [])


def test_a_query_in_a_message_is_sent_with_its_channel(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons(SEARCH, button("press")))
    where = {"channel_id": message["channel_id"], "ts": message["ts"], "block_id": message["blocks"][0]["block_id"]}
    slack.app.answer = lambda _: Answer(OFFERED)
    assert slack.post("options", action_id="search", value="du", **where)["options"]
    payload = slack.app.received[-1].payload
    assert payload["container"]["message_ts"] == message["ts"]
    assert payload["channel"]["id"] == message["channel_id"]
    assert not {"message", "view"} & set(payload)  # the message is ephemeral
    assert slack.post("action", action_id="search", value="dune", **where)["ok"]
    assert slack.app.received[-1].payload["actions"][0]["selected_option"] == option("dune")


def test_options_come_in_groups_too(slack: ScriptedSlack, view: Any) -> None:
    groups = {"option_groups": [{"label": plain("Frank Herbert"), "options": [option("dune")]}]}
    assert send_query(slack, view, groups)["option_groups"] == groups["option_groups"]
    assert submit(slack, view, "dune")["ok"]


def test_an_answer_without_options_is_valid(slack: ScriptedSlack, view: Any) -> None:
    assert send_query(slack, view, {"options": []}) == {"ok": True, "problem": "", "options": []}


def test_no_request_is_sent_before_the_query_is_long_enough(slack: ScriptedSlack) -> None:
    for members, too_little, enough in (({"min_query_length": 2}, "d", "du"), ({}, "du", "dun")):
        element = {"type": "external_select", "action_id": "search", **members}
        shown = slack.open(modal(input_block("search", element)))
        requests_before = len(slack.app.received)
        assert send_query(slack, shown, OFFERED, too_little) == {"ok": True, "problem": "", "options": []}
        assert len(slack.app.received) == requests_before
        assert send_query(slack, shown, OFFERED, enough)["options"]


MANY = [option(str(number)) for number in range(101)]
REFUSED = {
    "over 100 options": ({"options": MANY}, "at most 100 items, got 101"),
    "over 100 options in a group": ({"option_groups": [{"label": plain("x"), "options": MANY}]}, "at most 100 items"),
    "over 100 groups": ({"option_groups": [{"label": plain("x"), "options": MANY[:1]}] * 101}, "at most 100 items"),
    "a text over 75": ({"options": [option("v") | {"text": plain("x" * 76)}]}, "at most 75 characters"),
    "a value over 150": ({"options": [option("v") | {"value": "x" * 151}]}, "at most 150 characters"),
    "a label over 75": ({"option_groups": [{"label": plain("x" * 76), "options": MANY[:1]}]}, "at most 75 characters"),
    "a group without options": ({"option_groups": [{"label": plain("x"), "options": []}]}, "at least 1 item"),
    "both": (OFFERED | {"option_groups": []}, "either options or option_groups"),
    "neither": ({}, "either options or option_groups"),
    "nothing": ("", "expected an object, got null"),
    "an option that is formatted": (
        {"options": [{"text": {"type": "mrkdwn", "text": "x"}, "value": "v"}]},
        "plain_text, got 'mrkdwn'",
    ),
    "JSON with another content type": (Answer('{"options": []}', content_type="text/plain"), "application/json"),
}


@pytest.mark.parametrize(("answer", "problem"), REFUSED.values(), ids=REFUSED)
def test_options_that_break_a_rule_are_not_shown(slack: ScriptedSlack, view: Any, answer: Any, problem: str) -> None:
    outcome = send_query(slack, view, answer)
    assert not outcome["ok"]
    assert not {"options", "option_groups"} & set(outcome)
    assert problem in outcome["problem"]
    assert problem in slack.last_exchange()["errors"][0]


def test_just_100_options_of_just_75_characters_are_shown(slack: ScriptedSlack, view: Any) -> None:
    options = [{"text": plain("x" * 75), "value": f"{number:0150}"} for number in range(100)]
    assert len(send_query(slack, view, {"options": options})["options"]) == 100


def test_options_that_come_too_late_are_not_shown(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    shown = slack.open(modal(input_block("search", SEARCH)))
    outcome = send_query(slack, shown, Answer(OFFERED, after_seconds=0.4))
    assert "timed out" in outcome["problem"]
    assert "got 'dune'" in submit(slack, shown, "dune")["problem"]


def test_only_options_that_were_offered_to_that_person_can_be_chosen(slack: ScriptedSlack, view: Any) -> None:
    others = slack.open(modal(input_block("search", SEARCH)), user="jonas")
    send_query(slack, others, OFFERED, user="jonas")
    assert "got 'dune'" in submit(slack, view, "dune")["problem"]
    send_query(slack, view, OFFERED)
    assert submit(slack, view, "dune")["ok"]
    chosen = slack.app.received[-1].payload["view"]["state"]["values"]["search"]["search"]
    assert chosen == {"type": "external_select", "selected_option": option("dune")}


def test_options_of_earlier_answers_can_be_chosen(slack: ScriptedSlack, view: Any) -> None:
    send_query(slack, view, OFFERED)
    send_query(slack, view, {"options": []}, "dunx")
    assert submit(slack, view, "emma")["ok"]


def test_the_option_that_a_field_starts_with_can_be_chosen(slack: ScriptedSlack) -> None:
    shown = slack.open(modal(input_block("search", SEARCH | {"initial_option": option("dune")})))
    assert submit(slack, shown, "dune")["ok"]


def test_only_an_external_select_requests_options(slack: ScriptedSlack) -> None:
    shown = slack.open(modal(input_block("search", {"type": "static_select", "options": [option("dune")]})))
    assert "asks nobody" in send_query(slack, shown, OFFERED)["problem"]
    gone = slack.post("options", view_id=shown["id"], block_id="b", action_id="gone", value="du")
    assert "expected an element that is shown" in gone["problem"]


def test_without_a_url_in_the_manifest_no_request_is_sent(app: ScriptedApp, tmp_path: Path) -> None:
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    left = [line for line in lines if "message_menu_options_url" not in line]
    assert len(left) < len(lines)
    (tmp_path / "manifest.yaml").write_text("\n".join(left), encoding="utf-8")
    slack = ScriptedSlack(app, manifest=tmp_path / "manifest.yaml")
    shown = slack.open(modal(input_block("search", SEARCH)))
    requests_before = len(app.received)
    assert "message_menu_options_url" in send_query(slack, shown, OFFERED)["problem"]
    assert len(app.received) == requests_before
