"""Made-up files of each source of ratings, in its makers' formats: a few million ratings of books that people know.

The rows have the lengths, the order and the shares of the real files, as their makers describe them. The same seed
gives the same files.
"""

import csv
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shelftalker.model.isbn import as_isbn_13
from tests.bench.synthetic import make_isbns
from tests.bench.vocabulary import COMMON_WORDS, made_up_words, zipf_choice


@dataclass(frozen=True, slots=True)
class SourceSize:
    """Numbers of rows of a source's files; goodbooks-10k has 10,000 books.

    Attributes:
        ratings: Ratings, or rows of shelves.
        books: Books that are rated.
        reads_of_a_reader: Mean number of rows of a reader.
        other_books: Records of Amazon's metadata of books that nobody rated, for each one that somebody did: 4.4
            million to half a million of the 5-core's.
        wanted: Share of Goodreads' rows of books that somebody wants to read.
    """

    ratings: int = 2_500_000
    books: int = 50_000
    reads_of_a_reader: int = 20
    other_books: float = 1.0
    wanted: float = 0.5


@dataclass(frozen=True, slots=True)
class _Reading:
    """Readers and books of the rows [rows], a reader's rows together, and the ratings from 1 to 5."""

    readers: list[int]
    books: list[int]
    ratings: list[int]
    isbns: list[str]
    titles: list[str]
    authors: list[str]


def write_source(name: str, directory: Path, size: SourceSize = SourceSize(), seed: int = 1) -> None:
    """Write the files of a source by its name in `WRITERS`."""
    directory.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    books = min(size.books, 10_000) if name == "goodbooks-10k" else size.books
    WRITERS[name](directory, _reading(random, size, books), random, size)


