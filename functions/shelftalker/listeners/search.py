"""Listeners of the search window with its type-ahead, and of the two shortcuts: books without their exact title."""

import time
from typing import Any
from urllib.parse import unquote_plus

from slack_bolt import Ack

from shelftalker.listeners import replies
from shelftalker.listeners.payloads import (
    Payload,
    is_in_home,
    is_in_window,
    reader_of,
    thread_of,
    typed_text,
    workspace_of,
)
from shelftalker.listeners.services import Services, unread_status
from shelftalker.listeners.surfaces import surface_of
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.observability import Outcome, set_outcome
from shelftalker.recommend.listing_pages import books_after
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views import messages
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Message
from shelftalker.views.listing import listing_message
from shelftalker.views.search_window import (
    SearchOrigin,
    found_in_home_view,
    origin_of,
    search_error,
    search_view,
    title_options,
)


class Search:
    """Opens the search window, completes typed titles, and answers the chosen one."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_open(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Open the window from a button."""
        origin = _origin_of_click(body)._replace(typed=_typed_before(action))
        refusal = open_search(self._services, body, origin)
        if refusal and not is_in_window(body):
            surface_of(self._services, body, action["action_ts"]).notify(refusal)
        ack()

    def on_shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        """Open the window from anywhere in Slack; there is no conversation to answer in, not even on a failure."""
        open_search(self._services, body, SearchOrigin.nowhere())
        ack()

    def on_typed(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the books that the typed text may become; before anything is typed, those for what was typed before."""
        # Imported here: titles are answered without it, and each import is paid for at each cold start.
        from shelftalker.search.offered_books import offered_books  # noqa: PLC0415

        typed = typed_text(body.get("value") or "")
        if not typed.strip():
            typed = origin_of((body.get("view") or {}).get("private_metadata") or "").typed
        books = offered_books(self._services.current_catalogue(), typed)
        set_outcome(Outcome.TYPED)
        ack(**title_options(books))

    def on_submitted(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Answer the chosen book in the conversation that the search came from, or in Home."""
        catalogue = self._services.current_catalogue()
        book = chosen_book(catalogue, view)
        if book is None:
            set_outcome(Outcome.BOOK_GONE)
            ack(**search_error(messages.book_gone().text))
            return
        origin, reader = origin_of(view.get("private_metadata") or ""), reader_of(body)
        known = self._services.known_books(catalogue, reader)
        if origin.response_url:
            message = self._message_after(catalogue, book, known)
            is_taken = replies.reply_in(origin.response_url, origin.thread_ts, message)
        else:
            is_taken = self._publish_home(body, origin, book, known)
        set_outcome(Outcome.FOUND if is_taken else Outcome.FOUND_NOT_TAKEN)
        if not is_taken:
            ack(**search_error(messages.Status.SEARCH_NOT_TAKEN))
        elif origin == SearchOrigin.nowhere():
            window = found_in_home_view(reader.workspace_id, body["api_app_id"], book)
            ack(response_action="update", view=window)
        else:
            ack()

    def on_books_like_mentioned(self, ack: Ack, body: dict[str, Any]) -> None:
        """Answer the book that a message mentions; of several, let the person choose."""
        # Imported here: five milliseconds of each cold start, and only this needs it.
        from shelftalker.search.message_books import books_of_message  # noqa: PLC0415

        catalogue = self._services.current_catalogue()
        books = books_of_message(catalogue, body["message"])
        set_outcome(Outcome.MENTIONED if books else Outcome.NONE_MENTIONED)
        if not books:
            message = messages.none_mentioned()
        elif len(books) == 1:
            message = self._message_after(catalogue, books[0], self._services.known_books(catalogue, reader_of(body)))
        else:
            message = messages.mentioned_books_message(books, self._services.dataset_facts(catalogue))
        replies.reply(body, message)
        ack()

    def on_link(self, ack: Ack) -> None:
        """Acknowledge the click on a link, which Slack opens by itself."""
        set_outcome(Outcome.LINK_OPENED)
        ack()

    def _message_after(self, catalogue: Catalogue, book: Book, known: KnownBooks) -> Message:
        listing = books_after(catalogue, book, known)
        return listing_message(listing, self._services.dataset_facts(catalogue), status=unread_status(known))

    def _publish_home(self, body: Payload, origin: SearchOrigin, book: Book, known: KnownBooks) -> bool:
        # Imported here: titles are answered without it, and each import is paid for at each cold start.
        from shelftalker.listeners.home_page import HomePage  # noqa: PLC0415
        from shelftalker.views.home import HomeState  # noqa: PLC0415

        state = HomeState.decode(origin.home_metadata)
        page = HomePage(reader_of(body), workspace_of(body), state, drawn_at=f"{time.time():.6f}")
        return page.publish(self._services, known, listing=books_after(known.catalogue, book, known))


def open_search(services: Services, body: Payload, origin: SearchOrigin) -> Message | None:
    """Open the search window for the person who asked for it by a command, click or shortcut.

    Returns:
        None where it is open, else a message for that person.
    """
    view = search_view(origin, _likeliest_book(services, origin.typed))
    slack_api = services.slack_api.for_workspace(workspace_of(body))
    show = slack_api.push_view if is_in_window(body) else slack_api.open_view
    is_open = services.show_view("search window", show, body["trigger_id"], view)
    set_outcome(Outcome.SEARCH_OPENED if is_open else Outcome.SEARCH_NOT_OPENED)
    return None if is_open else messages.search_unavailable()


def _origin_of_click(body: Payload) -> SearchOrigin:
    """Return the place of a click: Home, a window of an import that belongs to a Home, or a conversation."""
    metadata = (body.get("view") or {}).get("private_metadata") or ""
    if is_in_home(body):
        return SearchOrigin.home(metadata)
    if is_in_window(body):
        # Imported here: only the summary of an import has such a button.
        from shelftalker.views.library_import.import_window import ImportOrigin  # noqa: PLC0415

        return SearchOrigin.home(ImportOrigin.decode(metadata).home_metadata)
    return SearchOrigin.conversation(body["response_url"], thread_of(body))


def _typed_before(action: Payload) -> str:
    """Return the text that was typed before *Find a book* was clicked, as its value has it after one word."""
    return unquote_plus(str(action.get("value") or "").partition(" ")[2])


def _likeliest_book(services: Services, typed: str) -> Book | None:
    """Return the book that a text names or may mean, or None."""
    if not typed:
        return None
    # Imported here: the window mostly opens without a text.
    from shelftalker.search.offered_books import meant_books  # noqa: PLC0415

    return next(iter(meant_books(services.current_catalogue(), typed)), None)


def origin_of_command(command: Payload) -> SearchOrigin:
    """Return the origin of a search that the command opened."""
    return SearchOrigin.conversation(command["response_url"], None)


def chosen_book(catalogue: Catalogue, view: Payload) -> Book | None:
    """Return the book that was chosen in a window with a field for titles; None where the model has it no more."""
    for chosen in view["state"]["values"].values():
        option = chosen.get(ActionId.SEARCH_TITLE, {}).get("selected_option")
        if option:
            return catalogue.book_with_id(option["value"])
    return None
