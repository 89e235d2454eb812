"""The stops of the way that a reader came, as text in the ids of a message's elements.

`aFoji73cmn`: the source, the number of books before the first one shown, in letters, and the books asked about.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from string import ascii_uppercase
from typing import NamedTuple
from urllib.parse import quote_plus, unquote_plus

from shelftalker.shelf.contents import BOOK_ID


class Source(StrEnum):
    """The source of a listing's books, or of books to choose from; the values are stored in messages."""

    AFTER_BOOK = "a"
    AFTER_BOOKS = "m"
    BY_AUTHOR = "w"
    FROM_SHELF = "s"
    POPULAR = "p"
    TYPED = "q"
    CHOICE = "c"


class StopsConfig(NamedTuple):
    """The numbers of a stop.

    Attributes:
        subjects: Most books asked about.
        choices: Most books offered to choose from that are remembered.
        typed_characters: Most characters of typed text, encoded; of a longer one the books are kept that it found.
    """

    subjects: int = 5
    choices: int = 10
    typed_characters: int = 80


STOPS = StopsConfig()
_SEPARATORS_AND_MARKUP = {ord(sign): f"%{ord(sign):02X}" for sign in "._~"}
_STOP = re.compile(f"([a-z])([A-Z]{{0,2}})((?:{BOOK_ID})*)")


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
        return f"{self.source}{letters_of(self.start)}{subject_ids}"

    @classmethod
    def decode(cls, text: str, newer: "Stop | None" = None) -> "Stop | None":
        """Return the stop in a text, or None where it is none."""
        if text[:1] == Source.TYPED:
            return cls(Source.TYPED, typed=unquote_plus(text[1:])) if text.isascii() else None
        match = _STOP.fullmatch(text)
        if match is None or match[1] not in {source.value for source in Source}:
            return None
        stop = cls(Source(match[1]), tuple(re.findall(BOOK_ID, match[3])), _number_of(match[2]))
        if len(stop.subject_ids) > (STOPS.choices if stop.source is Source.CHOICE else STOPS.subjects):
            return None
        return (
            stop
            if stop.subject_ids or stop.is_for_reader or newer is None
            else stop._replace(subject_ids=newer.subject_ids)
        )


OWN_BOOKS = Stop(Source.FROM_SHELF)
Trail = tuple[Stop, ...]


def encode_trail(onward: Trail) -> list[str]:
    """Return the texts of the stops after the first, which is the listing itself."""
    return [stop.encode(newer) for newer, stop in pairwise(onward)]


def decode_trail(texts: Sequence[str], newer: Stop) -> Trail | None:
    """Return the stops in texts, or None where one of them is none."""
    stops = []
    for stop_text in texts:
        stop = Stop.decode(stop_text, newer)
        if stop is None:
            return None
        stops.append(stop)
        newer = stop
    return tuple(stops)


def quote_typed(typed: str) -> str:
    """Return typed text without markup, and without the characters that separate the parts of a state."""
    return quote_plus(typed, safe="").translate(_SEPARATORS_AND_MARKUP)


def letters_of(number: int) -> str:
    """Return a number in letters, which no book's id has, with no letter for 0."""
    return letters_of(number // len(ascii_uppercase)) + ascii_uppercase[number % len(ascii_uppercase)] if number else ""


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * len(ascii_uppercase) + ascii_uppercase.index(letter)
    return number
