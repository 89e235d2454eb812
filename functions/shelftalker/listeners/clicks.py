"""Clicks beside recommended books: in a message of one's own, in one that was shared, and in Home alike.

A click shows its result whatever happens: the books as the shelf then has them, or a sentence that says why not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners import replies
from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import chosen_value, reader_of
from shelftalker.listeners.services import Services, voice_of
from shelftalker.listeners.surfaces import Surface, surface_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing import (
    Listing,
    as_shown,
    books_after,
    books_by_author,
    books_for_reader,
    continued,
    redrawn,
)
from shelftalker.recommend.listing_state import BACK_TO_OWN, ListingState, Source, state_in_block_id
from shelftalker.recommend.picks import Step
from shelftalker.shelf.contents import Reader, Shelf
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.book_buttons import chosen_book_id
from shelftalker.views.listing import NOT_FOR_ME, shared_message

# A second click on Share within this time shares nothing more.
_SHARED_ONCE_SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class _Click:
    """A click as the listeners need it.

    Attributes:
        state: What the row of buttons remembers of the books around it; None where it is not from a listing.
        value: What the button or the chosen option carries.
        acted_at: Slack's time of the click, in seconds since 1970.
    """

    body: dict[str, Any]
    reader: Reader
    state: ListingState | None
    value: str
    acted_at: str
    surface: Surface


class Clicks:
    """Answers clicks beside books."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_choose_book(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show what to read after the book of a button."""
        click = self._read(action, body)
        catalogue = self._services.current_catalogue()
        book_id = chosen_book_id(click.value)
        book = catalogue.book_with_id(book_id) if book_id else None
        if book is None:
            count("BookGone")
            click.surface.tell(messages.book_gone())
        else:
            count("Chosen")
            back_id = _back_id(click.state, action["action_id"]) if click.state else ""
            self._show(click, catalogue, lambda shelf: books_after(catalogue, book, shelf, back_id))
        ack()

    def on_rate(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Put stars on the shelf, or that a book is not for this reader."""
        stars, _, book_id = chosen_value(action).partition(" ")
        shelves = self._services.shelves

        def rate(reader: Reader, book_id: str, acted_at: str) -> bool:
            return shelves.rate(reader, book_id, int(stars), acted_at)

        if stars == NOT_FOR_ME:
            self._save(action, body, book_id, "Dismissed", shelves.dismiss)
        else:
            self._save(action, body, book_id, "Rated", rate)
        ack()

    def on_want(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Put a book on the want-to-read list."""
        self._save(action, body, chosen_value(action), "Wanted", self._services.shelves.want)
        ack()

    def on_unwant(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Take a book off the list again."""
        self._save(action, body, chosen_value(action), "Unwanted", self._services.shelves.unwant)
        ack()

    def on_five_more(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the five that follow."""
        self._continue(action, body, "FiveMore", continued)
        ack()

    def on_by_author(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show other books by the author of the book asked about."""

        def by_author(catalogue: Catalogue, state: ListingState, shelf: Shelf | None) -> Listing:
            book = catalogue.book_with_id(state.subject_id)
            return books_by_author(catalogue, book, shelf, state.back_id) if book else redrawn(catalogue, state, shelf)

        self._continue(action, body, "MoreByAuthor", by_author)
        ack()

    def on_for_reader(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the reader's own first five."""
        click = self._read(action, body)
        catalogue = self._services.current_catalogue()
        count("BackToOwn")
        self._show(click, catalogue, lambda shelf: books_for_reader(catalogue, shelf))
        ack()

    def on_share(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the books to everyone in the conversation, once however often the button is clicked."""
        self._share(self._read(action, body))
        ack()

    def _share(self, click: _Click) -> None:
        catalogue = self._services.current_catalogue()
        state = click.state
        if state is None:
            _tell_too_old(click)
            return
        what = f"shared {click.body['container'].get('message_ts')} {state.encoded()}"
        try:
            is_first = self._services.shelves.claim(click.reader, what, _SHARED_ONCE_SECONDS)
        except ShelfError:
            logger.exception("sharing can't be remembered")
            count("ShelfWriteFailed")
            click.surface.tell(messages.not_shared())
            return
        if is_first:
            message = shared_message(as_shown(catalogue, state), click.reader.user_id, voice_of(catalogue))
            if not replies.tell_channel(click.body, message):
                self._forget_sharing(click.reader, what)
                click.surface.tell(messages.not_shared())
                return
        count("Shared" if is_first else "SharedAgain")
        self._show(click, catalogue, lambda shelf: redrawn(catalogue, state, shelf), messages.SHARED)

    def _forget_sharing(self, reader: Reader, what: str) -> None:
        """Let the reader try again."""
        try:
            self._services.shelves.release(reader, what)
        except ShelfError:
            logger.exception("a failed sharing stays remembered")

    def _continue(
        self,
        action: dict[str, Any],
        body: dict[str, Any],
        outcome: str,
        listing_from: Callable[[Catalogue, ListingState, Shelf | None], Listing],
    ) -> None:
        """Show other books in the place of those that were clicked."""
        click = self._read(action, body)
        catalogue = self._services.current_catalogue()
        state = click.state
        if state is None or not _is_whole(catalogue, state):
            _tell_too_old(click)
            return
        count(outcome)
        self._show(click, catalogue, lambda shelf: listing_from(catalogue, state, shelf))

    def _save(
        self,
        action: dict[str, Any],
        body: dict[str, Any],
        book_id: str,
        outcome: str,
        write: Callable[[Reader, str, str], bool],
    ) -> None:
        """Write an entry of the shelf, and draw the books as the shelf then has them."""
        click = self._read(action, body)
        catalogue = self._services.current_catalogue()
        state = click.state
        book = catalogue.book_with_id(book_id)
        if state is None:
            _tell_too_old(click)
            return
        if book is None:
            count("BookGone")
            click.surface.tell(messages.book_gone())
            return
        is_saved = self._services.save(outcome, lambda: write(click.reader, book.book_id, click.acted_at))
        self._show(
            click,
            catalogue,
            lambda shelf: redrawn(catalogue, state, shelf),
            "" if is_saved else messages.NOT_SAVED,
            messages.SAVED_SHELF_UNREAD if is_saved else messages.NOT_SAVED,
        )

    def _show(
        self,
        click: _Click,
        catalogue: Catalogue,
        listing_with: Callable[[Shelf | None], Listing],
        said: str = "",
        said_unread: str = messages.SHELF_UNREAD,
    ) -> None:
        """Show books as the shelf has them now.

        Args:
            click: What this answers.
            catalogue: The model.
            listing_with: Makes the listing from the shelf, which is None where it can't be read.
            said: What just happened.
            said_unread: The same where the shelf can't be read.
        """
        shelf = self._services.read_shelf(click.reader)
        listing = listing_with(shelf)
        if click.state is None or listing.state.source is not click.state.source:
            if listing.step:
                count(listing.step)
            if listing.step is Step.SHELF and click.state and click.state.source is Source.POPULAR:
                said = said or messages.BY_YOUR_TASTE
        click.surface.show(catalogue, listing, shelf, said if shelf else said_unread)

    def _read(self, action: dict[str, Any], body: dict[str, Any]) -> _Click:
        return _Click(
            body=body,
            reader=reader_of(body),
            state=state_in_block_id(action.get("block_id", "")),
            value=chosen_value(action),
            acted_at=action["action_ts"],
            surface=surface_of(self._services, body, action["action_ts"]),
        )


def _tell_too_old(click: _Click) -> None:
    count("TooOld")
    click.surface.tell(messages.too_old())


def _back_id(state: ListingState, action_id: str) -> str:
    """Where one comes back to from a book of this listing; who goes back already comes to what was before it."""
    return state.back_id if action_id.endswith(":back") else state.subject_id or BACK_TO_OWN


def _is_whole(catalogue: Catalogue, state: ListingState) -> bool:
    """Whether the book that a listing is about is still in the catalogue."""
    needs_subject = state.source in {Source.AFTER_BOOK, Source.BY_AUTHOR}
    return not needs_subject or catalogue.book_with_id(state.subject_id) is not None
