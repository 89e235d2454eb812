"""Tests of the table of limits that other tests use."""

from typing import Any

import pytest

from tests.slack_limits import violations_of_limits


def text(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def option(number: int, length: int = 75) -> dict[str, Any]:
    return {"text": text(length), "value": f"{number}"}


def button(number: int, length: int = 75) -> dict[str, Any]:
    return {"type": "button", "action_id": f"b{number}", "text": text(length), "value": ""}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks), "private_metadata": ""}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def menu(options: int, **members: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "m", "options": [option(n) for n in range(options)], **members}


def grouped_menu(groups: int, options: int) -> dict[str, Any]:
    """Return a menu whose options stand in groups, each value once."""
    labels = [
        {"label": text(75), "options": [option(100 * group + number) for number in range(options)]}
        for group in range(groups)
    ]
    return {"type": "static_select", "action_id": "m", "option_groups": labels}


def carousel(cards: int, **members: Any) -> dict[str, Any]:
    card = {"type": "card", "title": text(150), "subtitle": text(150), "body": text(200)}
    buttons = {"actions": [button(number) for number in range(3)]}
    return {"type": "carousel", "elements": [card | buttons | members for _ in range(cards)]}


def container(blocks: int, **members: Any) -> dict[str, Any]:
    children = [{"type": "divider"}] * blocks
    return {"type": "container", "title": text(150), "width": "full", "child_blocks": children, **members}


@pytest.mark.parametrize(
    "payload",
    [
        home(*[{"type": "divider"}] * 100),
        home(actions(*map(button, range(25)))),
        home(actions(menu(100, placeholder=text(150), initial_option=option(7)))),
        home({"type": "section", "text": text(3000), "block_id": "x" * 255}, {"type": "header", "text": text(150)}),
        {"type": "modal", "title": text(24), "private_metadata": "x" * 3000, "blocks": [{"type": "divider"}]},
        {"text": "Hello", "blocks": [{"type": "divider"}] * 50, "response_type": "ephemeral"},
        {"text": "Hello", "blocks": [carousel(10), container(10, subtitle=text(150)), actions(grouped_menu(100, 100))]},
        {"option_groups": [{"label": text(75), "options": [option(1)]}]},
        {"options": []},
    ],
)
def test_payloads_at_the_limits_pass(payload: dict[str, Any]) -> None:
    assert violations_of_limits(payload) == []


@pytest.mark.parametrize(
    ("payload", "violation"),
    [
        (home(*[{"type": "divider"}] * 101), "/blocks: 101 items where 100 are allowed"),
        (home(actions(*map(button, range(26)))), "/blocks/0/elements: 26 items where 25 are allowed"),
        (home(actions(button(1, 76))), "/blocks/0/elements/0/text: 76 characters where 75 are allowed"),
        (home(actions(button(1, 0))), "/blocks/0/elements/0/text: an empty text"),
        (home(actions(button(1), button(1))), "/blocks/0: the action_id 'b1' 2 times in one block"),
        (home(actions(menu(101))), "/blocks/0/elements/0/options: 101 items where 100 are allowed"),
        (home(actions(menu(0))), "/blocks/0/elements/0/options: an empty list"),
        (home(actions(menu(3, initial_option=option(3)))), "/blocks/0/elements/0: '3' is chosen and not among"),
        (
            home(actions(menu(1) | {"options": [option(1)] * 2})),
            "/blocks/0/elements/0/options: the values ['1'] more than",
        ),
        (home(actions(menu(1, placeholder=text(151)))), "/blocks/0/elements/0/placeholder: 151 characters where 150"),
        (home({"type": "section", "accessory": button(1), "fields": [text(2001)]}), "/blocks/0/fields/0: 2001"),
        (home({"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}), "the block_id 'a' 2 times"),
        (home({"type": "divider", "block_id": "x" * 256}), "/blocks/0/block_id: 256 characters where 255 are allowed"),
        (
            home({"type": "section", "txet": text(1)}),
            "/blocks/0/txet: the table has no limit for the txet of a section",
        ),
        ({"type": "modal", "title": text(25), "blocks": []}, "/title: 25 characters where 24 are allowed"),
        ({"text": "Hello", "blocks": [{"type": "divider"}] * 51}, "/blocks: 51 items where 50 are allowed"),
        (home(carousel(11)), "/blocks/0/elements: 11 items where 10 are allowed"),
        (home(carousel(1, body=text(201))), "/blocks/0/elements/0/body: 201 characters where 200 are allowed"),
        (home(carousel(1, actions=[button(1)] * 2)), "/blocks/0/elements/0: the action_id 'b1' 2 times in one block"),
        (home(carousel(1, actions=list(map(button, range(4))))), "/blocks/0/elements/0/actions: 4 items where 3"),
        (home(carousel(2, block_id="a")), "/blocks: the block_id 'a' 2 times"),
        (home(container(11)), "/blocks/0/child_blocks: 11 items where 10 are allowed"),
        (home(container(1, subtitle=text(151))), "/blocks/0/subtitle: 151 characters where 150 are allowed"),
        (home(container(1, child_blocks=[carousel(11)])), "/blocks/0/child_blocks/0/elements: 11 items where 10"),
        (home(actions(grouped_menu(101, 1))), "/blocks/0/elements/0/option_groups: 101 items where 100 are allowed"),
        (home(actions(grouped_menu(1, 101))), "/option_groups/0/options: 101 items where 100 are allowed"),
        ({"options": [option(1, 76)]}, "/options/0/text: 76 characters where 75 are allowed"),
        ({"option_groups": [{"label": text(76), "options": [option(1)]}]}, "/option_groups/0/label: 76 characters"),
    ],
)
def test_payloads_just_beyond_a_limit_are_found(payload: dict[str, Any], violation: str) -> None:
    assert any(violation in found for found in violations_of_limits(payload))
