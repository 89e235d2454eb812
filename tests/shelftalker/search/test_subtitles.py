"""Titles around a colon or a dash."""

from collections.abc import Iterator

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.subtitles import books_around_subtitle
from tests.shelftalker.search.title_models import model_of_titles

TITLES = [
    ("Dune (Dune, Book 1)", "Frank Herbert"),
    ("Dune Messiah (Dune, Book 2)", "Frank Herbert"),
    ("Jurassic Park", "Michael Crichton"),
    ("The Lost World", "Michael Crichton"),
    ("The Lost World", "Arthur Conan Doyle"),
    ("Jane Austen", "Carol Shields"),
    ("Emma", "Jane Austen"),
    ("The Hobbit", "J. R. R. Tolkien"),
    ("The Gathering", "Anne Enright"),
    ("The Gathering (Darkness Rising, Book 1)", "Kelley Armstrong"),
    ("The Calling (Darkness Rising, Book 2)", "Kelley Armstrong"),
]


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Open a model of books in series and of books of one title."""
    with model_of_titles(TITLES, tmp_path_factory.mktemp("series")) as catalogue:
        yield catalogue


@pytest.mark.parametrize(
    ("text", "title", "author"),
    [
        ("Dune: Dune Messiah", "Dune Messiah", "Frank Herbert"),
        ("Jurassic Park: The Lost World", "The Lost World", "Michael Crichton"),
        ("Jurassic Park - The Lost World by Crichton", "The Lost World", "Michael Crichton"),
        ("Jane Austen - Emma", "Emma", "Jane Austen"),
        ("Emma - Jane Austen", "Emma", "Jane Austen"),
        ("Jurassic Park / Micheal Crichton", "Jurassic Park", "Michael Crichton"),
        ("The Hobbit: There and Back Again", "The Hobbit", "J. R. R. Tolkien"),
        ("The Hobbit: There and Back Again by Tolkien", "The Hobbit", "J. R. R. Tolkien"),
        ("Darkness Rising: The Gathering", "The Gathering", "Kelley Armstrong"),
        ("The Calling: Darkness Rising", "The Calling", "Kelley Armstrong"),
        ("The Gathering - the Darkness Rising series", "The Gathering", "Kelley Armstrong"),
        ("Dune: 40th Anniversary Edition", "Dune", "Frank Herbert"),
    ],
)
def test_the_title_is_sought_behind_the_mark_first(series: Catalogue, text: str, title: str, author: str) -> None:
    found = books_around_subtitle(series, text)
    assert found.is_sure
    assert (found.books[0].title, found.books[0].author) == (title, author)


@pytest.mark.parametrize(
    "text",
    [
        "Dune: The Butlerian Jihad",
        "The Hobbit: The Lost World",
        "The Hobbit: There and Back Again by Crichton",
        "Emma: The Lost Wrld by Stephen King",
    ],
)
def test_another_book_than_the_one_before_the_mark_may_be_meant(series: Catalogue, text: str) -> None:
    assert not books_around_subtitle(series, text).is_sure
