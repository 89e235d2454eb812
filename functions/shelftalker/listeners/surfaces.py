"""Where the books that were clicked stand, and where the answer therefore goes: a message or the reader's Home."""

from dataclasses import dataclass
from typing import Protocol

from shelftalker.listeners import replies
from shelftalker.listeners.payloads import Payload, is_in_home
from shelftalker.listeners.services import Services, voice_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing import Listing
from shelftalker.shelf.contents import Shelf
from shelftalker.views.block_kit import Message
from shelftalker.views.listing import listing_message


class Surface(Protocol):
    """Takes the answer to a click."""

    def show(self, catalogue: Catalogue, listing: Listing, shelf: Shelf | None, said: str = "") -> None:
        """Show books in the place of those that were clicked."""

    def tell(self, message: Message) -> None:
        """Say something, and leave the books as they are."""


@dataclass(frozen=True, slots=True)
class MessageSurface:
    """A message: its own reader's is drawn anew; one that others see too stays, and only who clicked gets an answer."""

    body: Payload
    acted_at: str

    def show(self, catalogue: Catalogue, listing: Listing, shelf: Shelf | None, said: str = "") -> None:  # noqa: ARG002
        """Show books in the message's place."""
        message = listing_message(listing, voice_of(catalogue), said=said, drawn_at=self.acted_at)
        replies.replace_or_tell(self.body, message)

    def tell(self, message: Message) -> None:
        """Say something below the message."""
        replies.tell(self.body, message)


def surface_of(services: Services, body: Payload, acted_at: str) -> Surface:
    """Where a click happened."""
    if is_in_home(body):
        # Imported here: titles are answered without it, and each import is paid for at each cold start.
        from shelftalker.listeners.home_page import HomePage, HomeSurface  # noqa: PLC0415

        return HomeSurface(HomePage(services, body, acted_at))
    return MessageSurface(body, acted_at)
