"""The people of a channel who are counted in: whose shelves books for the channel may be picked from.

They stand in the table of shelves, in one item a channel, in the workspace in which its messages stand:

    #club#<channel id>          members, a map: <user id> -> workspace_id, elsewhere, joined_at; acted_at, time of the
                                first joining; picks, see picks.py; expires_at

No user id begins with a number sign, so that no reader's items are among these. A person's own items have a pointer to
each club, by which a deletion of all data finds them, also those of a workspace that only visits the channel:

    <user id>#club#<workspace id>#<channel id>      acted_at, time of the joining; picks, see picks.py; expires_at

Each joining counts for 90 days. What is left of one after that goes when somebody else joins, or with the whole club 90
days after the last joining: before the pointer in any case, which lives twice as long.

User ids are unique in a channel, as mentions name people by them, in one shared with other workspaces too.
"""

import time
from collections.abc import Callable
from typing import NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, MapEntry
from shelftalker.observability import logger
from shelftalker.shelf.contents import SLACK_ID, Reader, validate_text
from shelftalker.shelf.items import ItemKind, item_key, key_parts, not_newer, seconds_attribute, time_attribute
from shelftalker.shelf.reader_items import ReaderItems
from shelftalker.shelf.table import shelf_errors


class ClubConfig(NamedTuple):
    """The numbers of clubs.

    Attributes:
        members_at_most: Most people of a channel who are counted in: the shelves of as many are read and ranked within
            the time of a click, and an item of them has 15 KB of DynamoDB's 400.
        seconds: Time for which a joining counts, and life of a club after the last one.
        pointer_seconds: Life of a pointer, see above.
        attempts: Attempts at a joining: others may make or empty the club between two of its steps.
    """

    members_at_most: int = 100
    seconds: int = 90 * 24 * 60 * 60
    pointer_seconds: int = 180 * 24 * 60 * 60
    attempts: int = 3


CLUB = ClubConfig()


class FullClubError(Exception):
    """As many people are counted in as can be; nobody is added."""

    def __init__(self) -> None:
        super().__init__(f"{CLUB.members_at_most} people are counted in, and nobody else can be until one leaves.")


class ClubPlace(NamedTuple):
    """The channel of a club.

    Attributes:
        workspace_id: The workspace or organisation whose installation the channel's messages came through.
        channel_id: The channel.
    """

    workspace_id: str
    channel_id: str

    @property
    def key(self) -> Item:
        """The key of the club's item.

        Raises:
            ValueError: The ids are not ids as Slack gives them.
        """
        self.validate()
        return {"workspace_id": {"S": self.workspace_id}, "reader_item": {"S": f"#{ItemKind.CLUB}#{self.channel_id}"}}

    def validate(self) -> None:
        """Refuse ids that Slack gives nobody: in a key, other characters could make one club look like another.

        Raises:
            ValueError: One of the ids is none.
        """
        for name, value in self._asdict().items():
            validate_text(name, value, SLACK_ID, "an id from Slack such as C0123ABCD")


class Member(NamedTuple):
    """A person who is counted in.

    Attributes:
        reader: The person, by the workspace that their shelf belongs to.
        joined_at: Time of the click, in seconds since 1970.
    """

    reader: Reader
    joined_at: float


