"""Actions on a book of the shelf: as buttons and menus carry them, and as messages from before 1.0.0 do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import BookState, ShelfBook
from shelftalker.views.action_ids import ActionId
from tests.generated_readers import BOOK_IDS, BOOK_STATES, TEXTS, UNDOS

FORMER_IDS = st.lists(BOOK_IDS, max_size=14).map(tuple)
ACTIONS = st.one_of(
    st.builds(ShelfAction, st.just(Verb.RATE), BOOK_IDS, st.integers(1, 5), FORMER_IDS, st.just(value=False)),
    st.builds(
        ShelfAction,
        st.sampled_from([verb for verb in Verb if verb not in {Verb.RATE, Verb.READ}]),
        BOOK_IDS,
        st.none(),
        FORMER_IDS,
        st.just(value=False),
    ),
)


@given(ACTIONS, st.sampled_from(ActionId))
def test_an_action_comes_back_from_a_value_as_it_was(action: ShelfAction, action_id: ActionId) -> None:
    assert ShelfAction.decode(action.encode(), action_id.at(1)) == action
    assert len(action.encode()) <= 150


def test_no_button_says_that_a_book_was_read() -> None:
    assert ShelfAction.decode(ShelfAction(Verb.READ, "aaaaaaaa").encode(), ActionId.RATE) is None


def test_a_value_has_room_for_a_menus_limit_however_many_former_books_there_are() -> None:
    action = ShelfAction(
        Verb.REMOVE, "duneaaaa", None, tuple(f"former{letter}{letter}" for letter in "abcdefghijklmnopq")
    )
    assert len(action.encode()) <= 150


@given(TEXTS | st.sampled_from(["", "rate abcdefgh", "rate6 abcdefgh", "want5 abcdefgh", "remove", "rate5  abcdefgh"]))
def test_an_unknown_value_is_no_action(value: str) -> None:
    assert ShelfAction.decode(value, "home_change_book:1") is None
    assert ShelfAction.decode(value, "rate:1") is None


@pytest.mark.parametrize(
    ("value", "action_id", "action"),
    [
        ("4 duneaaaa", "rate:2", ShelfAction(Verb.RATE, "duneaaaa", 4)),
        ("0 duneaaaa", "rate:0", ShelfAction(Verb.DISMISS, "duneaaaa")),
        ("duneaaaa", "want:3", ShelfAction(Verb.WANT, "duneaaaa")),
        ("duneaaaa", "unwant:3", ShelfAction(Verb.UNWANT, "duneaaaa")),
    ],
)
def test_a_value_from_before_1_0_0_is_read(value: str, action_id: str, action: ShelfAction) -> None:
    assert ShelfAction.decode(value, action_id) == action


@pytest.mark.parametrize(
    ("verb", "stars", "message"),
    [
        (Verb.RATE, None, "stars must be a whole number from 1 to 5; got None"),
        (Verb.WANT, 3, "stars must be None for want; got 3"),
    ],
)
def test_stars_must_fit_the_verb(verb: Verb, stars: int | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ShelfAction(verb, "duneaaaa", stars).validate()


@given(UNDOS)
def test_an_undo_comes_back_from_a_button_as_it_was(undo: Undo) -> None:
    assert Undo.decode(undo.encode()) == undo
    assert len(undo.encode()) <= 2000


def test_what_changed_nothing_or_is_not_known_can_not_be_undone() -> None:
    rate = ShelfAction(Verb.RATE, "aaaaaaaa", 3)
    assert Undo.of_action(rate, BookState(3), "1.5") is None
    assert Undo.of_action(rate, None, "1.5") is None
    assert Undo.of_action(rate, BookState(2), "1.5") == Undo("1.5", ("aaaaaaaa",))
    remove = ShelfAction(Verb.REMOVE, "aaaaaaaa", former_ids=("bbbbbbbb",))
    assert Undo.of_action(remove, BookState(wanted=True), "1.5") == Undo("1.5", ("aaaaaaaa", "bbbbbbbb"))


@pytest.mark.parametrize(
    ("state", "former", "can_be_undone"),
    [
        (BookState(4), BookState(), True),
        (BookState(4), BookState(2), True),
        (BookState(dismissed=True), BookState(2), True),
        (BookState(4, wanted=True), BookState(4), False),
        (BookState(4), BookState(4, wanted=True), False),
        (BookState(4), None, False),
    ],
)
def test_a_verdict_is_undone_where_it_was_the_last_that_was_done_with_the_book(
    state: BookState, former: BookState | None, can_be_undone: bool
) -> None:
    undo = Undo.of_verdict(ShelfBook("aaaaaaaa", state.stars, state.wanted, state.dismissed, 1763946000.123456, former))
    assert undo == (Undo("1763946000.123456", ("aaaaaaaa",)) if can_be_undone else None)


@pytest.mark.parametrize(
    "value", ["", "undo", "undo 1.5", "undo aaaaaaaa", "undoFA aaaaaaaa", "undo 1.5 aaaaaaaa ", "undo -1.5 aaaaaaaa"]
)
def test_a_value_of_an_unknown_version_undoes_nothing(value: str) -> None:
    assert Undo.decode(value) is None


@given(BOOK_STATES)
def test_an_action_leads_to_the_state_that_it_names(former: BookState) -> None:
    assert ShelfAction(Verb.RATE, "aaaaaaaa", 3).applied_to(former) == BookState(3)
    assert ShelfAction(Verb.DISMISS, "aaaaaaaa").applied_to(former) == BookState(dismissed=True)
    assert ShelfAction(Verb.WANT, "aaaaaaaa").applied_to(former) == BookState(former.stars, wanted=True)
    assert ShelfAction(Verb.UNWANT, "aaaaaaaa").applied_to(former) == BookState(former.stars)
    assert ShelfAction(Verb.REMOVE, "aaaaaaaa").applied_to(former) == BookState()
