"""Books' facts and titles: those of eight books in one row of the table, so that one read of the file finds all of one.

A row of SQLite's for each book, its author's name and the titles of its other editions would be three reads, and take
half as much room again. A page is

    1 byte          where its texts begin
    2 bytes         its number of books n, four bits; above it the codes of the widths of counts and means, two bits
                    each; above them a bit that says that the texts are compressed; little-endian, as all numbers here
    1 byte          its number of authors a, as the books show them
    4 bytes         the author of each book, four bits each
    2 bytes         the cover of each book, two bits each, see `CoverKind`
    n * 1 byte      the year of each, from 1800 on; 0 where it is not known, 255 for one out of range
    a * 3 bytes     the author_row of each author
    n * 0 to 4      the ratings of each
    n * 0 to 4      the mean rating of each in hundredths, all ones where there is none
    n * 5 bytes     the book_id of each, see model/numbers.py
    n * 4 bytes     the shown ISBN of each, see `pack_isbn`
    ... * 4 bytes   the cover's number of each book that has one
    ...             the texts; where nobody has read any of the books, as raw DEFLATE with the model's dictionary

and its texts are lines: of each book the title and the titles of other editions, see model/other_titles.py; the
authors; all else that few books have, after the book's place and a letter, see `Rare`; and the languages. To inflate
the texts of 70 candidates takes a twentieth of a search, so that only books that are found less often are compressed.
"""

import struct
import zlib
from collections.abc import Collection, Iterator
from enum import IntEnum, StrEnum
from typing import NamedTuple

from shelftalker.model.connection import ModelConnection
from shelftalker.model.format import ModelError
from shelftalker.model.numbers import book_id_of, isbn_of_packed


class BookPageConfig(NamedTuple):
    """Numbers of the pages.

    Attributes:
        books: Books of a page; sixteen take two bytes a book less, and a misspelt title longer.
        window_bits: zlib's, of raw DEFLATE with a window of 4 kB: one of 32 kB takes longer to set up.
        level: zlib's, the best.
        most_text_bytes: Most bytes of the texts of a page, far more than any has; a damaged or foreign file could have
            a process inflate gigabytes.
        dictionary_bytes: Bytes of the dictionary: as many as one more read of the file finds.
        kept: Number of pages that are kept decoded; an answer looks at most of its books twice.
        first_year: The year before those that a byte has.
    """

    books: int = 8
    window_bits: int = -12
    level: int = 9
    most_text_bytes: int = 1 << 20
    dictionary_bytes: int = 4000
    kept: int = 1000
    first_year: int = 1800


BOOK_PAGES = BookPageConfig()
HEADER = struct.Struct("<BHBIH")
HEADER_BYTES = HEADER.size
# The place in the header of the authors of books.
_AUTHORS_AT = 4
IS_COMPRESSED = 1 << 8
OTHER_YEAR = 255
BOOK_ID_BYTES = 5
NO_NUMBER = 0xFFFFFFFF
WIDTHS = (0, 1, 2, 4)
BETWEEN_TITLES = "\x1f"
_number = int.from_bytes


class CoverKind(IntEnum):
    """Covers: none, that of meta's cover_template, a number for meta's cover_id_template, or an address."""

    NONE = 0
    TEMPLATE = 1
    NUMBER = 2
    ADDRESS = 3


# Members of enumerations take longer to look up.
_TEMPLATE, _NUMBER, _ADDRESS = map(int, (CoverKind.TEMPLATE, CoverKind.NUMBER, CoverKind.ADDRESS))


class Rare(StrEnum):
    """Letters of the lines that few books have.

    A series line is its row, the volume and the last volume, with a space between; of the first book of an author
    the name is there where the book shows others.
    """

    SERIES = "s"
    AUTHOR_NAME = "n"
    COVER = "c"
    ISBN = "i"
    BOOK_ID = "b"
    YEAR = "y"


class StoredBook(NamedTuple):
    """A book as the file has it.

    Attributes:
        book_id: Its public id.
        title: Its title.
        author: Its authors, as credited.
        author_row: The row of the first of them.
        year: Year, or None.
        isbn: The shown ISBN, or the source's own id.
        cover: None where there is none, '' where meta's cover_template makes it from the isbn, a number where meta's
            cover_id_template makes it from that of Open Library, else the address itself.
        ratings_count: Number of ratings, or of readers.
        mean_hundredths: Mean rating in hundredths, or None.
        language: ISO 639-1, or None.
        series_row: The row of its series, or None.
        volume: Number in the series, or None.
        last_volume: Of several volumes in one book the last, or None.
        other_titles: The titles of other editions, see `encode_other_titles`; '' for none.
        author_name: The author's name, where the book shows others and is the author's first; else None.
    """

    book_id: str
    title: str
    author: str
    author_row: int
    year: int | None
    isbn: str
    cover: str | int | None
    ratings_count: int
    mean_hundredths: int | None
    language: str | None
    series_row: int | None
    volume: float | None
    last_volume: float | None
    other_titles: str = ""
    author_name: str | None = None


