"""Items of one reader in several workspaces: merged where they are read, moved where they are changed."""

import time
from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import BookState, Preferences, Reader
from shelftalker.shelf.reader_items import ReaderItemsConfig
from shelftalker.shelf.table import LargeShelfError, ShelfError, ShelfTable, ShelfTableConfig
from tests.dynamodb import DynamoDb, new_reader

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DUNE, EMMA, HOBBIT = "dune2345", "emma2345", "hobbit23"


@pytest.fixture
def host() -> Reader:
    """Return a person by the workspace that kept their clicks before."""
    return new_reader()


@pytest.fixture
def own(host: Reader) -> Reader:
    """Return the same person by their own workspace."""
    return Reader(new_reader().workspace_id, host.user_id, (host.workspace_id,))


@pytest.fixture
def kept_at(dynamodb_client: "DynamoDBClient", shelf_table_name: str) -> Any:
    """Return a function that lists the sort keys in a workspace, without their user id."""

    def kept(workspace_id: str) -> list[str]:
        values = {":workspace": {"S": workspace_id}}
        page = dynamodb_client.query(
            TableName=shelf_table_name,
            KeyConditionExpression="workspace_id = :workspace",
            ExpressionAttributeValues=values,
        )
        return [item["reader_item"]["S"].partition("#")[2] for item in page["Items"]]

    return kept


def rate(shelves: ShelfTable, reader: Reader, book_id: str, stars: int, second: int) -> BookState | None:
    return shelves.apply(reader, ShelfAction(Verb.RATE, book_id, stars), f"{1700000000 + second}.000001")


def stars_of(shelves: ShelfTable, reader: Reader) -> dict[str, int | None]:
    return {book.book_id: book.stars for book in shelves.read(reader).books}


def test_items_of_both_places_are_read_as_one_shelf_the_newest_of_each(
    shelves: ShelfTable, host: Reader, own: Reader
) -> None:
    rate(shelves, host, DUNE, 2, 1)
    rate(shelves, host, EMMA, 3, 2)
    shelves.prefer(host, Preferences("usa"), "1700000003")
    alone = Reader(own.workspace_id, own.user_id)
    rate(shelves, alone, DUNE, 5, 4)
    shelves.prefer(alone, Preferences("canada"), "1700000001")
    assert stars_of(shelves, own) == {EMMA: 3, DUNE: 5}
    assert shelves.read(own).preferences == Preferences("usa")


def test_a_click_moves_what_another_workspace_kept_and_leaves_an_entry_that_points_to_it(
    shelves: ShelfTable, host: Reader, own: Reader, kept_at: Any
) -> None:
    rate(shelves, host, DUNE, 2, 1)
    rate(shelves, host, EMMA, 3, 2)
    shelves.prefer(host, Preferences("usa"), "1700000003")
    assert rate(shelves, own, DUNE, 4, 5) == BookState(2)
    assert kept_at(host.workspace_id) == ["moved"]
    assert kept_at(own.workspace_id) == [f"book#{DUNE}", f"book#{EMMA}", "preferences"]
    # A command in the host's workspace names that alone.
    assert stars_of(shelves, host) == {EMMA: 3, DUNE: 4}


def test_an_undo_and_a_change_of_preferences_concern_what_another_workspace_kept(
    shelves: ShelfTable, host: Reader, own: Reader
) -> None:
    rate(shelves, host, DUNE, 2, 1)
    rate(shelves, host, DUNE, 5, 2)
    assert shelves.undo(own, Undo("1700000002.000001", (DUNE,)), "1700000003") == BookState(2)
    shelves.prefer(host, Preferences("usa"), "1700000003")
    assert not shelves.prefer(own, Preferences("canada"), "1700000002")
    assert shelves.read(own).preferences == Preferences("usa")


