"""The items of the shelves' table: their keys, their attributes, and what a shelf has of them.

One table; `workspace_id` is the partition key, so that one Query finds all items of a workspace, and `reader_item` the
sort key, so that one Query finds all items of a reader:

    <user id>#book#<book id>    stars, wanted, dismissed; acted_at, time of the newest action; stars_at, time of the
                                newest action that concerns the stars; expires_at where the book is on the shelf no
                                more; former_stars, former_wanted, former_dismissed, the state before the newest action
    <user id>#preferences       country, age_band, languages; acted_at
    <user id>#learning          learns, where the reader's ratings may help to train the next models; acted_at;
                                expires_at where they may no more
    <user id>#import            see imports.py
    <user id>#claim#<key>       claimed_by, expires_at
    <user id>#deletion          acted_at, time at which the reader deleted all data; expires_at
    <user id>#moved             moved_to, the workspace that the shelf belongs to; expires_at
    <user id>#club#<club>       see club/members.py, which has items of channels too: #club#<channel id>
    <user id>#poll#<poll>       see club/poll_table.py, which has items of polls too: #poll#<poll id>
"""

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from shelftalker.aws.dynamodb_table import FormerValue, Item
from shelftalker.shelf.contents import (
    BookState,
    ClubPointer,
    DamagedItem,
    LearningChoice,
    Preferences,
    Reader,
    Shelf,
    ShelfBook,
    StepPick,
    validate_text,
)

# Seconds since 1970 before which every time of an action lies: one beyond is none, such as one in milliseconds.
_END_OF_TIME = 100_000_000_000


class ItemKind(StrEnum):
    """The kinds of items, as sort keys name them."""

    BOOK = "book"
    PREFERENCES = "preferences"
    LEARNING = "learning"
    IMPORT = "import"
    CLAIM = "claim"
    DELETION = "deletion"
    MOVED = "moved"
    CLUB = "club"
    POLL = "poll"


def stars_attribute(stars: int | None) -> dict[str, str] | None:
    """Return stars as an attribute; None, which removes it, for none."""
    return {"N": str(stars)} if stars else None


def flag_attribute(*, is_set: bool) -> dict[str, bool] | None:
    """Return a mark as an attribute; None, which removes it, where it is not set."""
    return {"BOOL": True} if is_set else None


def state_attributes(state: BookState) -> dict[str, Any]:
    """Return the state of a book as attributes; None for those to remove."""
    return {
        "stars": stars_attribute(state.stars),
        "wanted": flag_attribute(is_set=state.wanted),
        "dismissed": flag_attribute(is_set=state.dismissed),
        "read": flag_attribute(is_set=state.read),
    }


def former_attributes(former: BookState | None = None) -> dict[str, Any]:
    """Return the attributes of the state before an action: of the one given, or of that which the item has."""
    state = former or BookState()
    defaults: dict[str, Item] = {
        "stars": {"N": str(state.stars or 0)},
        "wanted": {"BOOL": state.wanted},
        "dismissed": {"BOOL": state.dismissed},
        "read": {"BOOL": state.read},
    }
    return {f"former_{name}": default if former else FormerValue(name, default) for name, default in defaults.items()}


def without_former_attributes() -> dict[str, None]:
    """Return the attributes of the state before an action as those to remove."""
    return dict.fromkeys(former_attributes())


