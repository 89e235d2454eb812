"""Datasets of 250 books and 8,000 ratings in three layouts, as people have them, and the output of commands on them."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from model_build.__main__ import main
from shelftalker.model.isbn import isbn_10_check

Row = Sequence[object]
# ISBNs that begin with a zero, and some that begin with two.
ISBNS = [nine + isbn_10_check(nine) for nine in (f"0{441_00_000 + 3177 * number:08}" for number in range(225))]
ISBNS += [nine + isbn_10_check(nine) for nine in (f"00{20_00_000 + 3177 * number:07}" for number in range(25))]
STARS = [5, 4, 3, 5, 2, 4, 1, 5]
READS = [(reader, (reader * 7 + 3 * position) % 250, position) for reader in range(200) for position in range(40)]


def write_table(path: Path, header: Row, rows: Iterable[Row]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")


def write_crossing(
    folder: Path,
    book_id: Callable[[str], str] = str,
    rated_id: Callable[[str], str] = str,
    rating: Callable[[int], object] = lambda stars: 2 * stars,
) -> Path:
    """Write Book-Crossing's columns, with the ids and ratings as a program left them."""
    books = [
        (book_id(isbn), f"Novel {number}", f"Author {number % 60}", 1950 + number % 50, "House")
        for number, isbn in enumerate(ISBNS)
    ]
    ratings = [(reader, rated_id(ISBNS[book]), rating(STARS[place % 8])) for reader, book, place in READS]
    write_table(folder / "Books.csv", ("ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher"), books)
    write_table(folder / "Ratings.csv", ("User-ID", "ISBN", "Book-Rating"), ratings)
    return folder


def write_goodbooks(
    folder: Path, rating: Callable[[int], object] = int, rated_id: Callable[[int], int] = lambda book: book + 1
) -> Path:
    """Write goodbooks-10k's columns."""
    books = [
        (number + 1, isbn, f"Author {number % 60}", 1950 + number % 50, f"Novel {number}")
        for number, isbn in enumerate(ISBNS)
    ]
    write_table(folder / "books.csv", ("book_id", "isbn", "authors", "original_publication_year", "title"), books)
    ratings = [(reader, rated_id(book), rating(STARS[place % 8])) for reader, book, place in READS]
    write_table(folder / "ratings.csv", ("user_id", "book_id", "rating"), ratings)
    return folder


def write_loans(folder: Path, header: str = "reader_id,book_id", rows: Iterable[Row] = ()) -> Path:
    """Write own tables, whose loans have the columns of a header."""
    books = [(number, f"Novel {number}", f"Author {number % 60}") for number in range(250)]
    write_table(folder / "books.csv", ("book_id", "title", "author"), books)
    write_table(folder / "loans.csv", header.split(","), rows or [(reader, book) for reader, book, _ in READS])
    return folder


class Printed:
    """The exit code and the output of a command."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: object) -> None:
        self.code = main([*map(str, arguments)])
        self.out, self.err = capsys.readouterr()

    def assert_whole(self, reads: int = 8000) -> None:
        """Assert that a model can be built and no row is lost."""
        assert (self.code, self.err) == (0, "")
        assert "Lost:" not in self.out
        assert f"200 readers, {reads:,} books read by them." in self.out
