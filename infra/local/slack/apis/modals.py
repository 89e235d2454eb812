"""Submitting and closing modals, and what an app may answer to that.

See https://docs.slack.dev/surfaces/modals.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.slack.apis.clicks import Clicks, State
from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import decode_json
from infra.local.slack.connection.installation import Installation, shown_beside_element
from infra.local.slack.connection.payloads import view_closed, view_submission
from infra.local.slack.rules.elements import is_empty
from infra.local.slack.rules.limits import interactive_elements, view_violations
from infra.local.slack.workspace.views import View, ViewError
from infra.local.slack.workspace.workspace import User

_MISSING = "Please complete this required field."
# What Slack shows for an answer that it does not understand.
_TROUBLE = "We had some trouble connecting. Try again?"


class Modals:
    """Sends to the app what people submit and close."""

    def __init__(self, installation: Installation, clicks: Clicks) -> None:
        self._installation = installation
        self._views = installation.views
        self._clicks = clicks

    def on_submit(self, user: User, view: View, state: State) -> tuple[str, dict[str, str]]:
        """Send a filled-in modal to the app, and do what it answers.

        Args:
            user: Whose modal it is.
            view: The modal.
            state: What was filled in, ticked and chosen, by block and action.

        Returns:
            What went wrong, or an empty string; and what is wrong with inputs, by their block ids.

        Raises:
            UnknownElementError: An element has no such option.
            ViewError: The modal has been closed meanwhile.
        """
        if "submit" not in view.content:
            return "This modal has no submit button.", {}
        view = self._views.touch(view.view_id, self._clicks.held_in(user, view, state))
        incomplete = _incomplete(view)
        if incomplete:
            return "", incomplete
        trigger_id = self._installation.grants.lend_trigger(user.user_id, view.view_id)
        delivery = self._installation.deliver(view_submission(user, view, trigger_id=trigger_id))
        answer, errors = ({}, ()) if delivery.failure else _read(delivery, view)
        if not delivery.failure and not errors:
            errors = self._act(view, answer)
        self._installation.record("submission", str(view.content["title"]["text"]), delivery, errors)
        if delivery.failure or errors:
            return shown_beside_element(delivery) or f"{_TROUBLE} ({errors[0]})", {}
        return "", answer.get("errors", {})

    def on_close(self, user: User, view: View) -> None:
        """Close a modal, or its whole stack if it says so, and tell an app that asked to be told."""
        is_cleared = bool(view.content.get("clear_on_close"))
        for closed in self._views.close(view, whole_stack=is_cleared):
            if closed.content.get("notify_on_close"):
                delivery = self._installation.deliver(view_closed(user, closed, is_cleared=is_cleared))
                self._installation.record("closed", str(closed.content["title"]["text"]), delivery)

    def _act(self, view: View, answer: Mapping[str, Any]) -> tuple[str, ...]:
        """Do what a checked answer says: without an action the modal closes, and what lies below is seen."""
        action = answer.get("response_action")
        try:
            if action == "update":
                self._views.update(view, answer["view"])
            elif action == "push":
                self._views.open(view.user_id, answer["view"], above=view.view_id)
            elif action != "errors":
                self._views.close(view, whole_stack=action == "clear")
        except ViewError as error:
            return (f"{error.code}: {error}",)
        return ()


def _incomplete(view: View) -> dict[str, str]:
    """What Slack itself asks people to fill in before it sends anything."""
    problems = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        [element] = interactive_elements(block)
        content = view.state[block["block_id"]][element["action_id"]]
        if is_empty(content):
            if not block.get("optional"):
                problems[block["block_id"]] = _MISSING
        elif element["type"] == "plain_text_input":
            length = len(content["value"])
            if length < element.get("min_length", 0):
                problems[block["block_id"]] = f"Please enter at least {element['min_length']} characters."
            elif length > element.get("max_length", 3000):
                problems[block["block_id"]] = f"Please enter at most {element.get('max_length', 3000)} characters."
    return problems


def _read(delivery: Delivery, view: View) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What an app answers to a submission, and why Slack does not understand it, if it does not."""
    if not delivery.body.strip():
        return {}, ()
    answer = decode_json(delivery.body)
    if not delivery.is_json or not isinstance(answer, dict):
        return {}, ("expected an empty body or a JSON object sent as application/json",)
    return answer, tuple(_violations(answer, view)) if answer else ()


def _violations(answer: Mapping[str, Any], view: View) -> Iterator[str]:
    action = answer.get("response_action")
    if action == "errors":
        yield from _violated_errors(answer.get("errors"), view)
    elif action in {"update", "push"}:
        violations = view_violations(answer.get("view"))
        yield from violations
        if not violations and answer["view"]["type"] != "modal":
            yield f"expected a modal to {action}, got a {answer['view']['type']}"
    elif action != "clear":
        yield f"expected response_action errors, update, push or clear, got {action!r}"


def _violated_errors(errors: Any, view: View) -> Iterator[str]:
    if not isinstance(errors, dict) or not errors:
        yield f"expected errors by the block_ids of inputs, got {errors!r}"[:200]
        return
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    for block_id, text in errors.items():
        if block_id not in inputs:
            yield f"expected the block_id of an input, got {block_id!r}"
        if not (text and isinstance(text, str)):
            yield f"expected a text for {block_id!r}, got {text!r}"
