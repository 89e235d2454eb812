"""Traces of a person in clubs and polls, for the export of all their data, found by the pointers on their shelf."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from shelftalker.club.members import ClubPlace, Members
from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import Candidate, Poll, PollRef
from shelftalker.shelf.contents import ClubPointer, Reader
from shelftalker.shelf.items import ItemKind


class TracesConfig(NamedTuple):
    """The numbers of the reading.

    Attributes:
        threads: Number of clubs and polls that are read at the same time, within the time of a click.
    """

    threads: int = 16


_CONFIG = TracesConfig()


class ClubTrace(NamedTuple):
    """A person's entry in a club or poll.

    Attributes:
        pointer: The pointer that leads to it.
        joined_at: Time at which the person was counted in, in seconds since 1970; 0 where they are not.
        has_opened: Whether the person opened the poll.
        vote: Title and author of the book that they vote for; empty for none, and once the vote is closed.
        proposals: Titles and authors of books that they proposed.
    """

    pointer: ClubPointer
    joined_at: float = 0.0
    has_opened: bool = False
    vote: str = ""
    proposals: tuple[str, ...] = ()


def read_traces(members: Members, polls: PollTable, reader: Reader, pointers: Sequence[ClubPointer]) -> list[ClubTrace]:
    """Return a person's entries in all clubs and polls that pointers lead to, in their order.

    Raises:
        ShelfError: One of them can't be read now.
    """
    with ThreadPoolExecutor(_CONFIG.threads) as threads:
        return list(threads.map(lambda pointer: _trace(members, polls, reader, pointer), pointers))


def _trace(members: Members, polls: PollTable, reader: Reader, pointer: ClubPointer) -> ClubTrace:
    if pointer.kind == ItemKind.POLL:
        poll = polls.read(PollRef(pointer.workspace_id, pointer.name))
        return _trace_in_poll(poll, reader, pointer) if poll else ClubTrace(pointer)
    in_channel = members.of_channel(ClubPlace(pointer.workspace_id, pointer.name))
    joined_at = next((each.joined_at for each in in_channel if each.reader.user_id == reader.user_id), 0.0)
    return ClubTrace(pointer, joined_at)


def _trace_in_poll(poll: Poll, reader: Reader, pointer: ClubPointer) -> ClubTrace:
    vote = poll.candidate(poll.votes.get(reader.user_id, ""))
    proposals = [_title(candidate) for candidate in poll.candidates if candidate.proposed_by == reader.user_id]
    return ClubTrace(
        pointer,
        has_opened=poll.opened_by == reader.user_id,
        vote=_title(vote) if vote else "",
        proposals=tuple(proposals),
    )


def _title(candidate: Candidate) -> str:
    return f"{candidate.title} by {candidate.author}"
