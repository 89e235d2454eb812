"""A reader's import of their library: one item of the shelves' table, with a day to live.

    <user id>#import    import_id; status; acted_at, time of its newest step; kept_at, time of *Keep these*; contents,
                        packed; number, of books that the newest step changed; error; expires_at; earlier_kept_at and
                        earlier_number, of the import before it

Nothing of an import is on the shelf before its reader chooses *Keep these*. Then each of its books is written as an
action of that time, so that *Undo* of the import finds them by it, and leaves what was changed since.
"""

import json
import zlib
from enum import StrEnum
from typing import NamedTuple

from shelftalker.aws.dynamodb_table import Item
from shelftalker.shelf.contents import STARS


class ImportConfig(NamedTuple):
    """Limits of an import.

    Attributes:
        rows: Most rows of an export that are read: a shelf holds no more books. Packed, as many found books take some
            80 kB, of the 400 that DynamoDB has for an item.
        missing: Most books that were not found whose names are kept; the others are counted.
        name_length: Most characters of a title or an author that was not found.
        life_seconds: Life of an import since its newest step. DynamoDB deletes it within two days after that, as a
            rule; nothing shows it then.
        stuck_seconds: Time after which a step that the queue was to take is offered once more.
    """

    rows: int = 10_000
    missing: int = 500
    name_length: int = 100
    life_seconds: int = 24 * 60 * 60
    stuck_seconds: int = 5 * 60


IMPORTS = ImportConfig()
_KNOWN_STARS = {stars: stars for stars in (None, *range(STARS + 1))}


class ImportStatus(StrEnum):
    """The steps of an import; the values are stored."""

    READING = "reading"
    READY = "ready"
    KEEPING = "keeping"
    KEPT = "kept"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


class ImportedBook(NamedTuple):
    """A book of the model that an export names: its public id, and its stars.

    Attributes:
        book_id: The id.
        stars: From 1 to 5; 0 for one that was read, or begun, without stars; None for one that is to be read.
        is_listed: Whether one with stars is to be read too.
    """

    book_id: str
    stars: int | None
    is_listed: bool = False

    def joined_with(self, later: "ImportedBook") -> "ImportedBook":
        """Return the book of two rows: the first stars count, a book that was read needs not to be read."""
        stars = self.stars or later.stars
        is_listed = self.is_listed or (later.is_listed and not self.stars)
        return self._replace(stars=self.stars if stars is None else stars, is_listed=is_listed)


class MissingBook(NamedTuple):
    """A book of an export that the model does not have, or not without doubt."""

    title: str
    author: str


class ImportContents(NamedTuple):
    """The books of an export, and the numbers of its rows.

    Attributes:
        service: Name of the service that the export is of.
        header: First line of a pasted text, which pieces that are pasted after it need not repeat; '' of a file.
        rows: Number of rows.
        books: The books found, each once.
        missing: Those that were not found, as many as are kept.
        missing_count: Number of all that were not found.
        unread: Number of rows that can't be read, or stand on a shelf of the reader's own that says nothing of reading.
        repeated: Number of rows of a book of an earlier row.
        cut: The last row of a pasted text that ends inside it, for the piece that goes on with the rest; else ''.
    """

    service: str
    header: str = ""
    rows: int = 0
    books: tuple[ImportedBook, ...] = ()
    missing: tuple[MissingBook, ...] = ()
    missing_count: int = 0
    unread: int = 0
    repeated: int = 0
    cut: str = ""

    def encode(self) -> bytes:
        """Return the contents packed."""
        return zlib.compress(json.dumps(self, separators=(",", ":")).encode())

    @classmethod
    def decode(cls, packed: bytes) -> "ImportContents":
        """Return packed contents.

        Raises:
            ValueError: They are none that `encode` packs.
        """
        try:
            service, header, rows, books, missing, *others = json.loads(zlib.decompress(packed))
            # Those that an earlier version packed have no third field.
            found = tuple(
                ImportedBook(str(book_id), _KNOWN_STARS[stars], *map(bool, listed[:1]))
                for book_id, stars, *listed in books
            )
            others = others[: len(cls._fields) - 5]  # a later version may have more
            return cls(service, header, rows, found, tuple(MissingBook(*names) for names in missing), *others)
        except (zlib.error, ValueError, TypeError, LookupError) as error:
            raise ValueError(f"the contents of an import must be packed by `encode`; got {packed[:20]!r}.") from error

    def joined_with(self, later: "ImportContents") -> "ImportContents":
        """Return the contents of a text that was pasted in pieces: of a book in both, the earlier stars count."""
        books = {book.book_id: book for book in self.books}
        for book in later.books:
            earlier = books.get(book.book_id)
            books[book.book_id] = book if earlier is None else earlier.joined_with(book)
        return ImportContents(
            later.service,
            later.header or self.header,
            self.rows + later.rows,
            tuple(books.values()),
            (*self.missing, *later.missing)[: IMPORTS.missing],
            self.missing_count + later.missing_count,
            self.unread + later.unread,
            self.repeated + later.repeated + len(self.books) + len(later.books) - len(books),
            later.cut,
        )


