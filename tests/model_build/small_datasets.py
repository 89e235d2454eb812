"""Small datasets in the three layouts, written byte for byte as their makers wrote them, and what is read of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from model_build.datasets.dataset import Dataset, read_dataset
from model_build.datasets.files import DatasetFiles

KAGGLE_BOOK_COLUMNS = [
    "ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-S", "Image-URL-M",
    "Image-URL-L",
]  # fmt: skip
KAGGLE_RATING_COLUMNS = ["User-ID", "ISBN", "Book-Rating"]
KAGGLE_USER_COLUMNS = ["User-ID", "Location", "Age"]

Row = Sequence[object]


def book(isbn: str, title: str, author: str, year: object = 1999, publisher: str = "Publisher") -> list[object]:
    """A row of Book-Crossing's table of books."""
    covers = [f"http://covers.example/P/{isbn}.{size}.jpg" for size in "SML"]
    return [isbn, title, author, year, publisher, *covers]


def write_kaggle(directory: Path, books: Iterable[Row], ratings: Iterable[Row], users: Iterable[Row] = ()) -> Path:
    """The Kaggle "Book Recommendation Dataset": commas, UTF-8, quotes only where needed."""
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
    """The original Book-Crossing dump: semicolons, Latin-1, every field in quotes, quotes escaped by backslashes."""
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
    """goodbooks-10k: the columns of `books` are the first book's keys."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "books.csv").write_bytes(comma_lines([list(books[0]), *(list(each.values()) for each in books)]))
    (directory / "ratings.csv").write_bytes(comma_lines([["user_id", "book_id", "rating"], *ratings]))
    return directory


def read(directory: Path) -> Dataset:
    """What is read of a folder."""
    return read_dataset(DatasetFiles.found_in(directory))


def ratings_of(dataset: Dataset) -> list[tuple[str, str, float]]:
    """(reader, edition, rating) by the dataset's own ids."""
    readers, editions = dataset.readers["source_id"].tolist(), dataset.editions["source_id"].tolist()
    return [
        (readers[reader], editions[edition], rating)
        for reader, edition, rating in dataset.ratings[["reader", "edition", "rating"]].itertuples(index=False)
    ]


def comma_lines(rows: Iterable[Row]) -> bytes:
    """Rows as Kaggle's files have them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def dump_lines(rows: Iterable[Row]) -> bytes:
    """Rows as the Book-Crossing dump has them; None is a bare NULL."""
    lines = [";".join(map(_dump_field, row)) + "\r\n" for row in rows]
    return "".join(lines).encode("latin-1")


def _dump_field(field: object) -> str:
    if field is None:
        return "NULL"
    text = str(field).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
