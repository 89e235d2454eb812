"""Answers to clicks in a poll, which only the person who clicked sees, and the window in which a book is proposed."""

from enum import StrEnum
from typing import Any, NamedTuple

from shelftalker.club.polls import POLL, Candidate, Poll, PollRef, PollState
from shelftalker.recommend.steps import STEPS
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, Message, plain_text, section, window
from shelftalker.views.club.poll import bold_candidate, opener_of
from shelftalker.views.messages import sentence
from shelftalker.views.search_window import title_input
from shelftalker.views.wording import number_word

_DAYS = POLL.leaderless_seconds // (24 * 60 * 60)


class PollStatus(StrEnum):
    """Sentences on clicks that change nothing, or are done without a change of the message."""

    NO_CHANNEL = (
        "A book club needs several people: type this in a channel, and everyone there can propose books and vote."
    )
    NOT_OPENED = "I could not open a book club: its votes can't be kept right now. Please try again in a minute."
    NOT_REACHED = "I could not reach this poll right now, so nothing was changed. Please try again in a minute."
    NOT_COUNTED = "I could not count your vote: the poll can't be reached right now. Please click again in a minute."
    GONE = (
        "This poll is over: polls are kept for 90 days, and not after the app was uninstalled. "
        "Open another one when you like."
    )
    CLOSED = "The vote is closed: the message shows which book won."
    NOT_OPEN = "The vote has not begun yet."
    OTHER_ROUND = "That round is over: vote among the books that the message shows now."
    NO_CANDIDATE = "That book is no candidate any more: vote among those that the message shows now."
    FULL_OF_VOTERS = f"{POLL.voters:,} people have voted, as many as I can count in one poll."
    BEGUN = "The vote has begun, so no further book can be proposed."
    FULL_OF_CANDIDATES = f"{POLL.candidates} books are proposed, as many as one vote takes."
    PROPOSED_BEFORE = "That book is proposed already."
    TOO_FEW = f"A vote needs {POLL.candidates_to_vote} books at least. Propose another one."
    TOO_FEW_COUNTED_IN = "Suggestions need two people who are counted in: click Count me in, and ask others to."
    NO_TASTES = (
        f"Suggestions need two people who have rated {number_word(STEPS.books_for_own_list)} books, "
        "or put them on their list. Rate books that you know in my Home."
    )
    SHELVES_UNREAD = "I can't reach the shelves of those who are counted in right now. Please try again in a minute."
    NO_FURTHER = "I found no further book that suits those who are counted in. Propose one."
    BUSY = "Votes came in while I counted. Please click once more."
    NEWER_STANDS = "A later click of yours counts."
    DELETED_SINCE = "You deleted your data after that click, so it counts no more. Click again to vote."
    NOT_SHOWN = "Slack did not take the message for everyone; it shows this after the next click in it."
    WINDOW_NOT_OPENED = "I can't open the window right now. Please try again in a minute."


def vote_confirmation(poll: Poll, candidate: Candidate) -> Message:
    """Return the confirmation of a vote."""
    hidden = " Nobody sees how the vote stands until then." if poll.is_hidden else ""
    return sentence(
        f"\u2713 Your vote is for {bold_candidate(candidate)}. You can change it until the vote is closed.{hidden}"
    )


def not_leading(poll: Poll) -> Message:
    """Return the refusal to somebody who may not start or close the vote."""
    verb = "close" if poll.state is PollState.VOTING else "start"
    opener = opener_of(poll, "Who opened it")
    return sentence(f"{opener} opened this poll, and can {verb} the vote. {_DAYS} days after the opening anybody can.")


def vote_refusal(poll: Poll, ballot_round: int, book_id: str, user_id: str) -> PollStatus:
    """Return the reason why a vote was not taken, from the poll as it is after that."""
    if poll.state is not PollState.VOTING:
        return PollStatus.CLOSED if poll.state is PollState.CLOSED else PollStatus.NOT_OPEN
    if poll.round != ballot_round:
        return PollStatus.OTHER_ROUND
    if book_id not in poll.open_ids:
        return PollStatus.NO_CANDIDATE
    if user_id in poll.votes:
        return PollStatus.NEWER_STANDS
    return PollStatus.FULL_OF_VOTERS if len(poll.votes) >= POLL.voters else PollStatus.DELETED_SINCE


def proposal_refusal(poll: Poll, book_id: str) -> PollStatus:
    """Return the reason why a book was not added, from the poll as it is after that."""
    if poll.state is not PollState.GATHERING:
        return PollStatus.BEGUN
    return PollStatus.PROPOSED_BEFORE if poll.candidate(book_id) else PollStatus.FULL_OF_CANDIDATES


class ProposalOrigin(NamedTuple):
    """The poll for which a book is chosen in the window.

    Attributes:
        ref: The poll.
        response_url: Of the click that opened the window; by it the message is replaced.
    """

    ref: PollRef
    response_url: str

    def encode(self) -> str:
        """Return it as the window's private_metadata."""
        return f"{self.ref.encode()} {self.response_url}"

    @classmethod
    def decode(cls, private_metadata: str) -> "ProposalOrigin | None":
        """Return the poll of a window, or None where the text is of an unknown version."""
        ref, _, response_url = private_metadata.rpartition(" ")
        decoded = PollRef.decode(ref)
        return cls(decoded, response_url) if decoded else None


def proposal_view(origin: ProposalOrigin) -> Block:
    """Return the window in which a book is chosen for a poll."""
    return window("Propose a book", "Cancel") | {
        "callback_id": ActionId.CLUB_PROPOSE,
        "private_metadata": origin.encode(),
        "submit": plain_text("Propose"),
        "blocks": [title_input("A book to read together", "Everyone in the channel sees that you proposed it.")],
    }


def proposed_unseen_view() -> dict[str, Any]:
    """Return the window's last page where the message could not be replaced."""
    return window("Proposed", "Done", [section(f"\u2713 Your book is a candidate. {PollStatus.NOT_SHOWN}")])
