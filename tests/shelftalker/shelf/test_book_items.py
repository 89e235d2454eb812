"""Items of single books: each action keeps the state before it, and Undo restores that, of its own action alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import DynamoDb, new_reader

BOOK = "dune2345"
WANT, UNWANT, DISMISS, REMOVE = (
    ShelfAction(verb, BOOK) for verb in (Verb.WANT, Verb.UNWANT, Verb.DISMISS, Verb.REMOVE)
)
ACTIONS = st.sampled_from([WANT, UNWANT, DISMISS, REMOVE, *(ShelfAction(Verb.RATE, BOOK, stars) for stars in (2, 5))])


def rate(stars: int) -> ShelfAction:
    return ShelfAction(Verb.RATE, BOOK, stars)


def at(microsecond: int) -> str:
    return f"1700000000.{microsecond:06d}"


def undo_of(microsecond: int) -> Undo:
    return Undo(at(microsecond), (BOOK,))


def state_on(shelves: ShelfTable, reader: Reader) -> BookState:
    """Return the state of the book on a shelf."""
    return next((book.state for book in shelves.read(reader).books), BookState())


# The table is one for all examples; each has a reader of its own.
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, min_size=1, max_size=4))
def test_after_any_actions_an_undo_restores_exactly_the_state_before_the_last(
    shelves: ShelfTable, actions: list[ShelfAction]
) -> None:
    reader, states = new_reader(), [BookState()]
    for number, action in enumerate(actions, start=1):
        # Delivered twice: the second time returns the same.
        assert shelves.apply(reader, action, at(number)) == states[-1]
        assert shelves.apply(reader, action, at(number)) == states[-1]
        states.append(action.applied_to(states[-1]))
        assert state_on(shelves, reader) == states[-1]
    for number in range(1, len(actions)):
        # Of an earlier action, whatever its result was, nothing is undone.
        assert shelves.undo(reader, undo_of(number), at(90)) is None
    assert state_on(shelves, reader) == states[-1]
    assert shelves.undo(reader, undo_of(len(actions)), at(91)) == states[-2]
    assert state_on(shelves, reader) == states[-2]
    # Delivered once more it has been done; another click finds nothing left.
    assert shelves.undo(reader, undo_of(len(actions)), at(91)) == states[-2]
    assert shelves.undo(reader, undo_of(len(actions)), at(92)) is None


def test_an_equal_rating_that_came_later_is_not_undone(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, rate(3), at(1))
    shelves.undo(reader, undo_of(1), at(2))
    shelves.apply(reader, rate(3), at(3))
    assert shelves.undo(reader, undo_of(1), at(4)) is None
    assert state_on(shelves, reader) == BookState(3)


def test_stars_that_arrive_late_are_among_what_stood_before_the_wish_to_read_the_book(
    shelves: ShelfTable, reader: Reader
) -> None:
    shelves.apply(reader, WANT, at(2))
    assert shelves.apply(reader, rate(4), at(1)) is None
    assert shelves.undo(reader, undo_of(2), at(3)) == BookState(4)
    assert state_on(shelves, reader) == BookState(4)


def test_stars_that_arrive_late_bring_a_book_back_that_only_left_the_list(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, UNWANT, at(2))
    assert shelves.apply(reader, rate(4), at(1)) is None
    assert state_on(shelves, reader) == BookState(4)


def test_an_undone_book_that_was_on_no_shelf_is_not_brought_back_by_a_late_click(
    shelves: ShelfTable, reader: Reader
) -> None:
    shelves.apply(reader, rate(3), at(2))
    assert shelves.undo(reader, undo_of(2), at(3)) == BookState()
    assert shelves.apply(reader, WANT, at(1)) is None
    assert state_on(shelves, reader) == BookState()


def test_a_book_removed_under_former_ids_is_back_under_all_of_them(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, "former22", 5), at(1))
    shelves.apply(reader, ShelfAction(Verb.WANT, "former23"), at(2))
    before = [(book.book_id, book.state) for book in shelves.read(reader).books]
    remove = ShelfAction(Verb.REMOVE, BOOK, former_ids=("former23", "former22"))
    assert shelves.apply(reader, remove, at(3)) == BookState(wanted=True)
    assert shelves.read(reader).books == ()
    assert shelves.undo(reader, Undo(at(3), (BOOK, *remove.former_ids)), at(4)) == BookState(wanted=True)
    assert sorted((book.book_id, book.state) for book in shelves.read(reader).books) == sorted(before)


@pytest.mark.parametrize("action", [REMOVE, UNWANT])
def test_of_a_book_that_left_the_shelf_all_that_is_kept_expires_and_is_undone_no_more(
    dynamodb: DynamoDb, shelf_table_name: str, reader: Reader, action: ShelfAction
) -> None:
    now = [1_700_000_000.0]
    shelves = ShelfTable(shelf_table_name, lambda: now[0])
    shelves.apply(reader, WANT, at(1))
    shelves.apply(reader, action, at(2))
    (removed,) = shelves.read(reader).removed
    assert (removed.state, removed.former) == (BookState(), BookState(wanted=True))
    now[0] += 7 * 24 * 3600
    assert shelves.undo(reader, undo_of(2), at(3)) is None
    assert state_on(shelves, reader) == BookState()


def test_an_undo_whose_answer_was_lost_is_known_for_done(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    shelves.apply(reader, rate(2), at(1))
    shelves.apply(reader, rate(5), at(2))
    dynamodb.fail("UpdateItem", loses_answer=True)
    assert shelves.undo(reader, undo_of(2), at(3)) == BookState(2)
    assert state_on(shelves, reader) == BookState(2)


def test_an_action_whose_answer_was_lost_has_its_former_state_all_the_same(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    shelves.apply(reader, rate(2), at(1))
    dynamodb.fail("UpdateItem", loses_answer=True)
    assert shelves.apply(reader, rate(5), at(2)) == BookState(2)


def test_an_undo_of_what_is_no_book_is_refused_before_anything_is_sent(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    with pytest.raises(ValueError, match=r"book_id must be .* got 'Dune'"):
        shelves.undo(reader, Undo(at(1), ("Dune",)), at(2))
    assert dynamodb.operations == []


def test_a_book_that_was_read_without_stars_is_not_shown_and_comes_back_by_undo(
    shelves: ShelfTable, reader: Reader
) -> None:
    shelves.apply(reader, ShelfAction(Verb.WANT, "aaaaaaaa"), "1700000000")
    shelves.apply(reader, ShelfAction(Verb.READ, "aaaaaaaa"), "1700000001")
    [read] = shelves.read(reader).books
    assert read.state == BookState(dismissed=True, read=True)
    shelves.apply(reader, ShelfAction(Verb.RATE, "aaaaaaaa", 4), "1700000002")
    assert shelves.undo(reader, Undo("1700000002", ("aaaaaaaa",)), "1700000003") == BookState(dismissed=True, read=True)
    shelves.apply(reader, ShelfAction(Verb.WANT, "aaaaaaaa"), "1700000004")
    [wanted] = shelves.read(reader).books
    assert wanted.state == BookState(wanted=True)
