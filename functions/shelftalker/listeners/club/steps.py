"""The step "Recommend a book" of workflows: Slack has it run by an event, and is told its outputs by the Web API.

A workflow that a workspace schedules itself posts them, so that the app needs no right to write into channels. See
https://docs.slack.dev/reference/events/function_executed.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from slack_bolt import BoltRequest, BoltResponse

from shelftalker.aws.dynamodb_table import Item
from shelftalker.club.members import ClubPlace, Members, pointer_key
from shelftalker.club.picks import Picks
from shelftalker.listeners.club.shelves_of_members import read_shelves
from shelftalker.listeners.payloads import Payload, reader_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Outcome, logger, set_outcome
from shelftalker.recommend.joined_shelves import JoinedBook
from shelftalker.recommend.picked_books import books_for_members, books_for_person
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.table import ShelfError
from shelftalker.slack.errors import SlackCallError, SlackUnavailableError
from shelftalker.slack.workflow_steps import StepApi
from shelftalker.views.club.step_outputs import StepRefusal, step_outputs

STEP = "recommend_book"


class StepConfig(NamedTuple):
    """The numbers of a step.

    Attributes:
        last_retry: Number of Slack's last repetition of an event that failed: at once, after a minute and after five.
        ended_codes: Slack's codes for an execution that is over, whether it got this answer before or was cancelled.
    """

    last_retry: int = 3
    ended_codes: frozenset[str] = frozenset({"execution_not_in_running_state", "function_execution_not_found"})


_CONFIG = StepConfig()


class _RefusedError(Exception):
    """The step can't recommend a book; the sentence says what to do."""


class _Candidates(NamedTuple):
    """The books to pick one of.

    Attributes:
        key: Of the item that remembers what was picked before.
        books: The books, best first.
    """

    key: Item
    books: list[JoinedBook]


class Steps:
    """Runs steps of workflows."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._members = Members(services.shelves.table)
        self._picks = Picks(services.shelves.table)

    def on_executed(self, body: dict[str, Any], event: dict[str, Any], request: BoltRequest) -> BoltResponse:
        """Recommend a book to a workflow, or tell it why not; one that failed for now is asked for once more by Slack.

        Repeated, an execution gives the same book.
        """
        execution_id = str(event["function_execution_id"])
        answer = StepApi(self._services.slack_api, str(event["bot_access_token"]))
        try:
            outputs = self._outputs(body, event, execution_id)
        except _RefusedError as refused:
            sentence = str(refused)
            return self._answer(Outcome.STEP_REFUSED, lambda: answer.fail(execution_id, sentence))
        except ShelfError:
            logger.exception("a step can't read or write what it needs")
            if _retry_number(request) < _CONFIG.last_retry:
                set_outcome(Outcome.STEP_FAILED)
                return BoltResponse(status=503)
            return self._answer(Outcome.STEP_FAILED, lambda: answer.fail(execution_id, StepRefusal.UNREACHABLE))
        return self._answer(Outcome.STEP_COMPLETED, lambda: answer.complete(execution_id, outputs))

    @staticmethod
    def _answer(outcome: Outcome, answer: Callable[[], None]) -> BoltResponse:
        """Answer, and have Slack repeat the event where it did not take that now."""
        try:
            answer()
        except SlackUnavailableError as error:
            if not (isinstance(error, SlackCallError) and error.code in _CONFIG.ended_codes):
                logger.exception("Slack did not take the answer to a step")
                set_outcome(Outcome.STEP_FAILED)
                return BoltResponse(status=503)
            logger.warning("a step is over already", extra={"code": error.code})
        set_outcome(outcome)
        return BoltResponse(status=200)

    def _outputs(self, body: Payload, event: Payload, execution_id: str) -> dict[str, str]:
        """Return the outputs of an execution; raises _RefusedError where it has none, and ShelfError for now."""
        if (event.get("function") or {}).get("callback_id") != STEP:
            raise _RefusedError(StepRefusal.UNKNOWN_STEP)
        catalogue = self._services.current_catalogue()
        candidates = self._candidates(body, event.get("inputs") or {}, catalogue)
        by_id = {each.book.book_id: each for each in candidates.books}
        book_id = self._picks.pick(candidates.key, execution_id, list(by_id))
        # What an execution picked before may be no candidate any more.
        book = catalogue.book_with_id(book_id) if book_id else None
        if book_id is None or book is None:
            raise _RefusedError(StepRefusal.NO_BOOK)
        picked = by_id.get(book_id, JoinedBook(book, 0, 0))
        return step_outputs(picked, self._services.dataset_facts(catalogue))

    def _candidates(self, body: Payload, inputs: Payload, catalogue: Catalogue) -> _Candidates:
        channel_id, person_id = str(inputs.get("channel") or ""), str(inputs.get("person") or "")
        if not channel_id and not person_id:
            raise _RefusedError(StepRefusal.NO_INPUT)
        try:
            place = ClubPlace(workspace_of(body).id, channel_id) if channel_id else None
            if person_id:
                return self._for_person(body, person_id, place, catalogue)
            return self._for_members(place or ClubPlace("", ""), catalogue)
        except ValueError as error:  # no ids as Slack gives them
            raise _RefusedError(StepRefusal.NO_INPUT) from error

    def _for_members(self, place: ClubPlace, catalogue: Catalogue) -> _Candidates:
        members = self._members.of_channel(place)
        if not members:
            raise _RefusedError(StepRefusal.NOBODY_COUNTED_IN)
        shelves = read_shelves(self._services, catalogue, members)
        books = books_for_members(catalogue, shelves)
        if not any(each.of for each in books) and not all(known.is_available for known in shelves):
            raise ShelfError("Shelves of members can't be read now, and the others tell too little.")
        return _Candidates(place.key, books)

    def _for_person(self, body: Payload, person_id: str, place: ClubPlace | None, catalogue: Catalogue) -> _Candidates:
        """Return the books for a person, whom anybody's workflow may name: only where they opted in themselves."""
        club, reader = self._opted_in(body, person_id, place)
        known = KnownBooks(catalogue, self._services.shelves.read(reader))
        books = books_for_person(catalogue, known)
        if not books:
            raise _RefusedError(StepRefusal.NOT_FOR_PERSON)
        return _Candidates(pointer_key(club, reader), books)

    def _opted_in(self, body: Payload, person_id: str, place: ClubPlace | None) -> tuple[ClubPlace, Reader]:
        """Return a channel in which a person is counted in, the named one if one is, and the person as they are there.

        Raises:
            _RefusedError: There is none.
        """
        if place:
            for member in self._members.of_channel(place):
                if member.reader.user_id == person_id:
                    return place, member.reader
            raise _RefusedError(StepRefusal.NOT_FOR_PERSON)
        reader = reader_of({**body, "event": {"user": person_id}})
        clubs = self._members.clubs_of(reader)
        if not clubs:
            raise _RefusedError(StepRefusal.NOT_FOR_PERSON)
        return clubs[0], reader


def _retry_number(request: BoltRequest) -> int:
    """Return how often Slack has repeated an event before, 0 for the first time."""
    number = (request.headers.get("x-slack-retry-num") or ["0"])[0]
    return int(number) if number.isdigit() else 0
