"""The tools for a person's own shelf, which messages and Home show and change as well."""

import time

from shelftalker.api.answers import book_content, plain
from shelftalker.mcp.answers import ToolAnswer, ToolCall, ToolError, name_book
from shelftalker.mcp.named_books import book_named
from shelftalker.model.catalogue import Book
from shelftalker.observability import Outcome, set_outcome
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import BookState
from shelftalker.shelf.pages import ShelfPage, ShelfTab, ShelvedBook, shelf_page
from shelftalker.views.wording import star_count

_UNREAD = "The person's shelf can't be read right now. Try again in a minute."


def my_shelf(call: ToolCall) -> ToolAnswer:
    """Show a page of the person's shelf."""
    known = call.known_books()
    if not known.is_available:
        raise ToolError(_UNREAD)
    page = shelf_page(call.catalogue, known, ShelfTab(call.arguments["list"]), call.arguments["page"])
    set_outcome(Outcome.SHELF_SHOWN)
    notes = [f"{page.gone} of its books are no longer in the catalogue."] if page.gone else []
    return ToolAnswer(
        "\n".join([_page_heading(page), *(_shelved_line(each) for each in page.books), *notes]),
        {
            "list": str(page.tab),
            "page": page.number,
            "pages": page.pages,
            "rated": page.rated,
            "wanted": page.wanted,
            "books": [
                book_content(book, call.dataset)
                | {
                    "stars": entry.stars,
                    "want_to_read": entry.wanted,
                    "not_for_me": entry.dismissed and not entry.read,
                    "read_without_stars": entry.read,
                }
                for book, entry, _ in page.books
            ],
            "notes": notes,
        },
    )


def rate_book(call: ToolCall) -> ToolAnswer:
    """Rate a book."""
    stars = call.arguments["stars"]
    book, former = _apply(call, Verb.RATE, stars)
    set_outcome(Outcome.RATED)
    before = f"; before, it had {star_count(former.stars)}" if former and former.stars not in {None, stars} else ""
    return ToolAnswer(
        f"Rated {name_book(book)} with {star_count(stars)}{before}.",
        {
            "taken_for": book_content(book, call.dataset),
            "stars": stars,
            "former_stars": former.stars if former else None,
        },
    )


def want_to_read(call: ToolCall) -> ToolAnswer:
    """Put a book on the want-to-read list."""
    book, former = _apply(call, Verb.WANT)
    set_outcome(Outcome.WANTED)
    was_on_list = former is not None and former.wanted
    result = "was on the want-to-read list already" if was_on_list else "is on the want-to-read list now"
    return ToolAnswer(
        f"{name_book(book)} {result}.",
        {"taken_for": book_content(book, call.dataset), "was_on_list": was_on_list},
    )


def _apply(call: ToolCall, verb: Verb, stars: int | None = None) -> tuple[Book, BookState | None]:
    """Apply an action to the book of a call; return the book and its state before, None where that is not known.

    Raises:
        ToolError: The title names no one book, or the action can't be saved.
    """
    book = book_named(call.catalogue, call.arguments["title"])
    action = ShelfAction(verb, book.book_id, stars)
    services = call.services
    former, status = services.write_shelf(services.shelves.apply, call.reader, action, f"{time.time():.6f}")
    if status:
        set_outcome(Outcome.NOT_SAVED)
        raise ToolError(plain(status))
    if services.learning:  # else nothing needs the shelf
        with services.learning_from(call.known_books(), action):
            pass
    return book, former


def _page_heading(page: ShelfPage) -> str:
    name = "rated or dismissed" if page.tab is ShelfTab.RATED else "on the want-to-read list"
    if not (page.rated or page.wanted):
        return "The person's shelf is empty: nothing is rated, dismissed or on the want-to-read list yet."
    if not page.total:
        return f"No books {name}; {page.rated} rated or dismissed, {page.wanted} on the want-to-read list."
    books = f"{page.total} book{'s' * (page.total != 1)} {name}"
    return f"{books}, page {page.number} of {page.pages}, the newest change first:"


def _shelved_line(shelved: ShelvedBook) -> str:
    entry = shelved.entry
    unrated = "read, without stars" if entry.read else "not for them" if entry.dismissed else "not rated"
    verdict = unrated if entry.stars is None else star_count(entry.stars)
    return f"- {name_book(shelved.book)}: {verdict}{', want to read' if entry.wanted else ''}"
