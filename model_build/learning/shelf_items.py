"""The items of an export that learning reads: opt-ins, deletions and rated books; `shelftalker.shelf.items` has all."""

import math
from typing import Any, NamedTuple

from shelftalker.shelf.items import ItemKind

# Parts of the lines of such items and of deletions, by which the first reading of a file finds them.
OPT_IN_MARK, DELETION_MARK = f"#{ItemKind.LEARNING}".encode(), f"#{ItemKind.DELETION}".encode()
_STARS = frozenset(map(str, range(1, 6)))


class ItemKey(NamedTuple):
    """The key of an item.

    Attributes:
        workspace_id: The workspace.
        user_id: The reader in it.
        kind: Kind of the item, see `ItemKind`; empty where the sort key has another form.
        name: Name of the item, as the id of a book.
    """

    workspace_id: str
    user_id: str
    kind: str
    name: str

    @classmethod
    def of(cls, item: dict[str, Any]) -> "ItemKey":
        """Return the key of an item."""
        user_id, _, rest = item["reader_item"]["S"].partition("#")
        kind, _, name = rest.partition("#")
        return cls(item["workspace_id"]["S"], user_id, kind, name)


class ShelfRating(NamedTuple):
    """A rated book on a shelf.

    Attributes:
        stars: From 1 to 5.
        rated_at: Time of the rating in seconds since 1970; 0 where it is not known.
    """

    stars: int
    rated_at: float


def has_opted_in(item: dict[str, Any]) -> bool:
    """Return True for the item of a reader who opted in, and has not opted out since."""
    return item.get("learns") == {"BOOL": True} and "expires_at" not in item


def acted_at_of(item: dict[str, Any]) -> float:
    """Return the time of the action that an item is of, 0 where it is not known."""
    return _time_of(item.get("acted_at"))


def rating_of(item: dict[str, Any]) -> ShelfRating | None:
    """Return the rating in the item of a book, None where it has none that can be read, or is not on the shelf."""
    if "expires_at" in item:
        return None
    stars = item.get("stars")
    text = stars.get("N") if isinstance(stars, dict) else None
    if not isinstance(text, str) or text not in _STARS:
        return None
    return ShelfRating(int(text), _time_of(item.get("stars_at")) or acted_at_of(item))


def _time_of(attribute: object) -> float:
    try:
        moment = float(attribute["N"]) if isinstance(attribute, dict) else 0.0
    except (KeyError, TypeError, ValueError):
        return 0.0
    return moment if math.isfinite(moment) and moment > 0 else 0.0
