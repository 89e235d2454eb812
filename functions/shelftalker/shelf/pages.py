"""Pages of a reader's shelf, as Home shows them: ten books each, rated or wanted, the newest change first."""

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.contents import Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

BOOKS_ON_A_PAGE = 10


class ShelfTab(StrEnum):
    """A part of the shelf; the values are stored in Home.

    RATED has the dismissed books too: both are a verdict, and both can be changed there.
    """

    RATED = "rated"
    WANTED = "wanted"


class ShelvedBook(NamedTuple):
    """A book of the catalogue with its entry on the shelf.

    Attributes:
        book: The book.
        entry: Its entry; the newest, where former books have become this one.
        former_ids: Other ids under which the shelf holds it, newest first; they have to go too when it is removed.
    """

    book: Book
    entry: ShelfBook
    former_ids: tuple[str, ...] = ()


class ShelfPage(NamedTuple):
    """A page of the shelf.

    Attributes:
        tab: The part of the shelf that is shown.
        number: The page, from 1.
        pages: Number of pages, at least 1.
        books: The books on it, the newest change first.
        rated: Number of books rated or dismissed.
        wanted: Number of books on the want-to-read list.
        gone: Number of books of the shelf that the catalogue no longer has.
    """

    tab: ShelfTab
    number: int
    pages: int
    books: tuple[ShelvedBook, ...]
    rated: int
    wanted: int
    gone: int

    @property
    def total(self) -> int:
        """Number of books of the tab on all its pages."""
        return self.rated if self.tab is ShelfTab.RATED else self.wanted


def shelf_page(catalogue: Catalogue, known: KnownBooks, tab: ShelfTab, number: int) -> ShelfPage:
    """Return a page of the shelf; the last one where there are not as many."""
    newest_first = known.newest_first()
    rows = {part: [row for row in newest_first if _is_on(part, known.by_row[row])] for part in ShelfTab}
    pages = max(1, math.ceil(len(rows[tab]) / BOOKS_ON_A_PAGE))
    number = min(max(number, 1), pages)
    shown = rows[tab][(number - 1) * BOOKS_ON_A_PAGE : number * BOOKS_ON_A_PAGE]
    books = tuple(_shelved_book(book, known.entries_of(book.book_row)) for book in catalogue.ordered_books(shown))
    gone = sum(any(_is_on(part, entry) for part in ShelfTab) for entry in known.missing)
    return ShelfPage(tab, number, pages, books, len(rows[ShelfTab.RATED]), len(rows[ShelfTab.WANTED]), gone)


def shelved_books(catalogue: Catalogue, shelf: Shelf) -> Mapping[str, Book]:
    """Return the books of a shelf by id, as the catalogue has them, those removed or picked for its reader too."""
    picked = [pick.book_id for pointer in shelf.clubs for pick in pointer.picks]
    return catalogue.books_with_ids([*(entry.book_id for entry in (*shelf.books, *shelf.removed)), *picked])


def _is_on(tab: ShelfTab, entry: ShelfBook) -> bool:
    return (entry.stars is not None or entry.dismissed) if tab is ShelfTab.RATED else entry.wanted


def _shelved_book(book: Book, entries: list[ShelfBook]) -> ShelvedBook:
    former_ids = tuple(entry.book_id for entry in entries if entry.book_id != book.book_id)
    return ShelvedBook(book, entries[0], former_ids)
