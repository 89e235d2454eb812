"""Books offered in the search window: what the typed text may become, or what it already says in other words."""

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, whole_titles
from shelftalker.search.type_ahead import TYPE_AHEAD, completions


def offered_books(catalogue: Catalogue, typed: str, limit: int = TYPE_AHEAD.completions) -> list[Book]:
    """Return up to `limit` books for a typed text: a prefix, a sentence, a link, an ISBN, or a title half-remembered.

    Where no title begins with the text, the books by which the command would answer it come first.
    """
    offered = completions(catalogue, typed, limit)
    if not typed.strip() or (offered and _begins_title(offered[0], typed)):
        return offered
    meant = meant_books(catalogue, typed)
    return list({book.book_row: book for book in [*meant, *offered]}.values())[:limit]


def meant_books(catalogue: Catalogue, typed: str) -> list[Book]:
    """Return the books by which the command would answer a typed text, the likeliest first."""
    # Imported here: prefixes of titles are completed without it.
    from shelftalker.search.questions import find_books  # noqa: PLC0415
    from shelftalker.search.titles import Exact, NotFound  # noqa: PLC0415

    found = find_books(catalogue, typed)
    if isinstance(found, NotFound):
        return []
    return [found.book, *found.others] if isinstance(found, Exact) else list(found.books)


def _begins_title(book: Book, typed: str) -> bool:
    """Test if a book's title, or its author's name, begins with a typed text."""
    key = normalise_title(typed)
    return any(text.startswith(key) for text in (*whole_titles(book.title), normalise_title(book.author)))
