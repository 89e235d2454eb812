"""The app's Home: search, books for the reader, their shelf, their preferences and what is kept of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import ListingState, decode_state
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.pages import ShelfPage, ShelfTab
from shelftalker.views.action_ids import HOME_DELETE, HOME_EXPORT, OPEN_SEARCH
from shelftalker.views.block_kit import Block, actions, button, confirmation, divider, header, section
from shelftalker.views.listing import home_blocks, notice
from shelftalker.views.preferences import preference_blocks
from shelftalker.views.shelf import decode_place, encode_place, shelf_blocks
from shelftalker.views.wording import Voice

_VERSION = "1"
_SHELF_UNREAD = "I can't reach your shelf right now. Please open Home again in a minute."
_WHAT_IS_KEPT = (
    "I keep what you rated, want to read or waved off, with the time of each, and your preferences. "
    "In Slack you alone see it."
)
_DELETION = (
    "This deletes your ratings, your want-to-read list, the books that are not for you, and your preferences. "
    "It can't be undone: you may want to export them first."
)


@dataclass(frozen=True, slots=True)
class HomeState:
    """What Home remembers of itself, so that a click in one part leaves the others as they are.

    Attributes:
        listing: The books listed; None for the reader's own, made anew.
        shelf_tab: What of the shelf is shown.
        page: Its page, from 1.
    """

    listing: ListingState | None = None
    shelf_tab: ShelfTab = ShelfTab.RATED
    page: int = 1

    def encoded(self) -> str:
        """The state as text for the view's private_metadata."""
        listing = self.listing.encoded() if self.listing else ""
        return f"{_VERSION}:{encode_place(self.shelf_tab, self.page)}:{listing}"


def decode_home_state(text: str) -> HomeState:
    """The state in a text; that of a Home never seen where this code does not know its version, or it is none."""
    found = re.fullmatch(f"{_VERSION}:([^:]*):([^:]*)", text)
    place = decode_place(found[1]) if found else None
    if found is None or place is None:
        return HomeState()
    return HomeState(decode_state(found[2]), *place)


@dataclass(frozen=True, slots=True)
class Home:
    """All that Home shows.

    Attributes:
        listing: The books listed; None where none can be.
        shelf: The page of the shelf; None where the shelf, and with it the preferences, can't be read now.
        preferences: What the reader told of themselves.
        segments: Whose popular books the catalogue has.
        languages: Of which languages the catalogue has enough books, that of most books first.
        said: What just happened, in markup, or an empty string.
        drawn_at: The time of what has Home drawn: Slack clears menus only where it is another than before.
    """

    listing: Listing | None
    shelf: ShelfPage | None
    preferences: Preferences
    segments: Sequence[str]
    languages: Sequence[str]
    said: str = ""
    drawn_at: str = ""

    @property
    def state(self) -> HomeState:
        """What of it has to be remembered."""
        listing = self.listing.state if self.listing else None
        return HomeState(listing, self.shelf.tab, self.shelf.number) if self.shelf else HomeState(listing)


def home_view(home: Home, voice: Voice) -> Block:
    """Home as Slack takes it."""
    blocks: list[Block] = []
    said = home.said or ("" if home.shelf else _SHELF_UNREAD)
    for part in (_top(said), _listed(home, voice), _shelf(home), _preferences(home), [*_data(), *notice(voice)]):
        if part:
            blocks += [divider(), *part] if blocks else part
    return {"type": "home", "private_metadata": home.state.encoded(), "blocks": blocks}


def home_saying(sentence: str) -> Block:
    """Home with nothing but a sentence and the way to search; it is whole again when it is next opened."""
    return {"type": "home", "blocks": _top(sentence)}


def _top(said: str) -> list[Block]:
    search = button(OPEN_SEARCH, "Find a book", "search") | {"style": "primary"}
    return [header("Books to read next"), actions([search], "top"), *([section(said)] if said else [])]


def _listed(home: Home, voice: Voice) -> list[Block]:
    listing = home.listing
    return home_blocks(listing, voice, home.drawn_at) if listing and (listing.subject or listing.places) else []


def _shelf(home: Home) -> list[Block]:
    return list(shelf_blocks(home.shelf, home.drawn_at)) if home.shelf else []


def _preferences(home: Home) -> list[Block]:
    """The preferences; where the shelf can't be read, nothing may look as if none were told."""
    if home.shelf is None:
        return []
    return list(preference_blocks(home.preferences, home.segments, home.languages, home.drawn_at))


def _data() -> list[Block]:
    asked = confirmation("Delete all your data?", _DELETION, "Delete everything", "Keep it")
    buttons = [
        button(HOME_EXPORT, "Export my data", "1"),
        button(HOME_DELETE, "Delete my data", "all") | {"style": "danger", "confirm": asked},
    ]
    return [header("Your data"), section(_WHAT_IS_KEPT), actions(buttons, "data")]
