"""Listeners of clicks beside books: in a message of one's own, in a shared one, and in Home alike.

A click shows its result in any case: the books as the shelf then has them, or a sentence on the failure.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from slack_bolt import Ack

from shelftalker.listeners.commands import answer_title
from shelftalker.listeners.payloads import chosen_value, is_in_home, is_private, reader_of
from shelftalker.listeners.services import Services
from shelftalker.listeners.surfaces import Surface, surface_of
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.observability import Event, Outcome, count, set_outcome
from shelftalker.recommend.listing import Done, Listing
from shelftalker.recommend.listing_pages import (
    books_after,
    books_by_author,
    books_for_reader,
    continue_listing,
    open_stop,
    show_again,
)
from shelftalker.recommend.listing_state import ListingState, state_of_element
from shelftalker.recommend.steps import Step
from shelftalker.recommend.stops import Source, Stop
from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views import messages
from shelftalker.views.block_kit import Message
from shelftalker.views.book_buttons import chosen_book_id
from shelftalker.views.click_results import done_message

_OUTCOMES = {
    Verb.RATE: Outcome.RATED,
    Verb.WANT: Outcome.WANTED,
    Verb.UNWANT: Outcome.UNWANTED,
    Verb.DISMISS: Outcome.DISMISSED,
    Verb.REMOVE: Outcome.REMOVED,
}


class Click(NamedTuple):
    """A click, read from Slack's payload.

    Attributes:
        body: The payload.
        reader: The person who clicked.
        state: The state of the listing around the clicked element; None where it is not in one that this code knows.
        action_id: The id of the element.
        value: The value of the button or the chosen option.
        acted_at: Slack's time of the click, in seconds since 1970, as text.
        surface: The message or Home in which the element is.
    """

    body: dict[str, Any]
    reader: Reader
    state: ListingState | None
    action_id: str
    value: str
    acted_at: str
    surface: Surface


class Clicks:
    """Answers clicks beside books."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_choose_book(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the books to read after the one of a button or a menu."""
        click = self._read(action, body)
        catalogue = self._services.current_catalogue()
        book = catalogue.book_with_id(chosen_book_id(click.value) or "")
        if book is None:
            _refuse(click, Outcome.BOOK_GONE, messages.book_gone())
        else:
            set_outcome(Outcome.CHOSEN)
            known = self._services.known_books(catalogue, click.reader)
            self._show(click, known, books_after(catalogue, book, known, click.state.onward if click.state else ()))
        ack()

    def on_back(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the latest stop of the way that the reader came; past its end their own books."""
        self._go_back(self._read(action, body))
        ack()

    def on_shelf_action(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Apply an action to the shelf, and show the books as the shelf then has them."""
        self._apply(self._read(action, body))
        ack()

    def on_five_more(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the five that follow."""
        self._replace_listing(self._read(action, body), Outcome.FIVE_MORE, continue_listing)
        ack()

    def on_by_author(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show other books by the author of the book asked about."""

        def by_author(
            catalogue: Catalogue, state: ListingState, known: KnownBooks, books: Mapping[str, Book]
        ) -> Listing:
            book = books.get(state.subject_id)
            if book is None:
                return show_again(catalogue, state, known, books)
            return books_by_author(catalogue, book, known, state.onward)

        self._replace_listing(self._read(action, body), Outcome.MORE_BY_AUTHOR, by_author)
        ack()

    def on_for_reader(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the reader's own first five; whatever way led elsewhere ends here."""
        click = self._read(action, body)
        catalogue = self._services.current_catalogue()
        set_outcome(Outcome.BACK_TO_OWN)
        known = self._services.known_books(catalogue, click.reader)
        self._show(click, known, books_for_reader(catalogue, known))
        ack()

    def on_undo(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Give a book the state back that it had on the shelf before it was rated or dismissed."""
        self._undo(self._read(action, body))
        ack()

    def _apply(self, click: Click) -> None:
        action = ShelfAction.decode(click.value, click.action_id)
        # Beside a shared book, and on Home's shelf, no listing has to be shown again.
        is_shared = action is not None and action.verb is Verb.WANT and not is_private(click.body)
        if action is None or (click.state is None and not (is_shared or is_in_home(click.body))):
            _refuse(click, Outcome.TOO_OLD, messages.too_old())
            return
        catalogue, shelves = self._services.current_catalogue(), self._services.shelves
        needed_ids = click.state.needed_ids if click.state else set()
        books = catalogue.books_with_ids(needed_ids | {action.book_id})
        if action.book_id not in books:
            _refuse(click, Outcome.BOOK_GONE, messages.book_gone())
            return
        former, status = self._services.write_shelf(shelves.apply, click.reader, action, click.acted_at)
        set_outcome(Outcome.NOT_SAVED if status else _OUTCOMES[action.verb])
        done = Done(action, books[action.book_id], Undo.of_action(action, former, click.acted_at))
        ending = messages.Status.LIST_IS_IN_HOME if is_shared else ""
        message = messages.sentence(status) if status else done_message(done, ending)
        if click.state is None and not is_in_home(click.body):
            click.surface.notify(message)
            return
        known = self._services.known_books(catalogue, click.reader)
        with self._services.learning_from(known, None if status else action):
            if click.state is None:
                click.surface.notify(message, known)
            else:
                listing = show_again(catalogue, click.state, known, books, None if status else done)
                self._show(click, known, listing, status, status or messages.Status.SAVED_SHELF_UNREAD)

    def _undo(self, click: Click) -> None:
        undo, state = Undo.decode(click.value), click.state
        if undo is None or (state is None and not (is_in_home(click.body) or is_private(click.body))):
            _refuse(click, Outcome.TOO_OLD, messages.too_old())
            return
        catalogue, shelves = self._services.current_catalogue(), self._services.shelves
        former, status = self._services.write_shelf(shelves.undo, click.reader, undo, click.acted_at)
        is_written = not status
        books = catalogue.books_with_ids((state.needed_ids if state else set()) | {undo.book_id})
        if is_written:
            book = books.get(undo.book_id)
            status = messages.undone(book, former) if former and book else messages.Status.NOTHING_TO_UNDO
        set_outcome(Outcome.UNDONE if former else Outcome.NOT_UNDONE if is_written else Outcome.NOT_SAVED)
        if state is None:
            show = click.surface.replace if is_written else click.surface.notify
            show(messages.sentence(status))
            return
        known = self._services.known_books(catalogue, click.reader)
        listing = show_again(catalogue, state.without_verdict(undo.book_id) if former else state, known, books)
        self._show(click, known, listing, status, status)

    def _go_back(self, click: Click) -> None:
        """Show the latest stop whose books the catalogue still has."""
        catalogue, trail = self._services.current_catalogue(), click.state.trail if click.state else ()
        set_outcome(Outcome.BACK)
        known = self._services.known_books(catalogue, click.reader)
        for number, stop in enumerate(trail, start=1):
            if stop.source in {Source.TYPED, Source.CHOICE}:
                if message := self._choice_again(catalogue, stop, known):
                    click.surface.replace(message)
                    return
                continue
            listing = open_stop(catalogue, stop, known, trail[number:])
            if listing.subjects or stop.is_for_reader:
                self._show(click, known, listing)
                return
        self._show(click, known, books_for_reader(catalogue, known))

    def _choice_again(self, catalogue: Catalogue, stop: Stop, known: KnownBooks) -> Message | None:
        """Return the books that one was chosen from; None where the catalogue has none of them any more."""
        if stop.source is Source.TYPED:
            _, message = answer_title(self._services, catalogue, stop.typed, lambda: known)
            return message
        books = catalogue.books_with_ids(stop.subject_ids)
        offered = [books[book_id] for book_id in stop.subject_ids if book_id in books]
        return messages.books_before(offered, self._services.dataset_facts(catalogue)) if offered else None

    def _replace_listing(
        self,
        click: Click,
        outcome: Outcome,
        build: Callable[[Catalogue, ListingState, KnownBooks, Mapping[str, Book]], Listing],
    ) -> None:
        """Show other books in the place of the clicked ones."""
        catalogue, state = self._services.current_catalogue(), click.state
        books = catalogue.books_with_ids(state.needed_ids) if state else {}
        if state is None or not (state.is_for_reader or books.keys() & state.subject_ids):
            _refuse(click, Outcome.TOO_OLD, messages.too_old())
            return
        set_outcome(outcome)
        known = self._services.known_books(catalogue, click.reader)
        self._show(click, known, build(catalogue, state, known, books))

    def _show(
        self,
        click: Click,
        known: KnownBooks,
        listing: Listing,
        status: str = "",
        status_unread: str = messages.Status.SHELF_UNREAD,
    ) -> None:
        """Show books on the surface of the click.

        Args:
            click: The click that this answers.
            known: The reader's shelf.
            listing: The books.
            status: A sentence on the click's result, or an empty string.
            status_unread: The same where the shelf can't be read.
        """
        if click.state is None or listing.state.source is not click.state.source:
            if listing.step:
                count(Event(listing.step))
            if listing.step is Step.SHELF and click.state and click.state.source is Source.POPULAR:
                status = status or messages.Status.BY_YOUR_TASTE
        click.surface.show(known, listing, status if known.is_available else status_unread)

    def _read(self, action: dict[str, Any], body: dict[str, Any]) -> Click:
        return Click(
            body=body,
            reader=reader_of(body),
            state=state_of_element(action.get("block_id", ""), action["action_id"]),
            action_id=action["action_id"],
            value=chosen_value(action),
            acted_at=action["action_ts"],
            surface=surface_of(self._services, body, action["action_ts"]),
        )


def _refuse(click: Click, outcome: Outcome, message: Message) -> None:
    """Set the outcome of a click that changes nothing, and notify the reader."""
    set_outcome(outcome)
    click.surface.notify(message)
