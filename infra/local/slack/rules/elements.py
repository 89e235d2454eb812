"""Interactive elements of blocks: finding one, and the state that a person has given it.

The state of an element is its part of `state.values`, such as `{"type": "static_select", "selected_option": {...}}`.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.local.slack.rules.validation import blocks_within, inner_member, interactive_elements, is_interactive

Block = dict[str, Any]
Element = dict[str, Any]
ElementState = dict[str, Any]
StateValues = Mapping[str, Mapping[str, ElementState]]
UserInput = str | Sequence[str] | None

_SINGLE_CHOICE = ("static_select", "external_select", "radio_buttons", "overflow")
_MULTIPLE_CHOICE = ("multi_static_select", "checkboxes")


class UnknownElementError(Exception):
    """A clicked element or a chosen option does not exist."""


def with_ids(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with a block_id each and an action_id in each interactive element, generated where missing."""
    return tuple(_with_id(block) for block in blocks)


def elements_of(blocks: Sequence[Block]) -> Iterator[tuple[Block, Element]]:
    """Yield the interactive elements, each with its block: of a card in a carousel, the card."""
    for _, block in blocks_within(blocks):
        for element in interactive_elements(block):
            yield dict(block), element


def find_element(blocks: Sequence[Block], block_id: str, action_id: str) -> tuple[Block, Element]:
    """Return the element that a person acts on, with its block.

    Raises:
        UnknownElementError: There is no such element (any more).
    """
    for block, element in elements_of(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return block, element
    raise UnknownElementError(f"expected an element that is shown, got block {block_id!r}, action {action_id!r}")


def is_stateful(element: Element) -> bool:
    """Return True for an element whose state Slack keeps, and sends with every later click beside it."""
    kind = element["type"]
    return kind != "overflow" and kind in {*_SINGLE_CHOICE, *_MULTIPLE_CHOICE, "plain_text_input", "file_input"}


def element_state(
    element: Element, user_input: UserInput, offered: Mapping[str, Mapping[str, Any]]
) -> ElementState | None:
    """Return the state of an element after a person's input; None for a button, which has no state.

    Args:
        element: The element.
        user_input: The text, the value of the option, the values of the options, or the ids of files.
        offered: By value, the options that the app has offered this person in an external select; of a field for
            files, the uploaded ones by id.

    Raises:
        UnknownElementError: It has no such option.
    """
    kind = element["type"]
    if kind == "plain_text_input":
        if not isinstance(user_input, str | None):
            raise UnknownElementError(f"expected a text, got {user_input!r}")
        return {"type": kind, "value": user_input or None}
    if kind == "file_input":
        ids = [user_input] if isinstance(user_input, str) else user_input or ()
        if unknown := [file_id for file_id in ids if file_id not in offered]:
            raise UnknownElementError(f"expected ids of uploaded files, got {unknown}")
        return {"type": kind, "files": [offered[file_id] for file_id in ids]}
    if kind in _MULTIPLE_CHOICE:
        if isinstance(user_input, str):
            raise UnknownElementError(f"expected a list of values, got {user_input!r}")
        chosen = [_option(element, value, offered) for value in user_input or ()]
        at_most = element.get("max_selected_items", len(chosen))
        if len(chosen) > at_most:
            raise UnknownElementError(f"expected at most {at_most} options, got {len(chosen)}")
        return {"type": kind, "selected_options": chosen}
    if kind in _SINGLE_CHOICE:
        is_cleared = user_input is None and is_stateful(element)
        return {"type": kind, "selected_option": None if is_cleared else _option(element, user_input, offered)}
    return None


def initial_state(element: Element) -> ElementState:
    """Return the state of a stateful element that the person has not changed."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value")}
    if kind == "file_input":
        return {"type": kind, "files": []}
    if kind in _MULTIPLE_CHOICE:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return {"type": kind, "selected_option": element.get("initial_option")}


def is_empty(state: ElementState) -> bool:
    """Return True where nothing is filled in, ticked or chosen."""
    return not any(value for name, value in state.items() if name != "type")


def state_of(blocks: Sequence[Block], user_state: StateValues) -> dict[str, dict[str, ElementState]]:
    """Return the state of all stateful elements: `state.values` as Slack sends it.

    Args:
        blocks: The blocks that are shown.
        user_state: The state of the elements that the person has changed.
    """
    values: dict[str, dict[str, ElementState]] = {}
    for block, element in elements_of(blocks):
        if is_stateful(element):
            block_id, action_id = block["block_id"], element["action_id"]
            state = user_state.get(block_id, {}).get(action_id) or initial_state(element)
            values.setdefault(block_id, {})[action_id] = state
    return values


def retained_state(blocks: Sequence[Block], user_state: StateValues) -> dict[str, dict[str, ElementState]]:
    """Return the part of a person's state that stays when these blocks replace others.

    State stays where an element of the same type has the same block_id and action_id; the element's initial value is
    then ignored, see https://github.com/slackapi/bolt-js/issues/290.
    """
    values: dict[str, dict[str, ElementState]] = {}
    for block, element in elements_of(blocks):
        state = user_state.get(block["block_id"], {}).get(element["action_id"])
        if state and state["type"] == element["type"]:
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def action_payload(element: Element, block_id: str, state: ElementState | None, action_ts: str) -> dict[str, Any]:
    """Return the member of `actions` that describes a click, a choice or a text in an element."""
    members = (
        *("type", "action_id", "text", "value", "style", "url", "placeholder"),
        *("initial_option", "initial_options", "initial_value", "confirm", "accessibility_label"),
    )
    action = {name: element[name] for name in members if name in element}
    return {**action, **(state or {}), "block_id": block_id, "action_ts": action_ts}


def _option(element: Element, value: Any, offered: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    for option in _options(element):
        if option["value"] == value:
            return option
    if isinstance(value, str) and element["type"] == "external_select" and value in offered:
        return offered[value]
    raise UnknownElementError(f"expected the value of an option, got {value!r}")


def _options(element: Element) -> list[dict[str, Any]]:
    """Return the options of an element; of an external select, its initial option at most."""
    if element["type"] == "external_select":
        return [element["initial_option"]] if "initial_option" in element else []
    return [option for group in element.get("option_groups", [element]) for option in group["options"]]


def _with_id(block: Block) -> Block:
    named = {"block_id": _new_id(), **block}
    if member := inner_member(block):
        named[member] = [_with_id(inner) for inner in block[member]]
        return named
    for member in ("elements", "actions"):
        if member in block:
            named[member] = [_with_action_id(element) for element in block[member]]
    for member in ("accessory", "element"):
        if member in block:
            named[member] = _with_action_id(block[member])
    return named


def _with_action_id(element: Element) -> Element:
    return {"action_id": _new_id(), **element} if is_interactive(element) else element


def _new_id() -> str:
    return secrets.token_urlsafe(4)
