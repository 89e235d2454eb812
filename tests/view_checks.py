"""Whether Slack would take a view: by the local Slack's rules, by slack_sdk's models, and by the table of limits."""

import json
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from infra.local.slack.rules.limits import view_violations
from tests.slack_limits import violations_of_limits

# `view_too_large` is Slack's answer to more.
_VIEW_BYTES = 250_000


def check_view(view: dict[str, Any]) -> None:
    """Fail unless Slack would take a view, and nothing in it formats, links or mentions but what the app means to."""
    assert view_violations(view) == []
    assert violations_of_limits(view) == []
    assert len(json.dumps(view)) <= _VIEW_BYTES
    for part in _parts(View(**view)):
        part.validate_json()
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        for part in _parts(parsed):
            part.validate_json()
    for text in markup_in(view):
        assert "<" not in text


def markup_in(value: Any) -> Iterator[str]:
    """Every text in Slack's markup within a payload."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for member in value.values():
            yield from markup_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from markup_in(item)


def words_in(view: dict[str, Any]) -> str:
    """All that a person reads in a view, a line each."""
    return "\n".join(_texts_in(view))


def elements_in(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons and menus of a view, by their action ids."""
    elements = [
        element
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]
        if element and "action_id" in element
    ]
    return {element["action_id"]: element for element in elements}


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") in {"mrkdwn", "plain_text"}:
            yield value["text"]
        for member in value.values():
            yield from _texts_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)


def _parts(value: Any) -> Iterator[JsonObject]:
    """An object of slack_sdk's with all that it is made of."""
    if isinstance(value, JsonObject):
        yield value
        for member in vars(value).values():
            yield from _parts(member)
    elif isinstance(value, list):
        for item in value:
            yield from _parts(item)
