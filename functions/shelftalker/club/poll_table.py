"""Polls in the table of shelves: one item a poll, in the workspace in which its message stands.

    #poll#<poll id>     channel_id, opened_by, acted_at, time of its opening; state, round, is_hidden, counted_in;
                        candidates, a map: <book id> -> title, author, added_at, proposed_by, fits, fits_of;
                        open_ids, a list of the ids that can be voted for; votes, a map: <user id> -> book_id, acted_at;
                        first_counts and counts, maps: <book id> -> number; winner_id; version, another one after each
                        change; expires_at

Each vote is one conditional update of one entry of the map, which DynamoDB makes one after the other: however many
come at once, none is lost, and the item that the update returns has all before it. `acted_at` stays that of the
opening, so that the purge of a workspace deletes all polls from before its leaving, whoever still clicks in them. A
person who is in a poll has a pointer to it, written before the entry that it leads to, see shelf/club_entries.py.
"""

import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, MapEntry
from shelftalker.club.polls import POLL, Ballot, Candidate, Closing, Fit, Poll, PollRef, PollState
from shelftalker.shelf.club_entries import club_key, new_version
from shelftalker.shelf.contents import SLACK_ID, Reader, validate_book_ids, validate_text
from shelftalker.shelf.items import ItemKind, flag_attribute, item_key, not_newer, seconds_attribute, time_attribute
from shelftalker.shelf.reader_items import ReaderItems
from shelftalker.shelf.table import shelf_errors

_IS_KEPT = "#expires_at > :now"
_IS_UNCHANGED = f"#version = :read_version AND {_IS_KEPT}"
_TAKES_CANDIDATE = (
    f"#state = :gathering AND {_IS_KEPT} AND attribute_not_exists(#candidates.#entry) AND size(#candidates) < :most"
)
_TAKES_VOTE = (
    f"#state = :voting AND #round = :round AND contains(#open_ids, :book_id) AND {_IS_KEPT} AND "
    "(attribute_not_exists(#votes.#entry) OR #votes.#entry.#acted_at <= :acted_at) AND "
    "(attribute_exists(#votes.#entry) OR size(#votes) < :most)"
)


