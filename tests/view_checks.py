"""Checks that Slack would accept a view: by the local Slack's rules, slack_sdk's models and the table of limits."""

import json
import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from infra.local.exploration import texts_in
from infra.local.slack.rules.limits import BLOCK_KIT_LIMITS
from infra.local.slack.rules.validation import view_violations
from tests.slack_limits import violations_of_limits


def check_view(view: dict[str, Any]) -> None:
    """Fail unless Slack would accept a view, and only the app's own markup formats, links or mentions in it."""
    assert view_violations(view) == []
    assert violations_of_limits(view) == []
    assert len(json.dumps(view)) <= BLOCK_KIT_LIMITS.view_bytes
    for part in _parts(View(**view)):
        part.validate_json()
    for block in view["blocks"]:
        parsed = Block.parse(block)
        assert parsed is not None
        for part in _parts(parsed):
            part.validate_json()
    for text in markup_in(view):
        assert "<" not in without_book_links(text)


def markup_in(value: Any) -> Iterator[str]:
    """Yield the texts in Slack's markup within a payload."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for member in value.values():
            yield from markup_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from markup_in(member)


def without_book_links(text: str) -> str:
    """Return markup without the links to where a book is to be had."""
    by_isbn, by_search = r"isbn/[0-9]{13}\|Get it", r"search\?title=[^<>|\s]+&amp;author=[^<>|\s]+\|Find it"
    return re.sub(rf"<https://openlibrary\.org/({by_isbn}|{by_search})>", "", text)


def words_in(view: dict[str, Any]) -> str:
    """Return the texts that a person reads in a view, a line each."""
    return "\n".join(texts_in(view))


def elements_in(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the buttons and menus of a view, by their action ids."""
    elements = [
        element
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]
        if element and "action_id" in element
    ]
    return {element["action_id"]: element for element in elements}


def _parts(value: Any) -> Iterator[JsonObject]:
    """Yield an object of slack_sdk and all objects that it contains."""
    if isinstance(value, JsonObject):
        yield value
        for member in vars(value).values():
            yield from _parts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _parts(member)
