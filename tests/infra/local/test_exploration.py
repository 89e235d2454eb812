"""The exploration against an app that shows a message, a window and a Home."""

from typing import Any

import pytest

from infra.local import exploration
from infra.local.exploration import CONFIG, Exploration, ExplorationConfig
from tests.infra.local.block_kit import button, home, input_block, modal, option, plain, section, text_input, type_ahead
from tests.infra.local.person_at_page import web_api
from tests.infra.local.scripted_slack import Answer, Received, ScriptedApp

MENU = {"type": "static_select", "action_id": "rate:1", "options": [option("one"), option("two"), option("three")]}
DELETE = button("delete", confirm={name: plain("Sure?") for name in ("title", "text", "confirm", "deny")})


class CuriousApp:
    """An app with a message of a button, a menu and a deletion, a window with two fields, and a Home."""

    def __init__(self, address: str) -> None:
        self.web_api = web_api(address)
        self.clicks: list[str] = []
        self.submitted: list[Any] = []

    def __call__(self, received: Received) -> Answer:
        """Answer the command, the queries, the clicks and the submissions."""
        if received.raw_body.startswith("{"):
            self.web_api.views_publish(user_id=received.json["event"]["user"], view=home(section("Your books")))
            return Answer()
        if "command" in received.form:
            row = {"type": "actions", "elements": [DELETE, button("find"), MENU]}
            return Answer({"text": "Five books", "blocks": [section("*Five books*"), row]})
        payload = received.payload
        if payload["type"] == "block_suggestion":
            return Answer({"options": [option("Dune")]})
        if payload["type"] == "view_submission":
            self.submitted.append(payload["view"]["state"]["values"])
        elif payload["type"] == "block_actions":
            action = payload["actions"][0]
            self.clicks.append(action.get("selected_option", {}).get("value") or action["action_id"])
            if action["action_id"] == "find":
                window = modal(input_block("Title", type_ahead()), input_block("Note", text_input()))
                self.web_api.views_open(trigger_id=payload["trigger_id"], view=window)
        return Answer()


def test_everything_is_clicked_and_all_that_is_shown_is_collected(
    app: ScriptedApp, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = ExplorationConfig(lines=("/recommend",), mentions=(), pause_seconds=0.05)
    monkeypatch.setattr(exploration, "CONFIG", config)
    app.answer = curious = CuriousApp(address)
    payloads = Exploration(address).payloads(CONFIG.clicks)
    assert sorted((payload.kind, payload.surface, payload.words) for payload in payloads) == [
        ("message", "message", "Five books"),
        ("view", "home", "Your books"),
        ("view", "modal", "Find a book"),
    ]
    assert sorted(curious.clicks) == ["delete", "find", "one", "three"]
    assert curious.clicks[-1] == "delete"  # what asks for a confirmation comes last
    [filled_in] = curious.submitted
    assert filled_in["Title"]["search_title"]["selected_option"]["value"] == "Dune"
    assert filled_in["Note"]["written"]["value"] == config.words


def test_payloads_that_differ_in_words_alone_count_once_and_the_longest_stays(
    app: ScriptedApp, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        exploration, "CONFIG", ExplorationConfig(lines=("/recommend a", "/recommend bb"), mentions=(), clicks=0)
    )
    app.answer = lambda received: Answer(
        {"text": "x", "blocks": [section(f"*{received.form['text'] * 9}*")]} if "command=" in received.raw_body else ""
    )
    [payload] = Exploration(address).payloads(CONFIG.clicks)
    assert payload.content["blocks"][0]["text"]["text"] == f"*{'bb' * 9}*"
