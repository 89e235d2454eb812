"""Listeners of a poll's *Count me in* and *Suggest from our shelves*: candidates for all who are counted in."""

from typing import Any, NamedTuple

from slack_bolt import Ack

from shelftalker.club.members import ClubPlace, Members
from shelftalker.club.polls import POLL, Candidate, Fit, Poll, PollRef, PollState
from shelftalker.listeners.club.counting_in import CountingIn
from shelftalker.listeners.club.poll_replies import PollReplies, log_unreachable, reply_alone, table_in_reach
from shelftalker.listeners.club.shared_lists import books_of_members
from shelftalker.listeners.payloads import Payload, chosen_value
from shelftalker.listeners.services import Services
from shelftalker.observability import Outcome, set_outcome
from shelftalker.recommend.joined_shelves import JOINED_SHELVES, JoinedList
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.club.poll_answers import PollStatus


class SuggestionsConfig(NamedTuple):
    """The numbers of suggestions.

    Attributes:
        books: Most books that one click adds, which leave room for what people propose.
        order_seconds: Distance of their times, which keep them in the order in which they suit people.
        attempts: Attempts at adding them, into each of which another change of the poll may come.
    """

    books: int = 3
    order_seconds: float = 1e-6
    attempts: int = 5


_CONFIG = SuggestionsConfig()


class PollSuggestions:
    """Counts people in, and adds books from their shelves to the candidates."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._replies = PollReplies(services)

    def on_count_in(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Count the person who clicked in, in this channel, and show everyone how many are."""
        with table_in_reach(body, PollStatus.NOT_REACHED):
            if poll := self._poll(action, body):
                place = ClubPlace(poll.ref.workspace_id, poll.channel_id)
                members = CountingIn(self._services).count_in(body, place, action["action_ts"])
                if members is not None:
                    self._show_number(poll, len(members), body)
        ack()

    def on_suggest(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Add the books that suit most of those who are counted in to the candidates, all of them or none."""
        with table_in_reach(body, PollStatus.NOT_REACHED):
            if poll := self._poll(action, body):
                self._suggest(poll, float(action["action_ts"]), body)
        ack()

    def _show_number(self, poll: Poll, counted_in: int, body: Payload) -> None:
        """Show everyone how many are counted in; where the poll can't be changed now, the next such click does."""
        try:
            noted = self._replies.polls.note_members(poll.ref, counted_in)
        except ShelfError:
            log_unreachable()
        else:
            self._replies.show(body["response_url"], noted or poll)

    def _suggest(self, poll: Poll, at: float, body: Payload) -> None:
        place, polls = ClubPlace(poll.ref.workspace_id, poll.channel_id), self._replies.polls
        members = Members(self._services.shelves.table).of_channel(place)
        joined = books_of_members(self._services, self._services.current_catalogue(), members)
        current: Poll | None = poll
        for _ in range(_CONFIG.attempts):
            if current is None or current.state is not PollState.GATHERING:
                break
            candidates = _further_candidates(current, joined, at)
            if not candidates:
                reply_alone(body, Outcome.NONE_FOR_CLUB, _reason(joined))
                return
            if suggested := polls.suggest(current, candidates, len(members)):
                set_outcome(Outcome.SUGGESTED_FOR_CLUB)
                self._replies.show(body["response_url"], suggested)
                return
            current = polls.read(poll.ref)
            if not self._replies.has_time():
                break
        if current is None:
            reply_alone(body, Outcome.POLL_GONE, PollStatus.GONE)
            return
        self._replies.show(body["response_url"], current)
        refusal = PollStatus.BUSY if current.state is PollState.GATHERING else PollStatus.BEGUN
        reply_alone(body, Outcome.PROPOSAL_REFUSED, refusal)

    def _poll(self, action: Payload, body: Payload) -> Poll | None:
        """Return the poll of a button; None where there is none, which the person is told."""
        ref = PollRef.decode(chosen_value(action))
        if ref is None:
            reply_alone(body, Outcome.TOO_OLD, messages.too_old())
            return None
        poll = self._replies.polls.read(ref)
        if poll is None:
            reply_alone(body, Outcome.POLL_GONE, PollStatus.GONE)
        return poll


def _further_candidates(poll: Poll, joined: JoinedList, at: float) -> list[Candidate]:
    """Return the books that suit most people and are no candidates yet, as many as there is room for."""
    room = min(_CONFIG.books, POLL.candidates - len(poll.candidates))
    further = [each for each in joined.books if not poll.candidate(each.book.book_id)][:room]
    return [
        Candidate.of_book(each.book, at + number * _CONFIG.order_seconds, fit=Fit(each.fits, each.of))
        for number, each in enumerate(further)
    ]


def _reason(joined: JoinedList) -> PollStatus:
    """Return the reason why no book was added."""
    if joined.people < JOINED_SHELVES.least_tastes:
        return PollStatus.TOO_FEW_COUNTED_IN
    if joined.unread and joined.with_taste < JOINED_SHELVES.least_tastes:
        return PollStatus.SHELVES_UNREAD
    return PollStatus.NO_TASTES if joined.with_taste < JOINED_SHELVES.least_tastes else PollStatus.NO_FURTHER
