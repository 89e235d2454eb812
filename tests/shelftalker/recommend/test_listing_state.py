"""The state of a listing in a message, encoded and decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.recommend.listing_state import ListingState, block_id_with, state_in_block_id
from tests.generated_readers import STATES


@given(STATES, st.integers(1, 5), st.just("") | st.just("1763946000.123456"))
def test_a_state_comes_back_from_a_block_id_as_it_was(state: ListingState, place: int, drawn_at: str) -> None:
    block_id = block_id_with(state, place, drawn_at)
    assert state_in_block_id(block_id) == state
    assert len(block_id) <= 255


@given(STATES)
def test_the_rows_of_one_message_have_different_block_ids(state: ListingState) -> None:
    assert len({block_id_with(state, place) for place in (*range(1, 6), "all")}) == 6


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b1",
        "2a.aaaaaaaa...",
        "1x.aaaaaaaa...",
        "1a.aaaaaaaa",
        "1a.<!channel>..",
        "1a...." + ".aaaaaaaa" * 6,
        "1a.aaaaaaaa...aaaaaaaa-" + "a" * 17,
    ],
)
def test_what_is_no_state_of_this_version_is_none(text: str) -> None:
    assert ListingState.decode(text) is None


@given(st.text(max_size=300))
def test_any_text_is_either_a_state_or_none(text: str) -> None:
    state = ListingState.decode(text)
    assert state is None or ListingState.decode(state.encode()) == state
