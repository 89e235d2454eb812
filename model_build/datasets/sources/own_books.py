"""Books of own tables: one row as the texts of a book."""

import re
from collections.abc import Sequence

from model_build.datasets.book_index import plain_id
from model_build.datasets.books_table import BookTexts
from model_build.datasets.formats.column_names import letters_of
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.sources.own_columns import ISBN_IDS
from model_build.datasets.values.inverted_names import are_inverted, turn_round
from shelftalker.repairs.isbns import isbn_in, whole_isbns

_FIRST_ROWS = 1000
_NO_TEXTS = frozenset(["nan", "null", "none", "<na>", "n/a", "\\n", "nat"])
_LIST_MARKS = " \t\r\n[](){}"
_SEPARATORS = re.compile(r"\s*[;|]\s*")


class OwnBooks:
    """The books of a table, whose first rows tell if its ids are ISBNs and if its authors have the surname in front."""

    def __init__(self, table: MatchedTable) -> None:
        """Read the first rows.

        Args:
            table: The table, opened for a column of ids, or none, and `BOOK_COLUMNS`, in this order, and others behind.
        """
        first = next(table.blocks(), None)
        names = [column.name for column in table.wanted]
        ids, authors = ((first[place] or ())[:_FIRST_ROWS] if first else () for place in (0, names.index("author")))
        isbns = sum(isbn_in(plain_id(book_id)) is not None for book_id in ids)
        id_name = letters_of(table.names.get(names[0], ""))
        self._ids_are_isbns = id_name in ISBN_IDS or 2 * isbns > len(ids)
        self._inverted = are_inverted(name for cell in authors for name in parts_of(cell))

    def book_of(self, book_id: str, title: str, *rest: str) -> BookTexts:
        """Return the book of a row.

        Args:
            book_id: Its id.
            title: Its title.
            rest: The cells of the other `BOOK_COLUMNS`.
        """
        author, work_id, isbn, isbn_10, isbn_13, *facts = map(_text, rest)
        year, language, publisher, series, volume, cover, tags = facts
        isbns = dict.fromkeys(found for listed in (isbn, isbn_10, isbn_13) for found in isbns_in(listed))
        own = isbn_in(plain_id(book_id)) if self._ids_are_isbns else None
        authors: Sequence[str] = parts_of(author)
        return BookTexts(
            own or book_id,
            title,
            "; ".join(map(turn_round, authors) if self._inverted else authors),
            isbns=tuple(dict.fromkeys([own, *isbns] if own else isbns)),
            work_id=plain_id(work_id),
            year=year,
            language=language,
            publisher=publisher,
            series=series,
            volume=plain_id(volume),
            image_url=plain_id(cover),
            tags=tuple(dict.fromkeys(map(str.casefold, parts_of(tags, commas=True)))),
        )


def _text(listed: str) -> str:
    """Return a cell's text, '' for a word that programs write where there is none."""
    return "" if listed.strip().casefold() in _NO_TEXTS else listed


def isbns_in(listed: str) -> tuple[str, ...]:
    """Return the ISBNs in a cell of one or several, divided by blanks or other marks."""
    if not listed:
        return ()
    whole = isbn_in(plain_id(listed))
    return (whole,) if whole else whole_isbns(*map(plain_id, re.split(r"[\s,;|/]+", listed)))


def parts_of(listed: str, *, commas: bool = False) -> list[str]:
    """Return the texts in a cell of several, divided by semicolons or bars: "A; B", "A | B", "['A', 'B']".

    Args:
        listed: The cell.
        commas: True where commas divide a cell without other marks.
    """
    is_list = listed.strip().startswith("[") and listed.strip().endswith("]")
    parts = _SEPARATORS.split(listed.strip(_LIST_MARKS) if is_list else listed)
    if len(parts) == 1 and (commas or is_list):
        parts = re.split(r"""(?<=['"])\s*,\s*(?=['"])""" if is_list and not commas else r"\s*,\s*", parts[0])
    if is_list:
        parts = [part.strip().strip("'\"") for part in parts]
    return [part for part in parts if part.strip()]
