"""Series from a dataset's files to the bot's answers, with the titles by which their books are found."""

from collections.abc import Callable, Iterator

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.reasons import SeriesPlace
from shelftalker.recommend.recommender import RECOMMENDER, popular_books, similar_books
from shelftalker.search.titles import Exact, find_title
from tests.model_build.small_datasets import Row, write_goodbooks

# title, author, number of readers
SHELF = [
    ("Dune", "Frank Herbert", 60),
    ("Dune Messiah (Dune Chronicles, #2)", "Frank Herbert", 30),
    ("Children of Dune (Dune Chronicles, Book III)", "Frank Herbert", 20),
    ("Heretics of Dune (Dune Chronicles #5)", "Frank Herbert", 6),
    ("The Great Dune Trilogy (Dune Chronicles, #1-3)", "Frank Herbert", 25),
    ("The Golden Compass (His Dark Materials, #1)", "Philip Pullman", 4),
    ("The Subtle Knife (His Dark Materials (Paperback), #2)", "Philip Pullman", 50),
    ("The Amber Spyglass (His Dark Materials, #3)", "Philip Pullman", 45),
    ("Emma (Penguin Classics)", "Jane Austen", 40),
    ("Middlemarch (Penguin Classics)", "George Eliot", 35),
    *((f"Book {number} (Harlequin Blaze, No {number})", f"Author {number}", 30) for number in range(1, 4)),
    *((f"Novel {letter}", f"Novelist {letter}", 20) for letter in "ABCDEF"),
]  # fmt: skip


@pytest.fixture(scope="module")
def series_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Build a model of `SHELF`, in which readers read neighbouring books of the list."""
    data, output = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("model")
    books: list[dict[str, object]] = [
        {"book_id": number, "title": title, "authors": author, "original_publication_year": 1960 + number}
        for number, (title, author, _) in enumerate(SHELF, start=1)
    ]
    ratings: list[Row] = [
        (reader + number // 3, number, 3 + (reader + number) % 3)
        for number, (*_, readers) in enumerate(SHELF, start=1)
        for reader in range(readers)
    ]
    build_model(DatasetFiles.found_in(write_goodbooks(data, books, ratings)), output)
    catalogue = Catalogue.open(output)
    yield catalogue
    catalogue.close()


@pytest.fixture(scope="module")
def book_named(series_model: Catalogue) -> Callable[[str], Book]:
    """Return a function that finds a book by its title without series."""
    books = {book.title: book for book in series_model.all_books()}
    return books.__getitem__


def test_titles_are_shown_with_their_series_behind_them(series_model: Catalogue) -> None:
    """Publishers' lines are no series, and a series may take its first volume's name."""
    assert {
        "Dune (Dune, 1)", "Dune Messiah (Dune, 2)", "Children of Dune (Dune, 3)", "Heretics of Dune (Dune, 5)",
        "The Great Dune Trilogy (Dune, 1\u20133)", "The Subtle Knife (His Dark Materials, 2)", "Emma",
    } <= {book.full_title for book in series_model.all_books()}  # fmt: skip
    assert {book.series for book in series_model.all_books()} == {"Dune", "His Dark Materials", None}


@pytest.mark.parametrize(("asked", "following"), [("Dune", "Dune Messiah"), ("Dune Messiah", "Children of Dune")])
def test_the_next_volume_stands_first(
    asked: str, following: str, series_model: Catalogue, book_named: Callable[[str], Book]
) -> None:
    """Its reason says so."""
    first = similar_books(series_model, book_named(asked))[0]
    assert (first.book.title, first.place) == (following, SeriesPlace.NEXT)


def test_a_volume_after_a_gap_is_not_called_the_next(
    series_model: Catalogue, book_named: Callable[[str], Book]
) -> None:
    """The catalogue lacks the fourth."""
    first = similar_books(series_model, book_named("Children of Dune"))[0]
    assert (first.book.title, first.place) == ("Heretics of Dune", SeriesPlace.LATER)


def test_every_answer_keeps_to_the_order_of_series(series_model: Catalogue) -> None:
    """No later volume without its first, but of the asked series; no omnibus beside a part, and no book twice."""
    for asked in series_model.all_books():
        shown = [each.book for each in similar_books(series_model, asked)]
        assert len(shown) == len({asked, *shown}) - 1 == RECOMMENDER.recommendations
        others = [book for book in shown if book.series and book.series_row != asked.series_row]
        assert all(book.volume == 1 for book in others)
        of_dune = [book for book in shown if book.series == "Dune"]
        assert len(of_dune) == 1 or all(book.last_volume is None for book in of_dune)


def test_popular_books_begin_their_series(series_model: Catalogue) -> None:
    """The first volume stands for those that more people read."""
    titles = [book.title for book in popular_books(series_model, limit=20)]
    assert "The Golden Compass" in titles
    assert "The Subtle Knife" not in titles


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Dune Messiah", "Dune Messiah"),
        ("dune messiah (dune chronicles, #2)", "Dune Messiah"),
        ("Dune Messiah (Dune, 2)", "Dune Messiah"),
        ("The Subtle Knife (His Dark Materials, #2)", "The Subtle Knife"),
        ("The Subtle Knife (His Dark Materials, 2)", "The Subtle Knife"),
        ("The Great Dune Trilogy (Dune, 1\u20133)", "The Great Dune Trilogy"),
    ],
)
def test_a_book_is_found_by_its_title_with_and_without_the_series(
    typed: str, found: str, series_model: Catalogue
) -> None:
    """As the catalogue had it, as it is shown, and alone."""
    answer = find_title(series_model, typed)
    assert isinstance(answer, Exact)
    assert answer.book.title == found


def test_all_shown_titles_lead_to_their_books(series_model: Catalogue) -> None:
    """Copied from a message, a title is found."""
    for book in series_model.all_books():
        answer = find_title(series_model, book.full_title)
        assert isinstance(answer, Exact)
        assert answer.book == book
