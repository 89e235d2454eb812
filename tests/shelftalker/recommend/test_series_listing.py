"""Listings of five books in a catalogue with series: new, shown again, continued, and from a shelf."""

from collections.abc import Iterator

import pytest

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_pages import (
    as_shown,
    books_after,
    books_by_author,
    books_for_reader,
    continue_listing,
    show_again,
)
from shelftalker.recommend.reasons import SeriesPlace
from shelftalker.recommend.steps import Step
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks
from tests.model_build.small_datasets import Row, book, write_kaggle

SERIES = {"Saga": 5, "Cycle": 4, "Quest": 3}
SINGLES = 14


@pytest.fixture(scope="module")
def series_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Build a model of three series and some single books, in which later volumes are read more than first ones."""
    data, output = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("model")
    titles = [
        (f"{series} {'ABCDE'[number]} ({series}, Book {number + 1})", f"{series} Author")
        for series, volumes in SERIES.items() for number in range(volumes)
    ] + [(f"Single {chr(65 + number)}", f"Writer {chr(65 + number)}") for number in range(SINGLES)]  # fmt: skip
    books = [book(f"{number:02}", *title) for number, title in enumerate(titles)]
    ratings: list[Row] = [
        (reader, f"{number:02}", 7 + (reader + number) % 4)
        for number in range(len(books))
        for reader in range(120)
        if (reader + 3 * number) % 7 < 3 and reader < 60 + 2 * number
    ]
    build_model(DatasetFiles.found_in(write_kaggle(data, books, ratings)), output)
    catalogue = Catalogue.open(output)
    yield catalogue
    catalogue.close()


def shelf_of(catalogue: Catalogue, **stars: int | None) -> KnownBooks:
    """Return a shelf with stars for books by their titles, "Saga_A"; None for a wanted book, 0 for a dismissed one."""
    entries = (
        ShelfBook(book_of(catalogue, title).book_id, given or None, given is None, given == 0, float(number))
        for number, (title, given) in enumerate(stars.items())
    )
    return KnownBooks(catalogue, Shelf(tuple(entries), Preferences()))


def book_of(catalogue: Catalogue, title: str) -> Book:
    """Return the book of a title, "Saga_A" for "Saga A"."""
    return next(book for book in catalogue.all_books() if book.title == title.replace("_", " "))


def titles(listing: Listing) -> list[str]:
    """Return the titles shown."""
    return [book.title for book in listing.books]


def test_an_answer_to_a_title_begins_with_the_next_volume_that_its_reader_lacks(series_model: Catalogue) -> None:
    """Without a reader with the next volume of all."""
    asked = book_of(series_model, "Saga_B")
    anybody = books_after(series_model, asked, shelf_of(series_model))
    reader = books_after(series_model, asked, shelf_of(series_model, Saga_C=4))
    assert titles(anybody)[0] == "Saga C"
    assert titles(reader)[0] == "Saga D"
    first = reader.positions[0].recommendation
    assert first is not None
    assert first.place is SeriesPlace.NEXT


def test_other_series_begin_with_the_volume_that_the_reader_lacks(series_model: Catalogue) -> None:
    """One book of each."""
    known = shelf_of(series_model, Saga_A=5, Saga_B=4, Cycle_A=4)
    listing = books_after(series_model, book_of(series_model, "Single_A"), known)
    while listing.has_more:
        assert not {"Saga A", "Saga B", "Saga D", "Saga E", "Cycle A", "Cycle C", "Quest B"} & set(titles(listing))
        listing = continue_listing(series_model, listing.state, known)


def test_a_listing_shown_again_keeps_its_books_and_a_read_volume_gives_way_to_the_next(
    series_model: Catalogue,
) -> None:
    """The others stay where they were."""
    asked = book_of(series_model, "Saga_A")
    first = books_after(series_model, asked, shelf_of(series_model))
    assert show_again(series_model, first.state, shelf_of(series_model)).positions == first.positions
    assert titles(first)[:2] == ["Saga B", "Saga C"]
    after = show_again(series_model, first.state, shelf_of(series_model, Saga_B=5, Saga_C=5))
    assert titles(after)[0] == "Saga D"
    assert titles(after)[2:] == titles(first)[2:]
    assert titles(as_shown(series_model, after.state)) == titles(after)


def test_a_dismissed_volume_gives_way_to_another_book(series_model: Catalogue) -> None:
    """Its series is not pressed upon the reader."""
    asked = book_of(series_model, "Saga_A")
    first = books_after(series_model, asked, shelf_of(series_model))
    known = shelf_of(series_model, Saga_B=0)
    after = show_again(series_model, first.state, known)
    assert titles(after)[1:] == titles(first)[1:]
    assert after.books[0].series != "Saga" or after.books[0] not in first.books
    assert titles(books_after(series_model, asked, known))[0] != "Saga B"


def test_a_wanted_volume_stays_in_the_answer_to_a_title(series_model: Catalogue) -> None:
    """The reader has it in mind, and not read it."""
    asked = book_of(series_model, "Saga_A")
    listing = books_after(series_model, asked, shelf_of(series_model, Saga_B=None))
    assert titles(listing)[0] == "Saga B"
    assert listing.positions[0].is_wanted


def test_books_for_a_reader_go_on_with_the_series_that_were_begun(series_model: Catalogue) -> None:
    """Nothing of a series before the volume that comes next, and nothing of one whose next volume is on the list."""
    known = shelf_of(series_model, Saga_A=5, Saga_B=5, Cycle_A=5, Quest_A=None)
    listing = books_for_reader(series_model, known)
    assert listing.step is Step.SHELF
    shown = []
    while True:
        shown += [each.recommendation for each in listing.positions if each.recommendation]
        if not listing.has_more:
            break
        listing = continue_listing(series_model, listing.state, known)
    of_series = {each.book.title: each.place for each in shown if each.book.series}
    assert of_series == {"Saga C": SeriesPlace.NEXT, "Cycle B": SeriesPlace.NEXT}


def test_the_books_of_an_author_are_listed_whole(series_model: Catalogue) -> None:
    """The question was for all of them."""
    listing = books_by_author(series_model, book_of(series_model, "Saga_B"), shelf_of(series_model))
    assert sorted(titles(listing)) == ["Saga A", "Saga C", "Saga D", "Saga E"]
