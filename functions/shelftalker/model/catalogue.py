"""Looking up books in an open model, see model/format.py."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from shelftalker.model.format import MODEL_FORMAT, SEGMENT_NAMES, ModelError, check_usable
from shelftalker.model.isbn import as_isbn_13
from shelftalker.model.packing import ItemWeight, Neighbour, decode_item_weights, decode_neighbours

UNKNOWN_AUTHOR = "Unknown author"
# What follows every key that begins so.
_AFTER_ALL = "\U0010ffff"
_KEYS_AT_A_TIME = 1000

_BOOK_COLUMNS = """
    SELECT book_row, book_id, title, coalesce(credit, author.name), author_row, year, isbn, cover, ratings_count,
        rating_mean_hundredths, language
    FROM book JOIN author USING (author_row)
"""


@dataclass(frozen=True, slots=True)
class Book:
    """One work as readers see it.

    Attributes:
        book_row: Its row in this model, from 1, by popularity; another model gives it another row.
        book_id: Its public id, the same in every model.
        author: Who wrote it, as credited.
        author_row: The first-named author's row, for telling authors apart.
        isbn: The ISBN of the edition shown, or the dataset's own id where it has no ISBNs.
        cover_url: An https address, or None where the data gives no reason to believe in a cover.
        ratings_count: Number of ratings in the dataset; readers who did not rate are not counted.
        rating_mean: Mean of those ratings on the catalogue's `rating_scale`, or None without ratings.
        language: ISO 639-1, of the edition shown, or None where nothing tells it.
    """

    book_row: int
    book_id: str
    title: str
    author: str
    author_row: int
    year: int | None
    isbn: str
    cover_url: str | None
    ratings_count: int
    rating_mean: float | None
    language: str | None = None


class Catalogue:
    """An open model. Every method reads; none changes anything."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = Lock()
        meta = dict(connection.execute("SELECT name, value FROM meta"))
        self.version: str = meta["model_version"]
        self.rating_scale = int(meta["rating_scale"])
        self.notice: str = meta["notice"]
        self._cover_template: str = meta["cover_template"]

    @classmethod
    def open(cls, directory: Path) -> "Catalogue":
        """Open the model in a folder.

        The checksum is verified where a model is fetched or published, not here: reading the whole file would cost
        more than the rest of a cold start. A truncated file is noticed by its size.

        Raises:
            ModelError: The folder holds no model that this code can use; the message says what to do.
        """
        path = directory / MODEL_FORMAT.catalogue_name
        if not path.is_file():
            raise ModelError(
                f"No model at {path}. Make one with: python -m model_build build --data DIR --output {directory}"
            )
        # Bolt may answer on another thread than the one that opened the model.
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            check_usable(connection, path)
            return cls(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ModelError(f"{path} can't be read as a model ({error}). Build or fetch the model again.") from error
        except ModelError:
            connection.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def books(self, book_rows: Collection[int]) -> dict[int, Book]:
        """The books in these rows, by row; rows that don't exist are left out."""
        found = self._read(f"{_BOOK_COLUMNS} WHERE book_row IN ({_marks(book_rows)})", *book_rows)
        return {row[0]: self._book(row) for row in found}

    def ordered_books(self, book_rows: Sequence[int]) -> list[Book]:
        """The books in these rows, in the order of the rows."""
        books = self.books(book_rows)
        return [books[book_row] for book_row in book_rows]

    def book_with_id(self, book_id: str) -> Book | None:
        """The book with this public id, or with one that this id was merged into; None if it left the catalogue."""
        found = self._read(
            f"{_BOOK_COLUMNS} WHERE book_id = coalesce((SELECT book_id FROM alias WHERE former_book_id = ?1), ?1)",
            book_id,
        )
        return self._book(found[0]) if found else None

    def rows_with_ids(self, book_ids: Collection[str]) -> dict[str, int]:
        """The row of the book that each of these public ids stands for, as `book_with_id` finds it; others left out."""
        if not book_ids:  # as in the answer to a title, which nobody's shelf is read for
            return {}
        marks = _marks(book_ids)
        rows = self._read(f"SELECT book_id, book_row FROM book WHERE book_id IN ({marks})", *book_ids)
        merged = self._read(
            f"SELECT former_book_id, book_row FROM alias JOIN book USING (book_id) WHERE former_book_id IN ({marks})",
            *book_ids,
        )
        return dict(rows) | dict(merged)

    def neighbours(self, book_row: int) -> list[Neighbour]:
        """The books most similar to the one in this row, best first."""
        return self.neighbours_of([book_row]).get(book_row, [])

    def neighbours_of(self, book_rows: Collection[int]) -> dict[int, list[Neighbour]]:
        """The books most similar to each of these rows', best first, by row; rows that don't exist are left out."""
        found = self._read(
            f"SELECT book_row, neighbours FROM similar WHERE book_row IN ({_marks(book_rows)})", *book_rows
        )
        return {book_row: list(decode_neighbours(packed)) for book_row, packed in found}

    def item_weights_of(self, book_rows: Collection[int]) -> dict[int, list[ItemWeight]]:
        """Return the item weights of the books in these rows, by row; books without any are left out."""
        found = self._read(
            f"SELECT book_row, companions FROM companion WHERE book_row IN ({_marks(book_rows)}) ORDER BY book_row",
            *book_rows,
        )
        return {book_row: list(decode_item_weights(packed)) for book_row, packed in found}

    def popular_rows(self, segment: str = SEGMENT_NAMES.everyone) -> list[int]:
        """Rows of the books that most readers of a segment liked, the most first; empty for an unknown segment."""
        found = self._read("SELECT book_row FROM popular WHERE segment = ? ORDER BY rank", segment)
        return [book_row for (book_row,) in found]

    def segments(self) -> list[str]:
        """Whose popular books there are: `everyone`, `country:usa`, `age:25-34` ..., by name."""
        return [segment for (segment,) in self._read("SELECT segment FROM popular WHERE rank = 1 ORDER BY segment")]

    def languages(self) -> list[str]:
        """The languages (ISO 639-1) of enough books to choose among, that of most books first."""
        return [code for (code,) in self._read("SELECT language FROM language ORDER BY books DESC, language")]

    def authors_with_key(self, key: str) -> list[int]:
        """Rows of the authors who go by this normalised name, the one of the most read book first."""
        found = self._read("SELECT author_row FROM author_key WHERE key = ? ORDER BY author_row", key)
        return [author_row for (author_row,) in found]

    def authors_with_key_prefix(self, prefix: str, limit: int) -> list[int]:
        """Rows of the authors with a normalised name that begins so, the one of the most read book first."""
        found = self._read(
            "SELECT DISTINCT author_row FROM author_key WHERE key >= ? AND key < ? ORDER BY author_row LIMIT ?",
            prefix,
            prefix + _AFTER_ALL,
            limit,
        )
        return [author_row for (author_row,) in found]

    def author_name(self, author_row: int) -> str:
        """The name by which an author's books are credited."""
        ((name,),) = self._read("SELECT name FROM author WHERE author_row = ?", author_row)
        return str(name)

    def books_by_author(self, author_row: int, limit: int, offset: int = 0) -> list[Book]:
        """An author's books, the most read first; empty where the author has no more than `offset`."""
        found = self._read(
            f"{_BOOK_COLUMNS} WHERE author_row = ? ORDER BY book_row LIMIT ? OFFSET ?", author_row, limit, offset
        )
        return [self._book(row) for row in found]

    def book_with_isbn(self, isbn: str) -> Book | None:
        """The book of which an edition has this ISBN, written as `isbn_of` writes it; None where there is none."""
        forms = [isbn, as_isbn_13(isbn)] if len(isbn) == 10 else [isbn]
        # Datasets write the last X either way.
        spellings = [spelling for form in forms for spelling in dict.fromkeys([form, form.lower()])]
        found = self._read(
            f"{_BOOK_COLUMNS} WHERE book_row IN (SELECT book_row FROM isbn WHERE isbn = ? UNION ALL "
            f"SELECT book_row FROM edition WHERE source_id IN ({_marks(spellings)})) ORDER BY book_row LIMIT 1",
            isbn,
            *spellings,
        )
        return self._book(found[0]) if found else None

    def rows_with_key(self, key: str, limit: int) -> list[tuple[int, bool]]:
        """Rows of the books that go by this normalised title, whole titles first, then by popularity.

        Returns:
            (book_row, shortened) pairs; shortened: the book's title goes on after this key.
        """
        found = self._read(
            "SELECT book_row, shortened FROM title_key WHERE key = ? ORDER BY shortened, book_row LIMIT ?", key, limit
        )
        return [(book_row, bool(shortened)) for book_row, shortened in found]

    def rows_with_key_prefix(self, prefix: str, limit: int) -> list[int]:
        """Return the rows of the books with a normalised title that begins so, the most read first, up to 100."""
        found = self._read("SELECT book_row FROM beginning WHERE prefix = ? ORDER BY book_row LIMIT ?", prefix, limit)
        found = found or self._read(
            "SELECT DISTINCT book_row FROM title_key WHERE key >= ? AND key < ? ORDER BY book_row LIMIT ?",
            prefix,
            prefix + _AFTER_ALL,
            limit,
        )
        return [book_row for (book_row,) in found]

    def rows_with_keys(self, keys: Sequence[str]) -> dict[str, list[int]]:
        """Rows of the books that go by each of these normalised titles, ordered as `rows_with_key`; others left out."""
        rows: dict[str, list[int]] = {}
        for start in range(0, len(keys), _KEYS_AT_A_TIME):
            some = keys[start : start + _KEYS_AT_A_TIME]
            for key, book_row in self._read(
                f"SELECT key, book_row FROM title_key WHERE key IN ({_marks(some)}) ORDER BY key, shortened, book_row",
                *some,
            ):
                rows.setdefault(key, []).append(book_row)
        return rows

    def trigram_counts(self, trigrams: Collection[str]) -> dict[str, int]:
        """How many books have each of these trigrams in title or author; those in no book are left out."""
        return dict(self._read(f"SELECT trigram, books FROM trigram WHERE trigram IN ({_marks(trigrams)})", *trigrams))

    def rows_with_trigrams(self, trigrams: Sequence[str], limit: int) -> list[int]:
        """Rows of the books with the most of these trigrams, and more than one of several, ties by popularity."""
        votes = " UNION ALL ".join(["SELECT rowid FROM title_trigram WHERE title_trigram MATCH ?"] * len(trigrams))
        # Most books share one trigram alone: not sorting those by their count takes a quarter off the whole search.
        found = self._read(
            f"SELECT rowid FROM ({votes}) GROUP BY rowid HAVING count(*) >= ? ORDER BY count(*) DESC, rowid LIMIT ?",
            *map(_quoted, trigrams),
            min(2, len(trigrams)),
            limit,
        )
        return [book_row for (book_row,) in found]

    def rows_with_all_trigrams(self, trigrams: Sequence[str], limit: int) -> list[int]:
        """Rows of the most read books with every one of these trigrams in title or author."""
        found = self._read(
            "SELECT rowid FROM title_trigram WHERE title_trigram MATCH ? ORDER BY rowid LIMIT ?",
            " AND ".join(map(_quoted, trigrams)),
            limit,
        )
        return [book_row for (book_row,) in found]

    def titles(self, book_rows: Collection[int]) -> list[tuple[int, str, str, int]]:
        """(book_row, title, author, ratings_count) of these books: what a title search weighs."""
        return self._read(
            "SELECT book_row, title, coalesce(credit, author.name), ratings_count FROM book JOIN author "
            f"USING (author_row) WHERE book_row IN ({_marks(book_rows)})",
            *book_rows,
        )

    def other_titles(self, book_rows: Collection[int]) -> list[tuple[int, str]]:
        """(book_row, normalised title) of the other editions' titles of these books, where they differ."""
        return self._read(f"SELECT book_row, key FROM other_title WHERE book_row IN ({_marks(book_rows)})", *book_rows)

    def books_count(self) -> int:
        """How many books there are; their rows are 1 to this."""
        ((count,),) = self._read("SELECT count(*) FROM book")
        return int(count)

    def all_books(self) -> list[Book]:
        """Every book, by popularity."""
        return [self._book(row) for row in self._read(f"{_BOOK_COLUMNS} ORDER BY book_row")]

    def editions(self) -> list[tuple[str, int, str]]:
        """(source_id, book_row, book_id) of every edition, by source_id."""
        return self._read(
            "SELECT source_id, book_row, book_id FROM edition JOIN book USING (book_row) ORDER BY source_id"
        )

    def aliases(self) -> list[tuple[str, str]]:
        """(former_book_id, book_id) of every work that was merged into another."""
        return self._read("SELECT former_book_id, book_id FROM alias")

    def _read(self, query: str, *parameters: object) -> list[Any]:
        """All rows of a query.

        One thread at a time: Python keeps prepared statements with the connection, and since 3.13 two threads that
        run the same one get each other's rows.
        """
        with self._lock:
            return self._connection.execute(query, parameters).fetchall()

    def _book(self, row: Sequence[Any]) -> Book:
        book_row, book_id, title, author, author_row, year, isbn, cover, ratings_count, mean, language = row
        return Book(
            book_row=book_row,
            book_id=book_id,
            title=title,
            author=author,
            author_row=author_row,
            year=year,
            isbn=isbn,
            cover_url=self._cover_template.replace("{isbn}", isbn) if cover == "" else cover,
            ratings_count=ratings_count,
            rating_mean=None if mean is None else mean / 100,
            language=language,
        )


def _quoted(trigram: str) -> str:
    """A trigram as a string of FTS5's query language."""
    return '"' + trigram.replace('"', '""') + '"'


def _marks(values: Collection[object]) -> str:
    """A question mark a value."""
    return ",".join("?" * len(values))