def item_key(reader: Reader, kind: str, name: str = "") -> dict[str, Any]:
    """Return the key of a reader's item."""
    reader_item = f"{reader.user_id}#{kind}" + (f"#{name}" if name else "")
    return {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": reader_item}}


def key_of(item: Item) -> dict[str, Any]:
    """Return the key of an item that was read."""
    return {"workspace_id": item["workspace_id"], "reader_item": item["reader_item"]}


def key_parts(item: Item) -> tuple[str, str, str]:
    """Return the user id, the kind of the item and its name, empty where it has none."""
    parts = item["reader_item"]["S"].split("#", 2)
    return parts[0], parts[1], parts[2] if len(parts) > 2 else ""


def is_on_shelf(item: Item) -> bool:
    """Return whether an item is a rated, wanted or dismissed book: not removed, nor only wanted once."""
    return key_parts(item)[1] == ItemKind.BOOK and has_book_state(item)


def has_book_state(item: Item) -> bool:
    """Return whether the item of a book says that it is on the shelf."""
    return "expires_at" not in item and ("stars" in item or "wanted" in item or "dismissed" in item)


def shelf_of(items: Iterable[Item]) -> Shelf:
    """Return the shelf of a reader's items; those that can't be read are set aside."""
    books, removed, damaged = list[ShelfBook](), list[ShelfBook](), list[DamagedItem]()
    preferences, learning, deleted_at, shelf_import = Preferences(), None, None, None
    clubs = list[ClubPointer]()
    for item in items:
        _, kind, name = key_parts(item)
        try:
            if kind == ItemKind.BOOK:
                (books if has_book_state(item) else removed).append(shelf_book(name, item))
            elif kind == ItemKind.PREFERENCES:
                preferences = preferences_of(item)
            elif kind == ItemKind.LEARNING:
                learning = LearningChoice("learns" in item, _readable_time(item))
            elif kind in {ItemKind.CLUB, ItemKind.POLL}:
                clubs.append(club_pointer(kind, name, item))
            elif kind == ItemKind.DELETION:
                deleted_at = _readable_time(item)
            elif kind == ItemKind.IMPORT:
                # Imported here: few shelves have one, and each import is paid for at each cold start.
                from shelftalker.shelf.imports import import_of  # noqa: PLC0415

                shelf_import = import_of(item)
        except (KeyError, TypeError, ValueError):
            damaged.append(DamagedItem(kind, _as_text(item)))
    return Shelf(
        _oldest_first(books),
        preferences,
        _oldest_first(removed),
        deleted_at,
        learning,
        tuple(damaged),
        shelf_import,
        tuple(sorted(clubs, key=lambda pointer: pointer.changed_at)),
    )


def shelf_book(book_id: str, item: Item) -> ShelfBook:
    """Return the book of an item.

    Raises:
        KeyError, TypeError or ValueError: An attribute is none that this code writes.
    """
    state, changed_at = book_state(item), _readable_time(item)
    return ShelfBook(book_id, state.stars, state.wanted, state.dismissed, changed_at, former_state(item), state.read)


def club_pointer(kind: str, name: str, item: Item) -> ClubPointer:
    """Return the pointer to a club or poll in an item.

    Raises:
        KeyError, TypeError or ValueError: Its name or an attribute is none that this code writes.
    """
    workspace_id, club = name.split("#")
    picks = [pick["M"] for pick in item.get("picks", {"L": []})["L"]]
    return ClubPointer(
        kind,
        workspace_id,
        club,
        _readable_time(item),
        tuple(StepPick(pick["book_id"]["S"], pick["execution_id"]["S"]) for pick in picks),
    )


def book_state(item: Item) -> BookState:
    """Return the state of a book in its item; that of none in an empty one."""
    stars = int(item["stars"]["N"]) if "stars" in item else None
    return BookState(stars, "wanted" in item, "dismissed" in item, "read" in item)


def former_state(item: Item) -> BookState | None:
    """Return the state of a book before the newest action on it, or None where it is not kept."""
    if "former_stars" not in item:
        return None
    stars = int(item["former_stars"]["N"]) or None
    read = item.get("former_read", {"BOOL": False})["BOOL"]  # which items of before 1.3 do not have
    return BookState(stars, item["former_wanted"]["BOOL"], item["former_dismissed"]["BOOL"], read)


def acted_at_of(item: Item) -> float:
    """Return the time of the newest action on a book; 0 of an empty item, and of one whose time can't be read."""
    return _readable_time(item) if has_readable_time(item) else 0.0


def has_readable_time(item: Item) -> bool:
    """Return whether the time of an item is one that this code writes, or absent."""
    try:
        _readable_time(item)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def preferences_of(item: Item) -> Preferences:
    """Return the preferences in their item."""
    languages = tuple(language["S"] for language in item["languages"]["L"])
    return Preferences(item["country"]["S"], item["age_band"]["S"], languages)


def time_attribute(acted_at: str) -> dict[str, str]:
    """Return a time, digit by digit as it came, as a number of DynamoDB's."""
    validate_text(
        "acted_at", acted_at, r"[0-9]{1,11}(\.[0-9]{1,6})?", 'seconds as Slack writes them, "1700000000.123456"'
    )
    return {"N": acted_at}


def seconds_attribute(moment: float) -> dict[str, str]:
    """Return whole seconds, as DynamoDB expects them for expiry."""
    return {"N": str(math.ceil(moment))}


def not_newer(name: str) -> str:
    """Return the condition that a time is absent, or not later than its new value."""
    return f"attribute_not_exists(#{name}) OR #{name} <= :{name}"


def acted_before(name: str) -> str:
    """Return the condition that an item's time is absent, unreadable, or before the value `:name`.

    It needs the values of `unreadable_times` too.
    """
    return f"{_HAS_NO_TIME} OR #acted_at < :{name}"


def acted_until(name: str) -> str:
    """Return the condition that an item's time is absent, unreadable, or not after the value `:name`.

    It needs the values of `unreadable_times` too.
    """
    return f"{_HAS_NO_TIME} OR #acted_at <= :{name}"


def unreadable_times() -> dict[str, Any]:
    """Return the values by which conditions know a time that can't be read."""
    return {":number_type": {"S": "N"}, ":end_of_time": {"N": f"{_END_OF_TIME}"}}


# The type first: what is compared with a number is one.
_HAS_NO_TIME = (
    "attribute_not_exists(#acted_at) OR NOT attribute_type(#acted_at, :number_type) OR #acted_at >= :end_of_time"
)


def _readable_time(item: Item) -> float:
    if "acted_at" not in item:
        return 0.0
    acted_at = float(item["acted_at"]["N"])
    if acted_at >= _END_OF_TIME:
        raise ValueError(f"acted_at must be in seconds since 1970; got {acted_at!r}.")
    return acted_at


def _as_text(item: Item) -> str:
    """Return the name and the attributes of an item in words, in the order of their names."""
    attributes = {name: value for name, value in item.items() if name not in {"workspace_id", "reader_item"}}
    values = {name: next(iter(value.values()), "") for name, value in sorted(attributes.items())}
    return "; ".join([" ".join(key_parts(item)[1:]).strip(), *(f"{name} {value}" for name, value in values.items())])


def _oldest_first(books: Iterable[ShelfBook]) -> tuple[ShelfBook, ...]:
    return tuple(sorted(books, key=lambda book: (book.changed_at, book.book_id)))
