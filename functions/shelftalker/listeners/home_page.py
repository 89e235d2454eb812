"""A reader's Home: published whole, from the shelf and the state that the page holds of itself."""

from typing import NamedTuple

from shelftalker.listeners.payloads import Payload, reader_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Event, count
from shelftalker.recommend.first_books import first_books
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_pages import books_for_reader, show_again
from shelftalker.recommend.steps import STEPS
from shelftalker.recommend.stops import Source
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.pages import shelf_page
from shelftalker.slack.workspace import Workspace
from shelftalker.views.block_kit import Message
from shelftalker.views.first_books import FirstDay
from shelftalker.views.home import Home, HomeState, home_view
from shelftalker.views.shelf import RowNotice, row_in_block_id
from shelftalker.views.wording import DatasetFacts


class HomePage(NamedTuple):
    """One reader's Home.

    Attributes:
        reader: The reader.
        workspace: The installation whose token publishes it.
        state: The state of the page as it is shown.
        drawn_at: The time of the click or event that it is drawn for, which has Slack clear the menus.
    """

    reader: Reader
    workspace: Workspace
    state: HomeState
    drawn_at: str

    def with_own_books(self) -> "HomePage":
        """Return the page with the reader's own books listed anew; those after a book stay."""
        listing = self.state.listing
        return self._replace(state=self.state._replace(listing=None)) if listing and listing.is_for_reader else self

    def as_opened(self) -> "HomePage":
        """Return the page as it is when its reader comes to it: with their own books, or the first ones to rate."""
        page = self.with_own_books()
        return page._replace(state=page.state._replace(first_place=page.state.first_place or 0))

    def publish(
        self,
        services: Services,
        known: KnownBooks,
        *,
        listing: Listing | None = None,
        status: str = "",
        notice: RowNotice | None = None,
        result_of_first_books: str = "",
    ) -> bool:
        """Publish Home.

        Args:
            services: Slack's Web API among them.
            known: The reader's shelf.
            listing: The books to list in place of those in the page's state.
            status: A sentence on the result of a click, in markup.
            notice: The result of a click beside a book of the shelf.
            result_of_first_books: The result of a click on them, in markup, which stands beside them where they stay.

        Returns:
            Whether Slack took it; a failure is logged and counted.
        """
        drawn = self.draw(
            known, listing=listing, status=status, notice=notice, result_of_first_books=result_of_first_books
        )
        home = drawn._replace(learns=services.learns(known))
        if home.listing and home.listing.step and self.state.listing is None:
            count(Event(home.listing.step))
        return self._send(services, home, services.dataset_facts(known.catalogue))

    def draw(
        self,
        known: KnownBooks,
        *,
        listing: Listing | None = None,
        status: str = "",
        notice: RowNotice | None = None,
        result_of_first_books: str = "",
    ) -> Home:
        """Return all that Home shows; the arguments are those of `publish`."""
        state, catalogue = self.state, known.catalogue
        first_day = self._first_day(known, listing, result_of_first_books)
        listing = None if first_day else listing or _listing_of(catalogue, state, known)
        page = shelf_page(catalogue, known, state.shelf_tab, state.page) if known.is_available else None
        segments, languages = catalogue.segments(), catalogue.languages()
        return Home(
            listing,
            page,
            known.preferences,
            segments,
            languages,
            status or ("" if first_day else result_of_first_books),
            self.drawn_at,
            notice,
            shelf_import=known.shelf_import,
            import_news=_import_news(known),
            first_day=first_day,
            first_place=state.first_place,
        )

    def _first_day(self, known: KnownBooks, listing: Listing | None, result: str) -> FirstDay | None:
        """Return well-known books to rate, in place of popular ones to read; None where other books are to be shown."""
        missing, place = STEPS.books_for_own_list - known.preference_count, self.state.first_place
        own = listing.state if listing else self.state.listing
        if not known.is_available or missing <= 0 or place is None or (own and own.source is not Source.POPULAR):
            return None
        books = first_books(known.catalogue, known, place)
        return FirstDay(books, missing, result) if books.books else None

    def _send(self, services: Services, home: Home, dataset: DatasetFacts) -> bool:
        slack_api = services.slack_api.for_workspace(self.workspace)
        view = home_view(home, dataset)
        is_published = services.show_view("Home", slack_api.publish_home, self.reader.user_id, view)
        count(Event.HOME_PUBLISHED if is_published else Event.HOME_NOT_PUBLISHED)
        return is_published


def home_page_of(body: Payload, drawn_at: str) -> HomePage:
    """Return the Home that was clicked in, or opened, by Slack's payload."""
    view = body.get("view") or (body.get("event") or {}).get("view") or {}
    state = HomeState.decode(view.get("private_metadata") or "")
    return HomePage(reader_of(body), workspace_of(body), state, drawn_at)


class HomeSurface(NamedTuple):
    """The reader's Home as the surface of a click.

    Attributes:
        services: Slack's Web API among them.
        page: Home.
        row: The number of the book of the shelf that was clicked, or None.
    """

    services: Services
    page: HomePage
    row: int | None = None

    @classmethod
    def of_click(cls, services: Services, body: Payload, acted_at: str) -> "HomeSurface":
        """Return the Home that was clicked in."""
        block_id = next((action.get("block_id") or "" for action in body.get("actions") or ()), "")
        return cls(services, home_page_of(body, acted_at), row_in_block_id(block_id))

    def show(self, known: KnownBooks, listing: Listing, status: str = "") -> None:
        """Show books in Home's list."""
        self.page.publish(self.services, known, listing=listing, status=status)

    def replace(self, message: Message) -> None:
        """Show a message as `notify` does: books to choose from stand in messages alone."""
        self.notify(message)

    def notify(self, message: Message, known: KnownBooks | None = None) -> None:
        """Show a message beside the clicked book of the shelf, else at the top of Home."""
        known = known or self.services.known_books(self.services.current_catalogue(), self.page.reader)
        notice = RowNotice(self.row, message) if self.row else None
        self.page.publish(self.services, known, status="" if notice else message.text, notice=notice)


def _import_news(known: KnownBooks) -> int:
    """Return the number of books that an import, where it is ready, has new for the shelf."""
    if known.shelf_import is None or known.shelf_import.status != "ready":
        return 0
    # Imported here: few shelves have an import.
    from shelftalker.shelf_exports.imported_books import actions_of  # noqa: PLC0415

    return len(actions_of(known.shelf_import.contents(), known))


def _listing_of(catalogue: Catalogue, state: HomeState, known: KnownBooks) -> Listing:
    """Return the books that the page lists; the reader's own where it lists none, or those of a book that is gone."""
    if state.listing:
        listing = show_again(catalogue, state.listing, known)
        if listing.subjects or state.listing.is_for_reader:
            return listing
    return books_for_reader(catalogue, known)
