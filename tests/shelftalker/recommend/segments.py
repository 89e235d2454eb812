"""A model whose readers of two countries and two ages like different books, and shelves in it."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

# title, author, ISBN (its first digits tell the language), in which of the four groups of readers it is read
BOOKS = [
    ("For all", "Ann", "0000000019", "abcd"),
    ("For the young in the USA", "Bo", "0000000027", "a"),
    ("For the older in the USA", "Cy", "0000000035", "b"),
    ("For the young in Spain", "Di", "0000000043", "c"),
    ("For the older in Spain", "Ed", "0000000051", "d"),
    ("For the USA", "Flo", "000000006X", "ab"),
    ("For Spain", "Gil", "0000000078", "cd"),
    ("For the young", "Hal", "0000000086", "ac"),
    ("For the older", "Ida", "0000000094", "bd"),
    ("Para todos", "Jo", "8400000001", "abcd"),
    ("Also for all", "Kim", "0000000108", "abcd"),
    ("Again for all", "Lou", "0000000116", "abcd"),
]
GROUPS = {"a": ("usa", 27), "b": ("usa", 60), "c": ("spain", 27), "d": ("spain", 60)}
READERS_IN_A_GROUP = 60


@pytest.fixture(scope="module")
def segmented_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Build the model."""
    data = tmp_path_factory.mktemp("segments")
    _write(
        data / "Books.csv",
        ["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher"],
        [[isbn, title, author, "2000", "P"] for title, author, isbn, _ in BOOKS],
    )
    readers = [(f"{group}{number}", group) for group in GROUPS for number in range(READERS_IN_A_GROUP)]
    ids = {name: number for number, (name, _) in enumerate(readers, start=1)}
    _write(
        data / "Users.csv",
        ["User-ID", "Location", "Age"],
        [[ids[name], f"town, state, {GROUPS[group][0]}", GROUPS[group][1]] for name, group in readers],
    )
    ratings = [
        [ids[name], isbn, 9] for name, group in readers for place, (*_, isbn, groups) in enumerate(BOOKS)
        if group in groups and int(name[1:]) < READERS_IN_A_GROUP - place
    ]  # fmt: skip
    _write(data / "Ratings.csv", ["User-ID", "ISBN", "Book-Rating"], ratings)
    output = tmp_path_factory.mktemp("model")
    build_model(DatasetFiles.found_in(data), output)
    catalogue = Catalogue.open(output)
    yield catalogue
    catalogue.close()


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def known_books(catalogue: Catalogue, preferences: Preferences | None = None, /, **stars: int | None) -> KnownBooks:
    """Return a shelf with stars for books by their authors; None for a wanted book, 0 for a dismissed one."""
    books = {book.author: book.book_id for book in catalogue.all_books()}
    entries = (
        ShelfBook(books[author], given or None, wanted=given is None, dismissed=given == 0, changed_at=float(number))
        for number, (author, given) in enumerate(stars.items())
    )
    return KnownBooks(catalogue, Shelf(tuple(entries), preferences or Preferences()))
