"""A catalogue in memory for the order of series: books by name, with the series and volume in their names."""

from collections.abc import Collection

from shelftalker.model.catalogue import Book, Catalogue


class SeriesLibrary(Catalogue):
    """A catalogue of named books that counts how often series are read.

    Attributes:
        of_name: The books by their titles.
        reads: Number of statements that read series.
    """

    def __init__(self, *names: str) -> None:
        """Make the books.

        Args:
            names: "A2" is volume 2 of series A, "A1-3" an omnibus, "A" a book of A without a volume, and "a book" in
                lower case in no series; "A2/de" is in German.
        """
        rows = {letter: row for row, letter in enumerate(sorted({name[0] for name in names if name[0].isupper()}), 1)}
        self.of_name = {name: _book(row, name, rows) for row, name in enumerate(names, start=1)}
        self.reads = 0

    def volumes(self, series_rows: Collection[int]) -> list[Book]:
        """Return the books of some series with their volumes, and count the statement."""
        if not series_rows:
            return []
        self.reads += 1
        found = [book for book in self.of_name.values() if book.series_row in series_rows and book.volume is not None]
        return sorted(found, key=lambda book: (book.series_row or 0, book.volume or 0, book.book_row))


def _book(row: int, name: str, series_rows: dict[str, int]) -> Book:
    place, _, language = name.partition("/")
    book = Book(row, f"id{row}", name, f"Author {row}", row, 2000, "x", None, 9, 8.0, language or "en")
    if place[0] not in series_rows:
        return book
    first, _, last = place[1:].partition("-")
    return book._replace(
        series_row=series_rows[place[0]],
        series=place[0],
        volume=float(first) if first else None,
        last_volume=float(last) if last else None,
    )
