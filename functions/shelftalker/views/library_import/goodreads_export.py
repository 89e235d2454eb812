"""Export of a shelf in the form of Goodreads' own export, which other services import too: a file, or text to copy."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.shelf.contents import Shelf, ShelfBook
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block, actions, button, section, window
from shelftalker.views.export import code_sections, csv_line, file_line, instant, window_parts
from shelftalker.views.shelf import book_count

# Stands before the number of the part in the value of a button.
GOODREADS = "goodreads "
_COLUMNS = ("Title", "Author", "ISBN", "My Rating", "Bookshelves", "Exclusive Shelf", "Date Added")
_HEADING = (
    "{books} in the form of Goodreads' export, which StoryGraph, LibraryThing and others import too; and so do I. Copy "
    "it into a file whose name ends in .csv."
)
_TITLE = "For Goodreads"
_FILE_NAME = "shelftalker_books.csv"
_WRITING = "I am writing the file. In a minute at most it is in the *Messages* tab beside my Home."
_COPY = "Copy it as text"


class GoodreadsFile(NamedTuple):
    """A shelf as a file, by its name and its bytes, with the number of its books."""

    name: str
    content: bytes
    books: int


def goodreads_file(shelf: Shelf, books: Mapping[str, Book]) -> GoodreadsFile:
    """Return a shelf as a file; the arguments are those of `goodreads_views`."""
    known = _books_with_titles(shelf, books)
    lines = [file_line(_COLUMNS), *(file_line(_cells(entry, books[entry.book_id])) for entry in known)]
    return GoodreadsFile(_FILE_NAME, "".join(f"{line}\r\n" for line in lines).encode(), len(known))


def writing_window() -> Block:
    """Return the window that waits for the file."""
    return _sentence(_WRITING)


def written_window() -> Block:
    """Return the window once the file is there."""
    return _sentence("\u2713 The file is in the *Messages* tab beside my Home.")


def not_written_window(code: str) -> Block:
    """Return the window where Slack does not take the file.

    Args:
        code: Slack's code for the reason, or one of `CallErrorCode`.
    """
    return _sentence(f"Slack did not take the file, and says why: `{code}`. You can copy it as text instead.")


def file_comment(file: GoodreadsFile) -> str:
    """Return the message beside the file, in markup."""
    books = book_count(file.books)
    return (
        f"Your shelf, {books}, in the form of Goodreads' export. StoryGraph, LibraryThing and others import it too, "
        "and so do I. You alone see it here; delete it whenever you like."
    )


def goodreads_views(shelf: Shelf, books: Mapping[str, Book]) -> list[Block]:
    """Return windows with a shelf's books, at least one; each but the last leads to the next.

    Args:
        shelf: The reader's shelf. A dismissed book stands on a shelf `not-for-me`, as Goodreads has none for it; a
            rated one that is wanted too on `read`, and beside it on `to-read`.
        books: Its books by id; one that left the catalogue has no title, and is left out.
    """
    known = _books_with_titles(shelf, books)
    rows = [csv_line(_COLUMNS), *(csv_line(_cells(entry, books[entry.book_id])) for entry in known)]
    parts = window_parts(list(code_sections(rows)))
    heading = _HEADING.format(books=book_count(len(known)).capitalize())
    return [_view(heading, sections, number, len(parts)) for number, sections in enumerate(parts, start=1)]


def _view(heading: str, sections: Sequence[Block], number: int, parts: int) -> Block:
    if parts == 1:
        return window(_TITLE, "Done", [section(heading), *sections])
    following = number % parts + 1
    text = "Next part" if following > 1 else "Back to the first part"
    label = f"{text}: part {following} of {parts}"
    row = actions([button(ActionId.HOME_EXPORT, text, f"{GOODREADS}{following}", label)], f"goodreads:{number}")
    heading = f"*Part {number} of {parts}; copy all, one below the other.* {heading}"
    return window(_TITLE, "Done", [section(heading), *sections, row])


def _sentence(sentence: str) -> Block:
    copy = button(ActionId.HOME_EXPORT, _COPY, f"{GOODREADS}1")
    return window(_TITLE, "Done", [section(sentence), actions([copy], "goodreads")])


def _books_with_titles(shelf: Shelf, books: Mapping[str, Book]) -> list[ShelfBook]:
    return [entry for entry in shelf.books if entry.book_id in books]


def _cells(entry: ShelfBook, book: Book) -> tuple[str, ...]:
    shelf = "read" if entry.stars or entry.read else "not-for-me" if entry.dismissed else "to-read"
    day = instant(entry.changed_at)[:10].replace("-", "/")
    shelves = f"{shelf}, to-read" if shelf == "read" and entry.wanted else shelf
    return (book.full_title, book.author, book.isbn, f"{entry.stars or 0}", shelves, shelf, day)
