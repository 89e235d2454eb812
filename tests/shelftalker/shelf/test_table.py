"""The contents of a reader's shelf after actions."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Reader, Shelf, ShelfBook
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import new_reader

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

    from tests.dynamodb import DynamoDb

FUNCTIONS = Path(__file__).parents[3] / "functions"
BOOK, OTHER_BOOK = "dune2345", "emma2345"
NOTHING = Shelf((), Preferences())


def items_of(client: "DynamoDBClient", table_name: str, reader: Reader) -> list[str]:
    """Return the sort keys of a reader's workspace, tombstones and claims included."""
    values = {":workspace": {"S": reader.workspace_id}}
    page = client.query(
        TableName=table_name, KeyConditionExpression="workspace_id = :workspace", ExpressionAttributeValues=values
    )
    return [item["reader_item"]["S"] for item in page["Items"]]


def books_of(shelves: ShelfTable, reader: Reader) -> tuple[ShelfBook, ...]:
    """Return the books on a shelf without their former states."""
    return tuple(book._replace(former=None) for book in shelves.read(reader).books)


def test_a_new_reader_has_an_empty_shelf(shelves: ShelfTable, reader: Reader) -> None:
    assert shelves.read(reader) == NOTHING


def test_stars_take_a_book_off_the_want_to_read_list(shelves: ShelfTable, reader: Reader) -> None:
    assert shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000001")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, None, True, False, 1700000000.000001),)
    assert shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 4), "1700000000.000002")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, 4, False, False, 1700000000.000002),)


def test_a_wanted_book_keeps_its_stars(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000002")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, 5, True, False, 1700000000.000002),)


def test_a_book_off_the_want_to_read_list_keeps_its_stars_and_is_gone_without_any(
    shelves: ShelfTable, reader: Reader
) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000002")
    shelves.apply(reader, ShelfAction(Verb.WANT, OTHER_BOOK), "1700000000.000002")
    assert shelves.apply(reader, ShelfAction(Verb.UNWANT, BOOK), "1700000000.000003")
    assert shelves.apply(reader, ShelfAction(Verb.UNWANT, OTHER_BOOK), "1700000000.000003")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, 5, False, False, 1700000000.000003),)
    assert shelves.delete_reader(reader, "1700000001") == 1


def test_a_dismissed_book_has_no_stars_and_is_not_wanted_until_it_is_wanted_again(
    shelves: ShelfTable, reader: Reader
) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000002")
    shelves.apply(reader, ShelfAction(Verb.DISMISS, BOOK), "1700000000.000003")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, None, False, True, 1700000000.000003),)
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000004")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, None, True, False, 1700000000.000004),)


