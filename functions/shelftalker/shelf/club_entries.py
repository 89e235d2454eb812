"""Entries of people in the items of clubs: their removal when a person's data are deleted.

Clubs and polls have items of their own in the table of shelves, each in the workspace whose channel it is of; see
`club/members.py` and `club/poll_table.py`. Each person in one has a pointer to it among their own items:

    <user id>#club#<workspace id>#<channel id>
    <user id>#poll#<workspace id>#<poll id>

So the deletion of a person's items, or of their workspace's, finds their entries elsewhere, without a search through
all polls of a workspace.
"""

import re
import secrets
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, MapEntry
from shelftalker.shelf.contents import SLACK_ID
from shelftalker.shelf.items import ItemKind, key_parts


class ClubEntriesConfig(NamedTuple):
    """The numbers of the removal.

    Attributes:
        threads: Number of pointers followed at the same time.
    """

    threads: int = 8


_CONFIG = ClubEntriesConfig()
_PLACE = re.compile(rf"({SLACK_ID})#({SLACK_ID})")


def club_key(workspace_id: str, kind: ItemKind, name: str) -> Item:
    """Return the key of the item of a club or poll; its sort key begins with a number sign, as no user's id does."""
    return {"workspace_id": {"S": workspace_id}, "reader_item": {"S": f"#{kind}#{name}"}}


def new_version() -> dict[str, str]:
    """Return an attribute that tells a changed item from its former versions."""
    return {"S": secrets.token_hex(6)}


class ClubEntries:
    """The entries of people in clubs. Methods raise TableError where the table can't be used now."""

    def __init__(self, table: DynamoDbTable) -> None:
        self._table = table

    def forget(self, keys: Iterable[Item], until: Item) -> None:
        """Remove the entries that pointers lead to, as far as they are not of a later time.

        Args:
            keys: Keys of a person's items of any kind; those of no pointers are passed over.
            until: The time, an attribute with seconds since 1970.
        """
        pointers = [key for key in keys if key_parts(key)[1] in {ItemKind.CLUB, ItemKind.POLL}]
        if not pointers:
            return
        with ThreadPoolExecutor(_CONFIG.threads) as threads:
            list(threads.map(lambda key: self._forget(key, until), pointers))

    def _forget(self, pointer: Item, until: Item) -> None:
        user_id, kind, name = key_parts(pointer)
        place = _PLACE.fullmatch(name)
        # A channel's item is its own kind of item, and names nobody by its key; a name of another form leads nowhere.
        if not user_id or not place:
            return
        key = club_key(place[1], ItemKind(kind), place[2])
        if kind == ItemKind.CLUB:
            is_old = "#members.#entry.#joined_at <= :until"
            self._table.update_entry(key, MapEntry("members", user_id, None), {}, is_old, {":until": until})
        else:
            self._leave_poll(key, user_id, until)

    def _leave_poll(self, key: Item, user_id: str, until: Item) -> None:
        """Remove a person's vote from a poll, and their id from the poll and books that they brought, which stay."""
        poll = self._table.item(key)
        if poll is None:
            return
        if user_id in poll["votes"]["M"]:
            is_old, version = "#votes.#entry.#acted_at <= :until", {"version": new_version()}
            self._table.update_entry(key, MapEntry("votes", user_id, None), version, is_old, {":until": until})
        whose = {":user_id": {"S": user_id}, ":until": until}
        if poll.get("opened_by") == {"S": user_id}:
            changes: Item = {"opened_by": None, "version": new_version()}
            self._table.update(key, changes, "#opened_by = :user_id AND #acted_at <= :until", whose)
        for book_id, candidate in poll["candidates"]["M"].items():
            if candidate["M"].get("proposed_by") == {"S": user_id}:
                kept = {name: value for name, value in candidate["M"].items() if name != "proposed_by"}
                entry = MapEntry("candidates", book_id, {"M": kept})
                own = "#candidates.#entry.#proposed_by = :user_id AND #candidates.#entry.#added_at <= :until"
                self._table.update_entry(key, entry, {"version": new_version()}, own, whose)
