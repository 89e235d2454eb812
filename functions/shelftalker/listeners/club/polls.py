"""Listeners of polls: a channel proposes books, votes on the next one, and sees the same message through it all.

Each click changes the poll in the table first, and is then shown to everyone, see poll_replies.py, and to the person
alone where it concerns them alone.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from slack_bolt import Ack

from shelftalker.club.members import ClubPlace, Members
from shelftalker.club.polls import POLL, Ballot, Candidate, Poll, PollRef, PollState, RoundRef, close_round
from shelftalker.listeners import replies
from shelftalker.listeners.club.poll_replies import PollReplies, log_unreachable, reply_alone, table_in_reach
from shelftalker.listeners.payloads import Payload, chosen_value, reader_of, workspace_of
from shelftalker.listeners.search import chosen_book
from shelftalker.listeners.services import Services
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.club.poll_answers import (
    PollStatus,
    ProposalOrigin,
    not_leading,
    proposal_refusal,
    proposal_view,
    proposed_unseen_view,
    vote_confirmation,
    vote_refusal,
)
from shelftalker.views.search_window import search_error


class PollClickConfig(NamedTuple):
    """The numbers of a click in a poll.

    Attributes:
        attempts: Attempts at starting or closing a vote, into each of which another change may come.
    """

    attempts: int = 5


_CONFIG = PollClickConfig()


class Polls:
    """Answers `/recommend club` and the clicks in the poll that it opens."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._replies = PollReplies(services)
        self._polls = self._replies.polls

    def on_command(self, ack: Ack, command: dict[str, Any]) -> None:
        """Open a poll for everyone in the channel."""
        if command["channel_id"].startswith("D"):
            _refuse_command(ack, PollStatus.NO_CHANNEL)
            return
        place = ClubPlace(workspace_of(command).id, command["channel_id"])
        try:
            members = Members(self._services.shelves.table).of_channel(place)
            poll = self._polls.open(*place, reader_of(command), f"{time.time():.6f}", counted_in=len(members))
        except ShelfError:
            logger.exception("a poll can't be opened")
            count(Event.SHELF_WRITE_FAILED)
            _refuse_command(ack, PollStatus.NOT_OPENED)
            return
        set_outcome(Outcome.POLL_OPENED)
        ack(response_type="in_channel", **self._replies.message(poll).as_payload())

    def on_propose(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Open the window in which a book is proposed."""
        ref = PollRef.decode(chosen_value(action))
        if ref is None:
            reply_alone(body, Outcome.TOO_OLD, messages.too_old())
        else:
            slack_api = self._services.slack_api.for_workspace(workspace_of(body))
            window = proposal_view(ProposalOrigin(ref, body["response_url"]))
            if self._services.show_view("window of a proposal", slack_api.open_view, body["trigger_id"], window):
                set_outcome(Outcome.PROPOSAL_OPENED)
            else:
                reply_alone(body, Outcome.PROPOSAL_NOT_OPENED, PollStatus.WINDOW_NOT_OPENED)
        ack()

    def on_proposed(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Add the chosen book to the candidates."""
        book = chosen_book(self._services.current_catalogue(), view)
        origin = ProposalOrigin.decode(view.get("private_metadata") or "")
        if book is None or origin is None:
            set_outcome(Outcome.BOOK_GONE if book is None else Outcome.TOO_OLD)
            ack(**search_error((messages.book_gone() if book is None else messages.too_old()).text))
            return
        now = time.time()
        try:
            poll = self._polls.propose(origin.ref, reader_of(body), Candidate.of_book(book, now), f"{now:.6f}")
            current = poll or self._polls.read(origin.ref)
        except ShelfError:
            log_unreachable()
            ack(**search_error(PollStatus.NOT_REACHED))
            return
        if poll is None:
            set_outcome(Outcome.PROPOSAL_REFUSED if current else Outcome.POLL_GONE)
            ack(**search_error(proposal_refusal(current, book.book_id) if current else PollStatus.GONE))
            return
        set_outcome(Outcome.PROPOSED)
        if self._replies.show(origin.response_url, poll):
            ack()
        else:
            ack(response_action="update", view=proposed_unseen_view())

    def on_start(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Start the vote with its counts shown."""
        self._start(action, body, is_hidden=False)
        ack()

    def on_start_hidden(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Start the vote with its counts hidden until it is closed."""
        self._start(action, body, is_hidden=True)
        ack()

    def on_vote(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Count the person's vote in the place of any before it, and confirm it to them."""
        ballot, reader = Ballot.decode(chosen_value(action)), reader_of(body)
        if ballot is None:
            reply_alone(body, Outcome.TOO_OLD, messages.too_old())
            ack()
            return
        with table_in_reach(body, PollStatus.NOT_COUNTED):
            poll = self._polls.vote(ballot, reader, action["action_ts"])
            current = poll or self._polls.read(ballot.ref)
            candidate = current.candidate(ballot.book_id) if current else None
            if poll and candidate:
                set_outcome(Outcome.VOTED)
                self._replies.show(body["response_url"], poll)
                replies.reply(body, vote_confirmation(poll, candidate))
            elif current:
                self._replies.show(body["response_url"], current)
                refusal = vote_refusal(current, ballot.round, ballot.book_id, reader.user_id)
                reply_alone(body, Outcome.VOTE_REFUSED, refusal)
            else:
                reply_alone(body, Outcome.POLL_GONE, PollStatus.GONE)
        ack()

    def on_close(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """End the round that the button is of: with a winner, or a second round among the books that lead."""
        round_ref = RoundRef.decode(chosen_value(action))

        def close(poll: Poll) -> Poll | None:
            return self._polls.close(poll, close_round(poll))

        def is_due(poll: Poll) -> bool:
            return round_ref is not None and (poll.state, poll.round) == (PollState.VOTING, round_ref.round)

        self._lead(action, body, round_ref.ref if round_ref else None, is_due, close)
        ack()

    def _start(self, action: Payload, body: Payload, *, is_hidden: bool) -> None:
        self._lead(
            action,
            body,
            PollRef.decode(chosen_value(action)),
            lambda poll: poll.state is PollState.GATHERING,
            lambda poll: self._polls.start(poll, is_hidden=is_hidden),
        )

    def _lead(
        self,
        action: Payload,
        body: Payload,
        ref: PollRef | None,
        is_due: Callable[[Poll], bool],
        change: Callable[[Poll], Poll | None],
    ) -> None:
        """Start a vote or end a round, as who opened the poll may, and show the poll as it is then.

        Args:
            action: The clicked button.
            body: The payload.
            ref: The poll; None where the button is of an unknown version.
            is_due: Returns whether the change is still to be made: a second click finds it made, and shows the poll.
            change: Makes it, or returns None where the poll has changed since it was read.
        """
        if ref is None:
            reply_alone(body, Outcome.TOO_OLD, messages.too_old())
            return
        with table_in_reach(body, PollStatus.NOT_REACHED):
            for attempt in range(_CONFIG.attempts):
                if attempt and not self._replies.has_time():
                    break
                poll = self._polls.read(ref)
                if poll is None:
                    reply_alone(body, Outcome.POLL_GONE, PollStatus.GONE)
                    return
                if not is_due(poll):
                    set_outcome(Outcome.POLL_SHOWN)
                    self._replies.show(body["response_url"], poll)
                    return
                if not poll.may_lead(reader_of(body), float(action["action_ts"])):
                    reply_alone(body, Outcome.POLL_REFUSED, not_leading(poll))
                    return
                if len(poll.candidates) < POLL.candidates_to_vote:
                    reply_alone(body, Outcome.POLL_REFUSED, PollStatus.TOO_FEW)
                    return
                if changed := change(poll):
                    set_outcome(_outcome_of(changed))
                    self._replies.show(body["response_url"], changed)
                    return
            reply_alone(body, Outcome.POLL_REFUSED, PollStatus.BUSY)


def _refuse_command(ack: Ack, status: PollStatus) -> None:
    set_outcome(Outcome.POLL_NOT_OPENED)
    ack(response_type="ephemeral", **messages.sentence(status).as_payload())


def _outcome_of(changed: Poll) -> Outcome:
    if changed.state is PollState.CLOSED:
        return Outcome.VOTE_CLOSED
    return Outcome.SECOND_ROUND_BEGUN if changed.round > 1 else Outcome.VOTE_BEGUN
