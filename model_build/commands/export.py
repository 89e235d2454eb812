"""Writing a model as CSV files, for a spreadsheet or for scoring it."""

from collections.abc import Iterable
from pathlib import Path

from model_build.datasets.csv_writer import write_table
from shelftalker.model.catalogue import Catalogue


def export_model(catalogue: Catalogue, directory: Path) -> dict[Path, int]:
    """Write `books.csv`, `editions.csv` and `neighbours.csv` into a folder.

    Returns:
        How many rows each file has, by its path.
    """
    directory.mkdir(parents=True, exist_ok=True)
    books = catalogue.all_books()
    id_of_row = {book.book_row: book.book_id for book in books}
    tables: dict[str, tuple[tuple[str, ...], Iterable[tuple[object, ...]]]] = {
        "books.csv": (
            ("book_id", "title", "author", "year", "isbn", "ratings_count", "rating_mean"),
            (
                (book.book_id, book.title, book.author, book.year, book.isbn, book.ratings_count, book.rating_mean)
                for book in books
            ),
        ),
        "editions.csv": (
            ("source_id", "book_id"),
            ((source_id, book_id) for source_id, _, book_id in catalogue.editions()),
        ),
        "neighbours.csv": (
            ("book_id", "rank", "neighbour_id", "score", "readers_in_common"),
            (
                (book.book_id, rank, id_of_row[each.book_row], f"{each.score:.6g}", each.readers_in_common)
                for book in books
                for rank, each in enumerate(catalogue.neighbours(book.book_row), start=1)
            ),
        ),
    }
    return {directory / name: write_table(directory / name, header, rows) for name, (header, rows) in tables.items()}