def test_what_changed_last_comes_last(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    shelves.apply(reader, ShelfAction(Verb.RATE, OTHER_BOOK, 5), "1700000000.000002")
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000003")
    assert [book.book_id for book in shelves.read(reader).books] == [OTHER_BOOK, BOOK]


def test_a_removed_book_is_gone_and_no_older_click_brings_it_back(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    assert shelves.apply(reader, ShelfAction(Verb.REMOVE, BOOK), "1700000000.000003")
    assert not shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000002")
    assert books_of(shelves, reader) == ()
    assert shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000004")
    assert books_of(shelves, reader) == (ShelfBook(BOOK, None, True, False, 1700000000.000004),)


def test_what_marks_a_removal_expires_and_what_is_on_the_shelf_does_not(
    dynamodb: "DynamoDb", reader: Reader, dynamodb_client: "DynamoDBClient", shelf_table_name: str
) -> None:
    def expires_at() -> int | None:
        key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#book#{BOOK}"}}
        item = dynamodb_client.get_item(TableName=shelf_table_name, Key=key)["Item"]
        return int(item["expires_at"]["N"]) if "expires_at" in item else None

    now = 1_700_000_000.5
    shelves = ShelfTable(shelf_table_name, lambda: now)
    shelves.apply(reader, ShelfAction(Verb.REMOVE, BOOK), "1700000000.000001")
    expiry = expires_at()
    assert expiry is not None
    assert 3600 < expiry - now < (7 - 2) * 24 * 3600 + 1  # the week that is promised, and the days that DynamoDB takes
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000.000002")
    assert expires_at() is None


def test_preferences_are_replaced_and_an_older_change_of_them_comes_too_late(
    shelves: ShelfTable, reader: Reader
) -> None:
    assert shelves.prefer(reader, Preferences("usa", "25-34", ("en", "de")), "1700000000.000002")
    assert not shelves.prefer(reader, Preferences("canada"), "1700000000.000001")
    assert shelves.read(reader).preferences == Preferences("usa", "25-34", ("en", "de"))
    assert shelves.prefer(reader, Preferences(), "1700000000.000003")
    assert shelves.read(reader).preferences == Preferences()


def test_a_claim_holds_until_it_is_released_or_void(
    dynamodb: "DynamoDb", shelf_table_name: str, reader: Reader
) -> None:
    now = [1_700_000_000.9]
    shelves = ShelfTable(shelf_table_name, lambda: now[0])
    assert shelves.claim(reader, "share:C1:dune", 60)
    now[0] += 59
    assert not shelves.claim(reader, "share:C1:dune", 60)
    assert shelves.claim(reader, "share:C1:emma", 60)
    now[0] += 1
    assert shelves.claim(reader, "share:C1:dune", 60)
    shelves.release(reader, "share:C1:dune")
    assert shelves.claim(reader, "share:C1:dune", 60)
    assert not shelves.claim(reader, "share:C1:dune", 60)
    assert shelves.read(reader) == NOTHING


def test_to_release_what_nobody_claimed_does_nothing(shelves: ShelfTable, reader: Reader) -> None:
    shelves.release(reader, "share")
    assert shelves.claim(reader, "share", 1)


def test_a_shelf_is_read_with_the_readers_own_last_click(
    shelves: ShelfTable, reader: Reader, dynamodb: "DynamoDb"
) -> None:
    shelves.read(reader)
    # Moto reads consistently whatever it is asked for.
    assert dynamodb.bodies[-1]["ConsistentRead"] is True


def test_nobody_sees_or_deletes_anothers_shelf(shelves: ShelfTable, reader: Reader) -> None:
    others = [
        Reader(reader.workspace_id, reader.user_id + "0"),
        Reader(reader.workspace_id, reader.user_id[:-1]),
        new_reader(reader.workspace_id),
        Reader(new_reader().workspace_id, reader.user_id),
    ]
    for stars, other in enumerate(others, 1):
        shelves.apply(other, ShelfAction(Verb.RATE, BOOK, stars), "1700000000.000001")
    assert shelves.read(reader) == NOTHING
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    assert shelves.delete_reader(reader, "1700000001") == 1
    assert [shelves.read(other).books[0].stars for other in others] == [1, 2, 3, 4]


def test_deleting_leaves_nothing_of_the_reader(
    shelves: ShelfTable, reader: Reader, dynamodb: "DynamoDb", dynamodb_client: "DynamoDBClient", shelf_table_name: str
) -> None:
    neighbour = new_reader(reader.workspace_id)
    shelves.apply(neighbour, ShelfAction(Verb.WANT, BOOK), "1700000000.000001")
    for letters in product("abcdef", "abcdefghij"):
        shelves.apply(reader, ShelfAction(Verb.RATE, "book22" + "".join(letters), 3), "1700000000.000001")
    shelves.apply(reader, ShelfAction(Verb.REMOVE, "removed2"), "1700000000.000001")
    shelves.prefer(reader, Preferences("usa"), "1700000000.000001")
    shelves.claim(reader, "share", 60)
    assert len(items_of(dynamodb_client, shelf_table_name, reader)) == 64
    assert shelves.delete_reader(reader, "1700000001") == 60
    mark = f"{reader.user_id}#deletion"
    assert set(items_of(dynamodb_client, shelf_table_name, reader)) == {f"{neighbour.user_id}#book#{BOOK}", mark}
    assert shelves.delete_reader(reader, "1700000001") == 0


def test_a_shelf_of_more_than_a_page_is_read_and_deleted_whole(
    shelves: ShelfTable, reader: Reader, dynamodb: "DynamoDb", dynamodb_client: "DynamoDBClient", shelf_table_name: str
) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    for number in range(4):
        key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#claim#{number}"}}
        dynamodb_client.put_item(TableName=shelf_table_name, Item={**key, "padding": {"S": "x" * 390_000}})
    shelves.prefer(reader, Preferences("usa"), "1700000000.000001")
    dynamodb.operations.clear()

    shelf = shelves.read(reader)
    assert dynamodb.operations == ["Query", "Query"]
    assert [book.stars for book in shelf.books] == [5]
    assert shelf.preferences.country == "usa"
    assert shelves.delete_reader(reader, "1700000001") == 1
    assert items_of(dynamodb_client, shelf_table_name, reader) == [f"{reader.user_id}#deletion"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (
            lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 0), "1"),
            "stars must be a whole number from 1 to 5; got 0",
        ),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 6), "1"), "got 6"),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, cast("int", 4.5)), "1"), "got 4.5"),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, True), "1"), "got True"),
        (
            lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.WANT, "Dune"), "1"),
            "book_id must be .* got 'Dune'",
        ),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.DISMISS, BOOK + "\n"), "1"), "book_id must be"),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.REMOVE, "dune#234"), "1"), "book_id must be"),
        (
            lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "soon"),
            "acted_at must be seconds .* got 'soon'",
        ),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), 1700000000.1), "acted_at must be"),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "-1"), "acted_at must be"),
        (lambda shelves, reader: shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1e9"), "acted_at must be"),
        (lambda shelves, reader: shelves.prefer(reader, Preferences(), ""), "acted_at must be"),
        (lambda shelves, reader: shelves.claim(reader, "", 1), "key must be"),
        (lambda shelves, reader: shelves.claim(reader, "share", 0), "seconds must be more than 0; got 0"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    shelves: ShelfTable,
    reader: Reader,
    dynamodb: "DynamoDb",
    act: Callable[[ShelfTable, Reader], object],
    expected: str,
) -> None:
    with pytest.raises(ValueError, match=expected):
        act(shelves, reader)
    assert dynamodb.operations == []


def test_a_book_that_was_listed_under_a_former_id_is_taken_off_the_list(shelves: ShelfTable, reader: Reader) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 5), "1700000000.000001")
    shelves.apply(reader, ShelfAction(Verb.WANT, OTHER_BOOK), "1700000000.000002")
    assert shelves.apply(reader, ShelfAction(Verb.UNWANT, BOOK, former_ids=(OTHER_BOOK,)), "1700000000.000003")
    assert [(book.book_id, book.wanted) for book in books_of(shelves, reader)] == [(BOOK, False)]
