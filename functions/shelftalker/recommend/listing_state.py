"""The state of a listing in a form that survives the way through Slack.

A click in a message that only one person sees brings nothing of the message along but the ids of the clicked element.
So the block_id of each row of buttons holds everything that is needed to show the five books again: their source, the
books, and those that were rated or dismissed in their positions. Stars and lists come from the shelf.

`1a.oji73cmn...y5vme2dj.no36uyrw-k3l4m5n6`: the version and the source, the subject, a mark where pages were turned, the
target of *Back*, then the positions, each a book and, after a dash, the one that it replaced.
"""

import re
from enum import StrEnum
from typing import NamedTuple

# In place of a book's id: Back leads to the reader's own books.
BACK_TO_OWN = "own"
_VERSION = "1"
_BOOK_ID = re.compile(r"[a-z2-7]{8}")
_MOST_POSITIONS = 5


class Source(StrEnum):
    """The source of a listing's books; the values are stored in messages."""

    AFTER_BOOK = "a"
    BY_AUTHOR = "w"
    FROM_SHELF = "s"
    POPULAR = "p"


class PositionState(NamedTuple):
    """The state of one position.

    Attributes:
        book_id: The book shown, or an empty string where no more were left.
        replaced_id: The book that stood there until its reader rated or dismissed it, or an empty string.
    """

    book_id: str
    replaced_id: str = ""


class ListingState(NamedTuple):
    """The books shown, and their source.

    Attributes:
        source: The source of the books.
        subject_id: The book asked about, or one by the author asked about; empty where the books are for a reader.
        is_continued: Whether these are not the first five of their source.
        back_id: The book whose listing this one replaced, BACK_TO_OWN, or an empty string.
        positions: The positions, in order.
    """

    source: Source
    subject_id: str = ""
    is_continued: bool = False
    back_id: str = ""
    positions: tuple[PositionState, ...] = ()

    @property
    def is_for_reader(self) -> bool:
        """True where the books are for the reader, after no book in particular."""
        return self.source in {Source.FROM_SHELF, Source.POPULAR}

    @property
    def book_ids(self) -> set[str]:
        """The ids of the books that are or were in its positions."""
        return {
            book_id for position in self.positions for book_id in (position.book_id, position.replaced_id) if book_id
        }

    @property
    def needed_ids(self) -> set[str]:
        """The ids of all books that are needed to show it again: in its positions, its subject, the one of *Back*."""
        return self.book_ids | ({self.subject_id, self.back_id} - {"", BACK_TO_OWN})

    def encode(self) -> str:
        """Return the state as text of at most 120 characters, without colons."""
        positions = (
            f"{position.book_id}-{position.replaced_id}" if position.replaced_id else position.book_id
            for position in self.positions
        )
        head = (f"{_VERSION}{self.source}", self.subject_id, "1" if self.is_continued else "", self.back_id)
        return ".".join([*head, *positions])

    @classmethod
    def decode(cls, text: str) -> "ListingState | None":
        """Return the state in a text, or None where it is of a version that this code does not know, or none at all."""
        kind, *fields = text.split(".")
        is_known = kind[:1] == _VERSION and kind[1:] in {source.value for source in Source}
        if not is_known or len(fields) < 3:
            return None
        subject_id, continued, back_id, *texts = fields
        positions = tuple(PositionState(*position.partition("-")[::2]) for position in texts)
        state = cls(Source(kind[1:]), subject_id, continued == "1", back_id, positions)
        is_whole = len(positions) <= _MOST_POSITIONS and all(map(_BOOK_ID.fullmatch, state.needed_ids))
        return state if is_whole else None


def state_in_block_id(block_id: str) -> ListingState | None:
    """Return the state in the block_id of a row of buttons, as `block_id_with` made it."""
    return ListingState.decode(block_id.rpartition(":")[2])


def block_id_with(state: ListingState, position: int | str, drawn_at: str = "") -> str:
    """Return a block_id that holds the state, unique in a message by its position.

    Slack keeps a menu's choice for as long as its ids stay the same: `drawn_at`, the time of the click that has the
    message drawn anew, clears the menus.
    """
    return f"{position}:{drawn_at}:{state.encode()}"
