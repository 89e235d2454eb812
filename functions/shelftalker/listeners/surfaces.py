"""The surfaces on which clicked books stand, and the answer therefore appears: a message or the reader's Home."""

from typing import NamedTuple, Protocol

from shelftalker.listeners import replies
from shelftalker.listeners.payloads import Payload, is_in_home
from shelftalker.listeners.services import Services
from shelftalker.recommend.listing import Listing
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.block_kit import Message
from shelftalker.views.listing import listing_message


class Surface(Protocol):
    """A surface that takes the answer to a click."""

    def show(self, known: KnownBooks, listing: Listing, status: str = "") -> None:
        """Show books in the place of the clicked ones, with a sentence on the click's result."""

    def replace(self, message: Message) -> None:
        """Show a message in the place of the books, where the surface has room for one."""

    def notify(self, message: Message, known: KnownBooks | None = None) -> None:
        """Show a message, and leave the books as they are; the shelf is read where it is needed and not given."""


class MessageSurface(NamedTuple):
    """A message: its only reader's is replaced; one that others see too stays, and only who clicked gets an answer."""

    services: Services
    body: Payload
    acted_at: str

    def show(self, known: KnownBooks, listing: Listing, status: str = "") -> None:
        """Show books in the message's place."""
        message = listing_message(
            listing, self.services.dataset_facts(known.catalogue), status=status, drawn_at=self.acted_at
        )
        replies.replace_original(self.body, message)

    def replace(self, message: Message) -> None:
        """Show another message in the message's place."""
        replies.replace_original(self.body, message)

    def notify(self, message: Message, known: KnownBooks | None = None) -> None:  # noqa: ARG002 - Home needs it
        """Show a message below the clicked one."""
        replies.reply(self.body, message)


def surface_of(services: Services, body: Payload, acted_at: str) -> Surface:
    """Return the surface of a click."""
    if is_in_home(body):
        # Imported here: titles are answered without it, and each import is paid for at each cold start.
        from shelftalker.listeners.home_page import HomeSurface  # noqa: PLC0415

        return HomeSurface.of_click(services, body, acted_at)
    return MessageSurface(services, body, acted_at)
