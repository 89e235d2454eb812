"""Recommendations for readers whose shelves are in a file, for scripts that score or send them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from model_build.commands.export import write_table
from model_build.datasets.formats.strict_table import strict_rows
from model_build.datasets.formats.table_file import DatasetError
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.filters import Filters
from shelftalker.recommend.personal_ranking import rank_for_reader
from shelftalker.shelf_exports.statuses import Status, status_of

SHELF_COLUMNS = ("reader", "source_id", "rating")
# A further column, which files may lack.
STATUS_COLUMN = "status"
RECOMMENDATION_COLUMNS = ("reader", "rank", "book_id", "title", "author", "isbn")


@dataclass(frozen=True, slots=True)
class TerminalConfig:
    """Numbers of the lists at the terminal.

    Attributes:
        listed_readers: Most readers whose books are listed there; the file has all.
    """

    listed_readers: int = 3


TERMINAL = TerminalConfig()


@dataclass(frozen=True, slots=True)
class Shelves:
    """The shelves of a file's readers.

    Attributes:
        of_reader: Reader -> shelf, in the order in which the file first names the readers.
        unknown: Number of rows that name a book that the model does not have.
        wanted: Number of rows of books that a reader wants to read; they are on no shelf.
    """

    of_reader: dict[str, list[ShelfEntry]]
    unknown: int
    wanted: int


@dataclass(frozen=True, slots=True)
class WrittenLists:
    """The file of recommendations that was written.

    Attributes:
        rows: Number of its rows.
        shelves: The shelves that they are for.
        first: The books of the first readers, best first, by reader.
    """

    rows: int
    shelves: Shelves
    first: dict[str, list[Book]]


def recommend_for(
    catalogue: Catalogue, shelves_path: Path, output: Path, limit: int, filters: Filters | None = None
) -> WrittenLists:
    """Write the best books for each reader of a file: reader, rank (from 1), book_id, title with series, author, isbn.

    The file is written whole or not at all. The ranking is that of `rank_for_reader`: no book of the reader's shelf is
    in it, and an author may occur often.

    Raises:
        DatasetError: The shelves can't be read, see `read_shelves`.
        OSError: The output can't be written.
    """
    shelves = read_shelves(catalogue, shelves_path)
    first: dict[str, list[Book]] = {reader: [] for reader in list(shelves.of_reader)[: TERMINAL.listed_readers]}

    def rows() -> Iterator[tuple[str, int, str, str, str, str]]:
        for reader, rank, book in _recommendations(catalogue, shelves, limit, filters):
            if reader in first:
                first[reader].append(book)
            isbn = book.isbn if isbn_of(book.isbn) else ""
            yield reader, rank, book.book_id, book.full_title, book.author, isbn

    return WrittenLists(write_table(output, RECOMMENDATION_COLUMNS, rows()), shelves, first)


def report_lines(written: WrittenLists, shelves_path: Path, output: Path) -> Iterator[str]:
    """Yield the lines of the report: the counts, and the books of the first readers."""
    shelves = written.shelves
    readers = len(shelves.of_reader)
    yield f"{output}: {written.rows:,} rows for {readers:,} reader{'s' * (readers != 1)}."
    if shelves.unknown:
        yield f"{shelves.unknown:,} rows of {shelves_path} name books that the model does not have."
    if shelves.wanted:
        yield f"Rows of {shelves_path} of books to read, which say nothing of taste yet, left out: {shelves.wanted:,}."
    for reader, books in written.first.items():
        if readers > 1:
            yield f"{reader}:"
        for rank, book in enumerate(books, start=1):
            yield f"{rank:>3}. {book.full_title} by {book.author}"
        if not books:
            yield "  (The model has no other books that the filters let through.)"
    if more := readers - len(written.first):
        yield f"... and the books of {more:,} more in {output}."


def read_shelves(catalogue: Catalogue, path: Path) -> Shelves:
    """Read a CSV file, plain or gzipped, with the columns reader, source_id and rating among others.

    A source_id is the dataset's own id of an edition, in any case as in a build, or an ISBN; rows of books that the
    model does not have are counted. A rating is on the dataset's own scale; 0 means read, not rated. Where there is a
    column status, a book without a rating that the reader stopped at is not recommended and has no weight, and one to
    read is left out.

    Raises:
        DatasetError: The file, a column or a value can't be used; the message names the line and the fault.
    """
    book_rows = _rows_of_editions(catalogue)
    of_reader: dict[str, list[ShelfEntry]] = {}
    unknown = wanted = 0
    for line, (reader, source_id, rating, listed_status) in strict_rows(path, SHELF_COLUMNS, [STATUS_COLUMN]):
        if not reader:
            raise DatasetError(f"{path}, line {line}: the reader is missing. Give every row a reader.")
        stars = _stars(rating, catalogue.rating_scale)
        if stars is None:
            raise DatasetError(
                f"{path}, line {line}: expected a rating from 0 to {catalogue.rating_scale}, not {rating!r}. Give it "
                "on the scale of the model's dataset, 0 for a book that was read and not rated."
            )
        status = status_of(listed_status)
        shelf = of_reader.setdefault(reader, [])
        book_row = (
            book_rows.get(source_id) or book_rows.get(source_id.upper()) or book_rows.get(isbn_of(source_id) or "")
        )
        if book_row is None:
            unknown += 1
        elif status is Status.WANTED and not stars:
            wanted += 1
        else:
            shelf.append(ShelfEntry(book_row, stars or None, dismissed=status is Status.STOPPED))
    return Shelves(of_reader, unknown, wanted)


def _rows_of_editions(catalogue: Catalogue) -> dict[str, int]:
    """Return source_id, unchanged and in capitals as the build matches ratings to books, and ISBN -> book_row."""
    editions = catalogue.editions()
    by_isbn = {isbn: book_row for source_id, book_row, _ in editions if (isbn := isbn_of(source_id))}
    by_capitals = {source_id.upper(): book_row for source_id, book_row, _ in reversed(editions)}
    return (
        dict(catalogue.isbns()) | by_isbn | by_capitals | {source_id: book_row for source_id, book_row, _ in editions}
    )


def _stars(text: str, scale: int) -> float | None:
    try:
        stars = float(text)
    except ValueError:
        return None
    return stars if 0 <= stars <= scale else None


def _recommendations(
    catalogue: Catalogue, shelves: Shelves, limit: int, filters: Filters | None
) -> Iterator[tuple[str, int, Book]]:
    """Yield (reader, rank from 1, book), reader by reader, best first."""
    for reader, shelf in tqdm(
        shelves.of_reader.items(), desc="Recommending", unit=" readers", delay=2, disable=None, leave=False
    ):
        for rank, recommendation in enumerate(rank_for_reader(catalogue, shelf, limit, filters), start=1):
            yield reader, rank, recommendation.book
