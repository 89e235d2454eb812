"""The choice whether a reader's ratings help to train the next models, in the shelves' table."""

from typing import TYPE_CHECKING, Any

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import LearningChoice, Reader
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import new_reader

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

EARLY, LATE = "1700000001.000001", "1700000002.000001"


@pytest.fixture
def learning_item(dynamodb_client: "DynamoDBClient", shelf_table_name: str) -> Any:
    """Return a function that returns the attributes of a reader's choice in the table, or None."""

    def read(reader: Reader) -> dict[str, Any] | None:
        key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#learning"}}
        item = dynamodb_client.get_item(TableName=shelf_table_name, Key=key, ConsistentRead=True).get("Item")
        return {name: value for name, value in item.items() if name not in key} if item else None

    return read


def test_nobodys_ratings_are_learnt_from_until_they_choose_it(shelves: ShelfTable, reader: Reader) -> None:
    shelf = shelves.read(reader)
    assert (shelf.learning, shelf.learns) == (None, False)


def test_who_opts_in_is_marked_as_the_training_reads_it(
    shelves: ShelfTable, reader: Reader, learning_item: Any
) -> None:
    assert shelves.learn(reader, EARLY, learns=True)
    assert learning_item(reader) == {"learns": {"BOOL": True}, "acted_at": {"N": EARLY}}
    assert shelves.read(reader).learning == LearningChoice(learns=True, changed_at=float(EARLY))


def test_who_opts_out_leaves_a_tombstone_without_the_mark(
    shelf_table_name: str, shelves: ShelfTable, reader: Reader, learning_item: Any
) -> None:
    shelves.learn(reader, EARLY, learns=True)
    assert ShelfTable(shelf_table_name, lambda: 1700000002.0).learn(reader, LATE, learns=False)
    assert learning_item(reader) == {"acted_at": {"N": LATE}, "expires_at": {"N": f"{1700000002 + 5 * 86400}"}}
    shelf = shelves.read(reader)
    assert (shelf.learns, shelf.learning) == (False, LearningChoice(learns=False, changed_at=float(LATE)))


def test_who_opts_in_again_has_no_expiry_any_more(shelves: ShelfTable, reader: Reader, learning_item: Any) -> None:
    shelves.learn(reader, EARLY, learns=False)
    shelves.learn(reader, LATE, learns=True)
    assert learning_item(reader) == {"learns": {"BOOL": True}, "acted_at": {"N": LATE}}


@pytest.mark.parametrize("newest", [True, False], ids=["in", "out"])
def test_the_newest_choice_stands_in_whichever_order_they_arrive(
    shelves: ShelfTable, reader: Reader, *, newest: bool
) -> None:
    assert shelves.learn(reader, LATE, learns=newest)
    assert not shelves.learn(reader, EARLY, learns=not newest)
    assert shelves.read(reader).learns is newest


def test_a_deletion_takes_the_choice_along(shelves: ShelfTable, reader: Reader, learning_item: Any) -> None:
    shelves.learn(reader, EARLY, learns=True)
    shelves.delete_reader(reader, LATE)
    assert learning_item(reader) is None
    assert not shelves.learn(reader, EARLY, learns=True)
    assert learning_item(reader) is None


def test_a_purge_of_a_workspace_takes_the_choice_along(shelves: ShelfTable, reader: Reader, learning_item: Any) -> None:
    shelves.learn(reader, EARLY, learns=True)
    assert shelves.purge(reader.workspace_id, before=float(LATE), seconds=60)
    assert learning_item(reader) is None


@pytest.mark.parametrize("learns", [True, False], ids=["in", "out"])
def test_a_choice_moves_with_the_shelf_and_leaves_none_behind(
    shelves: ShelfTable, reader: Reader, learning_item: Any, *, learns: bool
) -> None:
    own = Reader(new_reader().workspace_id, reader.user_id, (reader.workspace_id,))
    shelves.learn(reader, EARLY, learns=True)
    assert shelves.read(own).learns
    shelves.learn(own, LATE, learns=learns)
    assert learning_item(reader) is None
    assert ("learns" in learning_item(own)) is learns
    assert shelves.read(reader).learns is learns


def test_a_click_on_a_book_moves_the_choice_too(shelves: ShelfTable, reader: Reader, learning_item: Any) -> None:
    own = Reader(new_reader().workspace_id, reader.user_id, (reader.workspace_id,))
    shelves.learn(reader, EARLY, learns=True)
    shelves.apply(own, ShelfAction(Verb.WANT, "dune2345"), LATE)
    assert learning_item(reader) is None
    assert learning_item(own) == {"learns": {"BOOL": True}, "acted_at": {"N": EARLY}}
