"""Interactive elements of blocks: finding one, and what a person has filled in, ticked or chosen in it.

What an element holds is what Slack puts into `state.values` for it, such as
`{"type": "static_select", "selected_option": {...}}`.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from infra.local.slack.rules.limits import interactive_elements, is_interactive

Block = dict[str, Any]
Element = dict[str, Any]
Held = dict[str, Any]
Values = Mapping[str, Mapping[str, Held]]
Said = str | Sequence[str] | None

_CHOOSES_ONE = ("static_select", "external_select", "radio_buttons", "overflow")
_CHOOSES_MANY = ("multi_static_select", "checkboxes")
_STATEFUL = (*_CHOOSES_ONE[:3], *_CHOOSES_MANY, "plain_text_input")
_SENT_OF_AN_ELEMENT = (
    "type",
    "action_id",
    "text",
    "value",
    "style",
    "url",
    "placeholder",
    "initial_option",
    "initial_options",
    "initial_value",
    "confirm",
    "accessibility_label",
)


class UnknownElementError(Exception):
    """What was clicked or chosen is not there."""


def with_ids(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with an id each, and their interactive elements too, as Slack gives them where the app gave none."""
    return tuple(_with_id(block) for block in blocks)


def elements_of(blocks: Sequence[Block]) -> Iterator[tuple[Block, Element]]:
    """All interactive elements, each with its block."""
    for block in blocks:
        for element in interactive_elements(block):
            yield block, element


def element_of(blocks: Sequence[Block], block_id: str, action_id: str) -> tuple[Block, Element]:
    """What a person acts on, with its block.

    Raises:
        UnknownElementError: There is no such element (any more).
    """
    for block, element in elements_of(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return block, element
    raise UnknownElementError(f"expected an element that is shown, got block {block_id!r}, action {action_id!r}")


def is_stateful(element: Element) -> bool:
    """Whether Slack remembers what an element holds, and sends it along with every later click beside it."""
    return element["type"] in _STATEFUL


def held(element: Element, said: Said, offered: Mapping[str, Mapping[str, Any]]) -> Held | None:
    """What an element holds once a person has said something to it; None for a button, which holds nothing.

    Args:
        element: The element.
        said: The text, the value of the option, or the values of the options.
        offered: By value, the options that the app has offered this person in an external select.

    Raises:
        UnknownElementError: It has no such option.
    """
    kind = element["type"]
    if kind == "plain_text_input":
        if not isinstance(said, str | None):
            raise UnknownElementError(f"expected a text, got {said!r}")
        return {"type": kind, "value": said or None}
    if kind in _CHOOSES_MANY:
        if isinstance(said, str):
            raise UnknownElementError(f"expected a list of values, got {said!r}")
        chosen = [_option(element, value, offered) for value in said or ()]
        at_most = element.get("max_selected_items", len(chosen))
        if len(chosen) > at_most:
            raise UnknownElementError(f"expected at most {at_most} options, got {len(chosen)}")
        return {"type": kind, "selected_options": chosen}
    if kind in _CHOOSES_ONE:
        is_cleared = said is None and is_stateful(element)
        return {"type": kind, "selected_option": None if is_cleared else _option(element, said, offered)}
    return None


def initially_held(element: Element) -> Held:
    """What a stateful element holds before anyone has touched it."""
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value")}
    if kind in _CHOOSES_MANY:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    return {"type": kind, "selected_option": element.get("initial_option")}


def is_empty(content: Held) -> bool:
    """Whether nothing is filled in, ticked or chosen."""
    return not any(value for name, value in content.items() if name != "type")


def state_of(blocks: Sequence[Block], touched: Values) -> dict[str, dict[str, Held]]:
    """What all stateful elements hold: `state.values` as Slack sends it.

    Args:
        blocks: What is shown.
        touched: What the elements hold that a person has touched.
    """
    values: dict[str, dict[str, Held]] = {}
    for block, element in filter(lambda found: is_stateful(found[1]), elements_of(blocks)):
        block_id, action_id = block["block_id"], element["action_id"]
        content = touched.get(block_id, {}).get(action_id) or initially_held(element)
        values.setdefault(block_id, {})[action_id] = content
    return values


def kept(blocks: Sequence[Block], touched: Values) -> dict[str, dict[str, Held]]:
    """What of a person's doing outlives other blocks in the place of those before.

    It is kept where an element of the same type has the same block_id and action_id; its initial value then counts
    for nothing, see https://github.com/slackapi/bolt-js/issues/290.
    """
    values: dict[str, dict[str, Held]] = {}
    for block, element in elements_of(blocks):
        content = touched.get(block["block_id"], {}).get(element["action_id"])
        if content and content["type"] == element["type"]:
            values.setdefault(block["block_id"], {})[element["action_id"]] = content
    return values


def action_on(element: Element, block_id: str, content: Held | None, action_ts: str) -> dict[str, Any]:
    """What an app is told of an element that was clicked, chosen from or written in."""
    action = {name: element[name] for name in _SENT_OF_AN_ELEMENT if name in element}
    return {**action, **(content or {}), "block_id": block_id, "action_ts": action_ts}


def _option(element: Element, value: Any, offered: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    for option in _options(element):
        if option["value"] == value:
            return option
    if isinstance(value, str) and element["type"] == "external_select" and value in offered:
        return offered[value]
    raise UnknownElementError(f"expected the value of an option, got {value!r}")


def _options(element: Element) -> list[dict[str, Any]]:
    """The options that an element brings along; an external select has none but the one that it starts with."""
    if element["type"] == "external_select":
        return [element["initial_option"]] if "initial_option" in element else []
    return [option for group in element.get("option_groups", [element]) for option in group["options"]]


def _with_id(block: Block) -> Block:
    named = {"block_id": _new_id(), **block}
    if "elements" in block:
        named["elements"] = [_with_action_id(element) for element in block["elements"]]
    for place in ("accessory", "element"):
        if place in block:
            named[place] = _with_action_id(block[place])
    return named


def _with_action_id(element: Element) -> Element:
    return {"action_id": _new_id(), **element} if is_interactive(element) else element


def _new_id() -> str:
    return secrets.token_urlsafe(4)
