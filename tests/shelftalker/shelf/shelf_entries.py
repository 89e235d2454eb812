"""Shelves of few entries, and the page of one as Home shows it."""

from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.pages import ShelfPage
from shelftalker.views.block_kit import Block
from shelftalker.views.shelf import shelf_blocks
from tests.view_checks import check_view


def entry(book_id: str, stars: int | None = None, *, wanted: bool = False, dismissed: bool = False) -> ShelfBook:
    return ShelfBook(book_id, stars, wanted, dismissed, 1.7e9)


def shelf_of(*entries: ShelfBook) -> Shelf:
    return Shelf(entries, Preferences())


def shelf_view(page: ShelfPage) -> Block:
    view: Block = {"type": "home", "blocks": list(shelf_blocks(page, ""))}
    check_view(view)
    return view