def test_a_click_moves_its_book_first_and_later_ones_the_rest(
    shelves: ShelfTable, host: Reader, own: Reader, kept_at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shelftalker.shelf.reader_items._CONFIG", ReaderItemsConfig(moved_at_once=1))
    for second, book_id in enumerate((DUNE, EMMA, HOBBIT)):
        rate(shelves, host, book_id, 3, second)
    shelves.apply(own, ShelfAction(Verb.REMOVE, HOBBIT), "1700000009")
    assert kept_at(host.workspace_id) == [f"book#{EMMA}", "moved"]
    assert stars_of(shelves, own) == {DUNE: 3, EMMA: 3}
    shelves.apply(own, ShelfAction(Verb.WANT, DUNE), "1700000010")
    assert kept_at(host.workspace_id) == ["moved"]


def test_a_removed_book_does_not_come_back_from_a_copy_that_an_interrupted_click_left(
    shelves: ShelfTable, host: Reader, own: Reader, dynamodb: DynamoDb, kept_at: Any
) -> None:
    rate(shelves, host, DUNE, 2, 1)
    dynamodb.fail("DeleteItem", times=9, refuses="AccessDeniedException")
    with pytest.raises(ShelfError):
        rate(shelves, own, DUNE, 4, 5)
    dynamodb.faults.clear()
    assert stars_of(shelves, own) == {DUNE: 2}
    shelves.apply(own, ShelfAction(Verb.REMOVE, DUNE), "1700000009")
    assert kept_at(host.workspace_id) == ["moved"]
    assert stars_of(shelves, own) == {}


def test_a_deletion_deletes_in_every_place(shelves: ShelfTable, host: Reader, own: Reader, kept_at: Any) -> None:
    rate(shelves, host, DUNE, 2, 1)
    rate(shelves, host, EMMA, 2, 1)
    rate(shelves, Reader(own.workspace_id, own.user_id), EMMA, 3, 2)
    assert shelves.delete_reader(own, "1700000009") == 2
    assert kept_at(host.workspace_id) == []
    assert kept_at(own.workspace_id) == ["deletion"]


def test_what_a_deletion_did_not_know_of_is_neither_read_nor_moved_later(
    shelves: ShelfTable, host: Reader, own: Reader, kept_at: Any
) -> None:
    rate(shelves, host, DUNE, 2, 1)
    rate(shelves, host, EMMA, 2, 12)
    shelves.delete_reader(Reader(own.workspace_id, own.user_id), "1700000009")
    assert stars_of(shelves, own) == {EMMA: 2}
    rate(shelves, own, HOBBIT, 5, 15)
    assert kept_at(host.workspace_id) == ["moved"]
    assert stars_of(shelves, own) == {EMMA: 2, HOBBIT: 5}


def test_a_deletion_without_time_names_every_place_that_has_a_rest(
    shelves: ShelfTable, host: Reader, own: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shelftalker.shelf.table._CONFIG", ShelfTableConfig(deleted_between_clock_looks=1))
    rate(shelves, host, DUNE, 2, 1)
    rate(shelves, host, EMMA, 2, 1)
    with pytest.raises(LargeShelfError) as raised:
        shelves.delete_reader(own, "1700000009", seconds=0)
    assert raised.value.workspace_ids == (own.workspace_id, host.workspace_id)


def test_clicks_abroad_reach_the_shelf_of_an_organisation_that_has_it_by_now(
    shelves: ShelfTable, host: Reader, own: Reader, kept_at: Any
) -> None:
    organisation = Reader(f"E{new_reader().workspace_id}", own.user_id, (own.workspace_id,))
    rate(shelves, Reader(own.workspace_id, own.user_id), DUNE, 2, 1)
    rate(shelves, organisation, EMMA, 3, 2)
    rate(shelves, own, HOBBIT, 4, 3)
    assert kept_at(organisation.workspace_id) == [f"book#{DUNE}", f"book#{EMMA}", f"book#{HOBBIT}"]
    assert stars_of(shelves, own) == stars_of(shelves, host) == {DUNE: 2, EMMA: 3, HOBBIT: 4}
    assert shelves.delete_reader(own, "1700000009") == 3


def test_the_entry_that_points_expires_and_a_click_renews_it(
    shelves: ShelfTable, shelf_table_name: str, host: Reader, own: Reader, dynamodb: DynamoDb
) -> None:
    def lives_written(now: float) -> list[float]:
        before = len(dynamodb.bodies)
        rate(ShelfTable(shelf_table_name, lambda: now), own, DUNE, 3, round(now) % 1000)
        sent = [body for body in dynamodb.bodies[before:] if "#moved_to" in body.get("ExpressionAttributeNames", {})]
        return [float(body["ExpressionAttributeValues"][":expires_at"]["N"]) - now for body in sent]

    now = time.time()
    assert lives_written(now) == [pytest.approx(90 * 86400, abs=1)]
    assert lives_written(now + 20 * 86400) == []
    assert lives_written(now + 40 * 86400) == [pytest.approx(90 * 86400, abs=1)]


def test_places_that_point_to_each_other_are_read_once_each(
    shelves: ShelfTable, host: Reader, own: Reader, dynamodb: DynamoDb
) -> None:
    rate(shelves, own, DUNE, 3, 1)
    rate(shelves, Reader(host.workspace_id, own.user_id, (own.workspace_id,)), EMMA, 3, 1)
    dynamodb.operations.clear()
    assert stars_of(shelves, own) == {DUNE: 3, EMMA: 3}
    assert dynamodb.operations == ["Query", "Query"]


def test_a_reader_of_one_place_costs_no_further_call(shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb) -> None:
    rate(shelves, reader, DUNE, 3, 1)
    rate(shelves, reader, DUNE, 4, 2)
    assert dynamodb.operations == ["UpdateItem", "GetItem", "Query", "UpdateItem", "GetItem"]
