"""The state of a listing in a form that survives the way through Slack.

A click in a message that only one person sees brings nothing of the message along but the ids of the clicked element.
So the block_id of each row of buttons holds everything that is needed to show the five books again: their source, the
books, those that were rated or dismissed in their positions, and the way that the reader came. Stars and lists come
from the shelf.

`2aFoji73cmn.ay5vme2dj,s.no36uyrw-k3l4m5n6.y5vme2dj`: the version, the source, the number of books before the first of
these, and the books asked about; the stops of the way back, the latest first; then the positions, each a book, and
behind a hyphen the one that it replaced.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from string import ascii_uppercase
from typing import NamedTuple
from urllib.parse import quote_plus, unquote_plus

from shelftalker.model.catalogue import Book


class Source(StrEnum):
    """The source of a listing's books, or of books to choose from; the values are stored in messages."""

    AFTER_BOOK = "a"
    AFTER_BOOKS = "m"
    BY_AUTHOR = "w"
    FROM_SHELF = "s"
    POPULAR = "p"
    TYPED = "q"
    CHOICE = "c"


class ListingStateConfig(NamedTuple):
    """The numbers of a state as text.

    Attributes:
        characters: Most characters of a state: a block_id has 255, of which the position and the time take up to 29.
        positions: Most positions.
        subjects: Most books asked about.
        choices: Most books offered to choose from that are remembered.
        typed_characters: Most characters of typed text, encoded; of a longer one the books are kept that it found.
    """

    characters: int = 226
    positions: int = 5
    subjects: int = 5
    choices: int = 10
    typed_characters: int = 80


LISTING_STATE = ListingStateConfig()
_VERSION = "2"
_FORMER_SOURCES = {Source.AFTER_BOOK, Source.BY_AUTHOR, Source.FROM_SHELF, Source.POPULAR}
_FORMER_VERSION = "1"
_BACK_TO_OWN = "own"
_SEPARATORS_AND_MARKUP = {ord(sign): f"%{ord(sign):02X}" for sign in "._~"}
_ID = "[a-z2-7]{8}"
_STOP = re.compile(f"([a-z])([A-Z]{{0,2}})((?:{_ID})*)")
_POSITION = re.compile(f"({_ID})?(?:-({_ID}))?")


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


class Stop(NamedTuple):
    """A place on the way that a reader came: a page of a listing, or books that one of was chosen from.

    Attributes:
        source: The source of its books.
        subject_ids: The books asked about, or one by the author asked about; of CHOICE those to choose from.
        start: The number of books of the source before the first one shown.
        typed: The text that TYPED answers.
    """

    source: Source
    subject_ids: tuple[str, ...] = ()
    start: int = 0
    typed: str = ""

    @property
    def is_for_reader(self) -> bool:
        """True where the books are for the reader, after no book in particular."""
        return self.source in {Source.FROM_SHELF, Source.POPULAR}

    def encode(self, newer: "Stop | None" = None) -> str:
        """Return the stop as text, without the books asked about where they are those of the stop that came after."""
        if self.typed:
            return f"{self.source}{quote_typed(self.typed)}"
        subject_ids = "" if newer and newer.subject_ids == self.subject_ids else "".join(self.subject_ids)
        return f"{self.source}{_letters_of(self.start)}{subject_ids}"

    @classmethod
    def decode(cls, text: str, newer: "Stop | None" = None) -> "Stop | None":
        """Return the stop in a text, or None where it is none."""
        if text[:1] == Source.TYPED:
            return cls(Source.TYPED, typed=unquote_plus(text[1:])) if text.isascii() else None
        match = _STOP.fullmatch(text)
        if match is None or match[1] not in {source.value for source in Source}:
            return None
        stop = cls(Source(match[1]), tuple(re.findall(_ID, match[3])), _number_of(match[2]))
        if len(stop.subject_ids) > (LISTING_STATE.choices if stop.source is Source.CHOICE else LISTING_STATE.subjects):
            return None
        return (
            stop
            if stop.subject_ids or stop.is_for_reader or newer is None
            else stop._replace(subject_ids=newer.subject_ids)
        )


