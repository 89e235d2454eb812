"""What elements hold, over all that people may do to them and apps may put in their place."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from infra.local.slack.rules.elements import element_of, held, kept, state_of, with_ids
from infra.local.slack.rules.limits import view_violations
from tests.infra.local.scripted_slack import field, modal, option

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


def an_input(block_id: str, kind: str) -> dict[str, Any]:
    return field(block_id, {"type": kind, **KINDS[kind]})


inputs = st.lists(
    st.builds(an_input, st.sampled_from("abcd"), st.sampled_from([*KINDS])),
    min_size=1,
    max_size=4,
    unique_by=lambda block: block["block_id"],
)


def said_to(kind: str, values: list[str]) -> Any:
    """The same values in the way that an element takes them."""
    return values if kind in MANY else next(iter(values), None)


@given(before=inputs, after=inputs, values=st.lists(st.sampled_from(VALUES), unique=True, max_size=3))
def test_what_people_do_outlives_new_blocks_where_ids_and_types_stay_and_nowhere_else(
    before: list[dict[str, Any]], after: list[dict[str, Any]], values: list[str]
) -> None:
    assert not view_violations(modal(*before))
    touched: dict[str, dict[str, Any]] = {}
    for block in before:
        _, element = element_of(before, block["block_id"], block["block_id"])
        touched[block["block_id"]] = {block["block_id"]: held(element, said_to(element["type"], values), {})}
    state = state_of(with_ids(after), kept(after, touched))
    assert set(state) == {block["block_id"] for block in after}
    for block in after:
        name, kind = block["block_id"], block["element"]["type"]
        was_same = kind in [each["element"]["type"] for each in before if each["block_id"] == name]
        content = dict(state[name][name])
        assert content.pop("type") == kind
        [chosen] = content.values()
        expected = said_to(kind, values) if was_same else said_to(kind, [])
        options = [option(value) for value in expected] if kind in MANY else expected and option(expected)
        assert chosen == (expected if kind == "plain_text_input" else options)
