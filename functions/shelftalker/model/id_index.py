"""The index from ids to rows of an open model: public ids, ids of a dataset's editions, and ISBNs."""

import json
from collections.abc import Collection, Iterator

from shelftalker.model.connection import ModelConnection
from shelftalker.model.number_index import NumberIndex
from shelftalker.model.numbers import (
    EDITION_KINDS,
    NumberKind,
    isbn_of_number,
    number_of_book_id,
    number_of_isbn,
    source_id_of,
)


class IdIndex:
    """Lookups of ids and ISBNs: as numbers where they are any, else as texts."""

    def __init__(self, connection: ModelConnection, numbers: NumberIndex) -> None:
        self._connection = connection
        self._numbers = numbers

    def rows_with_ids(self, book_ids: Collection[str]) -> dict[str, int]:
        """Return the rows of the books of public ids, or of those that they were merged into; others are left out."""
        if not book_ids:  # as in the answer to a title, without anybody's shelf
            return {}
        rows = self._rows_of_present_ids(book_ids)
        if missing := [book_id for book_id in book_ids if book_id not in rows]:
            query = "SELECT former_book_id, book_id FROM alias WHERE former_book_id IN (SELECT value FROM json_each(?))"
            present: dict[str, str] = dict(self._connection.read(query, json.dumps(missing)))
            rows_of_present = self._rows_of_present_ids(set(present.values())) if present else {}
            rows |= {
                former_id: rows_of_present[book_id]
                for former_id, book_id in present.items()
                if book_id in rows_of_present
            }
        return rows

    def row_with_isbn(self, isbn: str) -> int | None:
        """Return the row of the most read book with an edition of this ISBN, as `isbn_of` writes it; None for none."""
        number = number_of_isbn(isbn)
        if number is None:
            return None
        entries = self._numbers.entries(NumberKind.OTHER_ISBN, number)
        entries += self._numbers.entries(NumberKind.ISBN_13, number)
        if number < 10**9:  # datasets write the last X either way
            entries += self._numbers.entries(NumberKind.ISBN_10, number)
            entries += self._numbers.entries(NumberKind.ISBN_10_LOWER_CASE, number)
        return min((row for row, _ in entries), default=None)

    def editions(self) -> list[tuple[str, int]]:
        """Return (source_id, book_row) of every edition, by source_id."""
        return sorted([*self._numbered_editions(), *self._connection.read("SELECT source_id, book_row FROM edition")])

    def isbns(self) -> list[tuple[str, int]]:
        """Return (isbn, book_row) of every ISBN that is not its edition's source_id, see `isbn_of`, by ISBN."""
        numbered = self._numbers.all_entries(NumberKind.OTHER_ISBN)
        return sorted((isbn_of_number(number), entry.row) for number, entry in numbered)

    def aliases(self) -> list[tuple[str, str]]:
        """Return (former_book_id, book_id) of every work that was merged into another."""
        return self._connection.read("SELECT former_book_id, book_id FROM alias")

    def _rows_of_present_ids(self, book_ids: Collection[str]) -> dict[str, int]:
        numbers = {book_id: number_of_book_id(book_id) for book_id in book_ids}
        found = self._numbers.rows(NumberKind.BOOK_ID, {number for number in numbers.values() if number is not None})
        rows = {book_id: found[number] for book_id, number in numbers.items() if number in found}
        if strange_ids := [book_id for book_id, number in numbers.items() if number is None]:
            query = "SELECT book_id, book_row FROM strange_id WHERE book_id IN (SELECT value FROM json_each(?))"
            rows.update(self._connection.read(query, json.dumps(strange_ids)))
        return rows

    def _numbered_editions(self) -> Iterator[tuple[str, int]]:
        for kind in EDITION_KINDS:
            for number, entry in self._numbers.all_entries(kind):
                yield source_id_of(kind, number), entry.row
