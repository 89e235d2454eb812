"""The ratings to learn from in an export of the shelves' table: those of readers who opted in, under pseudonyms.

The export has filtered its items; they are filtered here again, since an export can be of a table that knows no filter,
and a mistake in the filter must not train on anyone. Files are read twice: the first time for the readers who opted in,
as their items stand anywhere in an export. Memory grows with these readers and their ratings alone.
"""

import math
from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from model_build.learning.pseudonyms import PseudonymKey
from model_build.learning.shelf_items import (
    DELETION_MARK,
    OPT_IN_MARK,
    ItemKey,
    acted_at_of,
    has_opted_in,
    rating_of,
)
from model_build.learning.table_export import TableExport
from shelftalker.shelf.items import ItemKind


@dataclass(frozen=True, slots=True)
class ReaderCapConfig:
    """The cap of a reader's ratings.

    Attributes:
        books: Most ratings of a reader that are learned from, the newest. 99.9% of Book-Crossing's readers have at
            most 145.
    """

    books: int = 500


READER_CAP = ReaderCapConfig()


@dataclass(frozen=True, slots=True)
class ShelfRatings:
    """The ratings of readers in Slack, in the order of readers, times and books.

    Attributes:
        pseudonyms: [readers] pseudonym of each, ascending.
        workspaces: [readers] int32, number of each one's workspace.
        book_ids: [books] ids of the books as the shelves have them, ascending.
        reader: [ratings] int32, row of the reader.
        book: [ratings] int32, row of the book.
        stars: [ratings] int8, from 1 to 5.
        counts: Number of items by what became of them, for the log alone: those who did not opt in are among them.
    """

    pseudonyms: tuple[str, ...]
    workspaces: NDArray[np.int32]
    book_ids: tuple[str, ...]
    reader: NDArray[np.int32]
    book: NDArray[np.int32]
    stars: NDArray[np.int8]
    counts: Counter[str] = field(default_factory=Counter)

    def describe(self) -> str:
        """Return a sentence for the log."""
        counts = "".join(f"; {kind}: {number:,}" for kind, number in sorted(self.counts.items()) if number)
        return (
            f"Shelves: {quantity(len(self.reader), 'rating')} by {quantity(len(self.pseudonyms), 'reader')} who opted "
            f"in, in {quantity(len(np.unique(self.workspaces)), 'workspace')}{counts}."
        )


# A reader's workspace and user id.
_Reader = tuple[str, str]


def quantity(number: int, noun: str) -> str:
    """Return a number with a noun whose plural ends in s: `1 rating`, `1,200 ratings`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def read_shelf_ratings(export: TableExport, key: PseudonymKey) -> ShelfRatings:
    """Return the ratings of an export that can be learned from, the newest of each reader up to the cap.

    Args:
        export: The export.
        key: The key of the pseudonyms.

    Raises:
        DatasetError: A file is not whole, or a line is no item.
    """
    participants = _read_participants(export)
    rows = _Rows()
    counts: Counter[str] = Counter()
    for file in export.files:
        for line in file.lines():
            item = line.item()
            item_key = ItemKey.of(item)
            if item_key.kind != ItemKind.BOOK or not item_key.name:
                continue
            since = participants.get((item_key.workspace_id, item_key.user_id))
            if since is None:
                counts["items of books of readers who did not opt in"] += 1
            elif (rating := rating_of(item)) is None:
                counts["items of books without stars, or removed"] += 1
            elif rating.rated_at <= since:
                counts["ratings of before a deletion"] += 1
            else:
                rows.add((item_key.workspace_id, item_key.user_id), item_key.name, rating.stars, rating.rated_at)
    return rows.ratings(key, counts)


def _read_participants(export: TableExport) -> Mapping[_Reader, float]:
    """Return the readers who opted in, with the time of their last deletion, -infinity where there was none.

    A deletion counts wherever it stands: a shelf may have moved between the workspaces of an organisation since.
    """
    opted_in: dict[_Reader, float] = {}
    deleted_at: dict[str, float] = {}
    for file in export.files:
        for line in file.lines():
            if OPT_IN_MARK not in line.text and DELETION_MARK not in line.text:
                continue
            item = line.item()
            key = ItemKey.of(item)
            if key.kind == ItemKind.DELETION:
                deleted_at[key.user_id] = max(deleted_at.get(key.user_id, 0.0), acted_at_of(item))
            elif key.kind == ItemKind.LEARNING and has_opted_in(item):
                opted_in[key.workspace_id, key.user_id] = acted_at_of(item)
    return {
        reader: deleted_at.get(reader[1], -math.inf)
        for reader, since in opted_in.items()
        if since > deleted_at.get(reader[1], -math.inf)
    }


class _Rows:
    """Ratings in the order of an export, in arrays."""

    def __init__(self) -> None:
        self._row_of_reader: dict[_Reader, int] = {}
        self._row_of_book: dict[str, int] = {}
        self._reader, self._book, self._stars, self._rated_at = array("i"), array("i"), array("b"), array("d")

    def add(self, reader: _Reader, book_id: str, stars: int, rated_at: float) -> None:
        self._reader.append(self._row_of_reader.setdefault(reader, len(self._row_of_reader)))
        self._book.append(self._row_of_book.setdefault(book_id, len(self._row_of_book)))
        self._stars.append(stars)
        self._rated_at.append(rated_at)

    def ratings(self, key: PseudonymKey, counts: Counter[str]) -> ShelfRatings:
        """Return the ratings in an order that does not depend on that of the export, those beyond the cap left out."""
        pseudonyms, reader_rows = _sorted_rows([key.pseudonym(*reader) for reader in self._row_of_reader])
        book_ids, book_rows = _sorted_rows(list(self._row_of_book))
        reader = reader_rows[np.frombuffer(self._reader, dtype=np.int32)]
        book = book_rows[np.frombuffer(self._book, dtype=np.int32)]
        order = np.lexsort((book, np.frombuffer(self._rated_at), reader))
        reader = reader[order]
        # Number of a reader's newer ratings.
        newer = np.searchsorted(reader, reader, side="right") - np.arange(len(reader)) - 1
        is_kept = newer < READER_CAP.books
        order = order[is_kept]
        counts["ratings beyond a reader's newest"] += int((~is_kept).sum())
        workspaces = np.zeros(len(pseudonyms), dtype=np.int32)
        numbers: dict[str, int] = {}
        for row, (workspace_id, _) in zip(reader_rows.tolist(), self._row_of_reader, strict=True):
            workspaces[row] = numbers.setdefault(workspace_id, len(numbers))
        return ShelfRatings(
            pseudonyms,
            workspaces,
            book_ids,
            reader[is_kept],
            book[order],
            np.frombuffer(self._stars, dtype=np.int8)[order],
            counts,
        )


def _sorted_rows(names: list[str]) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the names, ascending and each once, and [names] the row of each there."""
    ascending = sorted(set(names))
    row_of = {name: row for row, name in enumerate(ascending)}
    return tuple(ascending), np.array([row_of[name] for name in names], dtype=np.int32)
