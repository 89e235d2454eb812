"""Books of an open model, see model/format.py: their facts, neighbours and lists."""

import json
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from shelftalker.model.book_pages import BookPage, BookPages
from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import MODEL_FORMAT, SEGMENT_NAMES, ModelError, is_cover_address
from shelftalker.model.id_index import IdIndex
from shelftalker.model.neighbour_pages import NeighbourPages, merge_columns
from shelftalker.model.number_index import NumberIndex
from shelftalker.model.packing import (
    Columns,
    Neighbour,
    decode_ascending,
    decode_columns,
    decode_neighbour_columns,
    decode_neighbours,
)
from shelftalker.model.search_index import SearchIndex
from shelftalker.model.subject_index import SubjectIndex

UNKNOWN_AUTHOR = "Unknown author"


class Book(NamedTuple):
    """One work as readers see it.

    Attributes:
        book_row: Its row in this model, from 1, by popularity; another model gives it another row.
        book_id: Its public id, the same in every model.
        author: Its authors, as credited.
        author_row: The first-named author's row, to distinguish authors of one name.
        isbn: The ISBN of the edition shown, or the dataset's own id where it has no ISBNs.
        cover_url: An https address, or None where the dataset names no cover that is likely to exist.
        ratings_count: Number of ratings in the dataset, readers who did not rate not counted; in a model that
            `counts_readers` the number of readers.
        rating_mean: Mean of those ratings on the catalogue's `rating_scale`, or None without ratings.
        language: ISO 639-1, of the edition shown, or None where it is not known.
        series_row: The row of its series in this model, or None.
        series: Name of its series, which the title does without, or None.
        volume: Its number in the series, of an omnibus that of the first volume in it, or None where it is not known.
        last_volume: The number of the last volume in an omnibus; None for any other book.
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
    series_row: int | None = None
    series: str | None = None
    volume: float | None = None
    last_volume: float | None = None

    @property
    def full_title(self) -> str:
        """The title with the series and volume behind it, as a person sees it: "Dune Messiah (Dune, 2)"."""
        return self.title + series_ending(self.title, self.series, self.volume, self.last_volume)


def series_ending(title: str, series: str | None, volume: float | None, last_volume: float | None) -> str:
    """Return the ending of a title that names its series: " (Dune, 2)"; empty where it has none, or has it already.

    A volume is written without a fraction where it is whole, and an omnibus by its first and last volume: "1\u20133".
    """
    if not series:
        return ""
    if volume is None:
        return "" if series.casefold() in title.casefold() else f" ({series})"
    if title.casefold().startswith(series.casefold()) and title[len(series) :].strip(" ,.:#") == f"{volume:g}":
        return ""
    number = f"{volume:g}" if last_volume is None else f"{volume:g}\u2013{last_volume:g}"
    return f" ({series}, {number})"


class SourceColumns(NamedTuple):
    """Neighbours or item weights of several books.

    Attributes:
        sources: The row of each book, ascending.
        columns: Their entries, one book after the other, the greatest score or weight first.
    """

    sources: list[int]
    columns: Columns


class BookFacts(NamedTuple):
    """The author and the year of a book; None where unknown."""

    author_row: int | None
    year: int | None


class Catalogue:
    """An open model. Every method reads; none changes anything.

    Attributes:
        search_index: Lookups of titles and authors by normalised texts.
        subject_index: Lookups of the subjects that books share.
        version: The model's version, as in its manifest.
        rating_scale: The dataset's highest rating.
        counts_readers: True where readers are counted in place of ratings, since some of the books were lent or read
            without any.
        notice: The dataset's notice, which answers show.
        author_factor: Factor of a book's score for each earlier book by its author, see `recommender.vary_authors`.
        second_stage: Weight of each feature of the second stage by its name, see recommend/second_stage.py; empty where
            the sums alone rank for a reader.
        title_weights: Weights of the signs of titles in questions by their names, see search/sentences/likelihood.py;
            empty where the build fitted none.
    """

    def __init__(self, connection: ModelConnection) -> None:
        self._connection = connection
        numbers = NumberIndex(connection)
        self._pages = BookPages(connection)
        self.search_index = SearchIndex(connection, numbers, self._pages)
        self._ids = IdIndex(connection, numbers)
        self.subject_index = SubjectIndex(connection)
        self._neighbour_pages = NeighbourPages(connection)
        self.version: str = connection.meta["model_version"]
        self.rating_scale = int(connection.meta["rating_scale"])
        self.counts_readers = connection.meta.get("counted") == "readers"
        self.notice: str = connection.meta["notice"]
        self.author_factor = float(connection.meta["author_factor"])
        self.second_stage: dict[str, float] = json.loads(connection.meta["second_stage"])
        self.title_weights: dict[str, float] = json.loads(connection.meta.get("title_weights", "{}"))
        self._cover_template: str = connection.meta["cover_template"]
        self._cover_id_template: str = connection.meta.get("cover_id_template", "")
        self._unknown_author_row = int(connection.meta["unknown_author_row"])

    @classmethod
    def open(cls, directory: Path, seconds: float | None = None) -> "Catalogue":
        """Open the model in a folder.

        Args:
            directory: The folder.
            seconds: Time that opening may take; without it, any.

        Raises:
            ModelError: The folder holds no model that this code can use; the message names the remedy.
        """
        connection = ModelConnection(directory / MODEL_FORMAT.catalogue_name, seconds)
        try:
            return cls(connection)
        except (KeyError, TypeError, ValueError) as error:
            connection.close()
            raise ModelError(
                f"The model in {directory} lacks facts about itself ({error!r}). Build or fetch the model again."
            ) from error

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """Interrupt the queries that run after so many seconds, with sqlite3's OperationalError."""
        return self._connection.within(seconds)

    def damage(self) -> str | None:
        """Return SQLite's first complaint about the file's structure, or None; it reads the whole file."""
        ((verdict,), *_) = self._connection.read("PRAGMA quick_check(1)")
        return None if verdict == "ok" else str(verdict)

    def close(self) -> None:
        """Close the model's file."""
        self._connection.close()

    def books(self, book_rows: Collection[int]) -> dict[int, Book]:
        """Return the books in these rows, by row; rows that don't exist are left out."""
        return {book.book_row: book for book in self._read_books(self._pages.of(book_rows))}

    def ordered_books(self, book_rows: Sequence[int]) -> list[Book]:
        """Return the books in these rows, in the order of the rows."""
        books = self.books(book_rows)
        return [books[book_row] for book_row in book_rows]

    def book_with_id(self, book_id: str) -> Book | None:
        """Return the book with a public id, or with one that this id was merged into; None if it left the catalogue."""
        return self.books_with_ids([book_id]).get(book_id)

    def books_with_ids(self, book_ids: Collection[str]) -> dict[str, Book]:
        """Return the books of public ids, by the id asked for, as `book_with_id` finds them; others are left out."""
        rows = self.rows_with_ids(book_ids)
        books = self.books(set(rows.values())) if rows else {}
        return {book_id: books[row] for book_id, row in rows.items() if row in books}

    def rows_with_ids(self, book_ids: Collection[str]) -> dict[str, int]:
        """Return the rows of the books of public ids, by the id asked for; others are left out."""
        return self._ids.rows_with_ids(book_ids)

    def neighbours(self, book_row: int) -> list[Neighbour]:
        """Return the books most similar to the one in a row, best first."""
        found = self._connection.read("SELECT neighbours FROM similar WHERE book_row = ?", book_row)
        return decode_neighbours(found[0][0]) if found else self._neighbour_pages.of([book_row]).get(book_row, [])

    def contribution_columns(self, book_rows: Collection[int]) -> tuple[SourceColumns, SourceColumns]:
        """Return the books most similar to each of some books, and the item weights from those that have any.

        Both come in one statement, with ascending sources: reading a shelf of thousands takes half as long so.
        """
        query = (
            "SELECT book_row, neighbours, weights FROM json_each(?) CROSS JOIN similar ON book_row = value "
            "LEFT JOIN item_weight USING (book_row)"
        )
        found = self._connection.read(query, json.dumps(sorted(book_rows))) if book_rows else []
        weighted = [(book_row, weights) for book_row, _, weights in found if weights]
        return (
            self._with_pages(book_rows, [(book_row, packed) for book_row, packed, _ in found]),
            SourceColumns([book_row for book_row, _ in weighted], decode_columns([packed for _, packed in weighted])),
        )

    def neighbour_columns(self, book_rows: Collection[int]) -> SourceColumns:
        """Return the books most similar to each of some books, with ascending sources."""
        query = "SELECT book_row, neighbours FROM json_each(?) CROSS JOIN similar ON book_row = value"
        found = self._connection.read(query, json.dumps(sorted(book_rows))) if book_rows else []
        return self._with_pages(book_rows, found)

    def _with_pages(self, book_rows: Collection[int], found: Sequence[tuple[int, bytes]]) -> SourceColumns:
        """Return the books most similar to each of some books, of which those with a row of `similar` were read."""
        sources = [book_row for book_row, _ in found]
        columns = decode_neighbour_columns([packed for _, packed in found])
        others = self._neighbour_pages.of(set(book_rows).difference(sources))
        return SourceColumns(*merge_columns(sources, columns, others)) if others else SourceColumns(sources, columns)

    def book_facts(self, book_rows: Collection[int]) -> dict[int, BookFacts]:
        """Return the author and the year of some books, by row; rows that don't exist are left out."""
        unknown = self._unknown_author_row
        return {
            book_row: BookFacts(None if author_row == unknown else author_row, year)
            for book_row, author_row, year in self._pages.authors_and_years(book_rows)
        }

    def popular_rows(self, segment: str = SEGMENT_NAMES.everyone) -> list[int]:
        """Return the rows of a segment's most liked books, the most liked first; empty for an unknown segment."""
        found = self._connection.read("SELECT book_row FROM popular WHERE segment = ? ORDER BY rank", segment)
        return [book_row for (book_row,) in found]

    def segments(self) -> list[str]:
        """Return the segments that have popular books, by name: `age:25-34`, `country:usa`, `everyone` ..."""
        found = self._connection.read("SELECT segment FROM popular WHERE rank = 1 ORDER BY segment")
        return [segment for (segment,) in found]

    def languages(self) -> list[str]:
        """Return the languages (ISO 639-1) of enough books to choose among, that of most books first."""
        found = self._connection.read("SELECT language FROM language ORDER BY books DESC, language")
        return [code for (code,) in found]

    def author_name(self, author_row: int) -> str:
        """Return the name by which an author's books are credited."""
        ((_, page, place),) = self._pages.of(self._rows_by_author(author_row)[:1])
        book = page.book(place)
        return book.author if book.author_name is None else book.author_name

    def books_by_author(self, author_row: int, limit: int, offset: int = 0) -> list[Book]:
        """Return an author's books, the most read first; empty where the author has no more than `offset`."""
        return self.ordered_books(self._rows_by_author(author_row)[offset : offset + limit])

    def has_several_by_author(self, author_row: int) -> bool:
        """Test if an author has more than one book."""
        return len(self._rows_by_author(author_row)) > 1

    def _rows_by_author(self, author_row: int) -> list[int]:
        found = self._connection.read("SELECT books FROM author WHERE author_row = ?", author_row)
        return decode_ascending(found[0][0]) if found else []

    def volumes(self, series_rows: Collection[int]) -> list[Book]:
        """Return the books of some series whose volumes are known, series by series in the order of the volumes."""
        books = self.books(self.search_index.rows_of_series(series_rows)).values()
        known = [book for book in books if book.volume is not None]
        return sorted(known, key=lambda book: (book.series_row or 0, book.volume or 0.0, book.book_row))

    def book_with_isbn(self, isbn: str) -> Book | None:
        """Return the book with an edition of this ISBN, written as `isbn_of` writes it; None where there is none."""
        row = self._ids.row_with_isbn(isbn)
        return None if row is None else self.books([row]).get(row)

    def books_count(self) -> int:
        """Return the number of books; their rows are 1 to this."""
        return self._pages.count()

    def all_books(self) -> list[Book]:
        """Return every book, by popularity."""
        return self._read_books(self._pages.all())

    def editions(self) -> list[tuple[str, int, str]]:
        """Return (source_id, book_row, book_id) of every edition, by source_id."""
        id_of_row = {row: page.book_id(place) for row, page, place in self._pages.all()}
        return [(source_id, row, id_of_row[row]) for source_id, row in self._ids.editions()]

    def isbns(self) -> list[tuple[str, int]]:
        """Return (isbn, book_row) of every ISBN that is not its edition's source_id, see `isbn_of`, by ISBN."""
        return self._ids.isbns()

    def aliases(self) -> list[tuple[str, str]]:
        """Return (former_book_id, book_id) of every work that was merged into another."""
        return self._ids.aliases()

    def _read_books(self, found: Iterable[tuple[int, BookPage, int]]) -> list[Book]:
        """Return the books in some places of pages, in their order."""
        stored = [(book_row, page.book(place)) for book_row, page, place in found]
        series_rows = {book.series_row for _, book in stored if book.series_row is not None}
        names = self.search_index.names_of_series(series_rows) if series_rows else {}
        return [
            Book(
                book_row,
                *book[:6],
                None if book.cover is None else self._cover_url(book.cover, book.isbn),
                book.ratings_count,
                None if book.mean_hundredths is None else book.mean_hundredths / 100,
                book.language,
                book.series_row,
                None if book.series_row is None else names.get(book.series_row),
                book.volume,
                book.last_volume,
            )
            for book_row, book in stored
        ]

    def _cover_url(self, cover: str | int, isbn: str) -> str | None:
        """Return the address that a book's column stands for; None for one that Slack would refuse an answer for."""
        if isinstance(cover, int):
            address = self._cover_id_template.replace("{cover_id}", str(cover))
        else:
            address = cover or self._cover_template.replace("{isbn}", isbn)
        return address if is_cover_address(address) else None
