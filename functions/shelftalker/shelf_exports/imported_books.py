"""The books of an export as an import holds them: found in the model or not, with stars or to be read."""

import math

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import STARS, ShelfBook
from shelftalker.shelf.imports import IMPORTS, ImportContents, ImportedBook, MissingBook
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf_exports.export_formats import format_of
from shelftalker.shelf_exports.export_records import headers_of
from shelftalker.shelf_exports.export_text import ExportError
from shelftalker.shelf_exports.exported_books import ExportedBook
from shelftalker.shelf_exports.matching import match_book
from shelftalker.shelf_exports.pasted_rows import cut_row, further_rows
from shelftalker.shelf_exports.reading import Export, read_export
from shelftalker.shelf_exports.statuses import Status


def imported_books(catalogue: Catalogue, export: Export) -> ImportContents:
    """Return the books of an export, found in a model as `import-shelf` finds them; as many rows as `IMPORTS` has.

    Stars of another scale, or with fractions, become the nearest number of whole ones, halves the greater one. Of
    several rows of one book the first with stars counts, as exports begin with the newest; without any, that it was
    read.

    Raises:
        ExportError: The export has no row.
    """
    if not export.rows:
        raise ExportError(
            f"This export of {export.format_name} has no rows, only the first line with the names of the columns. "
            "Expected is a row for each book below it: export the library again, or copy its rows too."
        )
    books: dict[str, ImportedBook] = {}
    missing: list[MissingBook] = []
    missing_count = repeated = 0
    unread = len(export.broken_lines) + max(0, export.rows - IMPORTS.rows)
    for book in export.books[: IMPORTS.rows]:
        stars = stars_of(book, export.scale)
        if stars is None and book.status is Status.OWN_SHELF:
            unread += 1
        elif match := match_book(catalogue, book):
            book_id = match.book.book_id
            found = ImportedBook(
                book_id,
                stars if stars or book.status is Status.WANTED else 0,
                is_listed=book.is_listed and bool(stars),
            )
            repeated += book_id in books
            books[book_id] = books[book_id].joined_with(found) if book_id in books else found
        else:
            missing_count += 1
            if len(missing) < IMPORTS.missing:
                missing.append(_missing_book(book))
    return ImportContents(
        export.format_name,
        "",
        export.rows,
        tuple(books.values()),
        tuple(missing),
        missing_count,
        unread,
        repeated,
    )


def pasted_books(catalogue: Catalogue, text: str, former: ImportContents | None = None) -> ImportContents:
    """Return the books of a pasted text; of a further piece those of the pieces before it too.

    Args:
        catalogue: The model.
        text: Lines of an export, the header first, which a further piece may leave out.
        former: The contents of the pieces before it.

    Raises:
        ExportError: The text is none of an export, see `read_export`.
    """
    lines = text.strip("\r\n").replace("\r\n", "\n").split("\n")
    known = next((header for header in headers_of(lines) if format_of(frozenset(header.keys))), None)
    of_former = next(headers_of([former.header]), None) if former else None
    header = known or of_former
    if header is None:  # of which the error tells
        return imported_books(catalogue, read_export("The text", text.encode()))
    left_out = 0
    if former and known is None:
        lines, is_joined, left_out = further_rows(lines, header, former.cut)
        former = _without_row(catalogue, former) if is_joined else former
        lines = [former.header, *lines]
        header = header._replace(line=0)
    contents = imported_books(catalogue, read_export("The text", "\n".join(lines).encode()))
    contents = contents._replace(
        header=lines[header.line],
        rows=contents.rows + left_out,
        unread=contents.unread + left_out,
        cut=cut_row(lines, header, header.line + 1),
    )
    return former.joined_with(contents) if former else contents


def _without_row(catalogue: Catalogue, contents: ImportContents) -> ImportContents:
    """Return contents without the counts of the row that they were cut in, which now comes whole."""
    try:
        row = imported_books(catalogue, read_export("The text", f"{contents.header}\n{contents.cut}".encode()))
    except ExportError:  # too short to be read
        row = ImportContents(contents.service, rows=1, unread=1)
    # As an earlier row says more of the book, or as this one alone has it.
    its_own = set(row.books).intersection(contents.books)
    return contents._replace(
        rows=contents.rows - row.rows,
        books=tuple(book for book in contents.books if book not in its_own),
        missing=contents.missing[: len(contents.missing) - len(row.missing)],
        missing_count=contents.missing_count - row.missing_count,
        unread=contents.unread - row.unread,
        repeated=contents.repeated - len(row.books) + len(its_own),
        cut="",
    )


def stars_of(book: ExportedBook, scale: int) -> int | None:
    """Return the stars of a book on a shelf, 1 to 5; None for one without a rating.

    Args:
        book: A row of an export.
        scale: Best rating of the export.
    """
    if not book.rating:
        return None
    return min(STARS, max(1, math.floor(book.rating * STARS / scale + 0.5)))


def actions_of(contents: ImportContents, known: KnownBooks, kept_at: str = "") -> list[ShelfAction]:
    """Return the actions that keep an import: of books that the shelf does not have yet, or knows less of.

    Stars come to a book that is wanted, or read without any; that a book was read, to one that is wanted.

    Args:
        contents: The import's.
        known: The reader's shelf.
        kept_at: Time of an earlier attempt to keep it, whose books are kept once more, or ''.
    """
    rows = known.catalogue.rows_with_ids([book.book_id for book in contents.books])
    actions = []
    for book in contents.books:
        entry = known.by_row.get(rows.get(book.book_id, -1))
        is_own = entry is not None and bool(kept_at) and entry.changed_at == float(kept_at)
        if book.book_id in rows and (is_own or entry is None or _adds_to(entry, book)):
            actions.append(_action(book))
    return actions


def _adds_to(entry: ShelfBook, book: ImportedBook) -> bool:
    """Return whether an import knows more of a book than the shelf does."""
    if book.stars is None or entry.stars is not None:
        return False
    return not entry.dismissed or (entry.read and book.stars > 0)


def _action(book: ImportedBook) -> ShelfAction:
    if book.stars == 0:
        return ShelfAction(Verb.READ, book.book_id)
    return ShelfAction(Verb.RATE if book.stars else Verb.WANT, book.book_id, book.stars, is_listed=book.is_listed)


def _missing_book(book: ExportedBook) -> MissingBook:
    length = IMPORTS.name_length
    title = book.title or next(iter((*book.isbns.whole, *book.isbns.repaired)), "")
    return MissingBook(title[:length], book.author[:length])
