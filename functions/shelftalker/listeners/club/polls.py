"""Listeners of polls: a channel proposes books, votes on the next one, and sees the same message through it all.

Each click changes the poll in the table first, and is then shown: to everyone in the message, which it replaces by the
click's own response_url, however old the message is; and to the person alone where it concerns them alone.

Clicks at the same time replace the message in whatever order their posts reach Slack. So after each post the poll is
read once more, and posted once more where it has changed since. Whichever post is Slack's last, the reading after it
found nothing newer: any later change has a click of its own that posts later. Only where the time of a click is over,
or three posts were overtaken, an older count may stay until the next click.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from slack_bolt import Ack

from shelftalker.club.poll_table import PollTable
from shelftalker.club.polls import POLL, Ballot, Candidate, Poll, PollRef, PollState, RoundRef, close_round
from shelftalker.listeners import replies
from shelftalker.listeners.payloads import Payload, chosen_value, reader_of, workspace_of
from shelftalker.listeners.search import chosen_book
from shelftalker.listeners.services import Services
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.block_kit import Message
from shelftalker.views.club.poll import poll_message
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
        posts: Most posts of the message. A response_url takes five, one of which is the private answer's.
        posting_seconds: Time from the first post after which no further one begins; Slack waits for 3 seconds in all.
        attempts: Attempts at starting or closing a vote, into each of which another change may come.
    """

    posts: int = 3
    posting_seconds: float = 1.0
    attempts: int = 5


# Read through this module, as in `polls.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = PollClickConfig()


class Polls:
    """Answers `/recommend club` and the clicks in the poll that it opens."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._polls = PollTable(services.shelves.table)

    def on_command(self, ack: Ack, command: dict[str, Any]) -> None:
        """Open a poll for everyone in the channel."""
        if command["channel_id"].startswith("D"):
            _refuse_command(ack, PollStatus.NO_CHANNEL)
            return
        try:
            poll = self._polls.open(
                workspace_of(command).id, command["channel_id"], reader_of(command), f"{time.time():.6f}"
            )
        except ShelfError:
            logger.exception("a poll can't be opened")
            count(Event.SHELF_WRITE_FAILED)
            _refuse_command(ack, PollStatus.NOT_OPENED)
            return
        set_outcome(Outcome.POLL_OPENED)
        ack(response_type="in_channel", **self._message(poll).as_payload())

    def on_propose(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Open the window in which a book is proposed."""
        ref = PollRef.decode(chosen_value(action))
        if ref is None:
            _reply(body, Outcome.TOO_OLD, messages.too_old())
        else:
            slack_api = self._services.slack_api.for_workspace(workspace_of(body))
            window = proposal_view(ProposalOrigin(ref, body["response_url"]))
            if self._services.show_view("window of a proposal", slack_api.open_view, body["trigger_id"], window):
                set_outcome(Outcome.PROPOSAL_OPENED)
            else:
                _reply(body, Outcome.PROPOSAL_NOT_OPENED, PollStatus.WINDOW_NOT_OPENED)
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
            _log_unreachable()
            ack(**search_error(PollStatus.NOT_REACHED))
            return
        if poll is None:
            set_outcome(Outcome.PROPOSAL_REFUSED if current else Outcome.POLL_GONE)
            ack(**search_error(proposal_refusal(current, book.book_id) if current else PollStatus.GONE))
            return
        set_outcome(Outcome.PROPOSED)
        if self._show(origin.response_url, poll):
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
            _reply(body, Outcome.TOO_OLD, messages.too_old())
            ack()
            return
        with _reachable(body, PollStatus.NOT_COUNTED):
            poll = self._polls.vote(ballot, reader, action["action_ts"])
            current = poll or self._polls.read(ballot.ref)
            candidate = current.candidate(ballot.book_id) if current else None
            if poll and candidate:
                set_outcome(Outcome.VOTED)
                self._show(body["response_url"], poll)
                replies.reply(body, vote_confirmation(poll, candidate))
            elif current:
                self._show(body["response_url"], current)
                refusal = vote_refusal(current, ballot.round, ballot.book_id, reader.user_id)
                _reply(body, Outcome.VOTE_REFUSED, refusal)
            else:
                _reply(body, Outcome.POLL_GONE, PollStatus.GONE)
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
            _reply(body, Outcome.TOO_OLD, messages.too_old())
            return
        with _reachable(body, PollStatus.NOT_REACHED):
            for _ in range(CONFIG.attempts):
                poll = self._polls.read(ref)
                if poll is None:
                    _reply(body, Outcome.POLL_GONE, PollStatus.GONE)
                    return
                if not is_due(poll):
                    set_outcome(Outcome.POLL_SHOWN)
                    self._show(body["response_url"], poll)
                    return
                if not poll.may_lead(reader_of(body), float(action["action_ts"])):
                    _reply(body, Outcome.POLL_REFUSED, not_leading(poll))
                    return
                if len(poll.candidates) < POLL.candidates_to_vote:
                    _reply(body, Outcome.POLL_REFUSED, PollStatus.TOO_FEW)
                    return
                if changed := change(poll):
                    set_outcome(_outcome_of(changed))
                    self._show(body["response_url"], changed)
                    return
            _reply(body, Outcome.POLL_REFUSED, PollStatus.BUSY)

    def _show(self, response_url: str, poll: Poll) -> bool:
        """Put a poll as it is now in the place of its message; return False where Slack does not take it.

        Posts are repeated as the head of this module says.
        """
        until = time.monotonic() + CONFIG.posting_seconds
        for _ in range(CONFIG.posts):
            if not replies.replace_for_everyone(response_url, self._message(poll)):
                return False
            if time.monotonic() > until:
                break
            try:
                newest = self._polls.read(poll.ref)
            except ShelfError:
                logger.warning("a poll is not read once more", exc_info=True)
                break
            if newest is None or newest.version == poll.version:
                break
            poll = newest
        return True

    def _message(self, poll: Poll) -> Message:
        catalogue = self._services.current_catalogue()
        books = catalogue.books_with_ids([candidate.book_id for candidate in poll.candidates])
        return poll_message(poll, books, self._services.dataset_facts(catalogue))


@contextmanager
def _reachable(body: Payload, status: PollStatus) -> Iterator[None]:
    """Say so where the table can't be used now, and leave out the rest of the block."""
    try:
        yield
    except ShelfError:
        _log_unreachable()
        replies.reply(body, messages.sentence(status))


def _log_unreachable() -> None:
    logger.exception("a poll can't be read or changed")
    count(Event.SHELF_WRITE_FAILED)
    set_outcome(Outcome.NOT_SAVED)


def _reply(body: Payload, outcome: Outcome, message: Message | PollStatus) -> None:
    """Set the outcome of a click that changed nothing, and tell the person alone."""
    set_outcome(outcome)
    replies.reply(body, messages.sentence(message) if isinstance(message, PollStatus) else message)


def _refuse_command(ack: Ack, status: PollStatus) -> None:
    set_outcome(Outcome.POLL_NOT_OPENED)
    ack(response_type="ephemeral", **messages.sentence(status).as_payload())


def _outcome_of(changed: Poll) -> Outcome:
    if changed.state is PollState.CLOSED:
        return Outcome.VOTE_CLOSED
    return Outcome.SECOND_ROUND_BEGUN if changed.round > 1 else Outcome.VOTE_BEGUN
