"""ISBNs as readers type them: ten characters or thirteen, with hyphens or without, and one form for both."""

import re
from operator import mul

_LABELLED = re.compile(r"^\s*(?:isbn(?:[- ]?1[03])?\s*:?\s*)?([\dXx][\dXx\s\u2010-\u2015-]{8,})$", re.IGNORECASE)

_WEIGHTS_OF_10 = tuple(range(10, 1, -1))
# Bytes are numbers, from 48 for "0": a build checks millions, three times as fast as by int() of each digit.
_ZEROS_OF_10 = ord("0") * sum(_WEIGHTS_OF_10)
_ZEROS_OF_13 = ord("0") * 6 * (1 + 3)


def isbn_of(text: str) -> str | None:
    """Return the ISBN that a text is, without hyphens: in ten characters if it has that form, else thirteen; or None.

    Check digits are verified, so that a number of ten digits is not one by chance. ISBNs that begin with
    979 have no form of ten characters.
    """
    if len(text) in {10, 13} and text.isdecimal():  # as most are written
        characters = text
    else:
        labelled = _LABELLED.match(text)
        characters = "".join(filter(str.isalnum, labelled[1])).upper() if labelled else ""
    if not characters.isascii():
        return None
    if re.fullmatch(r"\d{9}[\dX]", characters):
        return characters if characters[9] == isbn_10_check(characters[:9]) else None
    if re.fullmatch(r"97[89]\d{10}", characters) and characters[12] == isbn_13_check(characters[:12]):
        return as_isbn_10(characters) or characters
    return None


def as_isbn_10(isbn_13: str) -> str | None:
    """Return the form of ten characters of a valid ISBN of thirteen; None where it has none."""
    return isbn_13[3:12] + isbn_10_check(isbn_13[3:12]) if isbn_13.startswith("978") else None


def as_isbn_13(isbn_10: str) -> str:
    """Return the form of thirteen digits of a valid ISBN of ten characters."""
    digits = f"978{isbn_10[:9]}"
    return digits + isbn_13_check(digits)


def isbn_10_check(nine_digits: str) -> str:
    """Return the tenth character: the weighted sum of all ten is divisible by 11 (ISBN Users' Manual)."""
    return "0123456789X"[(_ZEROS_OF_10 - sum(map(mul, _WEIGHTS_OF_10, nine_digits.encode()))) % 11]


def isbn_13_check(twelve_digits: str) -> str:
    """Return the thirteenth digit, as of every EAN: the sum with weights 1 and 3 in turn is divisible by 10."""
    codes = twelve_digits.encode()
    return str((_ZEROS_OF_13 - sum(codes[::2]) - 3 * sum(codes[1::2])) % 10)