class PollTable:
    """The polls of all workspaces.

    Times of actions are texts as in Slack's `action_ts`. Every method raises ValueError for impossible ids and times,
    and ShelfError where the table can't be read or written now. Methods that change a poll return None where it is no
    longer, or not yet, as the change needs it; nothing is changed then.
    """

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use the table of shelves; the clock gives seconds since 1970, for expiry."""
        self._table = table
        self._clock = clock
        self._items = ReaderItems(table, clock)

    @shelf_errors()
    def open(self, workspace_id: str, channel_id: str, reader: Reader, acted_at: str, *, counted_in: int = 0) -> Poll:
        """Open a poll in a channel where so many people are counted in, by a person of whatever workspace."""
        validate_text("workspace_id", workspace_id, SLACK_ID, "an id from Slack such as T0123ABCD")
        validate_text("channel_id", channel_id, SLACK_ID, "an id from Slack such as C0123ABCD")
        ref = PollRef(workspace_id, secrets.token_hex(6))
        changes = {
            "channel_id": {"S": channel_id},
            "opened_by": {"S": reader.user_id},
            "acted_at": time_attribute(acted_at),
            "state": {"S": PollState.GATHERING},
            "round": {"N": "1"},
            "candidates": {"M": {}},
            "open_ids": {"L": []},
            "votes": {"M": {}},
            "counted_in": {"N": f"{counted_in}"},
            "version": new_version(),
            "expires_at": seconds_attribute(float(acted_at) + POLL.life_seconds),
        }
        self._point(ref, reader, acted_at)
        # By its own version a repeated call, whose first answer was lost, is known for this one's.
        self._table.update(_key(ref), changes, "attribute_not_exists(#version) OR #version = :version")
        return _poll(ref, changes)

    @shelf_errors()
    def read(self, ref: PollRef) -> Poll | None:
        """Return a poll as it is now; None where it has expired or is deleted."""
        item = self._table.item(_key(ref))
        return _poll(ref, item) if item and int(item["expires_at"]["N"]) > self._clock() else None

    @shelf_errors()
    def propose(self, ref: PollRef, reader: Reader, candidate: Candidate, acted_at: str) -> Poll | None:
        """Add a person's candidate; None where it stands there, there are as many as can be, or the vote has begun."""
        reader = self._point(ref, reader, acted_at)
        own = candidate._replace(proposed_by=reader.user_id, added_at=float(acted_at))
        item = self._add(ref, own) or self._table.item(_key(ref))
        poll = self._unless_deleted(ref, reader, acted_at, item)
        # Found by its time and person too where the answer to a first call was lost.
        return poll if poll and poll.candidate(own.book_id) == own else None

    @shelf_errors()
    def suggest(self, poll: Poll, candidates: Iterable[Candidate], counted_in: int) -> Poll | None:
        """Add candidates from the shelves of those who are counted in, all at once, to a poll as it was read.

        Returns:
            None where it has changed since; nothing is changed then.
        """
        attributes = {each.book_id: {"M": _candidate_attributes(each)} for each in (*poll.candidates, *candidates)}
        return self._advance(poll, {"candidates": {"M": attributes}, "counted_in": {"N": f"{counted_in}"}})

    @shelf_errors()
    def note_members(self, ref: PollRef, counted_in: int) -> Poll | None:
        """Note the number of people who are counted in."""
        changes = {"counted_in": {"N": f"{counted_in}"}, "version": new_version()}
        now = {":now": seconds_attribute(self._clock())}
        item = self._table.item(_key(ref)) if self._table.update(_key(ref), changes, _IS_KEPT, now) else None
        return _poll(ref, item) if item else None

    @shelf_errors()
    def start(self, poll: Poll, *, is_hidden: bool) -> Poll | None:
        """Start the vote on the candidates of a poll as it was read; None where it has changed since."""
        return self._advance(
            poll,
            {
                "state": {"S": PollState.VOTING},
                "open_ids": {"L": [{"S": candidate.book_id} for candidate in poll.candidates]},
                "is_hidden": flag_attribute(is_set=is_hidden),
            },
        )

    @shelf_errors()
    def vote(self, ballot: Ballot, reader: Reader, acted_at: str) -> Poll | None:
        """Give a person's one vote, in place of any before it; None where it can't be given or a newer one stands."""
        validate_book_ids([ballot.book_id])
        acted = time_attribute(acted_at)
        reader = self._point(ballot.ref, reader, acted_at)
        values = {
            ":voting": {"S": PollState.VOTING},
            ":round": {"N": f"{ballot.round}"},
            ":book_id": {"S": ballot.book_id},
            ":acted_at": acted,
            ":most": {"N": f"{POLL.voters}"},
            ":now": seconds_attribute(self._clock()),
        }
        vote = MapEntry("votes", reader.user_id, {"M": {"book_id": {"S": ballot.book_id}, "acted_at": acted}})
        item = self._table.update_entry(_key(ballot.ref), vote, {"version": new_version()}, _TAKES_VOTE, values)
        return self._unless_deleted(ballot.ref, reader, acted_at, item)

    @shelf_errors()
    def close(self, poll: Poll, closing: Closing) -> Poll | None:
        """End a round of a poll as it was read, with a winner or a second round; None where it has changed since.

        The votes are forgotten, and their counts kept.
        """
        counts = {"M": {book_id: {"N": f"{votes}"} for book_id, votes in closing.counts.items()}}
        if closing.tied_ids:
            changes: Item = {
                "round": {"N": "2"},
                "open_ids": {"L": [{"S": book_id} for book_id in closing.tied_ids]},
                "first_counts": counts,
            }
        else:
            winner = {"winner_id": {"S": closing.winner_id}} if closing.winner_id else {}
            changes = {"state": {"S": PollState.CLOSED}, "counts": counts, **winner}
        return self._advance(poll, {**changes, "votes": {"M": {}}})

    def _advance(self, poll: Poll, changes: Item) -> Poll | None:
        """Change a poll, unless it has changed since it was read."""
        version = new_version()
        values = {":read_version": {"S": poll.version}, ":now": seconds_attribute(self._clock())}
        if not self._table.update(_key(poll.ref), {**changes, "version": version}, _IS_UNCHANGED, values):
            # The answer to a first call may have been lost, after which the repeated one finds its own change.
            item = self._table.item(_key(poll.ref))
            return _poll(poll.ref, item) if item and item["version"] == version else None
        item = self._table.item(_key(poll.ref))
        return _poll(poll.ref, item) if item else None

    def _add(self, ref: PollRef, candidate: Candidate) -> Item | None:
        validate_book_ids([candidate.book_id])
        values = {
            ":gathering": {"S": PollState.GATHERING},
            ":most": {"N": f"{POLL.candidates}"},
            ":now": seconds_attribute(self._clock()),
        }
        entry = MapEntry("candidates", candidate.book_id, {"M": _candidate_attributes(candidate)})
        return self._table.update_entry(_key(ref), entry, {"version": new_version()}, _TAKES_CANDIDATE, values)

    def _point(self, ref: PollRef, reader: Reader, acted_at: str) -> Reader:
        """Write a person's pointer to a poll, before the entry; return the person by their shelf's own place."""
        reader = self._items.in_own_place(reader)
        changes = {
            "acted_at": time_attribute(acted_at),
            "expires_at": seconds_attribute(self._clock() + POLL.life_seconds),
        }
        self._table.update(pointer_key(ref, reader), changes, not_newer("acted_at"))
        return reader

    def _unless_deleted(self, ref: PollRef, reader: Reader, acted_at: str, item: Item | None) -> Poll | None:
        """Return the changed poll; take the change back if the person has deleted all data since their action."""
        if item and self._items.drop_deleted(reader, [pointer_key(ref, reader)], float(acted_at)):
            return None
        return _poll(ref, item) if item else None


