"""Deleting shelves that are larger than there is time for."""

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import LargeShelfError, ShelfTable, ShelfTableConfig
from tests.dynamodb import DynamoDb, new_reader

BOOKS = [f"book22{first}{second}" for first in "abcd" for second in "abcdefghij"]


@pytest.fixture
def large_shelf(shelves: ShelfTable, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Return a reader with more books than are deleted at once."""
    monkeypatch.setattr("shelftalker.shelf.table._CONFIG", ShelfTableConfig(deleted_between_clock_looks=25))
    for book_id in BOOKS:
        shelves.apply(reader, ShelfAction(Verb.WANT, book_id), "1700000000.000001")
    return reader


def test_a_click_deletes_what_it_has_time_for_and_says_that_there_is_more(
    shelves: ShelfTable, large_shelf: Reader
) -> None:
    with pytest.raises(LargeShelfError):
        shelves.delete_reader(large_shelf, seconds=0)
    assert len(shelves.read(large_shelf).books) == len(BOOKS) - 25


def test_with_time_enough_all_is_deleted_and_counted(shelves: ShelfTable, large_shelf: Reader) -> None:
    assert shelves.delete_reader(large_shelf, seconds=60) == len(BOOKS)
    assert shelves.read(large_shelf).books == ()


def test_a_purge_goes_on_until_it_has_seen_that_nothing_is_left(shelves: ShelfTable, large_shelf: Reader) -> None:
    workspace_id, user_id = large_shelf.workspace_id, large_shelf.user_id
    steps = [shelves.purge(workspace_id, user_id, before=1700000001.0, seconds=0) for _ in range(3)]
    assert steps == [False, False, True]
    assert shelves.read(large_shelf).books == ()


def test_a_purge_leaves_what_was_done_since_and_what_is_anothers(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    colleague, namesake = new_reader(reader.workspace_id), Reader(reader.workspace_id, f"{reader.user_id}A")
    for each in (reader, colleague, namesake):
        shelves.apply(each, ShelfAction(Verb.RATE, BOOKS[0], 3), "1700000000.000001")
        shelves.apply(each, ShelfAction(Verb.RATE, BOOKS[1], 4), "1700000002.000001")
    assert shelves.purge(reader.workspace_id, reader.user_id, before=1700000001.0, seconds=60)
    assert [book.book_id for book in shelves.read(reader).books] == [BOOKS[1]]
    assert [len(shelves.read(each).books) for each in (colleague, namesake)] == [2, 2]
    assert shelves.purge(reader.workspace_id, before=1700000003.0, seconds=60)
    assert [len(shelves.read(each).books) for each in (reader, colleague, namesake)] == [0, 0, 0]
