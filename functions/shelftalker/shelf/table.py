"""Readers' shelves in DynamoDB: what each rated, wants to read or waved off. Only this module knows the table's keys.

One table; `workspace_id` is the partition key, so that one Query finds all of a workspace, and `reader_item` the sort
key, so that one Query finds all of a reader:

    <user id>#book#<book id>    stars, wanted, dismissed; acted_at, when the newest action was done; stars_at, when the
                                newest one that says something of the stars was; expires_at where the book was removed
    <user id>#preferences       country, age_band, languages; acted_at
    <user id>#claim#<what>      claimed_by, expires_at

The newest action wins, in whichever order and however often actions arrive: each write has the condition that nothing
newer stands there. What was removed stays for a while, as a tombstone that nobody is shown, so that an older action
that arrives late does not bring it back.
"""

import math
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, TableError
from shelftalker.shelf.contents import Preferences, Reader, Shelf, ShelfBook, checked

# Far longer than anything that was done can be on its way.
_TOMBSTONE_SECONDS = 7 * 24 * 60 * 60
_DELETIONS = 8
_DELETED_BETWEEN_LOOKS = 250  # at the clock

_BOOK, _PREFERENCES, _CLAIM = "book", "preferences", "claim"
_YES = {"BOOL": True}
_SAID = {"stars", "wanted", "dismissed"}


class ShelfError(Exception):
    """The shelves can't be read or written now; nothing that this was raised for may be shown as saved."""


class LargeShelfError(ShelfError):
    """A shelf has more on it than could be deleted in the time there was; what is left can be deleted later."""


@contextmanager
def _shelf_errors() -> Iterator[None]:
    try:
        yield
    except TableError as error:
        raise ShelfError(f"The shelves, whose table SHELF_TABLE names, can't be used now. {error}") from error


