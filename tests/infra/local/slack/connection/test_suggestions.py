"""Type-ahead: what an app is asked, what it may answer, and what can be chosen after that."""

from pathlib import Path
from typing import Any

import pytest

from infra.local.slack.connection.manifest import MANIFEST
from tests.infra.local.scripted_slack import (
    Answer,
    ScriptedApp,
    ScriptedSlack,
    button,
    field,
    modal,
    option,
    plain,
    with_buttons,
)

SEARCH = {"type": "external_select", "action_id": "search", "min_query_length": 1}
OFFERED = {"options": [option("dune"), option("emma")]}


@pytest.fixture
def view(slack: ScriptedSlack) -> Any:
    """A modal with a type-ahead field."""
    return slack.open(modal(field("search", SEARCH)))


def ask(slack: ScriptedSlack, view: dict[str, Any], answer: Any, typed: str = "du", user: str = "amina") -> Any:
    slack.app.answer = lambda _: answer if isinstance(answer, Answer) else Answer(answer)
    said = {"view_id": view["id"], "block_id": "search", "action_id": "search", "value": typed}
    return slack.post("options", user, **said)


def submit(slack: ScriptedSlack, view: dict[str, Any], value: str) -> Any:
    slack.app.answer = lambda _: Answer()
    return slack.post("submit", view_id=view["id"], state={"search": {"search": value}})


def test_what_was_typed_in_a_modal_is_sent_with_the_view(slack: ScriptedSlack, view: Any) -> None:
    assert ask(slack, view, OFFERED) == {"ok": True, "problem": "", **OFFERED}
    payload = slack.app.received[-1].payload
    asked = {name: payload[name] for name in ("type", "value", "block_id", "action_id")}
    assert asked == {"type": "block_suggestion", "value": "du", "block_id": "search", "action_id": "search"}
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
    assert payload["view"]["hash"] == view["hash"]
    assert payload["user"]["id"] == "U0AMINA0001"
    assert payload["team"]["id"] == "T0SHELF0001"
    assert not {"message", "channel", "response_url", "trigger_id"} & set(payload)
    exchange = slack.last_exchange()
    assert (exchange["kind"], exchange["summary"], exchange["errors"]) == ("options", "du", [])


def test_what_was_typed_in_a_message_is_sent_with_its_channel(slack: ScriptedSlack) -> None:
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
    assert ask(slack, view, groups)["option_groups"] == groups["option_groups"]
    assert submit(slack, view, "dune")["ok"]


def test_nothing_found_is_an_answer(slack: ScriptedSlack, view: Any) -> None:
    assert ask(slack, view, {"options": []}) == {"ok": True, "problem": "", "options": []}


def test_nobody_is_asked_before_enough_is_typed(slack: ScriptedSlack) -> None:
    for members, too_little, enough in (({"min_query_length": 2}, "d", "du"), ({}, "du", "dun")):
        element = {"type": "external_select", "action_id": "search", **members}
        shown = slack.open(modal(field("search", element)))
        requests_before = len(slack.app.received)
        assert ask(slack, shown, OFFERED, too_little) == {"ok": True, "problem": "", "options": []}
        assert len(slack.app.received) == requests_before
        assert ask(slack, shown, OFFERED, enough)["options"]


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
    "JSON that does not say so": (Answer('{"options": []}', content_type="text/plain"), "application/json"),
}


@pytest.mark.parametrize(("answer", "said"), REFUSED.values(), ids=REFUSED)
def test_options_that_break_a_rule_are_not_shown(slack: ScriptedSlack, view: Any, answer: Any, said: str) -> None:
    outcome = ask(slack, view, answer)
    assert not outcome["ok"]
    assert not {"options", "option_groups"} & set(outcome)
    assert said in outcome["problem"]
    assert said in slack.last_exchange()["errors"][0]


def test_just_100_options_of_just_75_characters_are_shown(slack: ScriptedSlack, view: Any) -> None:
    options = [{"text": plain("x" * 75), "value": f"{number:0150}"} for number in range(100)]
    assert len(ask(slack, view, {"options": options})["options"]) == 100


def test_options_that_come_too_late_are_not_shown(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    shown = slack.open(modal(field("search", SEARCH)))
    outcome = ask(slack, shown, Answer(OFFERED, after_seconds=0.4))
    assert "timed out" in outcome["problem"]
    assert "got 'dune'" in submit(slack, shown, "dune")["problem"]


def test_only_what_was_offered_to_that_person_can_be_chosen(slack: ScriptedSlack, view: Any) -> None:
    others = slack.open(modal(field("search", SEARCH)), user="jonas")
    ask(slack, others, OFFERED, user="jonas")
    assert "got 'dune'" in submit(slack, view, "dune")["problem"]
    ask(slack, view, OFFERED)
    assert submit(slack, view, "dune")["ok"]
    chosen = slack.app.received[-1].payload["view"]["state"]["values"]["search"]["search"]
    assert chosen == {"type": "external_select", "selected_option": option("dune")}


def test_what_was_offered_before_can_be_chosen_still(slack: ScriptedSlack, view: Any) -> None:
    ask(slack, view, OFFERED)
    ask(slack, view, {"options": []}, "dunx")
    assert submit(slack, view, "emma")["ok"]


def test_the_option_that_a_field_starts_with_can_be_chosen(slack: ScriptedSlack) -> None:
    shown = slack.open(modal(field("search", SEARCH | {"initial_option": option("dune")})))
    assert submit(slack, shown, "dune")["ok"]


def test_only_an_external_select_asks_for_options(slack: ScriptedSlack) -> None:
    shown = slack.open(modal(field("search", {"type": "static_select", "options": [option("dune")]})))
    assert "asks nobody" in ask(slack, shown, OFFERED)["problem"]
    gone = slack.post("options", view_id=shown["id"], block_id="b", action_id="gone", value="du")
    assert "expected an element that is shown" in gone["problem"]


def test_without_an_address_in_the_manifest_nobody_is_asked(app: ScriptedApp, tmp_path: Path) -> None:
    lines = MANIFEST.read_text(encoding="utf-8").splitlines()
    left = [line for line in lines if "message_menu_options_url" not in line]
    assert len(left) < len(lines)
    (tmp_path / "manifest.yaml").write_text("\n".join(left), encoding="utf-8")
    slack = ScriptedSlack(app, manifest=tmp_path / "manifest.yaml")
    shown = slack.open(modal(field("search", SEARCH)))
    requests_before = len(app.received)
    assert "message_menu_options_url" in ask(slack, shown, OFFERED)["problem"]
    assert len(app.received) == requests_before
