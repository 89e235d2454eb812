"""The books that a tool's titles name, as `/recommend` finds them; or an error with those that may be meant."""

import re
from collections.abc import Sequence

from shelftalker.mcp.answers import ToolError, name_books
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.observability import Outcome, set_outcome
from shelftalker.recommend.missed_titles import count_missed, nearest_books
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, Found, NotFound, Several, Suggestions
from shelftalker.shelf.contents import BOOK_ID


def find_named(catalogue: Catalogue, title: str) -> Found:
    """Find the books of a title as a person would type it, of an ISBN, or of a book_id that another tool answered."""
    if re.fullmatch(BOOK_ID, title) and (book := catalogue.book_with_id(title)):
        return Exact(book, [])
    return find_books(catalogue, title)


def books_named(catalogue: Catalogue, titles: Sequence[str]) -> list[Book]:
    """Return the books that titles name, in their order, each once.

    Raises:
        ToolError: One of them names no book for certain.
    """
    books: list[Book] = []
    for title in titles:
        found = find_named(catalogue, title)
        if isinstance(found, Exact):
            books.append(found.book)
        elif isinstance(found, Several):
            books += found.books
        else:
            raise _uncertain(catalogue, title, found)
    return list({book.book_row: book for book in books}.values())


def book_named(catalogue: Catalogue, title: str) -> Book:
    """Return the one book that a title names.

    Raises:
        ToolError: It names none for certain, or several.
    """
    books = books_named(catalogue, [title])
    if len(books) > 1:
        raise ToolError(f'"{title}" names several books: {name_books(books)}. Call again for each of them alone.')
    return books[0]


def nearest_to_missed(catalogue: Catalogue, title: str) -> list[Book]:
    """Count a title that is not found, and return the books nearest to it."""
    count_missed(catalogue, title)
    return nearest_books(catalogue, title)


def _uncertain(catalogue: Catalogue, title: str, found: Suggestions | ByAuthor | NotFound) -> ToolError:
    """Return the error of a title that names no book for certain, with the books that it may mean."""
    if isinstance(found, ByAuthor):
        set_outcome(Outcome.AUTHOR_FOUND)
        return ToolError(
            f'"{title}" is an author and no title. The most read books by {found.author}: {name_books(found.books)}. '
            "Call again with one of these titles, or ask which one is meant."
        )
    if isinstance(found, Suggestions):
        set_outcome(Outcome.SUGGESTED)
        return ToolError(
            f'"{title}" names no book for certain. It may mean {name_books(found.books)}. '
            "Ask which one is meant, then call again with its title and author."
        )
    set_outcome(Outcome.NOT_FOUND)
    near = nearest_to_missed(catalogue, title)
    nearest = f" The nearest are {name_books(near)}." if near else ""
    return ToolError(
        f'The catalogue has no book "{title}".{nearest} Check the spelling, or call again with the title alone, '
        'the title "by" its author, or an ISBN. The book may be missing: then say so.'
    )
