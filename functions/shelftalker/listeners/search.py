"""Finding a book without its exact title: the search window with its type-ahead, and the two shortcuts."""

import time
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners import replies
from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import Payload, is_in_home, reader_of, thread_of
from shelftalker.listeners.services import Services, voice_of
from shelftalker.listeners.surfaces import surface_of
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.listing import books_after
from shelftalker.search.type_ahead import completions
from shelftalker.shelf.contents import Shelf
from shelftalker.slack.errors import NoBotTokenError, SlackUnavailableError
from shelftalker.views import messages
from shelftalker.views.action_ids import SEARCH_TITLE
from shelftalker.views.block_kit import Message, unescape
from shelftalker.views.listing import listing_message
from shelftalker.views.search_window import (
    SearchOrigin,
    found_in_home_view,
    origin_of,
    search_error,
    search_view,
    title_options,
)

_NOT_TAKEN = "Slack did not take my answer. If this window has been open for half an hour, close it and search anew."


class Search:
    """Opens the search window, helps typing, and answers what was chosen."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_open(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Open the window from a button."""
        origin = (
            SearchOrigin.home(body["view"].get("private_metadata") or "")
            if is_in_home(body)
            else SearchOrigin.conversation(body["response_url"], thread_of(body))
        )
        refusal = open_search(self._services, body, origin)
        if refusal:
            surface_of(self._services, body, action["action_ts"]).tell(refusal)
        ack()

    def on_shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        """Open the window from anywhere in Slack; there is no conversation to answer in, nor to apologise in."""
        open_search(self._services, body, SearchOrigin.nowhere())
        ack()

    def on_typed(self, ack: Ack, body: dict[str, Any]) -> None:
        """Offer the books that what was typed so far may become."""
        books = completions(self._services.current_catalogue(), unescape(body.get("value") or ""))
        count("Typed")
        ack(**title_options(books))

    def on_submitted(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Answer the chosen book in the conversation that the search came from, or in Home."""
        catalogue = self._services.current_catalogue()
        book = _chosen_book(catalogue, view)
        if book is None:
            count("BookGone")
            ack(**search_error(messages.book_gone().text))
            return
        origin = origin_of(view.get("private_metadata") or "")
        shelf = self._services.read_shelf(reader_of(body))
        if origin.response_url:
            is_taken = _answer_in_conversation(origin, _answer(catalogue, book, shelf))
        else:
            from shelftalker.listeners.home_page import HomePage  # noqa: PLC0415 - as in surfaces.py

            listing = books_after(catalogue, book, shelf)
            home = {**body, "view": {"type": "home", "private_metadata": origin.home_metadata}}
            is_taken = HomePage(self._services, home, f"{time.time():.6f}").publish(catalogue, shelf, listing=listing)
        count("Found" if is_taken else "FoundNotTaken")
        if not is_taken:
            ack(**search_error(_NOT_TAKEN))
        elif origin == SearchOrigin.nowhere():
            window = found_in_home_view(reader_of(body).workspace_id, body["api_app_id"], book)
            ack(response_action="update", view=window)
        else:
            ack()

    def on_books_like_mentioned(self, ack: Ack, body: dict[str, Any]) -> None:
        """Answer the book that a message names; where it names several, let the person choose."""
        # Imported here: five milliseconds of each cold start, and only this needs them.
        from shelftalker.search.mentions import mentioned_books  # noqa: PLC0415
        from shelftalker.search.message_words import text_of_message  # noqa: PLC0415

        catalogue = self._services.current_catalogue()
        books = mentioned_books(catalogue, text_of_message(body["message"]))
        count("Mentioned" if books else "NoneMentioned")
        if not books:
            message = messages.none_mentioned()
        elif len(books) == 1:
            message = _answer(catalogue, books[0], self._services.read_shelf(reader_of(body)))
        else:
            message = messages.mentioned(books, voice_of(catalogue))
        replies.tell(body, message)
        ack()

    def on_link(self, ack: Ack) -> None:
        """Slack opens links by itself, and tells of them."""
        count("LinkOpened")
        ack()


def open_search(services: Services, body: Payload, origin: SearchOrigin) -> Message | None:
    """Open the search window for whoever asked for it by a command, click or shortcut.

    Returns:
        None where it is open, else what to say to whoever wanted it.
    """
    try:
        services.slack_api_for(body).open_view(body["trigger_id"], search_view(origin))
    except NoBotTokenError as error:
        logger.warning("no search window without a bot token", extra={"error": str(error)})
    except SlackUnavailableError:
        logger.exception("the search window can't be opened")
    else:
        count("SearchOpened")
        return None
    count("SearchNotOpened")
    return messages.search_unavailable()


def origin_of_command(command: Payload) -> SearchOrigin:
    """Where the answer goes when the search was opened by the command."""
    return SearchOrigin.conversation(command["response_url"], None)


def _answer_in_conversation(origin: SearchOrigin, message: Message) -> bool:
    """Say something where the search was opened; the messages there stay."""
    where = {"thread_ts": origin.thread_ts} if origin.thread_ts else {}
    how = {"response_type": "ephemeral", "replace_original": False}
    return replies.post(origin.response_url, message.as_payload() | how | where)


def _answer(catalogue: Catalogue, book: Book, shelf: Shelf | None) -> Message:
    listing = books_after(catalogue, book, shelf)
    return listing_message(listing, voice_of(catalogue), said="" if shelf else messages.SHELF_UNREAD)


def _chosen_book(catalogue: Catalogue, view: Payload) -> Book | None:
    for chosen in view["state"]["values"].values():
        option = chosen.get(SEARCH_TITLE, {}).get("selected_option")
        if option:
            return catalogue.book_with_id(option["value"])
    return None
