"""Submissions and closings of modals, and the app's answers to them.

See https://docs.slack.dev/surfaces/modals.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.slack.apis.clicks import Clicks, ViewInput
from infra.local.slack.connection.delivery import Delivery
from infra.local.slack.connection.exchanges import decode_json
from infra.local.slack.connection.installation import Installation, acknowledgement_error
from infra.local.slack.connection.payloads import view_closed, view_submission
from infra.local.slack.rules.elements import is_empty
from infra.local.slack.rules.limits import BLOCK_KIT_LIMITS
from infra.local.slack.rules.validation import interactive_elements, view_violations
from infra.local.slack.workspace.directory import User
from infra.local.slack.workspace.views import View, ViewError


class Modals:
    """Sends submitted and closed modals to the app."""

    def __init__(self, installation: Installation, clicks: Clicks) -> None:
        self._installation = installation
        self._views = installation.views
        self._clicks = clicks

    def on_submit(self, user: User, view: View, view_input: ViewInput) -> tuple[str, dict[str, str]]:
        """Send a filled-in modal to the app, and apply its answer.

        Args:
            user: The person in front of whom the modal is open.
            view: The modal.
            view_input: The input in its elements, by block and action.

        Returns:
            A sentence about the error, or an empty string; and the errors of inputs, by their block ids.

        Raises:
            UnknownElementError: An element has no such option.
            ViewError: The modal has been closed meanwhile.
        """
        if "submit" not in view.content:
            return "This modal has no submit button.", {}
        view = self._views.add_user_state(view.view_id, self._clicks.view_state(user, view, view_input))
        input_errors = _input_errors(view)
        if input_errors:
            return "", input_errors
        trigger_id = self._installation.grants.issue_trigger_id(user.user_id, view.view_id, user.tab)
        self._installation.grants.note_submission(user.user_id)
        delivery = self._installation.deliver(view_submission(user, view, trigger_id=trigger_id))
        answer, errors = ({}, ()) if delivery.failure else _read_answer(delivery, view)
        if not delivery.failure and not errors:
            errors = self._apply(view, answer)
        self._installation.record("submission", str(view.content["title"]["text"]), delivery, errors)
        if delivery.failure or errors:
            return acknowledgement_error(delivery) or f"We had some trouble connecting. Try again? ({errors[0]})", {}
        return "", answer.get("errors", {})

    def on_close(self, user: User, view: View) -> None:
        """Close a modal, or its stack with `clear_on_close`, and notify the app of those with `notify_on_close`."""
        is_cleared = bool(view.content.get("clear_on_close"))
        for closed in self._views.close(view, whole_stack=is_cleared):
            if closed.content.get("notify_on_close"):
                delivery = self._installation.deliver(view_closed(user, closed, is_cleared=is_cleared))
                self._installation.record("closed", str(closed.content["title"]["text"]), delivery)

    def _apply(self, view: View, answer: Mapping[str, Any]) -> tuple[str, ...]:
        """Apply a valid answer; without an action, close the modal. Return the errors."""
        action = answer.get("response_action")
        try:
            if action == "update":
                self._views.update(view, answer["view"])
            elif action == "push":
                self._views.open(view.user_id, answer["view"], above=view.view_id, tab=view.tab)
            elif action != "errors":
                self._views.close(view, whole_stack=action == "clear")
        except ViewError as error:
            return (f"{error.code}: {error}",)
        return ()


def _input_errors(view: View) -> dict[str, str]:
    """Return the errors of inputs that Slack itself checks before it sends a submission, by their block ids."""
    errors = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        [element] = interactive_elements(block)
        state = view.state[block["block_id"]][element["action_id"]]
        if is_empty(state):
            if not block.get("optional"):
                errors[block["block_id"]] = "Please complete this required field."
        elif element["type"] == "file_input":
            kinds, most = element.get("filetypes"), element.get("max_files", BLOCK_KIT_LIMITS.files)
            if len(state["files"]) > most:
                errors[block["block_id"]] = f"Please choose at most {most} files."
            elif kinds and any(file["filetype"] not in kinds for file in state["files"]):
                errors[block["block_id"]] = f"Please choose files of these types: {', '.join(kinds)}."
        elif element["type"] == "plain_text_input":
            length, maximum = len(state["value"]), element.get("max_length", BLOCK_KIT_LIMITS.input_value)
            if length < element.get("min_length", 0):
                errors[block["block_id"]] = f"Please enter at least {element['min_length']} characters."
            elif length > maximum:
                errors[block["block_id"]] = f"Please enter at most {maximum} characters."
    return errors


def _read_answer(delivery: Delivery, view: View) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return an app's answer to a submission, and the errors of an invalid one."""
    if not delivery.body.strip():
        return {}, ()
    answer = decode_json(delivery.body)
    if not delivery.is_json or not isinstance(answer, dict):
        return {}, ("expected an empty body or a JSON object sent as application/json",)
    return answer, tuple(_answer_violations(answer, view)) if answer else ()


def _answer_violations(answer: Mapping[str, Any], view: View) -> Iterator[str]:
    action = answer.get("response_action")
    if action == "errors":
        yield from _error_violations(answer.get("errors"), view)
    elif action in {"update", "push"}:
        violations = view_violations(answer.get("view"))
        yield from violations
        if not violations and answer["view"]["type"] != "modal":
            yield f"expected a modal to {action}, got a {answer['view']['type']}"
    elif action != "clear":
        yield f"expected response_action errors, update, push or clear, got {action!r}"


def _error_violations(errors: Any, view: View) -> Iterator[str]:
    if not isinstance(errors, dict) or not errors:
        yield f"expected errors by the block_ids of inputs, got {errors!r}"[:200]
        return
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    for block_id, text in errors.items():
        if block_id not in inputs:
            yield f"expected the block_id of an input, got {block_id!r}"
        if not (text and isinstance(text, str)):
            yield f"expected a text for {block_id!r}, got {text!r}"