class Members:
    """The members of clubs. Every method raises ShelfError where the table can't be read or written now.

    Times of clicks are texts as in Slack's `action_ts`.
    """

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use the table of shelves; the clock gives seconds since 1970, for expiry."""
        self._table = table
        self._clock = clock

    @shelf_errors()
    def of_channel(self, place: ClubPlace) -> tuple[Member, ...]:
        """Return those who are counted in, who joined first first."""
        return members_of(self._table.item(place.key), self._clock())

    @shelf_errors()
    def join(self, place: ClubPlace, reader: Reader, acted_at: str) -> tuple[Member, ...]:
        """Count a person in and return all who are, as they are right after it; twice is as once.

        Nobody is counted in by a click from before the deletion of all their data, which may arrive after it.

        Raises:
            FullClubError: There is no room.
        """
        joined_at, now = time_attribute(acted_at), self._clock()
        pointer = pointer_key(place, reader)
        # First the pointer: without it a deletion would not find the person here.
        pointed = {"acted_at": joined_at, "expires_at": seconds_attribute(now + CLUB.pointer_seconds)}
        self._table.update(pointer, pointed, not_newer("acted_at"))
        club = self._add(place, reader, joined_at, seconds_attribute(now + CLUB.seconds))
        if club is None:
            self._table.delete(pointer)
            raise FullClubError
        if ReaderItems(self._table, self._clock).drop_deleted(reader, [pointer], float(acted_at)):
            return self.leave(place, reader, acted_at)
        self._remove_expired(place, club, now)
        return members_of(club, now)

    @shelf_errors()
    def clubs_of(self, reader: Reader) -> list[ClubPlace]:
        """Return the channels in which a person is counted in, as far as they stand in the shelf's own workspace."""
        values = {
            ":workspace_id": {"S": reader.workspace_id},
            ":beginning": {"S": f"{reader.user_id}#{ItemKind.CLUB}#"},
        }
        condition = "workspace_id = :workspace_id AND begins_with(reader_item, :beginning)"
        since = self._clock() - CLUB.seconds
        pointers = self._table.items(condition, values)
        return [place_of_pointer(item) for item in pointers if float(item["acted_at"]["N"]) > since]

    @shelf_errors()
    def leave(self, place: ClubPlace, reader: Reader, acted_at: str) -> tuple[Member, ...]:
        """Count a person out, unless they were counted in again since, and return those who are left."""
        left = MapEntry("members", reader.user_id, None)
        values = {":acted_at": time_attribute(acted_at)}
        club = self._table.update_entry(place.key, left, {}, "#members.#entry.#joined_at <= :acted_at", values)
        self._table.delete_if(pointer_key(place, reader), "#acted_at <= :acted_at", values)
        return members_of(self._table.item(place.key) if club is None else club, self._clock())

    def _add(self, place: ClubPlace, reader: Reader, joined_at: Item, expires_at: Item) -> Item | None:
        """Add a person to the club of a channel, which is made where there is none; return its item, None if full."""
        member = {
            "workspace_id": {"S": reader.workspace_id},
            "joined_at": joined_at,
            **({"elsewhere": {"L": [{"S": place_id} for place_id in reader.elsewhere]}} if reader.elsewhere else {}),
        }
        now = {":now": seconds_attribute(self._clock())}
        in_club = "attribute_exists(#members) AND #expires_at > :now AND "
        has_room = "(attribute_exists(#members.#entry) OR size(#members) < :most)"
        values = {**now, ":most": {"N": str(CLUB.members_at_most)}}
        is_absent = "attribute_not_exists(#members) OR #expires_at <= :now"
        for _ in range(CLUB.attempts):
            entry = MapEntry("members", reader.user_id, {"M": member})
            if club := self._table.update_entry(
                place.key, entry, {"expires_at": expires_at}, in_club + has_room, values
            ):
                return club
            members = {"M": {reader.user_id: {"M": member}}}
            first = {
                "members": members,
                "acted_at": joined_at,
                "expires_at": expires_at,
                "picks": None,
                "picked_by": None,
            }
            if self._table.update(place.key, first, is_absent, now):
                return {**place.key, **first}
        return None

    def _remove_expired(self, place: ClubPlace, club: Item, now: float) -> None:
        """Remove the entries of those whose joining does not count any more."""
        until = {":until": {"N": f"{now - CLUB.seconds:.6f}"}}
        for user_id, entry in club["members"]["M"].items():
            if float(entry.get("M", {}).get("joined_at", {}).get("N", now)) <= now - CLUB.seconds:
                expired = MapEntry("members", user_id, None)
                self._table.update_entry(place.key, expired, {}, "#members.#entry.#joined_at <= :until", until)


def pointer_key(place: ClubPlace, reader: Reader) -> Item:
    """Return the key of a person's pointer to a club."""
    place.validate()
    return item_key(reader, ItemKind.CLUB, "#".join(place))


def place_of_pointer(item: Item) -> ClubPlace:
    """Return the channel of the club that a person's pointer leads to.

    Raises:
        ValueError: The item is no pointer.
    """
    _, kind, name = key_parts(item)
    place = ClubPlace(*name.split("#")) if kind == ItemKind.CLUB and name.count("#") == 1 else ClubPlace("", "")
    place.validate()
    return place


def members_of(club: Item | None, now: float) -> tuple[Member, ...]:
    """Return the members in a club's item whose joining still counts, who joined first first; none of an expired one.

    DynamoDB deletes what has expired within days. Entries that can't be read, as those written by hand, count for
    nothing.
    """
    if club is None or "members" not in club or float(club["expires_at"]["N"]) <= now:
        return ()
    members = []
    for user_id, entry in club["members"]["M"].items():
        try:
            attributes = entry["M"]
            elsewhere = tuple(place["S"] for place in attributes.get("elsewhere", {"L": []})["L"])
            reader = Reader(attributes["workspace_id"]["S"], user_id, elsewhere)
            members.append(Member(reader, float(attributes["joined_at"]["N"])))
        except (KeyError, TypeError, ValueError):
            logger.warning("a member of a club can't be read and is set aside")
    members = [member for member in members if member.joined_at > now - CLUB.seconds]
    return tuple(sorted(members, key=lambda member: (member.joined_at, member.reader.user_id)))
