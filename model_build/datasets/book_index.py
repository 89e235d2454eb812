"""Book ids as tables write them -> rows of books, compared by value."""

import re
from collections.abc import Collection, Sequence

from shelftalker.repairs.isbns import isbn_in

# Excel writes numbers of twelve digits and more so, and shorter ones in narrow columns: 4.41E+08, in Germany 4,41E+08.
# Without a sign or a point it may be any id: 12E5.
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{1,3}|\d[.,]\d+[eE]\d{1,3}")
# The same with all digits of the number, as Java writes it: 4.41172717E8.
_SCIENTIFIC = re.compile(r"(\d)[.,](\d+)[eE]\+?(\d{1,2})")
# A cell as a formula, which keeps its zeros; and the apostrophe that spreadsheets put before numbers as text.
_FORMULA = re.compile(r'^=\s*"(.*)"$')
# An ISBN beside other text: "urn:isbn:0441172717", "0441172717 (pbk.)".
_ISBN_WITHIN = re.compile(r"(?<![\w-])((?:97[89][- ]?)?\d[\d -]{8,11}[\dXx])(?![\w-])")
# Thousands between marks: 441,172,717 or 441.172.717.
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
_QUOTES = "'\"`\u2018\u2019\u201c\u201d"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


def is_rounded(listed: str) -> bool:
    """Return True for a number that a spreadsheet rounded, '4.41E+08', so that books share it."""
    return bool(_ROUNDED.fullmatch(plain_id(listed)))


def plain_id(listed: str) -> str:
    """Return an id without what programs put around it: blanks, quotes, a formula, the '.0' of a number.

    '="0441172717"', "'0441172717" and '0441172717.0' are '0441172717', and '4.41172717E8' is '441172717'.
    """
    if listed.isalnum():
        return listed
    text = " ".join(listed.translate(_INVISIBLE).split())
    if formula := _FORMULA.match(text):
        text = formula[1]
    text = text.strip(_QUOTES + " ")
    if (parts := _SCIENTIFIC.fullmatch(text)) and len(parts[2]) == int(parts[3]):
        return parts[1] + parts[2]
    if _GROUPED.fullmatch(text):
        return "".join(filter(str.isdecimal, text))
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


class BookIndex(dict[str, int]):
    """Book ids as they are written -> row of the book, `UNKNOWN` or `ROUNDED`; each spelling is resolved once.

    An id is compared as it stands, then in capitals, then as an ISBN whose check digit holds (hyphens, ten digits or
    thirteen, zeros lost in front) or without the marks of programs around it; then with the books' ISBNs. Where all ids
    of books are whole numbers, zeros in front do not count.
    """

    UNKNOWN = -1
    ROUNDED = -2

    def __init__(self, book_ids: Sequence[str], isbns: Sequence[Collection[str]] = ()) -> None:
        """Index books.

        Args:
            book_ids: [books] their ids; of equal ones the first counts.
            isbns: [books] their whole ISBNs.
        """
        super().__init__()
        self.book_ids = book_ids
        rows = list(enumerate(book_ids))[::-1]
        # An id that is one of the book's ISBNs has its value already; checking it again takes longer than all the rest.
        self._by_value = {
            book_id if row < len(isbns) and book_id in isbns[row] else _value_of(book_id): row for row, book_id in rows
        }
        # As ids that differ in case alone may be two books, an id as it stands comes before one in capitals.
        self.update((book_id.upper(), row) for row, book_id in rows)
        self.update((book_id, row) for row, book_id in rows)
        numbers = [_number_of(book_id) for book_id in book_ids]
        is_numbered = all(numbers) and len(set(numbers)) == len(numbers)
        self._by_number = {number: row for row, number in enumerate(numbers)} if is_numbered else {}
        self._by_isbn = {isbn: row for row in range(len(isbns) - 1, -1, -1) for isbn in isbns[row]}

    def __missing__(self, raw: str) -> int:
        row = self[raw] = self._find(raw)
        return row

    def _find(self, raw: str) -> int:
        text = plain_id(raw)
        for known in (text, text.upper()):
            row = self.get(known)
            if row is not None:
                return row
        value = _value_of(text)
        row = self._by_value.get(value)
        if row is None and len(text) >= 10:
            # A shorter number that proves to be an ISBN may be any other id by chance, one in eleven.
            row = self._by_isbn.get(value)
        if row is None and self._by_number:
            row = self._by_number.get(_number_of(text))
        if row is not None:
            return row
        return self.ROUNDED if _ROUNDED.fullmatch(text) else self.UNKNOWN


def _number_of(book_id: str) -> str:
    """Return a whole number without zeros in front, '' for any other id."""
    return book_id.lstrip("0") or "0" if book_id.isdecimal() else ""


def _value_of(book_id: str) -> str:
    text = plain_id(book_id)
    isbn = isbn_in(text)
    if isbn is None and not text.isalnum() and (found := _ISBN_WITHIN.search(text)):
        isbn = isbn_in(found[1])
    return isbn or text.upper()
