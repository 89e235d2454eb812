"""The import of a reader's own export as a shelf for `recommend-for`.

Of the export are taken: titles, authors, ISBNs, series, the names of shelves, and ratings. Reviews, notes and dates are
neither kept nor written, and nothing leaves the machine.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from model_build.commands.export import write_table
from model_build.commands.recommend_for import SHELF_COLUMNS, STATUS_COLUMN
from model_build.datasets.formats.table_file import DatasetError
from model_build.learning.shelf_ratings import quantity
from shelftalker.model.catalogue import Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.shelf_exports.export_text import ExportError
from shelftalker.shelf_exports.exported_books import ExportedBook
from shelftalker.shelf_exports.matching import Evidence, Match, match_book
from shelftalker.shelf_exports.reading import Export, read_export
from shelftalker.shelf_exports.statuses import Status

# Columns of the file of books that are not in the model.
NOT_FOUND_COLUMNS = ("line", "title", "author", "isbn", "status")


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """Numbers of the report.

    Attributes:
        listed_books: Most books that are listed at the terminal; a file lists all.
        listed_lines: Most numbers of broken lines.
    """

    listed_books: int = 20
    listed_lines: int = 10


REPORT = ReportConfig()


@dataclass(frozen=True, slots=True)
class ShelfBook:
    """A book of the new shelf.

    Attributes:
        source_id: The dataset's id of an edition.
        rating: The rating on the model's scale, 0 for none.
        was_read: False for a book that the reader stopped at.
    """

    source_id: str
    rating: float
    was_read: bool


@dataclass(frozen=True, slots=True)
class ImportedShelf:
    """A reader's export beside a model.

    Attributes:
        export: The export.
        matches: [export's books] the match of each; None where the model does not have the book.
        books: The shelf, each book of the model once.
        repetitions: Number of rows that name a book of an earlier row.
        rating_scale: The model's best rating.
    """

    export: Export
    matches: list[Match | None]
    books: list[ShelfBook]
    repetitions: int
    rating_scale: int

    @property
    def not_found(self) -> list[ExportedBook]:
        """The books that the model does not have, in the order of the export."""
        return [book for book, match in zip(self.export.books, self.matches, strict=True) if match is None]


def read_shelf(catalogue: Catalogue, path: Path) -> ImportedShelf:
    """Read an export and find its books in a model.

    On the shelf are the books that were read, are being read or were stopped at, rated or not; books to read are none.
    Of several rows of one book the first rating counts, as exports begin with the newest, and without a rating the
    book was read if any of them says so.

    Raises:
        DatasetError: The export can't be read, see `read_export`.
    """
    try:
        export = read_export(str(path), path.read_bytes())
    except FileNotFoundError as error:
        raise DatasetError(f"{path} does not exist. Name the file that the service's export gave you.") from error
    except OSError as error:
        raise DatasetError(f"{path} can't be read ({error}). Name the file that the service's export gave.") from error
    except ExportError as error:
        raise DatasetError(str(error)) from error
    matches = [match_book(catalogue, book) for book in export.books]
    source_ids: defaultdict[int, list[str]] = defaultdict(list)
    for source_id, book_row, _ in catalogue.editions():
        source_ids[book_row].append(source_id)
    shelf: dict[int, ShelfBook] = {}
    repetitions = 0
    for book, match in zip(export.books, matches, strict=True):
        rating = _rating_on_shelf(book, export.scale, catalogue.rating_scale)
        if match is None or rating is None:
            continue
        earlier = shelf.get(match.book.book_row)
        repetitions += earlier is not None
        if earlier is None or not earlier.rating:
            source_id = earlier.source_id if earlier else _source_id(match, source_ids[match.book.book_row])
            was_read = book.status is not Status.STOPPED or (earlier is not None and earlier.was_read)
            shelf[match.book.book_row] = ShelfBook(source_id, rating, was_read)
    return ImportedShelf(export, matches, list(shelf.values()), repetitions, catalogue.rating_scale)


def write_shelf(shelf: ImportedShelf, path: Path, reader: str) -> None:
    """Write a shelf as `recommend-for` reads it: reader, source_id, rating, status; whole or not at all.

    Raises:
        DatasetError: The shelf has no book.
        OSError: The file can't be written.
    """
    if not shelf.export.books:
        raise DatasetError(f"The export has no books, so that {path} is not written. Export the library again.")
    if not shelf.books:
        raise DatasetError(
            f"None of the books that were read is in the model, so that {path} is not written. Build a model of a "
            "dataset with the reader's kind of books, of their time and language."
        )
    rows = (
        (reader, book.source_id, f"{book.rating:g}", (Status.READ if book.was_read else Status.STOPPED).value)
        for book in shelf.books
    )
    write_table(path, (*SHELF_COLUMNS, STATUS_COLUMN), rows)


def write_not_found(shelf: ImportedShelf, path: Path) -> None:
    """Write the books that the model does not have, with the line of the export; whole or not at all."""
    rows = (
        (book.line, book.title, book.author, " ".join((*book.isbns.whole, *book.isbns.repaired)), book.status.value)
        for book in shelf.not_found
    )
    write_table(path, NOT_FOUND_COLUMNS, rows)


def report_lines(shelf: ImportedShelf, path: Path, *, lists_all: bool) -> Iterator[str]:
    """Yield the lines of the report: the rows and their status, the books found, and those that are not in the model.

    Args:
        shelf: The shelf.
        path: The export.
        lists_all: True if a file lists the books that were not found.
    """
    export = shelf.export
    yield f"{path}: an export of {export.format_name}, {quantity(export.rows, 'row')}: {_statuses(export.books)}."
    if export.broken_lines:
        lines = ", ".join(map(str, export.broken_lines[: REPORT.listed_lines]))
        more = ", ..." if len(export.broken_lines) > REPORT.listed_lines else ""
        rows = quantity(len(export.broken_lines), "row")
        yield f"  {rows} of too many or too few fields, not read: line {lines}{more}"
    for fault, number in export.faults.items():
        yield f"  {number:,} {fault}"
    own_shelves = Counter(book.own_shelf for book in export.books if book.status is Status.OWN_SHELF)
    for name, number in own_shelves.most_common():
        shelf_name = f"on the shelf {name!r}" if name else "on no shelf"
        yield f"  {number:,} {shelf_name}, without a rating: not known to be read, left out"
    evidence = Counter(match.evidence for match in shelf.matches if match)
    found = ", ".join(f"{evidence[kind]:,} by {kind.value}" for kind in Evidence)
    yield f"In the model are {evidence.total():,} of {quantity(len(export.books), 'book')}: {found}."
    rated = sum(book.rating > 0 for book in shelf.books)
    stopped = sum(not book.rating and not book.was_read for book in shelf.books)
    unrated = len(shelf.books) - rated - stopped
    yield f"The shelf has {quantity(len(shelf.books), 'book')}: {rated:,} rated, {unrated:,} read and not rated."
    if stopped:
        yield f"  {stopped:,} stopped and not rated: never recommended again, and of no weight for other books"
    if rated:
        yield f"  Ratings up to {export.scale} count as ratings up to {shelf.rating_scale}, the model's best."
    if shelf.repetitions:
        yield f"  {quantity(shelf.repetitions, 'row')} of a book of an earlier row"
    wanted = sum(
        match is not None and book.status is Status.WANTED
        for book, match in zip(export.books, shelf.matches, strict=True)
    )
    if wanted:
        yield f"  {wanted:,} {Status.WANTED.value}, left out: a book to read says nothing of the reader's taste yet"
    yield from _not_found_lines(shelf.not_found, lists_all=lists_all)


def _not_found_lines(books: Sequence[ExportedBook], *, lists_all: bool) -> Iterator[str]:
    if not books:
        return
    yield f"Not in the model, or not without doubt: {quantity(len(books), 'book')}."
    listed = books[: 0 if lists_all else REPORT.listed_books]
    for book in listed:
        by = f" by {book.author}" if book.author else ""
        yield f"  line {book.line}: {book.title or ', '.join(book.isbns.whole)}{by} ({book.status.value})"
    if len(books) > len(listed) and not lists_all:
        yield f"  ... and {len(books) - len(listed):,} more; --not-found FILE lists all."


def _rating_on_shelf(book: ExportedBook, scale: int, model_scale: int) -> float | None:
    """Return the rating of a book on the model's scale, 0 where it is not rated; None off the shelf."""
    if book.status in (Status.WANTED, Status.OWN_SHELF):
        return None
    return round((book.rating or 0) * model_scale / scale, 2)


def _source_id(match: Match, source_ids: list[str]) -> str:
    """Return the id of the edition that an ISBN found, or else of the edition that is shown."""
    of_isbn = [source_id for source_id in source_ids if match.isbn and isbn_of(source_id) == match.isbn]
    shown = [source_id for source_id in source_ids if source_id == match.book.isbn]
    return (of_isbn or shown or source_ids)[0]


def _statuses(books: Sequence[ExportedBook]) -> str:
    counts = Counter(book.status for book in books)
    return ", ".join(f"{counts[status]:,} {status.value}" for status in Status if counts[status]) or "no books"
