"""The reading of an export: its format, its books, and the rows that could not be read."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from shelftalker.shelf_exports.export_formats import EXPORT_FORMATS, ExportFormat, format_of
from shelftalker.shelf_exports.export_records import Header, headers_of, records_of, unwrapped_lines
from shelftalker.shelf_exports.export_text import EXPORT_FILE, ExportError, texts_of
from shelftalker.shelf_exports.exported_books import ExportedBook


@dataclass(frozen=True, slots=True)
class ScaleConfig:
    """The scale of an export's ratings: 5 for every service, but not for all files that a converter or a person made.

    Attributes:
        scales: Possible scales; the first one that holds nearly all ratings is the file's.
        most_off_scale: Greatest share of the ratings above the scale; those few are then no ratings.
    """

    scales: tuple[int, ...] = (5, 10, 20, 100)
    most_off_scale: float = 0.05


SCALE = ScaleConfig()


class ShownColumns(NamedTuple):
    """The part of an unknown header that an error quotes: most columns, and most letters of each."""

    columns: int = 12
    letters: int = 30


_SHOWN = ShownColumns()


@dataclass(frozen=True, slots=True)
class Export:
    """A reader's export.

    Attributes:
        format_name: Name of the service.
        books: Its books, in the order of the file.
        rows: Number of rows, those included that give no book.
        broken_lines: Lines of the rows that could not be read: of too many or too few fields.
        scale: The best rating.
        faults: Number of rows by their fault, the broken ones left out.
    """

    format_name: str
    books: list[ExportedBook]
    rows: int
    broken_lines: list[int]
    scale: int
    faults: Counter[str]


def read_export(name: str, content: bytes, most_bytes: int = EXPORT_FILE.most_bytes) -> Export:
    """Read an export, told apart by its header.

    Args:
        name: Name of the file, for errors.
        content: Its bytes, packed or not.
        most_bytes: Most bytes of it unpacked.

    Raises:
        ExportError: The file can't be read or is of no known format; the message names the formats and the columns
            that came.
    """
    texts = texts_of(name, content, most_bytes)
    found = {}
    first_headers: list[Header] = []
    for text_name, text in texts.items():
        lines = list(unwrapped_lines(text.split("\n")))
        headers = list(headers_of(lines))
        first_headers += headers[:1]
        known = ((header, format_of(frozenset(header.keys))) for header in headers)
        recognised = next(((header, found_format) for header, found_format in known if found_format), None)
        if recognised:
            found[text_name] = (lines, *recognised)
    if not found:
        raise ExportError(_unknown(name, first_headers))
    if len(found) > 1:
        raise ExportError(
            f"{name} holds {len(found)} exports: {', '.join(found)}. Unpack it and take one of them; import the others "
            "after it."
        )
    ((text_name, (lines, header, export_format)),) = found.items()
    return _read(text_name, lines, header, export_format)


def _cut(column: str) -> str:
    return column if len(column) <= _SHOWN.letters else f"{column[: _SHOWN.letters - 1]}\u2026"


def _unknown(name: str, headers: list[Header]) -> str:
    names = ", ".join(export_format.name for export_format in EXPORT_FORMATS)
    columns = headers[0].columns if headers else []
    shown = [repr(_cut(column)) for column in columns[: _SHOWN.columns]]
    more = [f"and {len(columns) - len(shown):,} more"] if len(columns) > len(shown) else []
    came = ", ".join([*shown, *more]) or "none"
    return (
        f"{name} is no export that is known. Known are those of {names}, by the columns of their first line; the "
        f"columns that came are {came}. Export the library again, as CSV (LibraryThing: tab-delimited), and keep the "
        "first line."
    )


def _read(name: str, lines: list[str], header: Header, export_format: ExportFormat) -> Export:
    least = [export_format.title, export_format.author]
    missing = [key for key in least if key not in header.keys]
    if missing:
        raise ExportError(
            f"{name} is an export of {export_format.name} without the column {', '.join(map(repr, missing))}; its "
            f"columns are {', '.join(map(repr, header.columns))}. Books are found by title and author: export again."
        )
    rows = 0
    broken, books = [], []
    faults: Counter[str] = Counter()
    for record in records_of(lines, header, export_format.columns, frozenset(least)):
        rows += 1
        if record.fields is None:
            broken.append(record.line)
            continue
        book = export_format.book(record.line, record.fields)
        if book is None:
            faults["deleted books"] += 1
        elif not book.title and not book.isbns.whole:
            faults["rows without a title or an ISBN"] += 1
        else:
            books.append(_repair_text(book))
            faults["ISBNs that a spreadsheet rounded, unknown"] += book.isbns.rounded
            faults["ratings that are no number, taken for none"] += book.is_bad_rating
    if rows and len(broken) > rows / 2:
        raise ExportError(
            f"{name}: {len(broken):,} of {rows:,} rows can't be read, the first one in line {broken[0]}: expected "
            f"{len(header.columns)} fields as in the first line. Export the library again; do not edit the file."
        )
    scale = _scale([book.rating for book in books if book.rating])
    off_scale = [book for book in books if book.rating and book.rating > scale]
    faults[f"ratings above {scale}, taken for none"] = len(off_scale)
    books = [book._replace(rating=None) if book in off_scale else book for book in books] if off_scale else books
    return Export(export_format.name, books, rows, broken, scale, +faults)


def _scale(ratings: list[float]) -> int:
    """Return the scale of some ratings: the first that nearly all of them are on, 5 for none."""
    ratings = [rating for rating in ratings if rating <= SCALE.scales[-1]]  # years and pages are on none of the scales
    for scale in SCALE.scales:
        if sum(rating > scale for rating in ratings) <= SCALE.most_off_scale * len(ratings):
            return scale
    return SCALE.scales[-1]


def _repair_text(book: ExportedBook) -> ExportedBook:
    """Return a book whose title and authors were decoded with the wrong encoding with the right letters."""
    if book.title.isascii() and book.author.isascii():
        return book
    # Imported here: most exports need it for few rows or none, and it takes a while.
    from shelftalker.repairs.mojibake import repair_text  # noqa: PLC0415

    return book._replace(
        title=repair_text(book.title),
        author=repair_text(book.author),
        first_authors=tuple(map(repair_text, book.first_authors)),
    )
