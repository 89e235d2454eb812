"""Rows of the table of books: pages of eight, and the dictionary that the texts of all pages share."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from shelftalker.model.book_pages import (
    BETWEEN_TITLES,
    BOOK_ID_BYTES,
    BOOK_PAGES,
    HEADER,
    HEADER_BYTES,
    IS_COMPRESSED,
    NO_NUMBER,
    OTHER_YEAR,
    WIDTHS,
    CoverKind,
    Rare,
    StoredBook,
)
from shelftalker.model.numbers import number_of_book_id, pack_isbn

# Every second page or so of a large model shows which words are common.
_SAMPLED_PAGES = 15_000
_FEWEST_IN_SAMPLE = 3
# zlib's, the most: it finds more matches.
_MEMORY_LEVEL = 9
_SEPARATORS = str.maketrans("\n" + BETWEEN_TITLES, "  ")


def pages_of(books: Sequence[StoredBook]) -> list[Sequence[StoredBook]]:
    """Return the books of each page, of all books in the order of their rows."""
    return [books[start : start + BOOK_PAGES.books] for start in range(0, len(books), BOOK_PAGES.books)]


def common_words(pages: Sequence[Sequence[StoredBook]], read_books: int) -> str:
    """Return the dictionary for the texts of those pages that are compressed: their frequent words, the commonest last.

    DEFLATE writes a word that the dictionary has as a distance and a length, and near ones in fewer bits (RFC 1951).

    Args:
        pages: The books of each page.
        read_books: The number of books that somebody has read, which come first.
    """
    compressed = pages[_first_compressed(read_books) :]
    words: Counter[str] = Counter()
    for page in compressed[:: max(1, len(compressed) // _SAMPLED_PAGES)]:
        words.update(_texts_of(page).replace("\n", " \n").replace(BETWEEN_TITLES, f" {BETWEEN_TITLES}").split(" "))
    saved = sorted(
        ((count * len(word), word) for word, count in words.items() if count >= _FEWEST_IN_SAMPLE), reverse=True
    )
    chosen, size = list[str](), 0
    for _, word in saved:
        size += len(word.encode()) + 1
        if size > BOOK_PAGES.dictionary_bytes:
            break
        chosen.append(f"{word} ")
    return "".join(reversed(chosen))


def encode_pages(
    pages: Sequence[Sequence[StoredBook]], dictionary: str, read_books: int
) -> Iterator[tuple[int, bytes]]:
    """Yield (page, books) as the table has them.

    Args:
        pages: The books of each page.
        dictionary: Of the compressed texts, see `common_words`.
        read_books: The number of books that somebody has read, which come first.

    Raises:
        ValueError: A number is too large for its column.
    """
    first_compressed = _first_compressed(read_books)
    for number, books in enumerate(pages):
        yield number, _encode_page(books, dictionary.encode() if number >= first_compressed else None)


def _first_compressed(read_books: int) -> int:
    """Return the first page of which nobody has read any book."""
    return -(-read_books // BOOK_PAGES.books)


def _encode_page(books: Sequence[StoredBook], dictionary: bytes | None) -> bytes:
    """Return a page, of which the texts are compressed if there is a dictionary, be it empty."""
    authors = _authors_of(books)
    ratings = [book.ratings_count for book in books]
    counts = _Column(ratings, max(ratings))
    means = _means([book.mean_hundredths for book in books])
    covers = list(map(_cover_kind, books))
    number_of = {author: number for number, author in enumerate(authors)}
    of_books = [number_of[book.author, book.author_row] for book in books]
    columns = [
        bytes(_year_code(book.year) for book in books),
        *(author_row.to_bytes(3, "little") for _, author_row in authors),
        counts.packed,
        means.packed,
        *((number_of_book_id(book.book_id) or 0).to_bytes(BOOK_ID_BYTES, "little") for book in books),
        struct.pack(f"<{len(books)}I", *(_isbn_code(book.isbn) for book in books)),
        *(struct.pack("<I", book.cover) for book in books if isinstance(book.cover, int)),
    ]
    facts = b"".join(columns)
    texts = _texts_of(books).encode()
    if dictionary is not None:
        compressor = zlib.compressobj(
            BOOK_PAGES.level, zlib.DEFLATED, BOOK_PAGES.window_bits, _MEMORY_LEVEL, zlib.Z_DEFAULT_STRATEGY, dictionary
        )
        texts = compressor.compress(texts) + compressor.flush()
    widths = WIDTHS.index(counts.width) << 4 | WIDTHS.index(means.width) << 6
    header = HEADER.pack(
        HEADER_BYTES + len(facts),
        len(books) | widths | IS_COMPRESSED * (dictionary is not None),
        len(authors),
        sum(number << 4 * place for place, number in enumerate(of_books)),
        sum(kind << 2 * place for place, kind in enumerate(covers)),
    )
    return header + facts + texts


def _texts_of(books: Sequence[StoredBook]) -> str:
    languages = [book.language or "" for book in books]
    lines = [
        *map(_titles_of, books),
        *(_one_line(author) for author, _ in _authors_of(books)),
        *(f"{place}{line}" for place, book in enumerate(books) for line in _rare_lines(book)),
        languages[0] if len(set(languages)) == 1 else ",".join(languages),
    ]
    return "\n".join(lines)


def _titles_of(book: StoredBook) -> str:
    others = book.other_titles.split("\n") if book.other_titles else []
    return BETWEEN_TITLES.join(map(_one_line, [book.title, *others]))


def _authors_of(books: Sequence[StoredBook]) -> list[tuple[str, int]]:
    """Return the authors that some books show, with their rows, in the order of the books."""
    return list(dict.fromkeys((book.author, book.author_row) for book in books))


def _rare_lines(book: StoredBook) -> Iterator[str]:
    """Yield all that few books have, after the letter of its kind."""
    if book.series_row is not None:
        volumes = (book.volume, book.last_volume)
        texts = ("" if volume is None else repr(volume).removesuffix(".0") for volume in volumes)
        yield f"{Rare.SERIES}{book.series_row} {' '.join(texts)}"
    if book.author_name is not None:
        yield f"{Rare.AUTHOR_NAME}{_one_line(book.author_name)}"
    if _cover_kind(book) is CoverKind.ADDRESS:
        yield f"{Rare.COVER}{_one_line(str(book.cover))}"
    if pack_isbn(book.isbn) is None:
        yield f"{Rare.ISBN}{_one_line(book.isbn)}"
    if number_of_book_id(book.book_id) is None:
        yield f"{Rare.BOOK_ID}{_one_line(book.book_id)}"
    if _year_code(book.year) == OTHER_YEAR:
        yield f"{Rare.YEAR}{book.year}"


class _Column:
    """Numbers of one width: the narrowest that has them all, 0 where none is above 0."""

    def __init__(self, numbers: Sequence[int], largest: int) -> None:
        self.width = next((width for width in WIDTHS if largest < 1 << 8 * width), -1)
        if self.width < 0:
            raise ValueError(f"expected numbers below {1 << 32:,} of books; got {largest:,}.")
        self.packed = b"".join(number.to_bytes(self.width, "little") for number in numbers)


def _means(means: Sequence[int | None]) -> _Column:
    """Return the column of mean ratings, of which the largest number of its width stands for none."""
    known = [mean for mean in means if mean is not None]
    if not known:
        return _Column([0] * len(means), 0)
    width = next(width for width in WIDTHS if max(known) + 1 < 1 << 8 * width)
    none = (1 << 8 * width) - 1
    return _Column([none if mean is None else mean for mean in means], none)


def _cover_kind(book: StoredBook) -> CoverKind:
    if isinstance(book.cover, int):
        return CoverKind.NUMBER
    if book.cover is None:
        return CoverKind.NONE
    return CoverKind.ADDRESS if book.cover else CoverKind.TEMPLATE


def _year_code(year: int | None) -> int:
    if year is None:
        return 0
    code = year - BOOK_PAGES.first_year
    return code if 0 < code < OTHER_YEAR else OTHER_YEAR


def _isbn_code(isbn: str) -> int:
    packed = pack_isbn(isbn)
    return NO_NUMBER if packed is None else packed


def _one_line(text: str) -> str:
    """Return a text without the characters that stand between texts."""
    return text.translate(_SEPARATORS)
