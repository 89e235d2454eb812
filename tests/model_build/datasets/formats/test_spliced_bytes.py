"""Random bytes spliced into files: they cost no other row, and the build reads a file or names its fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.joined_sources import read_dataset
from tests.model_build.small_datasets import (
    KAGGLE_BOOK_COLUMNS,
    KAGGLE_RATING_COLUMNS,
    book,
    comma_lines,
    dump_lines,
    ratings_of,
    read,
    write_kaggle,
)

BOOKS = [
    book("0100", "Emma", "Jane Austen", 1815),
    book("0200", "Eats, Shoots & Leaves", "Truss, Lynne", 2003),
    book("0300", 'The "Real" Thing', "Henry James", 1892),
    book("0400", "Élan vital", "Henri Bergson", 1907),
    book("0500", "Last, not Least", "Zoe Author", 1999),
]
RATINGS = [(reader, row[0], rating) for reader, rating in ((11, 7), (12, 0), (13, 10)) for row in BOOKS]
USERS = [(11, "tyler, texas, usa", 34), (12, "köln, n/a, germany", None), (13, "a, b, c", 20)]
SPLICES = st.binary(max_size=12) | st.text(alphabet='",;\\\r\n\t\0 0é', max_size=12).map(str.encode)


@given(
    row=st.integers(0, len(BOOKS) - 1),
    position=st.integers(0, 200),
    splice=SPLICES,
    is_dump=st.booleans(),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_bytes_spliced_into_a_books_row_cost_no_other_row(
    tmp_path_factory: pytest.TempPathFactory, row: int, position: int, splice: bytes, *, is_dump: bool
) -> None:
    as_lines = dump_lines if is_dump else comma_lines
    lines = [as_lines([record]) for record in BOOKS]
    content = lines[row].rstrip(b"\r\n")
    position = min(position, len(content))
    lines[row] = content[:position] + splice + content[position:] + b"\r\n"
    directory = tmp_path_factory.getbasetemp() / "spliced-books"
    directory.mkdir(exist_ok=True)
    books, ratings = directory / "Books.csv", directory / "Ratings.csv"
    books.write_bytes(as_lines([KAGGLE_BOOK_COLUMNS]) + b"".join(lines))
    ratings.write_bytes(comma_lines([KAGGLE_RATING_COLUMNS, *RATINGS]))
    editions = read_dataset(DatasetFiles.at_paths(books, ratings, None)).editions
    found = set(editions[["source_id", "title", "author", "year"]].itertuples(index=False, name=None))
    assert {tuple(record[:4]) for record in BOOKS if record is not BOOKS[row]} <= found


@given(row=st.integers(0, len(RATINGS) - 1), position=st.integers(0, 20), splice=SPLICES, is_dump=st.booleans())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_bytes_spliced_into_a_rating_cost_no_other_rating(
    tmp_path_factory: pytest.TempPathFactory, row: int, position: int, splice: bytes, *, is_dump: bool
) -> None:
    as_lines = dump_lines if is_dump else comma_lines
    lines = [as_lines([record]) for record in RATINGS]
    content = lines[row].rstrip(b"\r\n")
    position = min(position, len(content))
    lines[row] = content[:position] + splice + content[position:] + b"\n"
    directory = tmp_path_factory.getbasetemp() / "spliced-ratings"
    directory.mkdir(exist_ok=True)
    books, ratings = directory / "Books.csv", directory / "Ratings.csv"
    books.write_bytes(comma_lines([KAGGLE_BOOK_COLUMNS, *BOOKS]))
    ratings.write_bytes(as_lines([KAGGLE_RATING_COLUMNS]) + b"".join(lines))
    found = set(ratings_of(read_dataset(DatasetFiles.at_paths(books, ratings, None))))
    untouched = RATINGS[:row] + RATINGS[row + 1 :]
    assert {(str(reader), book_id, rating) for reader, book_id, rating in untouched} <= found


@given(
    name=st.sampled_from(["Books.csv", "Ratings.csv", "Users.csv"]),
    position=st.integers(0, 900),
    removed=st.integers(0, 40),
    splice=st.binary(max_size=40) | SPLICES,
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_bytes_in_a_file_are_read_or_their_fault_is_named(
    tmp_path_factory: pytest.TempPathFactory, name: str, position: int, removed: int, splice: bytes
) -> None:
    directory = write_kaggle(tmp_path_factory.getbasetemp() / "spliced-anywhere", BOOKS, RATINGS, USERS)
    path = directory / name
    content = path.read_bytes()
    position %= len(content)
    path.write_bytes(content[:position] + splice + content[position + removed :])
    try:
        dataset = read(directory)
    except DatasetError as error:
        # One sentence or two, and never an empty dataset.
        assert name in str(error) or "No usable rating" in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert len(dataset.ratings) > 0
        assert dataset.ratings["edition"].max() < len(dataset.editions)
        assert dataset.ratings["reader"].max() < len(dataset.readers)
