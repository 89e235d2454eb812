"""Slack's limits as a flat table, and the comparison of every member of a payload with it.

The table is written from the documentation of Block Kit (https://docs.slack.dev/reference/block-kit/) for the tests
alone, independently of the local Slack's rules, so that an error in one of them shows. A member that the table does not
have is a violation too: a misspelt member is noticed, and a new one gets its limit.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class LimitTable:
    """The limits. An object is named by its `type`, or by the member that contains it.

    Attributes:
        kinds: Names of the objects that have no `type`, by the member that contains them.
        lengths: Maximum number of characters of a string or of each text object, by object and member.
        common_lengths: The same for members that have one limit in every object.
        may_be_empty: Members whose text may be empty, with their objects.
        list_lengths: Maximum number of members of a list, by object and member.
        keywords: Members whose values are keywords of Slack and need no limit.
    """

    kinds: Mapping[str, str] = field(
        default_factory=lambda: {
            "options": "option",
            "initial_option": "option",
            "initial_options": "option",
            "option_groups": "option group",
            "confirm": "confirm",
        }
    )
    lengths: Mapping[tuple[str, str], int] = field(
        default_factory=lambda: {
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
            ("card", "title"): 150,
            ("card", "subtitle"): 150,
            ("card", "body"): 200,
            ("container", "title"): 150,
            ("container", "subtitle"): 150,
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
    )
    common_lengths: Mapping[str, int] = field(default_factory=lambda: {"block_id": 255, "action_id": 255})
    may_be_empty: frozenset[tuple[str, str]] = frozenset(
        {("modal", "private_metadata"), ("home", "private_metadata"), ("button", "value")}
    )
    list_lengths: Mapping[tuple[str, str], int] = field(
        default_factory=lambda: {
            ("message", "blocks"): 50,
            ("modal", "blocks"): 100,
            ("home", "blocks"): 100,
            ("actions", "elements"): 25,
            ("context", "elements"): 10,
            ("section", "fields"): 10,
            ("carousel", "elements"): 10,
            ("card", "actions"): 3,
            ("container", "child_blocks"): 10,
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
    )
    keywords: frozenset[str] = frozenset({"type", "style", "width", "response_type", "response_action", "thread_ts"})


TABLE = LimitTable()


def violations_of_limits(payload: Mapping[str, Any]) -> list[str]:
    """Return the violations of Slack's limits in a message, a view, or an answer to an options request.

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
        pointer = f"{where}/{member}"
        if isinstance(value, str):
            if member not in TABLE.keywords:
                yield from _too_long(value, kind, member, pointer)
        elif isinstance(value, list):
            yield from _too_many(value, kind, member, pointer)
            for index, child in enumerate(value):
                yield from _child_violations(child, kind, member, f"{pointer}/{index}")
        elif isinstance(value, dict):
            yield from _child_violations(value, kind, member, pointer)
    yield from _wrong_choices(holder, where)
    yield from _repeated_action_ids(holder, where)


def _child_violations(value: Any, kind: str, member: str, pointer: str) -> Iterator[str]:
    if isinstance(value, dict) and value.get("type") in {"plain_text", "mrkdwn"}:
        yield from _too_long(value["text"], kind, member, pointer)
    elif isinstance(value, dict):
        yield from _violations(value, str(value.get("type") or TABLE.kinds.get(member, member)), pointer)
    else:
        yield f"{pointer}: expected an object, got {value!r}"


def _too_long(text: str, kind: str, member: str, pointer: str) -> Iterator[str]:
    limit = TABLE.common_lengths.get(member) or TABLE.lengths.get((kind, member))
    if limit is None:
        yield f"{pointer}: the table has no limit for the {member} of a {kind}"
    elif len(text) > limit:
        yield f"{pointer}: {len(text)} characters where {limit} are allowed"
    elif not text.strip() and (kind, member) not in TABLE.may_be_empty:
        yield f"{pointer}: an empty text"


def _too_many(members: list[Any], kind: str, member: str, pointer: str) -> Iterator[str]:
    limit = TABLE.list_lengths.get((kind, member))
    if limit is None:
        yield f"{pointer}: the table has no limit for the {member} of a {kind}"
    elif len(members) > limit:
        yield f"{pointer}: {len(members)} items where {limit} are allowed"
    elif not members and (kind, member) != ("options", "options"):
        yield f"{pointer}: an empty list"


def _wrong_choices(element: Mapping[str, Any], where: str) -> Iterator[str]:
    """Yield initial options that are not among the options, and options that occur twice."""
    groups = element.get("option_groups", [])
    options = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    repeated = [value for value, times in Counter(option["value"] for option in options).items() if times > 1]
    if repeated:
        yield f"{where}/options: the values {repeated} more than once"
    chosen = [*element.get("initial_options", []), *filter(None, [element.get("initial_option")])]
    for option in chosen:
        if option not in options:
            yield f"{where}: {option['value']!r} is chosen and not among the options"


def _repeated_action_ids(block: Mapping[str, Any], where: str) -> Iterator[str]:
    rows = [*block.get("elements", []), *block.get("actions", [])]
    elements = [*rows, *filter(None, [block.get("accessory"), block.get("element")])]
    action_ids = Counter(element["action_id"] for element in elements if "action_id" in element)
    for action_id, times in action_ids.items():
        if times > 1:
            yield f"{where}: the action_id {action_id!r} {times} times in one block"


def _repeated_block_ids(payload: Mapping[str, Any]) -> Iterator[str]:
    blocks = payload.get("blocks", [])
    cards = [card for block in blocks if block.get("type") == "carousel" for card in block["elements"]]
    inner = [child for block in blocks for child in block.get("child_blocks", [])]
    block_ids = Counter(block["block_id"] for block in [*blocks, *cards, *inner] if "block_id" in block)
    for block_id, times in block_ids.items():
        if times > 1:
            yield f"/blocks: the block_id {block_id!r} {times} times"
