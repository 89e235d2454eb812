"""Small datasets with raw lines among clean ones, and readers of them."""

from pathlib import Path

import pandas as pd

from model_build.datasets.dataset import Dataset
from tests.model_build.small_datasets import (
    KAGGLE_BOOK_COLUMNS,
    KAGGLE_RATING_COLUMNS,
    book,
    comma_lines,
    dump_lines,
    ratings_of,
    read,
    write_dump,
    write_kaggle,
)

HEADER = comma_lines([KAGGLE_BOOK_COLUMNS])
FIRST, LAST = book("01", "First", "Ann Author"), book("09", "Last", "Zoe Author")
RATING = (1, "01", 7)


def read_books(directory: Path, lines: bytes) -> Dataset:
    """Read raw lines between two clean ones, which must come through."""
    write_kaggle(directory, [], [RATING])
    (directory / "Books.csv").write_bytes(HEADER + comma_lines([FIRST]) + lines + comma_lines([LAST]))
    dataset = read(directory)
    titles = dataset.editions["title"].tolist()
    assert (titles[0], titles[-1]) == ("First", "Last")
    return dataset


def read_dump_books(directory: Path, lines: bytes) -> Dataset:
    """Read raw lines between two clean ones in the dump's layout."""
    write_dump(directory, [], [RATING])
    clean = dump_lines([FIRST]), dump_lines([LAST])
    (directory / "BX-Books.csv").write_bytes(dump_lines([KAGGLE_BOOK_COLUMNS]) + clean[0] + lines + clean[1])
    dataset = read(directory)
    titles = dataset.editions["title"].tolist()
    assert (titles[0], titles[-1]) == ("First", "Last")
    return dataset


def read_ratings(directory: Path, lines: bytes) -> Dataset:
    """Read raw lines between two clean ratings, which must come through, of the books 01, 02 and 09."""
    write_kaggle(directory, [FIRST, book("02", "Second", "Ann Author"), LAST], [])
    header = comma_lines([KAGGLE_RATING_COLUMNS])
    (directory / "Ratings.csv").write_bytes(header + b"90,01,7\n" + lines + b"99,09,8\n")
    dataset = read(directory)
    assert ratings_of(dataset)[0] == ("90", "01", 7)
    assert ratings_of(dataset)[-1] == ("99", "09", 8)
    return dataset


def between(dataset: Dataset) -> list[tuple[object, ...]]:
    """Return (source_id, title, author, year, publisher) of the books between the clean ones."""
    columns = dataset.editions[["source_id", "title", "author", "year", "publisher"]].iloc[1:-1]
    return [tuple(None if pd.isna(value) else value for value in row) for row in columns.itertuples(index=False)]