def pointer_key(ref: PollRef, reader: Reader) -> dict[str, Any]:
    """Return the key of a person's pointer to a poll."""
    return item_key(reader, ItemKind.POLL, "#".join(ref))


def _key(ref: PollRef) -> Item:
    return club_key(ref.workspace_id, ItemKind.POLL, ref.poll_id)


def _candidate_attributes(candidate: Candidate) -> dict[str, Any]:
    return {
        "title": {"S": candidate.title},
        "author": {"S": candidate.author},
        "added_at": {"N": f"{candidate.added_at:.6f}"},
        **({"proposed_by": {"S": candidate.proposed_by}} if candidate.proposed_by else {}),
        **({"fits": {"N": f"{candidate.fit.fits}"}, "fits_of": {"N": f"{candidate.fit.of}"}} if candidate.fit else {}),
    }


def _candidate(book_id: str, attributes: Item) -> Candidate:
    fit = Fit(int(attributes["fits"]["N"]), int(attributes["fits_of"]["N"])) if "fits" in attributes else None
    return Candidate(
        book_id,
        attributes["title"]["S"],
        attributes["author"]["S"],
        float(attributes["added_at"]["N"]),
        attributes.get("proposed_by", {"S": ""})["S"],
        fit,
    )


def _poll(ref: PollRef, item: Item) -> Poll:
    candidates = [_candidate(book_id, entry["M"]) for book_id, entry in item["candidates"]["M"].items()]
    return Poll(
        ref,
        item["channel_id"]["S"],
        item.get("opened_by", {"S": ""})["S"],
        float(item["acted_at"]["N"]),
        PollState(item["state"]["S"]),
        item["version"]["S"],
        int(item["round"]["N"]),
        "is_hidden" in item,
        tuple(sorted(candidates, key=lambda candidate: (candidate.added_at, candidate.book_id))),
        tuple(book_id["S"] for book_id in item["open_ids"]["L"]),
        {user_id: vote["M"]["book_id"]["S"] for user_id, vote in item["votes"]["M"].items()},
        _counts(item, "first_counts"),
        _counts(item, "counts"),
        item.get("winner_id", {"S": ""})["S"],
        int(item.get("counted_in", {"N": "0"})["N"]),
    )


def _counts(item: Item, name: str) -> dict[str, int]:
    counts = item.get(name, {"M": {}})["M"]
    return {book_id: int(votes["N"]) for book_id, votes in counts.items()}
