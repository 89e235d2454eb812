"""One DynamoDB table: items read, changed under a condition, and deleted by the batch."""

from typing import Any

import pytest

from shelftalker.aws.dynamodb_table import Changed, DeletionConfig, DynamoDbTable, FormerValue, MapEntry, TableError
from shelftalker.shelf.contents import Reader
from tests.dynamodb import DynamoDb

OF_READER = "workspace_id = :workspace_id AND begins_with(reader_item, :beginning)"
ABSENT = "attribute_not_exists(#stars)"


@pytest.fixture
def table(wide_time_outs: None, dynamodb: DynamoDb, shelf_table_name: str) -> DynamoDbTable:
    """Return the table of shelves, whose items are the tests' own here."""
    return DynamoDbTable(shelf_table_name, deletion=DeletionConfig(seconds_before_second_batch=0))


def key_of(reader: Reader, number: int = 0) -> dict[str, Any]:
    """Return the key of one of a reader's items."""
    return {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#{number:03}"}}


def numbers_of(table: DynamoDbTable, reader: Reader) -> list[int]:
    """Return the numbers of a reader's items, in the order in which the table yields them."""
    values = {":workspace_id": {"S": reader.workspace_id}, ":beginning": {"S": f"{reader.user_id}#"}}
    return [int(item["reader_item"]["S"].partition("#")[2]) for item in table.items(OF_READER, values)]


def test_an_item_is_changed_only_where_the_condition_holds(table: DynamoDbTable, reader: Reader) -> None:
    key = key_of(reader)
    assert table.item(key) is None
    assert table.update(key, {"stars": {"N": "4"}, "note": {"B": b"\xff\x00"}}, ABSENT)
    assert not table.update(key, {"stars": {"N": "5"}}, ABSENT)
    assert table.item(key) == {**key, "stars": {"N": "4"}, "note": {"B": b"\xff\x00"}}
    assert table.update(key, {"stars": {"N": "5"}, "note": None}, "#stars < :limit", {":limit": {"N": "5"}})
    assert table.item(key) == {**key, "stars": {"N": "5"}}


def test_a_change_keeps_the_value_that_stood_before_or_its_default(table: DynamoDbTable, reader: Reader) -> None:
    key = key_of(reader)
    before = FormerValue("stars", {"N": "0"})
    assert table.update(key, {"stars": {"N": "4"}, "former_stars": before}, ABSENT)
    assert table.item(key) == {**key, "stars": {"N": "4"}, "former_stars": {"N": "0"}}
    assert table.update(key, {"stars": None, "former_stars": before}, "#stars = :four", {":four": {"N": "4"}})
    assert table.item(key) == {**key, "former_stars": {"N": "4"}}


def test_a_change_by_an_expression_returns_the_item_whether_or_not_the_condition_holds(
    table: DynamoDbTable, dynamodb: DynamoDb, reader: Reader
) -> None:
    key, one = key_of(reader), {":one": {"N": "1"}, ":limit": {"N": "2"}}
    counting = ("SET #stars = #stars + :one", "#stars < :limit")
    assert table.change(key, *counting, one) == Changed(is_changed=False, item=None)
    assert table.item(key) is None
    table.update(key, {"stars": {"N": "1"}, "note": {"B": b"\xff"}}, ABSENT)
    item = {**key, "stars": {"N": "2"}, "note": {"B": b"\xff"}}
    assert table.change(key, *counting, one) == Changed(is_changed=True, item=item)
    assert table.change(key, *counting, one) == Changed(is_changed=False, item=item)
    dynamodb.fail("UpdateItem", times=9, refuses="AccessDeniedException")
    with pytest.raises(TableError, match=r"UpdateItem on the DynamoDB table .* failed: AccessDenied"):
        table.change(key, *counting, one)


def test_an_item_is_deleted_only_where_the_condition_holds(table: DynamoDbTable, reader: Reader) -> None:
    key = key_of(reader)
    table.update(key, {"stars": {"N": "4"}}, ABSENT)
    assert not table.delete_if(key, "#stars > :limit", {":limit": {"N": "4"}})
    assert table.item(key)
    assert table.delete_if(key, "#stars > :limit", {":limit": {"N": "3"}})
    assert table.item(key) is None


def test_more_items_than_a_batch_holds_are_deleted_and_the_others_stay(
    table: DynamoDbTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    for number in reversed(range(30)):
        table.update(key_of(reader, number), {"stars": {"N": "4"}}, ABSENT)
    assert numbers_of(table, reader) == list(range(30))
    dynamodb.operations.clear()
    table.delete_all([key_of(reader, number) for number in range(27)])
    assert dynamodb.operations == ["BatchWriteItem", "BatchWriteItem"]
    assert numbers_of(table, reader) == [27, 28, 29]
    table.delete_each_if([key_of(reader, number) for number in (27, 28)], "#stars > :limit", {":limit": {"N": "3"}})
    table.delete(key_of(reader, 29))
    assert numbers_of(table, reader) == []


def test_a_table_that_is_not_named_or_not_there_is_an_error_that_says_so(dynamodb: DynamoDb, reader: Reader) -> None:
    with pytest.raises(TableError, match="No DynamoDB table is named"):
        DynamoDbTable("").item(key_of(reader))
    assert dynamodb.operations == []
    with pytest.raises(TableError, match=r"GetItem on the DynamoDB table lost failed: .*ResourceNotFound"):
        DynamoDbTable("lost").item(key_of(reader))


def test_an_entry_of_a_map_is_changed_beside_attributes_and_the_item_returned(
    table: DynamoDbTable, reader: Reader
) -> None:
    key, has_map = key_of(reader), "attribute_exists(#votes)"
    vote = MapEntry("votes", "U0.1 #x", {"S": "dune2345"})
    assert table.update_entry(key, vote, {}, has_map) is None
    table.update(key, {"votes": {"M": {}}, "stars": {"N": "4"}}, ABSENT)
    changed = table.update_entry(key, vote, {"stars": None, "note": {"B": b"\xff"}}, has_map)
    assert changed == {**key, "votes": {"M": {"U0.1 #x": {"S": "dune2345"}}}, "note": {"B": b"\xff"}}
    is_other = "#votes.#entry <> :other AND size(#votes) < :most"
    assert table.update_entry(key, vote, {}, is_other, {":other": {"S": "dune2345"}, ":most": {"N": "2"}}) is None
    assert table.update_entry(key, vote._replace(value=None), {"note": None}, has_map) == {**key, "votes": {"M": {}}}
