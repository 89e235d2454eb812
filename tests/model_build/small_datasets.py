"""Small datasets in the three layouts, written byte for byte in their makers' way, and a reader of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from model_build.datasets.dataset import Dataset
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset

KAGGLE_BOOK_COLUMNS = [
    "ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-S", "Image-URL-M",
    "Image-URL-L",
]  # fmt: skip
KAGGLE_RATING_COLUMNS = ["User-ID", "ISBN", "Book-Rating"]
KAGGLE_USER_COLUMNS = ["User-ID", "Location", "Age"]

Row = Sequence[object]


def book(isbn: str, title: str, author: str, year: object = 1999, publisher: str = "Publisher") -> list[object]:
    """Return a row of Book-Crossing's table of books."""
    covers = [f"http://covers.example/P/{isbn}.{size}.jpg" for size in "SML"]
    return [isbn, title, author, year, publisher, *covers]


# Three books and two readers of Book-Crossing.
BOOKS = [
    book("0002005018", "Clara Callan", "Richard Bruce Wright", 2001, "HarperFlamingo Canada"),
    book("034545104X", 'The "Flesh" Tones; a Novel, maybe', "M. J. Rose", 2002, "Ballantine Books"),
    book("3404921038", "Über die Wälder", "Jörg Müller", 1996, "Lübbe"),
]
RATINGS = [(276725, "034545104X", 0), (276726, "0002005018", 5), (276726, "3404921038", 10)]
USERS = [(276725, "tyler, texas, usa", 34), (276726, "köln, nordrhein-westfalen, germany", None)]


def write_kaggle(directory: Path, books: Iterable[Row], ratings: Iterable[Row], users: Iterable[Row] = ()) -> Path:
    """Write Kaggle's "Book Recommendation Dataset": commas, UTF-8, quotes only where needed."""
    directory.mkdir(parents=True, exist_ok=True)
    tables = {
        "Books.csv": [KAGGLE_BOOK_COLUMNS, *books],
        "Ratings.csv": [KAGGLE_RATING_COLUMNS, *ratings],
        "Users.csv": [KAGGLE_USER_COLUMNS, *users],
    }
    for name, rows in tables.items():
        (directory / name).write_bytes(comma_lines(rows))
    return directory


def write_dump(directory: Path, books: Iterable[Row], ratings: Iterable[Row], users: Iterable[Row] = ()) -> Path:
    """Write the original Book-Crossing dump: semicolons, Latin-1, all fields quoted, quotes escaped by backslashes."""
    directory.mkdir(parents=True, exist_ok=True)
    tables = {
        "BX-Books.csv": [KAGGLE_BOOK_COLUMNS, *books],
        "BX-Book-Ratings.csv": [KAGGLE_RATING_COLUMNS, *ratings],
        "BX-Users.csv": [KAGGLE_USER_COLUMNS, *users],
    }
    for name, rows in tables.items():
        (directory / name).write_bytes(dump_lines(rows))
    return directory


def write_goodbooks(directory: Path, books: Sequence[dict[str, object]], ratings: Iterable[Row]) -> Path:
    """Write goodbooks-10k; the columns of the table of books are the first book's keys."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "books.csv").write_bytes(comma_lines([list(books[0]), *(list(row.values()) for row in books)]))
    (directory / "ratings.csv").write_bytes(comma_lines([["user_id", "book_id", "rating"], *ratings]))
    return directory


def read(directory: Path) -> Dataset:
    """Read the dataset in a folder."""
    return read_dataset(DatasetFiles.found_in(directory))


def editions_of(dataset: Dataset) -> list[tuple[str, str, str, int]]:
    """Return (source_id, title, author, year) of each edition."""
    columns = dataset.editions[["source_id", "title", "author", "year"]]
    return [tuple(row) for row in columns.itertuples(index=False)]


def ratings_of(dataset: Dataset) -> list[tuple[str, str, float]]:
    """Return (reader, edition, rating) by the dataset's own ids."""
    readers, editions = dataset.readers["source_id"].tolist(), dataset.editions["source_id"].tolist()
    return [
        (readers[reader], editions[edition], rating)
        for reader, edition, rating in dataset.ratings[["reader", "edition", "rating"]].itertuples(index=False)
    ]


def comma_lines(rows: Iterable[Row]) -> bytes:
    """Return rows in the format of Kaggle's files."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def dump_lines(rows: Iterable[Row]) -> bytes:
    """Return rows in the format of the Book-Crossing dump; None is a bare NULL."""
    lines = [";".join(map(_dump_field, row)) + "\r\n" for row in rows]
    return "".join(lines).encode("latin-1")


def _dump_field(field: object) -> str:
    if field is None:
        return "NULL"
    text = str(field).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
