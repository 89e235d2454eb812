"""Numbers in place of ids and ISBNs, which take half the room of texts, and of the hashes of names and titles.

Each kind of number has its own order and its own table of contents, see model/number_index.py.
"""

from enum import IntEnum
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from shelftalker.model.isbn import isbn_10_check, isbn_13_check


class NumberKind(IntEnum):
    """Kinds of numbers: ids of a source's editions, their other ISBNs, public ids, and hashes of titles and names."""

    ISBN_10 = 0
    ISBN_10_LOWER_CASE = 1
    ISBN_13 = 2
    OPEN_LIBRARY_WORK = 3
    WHOLE_NUMBER = 4
    OTHER_ISBN = 5
    BOOK_ID = 6
    TITLE = 7
    AUTHOR = 8
    TITLE_BEGINNING = 9


EDITION_KINDS = (
    NumberKind.ISBN_10,
    NumberKind.ISBN_10_LOWER_CASE,
    NumberKind.ISBN_13,
    NumberKind.OPEN_LIBRARY_WORK,
    NumberKind.WHOLE_NUMBER,
)


class NumberedId(NamedTuple):
    """An id as a number of a kind."""

    kind: NumberKind
    number: int


# An ISBN of thirteen digits is stored without its check digit and less this.
_FIRST_ISBN_13 = 978 * 10**9
_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_BASE_32 = frozenset(_DIGITS)
# From RFC 4648's digits to those of Python's int().
_DIGITS_32 = str.maketrans(_DIGITS, "0123456789abcdefghijklmnopqrstuv")
# In a page of books, numbers of ISBNs of thirteen digits and of works of Open Library's begin here.
_PACKED_ISBN_13 = 10**9
_PACKED_WORK = 3 * 10**9
_MOST_PACKED_WORKS = 10**9


def number_of_source_id(source_id: str) -> NumberedId | None:
    """Return a source's id of an edition as a number from which `source_id_of` makes the same text; None for others."""
    if not source_id.isascii():
        return None
    if len(source_id) == 10 and source_id[:9].isdecimal() and source_id[9].upper() == isbn_10_check(source_id[:9]):
        kind = NumberKind.ISBN_10_LOWER_CASE if source_id[9] == "x" else NumberKind.ISBN_10
        return NumberedId(kind, int(source_id[:9]))
    if source_id.isdecimal():
        if len(source_id) == 13 and source_id.startswith(("978", "979")):
            is_valid = source_id[12] == isbn_13_check(source_id[:12])
            return NumberedId(NumberKind.ISBN_13, int(source_id[:12]) - _FIRST_ISBN_13) if is_valid else None
        is_canonical = len(source_id) < 12 and (source_id[0] != "0" or source_id == "0")
        return NumberedId(NumberKind.WHOLE_NUMBER, int(source_id)) if is_canonical else None
    digits = source_id[2:-1]
    if source_id.startswith("OL") and source_id.endswith("W") and digits.isdecimal() and len(digits) < 12:
        return NumberedId(NumberKind.OPEN_LIBRARY_WORK, int(digits)) if digits[0] != "0" else None
    return None


def source_id_of(kind: int, number: int) -> str:
    """Return the source's id of which a number was made."""
    if kind in (NumberKind.ISBN_10, NumberKind.ISBN_10_LOWER_CASE):
        isbn = _isbn_10(number)
        return isbn.lower() if kind == NumberKind.ISBN_10_LOWER_CASE else isbn
    if kind == NumberKind.ISBN_13:
        return _isbn_13(number)
    return f"OL{number}W" if kind == NumberKind.OPEN_LIBRARY_WORK else str(number)


def number_of_isbn(isbn: str) -> int | None:
    """Return a valid ISBN as a number, the same for both of its forms; None for another text."""
    if not isbn.isascii() or not isbn[:-1].isdecimal():
        return None
    if len(isbn) == 10:
        number = int(isbn[:9])
        return number if isbn.upper() == _isbn_10(number) else None
    number = int(isbn[:-1]) - _FIRST_ISBN_13 if len(isbn) == 13 else -1
    return number if number >= 0 and isbn == _isbn_13(number) else None


def isbn_of_number(number: int) -> str:
    """Return the ISBN of a number: in ten characters where it has that form."""
    return _isbn_10(number) if number < 10**9 else _isbn_13(number)


def number_of_book_id(book_id: str) -> int | None:
    """Return a book's public id as a number of 40 bits, which its eight letters and digits are; None for another text.

    They are a number in RFC 4648's base 32.
    """
    if len(book_id) != 8 or not _BASE_32.issuperset(book_id):
        return None
    return int(book_id.translate(_DIGITS_32), 32)


def book_id_of(number: int) -> str:
    """Return the public id of a number of 40 bits."""
    pairs = _pairs_of_digits()
    return pairs[number >> 30] + pairs[number >> 20 & 1023] + pairs[number >> 10 & 1023] + pairs[number & 1023]


@cache
def _pairs_of_digits() -> list[str]:
    """Return the two digits of each number of ten bits: four look-ups take a quarter of `b32encode`'s time."""
    return [one + other for one in _DIGITS for other in _DIGITS]


def pack_isbn(isbn: str) -> int | None:
    """Return the form of the shown ISBN or id in a page of books: a number below 2^32 - 1; None for another text.

    ISBNs of ten characters are numbers of nine digits. Above them are those of thirteen digits, then works of Open
    Library's.
    """
    numbered = number_of_source_id(isbn)
    if numbered is None:
        return None
    if numbered.kind is NumberKind.ISBN_10:
        return numbered.number
    if numbered.kind is NumberKind.ISBN_13:
        return _PACKED_ISBN_13 + numbered.number
    is_work = numbered.kind is NumberKind.OPEN_LIBRARY_WORK and numbered.number < _MOST_PACKED_WORKS
    return _PACKED_WORK + numbered.number if is_work else None


def isbn_of_packed(packed: int) -> str:
    """Return the shown ISBN or id of which a number of a page of books was made."""
    if packed >= _PACKED_WORK:
        return f"OL{packed - _PACKED_WORK}W"
    return _isbn_13(packed - _PACKED_ISBN_13) if packed >= _PACKED_ISBN_13 else _isbn_10(packed)


def hash_key(key: str, bits: int, salt: int = 0) -> int:
    """Return the first bits, up to 64, of a normalised title's or name's BLAKE2b.

    Args:
        key: The title or name.
        bits: Number of bits.
        salt: A number with which no two keys of the model have the same hash.
    """
    text = f"{salt} {key}" if salt else key
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - bits)


def _isbn_10(number: int) -> str:
    digits = f"{number:09}"
    return digits + isbn_10_check(digits)


def _isbn_13(number: int) -> str:
    digits = str(number + _FIRST_ISBN_13)
    return digits + isbn_13_check(digits)
