"""The app's Home: search, books for the reader, their shelf, their preferences and their data."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import ListingState
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.imports import ShelfImport
from shelftalker.shelf.pages import ShelfPage, ShelfTab
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, confirmation, divider, header, section
from shelftalker.views.first_books import FirstDay, first_day_blocks
from shelftalker.views.library_import.goodreads_export import GOODREADS
from shelftalker.views.library_import.import_section import import_button, import_section
from shelftalker.views.listing import home_blocks, notice
from shelftalker.views.preferences import preference_blocks
from shelftalker.views.shelf import RowNotice, decode_shelf_place, encode_shelf_place, shelf_blocks
from shelftalker.views.wording import DatasetFacts

_SHELF_UNREAD = "I can't reach your shelf right now. Please open Home again in a minute."
_WHAT_IS_KEPT = (
    "I keep what you rated, read, want to read or waved off, with the time of each and what stood there before, for "
    "Undo; your preferences; your votes and proposals in book clubs; and where you are counted in. "
    "In Slack you alone see it, but for the books that you propose."
)
_DELETION = (
    "This deletes your ratings, your want-to-read list, the books that are not for you, your preferences, and your "
    "part in book clubs. It can't be undone: you may want to export them first."
)
_TRACES = "Models that are already trained keep traces of ratings that helped to train them."
_LEARNING = (
    "your stars, earlier ones too, help to train the next model, which recommends books to everyone who uses this app. "
    "They go there under a pseudonym. Models that are kept keep traces of them. "
    "You can take it back at any time: the next training goes without them."
)
OPT_IN, OPT_OUT = "in", "out"
_STATE_VERSION = "1"


class HomeState(NamedTuple):
    """The state that Home holds of itself, so that a click in one part leaves the others as they are.

    Attributes:
        listing: The books listed; None for the reader's own, listed anew.
        shelf_tab: The part of the shelf that is shown.
        page: Its page, from 1.
        first_place: The place in the order of first books from which on the reader has seen none; None in a Home that
            was last opened before there were any, and lists popular books to a new reader until it is opened again.
    """

    listing: ListingState | None = None
    shelf_tab: ShelfTab = ShelfTab.RATED
    page: int = 1
    first_place: int | None = None

    def encode(self) -> str:
        """Return the state as text for the view's private_metadata."""
        listing = self.listing.encode() if self.listing else ""
        first_place = "" if self.first_place is None else f":{self.first_place}"
        return f"{_STATE_VERSION}:{encode_shelf_place(self.shelf_tab, self.page)}:{listing}{first_place}"

    @classmethod
    def decode(cls, text: str) -> "HomeState":
        """Return the state in a text; that of a Home never seen where its version is unknown, or it is none."""
        match = re.fullmatch(f"{_STATE_VERSION}:([^:]*):([^:]*)(?::([0-9]{{1,4}}))?", text)
        place = decode_shelf_place(match[1]) if match else None
        if match is None or place is None:
            return cls()
        return cls(ListingState.decode(match[2]), *place, int(match[3]) if match[3] else None)


class Home(NamedTuple):
    """All that Home shows.

    Attributes:
        listing: The books listed; None where none can be, or the first books stand in their place.
        shelf: The page of the shelf; None where the shelf, and with it the preferences, can't be read now.
        preferences: The reader's preferences.
        segments: The segments of readers that have popular books.
        languages: The languages that the catalogue has enough books of, that of most books first.
        status: A sentence on the result of a click, in markup, or an empty string.
        drawn_at: The time of the click that has Home drawn: Slack clears menus only where it is another than before.
        notice: The result of a click beside a book of the shelf, or None.
        learns: True if the reader's ratings may help to train the next models; None where nobody's do.
        shelf_import: The import of a library that is under way or done; None for none.
        import_news: Number of books that the import, where it is ready, has new for the shelf.
        first_day: Well-known books to rate, of a reader whose shelf is too short for books of their own; or None.
        first_place: As in `HomeState`.
    """

    listing: Listing | None
    shelf: ShelfPage | None
    preferences: Preferences
    segments: Sequence[str]
    languages: Sequence[str]
    status: str = ""
    drawn_at: str = ""
    notice: RowNotice | None = None
    learns: bool | None = None
    shelf_import: ShelfImport | None = None
    import_news: int = 0
    first_day: FirstDay | None = None
    first_place: int | None = None

    @property
    def state(self) -> HomeState:
        """The state to store in the view."""
        listing = self.listing.state if self.listing else None
        place = (self.shelf.tab, self.shelf.number) if self.shelf else (ShelfTab.RATED, 1)
        return HomeState(listing, *place, self.first_place)


