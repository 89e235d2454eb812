"""Volumes of a series by their number."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.titles import Suggestions
from shelftalker.search.typed_words import TypedWords
from shelftalker.search.volumes import asked_volume
from tests.model_build.small_datasets import book, write_kaggle

TITLES = [
    ("Dune (Dune, Book 1)", "Frank Herbert"),
    ("Dune Messiah (Dune, Book 2)", "Frank Herbert"),
    ("The Golden Compass (His Dark Materials, Book 1)", "Philip Pullman"),
    ("The Subtle Knife (His Dark Materials, Book 2)", "Philip Pullman"),
    ("Emma", "Jane Austen"),
]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of two series."""
    directory = tmp_path_factory.mktemp("volumes")
    books = [book(f"{number:010}", title, author) for number, (title, author) in enumerate(TITLES)]
    data = write_kaggle(directory / "data", books, [(1, row[0], 7) for row in books])
    build_model(DatasetFiles.found_in(data), directory / "model")
    with closing(Catalogue.open(directory / "model")) as catalogue:
        yield catalogue


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Dune 2", "Dune Messiah"),
        ("Dune #2", "Dune Messiah"),
        ("dune book two", "Dune Messiah"),
        ("Dune II", "Dune Messiah"),
        ("the second Dune book", "Dune Messiah"),
        ("His Dark Materials, vol. 1", "The Golden Compass"),
        ("der zweite Band von His Dark Materials", "The Subtle Knife"),
        ("tome 2 de His Dark Materials", "The Subtle Knife"),
        ("el segundo libro de Dune", "Dune Messiah"),
        ("the golden compass 2", "The Subtle Knife"),
        ("I read Dune for the second time", None),
        ("Dune, 2 Sterne", None),
        ("Emma 2", None),
        ("I loved Dune Messiah", None),
        ("Dune 1984", None),
    ],
)
def test_a_number_beside_a_series_asks_for_its_volume(series: Catalogue, typed: str, title: str | None) -> None:
    volume = asked_volume(series, TypedWords.of(typed))
    assert (volume and volume.books[0].title) == title
    assert volume is None or volume.is_there


@pytest.mark.parametrize(
    "typed", ["Dune 7", "Dune, book 7", "the seventh Dune book", "Dune Messiah #7", "Dune 7 please"]
)
def test_a_volume_that_the_catalogue_lacks_is_no_other_one_of_its_series(series: Catalogue, typed: str) -> None:
    found = find_books(series, typed)
    assert isinstance(found, Suggestions)
    assert {each.title for each in found.books} == {"Dune", "Dune Messiah"}


@pytest.mark.parametrize("typed", ["Emma, book 6", "emma book six", "Emma #6", "book 2 of Emma"])
def test_a_book_without_numbered_volumes_is_not_its_own_sixth_one(series: Catalogue, typed: str) -> None:
    found = find_books(series, typed)
    assert isinstance(found, Suggestions)
    assert [each.title for each in found.books] == ["Emma"]
