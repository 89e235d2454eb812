"""The menus for all books of a list: one row, whose options name the books by number and title."""

from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, menu, menu_of_groups, option
from shelftalker.views.book_buttons import choose_value, verdict_options
from shelftalker.views.book_entries import entry_title


class NumberedBook(NamedTuple):
    """A book of a list as its menus name it.

    Attributes:
        number: Its number in the list, from 1.
        book: The book.
        is_wanted: Whether it is on the reader's want-to-read list.
    """

    number: int
    book: Book
    is_wanted: bool = False

    @property
    def label(self) -> str:
        """Number and title, as the entry in the list has them."""
        return f"{self.number}. {entry_title(self.book)}"


def menu_row(books: Sequence[NumberedBook]) -> Block:
    """Return the row of the three menus."""
    return actions([like_menu(books), want_menu(books), rate_menu(books)])


def like_menu(books: Sequence[NumberedBook]) -> Block:
    """Return the menu that shows the books to read after one of the list."""
    options = [option(choose_value(numbered.book), numbered.label) for numbered in books]
    return menu(ActionId.MENU_LIKE, "More like\u2026", options)


def want_menu(books: Sequence[NumberedBook]) -> Block:
    """Return the menu of the want-to-read list: a book that is on it has a tick, and is taken off by its option."""
    return menu(ActionId.MENU_WANT, "Want to read\u2026", [_want_option(numbered) for numbered in books])


def rate_menu(
    books: Sequence[NumberedBook], action_id: str = ActionId.MENU_RATE, placeholder: str = "Rate\u2026"
) -> Block:
    """Return the menu of ratings, a group of options for each book.

    The number stands before each rating too: of thirty options few show their group's label at a time.
    """
    return menu_of_groups(action_id, placeholder, [(numbered.label, _ratings(numbered)) for numbered in books])


def _want_option(numbered: NumberedBook) -> Block:
    book_id, label = numbered.book.book_id, numbered.label
    if numbered.is_wanted:
        return option(
            ShelfAction(Verb.UNWANT, book_id).encode(), f"\u2713 {label}", "On your list: choose it to take it off"
        )
    return option(ShelfAction(Verb.WANT, book_id).encode(), label)


def _ratings(numbered: NumberedBook) -> list[Block]:
    return [
        option(action.encode(), f"{numbered.number}. {text}") for action, text in verdict_options(numbered.book.book_id)
    ]
