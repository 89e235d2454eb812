"""Headings of listings, and the hint below that of popular books."""

import pytest

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position
from shelftalker.recommend.listing_state import ListingState
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.steps import Step
from shelftalker.recommend.stops import Source
from shelftalker.shelf.contents import Preferences
from shelftalker.views.headings import heading, hint, short_heading

DUNE = Book(1, "oji73cmn", "Dune", "Frank Herbert", 1, 1965, "", None, 9, 8.2)
EMMA = DUNE._replace(book_id="y5vme2dj", title="Emma", author="Jane Austen")
MORT = DUNE._replace(book_id="no36uyrw", title="Mort", author="Terry Pratchett")
FIVE = (Position(Recommendation(DUNE)),) * 5


def listing_of(
    source: Source,
    positions: tuple[Position, ...] = FIVE,
    step: Step | None = None,
    preferences: Preferences = Preferences(),  # noqa: B008 - it can't change
    preference_count: int | None = 0,
    *,
    start: int = 0,
) -> Listing:
    subjects = {Source.AFTER_BOOK: (DUNE,), Source.BY_AUTHOR: (DUNE,), Source.AFTER_BOOKS: (DUNE, EMMA, MORT)}
    return Listing(
        state=ListingState(source, tuple(book.book_id for book in subjects.get(source, ())), start),
        subjects=subjects.get(source, ()), subject_verdict=None, back=None, positions=positions, step=step,
        preferences=preferences, preference_count=preference_count, has_more=True, has_more_by_author=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("listing", "expected"),
    [
        (listing_of(Source.AFTER_BOOK), "If you liked *Dune* by Frank Herbert, read next:"),
        (listing_of(Source.AFTER_BOOK, ()), "I know *Dune* by Frank Herbert, but no other book to put beside it."),
        (listing_of(Source.AFTER_BOOKS), "If you liked *Dune*, *Emma* and *Mort*, read next:"),
        (listing_of(Source.AFTER_BOOKS, start=5), "More to read after *Dune*, *Emma* and *Mort*:"),
        (
            listing_of(Source.AFTER_BOOKS, ()),
            "I know *Dune*, *Emma* and *Mort*, but no other book to put beside them.",
        ),
        (listing_of(Source.AFTER_BOOK, (), start=5), "That is all I have after *Dune* by Frank Herbert."),
        (listing_of(Source.BY_AUTHOR, ()), "I have no other books by Frank Herbert that are new to you."),
        (listing_of(Source.BY_AUTHOR), "More books by Frank Herbert:"),
        (listing_of(Source.FROM_SHELF, step=Step.SHELF), "For you, from your shelf:"),
        (listing_of(Source.FROM_SHELF, ()), "I have no more books that are new to you."),
        (listing_of(Source.POPULAR, step=Step.EVERYONE), "Many readers like these:"),
        (
            listing_of(Source.POPULAR, step=Step.COUNTRY_AND_AGE, preferences=Preferences("usa", "25-34")),
            "Readers from the USA aged 25-34 like these:",
        ),
    ],
)
def test_a_heading_names_what_the_books_are(listing: Listing, expected: str) -> None:
    assert heading(listing) == expected


@pytest.mark.parametrize(
    ("source", "count", "expected"),
    [
        (Source.POPULAR, 0, "Rate three books that you know, and I recommend by your taste."),
        (Source.POPULAR, 2, "Rate one more, and I recommend by your taste."),
        (Source.POPULAR, 3, ""),
        (Source.POPULAR, None, ""),
        (Source.AFTER_BOOK, 0, ""),
    ],
)
def test_popular_books_say_how_they_become_the_readers_own(source: Source, count: int | None, expected: str) -> None:
    assert hint(listing_of(source, preference_count=count)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Dune", "If you liked *Dune* by Frank Herbert, read next:"),
        ("Chapterhouse: Dune", "If you liked *Chapterhouse: Dune*, read next:"),
        ("One Hundred Years of Solitude", "If you liked *One Hundred Years of Solitude*:"),
        ("The Hobbit Annotated", "If you liked *The Hobbit Annotated*, read next:"),
        ("Foundations", "If you liked *Foundations* by Frank Herbert:"),
        (
            "The Life and Strange Surprizing Adventures of Robinson Crusoe",
            "If you liked *The Life and Strange Surprizing Adventures of Robinson Crusoe*:",
        ),
        (
            "The Life and Strange Surprizing Adventures of Robinson Crusoe, of York, Mariner, Who Lived Alone",
            "If you liked *The Life and Strange Surprizing Adventures of Robinson Crusoe, of York, Mariner\u2026*:",
        ),
    ],
)
def test_a_heading_with_a_menu_beside_it_keeps_to_one_line_or_to_two_for_a_long_title(
    title: str, expected: str
) -> None:
    asked = DUNE._replace(title=title)
    assert short_heading(listing_of(Source.AFTER_BOOK)._replace(subjects=(asked,))) == expected


def test_several_books_are_all_named_however_long_that_is() -> None:
    assert short_heading(listing_of(Source.AFTER_BOOKS)) == "If you liked *Dune*, *Emma* and *Mort*, read next:"
    long = tuple(DUNE._replace(title=f"A Title of Some Length, Number {number}") for number in (1, 2, 3))
    text = short_heading(listing_of(Source.AFTER_BOOKS)._replace(subjects=long))
    assert [f"Number {number}*" in text for number in (1, 2, 3)] == [True] * 3


def test_the_hint_stands_on_the_line_of_the_heading() -> None:
    shown = short_heading(listing_of(Source.POPULAR, step=Step.EVERYONE))
    assert shown == "Many readers like these: rate three, and I recommend by your taste."
