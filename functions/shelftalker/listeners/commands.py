"""The slash command: answered in its acknowledgement, with no call to Slack, so that nothing comes late or twice."""

from typing import Any

from slack_bolt import Ack

from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import reader_of
from shelftalker.listeners.search import open_search, origin_of_command
from shelftalker.listeners.services import Services, voice_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.recommend.listing import books_after, books_for_reader
from shelftalker.recommend.recommender import popular_books
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Suggestions, find_title
from shelftalker.shelf.contents import Reader
from shelftalker.views import messages
from shelftalker.views.block_kit import Message, unescape
from shelftalker.views.listing import listing_message

_FIND = "find"


class Commands:
    """Answers `/recommend`."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_recommend(self, ack: Ack, command: dict[str, Any]) -> None:
        """Answer a title; without one, recommend for the reader; `find` opens the search window, `help` explains."""
        query = unescape(command.get("text", "")).strip()
        catalogue = self._services.current_catalogue()
        logger.debug("command", extra={"query": query})
        if query.casefold() == _FIND:
            unopened = open_search(self._services, command, origin_of_command(command))
            ack(unopened.as_payload() | {"response_type": "ephemeral"} if unopened else "")
            return
        if query.casefold() == "help":
            outcome, message = "Helped", messages.help_message(command["command"])
        elif query:
            outcome, message = answer_title(catalogue, query)
        else:
            outcome, message = self._for_reader(catalogue, reader_of(command))
        count(outcome)
        ack(response_type="ephemeral", **message.as_payload())

    def _for_reader(self, catalogue: Catalogue, reader: Reader) -> tuple[str, Message]:
        shelf = self._services.read_shelf(reader)
        listing = books_for_reader(catalogue, shelf)
        said = "" if shelf else messages.SHELF_UNREAD
        return str(listing.step), listing_message(listing, voice_of(catalogue), said=said)


def answer_title(catalogue: Catalogue, typed: str) -> tuple[str, Message]:
    """What to say to a title, the same for everyone, and what that is counted as."""
    voice = voice_of(catalogue)
    query, found = _found(catalogue, typed)
    if isinstance(found, Exact):
        return "Served", listing_message(books_after(catalogue, found.book), voice, found.others)
    if isinstance(found, ByAuthor):
        return "AuthorFound", messages.by_author(found.author, found.books, voice)
    if isinstance(found, Suggestions):
        return "Suggested", messages.suggestions(query, found.books, voice)
    popular = popular_books(catalogue)
    return "NotFound", (
        messages.isbn_not_found(popular, voice) if isbn_of(query) else messages.not_found(query, popular, voice)
    )


def _found(catalogue: Catalogue, typed: str) -> tuple[str, Exact | Suggestions | ByAuthor | NotFound]:
    """The query in what was typed, and what it names: `find` before it is the command, unless a title begins so."""
    found = find_title(catalogue, typed)
    command, _, query = typed.partition(" ")
    if command.casefold() != _FIND or not query.strip() or isinstance(found, Exact):
        return typed, found
    found_after = find_title(catalogue, query.strip())
    is_better = isinstance(found, NotFound) or not isinstance(found_after, NotFound)
    return (query.strip(), found_after) if is_better else (typed, found)