class BookPage:
    """The books of one row of the table; texts are read when the first of them is asked for."""

    __slots__ = ("_authors", "_covers", "_dictionary", "_lines", "_packed", "_texts_at", "_widths", "authors", "books")

    def __init__(self, packed: bytes, dictionary: bytes) -> None:
        """Read the header of a page.

        Args:
            packed: The page.
            dictionary: The model's dictionary.
        """
        self._packed = packed
        self._dictionary = dictionary
        self._widths: int
        self.authors: int
        self._texts_at, self._widths, self.authors, self._authors, self._covers = HEADER.unpack_from(packed)
        self.books = self._widths & 15
        self._lines: list[str] | None = None

    def title(self, place: int) -> tuple[str, str, int]:
        """Return the title, author and number of ratings of the book in a place, as a title search compares them."""
        lines = self._lines or self._read_lines()
        title, books = lines[place], self.books
        if BETWEEN_TITLES in title:
            title = title.partition(BETWEEN_TITLES)[0]
        width = WIDTHS[self._widths >> 4 & 3]
        start = HEADER_BYTES + books + 3 * self.authors + width * place
        count = self._packed[start] if width == 1 else int.from_bytes(self._packed[start : start + width], "little")
        return title, lines[books + (self._authors >> 4 * place & 15)], count

    def other_titles(self, place: int) -> str:
        """Return the packed titles of other editions of the book in a place, see model/other_titles.py; '' for none."""
        titles = (self._lines or self._read_lines())[place]
        return titles.partition(BETWEEN_TITLES)[2].replace(BETWEEN_TITLES, "\n") if BETWEEN_TITLES in titles else ""

    def year(self, place: int) -> int | None:
        """Return the year of the book in a place, or None."""
        code = self._packed[HEADER_BYTES + place]
        if code == OTHER_YEAR:
            return int(self._rare(place)[Rare.YEAR])
        return code + BOOK_PAGES.first_year if code else None

    def book_id(self, place: int) -> str:
        """Return the public id of the book in a place."""
        start = self._ids_at() + BOOK_ID_BYTES * place
        number = int.from_bytes(self._packed[start : start + BOOK_ID_BYTES], "little")
        # The number of a text is 0, which is another id's too.
        return book_id_of(number) if number else self._rare(place).get(Rare.BOOK_ID) or book_id_of(number)

    def book(self, place: int) -> StoredBook:
        """Return all that is known of the book in a place, column by column in the order of the page."""
        packed, books = self._packed, self.books
        lines = self._lines or self._read_lines()
        title, others = lines[place], ""
        if BETWEEN_TITLES in title:
            others = self.other_titles(place)
            title = title.partition(BETWEEN_TITLES)[0]
        rare = self._rare(place) if len(lines) > books + self.authors + 1 else {}
        author = self._authors >> 4 * place & 15
        year: int | None = packed[HEADER_BYTES + place]
        if year:
            year = int(rare[Rare.YEAR]) if year == OTHER_YEAR else year + BOOK_PAGES.first_year
        column = HEADER_BYTES + books
        author_row = _number(packed[column + 3 * author : column + 3 * author + 3], "little")
        column += 3 * self.authors
        width = WIDTHS[self._widths >> 4 & 3]
        count = _number(packed[column + width * place : column + width * (place + 1)], "little")
        column += width * books
        width = WIDTHS[self._widths >> 6 & 3]
        mean = _number(packed[column + width * place : column + width * (place + 1)], "little")
        has_mean = width and mean != (1 << 8 * width) - 1
        column += width * books
        book_id = _number(packed[column + BOOK_ID_BYTES * place : column + BOOK_ID_BYTES * (place + 1)], "little")
        column += BOOK_ID_BYTES * books
        isbn = _number(packed[column + 4 * place : column + 4 * place + 4], "little")
        language = lines[-1]
        if "," in language:
            language = language.split(",")[place]
        series = rare[Rare.SERIES].split(" ") if rare and Rare.SERIES in rare else None
        return StoredBook(
            book_id_of(book_id) if book_id else self.book_id(place),
            title,
            lines[books + author],
            author_row,
            year or None,
            rare[Rare.ISBN] if isbn == NO_NUMBER else isbn_of_packed(isbn),
            "" if self._covers >> 2 * place & 3 == _TEMPLATE else self._cover(place, rare),
            count,
            mean if has_mean else None,
            language or None,
            int(series[0]) if series else None,
            float(series[1]) if series and series[1] else None,
            float(series[2]) if series and series[2] else None,
            others,
            rare.get(Rare.AUTHOR_NAME) if rare else None,
        )

    def _ids_at(self) -> int:
        widths = WIDTHS[self._widths >> 4 & 3] + WIDTHS[self._widths >> 6 & 3]
        return HEADER_BYTES + self.books * (1 + widths) + 3 * self.authors

    def _cover(self, place: int, rare: dict[str, str]) -> str | int | None:
        kind = self._covers >> 2 * place & 3
        if kind == _NUMBER:
            before = sum(self._covers >> 2 * other & 3 == _NUMBER for other in range(place))
            start = self._ids_at() + (BOOK_ID_BYTES + 4) * self.books + 4 * before
            return int.from_bytes(self._packed[start : start + 4], "little")
        return rare[Rare.COVER] if kind == _ADDRESS else None

    def _rare(self, place: int) -> dict[str, str]:
        lines = self._lines or self._read_lines()
        mark = str(place)
        return {line[1]: line[2:] for line in lines[self.books + self.authors : -1] if line[0] == mark}

    def _read_lines(self) -> list[str]:
        texts = self._packed[self._texts_at :]
        try:
            if self._widths & IS_COMPRESSED:
                inflater = zlib.decompressobj(BOOK_PAGES.window_bits, self._dictionary)
                texts = inflater.decompress(texts, BOOK_PAGES.most_text_bytes)
                if not inflater.eof:
                    raise ModelError("A page of books is cut short or too long. Build or fetch the model again.")
            lines = texts.decode().split("\n")
        except (zlib.error, UnicodeDecodeError) as error:
            raise ModelError(f"A page of books can't be read ({error}). Build or fetch the model again.") from error
        if len(lines) <= self.books + self.authors:
            raise ModelError("A page of books is cut short. Build or fetch the model again.")
        self._lines = lines
        return lines


