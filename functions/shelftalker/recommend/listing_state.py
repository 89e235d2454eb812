"""What a message or Home remembers of the five books it shows, in a form that survives the way through Slack.

A click in a message that only one person sees brings nothing of the message along but the ids of what was clicked. So
the block_id of each book's row of buttons holds all that is needed to draw the five again: where they come from, which
they are, and which were rated away in their places. Stars and lists come from the shelf.

`1a.oji73cmn...y5vme2dj.no36uyrw-k3l4m5n6`: the version and the source, the subject, whether pages were turned, where
*Back* leads, then the places, each a book and, after a dash, the one that was judged there.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

# In place of a book's id: Back leads to the reader's own books.
BACK_TO_OWN = "own"
_VERSION = "1"
_BOOK_ID = re.compile(r"[a-z2-7]{8}")
_PLACES_AT_MOST = 5


class Source(StrEnum):
    """Where the books of a listing come from; the values are what is stored in messages."""

    AFTER_BOOK = "a"
    BY_AUTHOR = "w"
    FROM_SHELF = "s"
    POPULAR = "p"


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a listing.

    Attributes:
        book_id: The book shown, or an empty string where no more were left.
        judged_id: The book that stood there until its reader rated it or waved it off, or an empty string.
    """

    book_id: str
    judged_id: str = ""


@dataclass(frozen=True, slots=True)
class ListingState:
    """Which books are shown, and why these.

    Attributes:
        source: Where they come from.
        subject_id: The book asked about, or one by the author asked about; empty where the books are for a reader.
        is_continued: Whether these are not the first five of their source.
        back_id: The book whose listing this one replaced, BACK_TO_OWN, or an empty string.
        slots: The places, in order.
    """

    source: Source
    subject_id: str = ""
    is_continued: bool = False
    back_id: str = ""
    slots: tuple[Slot, ...] = ()

    @property
    def is_for_reader(self) -> bool:
        """Whether the books are for the reader, beside no book in particular."""
        return self.source in {Source.FROM_SHELF, Source.POPULAR}

    @property
    def book_ids(self) -> set[str]:
        """The books that are or were in its places."""
        return {each for slot in self.slots for each in (slot.book_id, slot.judged_id) if each}

    def encoded(self) -> str:
        """The state as text of at most 120 characters, without colons."""
        places = (f"{slot.book_id}-{slot.judged_id}" if slot.judged_id else slot.book_id for slot in self.slots)
        head = (f"{_VERSION}{self.source}", self.subject_id, "1" if self.is_continued else "", self.back_id)
        return ".".join([*head, *places])


def decode_state(text: str) -> ListingState | None:
    """The state in a text, or None where it is of a version that this code does not know, or none at all."""
    kind, *fields = text.split(".")
    if kind[:1] != _VERSION or kind[1:] not in {source.value for source in Source} or len(fields) < 3:
        return None
    subject_id, continued, back_id, *places = fields
    slots = tuple(Slot(*place.partition("-")[::2]) for place in places)
    state = ListingState(Source(kind[1:]), subject_id, continued == "1", back_id, slots)
    ids = state.book_ids | {subject_id, back_id} - {"", BACK_TO_OWN}
    is_whole = len(slots) <= _PLACES_AT_MOST and all(_BOOK_ID.fullmatch(each) for each in ids)
    return state if is_whole else None


def state_in_block_id(block_id: str) -> ListingState | None:
    """The state in the block_id of a row of buttons, as `block_id_with` made it."""
    return decode_state(block_id.rpartition(":")[2])


def block_id_with(state: ListingState, place: int | str, drawn_at: str = "") -> str:
    """A block_id that holds the state; unique in a message by its place.

    Slack keeps what was chosen from a menu for as long as its ids stay the same: `drawn_at`, the time of the click that
    has the message drawn anew, clears the menus.
    """
    return f"{place}:{drawn_at}:{state.encoded()}"
