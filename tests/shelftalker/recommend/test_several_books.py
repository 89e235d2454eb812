"""Books for someone who liked several books."""

import pytest

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.reasons import AfterBook
from shelftalker.recommend.series import ANYBODY
from shelftalker.recommend.several_books import RecommendationsAfterAll


@pytest.fixture
def subjects(catalogue: Catalogue) -> list[Book]:
    """Return three books of the library that have readers in common with others."""
    by_title = {book.title: book for book in catalogue.all_books()}
    return [by_title["Dune"], by_title["It"], by_title["The Hobbit"]]


def test_the_books_are_those_of_a_shelf_with_just_these_five_stars_each(
    catalogue: Catalogue, subjects: list[Book]
) -> None:
    weights = {book.book_row: 1.0 for book in subjects}
    expected = [each.book for each in PersonalRanking(catalogue, weights) if each.book.volume is None]

    best = RecommendationsAfterAll(catalogue, subjects, ANYBODY, 60).best()

    assert {each.book for each in best} <= set(expected)
    assert best[0].book == expected[0]
    assert not {each.book for each in best} & set(subjects)


def test_each_reason_names_the_one_of_the_books_that_speaks_most_for_it(
    catalogue: Catalogue, subjects: list[Book]
) -> None:
    ranking = RecommendationsAfterAll(catalogue, subjects, ANYBODY, 5)

    reasons = [each.reason for each in ranking.explain(ranking.best())]

    assert any(reasons)
    for recommendation, reason in zip(ranking.best(), reasons, strict=True):
        assert isinstance(reason, AfterBook | None)
        if reason:
            neighbours = {each.book_row: each for each in catalogue.neighbours(reason.asked.book_row)}
            assert reason.asked in subjects
            assert reason.readers_in_common == neighbours[recommendation.book.book_row].readers_in_common
