"""Deleting shelves that are larger than there is time for."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import Preferences, Reader, Shelf
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
        shelves.delete_reader(large_shelf, "1700000001", seconds=0)
    assert len(shelves.read(large_shelf).books) == len(BOOKS) - 25


def test_with_time_enough_all_is_deleted_and_counted(shelves: ShelfTable, large_shelf: Reader) -> None:
    assert shelves.delete_reader(large_shelf, "1700000001", seconds=60) == len(BOOKS)
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


@pytest.mark.parametrize(
    "act",
    [
        lambda shelves, reader, at: shelves.apply(reader, ShelfAction(Verb.RATE, BOOKS[0], 5), at),
        lambda shelves, reader, at: shelves.apply(
            reader, ShelfAction(Verb.REMOVE, BOOKS[0], former_ids=(BOOKS[1],)), at
        ),
        lambda shelves, reader, at: shelves.prefer(reader, Preferences("usa"), at),
        lambda shelves, reader, at: shelves.learn(reader, at, learns=True),
    ],
    ids=["rate", "remove", "prefer", "learn"],
)
def test_an_older_action_that_arrives_after_the_deletion_is_dropped_and_a_newer_one_stands(
    shelves: ShelfTable, reader: Reader, act: Callable[[ShelfTable, Reader, str], object]
) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOKS[2], 5), "1700000000.000001")
    assert shelves.delete_reader(reader, "1700000000.000005") == 1
    assert not act(shelves, reader, "1700000000.000004")
    assert shelves.read(reader) == Shelf((), Preferences(), (), 1700000000.000005)
    assert act(shelves, reader, "1700000000.000006")
    assert shelves.read(reader) != Shelf((), Preferences(), (), 1700000000.000005)


def test_an_undo_older_than_the_deletion_brings_nothing_back(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOKS[0], 5), "1700000000.000001")
    shelves.delete_reader(reader, "1700000000.000003")
    assert shelves.undo(reader, Undo("1700000000.000001", (BOOKS[0],)), "1700000000.000002") is None
    assert shelves.read(reader).books == ()


def test_a_repeated_or_late_deletion_erases_nothing_newer(shelves: ShelfTable, reader: Reader) -> None:
    shelves.delete_reader(reader, "1700000000.000003")
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOKS[0], 5), "1700000000.000004")
    for repeated in ("1700000000.000003", "1700000000.000002"):
        assert shelves.delete_reader(reader, repeated) == 0
    assert [book.stars for book in shelves.read(reader).books] == [5]
    assert shelves.read(reader).deleted_at == 1700000000.000003


def test_an_older_click_while_the_deletion_is_under_way_is_gone_and_a_newer_one_stays(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    def click() -> None:
        shelves.apply(reader, ShelfAction(Verb.WANT, BOOKS[1]), "1700000000.000002")
        shelves.apply(reader, ShelfAction(Verb.WANT, BOOKS[2]), "1700000000.000009")

    shelves.apply(reader, ShelfAction(Verb.WANT, BOOKS[0]), "1700000000.000001")
    dynamodb.fail("Query", meanwhile=click)
    assert shelves.delete_reader(reader, "1700000000.000005") == 1
    assert [book.book_id for book in shelves.read(reader).books] == [BOOKS[2]]


def test_two_writers_and_a_deletion_at_once_leave_what_is_newer_and_nothing_else(
    shelves: ShelfTable, reader: Reader
) -> None:
    times = [f"1700000000.{number:06d}" for number in range(1, 41)]
    deleted_at = times[20]

    def write(first: int) -> None:
        for at, book_id in list(zip(times, BOOKS, strict=True))[first::2]:
            shelves.apply(reader, ShelfAction(Verb.WANT, book_id), at)

    with ThreadPoolExecutor(3) as threads:
        writers = [threads.submit(write, first) for first in (0, 1)]
        threads.submit(shelves.delete_reader, reader, deleted_at).result()
        for writer in writers:
            writer.result()
    assert [book.book_id for book in shelves.read(reader).books] == BOOKS[21:]


def test_the_mark_of_a_deletion_expires_and_goes_with_the_workspace(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    shelves.delete_reader(reader, "1700000000.000003")
    assert shelves.purge(reader.workspace_id, reader.user_id, before=1700000000.000003, seconds=60)
    assert shelves.read(reader).deleted_at == 1700000000.000003
    mark = next(body for body in dynamodb.bodies if "#deletion" in str(body.get("Key")))
    assert 4.9 < (float(mark["ExpressionAttributeValues"][":expires_at"]["N"]) - time.time()) / 86400 < 5.1
    assert shelves.purge(reader.workspace_id, before=1700000009, seconds=60)
    assert shelves.read(reader).deleted_at is None
