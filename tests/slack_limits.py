"""Slack's limits as one flat table, and a walk through any payload that holds each of its members against it.

The table is written from the documentation of Block Kit (https://docs.slack.dev/reference/block-kit/) for the tests
alone, apart from the local Slack's rules: what both let pass is hardly wrong. A member that the table does not have is
a violation too, so that a misspelt one is noticed, and a new one gets its limit.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

# What an object is called here: its `type`, or what the member it stands in makes of it.
_KINDS_BY_MEMBER = {
    "options": "option",
    "initial_option": "option",
    "initial_options": "option",
    "option_groups": "option group",
    "confirm": "confirm",
}

# Characters at most, of a string or of each text object that stands there.
_LENGTHS = {
    ("message", "text"): 40_000,
    ("modal", "title"): 24,
    ("modal", "submit"): 24,
    ("modal", "close"): 24,
    **{
        (view, member): length
        for view in ("modal", "home")
        for member, length in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255))
    },
    ("header", "text"): 150,
    ("section", "text"): 3000,
    ("section", "fields"): 2000,
    ("context", "elements"): 2000,
    ("input", "label"): 2000,
    ("input", "hint"): 2000,
    ("image", "image_url"): 3000,
    ("image", "alt_text"): 2000,
    ("image", "title"): 2000,
    ("button", "text"): 75,
    ("button", "value"): 2000,
    ("button", "url"): 3000,
    ("button", "accessibility_label"): 75,
    **{
        (element, "placeholder"): 150
        for element in ("static_select", "multi_static_select", "external_select", "plain_text_input")
    },
    ("plain_text_input", "initial_value"): 3000,
    ("option", "text"): 75,
    ("option", "value"): 150,
    ("option", "description"): 75,
    ("option group", "label"): 75,
    ("confirm", "title"): 100,
    ("confirm", "text"): 300,
    ("confirm", "confirm"): 30,
    ("confirm", "deny"): 30,
}
_LENGTHS_ANYWHERE = {"block_id": 255, "action_id": 255}
_MAY_BE_EMPTY = {("modal", "private_metadata"), ("home", "private_metadata"), ("button", "value")}

# Items at most, of a list.
_ITEMS = {
    ("message", "blocks"): 50,
    ("modal", "blocks"): 100,
    ("home", "blocks"): 100,
    ("actions", "elements"): 25,
    ("context", "elements"): 10,
    ("section", "fields"): 10,
    **{
        (element, member): 100
        for element in ("static_select", "multi_static_select", "options")
        for member in ("options", "option_groups", "initial_options")
    },
    ("option group", "options"): 100,
    ("checkboxes", "options"): 10,
    ("checkboxes", "initial_options"): 10,
    ("overflow", "options"): 5,
}

_WORDS = {"type", "style", "response_type", "response_action", "thread_ts"}


def violations_of_limits(payload: Mapping[str, Any]) -> list[str]:
    """Everything in a message, a view, or an answer to an options request that is beyond Slack's limits.

    Args:
        payload: A message has `blocks` or `text`, a view its `type`, an answer `options` or `option_groups`.
    """
    if "type" in payload:
        kind = str(payload["type"])
    else:
        kind = "options" if {"options", "option_groups"} & set(payload) else "message"
    return [*_violations(payload, kind, ""), *_repeated_block_ids(payload)]


def _violations(holder: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:
    for member, value in holder.items():
        place = f"{where}/{member}"
        if isinstance(value, str):
            if member not in _WORDS:
                yield from _too_long(value, kind, member, place)
        elif isinstance(value, list):
            yield from _too_many(value, kind, member, place)
            for number, item in enumerate(value):
                yield from _nested(item, kind, member, f"{place}/{number}")
        elif isinstance(value, dict):
            yield from _nested(value, kind, member, place)
    yield from _wrong_choices(holder, where)
    yield from _repeated_action_ids(holder, where)


def _nested(value: Any, kind: str, member: str, place: str) -> Iterator[str]:
    if isinstance(value, dict) and value.get("type") in {"plain_text", "mrkdwn"}:
        yield from _too_long(value["text"], kind, member, place)
    elif isinstance(value, dict):
        yield from _violations(value, str(value.get("type") or _KINDS_BY_MEMBER.get(member, member)), place)
    else:
        yield f"{place}: expected an object, got {value!r}"


def _too_long(text: str, kind: str, member: str, place: str) -> Iterator[str]:
    limit = _LENGTHS_ANYWHERE.get(member) or _LENGTHS.get((kind, member))
    if limit is None:
        yield f"{place}: the table has no limit for the {member} of a {kind}"
    elif len(text) > limit:
        yield f"{place}: {len(text)} characters where {limit} are allowed"
    elif not text.strip() and (kind, member) not in _MAY_BE_EMPTY:
        yield f"{place}: an empty text"


def _too_many(items: list[Any], kind: str, member: str, place: str) -> Iterator[str]:
    limit = _ITEMS.get((kind, member))
    if limit is None:
        yield f"{place}: the table has no limit for the {member} of a {kind}"
    elif len(items) > limit:
        yield f"{place}: {len(items)} items where {limit} are allowed"
    elif not items and (kind, member) != ("options", "options"):
        yield f"{place}: an empty list"


def _wrong_choices(element: Mapping[str, Any], where: str) -> Iterator[str]:
    """What is chosen at first has to be among the options, and no option may stand there twice."""
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(each for group in groups for each in group["options"])]
    repeated = [value for value, times in Counter(option["value"] for option in options).items() if times > 1]
    if repeated:
        yield f"{where}/options: the values {repeated} more than once"
    chosen = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    for option in chosen:
        if option not in options:
            yield f"{where}: {option['value']!r} is chosen and not among the options"


def _repeated_action_ids(block: Mapping[str, Any], where: str) -> Iterator[str]:
    elements = [*block.get("elements", []), *filter(None, [block.get("accessory"), block.get("element")])]
    action_ids = Counter(element["action_id"] for element in elements if "action_id" in element)
    for action_id, times in action_ids.items():
        if times > 1:
            yield f"{where}: the action_id {action_id!r} {times} times in one block"


def _repeated_block_ids(payload: Mapping[str, Any]) -> Iterator[str]:
    block_ids = Counter(block["block_id"] for block in payload.get("blocks", []) if "block_id" in block)
    for block_id, times in block_ids.items():
        if times > 1:
            yield f"/blocks: the block_id {block_id!r} {times} times"
