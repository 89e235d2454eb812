"""The collection of a table of ratings, block by block, in arrays of numbers; the scale is known once all are read."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.datasets.book_index import BookIndex, is_rounded
from model_build.datasets.contract import LOSS_KINDS
from model_build.datasets.interactions import (
    NO_READERS,
    ReadStatuses,
    is_made_anonymous,
    most_rows_of_a_reader,
    seconds_of,
)
from model_build.datasets.last_ratings import ReaderRows
from model_build.datasets.values.coded_texts import numbers_of
from model_build.datasets.values.rating_values import RatingScale, RatingTexts, advise_on, tell_scale
from model_build.engine import THREADS, Engine


@dataclass(frozen=True, slots=True)
class CollectedRatings:
    """The ratings of a source, in the types of `SourceTables`.

    Attributes:
        reader_ids: [readers] ids of the readers with a usable rating, in the order of their first one.
        ratings: [ratings] reader, book, rating, liked; one a (reader, book) pair.
        rating_scale: The best rating, or None without ratings.
        like_threshold: The least rating that is a like, see `RatingScale`.
    """

    reader_ids: list[str]
    ratings: pd.DataFrame
    rating_scale: int | None
    like_threshold: float


class CollectedRows(NamedTuple):
    """The rows of a piece of a table: names in the order of their numbers, and for each row the numbers and the time.

    There are no names of books where their numbers are rows of a table that is known.
    """

    reader_ids: list[str]
    book_ids: list[str]
    ratings: list[str]
    columns: "tuple[array[int], ...]"
    counts: Counter[str]
    examples: dict[str, str]


class RatingCollector:
    """Collects the rows of a table of ratings as columns of text, and keeps numbers alone.

    Every text is understood once: dictionaries keep the row of each book id and reader id and the value of each rating
    as they are written.

    Attributes:
        counts: Number of rows read and of those with a fault, by kind, as `SourceTables.counts`; complete after
            `collect`.
        examples: For a kind of fault, one of its rows.
    """

    def __init__(self, book_ids: Sequence[str] | None = None, isbns: Sequence[Collection[str]] = ()) -> None:
        """Start a collection.

        Args:
            book_ids: [books] ids of the books, as their table has them; None where they are not known yet, so that
                `find_books` must follow.
            isbns: [books] the whole ISBNs of each, by which a rating finds a book whose id it does not name.
        """
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self._books = BookIndex(book_ids, isbns) if book_ids is not None else None
        self._named_books = _NewRows()
        self._readers = _NewRows()
        self._values = RatingTexts()
        self._statuses = ReadStatuses()
        self._columns = (array("i"), array("i"), array("i"), array("q"))

    def add(
        self,
        reader_ids: Sequence[str],
        book_ids: Sequence[str],
        ratings: Sequence[str] | None = None,
        *,
        statuses: Sequence[str] | None = None,
        timestamps: Sequence[str] | None = None,
    ) -> None:
        """Add a block of rows, given as its columns.

        Args:
            reader_ids: [rows] ids of the readers.
            book_ids: [rows] ids of the books, compared by value.
            ratings: [rows] ratings, '' or '0' for a book that was read and not rated; None where the table has none.
            statuses: [rows] 'read', 'to-read', ... or '1' and '0' of a column `is_read`; books that somebody wants to
                read are set aside.
            timestamps: [rows] times by which the last of a reader's rows for a book is told; else their order does.
        """
        size = len(reader_ids)
        readers = numbers_of(self._readers.__getitem__, reader_ids)
        rows_of_books = self._named_books if self._books is None else self._books
        books = numbers_of(rows_of_books.__getitem__, book_ids)
        texts = ratings if ratings is not None else ("",) * size
        values = numbers_of(self._values.__getitem__, texts)
        usable = np.ones(size, dtype=bool)
        self.counts["ratings rows"] += size

        def set_aside(kind: str, lost: NDArray[np.bool_]) -> None:
            lost = lost & usable
            number = int(np.count_nonzero(lost))
            if number:
                self.counts[kind] += number
                if kind not in self.examples:
                    row = int(np.argmax(lost))
                    rating = f", rating {texts[row]!r}" if ratings is not None else ""
                    status = f", status {statuses[row]!r}" if statuses is not None else ""
                    is_no_rating = kind == LOSS_KINDS.off_scale and bool(values[row] < 0)
                    advice = f" ({advise_on(texts[row])})" * is_no_rating
                    self.examples[kind] = f"reader {reader_ids[row]!r}, book {book_ids[row]!r}{rating}{status}{advice}"
                usable[lost] = False

        if statuses is not None:
            known = numbers_of(self._statuses.__getitem__, statuses)
            set_aside("ratings rows of books not read (yet), set aside", known == ReadStatuses.NOT_READ)
            set_aside(LOSS_KINDS.unknown_statuses, known == ReadStatuses.UNKNOWN)
        set_aside(LOSS_KINDS.rounded_ratings, books == BookIndex.ROUNDED)
        set_aside(LOSS_KINDS.unknown_books, books < 0)
        set_aside(LOSS_KINDS.off_scale, (values < 0) | (readers < 0))
        times = seconds_of(timestamps) if timestamps is not None else None
        if times is not None:
            self.counts["ratings with a time that can't be read"] += int(np.count_nonzero(times[usable] < 0))
        for column, block in zip(self._columns, (readers, books, values, times), strict=True):
            if block is not None:
                column.frombytes(block[usable].tobytes())

    def of_piece(self) -> "RatingCollector":
        """Return a collector of a piece of the table, whose rows are of the same books."""
        piece = RatingCollector()
        piece._books = self._books
        return piece

    def rows(self) -> CollectedRows:
        """Return the rows so far, for a collector that appends them."""
        names = self._readers.names, self._named_books.names, self._values.texts
        return CollectedRows(*names, self._columns, self.counts, self.examples)

    def append(self, piece: CollectedRows) -> None:
        """Append the rows of the table's next piece, which are numbered as if they had been added here."""
        readers, books, values = map(_as_numbers, piece.columns[:3])
        if self._books is None:
            books = _renumber(books, self._named_books, piece.book_ids)
        readers = _renumber(readers, self._readers, piece.reader_ids)
        values = _renumber(values, self._values, piece.ratings)
        for column, block in zip(self._columns[:3], (readers, books, values), strict=True):
            column.frombytes(block.tobytes())
        self._columns[3].extend(piece.columns[3])
        self.counts.update(piece.counts)
        self.examples = piece.examples | self.examples

    def is_rated(self, book_id: str) -> bool:
        """Return True if a row names a book that was not known before, also by an id that lost its zeros in front."""
        return book_id in self._named_books or book_id.lstrip("0") in self._named_books

    def rename_books(self, id_of_name: Callable[[str], str]) -> None:
        """Give the books of all rows so far other ids, where rows name them by numbers of their own table.

        Args:
            id_of_name: Returns the id of a book by the name that rows have for it.
        """
        names, self._named_books = self._named_books.names, _NewRows()
        books = _renumber(self._numbers()[1], self._named_books, list(map(id_of_name, names)))
        self._keep(np.ones(len(books), dtype=bool), books)

    def find_books(self, book_ids: Sequence[str], isbns: Sequence[Collection[str]] = ()) -> None:
        """Find the books of all rows so far, where they were not known; rows of other books are lost.

        A catalogue that is larger than what is rated of it need not be kept so: its rated books are enough.

        Args:
            book_ids: [books] ids of the books, as their table has them.
            isbns: [books] the whole ISBNs of each.
        """
        self._books = BookIndex(book_ids, isbns)
        names = self._named_books.names
        row_of = np.fromiter(map(self._books.__getitem__, names), np.int32, len(names))
        readers, books, values = self._numbers()
        found = row_of[books]
        for kind, lost in (
            (LOSS_KINDS.rounded_ratings, found == BookIndex.ROUNDED),
            (LOSS_KINDS.unknown_books, found == BookIndex.UNKNOWN),
        ):
            if lost.any():
                row = int(np.argmax(lost))
                reader_id, rating = self._readers.names[readers[row]], self._values.texts[values[row]]
                self.counts[kind] += int(np.count_nonzero(lost))
                self.examples[kind] = f"reader {reader_id!r}, book {names[books[row]]!r}, rating {rating!r}"
        self._keep(found >= 0, found)
        self._named_books = _NewRows()

    def collect(
        self,
        *,
        rating_scale: int | None = None,
        like_threshold: float | None = None,
        usual_scale: int | None = None,
        engine: Engine = THREADS,
    ) -> CollectedRatings:
        """Return all rows as ratings, one a reader and book.

        Of a reader's several rows for a book the last stands, and any rating before a mere "read".

        Args:
            rating_scale: The best rating where the source's makers state it; else the ratings tell it.
            like_threshold: The least rating that is a like; by default 70% of the scale.
            usual_scale: The best rating of this kind of source, which stands where there are few ratings.
            engine: Finds the last rows.
        """
        self._set_aside_readers()
        readers, books, codes = self._numbers()
        scale = tell_scale(
            self._values, np.bincount(codes, minlength=len(self._values.texts)), rating_scale, usual_scale
        )
        values = scale.values[codes]
        off_scale = np.isnan(values)
        if off_scale.any():
            row = int(np.argmax(off_scale))
            self.counts[LOSS_KINDS.off_scale] += int(off_scale.sum())
            self.examples.setdefault(
                LOSS_KINDS.off_scale,
                f"reader {self._readers.names[readers[row]]!r}, rating {self._values.texts[codes[row]]!r}",
            )
        kept = self._last_rows(readers, books, values, engine)
        self._count_unrated(scale, values)
        reader_rows, used = pd.factorize(readers[kept])
        threshold = scale.like_threshold if like_threshold is None or not scale.rating_scale else like_threshold
        value = values[kept].astype(np.float32)
        ratings = pd.DataFrame(
            {
                "reader": reader_rows.astype(np.int32),
                "book": books[kept],
                "rating": value if scale.rating_scale else np.zeros(len(value), np.float32),
                "liked": value >= threshold,
            }
        )
        names = self._readers.names
        return CollectedRatings([names[row] for row in used.tolist()], ratings, scale.rating_scale, threshold)

    def _numbers(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Return the readers, books and codes of ratings of all rows [rows]."""
        readers, books, codes = map(_as_numbers, self._columns[:3])
        return readers, books, codes

    def _keep(self, kept: NDArray[np.bool_], books: NDArray[np.int32]) -> None:
        """Keep some of the rows, with other rows of their books."""
        readers, _, values = self._numbers()
        times = np.frombuffer(self._columns[3], np.int64)
        self._columns = (
            array("i", readers[kept].tobytes()),
            array("i", books[kept].tobytes()),
            array("i", values[kept].tobytes()),
            array("q", times[kept].tobytes() if len(times) == len(kept) else b""),
        )

    def _set_aside_readers(self) -> None:
        """Leave out readers who are no single person, and those whose ids a spreadsheet rounded."""
        readers, books, _ = self._numbers()
        names = self._readers.names
        rows_of_readers = np.bincount(readers, minlength=len(names))
        limit = most_rows_of_a_reader(rows_of_readers[rows_of_readers > 0])
        rounded = np.fromiter(map(is_rounded, names), bool, len(names))
        nobody = np.fromiter((name.casefold() in NO_READERS for name in names), bool, len(names))
        anonymous = np.fromiter(map(is_made_anonymous, names), bool, len(names))
        lost = np.zeros(len(readers), dtype=bool)
        for kind, set_aside in (
            (LOSS_KINDS.rounded_readers, rounded),
            (LOSS_KINDS.off_scale, nobody),
            ("ratings rows of readers made anonymous, set aside", anonymous),
            (
                f"ratings rows of readers with over {limit:,}, more than one person's, set aside",
                rows_of_readers > limit,
            ),
        ):
            of_kind = set_aside[readers] & ~lost
            if of_kind.any():
                reader = int(readers[np.argmax(of_kind)])
                self.counts[kind] += int(np.count_nonzero(of_kind))
                self.examples[kind] = f"reader {names[reader]!r}, rows: {rows_of_readers[reader]:,}"
                lost |= of_kind
        if lost.any():
            self._keep(~lost, books)

    def _last_rows(
        self, readers: NDArray[np.int32], books: NDArray[np.int32], values: NDArray[np.float64], engine: Engine
    ) -> NDArray[np.intp]:
        """Return the rows that stand, in the order of the table."""
        times = np.frombuffer(self._columns[3], np.int64)
        is_timed = len(times) == len(values)
        replaced = ReaderRows(readers, books, values, times if is_timed else times[:0]).replaced_rows(engine)
        # A book that is borrowed or read again is one that was read: nothing is lost.
        again = int(np.count_nonzero(values[replaced] == 0))
        self.counts["ratings rows of a book read again by its reader, set aside"] += again
        self.counts["ratings of a book twice by one reader, dropped"] += len(replaced) - again
        stands = ~np.isnan(values)
        stands[replaced] = False
        return np.flatnonzero(stands)

    def _count_unrated(self, scale: RatingScale, values: NDArray[np.float64]) -> None:
        unrated = int((values == 0).sum())
        if scale.rating_scale:
            self.counts["ratings rows of 0, taken as read and not rated"] += unrated
        elif scale.are_counts:
            self.counts["ratings rows with a number of reads, each taken as a like"] += unrated
        elif scale.like_threshold:
            self.counts["ratings rows of 0 beside 1, taken as read and not liked"] += unrated
        else:
            self.counts["ratings rows without a rating, taken as likes"] += unrated


def _as_numbers(column: "array[int]") -> NDArray[np.int32]:
    return np.frombuffer(column, np.int32) if column else np.empty(0, np.int32)


def _renumber(numbers: NDArray[np.int32], number_of: dict[str, int], names: Sequence[str]) -> NDArray[np.int32]:
    """Return numbers of names by another numbering, which new names are added to in their order."""
    return np.fromiter(map(number_of.__getitem__, names), np.int32, len(names))[numbers]


class _NewRows(dict[str, int]):
    """Ids as they are written -> row, -1 for no id; a new id gets the next row."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __missing__(self, raw: str) -> int:
        name = raw.strip()
        row = self[name] if name != raw else len(self.names) if name else -1
        if name == raw and name:
            self.names.append(name)
        self[raw] = row
        return row
