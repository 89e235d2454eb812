"""Clicks while DynamoDB is slow, busy, refusing or gone."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb

BOOK = "dune2345"

WRITES: dict[str, Callable[[ShelfTable, Reader], object]] = {
    "rate": lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 1), "1700000000.000009"),
    "want": lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000009"),
    "unwant": lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.UNWANT, BOOK), "1700000000.000009"),
    "dismiss": lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.DISMISS, BOOK), "1700000000.000009"),
    "remove": lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.REMOVE, BOOK), "1700000000.000009"),
    "undo": lambda shelves, reader: shelves.undo(reader, Undo("1700000000.000001", (BOOK,)), "1700000000.000009"),
    "prefer": lambda shelves, reader: shelves.prefer(reader, Preferences("canada"), "1700000000.000009"),
    "learn": lambda shelves, reader: shelves.learn(reader, "1700000000.000009", learns=True),
    "claim": lambda shelves, reader: shelves.claim(reader, "share", 60),
}
EVERYTHING: dict[str, Callable[[ShelfTable, Reader], object]] = {
    **WRITES,
    "read": lambda shelves, reader: shelves.read(reader),
    "release": lambda shelves, reader: shelves.release(reader, "share"),
    "delete_reader": lambda shelves, reader: shelves.delete_reader(reader, "1700000000.000009"),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_refused_write_raises_and_changes_nothing(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb, name: str
) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    shelves.prefer(reader, Preferences("usa"), "1700000000.000001")
    before = shelves.read(reader)
    dynamodb.fail("UpdateItem", refuses="AccessDeniedException")
    with pytest.raises(ShelfError, match=r"UpdateItem on the DynamoDB table shelves-.*AccessDenied.*role may use it"):
        WRITES[name](shelves, reader)
    assert shelves.read(reader) == before


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_table_that_is_not_there_is_an_error_that_says_so(dynamodb: DynamoDb, reader: Reader, name: str) -> None:
    with pytest.raises(ShelfError, match=r"on the DynamoDB table lost failed: .*ResourceNotFound") as raised:
        EVERYTHING[name](ShelfTable("lost"), reader)
    assert raised.value.__cause__ is not None


@pytest.mark.parametrize("name", EVERYTHING)
def test_without_a_table_nothing_is_called_and_the_error_says_what_to_set(reader: Reader, name: str) -> None:
    with pytest.raises(ShelfError, match=r"SHELF_TABLE .* No DynamoDB table is named"):
        EVERYTHING[name](ShelfTable(""), reader)


@pytest.mark.parametrize("name", EVERYTHING)
def test_dynamodb_out_of_reach_is_an_error(
    shelf_table_name: str, reader: Reader, dynamodb: DynamoDb, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(ShelfError, match="Could not connect"):
        EVERYTHING[name](ShelfTable(shelf_table_name), reader)


def test_a_busy_dynamodb_is_asked_once_more(shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb) -> None:
    dynamodb.fail("UpdateItem", refuses="ProvisionedThroughputExceededException")
    assert shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000001")
    assert dynamodb.operations == ["UpdateItem", "UpdateItem", "GetItem", "Query"]


def test_a_dynamodb_that_stays_busy_is_an_error(shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb) -> None:
    dynamodb.fail("UpdateItem", times=2, refuses="ProvisionedThroughputExceededException")
    with pytest.raises(ShelfError, match="ProvisionedThroughputExceeded"):
        shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000001")
    assert dynamodb.operations == ["UpdateItem", "UpdateItem"]
    assert shelves.read(reader).books == ()


def test_a_slow_dynamodb_takes_no_more_of_a_clicks_three_seconds_than_two(
    shelf_table_name: str, reader: Reader, dynamodb: DynamoDb, time_outs_of_production: None
) -> None:
    shelves = ShelfTable(shelf_table_name)
    dynamodb.fail("UpdateItem", times=9, delay_seconds=5)
    started = time.perf_counter()
    with pytest.raises(ShelfError, match="timeout"):
        shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000001")
    assert 1.2 <= time.perf_counter() - started < 2


def test_an_action_whose_answer_was_lost_is_done_once_more_and_stands(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("UpdateItem", loses_answer=True)
    assert shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 4), "1700000000.000001")
    # The state before, the mark of a deletion, and the number of books.
    assert dynamodb.operations == ["UpdateItem", "UpdateItem", "GetItem", "GetItem", "Query"]


def test_a_claim_whose_answer_was_lost_is_still_the_claimants(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    dynamodb.fail("UpdateItem", loses_answer=True)
    assert shelves.claim(reader, "share", 60)
    assert dynamodb.operations == ["UpdateItem", "UpdateItem"]
    assert not shelves.claim(reader, "share", 60)


def test_a_deletion_that_dynamodb_interrupts_is_an_error_and_the_next_one_completes_it(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    books = [f"book22{first}{second}" for first in "ab" for second in "abcdefghij"]
    for book_id in books:
        shelves.apply(reader, ShelfAction(Verb.WANT, book_id), "1700000000.000001")
    # Of forty attempts at twenty books, each tried twice, the last ten succeed.
    dynamodb.fail("DeleteItem", times=30, refuses="ThrottlingException")
    with pytest.raises(ShelfError, match="ThrottlingException"):
        shelves.delete_reader(reader, "1700000000.000009")
    dynamodb.faults.clear()
    # A click of before that arrives between the two is dropped: the mark stands although the deletion does not.
    assert not shelves.apply(reader, ShelfAction(Verb.RATE, books[0], 5), "1700000000.000002")
    assert len(shelves.read(reader).books) < len(books)
    shelves.delete_reader(reader, "1700000000.000009")
    assert shelves.read(reader).books == ()


def test_two_writers_whom_dynamodb_throttles_end_with_the_newest_action(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    def write(second: int) -> bool:
        try:
            shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, second % 5 + 1), f"17000000{second:02d}")
        except ShelfError:
            return False
        return True

    dynamodb.fail("UpdateItem", times=5, refuses="ProvisionedThroughputExceededException")
    with ThreadPoolExecutor(2) as threads:
        saved = list(threads.map(write, range(12)))
    assert not all(saved)
    newest = max(second for second, is_saved in enumerate(saved) if is_saved)
    [book] = shelves.read(reader).books
    assert (book.stars, book.changed_at) == (newest % 5 + 1, float(f"17000000{newest:02d}"))
