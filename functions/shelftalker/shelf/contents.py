"""The contents of a reader's shelf: ratings, want-to-read list, dismissed books and preferences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from shelftalker.shelf.imports import ShelfImport

# Readers give 1 to 5 stars, whatever the scale of the dataset is.
STARS = 5
# A shelf is read whole, in pages of some 6,000 books; with this many a click still has its answer within two seconds.
BOOKS_ON_A_SHELF = 10_000
# A book's public id, see `book_id_of`, and an id as Slack gives it to workspaces, organisations and people.
BOOK_ID = "[a-z2-7]{8}"
SLACK_ID = "[A-Za-z0-9]{1,64}"


@dataclass(frozen=True, slots=True)
class Reader:
    """A person in a workspace; the same person in another workspace is another reader.

    Attributes:
        workspace_id: The workspace that the shelf belongs to, the person's own; or their organisation where that
            installed the app.
        user_id: The person.
        elsewhere: Other workspaces or organisations that may hold items of the shelf, see reader_items.py. A hint: it
            is no part of who the reader is.
    """

    workspace_id: str
    user_id: str
    elsewhere: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate the ids: in a key, other characters could make one reader's shelf look like another's.

        Raises:
            ValueError: They are not ids as Slack gives them.
        """
        for workspace_id in (self.workspace_id, *self.elsewhere):
            validate_text("workspace_id", workspace_id, SLACK_ID, "an id from Slack such as T0123ABCD")
        validate_text("user_id", self.user_id, SLACK_ID, "an id from Slack such as U0123ABCD")


class BookState(NamedTuple):
    """The state of a book on a shelf; that of a book which is not on it by default.

    Attributes:
        stars: From 1 to 5; None where the reader gave none.
        wanted: Whether the reader wants to read it.
        dismissed: Whether it must not be shown to the reader: it is not for them, or read; then it has no stars, nor is
            it wanted.
        read: Whether it is dismissed as one that the reader has read, or begun, and gave no stars.
    """

    stars: int | None = None
    wanted: bool = False
    dismissed: bool = False
    read: bool = False


class ShelfBook(NamedTuple):
    """A book on the shelf.

    Attributes:
        book_id: The book's public id.
        stars: From 1 to 5; None where the reader gave none.
        wanted: Whether the reader wants to read it.
        dismissed: Whether it must not be shown to the reader, see `BookState`.
        changed_at: Time of the reader's last action on it, in seconds since 1970.
        former: The state before that action, for *Undo*; None where it is not kept.
        read: Whether the reader has read it, or begun, and gave no stars.
    """

    book_id: str
    stars: int | None
    wanted: bool
    dismissed: bool
    changed_at: float
    former: BookState | None = None
    read: bool = False

    @property
    def state(self) -> BookState:
        """The state of the book."""
        return BookState(self.stars, self.wanted, self.dismissed, self.read)


class Preferences(NamedTuple):
    """A reader's optional preferences, in the catalogue's terms.

    Attributes:
        country: As in the catalogue's segments; empty where the reader gave none.
        age_band: As in the catalogue's segments; empty where the reader gave none.
        languages: Codes of those the reader wants to see books in; none for all.
    """

    country: str = ""
    age_band: str = ""
    languages: tuple[str, ...] = ()


class LearningChoice(NamedTuple):
    """A reader's choice whether their ratings help to train the next models.

    Attributes:
        learns: Whether they do.
        changed_at: Time of the choice, in seconds since 1970.
    """

    learns: bool
    changed_at: float


class DamagedItem(NamedTuple):
    """An item of a shelf that can't be read, as one that was written by hand.

    Attributes:
        kind: The kind of item, as its key names it.
        text: Its name and attributes, as far as they can be read.
    """

    kind: str
    text: str


class StepPick(NamedTuple):
    """A book that a workflow's step picked for a person.

    Attributes:
        book_id: The book's public id.
        execution_id: Slack's id of the step's execution.
    """

    book_id: str
    execution_id: str


class ClubPointer(NamedTuple):
    """A pointer from a reader's items to a club or poll that has an entry of theirs.

    Attributes:
        kind: `club` or `poll`.
        workspace_id: The workspace whose channel it is of.
        name: The channel, or the poll's id.
        changed_at: Time of the reader's last action in it, in seconds since 1970.
        picks: Books that steps of workflows picked for the reader, the newest last.
    """

    kind: str
    workspace_id: str
    name: str
    changed_at: float
    picks: tuple[StepPick, ...] = ()


class Shelf(NamedTuple):
    """All data kept of a reader.

    Attributes:
        books: The books, in the order of their last changes, oldest first.
        preferences: The preferences.
        removed: Books that were on the shelf, in the same order; what is kept of them expires.
        deleted_at: Time at which the reader last deleted all data, in seconds since 1970, or None; it expires too.
        learning: The choice whether ratings help to train the next models; None where the reader made none.
        damaged: Items that can't be read, and count for nothing.
        shelf_import: The import of a library that is under way; None for none.
        clubs: Pointers to the clubs and polls that have an entry of the reader's, oldest first.
    """

    books: tuple[ShelfBook, ...]
    preferences: Preferences
    removed: tuple[ShelfBook, ...] = ()
    deleted_at: float | None = None
    learning: LearningChoice | None = None
    damaged: tuple[DamagedItem, ...] = ()
    shelf_import: "ShelfImport | None" = None
    clubs: tuple[ClubPointer, ...] = ()

    @property
    def learns(self) -> bool:
        """True if the reader's ratings may help to train the next models."""
        return self.learning is not None and self.learning.learns


EMPTY_SHELF = Shelf((), Preferences())


def validate_book_ids(book_ids: Iterable[str]) -> None:
    """Refuse what is no public id of a book.

    Raises:
        ValueError: One of the ids is none.
    """
    for book_id in book_ids:
        validate_text("book_id", book_id, BOOK_ID, "a book's public id, 8 characters of a-z and 2-7")


def validate_text(name: str, value: object, pattern: str, expected: str) -> None:
    """Refuse a value that can't be stored.

    Raises:
        ValueError: It is no text of this pattern; the message states the expectation and the value.
    """
    if not (isinstance(value, str) and re.fullmatch(pattern, value)):
        raise ValueError(f"{name} must be {expected}; got {value!r}.")
