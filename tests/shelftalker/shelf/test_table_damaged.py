"""Items that were written by hand and can't be read: set aside, shown in the export, and deleted with the rest."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import DamagedItem, Preferences, Reader
from shelftalker.shelf.items import ItemKind
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import new_reader

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

DUNE, EMMA = "dune2345", "emma2345"
EARLY, LATE = "1700000001.000001", "1700000002.000001"
# A text, and a time in milliseconds, which lies before no deletion.
UNREADABLE: list[dict[str, str]] = [{"S": "yesterday"}, {"N": "1700000001000"}]
KINDS = ["book#dune2345", "preferences", "learning", "deletion"]


@pytest.fixture
def put(dynamodb_client: "DynamoDBClient", shelf_table_name: str) -> Callable[..., None]:
    """Return a function that writes an item of a reader by hand."""

    def write(reader: Reader, item: str, acted_at: Any, **attributes: Any) -> None:
        key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#{item}"}}
        dynamodb_client.put_item(TableName=shelf_table_name, Item={**key, "acted_at": acted_at, **attributes})

    return write


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("acted_at", UNREADABLE, ids=["text", "milliseconds"])
def test_the_rest_of_the_shelf_is_read_changed_and_deleted(
    shelves: ShelfTable, reader: Reader, put: Callable[..., None], acted_at: Any, kind: str
) -> None:
    shelves.apply(reader, ShelfAction(Verb.RATE, EMMA, 4), EARLY)
    put(reader, kind, acted_at, stars={"N": "5"})
    shelf = shelves.read(reader)
    assert [book.book_id for book in shelf.books] == [EMMA]
    [damaged] = shelf.damaged
    assert damaged.kind == kind.partition("#")[0]
    assert shelves.apply(reader, ShelfAction(Verb.WANT, EMMA), LATE) is not None
    shelves.delete_reader(reader, "1700000003")
    left = shelves.read(reader)
    assert (left.books, left.damaged, left.deleted_at) == ((), (), 1700000003.0)


def test_a_damaged_item_is_named_with_what_can_be_read_of_it(
    shelves: ShelfTable, reader: Reader, put: Callable[..., None]
) -> None:
    put(reader, f"book#{DUNE}", {"S": "yesterday"}, stars={"N": "5"}, wanted={"BOOL": True})
    text = f"book {DUNE}; acted_at yesterday; stars 5; wanted True"
    assert shelves.read(reader).damaged == (DamagedItem(ItemKind.BOOK, text),)


@pytest.mark.parametrize(
    ("item", "attributes"),
    [
        (f"book#{DUNE}", {"stars": {"N": "2.5"}}),
        (f"book#{DUNE}", {"stars": {"N": "2"}, "former_stars": {"N": "3"}}),
        ("preferences", {"country": {"S": "usa"}}),
    ],
    ids=["half a star", "half a former state", "half of the preferences"],
)
def test_an_item_whose_other_attributes_cannot_be_read_is_set_aside_too(
    shelves: ShelfTable, reader: Reader, put: Callable[..., None], item: str, attributes: Any
) -> None:
    put(reader, item, {"N": EARLY}, **attributes)
    shelf = shelves.read(reader)
    assert (shelf.books, shelf.preferences, len(shelf.damaged)) == ((), Preferences(), 1)


@pytest.mark.parametrize("acted_at", UNREADABLE, ids=["text", "milliseconds"])
def test_the_next_action_replaces_what_cannot_be_read(
    shelves: ShelfTable, reader: Reader, put: Callable[..., None], acted_at: Any
) -> None:
    for item in KINDS[:3]:
        put(reader, item, acted_at)
    assert shelves.undo(reader, Undo(EARLY, (DUNE,)), LATE) is None
    shelves.apply(reader, ShelfAction(Verb.RATE, DUNE, 3), LATE)
    assert shelves.prefer(reader, Preferences("usa"), LATE)
    assert shelves.learn(reader, LATE, learns=True)
    shelf = shelves.read(reader)
    assert [(book.book_id, book.stars) for book in shelf.books] == [(DUNE, 3)]
    assert (shelf.preferences.country, shelf.learns, shelf.damaged) == ("usa", True, ())


@pytest.mark.parametrize("acted_at", UNREADABLE, ids=["text", "milliseconds"])
def test_a_purge_deletes_it(shelves: ShelfTable, reader: Reader, put: Callable[..., None], acted_at: Any) -> None:
    put(reader, f"book#{DUNE}", acted_at)
    assert shelves.purge(reader.workspace_id, before=float(LATE), seconds=60)
    assert shelves.read(reader).damaged == ()


@pytest.mark.parametrize("acted_at", UNREADABLE, ids=["text", "milliseconds"])
def test_a_shelf_moves_without_it(shelves: ShelfTable, reader: Reader, put: Callable[..., None], acted_at: Any) -> None:
    own = Reader(new_reader().workspace_id, reader.user_id, (reader.workspace_id,))
    shelves.apply(reader, ShelfAction(Verb.RATE, EMMA, 4), EARLY)
    put(reader, f"book#{DUNE}", acted_at)
    shelves.apply(own, ShelfAction(Verb.WANT, EMMA), LATE)
    shelf = shelves.read(own)
    assert ([book.book_id for book in shelf.books], len(shelf.damaged)) == ([EMMA], 1)
    shelves.delete_reader(own, "1700000003")
    assert shelves.read(reader).damaged == ()


@pytest.mark.parametrize("acted_at", UNREADABLE, ids=["text", "milliseconds"])
def test_what_moves_replaces_nothing_that_can_be_read(
    shelves: ShelfTable, reader: Reader, put: Callable[..., None], acted_at: Any
) -> None:
    own = Reader(new_reader().workspace_id, reader.user_id, (reader.workspace_id,))
    shelves.apply(Reader(own.workspace_id, own.user_id), ShelfAction(Verb.RATE, DUNE, 3), EARLY)
    put(reader, f"book#{DUNE}", acted_at, stars={"N": "1"})
    shelves.apply(own, ShelfAction(Verb.WANT, EMMA), LATE)
    assert [(book.book_id, book.stars) for book in shelves.read(own).books] == [(DUNE, 3), (EMMA, None)]


@pytest.mark.parametrize("acted_at", UNREADABLE, ids=["text", "milliseconds"])
def test_a_mark_of_a_deletion_whose_time_cannot_be_read_deletes_nothing_that_moves(
    shelves: ShelfTable, reader: Reader, put: Callable[..., None], acted_at: Any
) -> None:
    own = Reader(new_reader().workspace_id, reader.user_id, (reader.workspace_id,))
    shelves.apply(reader, ShelfAction(Verb.RATE, DUNE, 3), EARLY)
    put(own, "deletion", acted_at)
    shelves.apply(own, ShelfAction(Verb.WANT, EMMA), LATE)
    assert [book.book_id for book in shelves.read(own).books] == [DUNE, EMMA]
