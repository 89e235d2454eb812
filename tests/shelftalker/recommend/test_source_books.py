"""The books of one source, page by page."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.source_books import SourceBooks
from shelftalker.recommend.steps import Step
from shelftalker.recommend.stops import Source
from tests.shelftalker.recommend.segments import known_books


@pytest.mark.parametrize("source", [Source.AFTER_BOOK, Source.AFTER_BOOKS, Source.POPULAR, Source.FROM_SHELF])
def test_a_page_is_found_again_by_the_number_of_books_before_it(segmented_model: Catalogue, source: Source) -> None:
    subjects = segmented_model.all_books()[:2] if source in {Source.AFTER_BOOK, Source.AFTER_BOOKS} else []
    step = {Source.POPULAR: Step.EVERYONE, Source.FROM_SHELF: Step.SHELF}.get(source)
    books = SourceBooks(source, subjects, known_books(segmented_model, Ann=5), step)

    page = books.following({each.book.book_row for each in books.page(0)}, is_continued=False)[:5]

    assert page
    assert books.start_of(page) >= 5
    assert books.page(books.start_of(page)) == page


def test_a_page_keeps_its_place_when_a_book_before_it_was_rated(segmented_model: Catalogue) -> None:
    asked = segmented_model.all_books()[:1]
    before = SourceBooks(Source.AFTER_BOOK, asked, known_books(segmented_model))
    rated = {before.page(0)[1].book.author: 4}

    after = SourceBooks(Source.AFTER_BOOK, asked, known_books(segmented_model, **rated))

    assert [each.book for each in after.page(5)] == [each.book for each in before.page(5)]
    assert len(after.recommendations) == len(before.recommendations) - 1


def test_where_no_books_are_left_at_a_start_the_first_five_are_the_page(segmented_model: Catalogue) -> None:
    books = SourceBooks(Source.AFTER_BOOK, segmented_model.all_books()[:1], known_books(segmented_model))

    assert books.page(59) == books.page(0)