class BookPages:
    """The books of an open model."""

    def __init__(self, connection: ModelConnection) -> None:
        self._connection = connection
        self._dictionary = connection.meta["text_dictionary"].encode()
        self._kept: dict[int, BookPage] = {}

    def of(self, book_rows: Collection[int]) -> list[tuple[int, BookPage, int]]:
        """Return (book_row, page, place) of those of some rows that exist, ascending, each once."""
        in_order = sorted(set(book_rows))
        width = BOOK_PAGES.books
        pages = self._pages({(book_row - 1) // width for book_row in in_order})
        return [
            (book_row, page, place)
            for book_row in in_order
            if (page := pages.get((book_row - 1) // width)) and (place := (book_row - 1) % width) < page.books
        ]

    def all(self) -> Iterator[tuple[int, BookPage, int]]:
        """Yield (book_row, page, place) of every book, ascending."""
        for number, packed in self._connection.read("SELECT page, books FROM book_page ORDER BY page"):
            page = BookPage(packed, self._dictionary)
            for place in range(page.books):
                yield number * BOOK_PAGES.books + place + 1, page, place

    def count(self) -> int:
        """Return the number of books."""
        last = self._connection.read("SELECT page, books FROM book_page ORDER BY page DESC LIMIT 1")
        if not last:
            return 0
        number, packed = last[0]
        return int(number) * BOOK_PAGES.books + BookPage(packed, b"").books

    def authors_and_years(self, book_rows: Collection[int]) -> Iterator[tuple[int, int, int | None]]:
        """Yield (book_row, author_row, year) of those of some rows that exist, ascending: of a shelf of thousands.

        Columns are read in place, in half the time that a page takes for itself.
        """
        width, first_year = BOOK_PAGES.books, BOOK_PAGES.first_year
        pages = self._read({(book_row - 1) // width for book_row in book_rows})
        for book_row in sorted(set(book_rows)):
            place = (book_row - 1) % width
            packed = pages.get((book_row - 1) // width)
            if packed is None or place >= (books := packed[1] & 15):
                continue
            author = HEADER_BYTES + books + 3 * (packed[_AUTHORS_AT + place // 2] >> 4 * (place % 2) & 15)
            author_row = packed[author] | packed[author + 1] << 8 | packed[author + 2] << 16
            code = packed[HEADER_BYTES + place]
            if code == OTHER_YEAR:
                yield book_row, author_row, BookPage(packed, self._dictionary).year(place)
            else:
                yield book_row, author_row, code + first_year if code else None

    def _read(self, numbers: Collection[int]) -> dict[int, bytes]:
        query = "SELECT page, books FROM json_each(?) CROSS JOIN book_page ON page = value"
        listed = ",".join(map(str, sorted(numbers)))
        return dict(self._connection.read(query, f"[{listed}]")) if numbers else {}

    def _pages(self, numbers: set[int]) -> dict[int, BookPage]:
        kept = self._kept
        pages = {number: kept[number] for number in numbers if number in kept}
        if missing := numbers.difference(pages):
            read = {number: BookPage(packed, self._dictionary) for number, packed in self._read(missing).items()}
            pages.update(read)
            if len(kept) + len(read) > BOOK_PAGES.kept:
                kept = self._kept = {}  # not cleared: another thread may read it
            if len(read) <= BOOK_PAGES.kept:
                kept.update(read)
        return pages
