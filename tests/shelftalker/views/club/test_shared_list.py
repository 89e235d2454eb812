"""The books for those who are counted in, within Slack's rules, and nothing more of anyone."""

from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.joined_shelves import JoinedBook, JoinedList
from shelftalker.recommend.listing import Listing
from shelftalker.views.club.shared_list import fits, joined_blocks, joined_text
from shelftalker.views.shared import shared_message
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS, DATASETS, listings
from tests.shelftalker.views.message_checks import check


@st.composite
def joined_lists(draw: st.DrawFn) -> JoinedList:
    people = draw(st.integers(1, 100))
    with_taste = draw(st.integers(0, people))
    unread = draw(st.integers(0, people - with_taste))
    books = draw(st.lists(BOOKS, max_size=5, unique_by=lambda book: book.book_id)) if with_taste > 1 else []
    joined = tuple(JoinedBook(book, draw(st.integers(0, with_taste)), with_taste) for book in books)
    return JoinedList(people, with_taste, unread, joined)


@given(listings(), joined_lists(), DATASETS)
def test_every_shared_list_with_books_for_all_keeps_slacks_rules(
    listing: Listing, joined: JoinedList, dataset: DatasetFacts
) -> None:
    check(shared_message(listing, "U0001", dataset, joined), "<@U0001>")


@given(joined_lists(), DATASETS)
def test_each_book_says_how_many_it_fits_and_the_text_says_the_same(joined: JoinedList, dataset: DatasetFacts) -> None:
    blocks = str(joined_blocks(joined, dataset))
    for each in joined.books:
        assert fits(each) == f"Fits {each.fits} of {each.of}"
        assert fits(each) in blocks
        assert fits(each) in joined_text(joined, dataset)


def heading_of(joined: JoinedList) -> str:
    return str(joined_blocks(joined, DatasetFacts(10))[1]["text"]["text"])


@given(BOOKS)
def test_the_heading_says_for_how_many_the_books_are_and_what_is_missing(book: Book) -> None:
    books = (JoinedBook(book, 1, 2),)
    assert heading_of(JoinedList(3, 2, 0, books)) == "*Books for the 3 of you who are counted in:*"
    assert heading_of(JoinedList(1, 0, 0, ())).startswith("One of you is counted in.")
    assert "once two of you have rated three books" in heading_of(JoinedList(4, 1, 0, ()))
    assert "new to all 4 of you" in heading_of(JoinedList(4, 2, 0, ()))
    apart = "None of them fits several of you: your tastes are far apart."
    [*_, notes] = joined_blocks(JoinedList(2, 2, 0, books), DatasetFacts(10))
    assert notes["elements"][0]["text"] == apart
    books = (JoinedBook(book, 2, 2),)
    [*_, notes] = joined_blocks(JoinedList(4, 2, 1, books), DatasetFacts(10))
    assert notes["elements"][0]["text"] == (
        "2 of the 4 of you have rated or listed three books so far; the others count once they have. "
        "I can't reach the shelves of 1 of you right now."
    )
