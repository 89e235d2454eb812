"""The export of a model as CSV files, for a spreadsheet or for scoring it."""

import csv
from collections.abc import Iterable
from pathlib import Path

from model_build.commands.query import single_volume
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.isbn import as_isbn_13, isbn_of

BOOK_COLUMNS = (
    "book_id", "title", "author", "year", "isbn", "ratings_count", "rating_mean", "series", "volume", "language",
)  # fmt: skip


def export_model(catalogue: Catalogue, directory: Path) -> dict[Path, int]:
    """Write `books.csv`, `editions.csv`, `isbns.csv` and `neighbours.csv` into a folder.

    Returns:
        Number of rows of each file, by its path.
    """
    directory.mkdir(parents=True, exist_ok=True)
    books = catalogue.all_books()
    id_of_row = {book.book_row: book.book_id for book in books}
    tables: dict[str, tuple[tuple[str, ...], Iterable[tuple[object, ...]]]] = {
        "books.csv": (
            (
                "book_id",
                "title",
                "author",
                "year",
                "isbn",
                "ratings_count",
                "rating_mean",
                "series",
                "volume",
                "language",
            ),
            map(_book_row, books),
        ),
        "editions.csv": (
            ("source_id", "book_id"),
            ((source_id, book_id) for source_id, _, book_id in catalogue.editions()),
        ),
        "isbns.csv": (("isbn", "book_id", "isbn_13"), _isbn_rows(catalogue, id_of_row)),
        "neighbours.csv": (
            ("book_id", "rank", "neighbour_id", "score", "readers_in_common"),
            (
                (
                    book.book_id,
                    rank,
                    id_of_row[neighbour.book_row],
                    f"{neighbour.score:.6g}",
                    neighbour.readers_in_common,
                )
                for book in books
                for rank, neighbour in enumerate(catalogue.neighbours(book.book_row), start=1)
            ),
        ),
    }
    return {directory / name: write_table(directory / name, header, rows) for name, (header, rows) in tables.items()}


def _isbn_rows(catalogue: Catalogue, id_of_row: dict[int, str]) -> list[tuple[str, str, str]]:
    """Return (isbn, book_id, isbn_13) of every ISBN that finds a book, in the order of the first.

    The first has ten characters where the ISBN has that form, as the model has it; library systems have the other.
    """
    rows = {isbn: book_row for source_id, book_row, _ in catalogue.editions() if (isbn := isbn_of(source_id))}
    for isbn, book_row in catalogue.isbns():
        if isbn_of(isbn):
            rows[isbn] = min(book_row, rows.get(isbn, book_row))
    return [
        (isbn, id_of_row[book_row], as_isbn_13(isbn) if len(isbn) == 10 else isbn)
        for isbn, book_row in sorted(rows.items())
    ]


def write_table(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> int:
    """Write a CSV file in place of an earlier one, once the last row is written, and return its number of rows."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            for row in rows:
                writer.writerow(row)
                count += 1
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _book_row(book: Book) -> tuple[object, ...]:
    # A model has the dataset's id in place of an ISBN that is not known; no other program could tell.
    isbn = book.isbn if isbn_of(book.isbn) else ""
    facts = (book.book_id, book.title, book.author, book.year, isbn, book.ratings_count, book.rating_mean)
    return (*facts, book.series, single_volume(book), book.language)
