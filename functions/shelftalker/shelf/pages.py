"""A reader's shelf as Home turns its pages: ten books at a time, rated or wanted, the newest change first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.contents import Shelf, ShelfBook

BOOKS_ON_A_PAGE = 10


class ShelfTab(StrEnum):
    """Which books of the shelf are shown; the values are what Home remembers.

    RATED has those that were waved off too: both are a verdict, and both can be changed there.
    """

    RATED = "rated"
    WANTED = "wanted"


@dataclass(frozen=True, slots=True)
class ShelvedBook:
    """A book of the catalogue, and what its reader said of it.

    Attributes:
        book: The book.
        entry: What the shelf holds of it: the newest, where former books have become this one.
        former_ids: Other ids under which the shelf holds it, newest first; they have to go too when it is removed.
    """

    book: Book
    entry: ShelfBook
    former_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """A page of the shelf.

    Attributes:
        tab: What is shown.
        number: The page, from 1.
        pages: How many there are, at least 1.
        books: The books on it, the newest change first.
        rated: How many books were rated or waved off.
        wanted: How many books are on the want-to-read list.
        gone: How many books of the shelf the catalogue no longer has.
    """

    tab: ShelfTab
    number: int
    pages: int
    books: tuple[ShelvedBook, ...]
    rated: int
    wanted: int
    gone: int

    @property
    def count(self) -> int:
        """How many books the tab has on all its pages."""
        return self.rated if self.tab is ShelfTab.RATED else self.wanted


def shelf_page(catalogue: Catalogue, shelf: Shelf, tab: ShelfTab, number: int) -> ShelfPage:
    """A page of the shelf; the last one where there are not as many."""
    rows = catalogue.rows_with_ids({each.book_id for each in shelf.books})
    entries: dict[int, list[ShelfBook]] = {}
    gone = 0
    for entry in reversed(shelf.books):
        if entry.book_id in rows:
            entries.setdefault(rows[entry.book_id], []).append(entry)
        else:
            gone += _is_on(ShelfTab.RATED, entry) or _is_on(ShelfTab.WANTED, entry)
    counts = {each: sum(_is_on(each, same[0]) for same in entries.values()) for each in ShelfTab}
    pages = max(1, math.ceil(counts[tab] / BOOKS_ON_A_PAGE))
    number = min(max(number, 1), pages)
    shown = [row for row, same in entries.items() if _is_on(tab, same[0])]
    shown = shown[(number - 1) * BOOKS_ON_A_PAGE : number * BOOKS_ON_A_PAGE]
    books = tuple(_shelved(book, entries[book.book_row]) for book in catalogue.ordered_books(shown))
    return ShelfPage(tab, number, pages, books, counts[ShelfTab.RATED], counts[ShelfTab.WANTED], gone)


def shelved_books(catalogue: Catalogue, shelf: Shelf) -> Mapping[str, Book]:
    """The books that the ids on a shelf stand for, by id; those that left the catalogue are left out."""
    rows = catalogue.rows_with_ids({each.book_id for each in shelf.books})
    books = catalogue.books(set(rows.values()))
    return {book_id: books[row] for book_id, row in rows.items()}


def _is_on(tab: ShelfTab, entry: ShelfBook) -> bool:
    return (entry.stars is not None or entry.dismissed) if tab is ShelfTab.RATED else entry.wanted


def _shelved(book: Book, entries: list[ShelfBook]) -> ShelvedBook:
    former_ids = tuple(each.book_id for each in entries if each.book_id != book.book_id)
    return ShelvedBook(book, entries[0], former_ids)
