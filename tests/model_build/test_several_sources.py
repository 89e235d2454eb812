"""Several sources of different kinds in one dataset, from their files to the works."""

from pathlib import Path

import pytest

from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.works.gather import Works, gather_works
from tests.model_build.datasets.sources.small_sources import ANN, LANTERNS, SALT_ROAD, write_amazon, write_goodreads
from tests.model_build.small_datasets import book, comma_lines, write_goodbooks, write_kaggle

# The same book as Amazon's and Goodreads', in the words of another catalogue and by its ISBN of thirteen digits.
OWN_BOOKS = [
    ["book_id", "title", "author", "isbn"],
    ["m1", "Salt Road: Travels", "Marsh, Una", "978-0-441-17271-9"],
    ["m2", "The Reading Room", "Nico Vane", ""],
]


def write_loans(directory: Path) -> Path:
    """Write a library's books and loans."""
    directory.mkdir()
    (directory / "books.csv").write_bytes(comma_lines(OWN_BOOKS))
    loans = [["reader_id", "book_id"], [ANN, "m1"], ["p2", "m1"], ["p2", "m2"]]
    (directory / "loans.csv").write_bytes(comma_lines(loans))
    return directory


def works_of_folders(*directories: Path) -> Works:
    """Gather the works of the sources in some folders."""
    return gather_works(read_dataset(*map(DatasetFiles.found_in, directories)))


def test_amazons_books_and_a_librarys_join_by_isbn(tmp_path: Path) -> None:
    ratings = f"user_id,parent_asin,rating,timestamp\n{ANN},{SALT_ROAD},5.0,1\n{ANN},{LANTERNS},2.0,2\n"
    works = works_of_folders(write_amazon(tmp_path / "amazon", ratings), write_loans(tmp_path / "loans"))
    # A reader of Amazon's and one of the library are two, though they have one id.
    assert works.books["readers_count"].tolist() == [3, 1, 1]
    assert works.joins.by_isbn == 1
    assert sorted(works.ratings[["rating", "liked"]].itertuples(index=False, name=None)) == [
        (0, True), (0, True), (0, True), (2, False), (5, True),
    ]  # fmt: skip


@pytest.mark.parametrize("is_first", [True, False], ids=["goodbooks first", "Book-Crossing first"])
def test_goodbooks_and_book_crossing_join_whichever_comes_first(is_first: bool, tmp_path: Path) -> None:
    goodbooks = write_goodbooks(
        tmp_path / "goodbooks",
        [
            {"book_id": 1, "title": "The Salt Road (Harbour, #1)", "authors": "Una Marsh", "isbn": "441172717",
             "original_publication_year": 1998},
            {"book_id": 2, "title": "Lanterns", "authors": "Ivo Lind", "isbn": "", "original_publication_year": 1999},
        ],
        [(1, 1, 4), (2, 2, 5)],
    )  # fmt: skip
    book_crossing = write_kaggle(
        tmp_path / "crossing",
        [book(SALT_ROAD, "Salt Road", "Una Marsh"), book("0553293354", "Lanterns", "Ivo Lind")],
        [(1, SALT_ROAD, 8), (2, "0553293354", 6), (3, "0553293354", 10)],
    )
    folders = (goodbooks, book_crossing) if is_first else (book_crossing, goodbooks)
    works = works_of_folders(*folders)
    readers = works.books["readers_count"].tolist()
    assert readers == [3, 2]
    # Four of five and eight of ten are likes, six of ten is none, on whichever scale they stand together.
    assert works.ratings["liked"].sum() == 4
    assert sorted((works.ratings["rating"] * (2 if is_first else 1)).tolist()) == [6, 8, 8, 10, 10]


def test_the_terms_of_each_source_stand_by_its_name(tmp_path: Path) -> None:
    goodreads, loans = write_goodreads(tmp_path / "goodreads"), write_loans(tmp_path / "loans")
    dataset = read_dataset(*map(DatasetFiles.found_in, (loans, goodreads)))
    assert [source.name for source in dataset.sources] == ["own tables", "UCSD Goodreads"]
    assert "academic use only" in dataset.notice
    assert "academic use only" in dataset.sources[1].licence
