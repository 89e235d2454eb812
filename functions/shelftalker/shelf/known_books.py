"""A reader's shelf in the rows of one model, resolved once a request."""

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook


class KnownBooks:
    """The books of the catalogue that stand on a reader's shelf.

    Attributes:
        catalogue: The model.
        by_row: The shelf's entries by book_row, in the order of their changes, oldest first; of former works that are
            one by now, the newest entry.
        preferences: The reader's preferences.
        learns: True if the reader's ratings may help to train the next models.
        is_available: Whether the shelf could be read; if not, everything else is as of an empty shelf.
        missing: Entries of books that left the catalogue.
        shelf_import: The import of a library that is under way; None for none.
    """

    def __init__(self, catalogue: Catalogue, shelf: Shelf | None) -> None:
        """Resolve a shelf; None stands for one that can't be read now."""
        self.catalogue = catalogue
        self.is_available = shelf is not None
        self.preferences = shelf.preferences if shelf else Preferences()
        self.learns = shelf is not None and shelf.learns
        self.shelf_import = shelf.shelf_import if shelf else None
        self.by_row: dict[int, ShelfBook] = {}
        self.missing: list[ShelfBook] = []
        self._merged: dict[int, list[ShelfBook]] = {}
        entries = shelf.books if shelf else ()
        rows = catalogue.rows_with_ids([entry.book_id for entry in entries])
        for entry in entries:
            book_row = rows.get(entry.book_id)
            if book_row is None:
                self.missing.append(entry)
                continue
            former = self.by_row.pop(book_row, None)
            if former:
                self._merged.setdefault(book_row, []).append(former)
            self.by_row[book_row] = entry

    def entries_of(self, book_row: int) -> list[ShelfBook]:
        """Return all entries of a book on the shelf, newest first: several where former works are one by now."""
        return [self.by_row[book_row], *reversed(self._merged.get(book_row, []))]

    def newest_first(self) -> list[int]:
        """Return the rows of the shelf's books, the newest change first."""
        return list(reversed(self.by_row))

    def is_rated_or_dismissed(self, book: Book) -> bool:
        """Return whether the reader rated the book or dismissed it."""
        entry = self.by_row.get(book.book_row)
        return entry is not None and (entry.stars is not None or entry.dismissed)

    def is_wanted(self, book: Book) -> bool:
        """Return whether the book is on the want-to-read list."""
        entry = self.by_row.get(book.book_row)
        return entry is not None and entry.wanted

    def is_readable(self, book: Book) -> bool:
        """Return whether the book is in a language that the reader wants to see, as far as the catalogue knows."""
        languages = self.preferences.languages
        return not languages or book.language is None or book.language in languages

    @property
    def preference_count(self) -> int:
        """Number of books that show the reader's taste: rated, wanted, or read without stars."""
        return sum(entry.stars is not None or entry.wanted or entry.read for entry in self.by_row.values())
