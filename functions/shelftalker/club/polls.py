"""Polls of a channel on its next book: candidates, one vote a person, ties and the winner. No service is called.

A poll first gathers candidates, then takes votes in one round or two, and is then closed:

- One book leads when the first round is closed: it wins.
- Several lead: a second round among them, which begins without votes.
- Several lead after the second round too, or nobody voted in it: the one of them that stands first in the list wins.
  Books stand there in the order in which they were proposed, those suggested together by how many people they suit.
- Nobody voted in the first round: the poll is closed without a winner.

Who opened a poll starts and closes the vote; a week later, or once that person's data are deleted, anybody may.
"""

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.shelf.contents import BOOK_ID, SLACK_ID, Reader


class PollConfig(NamedTuple):
    """The numbers of polls.

    Attributes:
        candidates: Most candidates: each takes a paragraph of the message's 50 blocks and a button of a row's 25, and
            more than ten books are no choice that people make by reading.
        candidates_to_vote: Fewest candidates of a vote.
        voters: Most people who vote. An entry takes some 55 bytes, so that the item has 32 KB of DynamoDB's 400 then,
            and a vote 32 of the 1,000 write units that a partition has a second: 31 votes a second, where a hundred
            within a minute are two.
        life_seconds: Life of a poll from its opening; DynamoDB deletes it within two days after that, as a rule.
        leaderless_seconds: Age from which on anybody may start and close the vote.
        title_letters: Letters of a title that are kept beside the id, for models that lack the book.
        author_letters: The same of its author.
    """

    candidates: int = 10
    candidates_to_vote: int = 2
    voters: int = 500
    life_seconds: int = 90 * 24 * 60 * 60
    leaderless_seconds: int = 7 * 24 * 60 * 60
    title_letters: int = 150
    author_letters: int = 80


POLL = PollConfig()
_POLL_ID = "[0-9a-f]{12}"
_VERSION = "1"
_ENCODED_ROUND = re.compile("(.+) ([12])")
_ENCODED_VOTE = re.compile(rf"(.+) ([12]) ({BOOK_ID})")
_ENCODED_REF = re.compile(rf"{_VERSION} ({SLACK_ID}) ({_POLL_ID})")


class PollState(StrEnum):
    """The states of a poll, one after the other."""

    GATHERING = "gathering"
    VOTING = "voting"
    CLOSED = "closed"


class PollRef(NamedTuple):
    """The name of a poll, as its buttons hold it.

    Attributes:
        workspace_id: The workspace or organisation whose installation its message came through.
        poll_id: 12 hexadecimal digits.
    """

    workspace_id: str
    poll_id: str

    def encode(self) -> str:
        """Return the name as the value of a button."""
        return f"{_VERSION} {self.workspace_id} {self.poll_id}"

    @classmethod
    def decode(cls, value: str) -> "PollRef | None":
        """Return the poll that a button's value names, or None where it is of an unknown version."""
        match = _ENCODED_REF.fullmatch(value)
        return cls(*match.groups()) if match else None


class RoundRef(NamedTuple):
    """The name of a round, as the button that closes it holds it: clicked twice it does not close the next one too.

    Attributes:
        ref: The poll.
        round: 1 or 2.
    """

    ref: PollRef
    round: int

    def encode(self) -> str:
        """Return the name as the value of a button."""
        return f"{self.ref.encode()} {self.round}"

    @classmethod
    def decode(cls, value: str) -> "RoundRef | None":
        """Return the round that a button's value names, or None where it is of an unknown version."""
        match = _ENCODED_ROUND.fullmatch(value)
        ref = PollRef.decode(match[1]) if match else None
        return cls(ref, int(match[2])) if match and ref else None


class Ballot(NamedTuple):
    """A vote as its button holds it: by the book's id, so that it means the same however the list has changed since.

    Attributes:
        ref: The poll.
        round: 1 or 2.
        book_id: The candidate.
    """

    ref: PollRef
    round: int
    book_id: str

    def encode(self) -> str:
        """Return the vote as the value of a button."""
        return f"{self.ref.encode()} {self.round} {self.book_id}"

    @classmethod
    def decode(cls, value: str) -> "Ballot | None":
        """Return the vote that a button's value stands for, or None where it is of an unknown version."""
        match = _ENCODED_VOTE.fullmatch(value)
        ref = PollRef.decode(match[1]) if match else None
        return cls(ref, int(match[2]), match[3]) if match and ref else None


