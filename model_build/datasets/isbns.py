"""ISBNs as tables of books have them: without the zeros in front, or rounded, where a program took them for numbers."""

import re

from shelftalker.model.isbn import as_isbn_10, isbn_13_check, isbn_of

# Digits that a number with 12 places shows of an ISBN of 13: 9.78043902348e+12.
_ROUNDED = re.compile(r"(97[89]\d{9})0(?:\.0)?")
# Fewer zeros than this are lost: a whole ISBN of ten characters that begins with three is not in use.
_SHORTEST_ISBN = 7


def whole_isbn(isbn: str, isbn_13: str) -> str:
    """A book's ISBN, repaired as far as its check digit proves the repair right; as listed otherwise.

    Args:
        isbn: The column for ISBNs, of either length: '439023483' is '0439023483'. May be empty.
        isbn_13: A column for those of thirteen digits, asked where the first has none: '9.78043902348e+12'.
    """
    for listed in (isbn, isbn_13):
        digits = listed.removesuffix(".0")
        padded = digits.zfill(10) if len(digits) >= _SHORTEST_ISBN else digits
        found = isbn_of(padded) or _unrounded(listed)
        if found:
            return found
    return isbn


def _unrounded(listed: str) -> str | None:
    """The ISBN that a number with twelve of its thirteen digits was, where only one can have been rounded to it."""
    try:
        shown = f"{float(listed):.0f}" if "e+" in listed.casefold() else ""
    except ValueError:
        return None
    rounded = _ROUNDED.fullmatch(shown)
    if not rounded:
        return None
    twelve_digits = (rounded[1], str(int(rounded[1]) - 1))  # rounded down or up
    candidates = [digits + isbn_13_check(digits) for digits in twelve_digits]
    fitting = [isbn for isbn in candidates if f"{float(isbn):.12g}" == f"{float(listed):.12g}"]
    return as_isbn_10(fitting[0]) or fitting[0] if len(fitting) == 1 else None
