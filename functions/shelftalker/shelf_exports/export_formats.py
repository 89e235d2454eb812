"""The formats of exports: the columns that tell each apart, and its rows as books.

Columns are compared by their letters and digits, see `column_key`. The headers are those of the services' exports as of
2026; Hardcover's as its readers' files show it. Formats may lack any column but those that tell them apart.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shelftalker.shelf_exports.exported_books import ExportedBook, first_authors, isbns_in, rating_in
from shelftalker.shelf_exports.statuses import Status, status_of

# Goodreads' own shelf of books to read, which readers' shelves of other names are not taken for beside a rating.
LISTED = "to-read"
# Fields of a row by the key of their column; those of missing columns are ''.
Fields = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """The format of one service's export.

    Attributes:
        name: Name of the service.
        signature: Sets of columns, each of which no other format has all of.
        author: Column of the authors.
        isbns: Columns of ISBNs.
        rating: Column of the reader's own rating, on a scale of 5.
        shelf: Fields -> (status, name of the reader's own shelf or '').
        status_columns: Columns that `shelf` reads.
        title: Column of the title.
        subtitle: Column of the subtitle, '' for none.
        series: Column of the series, '' for none.
        is_author_inverted: True where the surname comes first: "Camus, Albert".
        is_deleted: Column that says "true" of a deleted book; '' for none.
        all_shelves: Column of all shelves of a book, by which a rated one is `LISTED` too; '' for none.
    """

    name: str
    signature: tuple[frozenset[str], ...]
    author: str
    isbns: tuple[str, ...]
    rating: str
    shelf: Callable[[Fields], tuple[Status, str]]
    status_columns: tuple[str, ...]
    title: str = "title"
    subtitle: str = ""
    series: str = ""
    is_author_inverted: bool = False
    is_deleted: str = ""
    all_shelves: str = ""

    @property
    def columns(self) -> frozenset[str]:
        """Keys of all columns that are read."""
        named = (self.title, self.author, self.rating, self.subtitle, self.series, self.is_deleted)
        return frozenset(filter(None, (*named, *self.isbns, *self.status_columns)))

    def matches(self, keys: frozenset[str]) -> bool:
        """Test if a header's columns are this format's."""
        return any(columns <= keys for columns in self.signature)

    def book(self, line: int, fields: dict[str, str]) -> ExportedBook | None:
        """Return the book of a row; None for one that the reader deleted, but that stands there."""

        def field(key: str) -> str:
            return fields.get(key, "")

        if self.is_deleted and field(self.is_deleted).lower() == "true":
            return None
        title, subtitle = field(self.title), field(self.subtitle)
        rating = rating_in(field(self.rating))
        status, own_shelf = self.shelf(field)
        return ExportedBook(
            line=line,
            title=f"{title}: {subtitle}" if subtitle else title,
            author=" ".join(field(self.author).split()),
            first_authors=first_authors(field(self.author), is_inverted=self.is_author_inverted),
            isbns=isbns_in(*map(field, self.isbns)),
            series=field(self.series),
            # A shelf of the reader's own says nothing of reading, while a rating does.
            status=Status.READ if status is Status.OWN_SHELF and rating else status,
            own_shelf=own_shelf if status is Status.OWN_SHELF and not rating else "",
            rating=rating or None,
            is_bad_rating=rating is None,
            is_listed=bool(rating) and LISTED in _names_in(field(self.all_shelves)),
        )


def format_of(keys: frozenset[str]) -> ExportFormat | None:
    """Return the format that a header's columns are of, by their keys; None for an unknown one."""
    return next((export_format for export_format in EXPORT_FORMATS if export_format.matches(keys)), None)


def _names_in(text: str) -> list[str]:
    """Return the names in a list of shelves."""
    return [name.strip() for name in text.split(",") if name.strip()]


def _of_column(column: str) -> Callable[[Fields], tuple[Status, str]]:
    """Return the shelf of a row of which one column names the status; an empty one says nothing of reading."""

    def shelf(field: Fields) -> tuple[Status, str]:
        name = field(column)
        return (status, "") if (status := status_of(name)) else (Status.OWN_SHELF, name)

    return shelf


def _of_goodreads(field: Fields) -> tuple[Status, str]:
    """Return the shelf of a row of Goodreads: the exclusive one, or the first of all shelves with a known name.

    A book on an exclusive shelf of the reader's own was read if it has a date of reading.
    """
    exclusive = field("exclusiveshelf")
    names = [exclusive] if exclusive else _names_in(field("bookshelves"))
    for name in names:
        if status := status_of(name):
            return status, ""
    if field("dateread"):
        return Status.READ, ""
    return Status.OWN_SHELF, names[0] if names else ""


def _of_librarything(field: Fields) -> tuple[Status, str]:
    """Return the shelf of a row of LibraryThing, whose books stand in several collections, also in "Your library".

    A book of the library itself was read unless another collection says otherwise: few of its readers note dates.
    """
    names = _names_in(field("collections"))
    found = {status for name in names if (status := status_of(name))}
    for status in (Status.WANTED, Status.STOPPED, Status.READING, Status.READ):
        if status in found:
            return status, ""
    if field("dateread") or not names or "your library" in (name.casefold() for name in names):
        return Status.READ, ""
    return Status.OWN_SHELF, names[0]


def _of_bookwyrm(field: Fields) -> tuple[Status, str]:
    """Return the shelf of a row of BookWyrm; of older exports, which name no shelf, by the dates."""
    name = field("shelf") or field("shelfname")
    if status := status_of(name) or status_of(field("shelfname")):
        return status, ""
    for column, status in (
        ("stoppeddate", Status.STOPPED), ("finishdate", Status.READ), ("startdate", Status.READING),
    ):  # fmt: skip
        if field(column):
            return status, ""
    return Status.OWN_SHELF, field("shelfname") or name


EXPORT_FORMATS = (
    ExportFormat(
        name="Goodreads",
        signature=(frozenset(["exclusiveshelf"]), frozenset(["myrating", "author"])),
        author="author",
        isbns=("isbn", "isbn13"),
        rating="myrating",
        shelf=_of_goodreads,
        status_columns=("exclusiveshelf", "bookshelves", "dateread"),
        all_shelves="bookshelves",
    ),
    ExportFormat(
        name="StoryGraph",
        signature=(frozenset(["readstatus"]), frozenset(["isbnuid"])),
        author="authors",
        isbns=("isbnuid",),
        rating="starrating",
        shelf=_of_column("readstatus"),
        status_columns=("readstatus",),
    ),
    ExportFormat(
        name="LibraryThing",
        signature=(frozenset(["primaryauthor"]),),
        author="primaryauthor",
        isbns=("isbn", "isbns"),
        rating="rating",
        shelf=_of_librarything,
        status_columns=("collections", "dateread"),
        is_author_inverted=True,
    ),
    ExportFormat(
        name="BookWyrm",
        signature=(frozenset(["authortext"]),),
        author="authortext",
        isbns=("isbn10", "isbn13"),
        rating="rating",
        shelf=_of_bookwyrm,
        status_columns=("shelf", "shelfname", "stoppeddate", "finishdate", "startdate"),
    ),
    ExportFormat(
        name="Hardcover",
        signature=(
            frozenset(["hardcoverbookid"]),
            frozenset(["hardcovereditionid"]),
            frozenset(["isbn10", "isbn13", "status"]),
        ),
        author="author",
        isbns=("isbn10", "isbn13"),
        rating="rating",
        shelf=_of_column("status"),
        status_columns=("status",),
        series="series",
    ),
    ExportFormat(
        name="Open Library",
        signature=(frozenset(["bookshelf"]),),
        author="authors",
        isbns=(),
        rating="myratings",
        shelf=_of_column("bookshelf"),
        status_columns=("bookshelf",),
    ),
    ExportFormat(
        name="openreads",
        signature=(frozenset(["olid"]), frozenset(["bookformat", "status"]), frozenset(["favourite", "status"])),
        author="author",
        isbns=("isbn",),
        rating="rating",
        shelf=_of_column("status"),
        status_columns=("status",),
        subtitle="subtitle",
        is_deleted="deleted",
    ),
)
