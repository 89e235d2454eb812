"""A small library, built by the real model_build and read back by the real Catalogue."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue

# title, author, year, number of readers
LIBRARY = [
    ("Dune", "Frank Herbert", 1965, 30),
    ("Dune Messiah", "Frank Herbert", 1969, 12),
    ("Children of Dune", "Frank Herbert", 1976, 10),
    ("Dune: House Atreides", "Brian Herbert", 1999, 8),
    ("The Lord of the Rings: The Two Towers", "J. R. R. Tolkien", 1954, 20),
    ("The Lord of the Rings: The Return of the King", "J.R.R. Tolkien", 1955, 18),
    ("The Hobbit", "J. R. R. Tolkien", 1937, 25),
    ("Emma", "Jane Austen", 1815, 14),
    ("Emma", "Alexander McCall Smith", 2014, 6),
    ("Stand by Me", "Stephen King", 1982, 5),
    ("It", "Stephen King", 1986, 22),
    ("The Help", "Kathryn Stockett", 2009, 16),
    ("Pride & Prejudice (Penguin Classics)", "Jane Austen", 1813, 24),
    ("Cien años de soledad", "Gabriel García Márquez", 1967, 9),
    ("Harry Potter and the Sorcerer's Stone (Book 1)", "J. K. Rowling", 1997, 28),
    ("海辺のカフカ", "村上春樹", 2002, 7),
    ("الخبز الحافي", "محمد شكري", 1972, 6),
    ("V.", "Thomas Pynchon", 1963, 4),
    ("*Starred_ ~Title~ <!channel> & `code`", "A. <Author>", 2001, 4),
    ("A Brief History of Time: From the Big Bang to Black Holes", "Stephen Hawking", 1988, 11),
]


@pytest.fixture(scope="session")
def model_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a model of the library."""
    return build_library(tmp_path_factory, LIBRARY)


def build_library(tmp_path_factory: pytest.TempPathFactory, library: Sequence[tuple[str, str, int, int]]) -> Path:
    """Build a model of titles, authors, years and numbers of readers, who read neighbouring books of the list."""
    dataset_folder = tmp_path_factory.mktemp("library")
    with (dataset_folder / "Books.csv").open("w", encoding="utf-8", newline="") as books:
        writer = csv.writer(books)
        writer.writerow(["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher", "Image-URL-M"])
        for number, (title, author, year, _) in enumerate(library):
            cover = f"http://covers.example/P/{_isbn(number)}.jpg"
            writer.writerow([_isbn(number), title, author, year, "Publisher", cover])
    with (dataset_folder / "Ratings.csv").open("w", encoding="utf-8", newline="") as ratings:
        writer = csv.writer(ratings)
        writer.writerow(["User-ID", "ISBN", "Book-Rating"])
        for number, (*_, readers) in enumerate(library):
            # The readers of a book are numbered from a quarter of its own number: neighbours share most readers.
            writer.writerows([(reader + number // 4, _isbn(number), 5 + reader % 6) for reader in range(readers)])
    # Without the terms of the dataset whose columns these are.
    (dataset_folder / "dataset.json").write_text('{"name": "library"}', encoding="utf-8")
    output = tmp_path_factory.mktemp("model")
    build_model(DatasetFiles.found_in(dataset_folder), output)
    return output


@pytest.fixture(scope="session")
def catalogue(model_directory: Path) -> Iterator[Catalogue]:
    """Open the library's model."""
    with closing(Catalogue.open(model_directory)) as catalogue:
        yield catalogue


def _isbn(number: int) -> str:
    return f"{number:09d}X"
