"""A page of the shelf as Home shows it, and what its buttons and menus carry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shelftalker.recommend.picks import STARS
from shelftalker.shelf.pages import BOOKS_ON_A_PAGE, ShelfPage, ShelfTab, ShelvedBook
from shelftalker.views.action_ids import HOME_CHANGE_BOOK, HOME_SHOW_SHELF
from shelftalker.views.block_kit import Block, actions, button, context, header, section, select
from shelftalker.views.wording import bold_by, counted_stars, number_word, starred

TAB_NAMES = {ShelfTab.RATED: "Rated", ShelfTab.WANTED: "Want to read"}
_NOTHING_HERE = {
    ShelfTab.RATED: "You have not rated a book yet. Give stars to those that you know: they tell me what you like.",
    ShelfTab.WANTED: "Your list is empty. *Want to read* beside a book puts it here.",
}
_SEPARATOR = " \u00b7 "
# More would not fit into the value of an option.
_FORMER_IDS = 14


class Verb(StrEnum):
    """What can be done with a book on the shelf; the values are what menus carry."""

    RATE = "rate"
    WANT = "want"
    UNWANT = "unwant"
    DISMISS = "dismiss"
    REMOVE = "remove"


_CHANGE = re.compile(rf"({'|'.join(Verb)})([1-{STARS}]?) ([a-z0-9]{{1,16}})((?: [a-z0-9]{{1,16}})*)")


@dataclass(frozen=True, slots=True)
class ShelfChange:
    """What was chosen from the menu of a book.

    Attributes:
        verb: What to do.
        book_id: With which book.
        stars: From 1 to 5 where it is to be rated, else None.
        former_ids: Other ids under which the shelf holds the book; to remove it is to remove these too.
    """

    verb: Verb
    book_id: str
    stars: int | None = None
    former_ids: tuple[str, ...] = ()

    def encoded(self) -> str:
        """The change as an option's value."""
        return " ".join([f"{self.verb}{self.stars or ''}", self.book_id, *self.former_ids[:_FORMER_IDS]])


def decode_shelf_change(value: str) -> ShelfChange | None:
    """The change that an option stands for, or None for a value of a version that this code does not know."""
    found = _CHANGE.fullmatch(value)
    if found is None:
        return None
    verb, stars, book_id, former_ids = found.groups()
    if bool(stars) != (verb == Verb.RATE):
        return None
    return ShelfChange(Verb(verb), book_id, int(stars) if stars else None, tuple(former_ids.split()))


def encode_place(tab: ShelfTab, number: int) -> str:
    """A place on the shelf as a button's value."""
    return f"{tab} {number}"


def decode_place(value: str) -> tuple[ShelfTab, int] | None:
    """The tab and page that a button leads to, or None for a value of a version that this code does not know."""
    tab, _, number = value.partition(" ")
    if tab not in {each.value for each in ShelfTab} or not re.fullmatch("[1-9][0-9]{0,5}", number):
        return None
    return ShelfTab(tab), int(number)


def shelf_blocks(page: ShelfPage, drawn_at: str) -> Iterator[Block]:
    """The page with its tabs, its books and what leads to other pages.

    Args:
        page: The page.
        drawn_at: The time of what has it drawn, which clears the menus.
    """
    yield header("Your shelf")
    yield actions([_tab_button(page, tab) for tab in ShelfTab], f"shelf tabs:{drawn_at}")
    yield section(_heading(page))
    for place, shelved in enumerate(page.books, start=1):
        menu = select(f"{HOME_CHANGE_BOOK}:{place}", "Change", _changes(shelved))
        yield section(_line(shelved), menu) | {"block_id": f"shelf {place}:{drawn_at}"}
    if page.pages > 1:
        yield actions(list(_pager(page)), f"shelf pages:{drawn_at}")
    if page.gone:
        yield context(_gone(page.gone))


def counted_books(number: int) -> str:
    """A number of books: "one book"."""
    return f"{number_word(number)} book{'s' * (number != 1)}"


def _tab_button(page: ShelfPage, tab: ShelfTab) -> Block:
    count = page.rated if tab is ShelfTab.RATED else page.wanted
    name, value = TAB_NAMES[tab], encode_place(tab, 1)
    text, action_id = f"{name} ({count:,})", f"{HOME_SHOW_SHELF}:{tab}"
    if tab is not page.tab:
        return button(action_id, text, value, f"Show {name.lower()}, {counted_books(count)}")
    label = f"{name}, {counted_books(count)}, shown now"
    return button(action_id, f"\u2713 {text}", value, label) | {"style": "primary"}


def _heading(page: ShelfPage) -> str:
    """What is shown, in words: a colour or a tick alone says it to few."""
    name = f"*{TAB_NAMES[page.tab]}*"
    if not page.books:
        return f"{name}: no books" if page.gone else _NOTHING_HERE[page.tab]
    if page.pages == 1:
        return f"{name}: {counted_books(page.count)}, the newest first"
    first = (page.number - 1) * BOOKS_ON_A_PAGE + 1
    last = first + len(page.books) - 1
    return f"{name}: {first:,} to {last:,} of {page.count:,} books, the newest first"


def _line(shelved: ShelvedBook) -> str:
    book, entry = shelved.book, shelved.entry
    said = []
    if entry.stars is not None:
        said.append(f"{starred(entry.stars)} ({counted_stars(entry.stars)})")
    if entry.wanted:
        said.append("want to read" if said else "Want to read")
    if entry.dismissed:
        said.append("Not for me")
    return "\n".join([bold_by(book), _SEPARATOR.join(said)])


def _changes(shelved: ShelvedBook) -> Iterator[tuple[str, str]]:
    """What can be made of a book: all that it is not yet."""
    entry, book_id, former_ids = shelved.entry, shelved.book.book_id, shelved.former_ids

    def change(verb: Verb, text: str, stars: int | None = None) -> tuple[str, str]:
        return ShelfChange(verb, book_id, stars, former_ids).encoded(), text

    for stars in range(STARS, 0, -1):
        if stars != entry.stars:
            yield change(Verb.RATE, f"{starred(stars)} {counted_stars(stars)}", stars)
    if not entry.wanted:
        yield change(Verb.WANT, "Want to read")
    elif entry.stars is not None:
        yield change(Verb.UNWANT, "Take off my list")
    if not entry.dismissed:
        yield change(Verb.DISMISS, "Not for me")
    yield change(Verb.REMOVE, "Remove from my shelf")


def _pager(page: ShelfPage) -> Iterator[Block]:
    """Ways to the pages before and after; an id of their own each, since they stand in one row."""
    name = TAB_NAMES[page.tab].lower()
    for step, word in ((-1, "newer"), (1, "older")):
        number = page.number + step
        if 1 <= number <= page.pages:
            label = f"{word.title()} books: {name}, page {number} of {page.pages}"
            yield button(f"{HOME_SHOW_SHELF}:{word}", word.title(), encode_place(page.tab, number), label)


def _gone(number: int) -> str:
    if number == 1:
        return "One more book on your shelf is no longer in my catalogue. Your data keeps it, should it come back."
    return (
        f"{number_word(number).capitalize()} more books on your shelf are no longer in my catalogue. "
        "Your data keeps them, should they come back."
    )
