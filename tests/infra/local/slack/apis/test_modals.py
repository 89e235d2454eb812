"""Submissions and closings of modals, and an app's answers to them."""

from typing import Any

import pytest

from tests.infra.local.block_kit import button, home, input_block, modal, option, plain, with_buttons
from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack

TEXT = {"type": "plain_text_input"}
MENU = {"type": "static_select", "options": [option("crime"), option("fantasy")]}
MANY = {"type": "multi_static_select", "options": [option("en"), option("fr"), option("de")], "max_selected_items": 2}
BOXES = {"type": "checkboxes", "options": [option("mail"), option("post")], "initial_options": [option("mail")]}
PUSH = {"type": "actions", "block_id": "b", "elements": [button("push")]}


def submit(slack: ScriptedSlack, view: dict[str, Any], answer: Any = "", **state: Any) -> Any:
    """Submit a modal whose inputs have their block's id for an action_id."""
    slack.app.answer = lambda _: answer if isinstance(answer, Answer) else Answer(answer)
    view_input = {block_id: {block_id: value} for block_id, value in state.items()}
    return slack.post("submit", view_id=view["id"], state=view_input)


def push(slack: ScriptedSlack, view: dict[str, Any], **members: Any) -> Any:
    """Stack a modal upon one that has PUSH, and return it."""
    slack.app.answer = lambda _: Answer()
    slack.post("action", view_id=view["id"], block_id="b", action_id="push")
    trigger_id = slack.app.received[-1].payload["trigger_id"]
    return slack.call("views.push", trigger_id=trigger_id, view=modal(PUSH, **members))["view"]


def test_a_submission_carries_all_input(slack: ScriptedSlack) -> None:
    menu = {"type": "section", "block_id": "menu", "text": plain("Genre"), "accessory": {**MENU, "action_id": "menu"}}
    blocks = [
        input_block("text", TEXT),
        menu,
        input_block("many", MANY),
        input_block("boxes", BOXES, optional=True),
        input_block("untouched", BOXES, optional=True),
    ]
    view = slack.open(modal(*blocks, callback_id="s", private_metadata="kept"))
    outcome = submit(slack, view, text="Emma", menu="fantasy", many=["en", "de"], boxes=[])
    assert outcome == {"ok": True, "problem": "", "errors": {}}
    payload = slack.app.received[-1].payload
    sent = payload.pop("view")
    assert sent["state"] == {
        "values": {
            "text": {"text": {"type": "plain_text_input", "value": "Emma"}},
            "menu": {"menu": {"type": "static_select", "selected_option": option("fantasy")}},
            "many": {"many": {"type": "multi_static_select", "selected_options": [option("en"), option("de")]}},
            "boxes": {"boxes": {"type": "checkboxes", "selected_options": []}},
            "untouched": {"untouched": {"type": "checkboxes", "selected_options": [option("mail")]}},
        }
    }
    assert (sent["private_metadata"], sent["callback_id"], sent["hash"]) == ("kept", "s", view["hash"])
    assert payload.pop("token")
    assert payload.pop("trigger_id")
    assert payload.pop("user")["id"] == "U0AMINA0001"
    assert payload == {
        "type": "view_submission",
        "team": {"id": "T0SHELF0001", "domain": "corner-bookshop"},
        "api_app_id": "A0SHELF0001",
        "enterprise": None,
        "is_enterprise_install": False,
        "response_urls": [],
    }
    assert (slack.last_exchange()["kind"], slack.last_exchange()["summary"]) == ("submission", "Find a book")


def test_an_empty_acknowledgement_closes_the_modal_and_shows_the_one_below(slack: ScriptedSlack) -> None:
    root = slack.open(modal(PUSH))
    second = push(slack, root)
    assert submit(slack, second)["ok"]
    assert [view["id"] for view in slack.modals()] == [root["id"]]
    assert submit(slack, root)["ok"]
    assert slack.modals() == []


def test_errors_are_shown_beside_their_inputs_and_the_modal_stays(slack: ScriptedSlack) -> None:
    view = slack.open(modal(input_block("title", TEXT)))
    errors = {"title": "No such book."}
    outcome = submit(slack, view, {"response_action": "errors", "errors": errors}, title="Ema")
    assert outcome == {"ok": False, "problem": "", "errors": errors}
    assert len(slack.modals()) == 1
    assert slack.last_exchange()["errors"] == []


