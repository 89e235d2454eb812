"""The slash command: answered in its acknowledgement without a call of Slack, so that no answer comes late or twice."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners.payloads import reader_of, typed_text
from shelftalker.listeners.services import Services, unread_status
from shelftalker.listeners.shelf_reading import ShelfReadings
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.recommend.listing_pages import books_after, books_after_all, books_for_reader
from shelftalker.recommend.recommender import popular_books
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Several, Suggestions
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.block_kit import Message
from shelftalker.views.listing import listing_message
from shelftalker.views.wording import DatasetFacts

_FIND = "find"
_CLUB = "club"


class Commands:
    """Answers `/recommend`."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._readings = ShelfReadings(services.shelves)

    def on_recommend(self, ack: Ack, command: dict[str, Any]) -> None:
        """Answer a title; without one, recommend for the reader.

        `find` opens the search window, `club` a poll for everyone in the channel, and `help` explains.
        """
        query = typed_text(command.get("text", "")).strip()
        catalogue = self._services.current_catalogue()
        logger.debug("command", extra={"query": query})
        if query.casefold() == _FIND:
            # Imported here, as everything that exact titles are answered without: each import is paid for at each cold
            # start.
            from shelftalker.listeners.search import open_search, origin_of_command  # noqa: PLC0415

            refusal = open_search(self._services, command, origin_of_command(command))
            ack(refusal.as_payload() | {"response_type": "ephemeral"} if refusal else "")
            return
        if query.casefold() == _CLUB:
            from shelftalker.listeners.club.polls import Polls  # noqa: PLC0415 - as above

            Polls(self._services).on_command(ack, command)
            return
        if query.casefold() == "help":
            from shelftalker.views.messages import help_message  # noqa: PLC0415 - as above

            outcome, message = Outcome.HELPED, help_message(command["command"])
        elif query:
            reading = self._readings.begin(reader_of(command))
            outcome, message = answer_title(
                self._services, catalogue, query, lambda: KnownBooks(catalogue, reading.shelf())
            )
            # Also where the answer needs no shelf: none is read across a freeze of the process, after which its
            # connection would pass for a fresh one.
            reading.wait()
        else:
            outcome, message = Outcome.SERVED_FOR_READER, self._for_reader(catalogue, reader_of(command))
        set_outcome(outcome)
        ack(response_type="ephemeral", **message.as_payload())

    def _for_reader(self, catalogue: Catalogue, reader: Reader) -> Message:
        known = self._services.known_books(catalogue, reader)
        listing = books_for_reader(catalogue, known)
        if listing.step:
            count(Event(listing.step))
        return listing_message(listing, self._services.dataset_facts(catalogue), status=unread_status(known))


def answer_title(
    services: Services, catalogue: Catalogue, typed: str, known_books: Callable[[], KnownBooks]
) -> tuple[Outcome, Message]:
    """Return the outcome of a title, or of whatever a reader types to find books, and its answer.

    Args:
        services: The services.
        catalogue: The model.
        typed: The text as it was typed.
        known_books: Reads the reader's shelf; called only where books to read next are shown.
    """
    dataset, found = services.dataset_facts(catalogue), find_books(catalogue, typed)
    if isinstance(found, Exact | Several):
        known = known_books()
        others = found.others if isinstance(found, Exact) else ()
        listing = (
            books_after(catalogue, found.book, known)
            if isinstance(found, Exact)
            else books_after_all(catalogue, found.books, known)
        )
        return Outcome.SERVED, listing_message(listing, dataset, others, status=unread_status(known))
    return _answer_choice(catalogue, found, _without_command(typed), dataset)


def _answer_choice(
    catalogue: Catalogue, found: Suggestions | ByAuthor | NotFound, query: str, dataset: DatasetFacts
) -> tuple[Outcome, Message]:
    """Return the outcome of a text that names no book, and books to choose from."""
    from shelftalker.views.messages import by_author, suggestions  # noqa: PLC0415 - as above

    if isinstance(found, ByAuthor):
        return Outcome.AUTHOR_FOUND, by_author(found.author, found.books, dataset, query)
    if isinstance(found, Suggestions):
        return Outcome.SUGGESTED, suggestions(query, found.books, dataset)
    return Outcome.NOT_FOUND, _answer_missed(catalogue, query, dataset)


def _answer_missed(catalogue: Catalogue, query: str, dataset: DatasetFacts) -> Message:
    """Count the kind of a text that names no book, and return the books nearest to it, or popular ones."""
    # Imported here, as above.
    from shelftalker.recommend.missed_titles import count_missed, nearest_books  # noqa: PLC0415
    from shelftalker.views.messages import isbn_not_found, not_found  # noqa: PLC0415

    count_missed(catalogue, query)
    if isbn_of(query):
        return isbn_not_found(popular_books(catalogue), dataset)
    near = nearest_books(catalogue, query)
    return not_found(query, [] if near else popular_books(catalogue), dataset, near)


def _without_command(typed: str) -> str:
    """Return what was typed after `find`, which is no part of a title that was not found."""
    command, _, query = typed.partition(" ")
    return query.strip() or typed if command.casefold() == _FIND else typed
