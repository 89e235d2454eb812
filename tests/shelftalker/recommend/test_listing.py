"""The books of a listing, and the one that it was asked about."""

import pytest

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position
from shelftalker.recommend.listing_state import ListingState
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.stops import Source
from shelftalker.shelf.contents import Preferences

DUNE, EMMA = (
    Book(row, book_id, title, "An Author", row, 1965, "", None, 9, 8.2)
    for row, (book_id, title) in enumerate([("duneaaaa", "Dune"), ("emmaaaaa", "Emma")], start=1)
)


def listing_of(source: Source, *subjects: Book) -> Listing:
    return Listing(
        state=ListingState(source, tuple(book.book_id for book in subjects)), subjects=subjects, subject_verdict=None,
        back=None, positions=(Position(Recommendation(EMMA)), Position(None)), step=None, preferences=Preferences(),
        preference_count=3, has_more=True, has_more_by_author=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "subjects", "subject"),
    [
        (Source.AFTER_BOOK, (DUNE,), DUNE),
        (Source.BY_AUTHOR, (DUNE,), DUNE),
        # One is left of several: the books are still those for somebody who liked them all.
        (Source.AFTER_BOOKS, (DUNE,), None),
        (Source.AFTER_BOOKS, (DUNE, EMMA), None),
        (Source.POPULAR, (), None),
    ],
)
def test_a_listing_has_a_subject_where_it_was_asked_about_one_book(
    source: Source, subjects: tuple[Book, ...], subject: Book | None
) -> None:
    assert listing_of(source, *subjects).subject == subject


def test_a_position_without_a_book_has_none() -> None:
    assert listing_of(Source.POPULAR).books == [EMMA]
