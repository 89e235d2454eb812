"""All items of a reader: in the workspace that the shelf belongs to, and what other workspaces still hold of it.

Items of a shelf stand elsewhere for three reasons: before 1.1.0 a click in a channel that is shared with another
workspace was kept there; a workspace's organisation may install the app later; and Slack's payloads do not always name
the organisation of a person from elsewhere. So reading merges the items, the newest of each wins, and each click moves
those that it concerns and some more. An entry that points to the new place is left behind for payloads that name the
old one alone.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.items import (
    ItemKind,
    acted_at_of,
    acted_before,
    acted_until,
    former_attributes,
    has_readable_time,
    item_key,
    key_of,
    key_parts,
    not_newer,
    seconds_attribute,
    unreadable_times,
)


class ReaderItemsConfig(NamedTuple):
    """The numbers of moving items.

    Attributes:
        moved_at_once: Number of items that a click moves beside those that it concerns: a quarter of a second, at two
            calls of 10 ms an item.
        threads: Number of items moved at the same time.
        pointer_seconds: Life of the entry that points to the new place; each click renews it.
        renewed_seconds: Rest of that life below which a click renews it.
        places: Number of places that a reading looks through at most.
    """

    moved_at_once: int = 100
    threads: int = 8
    pointer_seconds: int = 90 * 24 * 60 * 60
    renewed_seconds: int = 60 * 24 * 60 * 60
    places: int = 5


_CONFIG = ReaderItemsConfig()
_MOVED_KINDS = frozenset({ItemKind.BOOK, ItemKind.PREFERENCES, ItemKind.LEARNING, ItemKind.DELETION})
_ATTRIBUTES = (
    "acted_at", "expires_at", "stars", "stars_at", "wanted", "dismissed", "read", *former_attributes(),
    "country", "age_band", "languages", "learns",
)  # fmt: skip


class ReaderItems:
    """The items of readers. Every method raises TableError where the table can't be read or written now."""

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float]) -> None:
        """Use a table; the clock gives seconds since 1970, for expiry."""
        self._table = table
        self._clock = clock

    def of_place(self, workspace_id: str, user_id: str = "") -> Iterator[Item]:
        """Return all items of a reader in one workspace, or of all of it where no reader is named."""
        condition, values = "workspace_id = :workspace_id", {":workspace_id": {"S": workspace_id}}
        if user_id:
            condition += " AND begins_with(reader_item, :beginning)"
            values[":beginning"] = {"S": f"{user_id}#"}
        return self._table.items(condition, values)

    def newest_of(self, reader: Reader) -> list[Item]:
        """Return a reader's items from all places, the newest of each kind and name, without pointers.

        What was done before the reader deleted all data is left out where only another place has it still.
        """
        newest: dict[str, tuple[Item, str]] = {}
        places, looked_through = [reader.workspace_id, *reader.elsewhere], list[str]()
        while places and len(looked_through) < _CONFIG.places:
            place = places.pop(0)
            if place in looked_through:
                continue
            looked_through.append(place)
            for item in self.of_place(place, reader.user_id):
                name = item["reader_item"]["S"]
                if key_parts(item)[1] == ItemKind.MOVED:
                    places.append(item["moved_to"]["S"])
                elif name not in newest or acted_at_of(item) > acted_at_of(newest[name][0]):
                    newest[name] = (item, place)
        mark, marked_place = newest.get(f"{reader.user_id}#{ItemKind.DELETION}", ({}, ""))
        if not mark:
            return [item for item, _ in newest.values()]
        deleted_at = acted_at_of(mark)
        return [
            item
            for item, place in newest.values()
            if place == marked_place or acted_at_of(item) > deleted_at or "acted_at" not in item
        ]

    def in_own_place(self, reader: Reader) -> Reader:
        """Return a reader by the workspace that the shelf has moved to, as an entry in the named one may tell."""
        if not reader.elsewhere:
            return reader
        pointer = self._table.item(item_key(reader, ItemKind.MOVED))
        if pointer is None or pointer["moved_to"]["S"] in {reader.workspace_id, *reader.elsewhere}:
            return reader
        return Reader(pointer["moved_to"]["S"], reader.user_id, (reader.workspace_id, *reader.elsewhere))

    def gather(self, reader: Reader, names: Collection[str] = ()) -> None:
        """Move items from other places to the shelf's own: all with these sort keys, and as many more as time allows.

        Moved twice, or interrupted in between, nothing is lost and nothing older wins.
        """
        for place in reader.elsewhere:
            items = list(self.of_place(place, reader.user_id))
            movable = [item for item in items if key_parts(item)[1] in _MOVED_KINDS and has_readable_time(item)]
            first = [item for item in movable if item["reader_item"]["S"] in names]
            others = [item for item in movable if item["reader_item"]["S"] not in names]
            self._move(reader, [*first, *others[: _CONFIG.moved_at_once]])
            self._point(reader, place, next((item for item in items if key_parts(item)[1] == ItemKind.MOVED), {}))

    def drop_deleted(self, reader: Reader, keys: Sequence[Item], acted_at: float = 0.0) -> bool:
        """Return True, and delete items as old, if the reader has deleted all data since a time.

        Called after each write: a look before it would leave room for a deletion between the two.
        """
        mark = self._table.item(item_key(reader, ItemKind.DELETION))
        if mark is None or not has_readable_time(mark) or acted_at_of(mark) < acted_at:
            return False
        self.delete_until(keys, mark["acted_at"])
        return True

    def delete_until(self, keys: Sequence[Item], deleted_at: Item) -> None:
        """Delete items, but those of a later time than an attribute holds, and the entries of clubs that they lead to.

        Only claims and pointers to a shelf's place have no time of their own; they expire and say nothing of a book.
        """
        self.leave_clubs(keys, deleted_at)
        values = {":deleted_at": deleted_at, **unreadable_times()}
        self._table.delete_each_if(keys, acted_until("deleted_at"), values)

    def leave_clubs(self, keys: Sequence[Item], until: Item) -> None:
        """Remove the entries in clubs and polls that these items lead to, but those of a later time; the items stay."""
        # Imported here: few people have any, and each import is paid for at each cold start.
        from shelftalker.shelf.club_entries import ClubEntries  # noqa: PLC0415

        ClubEntries(self._table).forget(keys, until)

    def _move(self, reader: Reader, items: Sequence[Item]) -> None:
        if not items:
            return
        with ThreadPoolExecutor(_CONFIG.threads) as threads:
            keys = list(threads.map(lambda item: self._copy(reader, item), items))
        mark = item_key(reader, ItemKind.DELETION)
        self.drop_deleted(reader, [key for key in keys if key != mark])
        with ThreadPoolExecutor(_CONFIG.threads) as threads:
            list(threads.map(self._delete_unchanged, items))

    def _copy(self, reader: Reader, item: Item) -> Item:
        """Write an item to the shelf's own place, unless that has one as new, and return its key."""
        key = {"workspace_id": {"S": reader.workspace_id}, "reader_item": item["reader_item"]}
        changes = {name: item.get(name) for name in _ATTRIBUTES}
        self._table.update(key, changes, acted_before("acted_at"), unreadable_times())
        return key

    def _delete_unchanged(self, item: Item) -> None:
        self._table.delete_if(key_of(item), "#acted_at = :acted_at", {":acted_at": item["acted_at"]})

    def _point(self, reader: Reader, place: str, pointer: Item) -> None:
        now = self._clock()
        is_fresh = (
            pointer.get("moved_to") == {"S": reader.workspace_id}
            and int(pointer["expires_at"]["N"]) > now + _CONFIG.renewed_seconds
        )
        if not is_fresh:
            key = item_key(Reader(place, reader.user_id), ItemKind.MOVED)
            expires_at = seconds_attribute(now + _CONFIG.pointer_seconds)
            changes = {"moved_to": {"S": reader.workspace_id}, "expires_at": expires_at}
            self._table.update(key, changes, not_newer("expires_at"))