def test_an_update_replaces_the_submitted_modal(slack: ScriptedSlack) -> None:
    view = slack.open(modal())
    assert submit(slack, view, {"response_action": "update", "view": modal(title=plain("Found"))})["ok"]
    [shown] = slack.modals()
    assert (shown["id"], shown["title"]["text"]) == (view["id"], "Found")
    assert shown["hash"] != view["hash"]


def test_a_push_is_stacked_upon_the_submitted_modal(slack: ScriptedSlack) -> None:
    view = slack.open(modal())
    assert submit(slack, view, {"response_action": "push", "view": modal(title=plain("Found"))})["ok"]
    assert [shown["title"]["text"] for shown in slack.modals()] == ["Find a book", "Found"]


def test_a_fourth_modal_is_not_pushed_and_the_person_sees_an_error(slack: ScriptedSlack) -> None:
    third = push(slack, push(slack, slack.open(modal(PUSH))))
    outcome = submit(slack, third, {"response_action": "push", "view": modal()})
    assert "trouble connecting" in outcome["problem"]
    assert "push_limit_reached" in slack.last_exchange()["errors"][0]
    assert len(slack.modals()) == 3


def test_clear_closes_all_modals(slack: ScriptedSlack) -> None:
    second = push(slack, slack.open(modal(PUSH)))
    assert submit(slack, second, {"response_action": "clear"})["ok"]
    assert slack.modals() == []


INVALID_ANSWERS = {
    "a text": (Answer("ok", content_type="text/plain"), "expected an empty body or a JSON object"),
    "JSON with another content type": (
        Answer('{"response_action": "clear"}', content_type="text/plain"),
        "application/json",
    ),
    "an unknown action": ({"response_action": "close"}, "errors, update, push or clear, got 'close'"),
    "a message": ({"text": "Thank you"}, "got None"),
    "errors of a block that is not an input": ({"response_action": "errors", "errors": {"b": "No"}}, "got 'b'"),
    "errors without a text": ({"response_action": "errors", "errors": {"title": ""}}, "a text for 'title', got ''"),
    "no errors at all": ({"response_action": "errors", "errors": {}}, "got {}"),
    "a view over a limit": (
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        "[json-pointer:/view/title/text]",
    ),
    "no view": ({"response_action": "push"}, "a view"),
    "a Home": ({"response_action": "update", "view": home()}, "expected a modal to update, got a home"),
}


@pytest.mark.parametrize(("answer", "reason"), INVALID_ANSWERS.values(), ids=INVALID_ANSWERS)
def test_an_invalid_answer_is_shown_as_trouble(slack: ScriptedSlack, answer: Any, reason: str) -> None:
    view = slack.open(modal(PUSH, input_block("title", TEXT)))
    outcome = submit(slack, view, answer, title="Emma")
    assert "trouble connecting" in outcome["problem"]
    assert reason in str(slack.last_exchange()["errors"])
    [shown] = slack.modals()
    assert shown["hash"] == view["hash"]


def test_a_submission_that_is_not_acknowledged_in_time_shows_an_error(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.2)
    view = slack.open(modal())
    assert "Operation timed out" in submit(slack, view, Answer(after_seconds=0.4))["problem"]
    assert "status 500" in submit(slack, view, Answer(status=500))["problem"]
    assert len(slack.modals()) == 1


INCOMPLETE_INPUT: dict[str, tuple[dict[str, Any], Any, str]] = {
    "nothing written": (TEXT, "", "complete this required field"),
    "nothing chosen": (MENU, None, "complete this required field"),
    "nothing ticked": (BOXES, [], "complete this required field"),
    "too short": (TEXT | {"min_length": 5}, "Emma", "at least 5"),
    "too long": (TEXT | {"max_length": 3}, "Emma", "at most 3"),
}


@pytest.mark.parametrize(("element", "user_input", "problem"), INCOMPLETE_INPUT.values(), ids=INCOMPLETE_INPUT)
def test_slack_itself_refuses_incomplete_input(
    slack: ScriptedSlack, element: dict[str, Any], user_input: Any, problem: str
) -> None:
    view = slack.open(modal(input_block("field", element)))
    requests_before = len(slack.app.received)
    outcome = submit(slack, view, field=user_input)
    assert not outcome["ok"]
    assert problem in outcome["errors"]["field"]
    assert len(slack.app.received) == requests_before


