"""The steps of imports in the shelves' table, and the writing of their books, many at a time."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, TableError
from shelftalker.observability import logger
from shelftalker.shelf.actions import ShelfAction
from shelftalker.shelf.book_items import BookItems
from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.imports import IMPORTS, EarlierImport, ImportContents, ImportStatus, ShelfImport, import_of
from shelftalker.shelf.items import (
    ItemKind,
    acted_at_of,
    acted_until,
    item_key,
    key_parts,
    seconds_attribute,
    time_attribute,
    unreadable_times,
)
from shelftalker.shelf.reader_items import ReaderItems
from shelftalker.shelf.table import shelf_errors


class ImportTableConfig(NamedTuple):
    """Numbers of the writing.

    Attributes:
        threads: Books written at a time. A partition of DynamoDB takes 1,000 writes a second, and a write some 10 ms:
            5,000 books take about four seconds. Those that a busy table does not take are written again by fewer, and
            at last one after the other.
    """

    threads: tuple[int, ...] = (16, 4, 1)


_CONFIG = ImportTableConfig()
_Book = TypeVar("_Book")


# The steps at which an import has put nothing on the shelf, or nothing any more.
_WITHOUT_BOOKS = frozenset({ImportStatus.READING, ImportStatus.READY, ImportStatus.FAILED, ImportStatus.UNDONE})


class _Condition(NamedTuple):
    text: str
    values: dict[str, Any]


class ImportTable:
    """The imports of all readers.

    Every method raises ValueError for impossible ids and times, and ShelfError where the table can't be used now.
    """

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use the shelves' table; the clock gives seconds since 1970, for expiry."""
        self._table = table
        self._clock = clock
        self._books = BookItems(table, clock)
        self._items = ReaderItems(table, clock)

    @shelf_errors()
    def read(self, reader: Reader) -> ShelfImport | None:
        """Return a reader's import; None where there is none that can be read, or its day is over."""
        item = self._table.item(item_key(self._items.in_own_place(reader), ItemKind.IMPORT))
        try:
            shelf_import = import_of(item) if item else None
        except (KeyError, TypeError, ValueError) as error:
            # As a later version may have written it: the next import takes its place.
            logger.warning("an import can't be read, and counts for none", extra={"error": repr(error)})
            return None
        return None if shelf_import is None or shelf_import.is_over(self._clock()) else shelf_import

    @shelf_errors()
    def begin(self, reader: Reader, acted_at: str, contents: ImportContents | None = None) -> bool:
        """Begin an import in the place of any before it, of which one that can be undone is remembered.

        Args:
            reader: The reader.
            acted_at: Time of the beginning, which is the import's id.
            contents: The books found; None where the export is yet to be read.

        Returns:
            False if a newer step stands there, or the reader has deleted all data since.
        """
        status = ImportStatus.READING if contents is None else ImportStatus.READY
        packed = {"B": contents.encode()} if contents else None
        changes = {"import_id": {"S": acted_at}, "contents": packed, "kept_at": None, "number": None, "error": None}
        changes |= _earlier_attributes(_last_undoable(self.read(reader)))
        condition = _Condition(acted_until("acted_at"), unreadable_times())
        return self._write(reader, acted_at, {**changes, "status": {"S": status}}, condition)

    @shelf_errors()
    def step(
        self,
        reader: Reader,
        shelf_import: ShelfImport,
        status: ImportStatus,
        acted_at: str = "",
        *,
        contents: ImportContents | None = None,
        number: int = 0,
        error: str = "",
    ) -> bool:
        """Take an import from the step that it is at to another one, unless it has left that since.

        Args:
            reader: The reader.
            shelf_import: The import as it was read.
            status: The next step.
            acted_at: Time of the click that asks for it, or '' for a step of the queue, which keeps the time before it.
            contents: The books found, where the step reads them.
            number: Number of books that the step changed.
            error: A sentence for the reader.

        Returns:
            False if it is no longer at that step; nothing is changed then.
        """
        changes: dict[str, Any] = {
            "number": {"N": str(number)} if number else None,
            "error": {"S": error} if error else None,
        }
        if contents is not None:
            changes["contents"] = {"B": contents.encode()}
        if status is ImportStatus.KEEPING:
            changes["kept_at"] = {"S": acted_at}
        condition = _Condition(
            "#import_id = :own_id AND #status = :former_status",
            {":own_id": {"S": shelf_import.import_id}, ":former_status": {"S": shelf_import.status}},
        )
        changes["status"] = {"S": status}
        return self._write(reader, acted_at or f"{shelf_import.acted_at:.6f}", changes, condition)

    @shelf_errors()
    def discard(self, reader: Reader, import_id: str) -> None:
        """Delete an import; what it has written stays. One that is not kept gives way to the kept one before it."""
        shelf_import = self.read(reader)
        own_id = {":own_id": {"S": import_id}}
        if shelf_import and shelf_import.earlier and shelf_import.status in _WITHOUT_BOOKS:
            changes = {
                "status": {"S": ImportStatus.KEPT},
                "kept_at": {"S": shelf_import.earlier.kept_at},
                "number": {"N": str(shelf_import.earlier.number)},
                "contents": None,
                "error": None,
                **_earlier_attributes(None),
            }
            condition = _Condition("#import_id = :own_id", own_id)
            self._write(reader, f"{shelf_import.acted_at:.6f}", changes, condition)
            return
        key = item_key(self._items.in_own_place(reader), ItemKind.IMPORT)
        self._table.delete_if(key, "#import_id = :own_id", own_id)

    @shelf_errors()
    def keep(self, reader: Reader, actions: Sequence[ShelfAction], kept_at: str) -> int:
        """Apply actions to as many books, as of one time; done once more it changes nothing.

        Returns:
            The number of books whose newest action it is; 0 if the reader has deleted all data since.
        """
        for action in actions:
            action.validate()
        reader = self._items.in_own_place(reader)
        former = _done_for_each(lambda action: self._books.apply(reader, action.book_id, action, kept_at), actions)
        keys = [item_key(reader, ItemKind.BOOK, action.book_id) for action in actions]
        if self._items.drop_deleted(reader, keys, float(kept_at)):
            return 0
        return sum(state is not None for state in former)

    @shelf_errors()
    def undo(self, reader: Reader, kept_at: str, acted_at: str) -> int:
        """Give the books that an import wrote the state back that they had before, but for those changed since.

        Returns:
            The number of books that have it back, by an earlier call of the same time too.
        """
        reader = self._items.in_own_place(reader)
        written = {float(kept_at), float(acted_at)}
        items = [
            item
            for item in self._items.newest_of(reader)
            if key_parts(item)[1] == ItemKind.BOOK and acted_at_of(item) in written
        ]

        def restore(item: Item) -> BookState | None:
            # One that another workspace still holds is read in the shelf's own place.
            own = item if item["workspace_id"]["S"] == reader.workspace_id else None
            return self._books.undo(reader, key_parts(item)[2], kept_at, acted_at, own)

        states = _done_for_each(restore, items)
        keys = [item_key(reader, ItemKind.BOOK, key_parts(item)[2]) for item in items]
        self._items.drop_deleted(reader, keys, float(acted_at))
        return sum(state is not None for state in states)

    def _write(self, reader: Reader, acted_at: str, changes: dict[str, Any], condition: _Condition) -> bool:
        reader = self._items.in_own_place(reader)
        key = item_key(reader, ItemKind.IMPORT)
        step = {
            "acted_at": time_attribute(acted_at),
            "expires_at": seconds_attribute(self._clock() + IMPORTS.life_seconds),
        }
        is_written = self._table.update(key, {**changes, **step}, condition.text, condition.values)
        return not self._items.drop_deleted(reader, [key], float(acted_at)) and is_written


