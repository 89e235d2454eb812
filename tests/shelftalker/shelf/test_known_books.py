"""A reader's shelf in the rows of one model."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.contents import EMPTY_SHELF, Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks
from tests.shelftalker.model.written_tables import books_in


@pytest.fixture
def merged_model(model_directory: Path, tmp_path: Path) -> Iterator[Catalogue]:
    """Open a model whose most read book was two before."""
    copy = tmp_path / "model"
    shutil.copytree(model_directory, copy)
    with sqlite3.connect(copy / "catalogue.sqlite") as connection:
        book_id = books_in(copy / "catalogue.sqlite")[0].book_id
        connection.executemany("INSERT INTO alias VALUES (?, ?)", [("former22", book_id), ("former23", book_id)])
    connection.close()
    catalogue = Catalogue.open(copy)
    yield catalogue
    catalogue.close()


def shelf_of(*entries: ShelfBook) -> Shelf:
    return Shelf(entries, Preferences(languages=("en",)))


def test_of_former_works_that_are_one_the_newest_entry_stands_and_all_are_known(merged_model: Catalogue) -> None:
    older = ShelfBook("former22", 5, False, False, 1.0)
    other = ShelfBook(merged_model.ordered_books([2])[0].book_id, None, True, False, 2.0)
    newer = ShelfBook("former23", 2, False, False, 3.0)
    known = KnownBooks(merged_model, shelf_of(older, other, newer))

    assert known.by_row == {1: newer, 2: other}
    assert known.entries_of(1) == [newer, older]
    assert known.newest_first() == [1, 2]
    assert known.preference_count == 2


def test_books_that_left_the_catalogue_are_kept_apart(catalogue: Catalogue) -> None:
    gone = ShelfBook("gone2222", 4, False, False, 1.0)
    known = KnownBooks(catalogue, shelf_of(gone))

    assert (known.by_row, known.missing, known.preference_count) == ({}, [gone], 0)


def test_a_rated_a_dismissed_and_a_wanted_book_are_distinguished(catalogue: Catalogue) -> None:
    rated, dismissed, wanted, other = catalogue.ordered_books([1, 2, 3, 4])
    known = KnownBooks(
        catalogue,
        shelf_of(
            ShelfBook(rated.book_id, 1, False, False, 1.0),
            ShelfBook(dismissed.book_id, None, False, True, 2.0),
            ShelfBook(wanted.book_id, None, True, False, 3.0),
        ),
    )

    assert [known.is_rated_or_dismissed(book) for book in (rated, dismissed, wanted, other)] == [
        True,
        True,
        False,
        False,
    ]
    assert [known.is_wanted(book) for book in (rated, dismissed, wanted, other)] == [False, False, True, False]
    assert known.preference_count == 2


def test_a_shelf_that_cannot_be_read_is_not_an_empty_one(catalogue: Catalogue) -> None:
    assert not KnownBooks(catalogue, None).is_available
    assert KnownBooks(catalogue, EMPTY_SHELF).is_available
    assert KnownBooks(catalogue, None).by_row == {}


def test_a_book_that_was_read_without_stars_shows_the_taste_and_is_not_shown(catalogue: Catalogue) -> None:
    [dune] = catalogue.ordered_books([1])
    read = ShelfBook(dune.book_id, None, wanted=False, dismissed=True, changed_at=1.0, read=True)
    known = KnownBooks(catalogue, Shelf((read,), Preferences()))
    assert known.is_rated_or_dismissed(dune)
    assert known.preference_count == 1
    assert KnownBooks(catalogue, Shelf((read._replace(read=False),), Preferences())).preference_count == 0