def test_unknown_options_are_not_submitted(slack: ScriptedSlack) -> None:
    view = slack.open(modal(input_block("menu", MENU), input_block("many", MANY)))
    assert "got 'poetry'" in submit(slack, view, menu="poetry", many=["en"])["problem"]
    assert "at most 2 options, got 3" in submit(slack, view, menu="crime", many=["en", "fr", "de"])["problem"]
    assert "expected a list" in submit(slack, view, menu="crime", many="en")["problem"]
    assert len(slack.modals()) == 1


def test_only_the_top_modal_is_submitted_and_closed(slack: ScriptedSlack) -> None:
    root = slack.open(modal(PUSH))
    push(slack, root)
    assert submit(slack, root)["problem"] == "This window is no longer there."
    assert slack.post("close", view_id=root["id"])["problem"] == "This window is no longer there."
    assert len(slack.modals()) == 2


def test_a_modal_without_a_submit_button_is_not_submitted(slack: ScriptedSlack) -> None:
    shown = modal()
    del shown["submit"]
    assert "no submit button" in submit(slack, slack.open(shown))["problem"]


def test_a_submission_of_the_modal_of_another_is_refused(slack: ScriptedSlack) -> None:
    view = slack.open(modal())
    assert not slack.post("submit", "jonas", view_id=view["id"], state={})["ok"]
    assert len(slack.modals()) == 1


def test_an_app_is_notified_of_a_closed_modal_only_with_notify_on_close(slack: ScriptedSlack) -> None:
    silent = slack.open(modal())
    requests_before = len(slack.app.received)
    slack.post("close", view_id=silent["id"])
    assert len(slack.app.received) == requests_before

    notifying = slack.open(modal(notify_on_close=True, private_metadata="kept"))
    slack.post("close", view_id=notifying["id"])
    payload = slack.app.received[-1].payload
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)
    assert (payload["view"]["id"], payload["view"]["private_metadata"]) == (notifying["id"], "kept")
    assert slack.modals() == []


def test_a_modal_that_clears_on_close_closes_the_whole_stack(slack: ScriptedSlack) -> None:
    root = slack.open(modal(PUSH, notify_on_close=True))
    second = push(slack, root, clear_on_close=True, notify_on_close=True)
    slack.post("close", view_id=second["id"])
    assert slack.modals() == []
    payloads = [received.payload for received in slack.app.received[-2:]]
    assert [payload["view"]["id"] for payload in payloads] == [second["id"], root["id"]]
    assert all(payload["is_cleared"] for payload in payloads)


def test_the_time_in_which_a_window_is_filled_in_is_no_latency(slack: ScriptedSlack) -> None:
    [message] = slack.command(with_buttons())
    slack.click(message, "choose")
    clicked = slack.app.received[-1]
    opened = slack.call("views.open", trigger_id=clicked.payload["trigger_id"], view=modal(input_block("title", TEXT)))
    slack.clock.now += 60
    submit(slack, opened["view"], title="Emma")
    slack.clock.now += 0.25
    slack.respond(clicked, {"text": "five books"})
    assert slack.last_exchange()["milliseconds"] == pytest.approx(250, abs=1)


def test_a_window_belongs_to_the_tab_that_asked_for_it(slack: ScriptedSlack) -> None:
    slack.app.answer = lambda _: Answer()
    slack.post("shortcut", callback_id="find_book", tab="left")
    trigger_id = slack.app.received[-1].payload["trigger_id"]
    opened = slack.call("views.open", trigger_id=trigger_id, view=modal(PUSH))["view"]
    tabs = {
        tab: slack.http.get("/local/state", query_string={"user": "amina", "tab": tab}).get_json()["modals"]
        for tab in ("left", "right")
    }
    assert [view["id"] for view in tabs["left"]] == [opened["id"]]
    assert tabs["right"] == []
    assert slack.post("close", view_id=opened["id"], tab="right")["problem"] == "This window is no longer there."
    assert slack.post("close", view_id=opened["id"], tab="left")["ok"]
