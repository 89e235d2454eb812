"""The state of a listing in a form that survives the way through Slack.

A click in a message that only one person sees brings nothing of the message along but the ids of the clicked element.
So the block_id of each row of buttons holds everything that is needed to show the five books again: their source, the
books, those that were rated or dismissed in their positions, and the way that the reader came. Where that is too long,
its older stops follow in the action_id of each element, behind a tilde. Stars and lists come from the shelf.

`2aFoji73cmn.ay5vme2dj,s.no36uyrw-k3l4m5n6.y5vme2dj`: the version, the source, the number of books before the first of
these, and the books asked about; the stops of the way back, the latest first; then the positions, each a book, and
behind a hyphen the one that it replaced.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.recommend.stops import (
    STOPS,
    Source,
    Stop,
    Trail,
    decode_trail,
    encode_trail,
    letters_of,
    quote_typed,
)
from shelftalker.shelf.contents import BOOK_ID


class ListingStateConfig(NamedTuple):
    """The numbers of a state as text.

    Attributes:
        characters: Most characters in a block_id: it has 255, of which the position and the time take up to 29.
        older_characters: Most characters in an action_id: it has 255, of which its name takes up to 14.
        positions: Most positions.
    """

    characters: int = 226
    older_characters: int = 240
    positions: int = 5


LISTING_STATE = ListingStateConfig()
_VERSION = "2"
_FORMER_SOURCES = {Source.AFTER_BOOK, Source.BY_AUTHOR, Source.FROM_SHELF, Source.POPULAR}
_FORMER_VERSION = "1"
_BACK_TO_OWN = "own"
_OLDER = "~"
_POSITION = re.compile(f"({BOOK_ID})?(?:-({BOOK_ID}))?")


class PositionState(NamedTuple):
    """The state of one position.

    Attributes:
        book_id: The book shown, or an empty string where no more were left.
        replaced_id: The book that stood there until its reader rated or dismissed it, or an empty string.
    """

    book_id: str = ""
    replaced_id: str = ""

    def encode(self) -> str:
        """Return the position as text, at most 17 characters."""
        return f"{self.book_id}-{self.replaced_id}" if self.replaced_id else self.book_id

    @classmethod
    def decode(cls, text: str) -> "PositionState | None":
        """Return the position in a text, or None where it is none."""
        match = _POSITION.fullmatch(text)
        if match is None:
            return None
        return cls(*match.groups(""))


class ListingState(NamedTuple):
    """The books shown, and their source.

    Attributes:
        source: The source of the books.
        subject_ids: The books asked about, or one by the author asked about; none where the books are for a reader.
        start: The number of books of the source before the first one shown: 0 for the first five.
        trail: The stops of the way that the reader came, the latest first.
        positions: The positions, in order.
        typed: The text that books to choose from answer.
    """

    source: Source
    subject_ids: tuple[str, ...] = ()
    start: int = 0
    trail: Trail = ()
    positions: tuple[PositionState, ...] = ()
    typed: str = ""

    @property
    def is_for_reader(self) -> bool:
        """True where the books are for the reader, after no book in particular."""
        return self.stop.is_for_reader

    @property
    def is_continued(self) -> bool:
        """True where these are not the first five of their source."""
        return self.start > 0

    @property
    def subject_id(self) -> str:
        """The id of the only book asked about, or an empty string."""
        return self.subject_ids[0] if len(self.subject_ids) == 1 else ""

    @property
    def stop(self) -> Stop:
        """The stop that leads here again."""
        return Stop(self.source, self.subject_ids, self.start, self.typed)

    @property
    def onward(self) -> Trail:
        """The way back of a listing that takes this one's place."""
        return (self.stop, *self.trail)

    @property
    def book_ids(self) -> set[str]:
        """The ids of the books that are or were in its positions."""
        return {
            book_id for position in self.positions for book_id in (position.book_id, position.replaced_id) if book_id
        }

    @property
    def needed_ids(self) -> set[str]:
        """The ids of all books that are needed to show it again: in its positions, its subjects, the one of *Back*."""
        latest = self.trail[0].subject_ids if self.trail else ()
        return self.book_ids.union(self.subject_ids, latest)

    def without_verdict(self, book_id: str) -> "ListingState":
        """Return the state with a book that was rated or dismissed in it back in its position."""
        positions = [PositionState(book_id) if each.replaced_id == book_id else each for each in self.positions]
        return self._replace(positions=tuple(positions))

    def fit(self) -> "ListingState":
        """Return the state with as much of the way back as there is room for.

        Where stops have to go, the way back leads from the oldest of those that stay straight to its beginning.
        """
        state, kept = self, len(self.trail) - 1
        while kept > 0 and len(state.older()) > LISTING_STATE.older_characters:
            kept -= 1
            state = self._replace(trail=(*self.trail[:kept], self.trail[-1]))
        return state

    def encode(self) -> str:
        """Return the whole state as text without colons."""
        return self._encode(len(self.trail))

    def newest(self) -> str:
        """Return the state as text for a block_id, without the stops that have no room there."""
        return self._encode(self._newest_stops())

    def older(self) -> str:
        """Return the other stops as text for an action_id; see `fit` for its length."""
        return ",".join(encode_trail(self.onward)[self._newest_stops() :])

    @classmethod
    def decode(cls, text: str, older: str = "") -> "ListingState | None":
        """Return the state in a text, or None where it is of a version that this code does not know, or none at all.

        Args:
            text: The state, or its newest part.
            older: The older stops.
        """
        head, *fields = text.split(".")
        if head[:1] == _FORMER_VERSION:
            return _decode_former_version(head[1:], fields)
        stop = Stop.decode(head[1:]) if head[:1] == _VERSION else None
        if stop is None or not 1 <= len(fields) <= 1 + LISTING_STATE.positions:
            return None
        stops = [stop_text for part in (fields[0], older) if part for stop_text in part.split(",")]
        trail, positions = decode_trail(stops, stop), [PositionState.decode(field) for field in fields[1:]]
        if trail is None or None in positions:
            return None
        return cls(*stop[:3], trail, tuple(filter(None, positions)), stop.typed)

    def _encode(self, stops: int) -> str:
        trail = ",".join(encode_trail(self.onward)[:stops])
        return ".".join([f"{_VERSION}{self.stop.encode()}", trail, *map(PositionState.encode, self.positions)])

    def _newest_stops(self) -> int:
        """Return the number of stops that have room in a block_id."""
        room = LISTING_STATE.characters - len(self._encode(0))
        for number, text in enumerate(encode_trail(self.onward)):
            room -= len(text) + bool(number)
            if room < 0:
                return number
        return len(self.trail)


