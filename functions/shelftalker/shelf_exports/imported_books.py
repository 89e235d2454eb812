"""The books of an export as an import holds them: found in the model or not, with stars or to be read."""

import math

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import STARS
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

    A shelf keeps stars and books to read. Stars of another scale, or with fractions, become the nearest number of
    whole ones, halves the greater one. Books that were read or begun without stars are counted alone. Of several rows
    of one book the first with stars counts, as exports begin with the newest.
    """
    books: dict[str, ImportedBook] = {}
    missing: list[MissingBook] = []
    missing_count = unrated = repeated = 0
    unread = len(export.broken_lines) + max(0, export.rows - IMPORTS.rows)
    for book in export.books[: IMPORTS.rows]:
        stars = stars_of(book, export.scale)
        if stars is None and book.status is Status.OWN_SHELF:
            unread += 1
        elif stars is None and book.status is not Status.WANTED:
            unrated += 1
        elif match := match_book(catalogue, book):
            book_id = match.book.book_id
            earlier = books.get(book_id)
            repeated += earlier is not None
            if earlier is None or earlier.stars is None:
                books[book_id] = ImportedBook(book_id, stars if earlier is None else stars or earlier.stars)
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
        unrated,
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
    return contents._replace(
        rows=contents.rows - row.rows,
        missing=contents.missing[: len(contents.missing) - len(row.missing)],
        missing_count=contents.missing_count - row.missing_count,
        unrated=contents.unrated - row.unrated,
        unread=contents.unread - row.unread,
        repeated=contents.repeated - len(row.books),
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
    """Return the actions that keep an import: of books that the shelf does not have yet, or only wants to read.

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
        is_rated = entry is not None and (entry.stars is not None or entry.dismissed)
        if book.book_id in rows and (is_own or entry is None or (book.stars is not None and not is_rated)):
            actions.append(_action(book))
    return actions


def _action(book: ImportedBook) -> ShelfAction:
    return ShelfAction(Verb.RATE if book.stars else Verb.WANT, book.book_id, book.stars)


def _missing_book(book: ExportedBook) -> MissingBook:
    length = IMPORTS.name_length
    title = book.title or next(iter((*book.isbns.whole, *book.isbns.repaired)), "")
    return MissingBook(title[:length], book.author[:length])
