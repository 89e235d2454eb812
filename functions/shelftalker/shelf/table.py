"""Readers' shelves in DynamoDB: ratings, want-to-read lists, dismissed books. The items stand in items.py.

The newest action wins, in whichever order and however often actions arrive: each write has the condition that nothing
newer stands there. A removed book stays for a while, as a tombstone that only an export shows, so that an older action
that arrives late does not bring it back; so does the mark of a deletion of all data. Each item keeps the state before
its newest action, which *Undo* restores. Where a reader's items stand in several workspaces: see reader_items.py.
"""

import math
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, TableError
from shelftalker.observability import logger
from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.book_items import BookItems
from shelftalker.shelf.contents import (
    BOOKS_ON_A_SHELF,
    BookState,
    Preferences,
    Reader,
    Shelf,
    validate_book_ids,
    validate_text,
)
from shelftalker.shelf.items import (
    ItemKind,
    acted_at_of,
    acted_before,
    acted_until,
    flag_attribute,
    has_readable_time,
    is_on_shelf,
    item_key,
    key_of,
    key_parts,
    seconds_attribute,
    shelf_of,
    time_attribute,
    unreadable_times,
)
from shelftalker.shelf.reader_items import ReaderItems


class ShelfTableConfig(NamedTuple):
    """The numbers of the table.

    Attributes:
        tombstone_seconds: Life of the item of a choice that was taken back, as in `BookItemsConfig`.
        deletion_mark_seconds: Life of the mark of a deletion: far longer than any action can be on its way. DynamoDB
            deletes it within two days after that, as a rule; the privacy notice promises seven in all.
        deleted_between_clock_looks: Number of items deleted between two looks at the clock; they take a fraction of a
            second.
        books_at_most: Number of books on a shelf.
    """

    tombstone_seconds: int = 5 * 24 * 60 * 60
    deletion_mark_seconds: int = 5 * 24 * 60 * 60
    deleted_between_clock_looks: int = 250
    books_at_most: int = BOOKS_ON_A_SHELF


_CONFIG = ShelfTableConfig()


class ShelfError(Exception):
    """The shelves can't be read or written now; an action that ends in this may not be shown as saved."""


class LargeShelfError(ShelfError):
    """A shelf holds more than could be deleted in the given time; the rest can be deleted later.

    Attributes:
        workspace_ids: The workspaces that may hold the rest.
    """

    def __init__(self, message: str, workspace_ids: tuple[str, ...]) -> None:
        super().__init__(message)
        self.workspace_ids = workspace_ids


class FullShelfError(ShelfError):
    """A shelf has as many books as it can hold, and takes no further one; nothing is changed."""

    def __init__(self) -> None:
        super().__init__(f"The shelf has {_CONFIG.books_at_most} books, and takes another once one is taken off it.")


@contextmanager
def shelf_errors() -> Iterator[None]:
    """Raise the errors of the table as those of the shelves."""
    try:
        yield
    except TableError as error:
        raise ShelfError(f"The shelves, whose table SHELF_TABLE names, can't be used now. {error}") from error