class ShelfTable:
    """The table with all shelves.

    When something was done is told as Slack's `action_ts` tells it, in text: "1700000000.123456". Every method raises
    ValueError for ids, stars or times that can't be, and ShelfError where the table can't be read or written now.
    """

    def __init__(self, table: str | DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use a table; nothing is connected to before it is needed.

        Args:
            table: The table, or its name.
            clock: Wall clock in seconds since 1970, for what expires.
        """
        self._table = DynamoDbTable(table) if isinstance(table, str) else table
        self._clock = clock

    @_shelf_errors()
    def read(self, reader: Reader) -> Shelf:
        """All that is kept of a reader, the reader's own last click included."""
        books, preferences = [], Preferences()
        for item in self._items(reader):
            _, kind, name = _key_parts(item)
            if _is_on_shelf(item):
                books.append(_shelf_book(name, item))
            elif kind == _PREFERENCES:
                preferences = _preferences(item)
        return Shelf(tuple(sorted(books, key=lambda book: (book.changed_at, book.book_id))), preferences)

    @_shelf_errors()
    def rate(self, reader: Reader, book_id: str, stars: int, acted_at: str) -> bool:
        """Give a book 1 to 5 stars; it is no longer wanted or dismissed.

        Returns:
            False if a newer action stands, which then says whether the book is wanted or dismissed. The stars are kept
            all the same if nothing newer speaks of them. Of each method here that takes a time.
        """
        if isinstance(stars, bool) or not isinstance(stars, int) or not 1 <= stars <= 5:
            raise ValueError(f"stars must be a whole number from 1 to 5; got {stars!r}.")
        verdict = {"wanted": None, "dismissed": None}
        return self._act(reader, book_id, acted_at, verdict, about_stars={"stars": {"N": str(stars)}})

    @_shelf_errors()
    def want(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Put a book on the want-to-read list; it keeps its stars, and is no longer dismissed."""
        return self._act(reader, book_id, acted_at, {"wanted": _YES, "dismissed": None})

    @_shelf_errors()
    def unwant(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Take a book off the want-to-read list; it keeps its stars, and is not dismissed."""
        return self._act(reader, book_id, acted_at, {"wanted": None, "dismissed": None})

    @_shelf_errors()
    def dismiss(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Note that a book is not for the reader; it has no stars any more, and is no longer wanted."""
        verdict = {"wanted": None, "dismissed": _YES}
        return self._act(reader, book_id, acted_at, verdict, about_stars={"stars": None})

    @_shelf_errors()
    def remove(self, reader: Reader, book_id: str, acted_at: str) -> bool:
        """Take a book off the shelf with all that was said of it."""
        expires_at = _seconds(self._clock() + _TOMBSTONE_SECONDS)
        verdict = {"wanted": None, "dismissed": None, "expires_at": expires_at}
        return self._act(reader, book_id, acted_at, verdict, about_stars={"stars": None})

    @_shelf_errors()
    def prefer(self, reader: Reader, preferences: Preferences, acted_at: str) -> bool:
        """Replace a reader's preferences."""
        changes = {
            "acted_at": _time(acted_at),
            "country": {"S": preferences.country},
            "age_band": {"S": preferences.age_band},
            "languages": {"L": [{"S": language} for language in preferences.languages]},
        }
        return self._table.update(_key(reader, _PREFERENCES), changes, _not_newer("acted_at"))

    @_shelf_errors()
    def claim(self, reader: Reader, what: str, seconds: int) -> bool:
        """Claim something for a reader, so that a second click does not do it again.

        Args:
            reader: For whom.
            what: What is claimed, in up to 200 characters.
            seconds: After which the claim is void.

        Returns:
            True for the first who claims; False for the others until it is released or void.
        """
        checked("what", what, r"[^\x00-\x1f]{1,200}", "1 to 200 characters in one line")
        if seconds <= 0:
            raise ValueError(f"seconds must be more than 0; got {seconds!r}.")
        now = self._clock()
        # When an answer is lost the call is repeated: by its own mark the claim is known for this claimant's.
        changes = {"claimed_by": {"S": secrets.token_hex(8)}, "expires_at": _seconds(now + seconds)}
        condition = "attribute_not_exists(#expires_at) OR #expires_at <= :now OR #claimed_by = :claimed_by"
        return self._table.update(_key(reader, _CLAIM, what), changes, condition, {":now": _seconds(now)})

    @_shelf_errors()
    def release(self, reader: Reader, what: str) -> None:
        """Let go of what was claimed, so that it can be claimed again."""
        self._table.delete(_key(reader, _CLAIM, what))

    @_shelf_errors()
    def delete_reader(self, reader: Reader, seconds: float = math.inf) -> int:
        """Delete all that is kept of a reader, preferences, claims and tombstones included.

        Args:
            reader: Whose shelf.
            seconds: After which to delete no more; a click has three in all.

        Returns:
            How many books were on the shelf.

        Raises:
            LargeShelfError: Some of it is left, as the time was over; `purge` deletes it.
        """
        until = time.monotonic() + seconds
        on_shelf: set[str] = set()
        # More than once, for what was written meanwhile.
        for _ in range(_DELETIONS):
            items = list(self._items(reader))
            if not items:
                return len(on_shelf)
            on_shelf.update(_key_parts(item)[2] for item in items if _is_on_shelf(item))
            for several in _pieces(items):
                self._table.delete_all([_key_of(item) for item in several])
                if time.monotonic() > until:
                    raise LargeShelfError(f"Not all of a reader could be deleted in {seconds} seconds.")
        raise ShelfError("Not all of a reader could be deleted: more was written each time. Try again.")

    @_shelf_errors()
    def purge(self, workspace_id: str, user_id: str = "", *, before: float, seconds: float) -> bool:
        """Delete what readers did before they left, and nothing that they have done since.

        Args:
            workspace_id: Of the readers.
            user_id: Of the one reader; where empty, of everyone in the workspace.
            before: When they left, in seconds since 1970.
            seconds: After which to delete no more.

        Returns:
            False if there was no time to see whether that is all.
        """
        until = time.monotonic() + seconds
        # Only claims have no time of their own; they expire soon and say nothing of a book.
        condition = "attribute_not_exists(#acted_at) OR #acted_at < :before"
        for several in _pieces(self._items_of(workspace_id, user_id)):
            keys = [_key_of(item) for item in several]
            self._table.delete_each_if(keys, condition, {":before": {"N": f"{before:.6f}"}})
            # Only now, so that however little time there is, something is deleted each time.
            if time.monotonic() > until:
                return False
        return True

    def _act(self, reader: Reader, book_id: str, acted_at: str, verdict: Item, about_stars: Item | None = None) -> bool:
        """Write what an action says of a book, unless a newer one stands.

        Args:
            reader: Who acted.
            book_id: On which book.
            acted_at: When.
            verdict: What it says of wanting and waving off.
            about_stars: What it says of the stars; None where they stay.
        """
        checked("book_id", book_id, r"[a-z2-7]{8}", "a book's public id, 8 characters of a-z and 2-7")
        key, acted = _key(reader, _BOOK, book_id), _time(acted_at)
        stars = {} if about_stars is None else {**about_stars, "stars_at": acted}
        changes = {"expires_at": None, **verdict, **stars, "acted_at": acted}
        if self._table.update(key, changes, _not_newer("acted_at")):
            return True
        if stars:
            # If what stands is newer but left the stars alone, as wanting does, it is this action that speaks of them.
            newer_left_stars = f"#acted_at > :acted_at AND ({_not_newer('stars_at')})"
            self._table.update(key, stars, newer_left_stars, {":acted_at": acted})
        return False

    def _items(self, reader: Reader) -> Iterator[Item]:
        """All items of a reader."""
        return self._items_of(reader.workspace_id, reader.user_id)

    def _items_of(self, workspace_id: str, user_id: str) -> Iterator[Item]:
        """All items of a reader, or of a workspace where no reader is named."""
        condition, values = "workspace_id = :workspace_id", {":workspace_id": {"S": workspace_id}}
        if user_id:
            condition += " AND begins_with(reader_item, :beginning)"
            values[":beginning"] = {"S": f"{user_id}#"}
        return self._table.items(condition, values)


def _key(reader: Reader, kind: str, name: str = "") -> dict[str, Any]:
    reader_item = f"{reader.user_id}#{kind}" + (f"#{name}" if name else "")
    return {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": reader_item}}


def _key_of(item: Item) -> dict[str, Any]:
    return {"workspace_id": item["workspace_id"], "reader_item": item["reader_item"]}


def _pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    """So many at a time as take a fraction of a second."""
    rest = iter(items)
    while piece := list(islice(rest, _DELETED_BETWEEN_LOOKS)):
        yield piece


def _key_parts(item: Item) -> tuple[str, str, str]:
    """The user id, the kind of item and its name, empty where it has none."""
    user_id, kind, *name = item["reader_item"]["S"].split("#", 2)
    return user_id, kind, name[0] if name else ""


def _is_on_shelf(item: Item) -> bool:
    """Whether an item is of a book of which something is said: it was not removed, nor only wanted once."""
    _, kind, _ = _key_parts(item)
    return kind == _BOOK and "expires_at" not in item and not item.keys().isdisjoint(_SAID)


def _shelf_book(book_id: str, item: Item) -> ShelfBook:
    stars = int(item["stars"]["N"]) if "stars" in item else None
    return ShelfBook(book_id, stars, "wanted" in item, "dismissed" in item, float(item["acted_at"]["N"]))


def _preferences(item: Item) -> Preferences:
    languages = tuple(language["S"] for language in item["languages"]["L"])
    return Preferences(item["country"]["S"], item["age_band"]["S"], languages)


def _time(acted_at: str) -> dict[str, str]:
    """A time, digit by digit as it came, as a number of DynamoDB's."""
    checked("acted_at", acted_at, r"[0-9]{1,12}(\.[0-9]{1,6})?", 'seconds as Slack tells them, "1700000000.123456"')
    return {"N": acted_at}


def _seconds(moment: float) -> dict[str, str]:
    """Whole seconds, as DynamoDB wants them for what expires."""
    return {"N": str(math.ceil(moment))}


def _not_newer(name: str) -> str:
    """The condition that a time is not there, or not later than its new value."""
    return f"attribute_not_exists(#{name}) OR #{name} <= :{name}"
