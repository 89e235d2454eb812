"""The steps of imports in the table, and their books."""

from typing import TYPE_CHECKING

import pytest

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.import_table import ImportTable
from shelftalker.shelf.imports import ImportContents, ImportedBook, ImportStatus
from shelftalker.shelf.table import ShelfError, ShelfTable
from tests.dynamodb import DynamoDb

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

BOOK, OTHER = "aaaaaaaa", "bbbbbbbb"
CONTENTS = ImportContents("Goodreads", rows=1, books=(ImportedBook(BOOK, 5),))


def table_of(shelves: ShelfTable) -> ImportTable:
    return ImportTable(shelves.table, lambda: 1700000100.0)


def test_an_import_is_begun_taken_to_its_next_step_once_and_discarded(shelves: ShelfTable, reader: Reader) -> None:
    imports = table_of(shelves)
    assert imports.begin(reader, "1700000000.000001", CONTENTS)
    ready = imports.read(reader)
    assert ready
    assert ready.contents() == CONTENTS
    assert imports.step(reader, ready, ImportStatus.KEEPING, "1700000001.000001")
    assert not imports.step(reader, ready, ImportStatus.KEEPING, "1700000002.000001")
    keeping = imports.read(reader)
    assert keeping
    assert (keeping.kept_at, keeping.acted_at) == ("1700000001.000001", 1700000001.000001)
    imports.discard(reader, "1600000000")
    assert imports.read(reader)
    imports.discard(reader, ready.import_id)
    assert imports.read(reader) is None


def test_an_older_import_does_not_replace_a_newer_one_nor_come_back_after_a_deletion(
    shelves: ShelfTable, reader: Reader
) -> None:
    imports = table_of(shelves)
    imports.begin(reader, "1700000002", CONTENTS)
    assert not imports.begin(reader, "1700000001", CONTENTS)
    shelves.delete_reader(reader, "1700000003")
    assert not imports.begin(reader, "1700000002.5", CONTENTS)
    assert imports.read(reader) is None


def test_an_import_whose_day_is_over_is_none(shelves: ShelfTable, reader: Reader) -> None:
    table_of(shelves).begin(reader, "1700000000", CONTENTS)
    assert ImportTable(shelves.table, lambda: 1700086401.0).read(reader) is None


def test_an_import_that_can_t_be_read_gives_way_to_the_next_one(
    shelves: ShelfTable, reader: Reader, dynamodb_client: "DynamoDBClient", shelf_table_name: str
) -> None:
    imports = table_of(shelves)
    imports.begin(reader, "1700000000.000001", CONTENTS)
    key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": f"{reader.user_id}#import"}}
    item = dynamodb_client.get_item(TableName=shelf_table_name, Key=key)["Item"]
    dynamodb_client.put_item(TableName=shelf_table_name, Item=item | {"status": {"S": "of a later version"}})
    assert imports.read(reader) is None
    assert len(shelves.read(reader).damaged) == 1
    assert imports.begin(reader, "1700000001.000001", CONTENTS)
    begun = imports.read(reader)
    assert begun
    assert (begun.import_id, begun.status) == ("1700000001.000001", ImportStatus.READY)
    assert shelves.read(reader).damaged == ()


def test_kept_books_come_back_as_they_were_and_what_changed_since_stays(shelves: ShelfTable, reader: Reader) -> None:
    imports = table_of(shelves)
    shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1700000000")
    actions = [ShelfAction(Verb.RATE, BOOK, 4), ShelfAction(Verb.RATE, OTHER, 2)]
    assert imports.keep(reader, actions, "1700000001") == 2
    assert imports.keep(reader, actions, "1700000001") == 2
    shelves.apply(reader, ShelfAction(Verb.RATE, OTHER, 3), "1700000002")
    assert imports.undo(reader, "1700000001", "1700000003") == 1
    assert imports.undo(reader, "1700000001", "1700000003") == 1
    books = {book.book_id: book.state for book in shelves.read(reader).books}
    assert books == {BOOK: BookState(None, wanted=True), OTHER: BookState(3)}


def test_nothing_is_kept_for_a_reader_who_has_deleted_all_data_since(shelves: ShelfTable, reader: Reader) -> None:
    shelves.delete_reader(reader, "1700000002")
    assert table_of(shelves).keep(reader, [ShelfAction(Verb.RATE, BOOK, 4)], "1700000001") == 0
    assert shelves.read(reader).books == ()


def test_books_that_a_busy_table_does_not_take_are_written_again(
    shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb
) -> None:
    actions = [ShelfAction(Verb.RATE, book_id, 4) for book_id in (BOOK, OTHER, "cccccccc")]
    dynamodb.fail("UpdateItem", times=2, refuses="AccessDeniedException")
    assert table_of(shelves).keep(reader, actions, "1700000001") == 3
    assert len(shelves.read(reader).books) == 3
    dynamodb.fail("UpdateItem", times=9, refuses="AccessDeniedException")
    with pytest.raises(ShelfError, match="AccessDenied"):
        table_of(shelves).undo(reader, "1700000001", "1700000002")
    assert table_of(shelves).undo(reader, "1700000001", "1700000003") == 3


def test_an_undo_reads_no_book_by_itself(shelves: ShelfTable, reader: Reader, dynamodb: DynamoDb) -> None:
    table_of(shelves).keep(reader, [ShelfAction(Verb.RATE, BOOK, 4)], "1700000001")
    before = len(dynamodb.received)
    assert table_of(shelves).undo(reader, "1700000001", "1700000002") == 1
    operations = [each.headers["x-amz-target"].partition(".")[2] for each in dynamodb.received[before:]]
    assert operations == ["Query", "UpdateItem", "GetItem"]  # the last one of the deletion's mark