OWN_BOOKS = Stop(Source.FROM_SHELF)
Trail = tuple[Stop, ...]


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

        Where the oldest stops have to go, the way back ends at the reader's own books.
        """
        state, kept = self, len(self.trail)
        while len(state.encode()) > LISTING_STATE.characters and kept:
            kept -= 1
            state = self._replace(trail=(*self.trail[:kept], OWN_BOOKS))
        return state

    def encode(self) -> str:
        """Return the state as text without colons; see `fit` for its length."""
        head = f"{_VERSION}{self.stop.encode()}"
        return ".".join([head, _encode_trail(self.onward), *map(PositionState.encode, self.positions)])

    @classmethod
    def decode(cls, text: str) -> "ListingState | None":
        """Return the state in a text, or None where it is of a version that this code does not know, or none at all."""
        head, *fields = text.split(".")
        if head[:1] == _FORMER_VERSION:
            return _decode_former_version(head[1:], fields)
        stop = Stop.decode(head[1:]) if head[:1] == _VERSION else None
        if stop is None or not 1 <= len(fields) <= 1 + LISTING_STATE.positions:
            return None
        trail, positions = _decode_trail(fields[0], stop), [PositionState.decode(field) for field in fields[1:]]
        if trail is None or None in positions:
            return None
        return cls(*stop[:3], trail, tuple(filter(None, positions)), stop.typed)


def state_of_choice(typed: str, books: Sequence[Book]) -> ListingState:
    """Return the state of books to choose from.

    Args:
        typed: The text that they answer, which is answered again on the way back; where it is too long for that, or
            empty as after a message that mentions them, the books themselves are remembered.
        books: The books.
    """
    if typed and len(quote_typed(typed)) <= LISTING_STATE.typed_characters:
        return ListingState(Source.TYPED, typed=typed)
    return ListingState(Source.CHOICE, tuple(book.book_id for book in books[: LISTING_STATE.choices]))


def quote_typed(typed: str) -> str:
    """Return typed text without markup, and without the characters that separate the parts of a state."""
    return quote_plus(typed, safe="").translate(_SEPARATORS_AND_MARKUP)


def state_in_block_id(block_id: str) -> ListingState | None:
    """Return the state in the block_id of a row of buttons, as `block_id_with` made it."""
    return ListingState.decode(block_id.rpartition(":")[2])


def block_id_with(state: ListingState, position: int | str, drawn_at: str = "") -> str:
    """Return a block_id that holds the state, unique in a message by its position.

    Slack keeps a menu's choice for as long as its ids stay the same: `drawn_at`, the time of the click that has the
    message drawn anew, clears the menus.
    """
    return f"{position}:{drawn_at}:{state.encode()}"


def _encode_trail(onward: Trail) -> str:
    """Return the stops after the first, which is the listing itself, as text."""
    return ",".join(stop.encode(newer) for newer, stop in pairwise(onward))


def _decode_trail(text: str, newer: Stop) -> Trail | None:
    """Return the stops in a text, or None where one of them is none."""
    stops = []
    for stop_text in text.split(",") if text else ():
        stop = Stop.decode(stop_text, newer)
        if stop is None:
            return None
        stops.append(stop)
        newer = stop
    return tuple(stops)


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
    start = _letters_of(LISTING_STATE.positions) if continued == "1" else ""
    return ListingState.decode(".".join([f"{_VERSION}{source}{start}{subject_id}", ",".join(trail), *positions]))


def _letters_of(number: int) -> str:
    """Return a number in letters, which no book's id has, with no letter for 0."""
    return (
        _letters_of(number // len(ascii_uppercase)) + ascii_uppercase[number % len(ascii_uppercase)] if number else ""
    )


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * len(ascii_uppercase) + ascii_uppercase.index(letter)
    return number