class ShelfTable:
    """The table with all shelves.

    Times of actions are texts as in Slack's `action_ts`: "1700000000.123456". Every method raises ValueError for
    impossible ids, stars or times, and ShelfError where the table can't be read or written now.

    Attributes:
        table: The DynamoDB table.
    """

    def __init__(self, table: str | DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use a table; nothing is connected to before it is needed.

        Args:
            table: The table, or its name.
            clock: Wall clock in seconds since 1970, for expiry.
        """
        self.table = DynamoDbTable(table) if isinstance(table, str) else table
        self._clock = clock
        self._books = BookItems(self.table, clock)
        self._items = ReaderItems(self.table, clock)

    @shelf_errors()
    def read(self, reader: Reader) -> Shelf:
        """Return all data kept of a reader, the reader's own last click included."""
        return shelf_of(self._items.newest_of(reader))

    @shelf_errors()
    def apply(self, reader: Reader, action: ShelfAction, acted_at: str) -> BookState | None:
        """Apply an action to a book, see `ShelfAction.applied_to`; what takes it off takes its former ids off too.

        Returns:
            The book's state before, also of an action that is delivered once more. None if a newer action stands, which
            then decides whether the book is wanted or dismissed. The stars are written all the same if nothing newer
            concerns them. None, and nothing is written, too if the reader has deleted all data since the action.

        Raises:
            FullShelfError: The book would be one too many.
        """
        action.validate()
        time_attribute(acted_at)
        book_ids = [action.book_id, *(action.former_ids if action.verb in {Verb.REMOVE, Verb.UNWANT} else ())]
        reader, keys = self._ready(reader, book_ids)
        former = [self._books.apply(reader, book_id, action, acted_at) for book_id in book_ids]
        if self._items.drop_deleted(reader, keys, float(acted_at)):
            return None
        is_further = former[0] == BookState() and action.applied_to(BookState()) != BookState()
        # Counted after the write, so that of two at once neither slips in beside the other.
        if is_further and self._is_over_full(reader):
            self.table.delete_if(keys[0], "#acted_at = :acted_at", {":acted_at": time_attribute(acted_at)})
            raise FullShelfError
        return None if None in former else _first_on_shelf(former)

    @shelf_errors()
    def undo(self, reader: Reader, undo: Undo, acted_at: str) -> BookState | None:
        """Restore the state of a book before an action.

        Returns:
            The state, also of an undo that is delivered once more. None, and nothing is changed, if the book was
            changed again since, or the state is not kept any more.

        Raises:
            FullShelfError: The book would be one too many.
        """
        validate_book_ids(undo.book_ids)
        time_attribute(acted_at)
        reader, keys = self._ready(reader, undo.book_ids)
        names = self._names_on_shelf(reader)
        if len(names) >= _CONFIG.books_at_most and keys[0]["reader_item"]["S"] not in names:
            raise FullShelfError
        restored = [self._books.undo(reader, book_id, undo.acted_at, acted_at) for book_id in undo.book_ids]
        if self._items.drop_deleted(reader, keys, float(acted_at)):
            return None
        return _first_on_shelf(restored)

    @shelf_errors()
    def prefer(self, reader: Reader, preferences: Preferences, acted_at: str) -> bool:
        """Replace a reader's preferences; return False if newer ones stand, or all data were deleted since."""
        changes = {
            "acted_at": time_attribute(acted_at),
            "country": {"S": preferences.country},
            "age_band": {"S": preferences.age_band},
            "languages": {"L": [{"S": language} for language in preferences.languages]},
        }
        return self._replace(reader, ItemKind.PREFERENCES, changes, acted_at)

    @shelf_errors()
    def learn(self, reader: Reader, acted_at: str, *, learns: bool) -> bool:
        """Write whether a reader's ratings may help to train the next models; return False as `prefer` does."""
        changes = {
            "acted_at": time_attribute(acted_at),
            "learns": flag_attribute(is_set=learns),
            "expires_at": None if learns else seconds_attribute(self._clock() + _CONFIG.tombstone_seconds),
        }
        return self._replace(reader, ItemKind.LEARNING, changes, acted_at)

    @shelf_errors()
    def claim(self, reader: Reader, key: str, seconds: int) -> bool:
        """Claim a deed for a reader, so that a second click does not do it again.

        Args:
            reader: The reader.
            key: Names the deed, in up to 200 characters.
            seconds: Time after which the claim is void.

        Returns:
            True for the first who claims; False for the others until it is released or void.
        """
        validate_text("key", key, r"[^\x00-\x1f]{1,200}", "1 to 200 characters in one line")
        if seconds <= 0:
            raise ValueError(f"seconds must be more than 0; got {seconds!r}.")
        now = self._clock()
        # When an answer is lost the call is repeated: by its own mark the claim is known for this claimant's.
        changes = {"claimed_by": {"S": secrets.token_hex(8)}, "expires_at": seconds_attribute(now + seconds)}
        condition = "attribute_not_exists(#expires_at) OR #expires_at <= :now OR #claimed_by = :claimed_by"
        return self.table.update(
            item_key(reader, ItemKind.CLAIM, key), changes, condition, {":now": seconds_attribute(now)}
        )

    @shelf_errors()
    def release(self, reader: Reader, key: str) -> None:
        """Release a claim, so that the deed can be claimed again."""
        self.table.delete(item_key(reader, ItemKind.CLAIM, key))

    @shelf_errors()
    def delete_reader(self, reader: Reader, acted_at: str, seconds: float = math.inf) -> int:
        """Delete all data kept of a reader, preferences, claims and tombstones included, but for newer actions.

        Before anything is deleted a mark of the deletion is written, by which older actions that arrive later are
        known: each looks for it after it has written, and takes itself back.

        Args:
            reader: The reader.
            acted_at: Time of the deletion, as the reader asked for it.
            seconds: Time after which to delete no more; a click has three seconds in all.

        Returns:
            The number of books that were on the shelf.

        Raises:
            LargeShelfError: Some of it is left, as the time was over; `purge` deletes it.
        """
        mark = {
            "acted_at": time_attribute(acted_at),
            "expires_at": seconds_attribute(self._clock() + _CONFIG.deletion_mark_seconds),
        }
        until = time.monotonic() + seconds
        reader = self._items.in_own_place(reader)
        self.table.update(item_key(reader, ItemKind.DELETION), mark, acted_until("acted_at"), unreadable_times())
        books, places = set[str](), (reader.workspace_id, *reader.elsewhere)
        items = (item for place in places for item in self._items.of_place(place, reader.user_id))
        for batch in _batches(item for item in items if key_parts(item)[1] != ItemKind.DELETION):
            old = [item for item in batch if acted_at_of(item) <= float(acted_at)]
            self._items.delete_until([key_of(item) for item in old], {"N": acted_at})
            books.update(item["reader_item"]["S"] for item in old if is_on_shelf(item))
            if time.monotonic() > until:
                raise LargeShelfError(f"Not all of a reader could be deleted in {seconds} seconds.", places)
        return len(books)

    @shelf_errors()
    def purge(self, workspace_id: str, user_id: str = "", *, before: float, seconds: float) -> bool:
        """Delete the items that readers wrote before they left, and nothing that they have written since.

        Args:
            workspace_id: Id of the readers' workspace.
            user_id: Id of the one reader; empty for everyone in the workspace.
            before: Time at which they left, in seconds since 1970.
            seconds: Time after which to delete no more.

        Returns:
            False if the time was over before all was seen.
        """
        until = time.monotonic() + seconds
        condition, values = acted_before("before"), {":before": {"N": f"{before:.6f}"}, **unreadable_times()}
        for batch in _batches(self._items.of_place(workspace_id, user_id)):
            keys = [key_of(item) for item in batch]
            self._items.leave_clubs(keys, values[":before"])
            self.table.delete_each_if(keys, condition, values)
            # Only now, so that however little time there is, something is deleted each time.
            if time.monotonic() > until:
                return False
        return True

    @shelf_errors()
    def last_actions(self) -> dict[str, float]:
        """Return the time of the newest action in each workspace, in seconds since 1970; reads the whole table.

        It is infinite where the time of an item can't be read, as that may be the newest.
        """
        newest: dict[str, float] = {}
        for item in self.table.scan(("workspace_id", "acted_at")):
            if "acted_at" in item:  # claims have none
                workspace_id: str = item["workspace_id"]["S"]
                acted_at = acted_at_of(item) if has_readable_time(item) else math.inf
                newest[workspace_id] = max(newest.get(workspace_id, 0.0), acted_at)
        return newest

    def _replace(self, reader: Reader, kind: ItemKind, changes: Item, acted_at: str) -> bool:
        """Write the one item of a kind; return False if a newer one stands, or all data were deleted since."""
        reader = self._items.in_own_place(reader)
        key = item_key(reader, kind)
        self._items.gather(reader, {key["reader_item"]["S"]})
        is_written = self.table.update(key, changes, acted_until("acted_at"), unreadable_times())
        return not self._items.drop_deleted(reader, [key], float(acted_at)) and is_written

    def _ready(self, reader: Reader, book_ids: Iterable[str]) -> tuple[Reader, Sequence[Item]]:
        """Return a reader by the shelf's own workspace, to which books are moved, and the keys of the books there."""
        reader = self._items.in_own_place(reader)
        keys = [item_key(reader, ItemKind.BOOK, book_id) for book_id in book_ids]
        self._items.gather(reader, {key["reader_item"]["S"] for key in keys})
        return reader, keys

    def _is_over_full(self, reader: Reader) -> bool:
        """Return True for a shelf with too many books; False where it can't be counted now, as the book is saved."""
        try:
            return len(self._names_on_shelf(reader)) > _CONFIG.books_at_most
        except TableError:
            logger.warning("a shelf is not counted, as it can't be read", exc_info=True)
            return False

    def _names_on_shelf(self, reader: Reader) -> set[str]:
        return {item["reader_item"]["S"] for item in self._items.newest_of(reader) if is_on_shelf(item)}


def _first_on_shelf(states: Iterable[BookState | None]) -> BookState | None:
    """Return the first state of a book that is on the shelf, else that of one that is not; None of no state."""
    known = [state for state in states if state is not None]
    return next((state for state in known if state != BookState()), known[0] if known else None)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Return the items in batches between which the clock is looked at."""
    rest = iter(items)
    while batch := list(islice(rest, _CONFIG.deleted_between_clock_looks)):
        yield batch
