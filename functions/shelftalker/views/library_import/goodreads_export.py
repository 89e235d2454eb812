"""Export of a shelf in the form of Goodreads' own export, which other services import too: windows to copy from."""

from collections.abc import Mapping, Sequence

from shelftalker.model.catalogue import Book
from shelftalker.shelf.contents import Shelf, ShelfBook
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, section, window
from shelftalker.views.export import code_sections, csv_line, instant, window_parts
from shelftalker.views.shelf import book_count

# Stands before the number of the part in the value of a button.
GOODREADS = "goodreads "
_COLUMNS = ("Title", "Author", "ISBN", "My Rating", "Exclusive Shelf", "Date Added")
_HEADING = (
    "{books} in the form of Goodreads' export, which StoryGraph, LibraryThing and others import too; and so do I. Copy "
    "it into a file whose name ends in .csv."
)


def goodreads_views(shelf: Shelf, books: Mapping[str, Book]) -> list[Block]:
    """Return windows with a shelf's books, at least one; each but the last leads to the next.

    Args:
        shelf: The reader's shelf. A dismissed book stands on a shelf `not-for-me`, as Goodreads has none for it.
        books: Its books by id; one that left the catalogue has no title, and is left out.
    """
    known = [entry for entry in shelf.books if entry.book_id in books]
    rows = [csv_line(_COLUMNS), *(_line(entry, books[entry.book_id]) for entry in known)]
    parts = window_parts(list(code_sections(rows)))
    heading = _HEADING.format(books=book_count(len(known)).capitalize())
    return [_view(heading, sections, number, len(parts)) for number, sections in enumerate(parts, start=1)]


def _view(heading: str, sections: Sequence[Block], number: int, parts: int) -> Block:
    if parts == 1:
        return window("For Goodreads", "Done", [section(heading), *sections])
    following = number % parts + 1
    text = "Next part" if following > 1 else "Back to the first part"
    label = f"{text}: part {following} of {parts}"
    row = actions([button(ActionId.HOME_EXPORT, text, f"{GOODREADS}{following}", label)], f"goodreads:{number}")
    heading = f"*Part {number} of {parts}; copy all, one below the other.* {heading}"
    return window("For Goodreads", "Done", [section(heading), *sections, row])


def _line(entry: ShelfBook, book: Book) -> str:
    shelf = "not-for-me" if entry.dismissed else "read" if entry.stars else "to-read"
    day = instant(entry.changed_at)[:10].replace("-", "/")
    return csv_line((book.full_title, book.author, book.isbn, f"{entry.stars or 0}", shelf, day))
