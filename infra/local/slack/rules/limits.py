"""Slack's limits on messages, views and answers, as one table, and the check of what an app sends against it.

The limits are those of https://docs.slack.dev/reference/block-kit/. What this page can't draw (rich text, date
pickers, ...) is not in the table and is refused like a type that does not exist.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.slack.rules.checks import (
    Flag,
    Items,
    Number,
    OneOf,
    Rule,
    Shape,
    String,
    Text,
    Typed,
    Violation,
    text_shapes,
)

_ANY_TEXT = ("plain_text", "mrkdwn")
_IDENTIFIER = String(255)
_IMAGE_URL = String(3000, beginning="https://")
_ALT_TEXT = String(2000)
_VALUE = String(150)
# Selects and overflow menus show plain text only; checkboxes and radio buttons take mrkdwn too.
_OPTION = Shape({"text": Text(75, _ANY_TEXT), "value": _VALUE}, {"description": Text(75, _ANY_TEXT)})
_PLAIN_OPTION = Shape({"text": Text(75), "value": _VALUE}, {"description": Text(75)})
_OVERFLOW_OPTION = Shape({"text": Text(75), "value": _VALUE}, {"description": Text(75), "url": String(3000)})
_OPTION_GROUP = Shape({"label": Text(75), "options": Items(_PLAIN_OPTION, 100)})
_CONFIRM = Shape(
    {"title": Text(100), "text": Text(300, _ANY_TEXT), "confirm": Text(30), "deny": Text(30)},
    {"style": OneOf(("primary", "danger"))},
)
_INTERACTIVE: dict[str, Rule] = {"action_id": _IDENTIFIER}
_CONFIRMED: dict[str, Rule] = {**_INTERACTIVE, "confirm": _CONFIRM}
_FOCUSED: dict[str, Rule] = {**_CONFIRMED, "focus_on_load": Flag()}
_SELECT: dict[str, Rule] = {**_FOCUSED, "placeholder": Text(150)}
_STATIC: dict[str, Rule] = {
    **_SELECT,
    "options": Items(_PLAIN_OPTION, 100),
    "option_groups": Items(_OPTION_GROUP, 100),
}

_ELEMENTS: dict[str, Shape] = {
    "button": Shape(
        {"text": Text(75)},
        {
            **_CONFIRMED,
            "value": String(2000, at_least=0),
            "url": String(3000),
            "style": OneOf(("primary", "danger")),
            "accessibility_label": String(75),
        },
    ),
    "static_select": Shape(
        optional={**_STATIC, "initial_option": _PLAIN_OPTION}, exactly_one_of=("options", "option_groups")
    ),
    "multi_static_select": Shape(
        optional={**_STATIC, "initial_options": Items(_PLAIN_OPTION, 100), "max_selected_items": Number(1, 100)},
        exactly_one_of=("options", "option_groups"),
    ),
    "external_select": Shape(
        optional={**_SELECT, "initial_option": _PLAIN_OPTION, "min_query_length": Number(0, 3000)}
    ),
    "overflow": Shape({"options": Items(_OVERFLOW_OPTION, 5)}, _CONFIRMED),
    "image": Shape({"image_url": _IMAGE_URL, "alt_text": _ALT_TEXT}),
    "plain_text_input": Shape(
        optional={
            **_INTERACTIVE,
            "placeholder": Text(150),
            "initial_value": String(3000),
            "multiline": Flag(),
            "min_length": Number(0, 3000),
            "max_length": Number(1, 3000),
            "focus_on_load": Flag(),
            "dispatch_action_config": Shape(
                {"trigger_actions_on": Items(OneOf(("on_enter_pressed", "on_character_entered")), 2)}
            ),
        }
    ),
    "checkboxes": Shape({"options": Items(_OPTION, 10)}, {**_FOCUSED, "initial_options": Items(_OPTION, 10)}),
    "radio_buttons": Shape({"options": Items(_OPTION, 10)}, {**_FOCUSED, "initial_option": _OPTION}),
}


def _elements(*types: str) -> Typed:
    return Typed("an element", {kind: _ELEMENTS[kind] for kind in types})


_CHOICES = ("static_select", "external_select", "multi_static_select", "checkboxes", "radio_buttons")
_BLOCK: dict[str, Rule] = {"block_id": _IDENTIFIER}
_MESSAGE_BLOCKS: dict[str, Shape] = {
    "section": Shape(
        optional={
            **_BLOCK,
            "text": Text(3000, _ANY_TEXT),
            "fields": Items(Text(2000, _ANY_TEXT), 10),
            "accessory": _elements("image", "button", "overflow", *_CHOICES),
            "expand": Flag(),
        },
        any_of=("text", "fields"),
    ),
    "header": Shape({"text": Text(150)}, _BLOCK),
    "divider": Shape(optional=_BLOCK),
    "image": Shape({"image_url": _IMAGE_URL, "alt_text": _ALT_TEXT}, {**_BLOCK, "title": Text(2000)}),
    "context": Shape(
        {"elements": Items(Typed("an image or a text object", {"image": _ELEMENTS["image"], **text_shapes(3000)}), 10)},
        _BLOCK,
    ),
    "actions": Shape({"elements": Items(_elements("button", "overflow", *_CHOICES), 25)}, _BLOCK),
}
_VIEW_BLOCKS: dict[str, Shape] = {
    **_MESSAGE_BLOCKS,
    "input": Shape(
        {
            "label": Text(2000),
            "element": _elements("plain_text_input", *_CHOICES),
        },
        {**_BLOCK, "hint": Text(2000), "optional": Flag(), "dispatch_action": Flag()},
    ),
}
_MESSAGE_BLOCK_LIST = Items(Typed("a block", _MESSAGE_BLOCKS), 50, at_least=0)
_VIEW_BLOCK_LIST = Items(Typed("a block", _VIEW_BLOCKS), 100)
_VIEW: dict[str, Rule] = {
    "private_metadata": String(3000, at_least=0),
    "callback_id": String(255),
    "external_id": String(255),
}
_VIEWS = Typed(
    "a view",
    {
        "modal": Shape(
            {"title": Text(24), "blocks": _VIEW_BLOCK_LIST},
            {
                **_VIEW,
                "submit": Text(24),
                "close": Text(24),
                "clear_on_close": Flag(),
                "notify_on_close": Flag(),
                "submit_disabled": Flag(),
            },
        ),
        "home": Shape({"blocks": _VIEW_BLOCK_LIST}, _VIEW),
    },
)


# No option at all is an answer too: nothing was found.
_SUGGESTIONS = Shape(
    optional={
        "options": Items(_PLAIN_OPTION, 100, at_least=0),
        "option_groups": Items(_OPTION_GROUP, 100, at_least=0),
    },
    exactly_one_of=("options", "option_groups"),
)


def message_violations(message: Mapping[str, Any]) -> list[str]:
    """Everything for which Slack answers `invalid_blocks` to a message; an empty list for a good one."""
    if message.get("blocks") is None:
        return []
    violations = [*_MESSAGE_BLOCK_LIST.violations(message["blocks"], "/blocks")]
    if not violations:
        violations += _broken_promises(message["blocks"], "/blocks")
    return [str(violation) for violation in violations]


def message_warnings(message: Mapping[str, Any]) -> list[str]:
    """What Slack accepts in a message, and a developer would rather know."""
    warnings = []
    if message.get("blocks") and not message.get("text"):
        warnings.append("no top-level text: notifications and screen readers read only that, and have nothing to read")
    response_type = message.get("response_type", "ephemeral")
    if response_type not in {"ephemeral", "in_channel"}:
        warnings.append(f"expected response_type ephemeral or in_channel, got {response_type!r}: taken as ephemeral")
    return warnings


def view_violations(view: Any) -> list[str]:
    """Everything for which Slack refuses a modal or a Home; an empty list for a good one."""
    violations = [*_VIEWS.violations(view, "/view")]
    if not violations:
        violations += _broken_promises(view["blocks"], "/view/blocks")
        focused = [
            each for block in view["blocks"] for each in interactive_elements(block) if each.get("focus_on_load")
        ]
        if len(focused) > 1:
            violations.append(Violation("/view/blocks", "focus_on_load in one element", f"{len(focused)}"))
    if not violations and view["type"] == "modal" and "submit" not in view:
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        if inputs:
            violations.append(Violation("/view", "the member 'submit' beside input blocks", "none"))
    return [str(violation) for violation in violations]


def suggestion_violations(answer: Any) -> list[str]:
    """Everything for which Slack shows no options, though an app has answered with some."""
    return [str(violation) for violation in _SUGGESTIONS.violations(answer, "")]


def is_interactive(element: Mapping[str, Any]) -> bool:
    """Whether a person can act on an element of a checked block, rather than look at it."""
    return element["type"] in _ELEMENTS and element["type"] != "image"


def interactive_elements(block: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The elements of a checked block that a person can act on."""
    candidates = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [element for element in candidates if element and is_interactive(element)]


def _broken_promises(blocks: list[dict[str, Any]], where: str) -> Iterator[Violation]:
    """What no single member breaks: ids that are not unique, and choices that are no options."""
    block_ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id, count in block_ids.items():
        if count > 1:
            yield Violation(where, "each block_id once in a message or view", f"{block_id!r} {count} times")
    for place, block in enumerate(blocks):
        elements = interactive_elements(block)
        action_ids = Counter(element["action_id"] for element in elements if "action_id" in element)
        for action_id, count in action_ids.items():
            if count > 1:
                yield Violation(f"{where}/{place}", "each action_id once in a block", f"{action_id!r} {count} times")
        for element in elements:
            yield from _unoffered(element, f"{where}/{place}")


def _unoffered(element: Mapping[str, Any], where: str) -> Iterator[Violation]:
    """What a menu starts with though it does not offer it; an external select offers what it likes later."""
    initial = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    if element["type"] == "external_select":
        return
    offered = [option for group in element.get("option_groups", [element]) for option in group.get("options", ())]
    for option in initial:
        if option not in offered:
            yield Violation(where, "an initial option that exactly matches one of the options", repr(option["value"]))
