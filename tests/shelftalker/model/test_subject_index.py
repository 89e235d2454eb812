"""The subjects that books share, from a model of a few books with subjects."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from model_build.build import build_from
from model_build.datasets.joined_sources import join_sources
from shelftalker.model.catalogue import Catalogue
from tests.model_build.source_tables import BookRow, source_tables

BOOKS: list[BookRow] = [
    ("1", "Moby Dick", "Herman Melville", {"tags": ("Whaling", "Obsession", "Sea")}),
    ("2", "In the Heart of the Sea", "Nathaniel Philbrick", {"tags": ("whaling", "sea", "History")}),
    ("3", "The Old Man and the Sea", "Ernest Hemingway", {"tags": ("Sea",)}),
    ("4", "Emma", "Jane Austen", {"tags": ("Manners",)}),
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    build_from(join_sources([source_tables(BOOKS, [("a", str(row), 8.0) for row in range(1, 5)])]), tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        yield catalogue


def test_shared_subjects_are_named_the_rarest_first_as_they_are_written_first(catalogue: Catalogue) -> None:
    row_of = {book.title: book.book_row for book in catalogue.all_books()}
    moby_dick = row_of.pop("Moby Dick")
    assert catalogue.subject_index.in_common(moby_dick, list(row_of.values()), limit=2) == {
        row_of["In the Heart of the Sea"]: ("Whaling", "Sea"),
        row_of["The Old Man and the Sea"]: ("Sea",),
    }
    assert catalogue.subject_index.in_common(row_of["Emma"], [moby_dick], limit=2) == {}
    assert catalogue.subject_index.in_common(moby_dick, [], limit=2) == {}


def test_a_model_without_subjects_has_none_in_common(tmp_path: Path) -> None:
    books = [row[:3] for row in BOOKS]
    build_from(join_sources([source_tables(books, [("a", "1", 8.0)])]), tmp_path)
    with closing(Catalogue.open(tmp_path)) as catalogue:
        assert catalogue.subject_index.in_common(1, [2, 3, 4], limit=2) == {}
