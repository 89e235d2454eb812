"""The items of the shelves' table: their keys, their attributes, and what a shelf has of them.

One table; `workspace_id` is the partition key, so that one Query finds all items of a workspace, and `reader_item` the
sort key, so that one Query finds all items of a reader:

    <user id>#book#<book id>    stars, wanted, dismissed; acted_at, time of the newest action; stars_at, time of the
                                newest action that concerns the stars; expires_at where the book was removed
    <user id>#preferences       country, age_band, languages; acted_at
    <user id>#claim#<key>       claimed_by, expires_at
"""

import math
from enum import StrEnum
from typing import Any

from shelftalker.aws.dynamodb_table import Item
from shelftalker.shelf.contents import BookState, Preferences, Reader, ShelfBook, validate_text


class ItemKind(StrEnum):
    """The kinds of items, as sort keys name them."""

    BOOK = "book"
    PREFERENCES = "preferences"
    CLAIM = "claim"


def stars_attribute(stars: int | None) -> dict[str, str] | None:
    """Return stars as an attribute; None, which removes it, for none."""
    return {"N": str(stars)} if stars else None


def flag_attribute(*, is_set: bool) -> dict[str, bool] | None:
    """Return a mark as an attribute; None, which removes it, where it is not set."""
    return {"BOOL": True} if is_set else None


def item_key(reader: Reader, kind: str, name: str = "") -> dict[str, Any]:
    """Return the key of a reader's item."""
    reader_item = f"{reader.user_id}#{kind}" + (f"#{name}" if name else "")
    return {"workspace_id": {"S": reader.workspace_id}, "reader_item": {"S": reader_item}}


def key_of(item: Item) -> dict[str, Any]:
    """Return the key of an item that was read."""
    return {"workspace_id": item["workspace_id"], "reader_item": item["reader_item"]}


def key_parts(item: Item) -> tuple[str, str, str]:
    """Return the user id, the kind of the item and its name, empty where it has none."""
    user_id, kind, *name = item["reader_item"]["S"].split("#", 2)
    return user_id, kind, name[0] if name else ""


def is_on_shelf(item: Item) -> bool:
    """Return whether an item is a rated, wanted or dismissed book: not removed, nor only wanted once."""
    _, kind, _ = key_parts(item)
    return (
        kind == ItemKind.BOOK
        and "expires_at" not in item
        and not item.keys().isdisjoint({"stars", "wanted", "dismissed"})
    )


def shelf_book(book_id: str, item: Item) -> ShelfBook:
    """Return the book of an item."""
    return ShelfBook(book_id, *book_state(item), float(item["acted_at"]["N"]))


def book_state(item: Item) -> BookState:
    """Return the state of a book in its item; that of none in an empty one."""
    stars = int(item["stars"]["N"]) if "stars" in item else None
    return BookState(stars, "wanted" in item, "dismissed" in item)


def preferences_of(item: Item) -> Preferences:
    """Return the preferences in their item."""
    languages = tuple(language["S"] for language in item["languages"]["L"])
    return Preferences(item["country"]["S"], item["age_band"]["S"], languages)


def time_attribute(acted_at: str) -> dict[str, str]:
    """Return a time, digit by digit as it came, as a number of DynamoDB's."""
    validate_text(
        "acted_at", acted_at, r"[0-9]{1,12}(\.[0-9]{1,6})?", 'seconds as Slack writes them, "1700000000.123456"'
    )
    return {"N": acted_at}


def seconds_attribute(moment: float) -> dict[str, str]:
    """Return whole seconds, as DynamoDB expects them for expiry."""
    return {"N": str(math.ceil(moment))}


def not_newer(name: str) -> str:
    """Return the condition that a time is absent, or not later than its new value."""
    return f"attribute_not_exists(#{name}) OR #{name} <= :{name}"
