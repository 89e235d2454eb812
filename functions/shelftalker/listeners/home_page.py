"""Publishing a reader's Home: all of it at once, from the shelf and what the page remembers of itself."""

from dataclasses import dataclass, replace

from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import Payload, reader_of
from shelftalker.listeners.services import Services, voice_of
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing import Listing, books_for_reader, redrawn
from shelftalker.recommend.listing_state import ListingState
from shelftalker.recommend.picks import NOTHING_KNOWN
from shelftalker.shelf.contents import Shelf
from shelftalker.shelf.pages import ShelfTab, shelf_page
from shelftalker.slack.errors import NoBotTokenError, SlackUnavailableError
from shelftalker.views.block_kit import Message
from shelftalker.views.home import Home, HomeState, decode_home_state, home_view


@dataclass(frozen=True, slots=True)
class HomePage:
    """One reader's Home.

    Attributes:
        services: What it is made from.
        body: The payload of what was clicked in it, or of its being opened.
        drawn_at: The time of that, which has Slack clear the menus.
    """

    services: Services
    body: Payload
    drawn_at: str

    def with_own_books(self) -> "HomePage":
        """The same page with the reader's own books made anew; those beside a book stay."""
        listing = self.state.listing
        if listing is None or not listing.is_for_reader:
            return self
        state = replace(self.state, listing=None)
        return replace(self, body={**self.body, "view": {"private_metadata": state.encoded(), "type": "home"}})

    @property
    def state(self) -> HomeState:
        """What the page as it is shown remembers."""
        view = self.body.get("view") or (self.body.get("event") or {}).get("view") or {}
        return decode_home_state(view.get("private_metadata") or "")

    def publish(
        self,
        catalogue: Catalogue,
        shelf: Shelf | None,
        *,
        listing: Listing | None = None,
        place: tuple[ShelfTab, int] | None = None,
        said: str = "",
    ) -> bool:
        """Show Home anew.

        Args:
            catalogue: The model to draw it from.
            shelf: What the reader has; None where that can't be read now.
            listing: The books to list in place of those that the page remembers.
            place: The tab and page of the shelf to show in place of those.
            said: What just happened, in markup.

        Returns:
            Whether Slack took it; a failure is logged and counted.
        """
        state = self.state
        listing = listing or _remembered(catalogue, state.listing, shelf)
        if listing.step and state.listing is None:
            count(listing.step)
        page = shelf_page(catalogue, shelf, *(place or (state.shelf_tab, state.page))) if shelf else None
        preferences = (shelf or NOTHING_KNOWN).preferences
        home = Home(listing, page, preferences, catalogue.segments(), catalogue.languages(), said, self.drawn_at)
        return self._send(home, catalogue)

    def _send(self, home: Home, catalogue: Catalogue) -> bool:
        try:
            self.services.slack_api_for(self.body).publish_home(
                reader_of(self.body).user_id, home_view(home, voice_of(catalogue))
            )
        except NoBotTokenError as error:
            logger.warning("no Home without a bot token", extra={"error": str(error)})
        except SlackUnavailableError:
            logger.exception("Home can't be published")
        else:
            count("HomePublished")
            return True
        count("HomeNotPublished")
        return False


@dataclass(frozen=True, slots=True)
class HomeSurface:
    """The reader's Home, which is published whole."""

    page: HomePage

    def show(self, catalogue: Catalogue, listing: Listing, shelf: Shelf | None, said: str = "") -> None:
        """Show books in Home's list."""
        self.page.publish(catalogue, shelf, listing=listing, said=said)

    def tell(self, message: Message) -> None:
        """Say something at the top of Home."""
        services = self.page.services
        self.page.publish(
            services.current_catalogue(), services.read_shelf(reader_of(self.page.body)), said=message.text
        )


def _remembered(catalogue: Catalogue, state: ListingState | None, shelf: Shelf | None) -> Listing:
    """The books that the page lists; the reader's own where it remembers none, or those of a book that is gone."""
    if state:
        listing = redrawn(catalogue, state, shelf)
        if listing.subject or state.is_for_reader:
            return listing
    return books_for_reader(catalogue, shelf)
