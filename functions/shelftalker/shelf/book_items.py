"""The items of single books in the shelves' table: changed by actions and by Undo, the newest of which wins.

Each item keeps the state before its newest action, which Undo restores; of a book that leaves the shelf all of it
expires.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import BookState, Reader
from shelftalker.shelf.items import (
    ItemKind,
    acted_at_of,
    acted_before,
    book_state,
    flag_attribute,
    former_attributes,
    former_state,
    item_key,
    not_newer,
    seconds_attribute,
    stars_attribute,
    state_attributes,
    time_attribute,
    unreadable_times,
    without_former_attributes,
)


class BookItemsConfig(NamedTuple):
    """The numbers of these items.

    Attributes:
        tombstone_seconds: Life of a removed book's item: far longer than any action can be on its way. DynamoDB deletes
            it within two days after that, as a rule; the privacy notice promises seven in all.
    """

    tombstone_seconds: int = 5 * 24 * 60 * 60


_CONFIG = BookItemsConfig()


class BookItems:
    """The items of books. Every method raises TableError where the table can't be read or written now."""

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float]) -> None:
        """Use a table; the clock gives seconds since 1970, for expiry."""
        self._table = table
        self._clock = clock

    def apply(self, reader: Reader, book_id: str, action: ShelfAction, acted_at: str) -> BookState | None:
        """Write an action's changes to one item, unless a newer action stands there; return the state before."""
        key, acted = item_key(reader, ItemKind.BOOK, book_id), time_attribute(acted_at)
        stars = (
            {"stars": stars_attribute(action.stars), "stars_at": acted}
            if action.verb in {Verb.RATE, Verb.DISMISS, Verb.READ, Verb.REMOVE}
            else {}
        )
        changes = {
            "wanted": flag_attribute(is_set=action.verb is Verb.WANT or action.is_listed),
            "dismissed": flag_attribute(is_set=action.verb in {Verb.DISMISS, Verb.READ}),
            "read": flag_attribute(is_set=action.verb is Verb.READ),
            "expires_at": self._end_of_tombstone() if action.verb is Verb.REMOVE else None,
            "acted_at": acted,
            **former_attributes(),
        }
        item = self._table.update_from(key, {**changes, **stars}, acted_before("acted_at"), unreadable_times())
        if item is None:
            return self._former_of_late(key, action, acted_at, stars)
        former = book_state(item)
        if action.verb is Verb.UNWANT and action.applied_to(former) == BookState():
            # Off the shelf too: what is kept of it, the state before among it, expires.
            is_unchanged = "#acted_at = :done_at AND attribute_not_exists(#stars)"
            self._table.update(key, {"expires_at": self._end_of_tombstone()}, is_unchanged, {":done_at": acted})
        return former

    def undo(
        self, reader: Reader, book_id: str, done_at: str, acted_at: str, read: Item | None = None
    ) -> BookState | None:
        """Restore the state of one item before the action of a time, and return it; None if that is not its newest.

        Args:
            reader: The reader.
            book_id: The book's public id.
            done_at: The time of the action.
            acted_at: The time of the undo.
            read: The item, where it has been read just now: it is not read again unless it has changed since.
        """
        key, acted, done = item_key(reader, ItemKind.BOOK, book_id), time_attribute(acted_at), time_attribute(done_at)
        item = read or self._table.item(key) or {}
        former = former_state(item)
        if former and acted_at_of(item) == float(done_at) and self._is_kept(item):
            changes = {
                **state_attributes(former),
                **without_former_attributes(),
                "expires_at": self._end_of_tombstone() if former == BookState() else None,
                "acted_at": acted,
                "stars_at": acted,
            }
            if self._table.update(key, changes, "#acted_at = :done_at", {":done_at": done}):
                return former
            item = self._table.item(key) or {}
        # Delivered once more, or the answer to the first call was lost.
        return book_state(item) if acted_at_of(item) == float(acted_at) else None

    def _former_of_late(self, key: Item, action: ShelfAction, acted_at: str, stars: Item) -> BookState | None:
        """Return the state before an action that was written already; of one that comes late write the stars alone."""
        item = self._table.item(key) or {}
        if acted_at_of(item) == float(acted_at):
            return former_state(item)
        if stars:
            # If the newer action left the stars alone, as wanting does, the stars are decided by this one, which
            # precedes it.
            changes = {**stars, **former_attributes(action.applied_to(BookState()))}
            if action.stars:
                changes["expires_at"] = None
            newer_left_stars = f"#acted_at > :acted_at AND ({not_newer('stars_at')})"
            self._table.update(key, changes, newer_left_stars, {":acted_at": time_attribute(acted_at)})
        return None

    def _is_kept(self, item: Item) -> bool:
        """Return False for a tombstone that has expired, which DynamoDB takes its time to delete."""
        return "expires_at" not in item or int(item["expires_at"]["N"]) > self._clock()

    def _end_of_tombstone(self) -> dict[str, Any]:
        return seconds_attribute(self._clock() + _CONFIG.tombstone_seconds)