def _reading(random: np.random.Generator, size: SourceSize, books: int) -> _Reading:
    readers = np.sort(random.integers(0, size.ratings // size.reads_of_a_reader, size.ratings))
    # A reader rates no book twice: the next one that is free.
    rows = zipf_choice(random, books, size.ratings)
    for _ in range(5):
        pairs = readers * books + rows
        _, first = np.unique(pairs, return_index=True)
        again = np.ones(len(pairs), dtype=bool)
        again[first] = False
        rows[again] = random.integers(0, books, int(again.sum()))
    words = [*COMMON_WORDS, *made_up_words(random, 8_000)]
    ranks = zipf_choice(random, len(words), 6 * books).reshape(books, 6)
    names = random.integers(0, len(words), (books // 3 + 1, 2))
    author_of = random.integers(0, len(names), books)
    return _Reading(
        readers.tolist(),
        rows.tolist(),
        random.choice(np.arange(1, 6), p=[0.02, 0.05, 0.17, 0.35, 0.41], size=size.ratings).tolist(),
        make_isbns(random, books),
        [" ".join(words[rank] for rank in row[: 1 + row[0] % 5]).title() for row in ranks.tolist()],
        [f"{words[first].title()} {words[last].title()}" for first, last in names[author_of].tolist()],
    )


def _write_book_crossing(directory: Path, reading: _Reading, random: np.random.Generator, size: SourceSize) -> None:
    _write_csv(
        directory / "Books.csv",
        ["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-S", "Image-URL-M",
         "Image-URL-L"],
        (
            (isbn, title, author, 1998, "Quay", *[f"http://images.example/{isbn}.01.{kind}.jpg" for kind in "TML"])
            for isbn, title, author in zip(reading.isbns, reading.titles, reading.authors, strict=True)
        ),
    )  # fmt: skip
    # Six in ten are read and not rated.
    is_rated = (random.random(len(reading.readers)) < 0.4).tolist()
    _write_csv(
        directory / "Ratings.csv",
        ["User-ID", "ISBN", "Book-Rating"],
        (
            (reader + 1, reading.isbns[book], 2 * rating * rated)
            for reader, book, rating, rated in zip(
                reading.readers, reading.books, reading.ratings, is_rated, strict=True
            )
        ),
    )


def _write_goodbooks(directory: Path, reading: _Reading, random: np.random.Generator, size: SourceSize) -> None:
    _write_csv(
        directory / "books.csv",
        ["book_id", "goodreads_book_id", "isbn", "isbn13", "authors", "original_publication_year", "title",
         "language_code", "image_url"],
        (
            (row + 1, 7 * row, isbn, as_isbn_13(isbn), author, 1998.0, title, "eng", f"https://images.example/{row}.jpg")
            for row, (isbn, title, author) in enumerate(
                zip(reading.isbns, reading.titles, reading.authors, strict=True)
            )
        ),
    )  # fmt: skip
    _write_csv(
        directory / "ratings.csv",
        ["user_id", "book_id", "rating"],
        ((reader + 1, book + 1, rating) for reader, book, rating in _rows(reading)),
    )


def _write_amazon(directory: Path, reading: _Reading, random: np.random.Generator, size: SourceSize) -> None:
    reader_ids = _names(random, "AE", 26, reading.readers[-1] + 1)
    times = random.integers(1_000_000_000_000, 1_690_000_000_000, len(reading.readers)).tolist()
    _write_csv(
        directory / "Books.csv",
        ["user_id", "parent_asin", "rating", "timestamp"],
        (
            (reader_ids[reader], reading.isbns[book], float(rating), time)
            for (reader, book, rating), time in zip(_rows(reading), times, strict=True)
        ),
    )
    others = _names(random, "B0", 8, int(size.other_books * len(reading.isbns)))
    with (directory / "meta_Books.jsonl").open("w", encoding="utf-8") as stream:
        for row, asin in enumerate([*reading.isbns, *others]):
            book = row % len(reading.isbns)
            stream.write(json.dumps(_amazon_record(asin, reading.titles[book], reading.authors[book])) + "\n")


def _amazon_record(asin: str, title: str, author: str) -> dict[str, object]:
    return {
        "main_category": "Books", "title": title, "subtitle": "Paperback \u2013 January 1, 2004",
        "author": {"avatar": "https://images.example/a.jpg", "name": author, "about": [f"{author} writes. " * 10]},
        "average_rating": 4.5, "rating_number": 29, "features": ["A book that keeps its reader awake. " * 8],
        "description": ["The story of somebody who set out one morning. " * 8], "price": "8.23",
        "images": [{"large": f"https://images.example/I/{asin}.jpg", "variant": "MAIN", "hi_res": None}], "videos": [],
        "store": f"{author} (Author)", "categories": ["Books", "Literature & Fiction", "History & Criticism"],
        "details": {"Publisher": "Quay (March 1, 2003)", "Language": "English", "Paperback": "196 pages",
                    "ISBN 10": asin if asin[0] != "B" else "", "Item Weight": "7.8 ounces"},
        "parent_asin": asin, "bought_together": None,
    }  # fmt: skip


def _write_goodreads(directory: Path, reading: _Reading, random: np.random.Generator, size: SourceSize) -> None:
    reader_ids = _names(random, "", 32, reading.readers[-1] + 1)
    review_ids = _names(random, "", 32, len(reading.readers))
    is_read = (random.random(len(reading.readers)) >= size.wanted).tolist()
    day = "Tue Nov 15 11:29:22 -0800 2011"
    _write_lines(
        directory / "goodreads_interactions_dedup.json.gz",
        (
            f'{{"user_id": "{reader_ids[reader]}", "book_id": "{book + 1}", "review_id": "{review_id}", '
            f'"is_read": {"true" if read else "false"}, "rating": {rating * read}, "review_text_incomplete": "", '
            f'"date_added": "{day}", "date_updated": "{day}", "read_at": "{day if read else ""}", "started_at": ""}}\n'
            for (reader, book, rating), review_id, read in zip(_rows(reading), review_ids, is_read, strict=True)
        ),
    )
    _write_goodreads_books(directory, reading)


def _write_numbered_goodreads(
    directory: Path, reading: _Reading, random: np.random.Generator, size: SourceSize
) -> None:
    is_read = (random.random(len(reading.readers)) >= size.wanted).tolist()
    _write_csv(
        directory / "goodreads_interactions.csv",
        ["user_id", "book_id", "is_read", "rating", "is_reviewed"],
        (
            (reader, book, int(read), rating * read, 0)
            for (reader, book, rating), read in zip(_rows(reading), is_read, strict=True)
        ),
    )
    numbers = range(len(reading.isbns))
    _write_csv(directory / "book_id_map.csv", ["book_id_csv", "book_id"], ((row, row + 1) for row in numbers))
    _write_goodreads_books(directory, reading)


def _write_goodreads_books(directory: Path, reading: _Reading) -> None:
    shelves = [
        {"count": str(90 - row), "name": f"subject-{'abcdefgh'[row % 8]}-{'pqrst'[row // 8]}"} for row in range(40)
    ]
    _write_lines(
        directory / "goodreads_books.json.gz",
        (
            json.dumps({
                "isbn": isbn, "series": [], "country_code": "US", "language_code": "eng", "popular_shelves": shelves,
                "description": "The story of somebody who set out one morning. " * 8, "publisher": "Quay",
                "authors": [{"author_id": str(row), "role": ""}], "isbn13": as_isbn_13(isbn), "book_id": str(row + 1),
                "publication_year": "2003", "image_url": f"https://images.example/{row}.jpg", "title": title,
                "work_id": str(9 * row), "title_without_series": title,
            }) + "\n"
            for row, (isbn, title) in enumerate(zip(reading.isbns, reading.titles, strict=True))
        ),
    )  # fmt: skip
    _write_lines(
        directory / "goodreads_book_authors.json.gz",
        (
            json.dumps({"author_id": str(row), "name": author, "ratings_count": "7"}) + "\n"
            for row, author in enumerate(reading.authors)
        ),
    )


def _write_loans(directory: Path, reading: _Reading, random: np.random.Generator, size: SourceSize) -> None:
    _write_csv(
        directory / "books.csv",
        ["book_id", "title", "author", "isbn", "year"],
        (
            (f"m{row}", title, author, isbn, 2003)
            for row, (isbn, title, author) in enumerate(
                zip(reading.isbns, reading.titles, reading.authors, strict=True)
            )
        ),
    )
    _write_csv(
        directory / "loans.csv",
        ["reader_id", "book_id", "timestamp"],
        (
            (f"p{reader}", f"m{book}", f"2024-{1 + rating:02}-{1 + book % 28:02}T{reader % 24:02}:00:00")
            for reader, book, rating in _rows(reading)
        ),
    )


WRITERS: dict[str, Callable[[Path, _Reading, np.random.Generator, SourceSize], None]] = {
    "Book-Crossing": _write_book_crossing,
    "goodbooks-10k": _write_goodbooks,
    "Amazon Reviews 2023": _write_amazon,
    "UCSD Goodreads, JSON": _write_goodreads,
    "UCSD Goodreads, CSV": _write_numbered_goodreads,
    "own loans": _write_loans,
}


def _rows(reading: _Reading) -> Iterator[tuple[int, int, int]]:
    return zip(reading.readers, reading.books, reading.ratings, strict=True)


def _names(random: np.random.Generator, prefix: str, length: int, count: int) -> list[str]:
    """Return different names of letters and digits."""
    letters: NDArray[np.uint8] = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", dtype=np.uint8)
    text = letters[random.integers(0, len(letters), (count, length))].tobytes().decode()
    return [prefix + text[start : start + length] for start in range(0, count * length, length)]


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as stream:
        stream.writelines(lines)