def _done_for_each(write: Callable[[_Book], BookState | None], books: Sequence[_Book]) -> list[BookState | None]:
    """Return the results of a write for each of many books, which changes nothing where it is done once more.

    Raises:
        TableError: One can't be written, not even alone.
    """
    states: list[BookState | None] = []
    left = list(books)
    for threads in _CONFIG.threads:
        failed: list[tuple[_Book, TableError]] = []

        def attempt(book: _Book, failed: list[tuple[_Book, TableError]] = failed) -> BookState | None:
            try:
                return write(book)
            except TableError as error:
                failed.append((book, error))
                return None

        with ThreadPoolExecutor(threads) as pool:
            states += pool.map(attempt, left)
        left = [book for book, _ in failed]
        if not left:
            return states
    raise failed[0][1]


def _last_undoable(shelf_import: ShelfImport | None) -> EarlierImport | None:
    """Return the import that can be undone when another one begins: the one that stands there, or the one before it."""
    if shelf_import is None:
        return None
    if shelf_import.status is ImportStatus.KEPT and shelf_import.number:
        return EarlierImport(shelf_import.kept_at, shelf_import.number)
    return shelf_import.earlier


def _earlier_attributes(earlier: EarlierImport | None) -> dict[str, Any]:
    """Return the attributes of the import before; None for those to remove."""
    return {
        "earlier_kept_at": {"S": earlier.kept_at} if earlier else None,
        "earlier_number": {"N": str(earlier.number)} if earlier else None,
    }
