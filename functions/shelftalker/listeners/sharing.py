"""Listeners of sharing: five books with everyone in a conversation, or one of them with a word of one's own."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners import replies
from shelftalker.listeners.payloads import reader_of, thread_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.listeners.surfaces import surface_of
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.recommend.listing_pages import as_shown, show_again
from shelftalker.recommend.listing_state import ListingState, state_of_element
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfError
from shelftalker.views import messages
from shelftalker.views.share_window import ShareOrigin, chosen_to_share, share_error, share_view, shared_before_view
from shelftalker.views.shared import shared_book_message, shared_message

# A second click on Share within this time shares nothing more.
_SHARED_ONCE_SECONDS = 60 * 60


class Sharing:
    """Shares books with everyone in the conversation of a message."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_share(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the books to everyone in the conversation, once however often the button is clicked."""
        state = state_of_element(action.get("block_id", ""), action["action_id"])
        surface, reader = surface_of(self._services, body, action["action_ts"]), reader_of(body)
        if state is None:
            set_outcome(Outcome.TOO_OLD)
            surface.notify(messages.too_old())
            ack()
            return
        catalogue = self._services.current_catalogue()
        books = catalogue.books_with_ids(state.needed_ids)
        message = shared_message(
            as_shown(catalogue, state, books), reader.user_id, self._services.dataset_facts(catalogue)
        )
        is_first = self._share_once(reader, _deed(body, state), lambda: replies.reply_to_channel(body, message))
        if is_first is None:
            surface.notify(messages.not_shared())
        else:
            known = self._services.known_books(catalogue, reader)
            status = messages.Status.SHARED if is_first else messages.Status.SHARED_BEFORE
            surface.show(known, show_again(catalogue, state, known, books), status)
        ack()

    def on_share_one(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Open the window in which one of the books is chosen, with room for a word of one's own."""
        state = state_of_element(action.get("block_id", ""), action["action_id"])
        surface = surface_of(self._services, body, action["action_ts"])
        catalogue = self._services.current_catalogue()
        listing = as_shown(catalogue, state) if state else None
        if listing is None or not listing.books:
            set_outcome(Outcome.TOO_OLD)
            surface.notify(messages.too_old())
            ack()
            return
        origin = ShareOrigin(body["response_url"], thread_of(body) or "")
        slack_api = self._services.slack_api.for_workspace(workspace_of(body))
        window = share_view(listing, origin)
        is_open = self._services.show_view("window of one book", slack_api.open_view, body["trigger_id"], window)
        set_outcome(Outcome.SHARE_OPENED if is_open else Outcome.SHARE_NOT_OPENED)
        if not is_open:
            surface.notify(messages.share_unavailable())
        ack()

    def on_submitted(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Show the chosen book, with the person's own word, to everyone in the conversation."""
        catalogue, reader = self._services.current_catalogue(), reader_of(body)
        chosen = chosen_to_share(view)
        book = catalogue.book_with_id(chosen.book_id)
        if book is None:
            set_outcome(Outcome.BOOK_GONE)
            ack(**share_error(messages.book_gone().text))
            return
        message = shared_book_message(book, chosen.word, reader.user_id, self._services.dataset_facts(catalogue))
        is_first = self._share_once(
            reader,
            f"shared {view['id']}",
            lambda: replies.reply_to_conversation(chosen.origin.response_url, chosen.origin.thread_ts, message),
        )
        if is_first is None:
            ack(**share_error(messages.Status.SHARE_NOT_TAKEN))
        elif is_first:
            ack()
        else:
            ack(response_action="update", view=shared_before_view(book))

    def _share_once(self, reader: Reader, deed: str, send: Callable[[], bool]) -> bool | None:
        """Share once; return whether this was the first time, or None where it did not reach the conversation."""
        try:
            is_first = self._services.shelves.claim(reader, deed, _SHARED_ONCE_SECONDS)
        except ShelfError:
            logger.exception("sharing can't be remembered")
            count(Event.SHELF_WRITE_FAILED)
            set_outcome(Outcome.NOT_SHARED)
            return None
        if is_first and not send():
            self._release(reader, deed)
            set_outcome(Outcome.NOT_SHARED)
            return None
        set_outcome(Outcome.SHARED if is_first else Outcome.SHARED_AGAIN)
        return is_first

    def _release(self, reader: Reader, deed: str) -> None:
        """Let the reader try again."""
        try:
            self._services.shelves.release(reader, deed)
        except ShelfError:
            logger.exception("a failed sharing stays remembered")


def _deed(body: dict[str, Any], state: ListingState) -> str:
    """Return the name of the sharing of these books from this message, however its reader came to them."""
    books = ListingState(state.source, state.subject_ids, positions=state.positions).encode()
    return f"shared {body['container'].get('message_ts')} {sha256(books.encode()).hexdigest()}"
