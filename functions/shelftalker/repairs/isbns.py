"""The repair of ISBNs that a program took for numbers: without the zeros in front, or rounded."""

import re

from shelftalker.model.isbn import as_isbn_10, isbn_13_check, isbn_of

# Least places of a number that had 12, as zeros at the end are not written: one of 9.78E+12 may be any of thousands.
_PLACES = 10
# An ISBN of 13 digits after a number with 12 places: 9.78043902348e+12.
_ROUNDED_ISBN = re.compile(r"(97[89]\d{9})0(?:\.0)?")


def whole_isbn(isbn: str, isbn_13: str) -> str:
    """Return a book's ISBN, repaired if its check digit proves the repair right; unchanged otherwise.

    Args:
        isbn: Value of the column for ISBNs, of either length: '439023483' is '0439023483'. May be empty.
        isbn_13: Value of a column for those of 13 digits, used if the first has none: '9.78043902348e+12'.
    """
    return isbn_in(isbn) or isbn_in(isbn_13) or isbn


def whole_isbns(*listed: str) -> tuple[str, ...]:
    """Return the ISBNs among some texts, each once."""
    return tuple(dict.fromkeys(isbn for text in listed if text and (isbn := isbn_in(text))))


def isbn_in(listed: str) -> str | None:
    """Return the ISBN that a text was before a program took it for a number; None where no check digit proves it."""
    digits = listed.removesuffix(".0")
    # At most three zeros are lost: a whole ISBN of ten characters that begins with more is not in use.
    padded = digits.zfill(10) if len(digits) >= 7 else digits
    # Fields of a fixed width have more zeros in front.
    is_widened = len(padded) > 10 and padded.startswith("0") and not padded[: len(padded) - 10].strip("0")
    return isbn_of(padded[-10:] if is_widened else padded) or _isbn_of_rounded(listed)


def _isbn_of_rounded(listed: str) -> str | None:
    """Return the ISBN that was rounded to 12 of its 13 digits, or None unless a single one fits."""
    mantissa, exponent, _ = listed.casefold().partition("e+")
    if not exponent or sum(map(str.isdecimal, mantissa)) < _PLACES:
        return None
    try:
        digits = f"{float(listed):.0f}"
    except ValueError:
        return None
    rounded = _ROUNDED_ISBN.fullmatch(digits)
    if not rounded:
        return None
    twelve_digits = (rounded[1], str(int(rounded[1]) - 1))  # rounded down or up
    candidates = [twelve + isbn_13_check(twelve) for twelve in twelve_digits]
    fitting = [isbn for isbn in candidates if f"{float(isbn):.12g}" == f"{float(listed):.12g}"]
    return as_isbn_10(fitting[0]) or fitting[0] if len(fitting) == 1 else None
