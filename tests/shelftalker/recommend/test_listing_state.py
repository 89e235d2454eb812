"""The state of a listing in a message, encoded and decoded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.recommend.listing_state import (
    ListingState,
    PositionState,
    action_id_with,
    block_id_with,
    state_of_element,
)
from shelftalker.recommend.stops import OWN_BOOKS, Source, Stop
from tests.generated_readers import STATES

AFTER_DUNE = Stop(Source.AFTER_BOOK, ("2lp3nzpg",))


@given(STATES, st.integers(1, 5), st.just("") | st.just("1763946000.123456"))
def test_a_state_comes_back_from_the_ids_of_an_element_as_it_was(
    state: ListingState, place: int, drawn_at: str
) -> None:
    block_id, action_id = block_id_with(state, place, drawn_at), action_id_with(state, "choose_book:10")
    assert state_of_element(block_id, action_id) == state
    assert ListingState.decode(state.encode()) == state
    assert (len(block_id) <= 255, len(action_id) <= 255) == (True, True)


@given(STATES)
def test_the_rows_of_one_message_have_different_block_ids(state: ListingState) -> None:
    assert len({block_id_with(state, place) for place in (*range(1, 6), "all")}) == 6


@pytest.mark.parametrize(
    "text",
    [
        "",
        "b1",
        "3aaaaaaaaa.",
        "2xaaaaaaaa.",
        "2aaaaaaaaa",
        "2aaaaaaaaa.Z",
        "2aaaaaaaaa..b",
        "2aaaaaaaaa.aaaaaaaab,",
        "2aaaaaaaaa..aaaaaaaaBaaaaaaab",
        "2m" + "aaaaaaaa" * 6 + ".",
        "2qB\u00fccher.",
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


@pytest.mark.parametrize(
    ("former", "state"),
    [
        (
            "1a.2lp3nzpg...xyt2vvt4.s33lsz27-2igymdan",
            ListingState(
                Source.AFTER_BOOK,
                ("2lp3nzpg",),
                positions=(PositionState("xyt2vvt4"), PositionState("s33lsz27", "2igymdan")),
            ),
        ),
        ("1w.2lp3nzpg..own", ListingState(Source.BY_AUTHOR, ("2lp3nzpg",), trail=(AFTER_DUNE, OWN_BOOKS))),
        ("1a.2lp3nzpg.1.", ListingState(Source.AFTER_BOOK, ("2lp3nzpg",), 5, (AFTER_DUNE,))),
        (
            "1a.2igymdan.1.2lp3nzpg",
            ListingState(Source.AFTER_BOOK, ("2igymdan",), 5, (Stop(Source.AFTER_BOOK, ("2igymdan",)), AFTER_DUNE)),
        ),
        ("1p..1.", ListingState(Source.POPULAR, start=5, trail=(OWN_BOOKS,))),
        ("1s...", ListingState(Source.FROM_SHELF)),
    ],
)
def test_a_state_of_a_former_message_has_the_way_back_that_it_offered(former: str, state: ListingState) -> None:
    assert ListingState.decode(former) == state


def test_a_way_back_of_forty_books_is_kept_whole_and_of_a_longer_one_the_latest_stops_and_the_first() -> None:
    five = tuple(PositionState(f"aaaaaaa{number}") for number in range(2, 7))
    books = tuple(Stop(Source.AFTER_BOOK, (f"bbbbbb{first}{second}",)) for first in "abcdefg" for second in "abcdefg")
    start = Stop(Source.TYPED, typed="the three")

    state = ListingState(Source.AFTER_BOOK, ("cccccccc",), trail=(*books[:39], start), positions=five)
    longer = state._replace(trail=(*books, start))

    assert state.fit() == state
    assert longer.fit().trail == (*books[:40], start)


def test_a_short_way_back_leaves_the_ids_of_actions_as_they_are() -> None:
    state = ListingState(Source.AFTER_BOOK, ("cccccccc",), trail=(AFTER_DUNE,) * 16)
    assert action_id_with(state, "back") == "back"


def test_pages_of_one_listing_take_little_room_on_the_way_back() -> None:
    pages = tuple(Stop(Source.AFTER_BOOK, ("cccccccc",), start) for start in range(50, -1, -5))
    state = ListingState(Source.AFTER_BOOK, ("cccccccc",), 55, pages)

    assert len(state.encode()) < 60
    assert ListingState.decode(state.encode()) == state


def test_a_verdict_taken_back_puts_its_book_back_in_its_position() -> None:
    rated = PositionState("aaaaaaaa", "bbbbbbbb")
    other = PositionState("cccccccc", "dddddddd")
    state = ListingState(Source.POPULAR, positions=(rated, other))

    assert state.without_verdict("bbbbbbbb").positions == (PositionState("bbbbbbbb"), other)
