"""Shelves that are full."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import BOOKS_ON_A_SHELF, BookState, Reader
from shelftalker.shelf.table import FullShelfError, ShelfTable, ShelfTableConfig
from tests.dynamodb import new_reader

FIRST, SECOND, THIRD = "booka222", "bookb222", "bookc222"


@pytest.fixture
def full_shelf(shelves: ShelfTable, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Return a reader with two books, where a shelf holds no more."""
    monkeypatch.setattr("shelftalker.shelf.table._CONFIG", ShelfTableConfig(books_at_most=2))
    shelves.apply(reader, ShelfAction(Verb.RATE, FIRST, 3), "1700000001")
    shelves.apply(reader, ShelfAction(Verb.WANT, SECOND), "1700000002")
    return reader


def books_of(shelves: ShelfTable, reader: Reader) -> dict[str, BookState]:
    return {book.book_id: book.state for book in shelves.read(reader).books}


def test_a_shelf_holds_ten_thousand_books() -> None:
    assert ShelfTableConfig().books_at_most == BOOKS_ON_A_SHELF == 10_000


@pytest.mark.parametrize("action", [ShelfAction(Verb.WANT, THIRD), ShelfAction(Verb.RATE, THIRD, 4),
                                    ShelfAction(Verb.DISMISS, THIRD)])  # fmt: skip
def test_a_further_book_is_refused_and_leaves_nothing(
    shelves: ShelfTable, full_shelf: Reader, action: ShelfAction
) -> None:
    before = shelves.read(full_shelf)
    with pytest.raises(FullShelfError, match="has 2 books"):
        shelves.apply(full_shelf, action, "1700000003")
    assert shelves.read(full_shelf) == before


def test_books_on_a_full_shelf_are_changed_and_removed_and_then_another_fits(
    shelves: ShelfTable, full_shelf: Reader
) -> None:
    shelves.apply(full_shelf, ShelfAction(Verb.RATE, SECOND, 5), "1700000003")
    shelves.apply(full_shelf, ShelfAction(Verb.WANT, FIRST), "1700000003")
    shelves.apply(full_shelf, ShelfAction(Verb.REMOVE, FIRST), "1700000004")
    shelves.apply(full_shelf, ShelfAction(Verb.RATE, THIRD, 4), "1700000005")
    assert books_of(shelves, full_shelf) == {SECOND: BookState(5), THIRD: BookState(4)}


def test_an_undo_puts_no_further_book_on_a_full_shelf(shelves: ShelfTable, full_shelf: Reader) -> None:
    shelves.apply(full_shelf, ShelfAction(Verb.REMOVE, FIRST), "1700000004")
    shelves.apply(full_shelf, ShelfAction(Verb.RATE, THIRD, 4), "1700000005")
    with pytest.raises(FullShelfError):
        shelves.undo(full_shelf, Undo("1700000004", (FIRST,)), "1700000006")
    assert shelves.undo(full_shelf, Undo("1700000005", (THIRD,)), "1700000006") == BookState()
    assert shelves.undo(full_shelf, Undo("1700000004", (FIRST,)), "1700000007") == BookState(3)


def test_two_writers_at_once_never_make_it_too_many(
    shelves: ShelfTable, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shelftalker.shelf.table._CONFIG", ShelfTableConfig(books_at_most=5))

    def want(number: int) -> bool:
        try:
            shelves.apply(reader, ShelfAction(Verb.WANT, f"book22{'abcdefgh'[number]}2"), "1700000001")
        except FullShelfError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        saved = list(threads.map(want, range(8)))
    assert len(shelves.read(reader).books) == saved.count(True) <= 5


def test_books_that_another_workspace_keeps_of_the_reader_count(shelves: ShelfTable, full_shelf: Reader) -> None:
    own = Reader(new_reader().workspace_id, full_shelf.user_id, (full_shelf.workspace_id,))
    with pytest.raises(FullShelfError):
        shelves.apply(own, ShelfAction(Verb.WANT, THIRD), "1700000003")
