"""The state of elements, after any input of people and any change of their blocks."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from infra.local.slack.rules.elements import element_state, find_element, retained_state, state_of, with_ids
from infra.local.slack.rules.validation import view_violations
from tests.infra.local.block_kit import button, input_block, modal, option, plain

VALUES = ("crime", "fantasy", "poetry")
OPTIONS = [option(value) for value in VALUES]
KINDS = {
    "plain_text_input": {},
    "static_select": {"options": OPTIONS},
    "radio_buttons": {"options": OPTIONS},
    "multi_static_select": {"options": OPTIONS},
    "checkboxes": {"options": OPTIONS},
}
MANY = ("multi_static_select", "checkboxes")


def block_of(block_id: str, kind: str) -> dict[str, Any]:
    return input_block(block_id, {"type": kind, **KINDS[kind]})


inputs = st.lists(
    st.builds(block_of, st.sampled_from("abcd"), st.sampled_from([*KINDS])),
    min_size=1,
    max_size=4,
    unique_by=lambda block: block["block_id"],
)


def user_input(kind: str, values: list[str]) -> Any:
    """Return the values as the page sends them for an element of a type."""
    return values if kind in MANY else next(iter(values), None)


@given(before=inputs, after=inputs, values=st.lists(st.sampled_from(VALUES), unique=True, max_size=3))
def test_state_survives_new_blocks_only_where_ids_and_types_stay(
    before: list[dict[str, Any]], after: list[dict[str, Any]], values: list[str]
) -> None:
    assert not view_violations(modal(*before))
    changed: dict[str, dict[str, Any]] = {}
    for block in before:
        _, element = find_element(before, block["block_id"], block["block_id"])
        state = element_state(element, user_input(element["type"], values), {})
        changed[block["block_id"]] = {block["block_id"]: state}
    values_of_blocks = state_of(with_ids(after), retained_state(after, changed))
    assert set(values_of_blocks) == {block["block_id"] for block in after}
    for block in after:
        name, kind = block["block_id"], block["element"]["type"]
        was_same = kind in [other["element"]["type"] for other in before if other["block_id"] == name]
        content = dict(values_of_blocks[name][name])
        assert content.pop("type") == kind
        [chosen] = content.values()
        expected = user_input(kind, values) if was_same else user_input(kind, [])
        options = [option(value) for value in expected] if kind in MANY else expected and option(expected)
        assert chosen == (expected if kind == "plain_text_input" else options)


def test_buttons_of_cards_and_menus_in_containers_get_ids_and_are_found() -> None:
    menu = {"type": "static_select", "options": OPTIONS}
    card = {"type": "card", "block_id": "first", "actions": [button("like")]}
    row = {"type": "actions", "elements": [menu], "block_id": "row"}
    blocks = with_ids(
        [
            {"type": "carousel", "elements": [card, {"type": "card", "actions": [button("like")]}]},
            {"type": "container", "title": plain("All"), "child_blocks": [row]},
        ]
    )
    first, second = blocks[0]["elements"]
    assert find_element(blocks, "first", "like")[0]["block_id"] == "first"
    assert first["block_id"] != second["block_id"]
    [shown_menu] = blocks[1]["child_blocks"][0]["elements"]
    assert state_of(blocks, {}) == {
        "row": {shown_menu["action_id"]: {"type": "static_select", "selected_option": None}}
    }