def home_view(home: Home, dataset: DatasetFacts) -> Block:
    """Return Home as a view."""
    blocks: list[Block] = []
    status = home.status or _status_of_unread(home)
    for part in (
        _top(status, import_button()),
        import_section(home.shelf_import, home.import_news, float(home.drawn_at or 0)),
        _books(home, dataset),
        _shelf(home),
        _preferences(home),
        [*_data(home), *notice(dataset)],
    ):
        if part:
            blocks += [divider(), *part] if blocks else part
    return {"type": "home", "private_metadata": home.state.encode(), "blocks": blocks}


def sentence_home(sentence: str) -> Block:
    """Return Home with nothing but a sentence and the way to search; it is whole again when it is next opened."""
    return {"type": "home", "blocks": _top(sentence)}


def _top(status: str, *more_buttons: Block) -> list[Block]:
    search = button(ActionId.OPEN_SEARCH, "Find a book", "search") | {"style": "primary"}
    row = actions([search, *more_buttons], "top")
    return [header("Books to read next"), row, *([section(status)] if status else [])]


def _status_of_unread(home: Home) -> str:
    """Return a sentence where the shelf can't be shown, and with it no click's result in it; else an empty string."""
    if home.shelf:
        return ""
    return " ".join(filter(None, [home.notice.message.text if home.notice else "", _SHELF_UNREAD]))


def _books(home: Home, dataset: DatasetFacts) -> list[Block]:
    """Return the books listed, or the first books to rate."""
    if home.first_day:
        return list(first_day_blocks(home.first_day))
    listing = home.listing
    return home_blocks(listing, dataset, home.drawn_at) if listing and (listing.subject or listing.positions) else []


def _shelf(home: Home) -> list[Block]:
    return list(shelf_blocks(home.shelf, home.drawn_at, home.notice)) if home.shelf else []


def _preferences(home: Home) -> list[Block]:
    """Return the preferences; where the shelf can't be read, nothing may look as if the reader had none."""
    if home.shelf is None:
        return []
    return list(preference_blocks(home.preferences, home.segments, home.languages, home.drawn_at))


def _data(home: Home) -> list[Block]:
    consequence = _DELETION if home.learns is None else f"{_DELETION} {_TRACES}"
    question = confirmation("Delete all your data?", consequence, "Delete everything", "Keep it")
    buttons = [
        button(ActionId.HOME_EXPORT, "Export my data", "1"),
        button(ActionId.HOME_EXPORT.at("goodreads"), "Export for Goodreads", f"{GOODREADS}1"),
        button(ActionId.HOME_DELETE, "Delete my data", "all") | {"style": "danger", "confirm": question},
    ]
    return [header("Your data"), section(_WHAT_IS_KEPT), *_learning(home), actions(buttons, "data")]


def _learning(home: Home) -> list[Block]:
    """Return the reader's choice to be learnt from; nothing where it is not offered, or can't be read now."""
    if home.learns is None or home.shelf is None:
        return []
    if home.learns:
        state, sentence, name, value = "on", f"You opted in: {_LEARNING}", "Opt out", OPT_OUT
    else:
        state, sentence, name, value = "off", f"If you opt in, {_LEARNING}", "Opt in", OPT_IN
    choice = button(ActionId.HOME_LEARNING, name, value, f"{name}: let my ratings improve recommendations, now {state}")
    return [section(f"*Let my ratings improve recommendations: {state}*\n{sentence}", choice)]