class EarlierImport(NamedTuple):
    """An import that was kept before another one began: the time of *Keep these*, and the number of its books."""

    kept_at: str
    number: int


class ShelfImport(NamedTuple):
    """An import of a reader.

    Attributes:
        import_id: The time of its beginning, as Slack writes times.
        status: Its newest step.
        acted_at: The time of that step, in seconds since 1970.
        kept_at: The time of *Keep these*, as Slack writes times; '' before.
        packed: The packed contents; empty before the export is read.
        number: Number of books that the newest step changed.
        error: A sentence for the reader where the status is FAILED, else ''.
        earlier: The import before it that is kept and can still be undone, which comes back when this one is discarded.
    """

    import_id: str
    status: ImportStatus
    acted_at: float
    kept_at: str = ""
    packed: bytes = b""
    number: int = 0
    error: str = ""
    earlier: EarlierImport | None = None

    def contents(self) -> ImportContents:
        """Return the contents; those of an export without a row before it is read, and where they can't be read."""
        return (self._read_contents() if self.packed else None) or ImportContents("")

    @property
    def is_readable(self) -> bool:
        """False where the contents are none that this version knows, as after a deployment was taken back."""
        return not self.packed or self._read_contents() is not None

    def _read_contents(self) -> ImportContents | None:
        try:
            return ImportContents.decode(self.packed)
        except ValueError:
            return None

    def is_over(self, now: float) -> bool:
        """Return whether its day is over: DynamoDB takes its time to delete it."""
        return now > self.acted_at + IMPORTS.life_seconds

    def is_stuck(self, now: float) -> bool:
        """Return whether the queue has had a step for longer than it takes."""
        return self._has_step_of_queue and now > self.acted_at + IMPORTS.stuck_seconds

    def is_changing_shelf(self, now: float) -> bool:
        """Return whether the queue is writing its books to the shelf, or taking them back."""
        changes = self.status in {ImportStatus.KEEPING, ImportStatus.UNDOING}
        return changes and not self.is_stuck(now)

    @property
    def _has_step_of_queue(self) -> bool:
        return self.status in {ImportStatus.READING, ImportStatus.KEEPING, ImportStatus.UNDOING}


def import_of(item: Item) -> ShelfImport:
    """Return the import of an item.

    Raises:
        KeyError, TypeError or ValueError: An attribute is none that this code writes.
    """
    return ShelfImport(
        import_id=item["import_id"]["S"],
        status=ImportStatus(item["status"]["S"]),
        acted_at=float(item["acted_at"]["N"]),
        kept_at=item["kept_at"]["S"] if "kept_at" in item else "",
        packed=item["contents"]["B"] if "contents" in item else b"",
        number=int(item["number"]["N"]) if "number" in item else 0,
        error=item["error"]["S"] if "error" in item else "",
        earlier=EarlierImport(item["earlier_kept_at"]["S"], int(item["earlier_number"]["N"]))
        if "earlier_kept_at" in item
        else None,
    )
