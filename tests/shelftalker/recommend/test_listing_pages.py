"""Listings of five books: new, shown again, continued."""

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing_pages import (
    books_after,
    books_after_all,
    books_for_reader,
    continue_listing,
    show_again,
)
from shelftalker.recommend.listing_state import ListingState
from shelftalker.recommend.reasons import FromShelf
from shelftalker.recommend.steps import Step
from shelftalker.recommend.stops import Source
from shelftalker.shelf.contents import EMPTY_SHELF, Preferences
from shelftalker.shelf.known_books import KnownBooks
from tests.shelftalker.recommend.segments import BOOKS, known_books


def test_books_in_other_languages_are_left_out_where_a_reader_chose_some(segmented_model: Catalogue) -> None:
    assert {"en", "es"} >= {book.language for book in segmented_model.all_books()}
    everything = books_for_reader(segmented_model, known_books(segmented_model)).books
    english = books_for_reader(segmented_model, known_books(segmented_model, Preferences(languages=("en",)))).books
    assert "Para todos" in [book.title for book in everything]
    assert "Para todos" not in [book.title for book in english]
    assert len(english) == 5


def test_a_book_is_recommended_because_of_one_on_the_shelf(segmented_model: Catalogue) -> None:
    listing = books_for_reader(segmented_model, known_books(segmented_model, Ann=5, Kim=4, Lou=None))
    assert listing.step is Step.SHELF
    reasons = [each.recommendation.reason for each in listing.positions if each.recommendation]
    for reason in reasons:
        assert reason is None or isinstance(reason, FromShelf)
        if isinstance(reason, FromShelf):
            assert reason.stars == {"Ann": 5, "Kim": 4, "Lou": None}[reason.book.author]
    assert any(reasons)


def test_the_answer_to_a_title_is_the_same_with_and_without_an_empty_shelf(segmented_model: Catalogue) -> None:
    book = segmented_model.all_books()[0]
    unread = books_after(segmented_model, book, KnownBooks(segmented_model, None))
    assert books_after(segmented_model, book, KnownBooks(segmented_model, EMPTY_SHELF)).books == unread.books


def test_a_listing_shown_again_changes_only_where_a_book_was_dismissed(segmented_model: Catalogue) -> None:
    asked = segmented_model.all_books()[0]
    first = books_after(segmented_model, asked, known_books(segmented_model))
    gone = first.books[2]
    after = show_again(segmented_model, first.state, known_books(segmented_model, **{gone.author: 0}))
    assert [book for number, book in enumerate(after.books) if number != 2] == [
        book for number, book in enumerate(first.books) if number != 2
    ]
    assert after.books[2] not in first.books
    verdict = after.positions[2].replaced
    assert verdict is not None
    assert (verdict.book, verdict.stars) == (gone, None)


def test_a_listing_runs_out_of_books_position_by_position(segmented_model: Catalogue) -> None:
    listing = books_after(segmented_model, segmented_model.all_books()[0], known_books(segmented_model))
    rated: dict[str, int | None] = {}
    for _ in range(len(BOOKS)):
        if not listing.books:
            break
        rated[listing.books[0].author] = 3
        listing = show_again(segmented_model, listing.state, known_books(segmented_model, **rated))
        assert not {book.author for book in listing.books} & rated.keys()
    assert listing.books == []
    assert listing.state.source is Source.AFTER_BOOK


def test_following_books_were_never_shown_before(segmented_model: Catalogue) -> None:
    listing = books_after(segmented_model, segmented_model.all_books()[0], known_books(segmented_model))
    seen = set(listing.books)
    while listing.has_more:
        listing = continue_listing(segmented_model, listing.state, known_books(segmented_model))
        assert listing.books
        assert not seen & set(listing.books)
        seen |= set(listing.books)


def test_books_after_several_are_after_all_of_them_and_come_back_from_their_state(segmented_model: Catalogue) -> None:
    subjects = segmented_model.all_books()[:3]
    known = known_books(segmented_model)

    listing = books_after_all(segmented_model, subjects, known)

    assert listing.state.source is Source.AFTER_BOOKS
    assert (listing.subjects, listing.subject) == (tuple(subjects), None)
    assert len(listing.books) == 5
    assert not set(listing.books) & set(subjects)
    state = ListingState.decode(listing.state.encode())
    assert state is not None
    assert show_again(segmented_model, state, known) == listing


def test_books_after_one_of_several_are_those_after_it(segmented_model: Catalogue) -> None:
    book = segmented_model.all_books()[0]
    known = known_books(segmented_model)

    assert books_after_all(segmented_model, [book, book], known) == books_after(segmented_model, book, known)


def test_of_more_than_five_books_the_first_five_are_asked_about(segmented_model: Catalogue) -> None:
    subjects = segmented_model.all_books()[:7]

    listing = books_after_all(segmented_model, subjects, known_books(segmented_model))

    assert listing.subjects == tuple(subjects[:5])
    assert len(listing.state.encode()) <= 226