class Fit(NamedTuple):
    """The number of people whom a suggested book suits.

    Attributes:
        fits: That number.
        of: The number of people whose shelves were looked at.
    """

    fits: int
    of: int


class Candidate(NamedTuple):
    """A book to vote for.

    Attributes:
        book_id: The book's public id.
        title: Its title, as it was when it was proposed.
        author: Its author.
        added_at: Time of the proposal in seconds since 1970.
        proposed_by: Id of the person who proposed it; empty where it came from the shelves, or they deleted their data.
        fit: The people whom it suits, of a book from the shelves; else None.
    """

    book_id: str
    title: str
    author: str
    added_at: float
    proposed_by: str = ""
    fit: Fit | None = None

    @classmethod
    def of_book(cls, book: Book, added_at: float, proposed_by: str = "", fit: Fit | None = None) -> "Candidate":
        """Return a book as a candidate."""
        title, author = book.full_title[: POLL.title_letters], book.author[: POLL.author_letters]
        return cls(book.book_id, title, author, added_at, proposed_by, fit)


class Poll(NamedTuple):
    """A poll as it is at one time.

    Attributes:
        ref: Its name.
        channel_id: The channel that its message stands in.
        opened_by: Id of the person who opened it; empty where they deleted their data.
        opened_at: Time of that in seconds since 1970.
        state: The state.
        version: Another one after each change.
        round: 1 or 2.
        is_hidden: Whether counts are shown only once the vote is closed.
        candidates: All candidates, in the order of the list.
        open_ids: Ids of those that can be voted for in this round.
        votes: The present round's, book ids by ids of people; none once it is closed, when only the counts are kept.
        first_counts: Counts of the first round by book id, once that is closed.
        counts: Counts of the last round by book id, once the vote is closed.
        winner_id: Id of the winner, once there is one; else empty.
        counted_in: Number of people of the channel who were counted in when last looked at.
    """

    ref: PollRef
    channel_id: str
    opened_by: str
    opened_at: float
    state: PollState
    version: str
    round: int = 1
    is_hidden: bool = False
    candidates: tuple[Candidate, ...] = ()
    open_ids: tuple[str, ...] = ()
    votes: Mapping[str, str] = {}
    first_counts: Mapping[str, int] = {}
    counts: Mapping[str, int] = {}
    winner_id: str = ""
    counted_in: int = 0

    def candidate(self, book_id: str) -> Candidate | None:
        """Return a candidate, or None."""
        return next((candidate for candidate in self.candidates if candidate.book_id == book_id), None)

    @property
    def open_candidates(self) -> tuple[Candidate, ...]:
        """The candidates of the present round, in the order of the list."""
        return tuple(candidate for candidate in self.candidates if candidate.book_id in self.open_ids)

    def may_lead(self, reader: Reader, at: float) -> bool:
        """Return whether a person may start and close the vote at a time, in seconds since 1970."""
        return self.opened_by in {"", reader.user_id} or at - self.opened_at >= POLL.leaderless_seconds

    def tally(self) -> dict[str, int]:
        """Return the number of votes of each candidate of the present round, in the order of the list."""
        votes = Counter(self.votes.values())
        return {candidate.book_id: votes[candidate.book_id] for candidate in self.open_candidates}


class Closing(NamedTuple):
    """The end of a round.

    Attributes:
        counts: Votes by book id, in the order of the list.
        winner_id: Id of the winner; empty where there is none yet.
        tied_ids: Ids of the books of a second round; none where there is no second round.
    """

    counts: dict[str, int]
    winner_id: str = ""
    tied_ids: tuple[str, ...] = ()


def close_round(poll: Poll) -> Closing:
    """Return the end of the present round, by the rules at the head of this module."""
    counts = poll.tally()
    most = max(counts.values(), default=0)
    leading = tuple(book_id for book_id, votes in counts.items() if votes == most)
    if poll.round == 1 and most == 0:
        return Closing(counts)
    if poll.round == 1 and len(leading) > 1:
        return Closing(counts, tied_ids=leading)
    return Closing(counts, leading[0])


def is_tie_broken_by_order(poll: Poll) -> bool:
    """Return whether the winner of a closed poll is the first in the list of several with as many votes."""
    most = max(poll.counts.values(), default=0)
    return poll.round > 1 and sum(votes == most for votes in poll.counts.values()) > 1
