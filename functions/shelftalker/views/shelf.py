"""A page of the shelf in Home."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.pages import BOOKS_ON_A_PAGE, ShelfPage, ShelfTab, ShelvedBook
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, Message, actions, button, context, header, section, select
from shelftalker.views.book_buttons import rating_options
from shelftalker.views.wording import bold_by, number_word, star_count, star_signs

TAB_NAMES = {ShelfTab.RATED: "Rated", ShelfTab.WANTED: "Want to read"}
_NOTHING_HERE = {
    ShelfTab.RATED: "You have not rated a book yet. Give stars to those that you know: they tell me what you like.",
    ShelfTab.WANTED: "Your list is empty. *Want to read* beside a book puts it here.",
}


class RowNotice(NamedTuple):
    """The result of a click beside a book of the shelf, which is shown where the click was.

    Attributes:
        number: The number of the book on its page, from 1.
        message: The result.
    """

    number: int
    message: Message


def row_in_block_id(block_id: str) -> int | None:
    """Return the number of the clicked book on its page of the shelf, or None where another block was clicked."""
    match = re.match("shelf ([0-9]{1,2})(?: result)?:", block_id)
    return int(match[1]) if match else None


def encode_shelf_place(tab: ShelfTab, number: int) -> str:
    """Return a tab and page of the shelf as a button's value."""
    return f"{tab} {number}"


def decode_shelf_place(value: str) -> tuple[ShelfTab, int] | None:
    """Return the tab and page that a button leads to, or None for a value of an unknown version."""
    tab, _, number = value.partition(" ")
    if tab not in {known.value for known in ShelfTab} or not re.fullmatch("[1-9][0-9]{0,5}", number):
        return None
    return ShelfTab(tab), int(number)


def shelf_blocks(page: ShelfPage, drawn_at: str, notice: RowNotice | None = None) -> Iterator[Block]:
    """Yield the page with its tabs, its books and the buttons to other pages.

    Args:
        page: The page.
        drawn_at: The time of the click that has it drawn, which clears the menus.
        notice: The result of that click, or None.
    """
    yield header("Your shelf")
    yield actions([_tab_button(page, tab) for tab in ShelfTab], f"shelf tabs:{drawn_at}")
    yield section(_heading(page))
    for number, shelved in enumerate(page.books, start=1):
        if notice and notice.number == number:
            yield from _notice_blocks(notice, drawn_at)
        menu = select(ActionId.HOME_CHANGE_BOOK.at(number), "Change", _changes(shelved))
        yield section(_line(shelved), menu) | {"block_id": f"shelf {number}:{drawn_at}"}
    if notice and notice.number > len(page.books):
        yield from _notice_blocks(notice, drawn_at)
    if page.pages > 1:
        yield actions(list(_pager(page)), f"shelf pages:{drawn_at}")
    if page.gone:
        yield context(_gone(page.gone))


def book_count(number: int) -> str:
    """Return a number of books: "one book"."""
    return f"{number_word(number)} book{'s' * (number != 1)}"


def _tab_button(page: ShelfPage, tab: ShelfTab) -> Block:
    count = page.rated if tab is ShelfTab.RATED else page.wanted
    name, value = TAB_NAMES[tab], encode_shelf_place(tab, 1)
    text, action_id = f"{name} ({count:,})", ActionId.HOME_SHOW_SHELF.at(tab)
    if tab is not page.tab:
        return button(action_id, text, value, f"Show {name.lower()}, {book_count(count)}")
    label = f"{name}, {book_count(count)}, shown now"
    return button(action_id, f"\u2713 {text}", value, label) | {"style": "primary"}


def _notice_blocks(notice: RowNotice, drawn_at: str) -> Iterator[Block]:
    first, *others = notice.message.blocks
    yield first | {"block_id": f"shelf {notice.number} result:{drawn_at}"}
    yield from others


def _heading(page: ShelfPage) -> str:
    """Return the heading in words: not everyone sees a colour or a tick."""
    name = f"*{TAB_NAMES[page.tab]}*"
    if not page.books:
        return f"{name}: no books" if page.gone else _NOTHING_HERE[page.tab]
    if page.pages == 1:
        return f"{name}: {book_count(page.total)}, the newest first"
    first = (page.number - 1) * BOOKS_ON_A_PAGE + 1
    last = first + len(page.books) - 1
    return f"{name}: {first:,} to {last:,} of {page.total:,} books, the newest first"


def _line(shelved: ShelvedBook) -> str:
    book, entry = shelved.book, shelved.entry
    facts = []
    if entry.stars is not None:
        facts.append(f"{star_signs(entry.stars)} ({star_count(entry.stars)})")
    if entry.wanted:
        facts.append("want to read" if facts else "Want to read")
    if entry.dismissed:
        facts.append("Read, without stars" if entry.read else "Not for me")
    return "\n".join([bold_by(book), " \u00b7 ".join(facts)])


def _changes(shelved: ShelvedBook) -> list[tuple[str, str]]:
    """Return (value, text) of each action that changes a book."""
    entry, book_id = shelved.entry, shelved.book.book_id
    options = [(action, text) for action, text in rating_options(book_id) if action.stars != entry.stars]
    if not entry.wanted:
        options.append((ShelfAction(Verb.WANT, book_id), "Want to read"))
    elif entry.stars is not None:
        options.append((ShelfAction(Verb.UNWANT, book_id, former_ids=shelved.former_ids), "Take off my list"))
    if not entry.dismissed or entry.read:
        options.append((ShelfAction(Verb.DISMISS, book_id), "Not for me"))
    options.append((ShelfAction(Verb.REMOVE, book_id, former_ids=shelved.former_ids), "Remove from my shelf"))
    return [(action.encode(), text) for action, text in options]


def _pager(page: ShelfPage) -> Iterator[Block]:
    """Yield buttons to the pages before and after, with different ids, since they stand in one row."""
    name = TAB_NAMES[page.tab].lower()
    for step, word in ((-1, "newer"), (1, "older")):
        number = page.number + step
        if 1 <= number <= page.pages:
            label = f"{word.title()} books: {name}, page {number} of {page.pages}"
            yield button(ActionId.HOME_SHOW_SHELF.at(word), word.title(), encode_shelf_place(page.tab, number), label)


def _gone(number: int) -> str:
    if number == 1:
        return "One more book on your shelf is no longer in my catalogue. Your data keeps it, should it come back."
    return (
        f"{number_word(number).capitalize()} more books on your shelf are no longer in my catalogue. "
        "Your data keeps them, should they come back."
    )
