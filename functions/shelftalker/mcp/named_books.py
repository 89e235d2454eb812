"""The books that a tool's titles name, as `/recommend` finds them; or an error with those that may be meant."""

from collections.abc import Sequence

from shelftalker.api.answers import find_named, nearest_to_missed
from shelftalker.mcp.answers import ToolError, name_books, quote
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.observability import Outcome, set_outcome
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Several, Suggestions


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
        raise ToolError(f"{quote(title)} names several books: {name_books(books)}. Call again for each of them alone.")
    return books[0]


def _uncertain(catalogue: Catalogue, title: str, found: Suggestions | ByAuthor | NotFound) -> ToolError:
    """Return the error of a title that names no book for certain, with the books that it may mean."""
    if isinstance(found, ByAuthor):
        set_outcome(Outcome.AUTHOR_FOUND)
        return ToolError(
            f"{quote(title)} is an author and no title. The most read books by {found.author}: "
            f"{name_books(found.books)}. Call again with one of these titles, or ask which one is meant."
        )
    if isinstance(found, Suggestions):
        set_outcome(Outcome.SUGGESTED)
        return ToolError(
            f"{quote(title)} names no book for certain. It may mean {name_books(found.books)}. "
            "Ask which one is meant, then call again with its title and author."
        )
    set_outcome(Outcome.NOT_FOUND)
    near = nearest_to_missed(catalogue, title)
    nearest = f" The nearest are {name_books(near)}." if near else ""
    return ToolError(
        f"The catalogue has no book {quote(title)}.{nearest} Check the spelling, or call again with the title alone, "
        'the title "by" its author, or an ISBN. The book may be missing: then say so.'
    )