def state_of_choice(typed: str, books: Sequence[Book]) -> ListingState:
    """Return the state of books to choose from.

    Args:
        typed: The text that they answer, which is answered again on the way back; where it is too long for that, or
            empty as after a message that mentions them, the books themselves are remembered.
        books: The books.
    """
    if typed and len(quote_typed(typed)) <= STOPS.typed_characters:
        return ListingState(Source.TYPED, typed=typed)
    return ListingState(Source.CHOICE, tuple(book.book_id for book in books[: STOPS.choices]))


def state_of_element(block_id: str, action_id: str = "") -> ListingState | None:
    """Return the state in the ids of an element, as `block_id_with` and `action_id_with` made them."""
    return ListingState.decode(block_id.rpartition(":")[2], action_id.partition(_OLDER)[2])


def block_id_with(state: ListingState, position: int | str, drawn_at: str = "") -> str:
    """Return a block_id that holds the state, unique in a message by its position.

    Slack keeps a menu's choice for as long as its ids stay the same: `drawn_at`, the time of the click that has the
    message drawn anew, clears the menus.
    """
    return f"{position}:{drawn_at}:{state.newest()}"


def action_id_with(state: ListingState, action_id: str) -> str:
    """Return an action_id that holds what the block_id has no room for."""
    older = state.older()
    return f"{action_id}{_OLDER}{older}" if older else action_id


def _decode_former_version(source: str, fields: list[str]) -> ListingState | None:
    """Return a state as messages from before 1.1.0 hold it, whose way back had one stop, of a book or the reader's own.

    `1a.oji73cmn.1.y5vme2dj.no36uyrw-k3l4m5n6`: the source, the book asked about, a mark where these are not the first
    five, the stop of the way back, then the positions as today.
    """
    if len(fields) < 3 or source not in _FORMER_SOURCES:
        return None
    subject_id, continued, back_id, *positions = fields
    is_further = continued == "1" or source == Source.BY_AUTHOR
    trail = [f"{Source.AFTER_BOOK}{subject_id}" if subject_id else Source.FROM_SHELF] if is_further else []
    if back_id:
        trail.append(Source.FROM_SHELF if back_id == _BACK_TO_OWN else f"{Source.AFTER_BOOK}{back_id}")
    start = letters_of(LISTING_STATE.positions) if continued == "1" else ""
    return ListingState.decode(".".join([f"{_VERSION}{source}{start}{subject_id}", ",".join(trail), *positions]))
