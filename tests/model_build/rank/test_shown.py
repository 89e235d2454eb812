"""Recommendations as they are shown, against the choices of the query path, list by list."""

from itertools import islice

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank.shown import RankedLists, count_authors, shown_positions
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import vary_authors


def book_of(position: int, author: int) -> Book:
    """Return a book whose row is its position in a list; author -1 is not known."""
    name = f"Author {author}" if author >= 0 else UNKNOWN_AUTHOR
    return Book(position, f"id{position}", f"Title {position}", name, author + 2, None, "", None, 0, None)


def shown_by_query(
    scores: NDArray[np.float64], authors: NDArray[np.int32], author_factor: float, limit: int
) -> list[int]:
    ranked = (
        Recommendation(book_of(position, author), score)
        for position, (score, author) in enumerate(zip(scores.tolist(), authors.tolist(), strict=True))
        if np.isfinite(score)
    )
    chosen = [each.book.book_row for each in islice(vary_authors(ranked, author_factor), limit)]
    return chosen + [-1] * (limit - len(chosen))


@pytest.mark.parametrize("author_factor", [0.5, 0.7, 1.0])
@pytest.mark.parametrize("limit", [5, 12])
def test_the_same_works_are_shown_as_by_the_query_path(author_factor: float, limit: int) -> None:
    generator = np.random.default_rng(12)
    # Few values, so that many are equal; some lists end early, some by scores of 0.
    scores = -np.sort(-generator.integers(0, 12, size=(400, 25)) / 8, axis=1)
    scores[::7] = np.maximum(scores[::7] - 1, 0)
    scores[::3, 9:] = -np.inf
    scores[::11, 3:] = -np.inf
    authors = generator.integers(-1, 5, size=scores.shape).astype(np.int32)
    authors[::4] = generator.integers(0, 2, size=authors[::4].shape)
    shown = shown_positions(scores, authors, author_factor, limit)
    for number in range(len(scores)):
        assert shown[number].tolist() == shown_by_query(scores[number], authors[number], author_factor, limit)


def test_lists_are_ranked_by_score_then_by_row_and_end_where_there_are_no_more() -> None:
    sources, targets = np.array([3, 3, 3, 8, 8], np.int32), np.array([7, 2, 5, 1, 0], np.int32)
    scores = np.array([0.5, 0.2, 0.5, 0.1, 0.4])
    ranked = RankedLists.of(sources, targets, scores, limit=3)
    assert ranked.sources.tolist() == [3, 8]
    assert ranked.targets.tolist() == [[5, 7, 2], [0, 1, -1]]
    np.testing.assert_allclose(ranked.scores, [[0.5, 0.5, 0.2], [0.4, 0.1, -np.inf]])
    assert ranked.order[0].tolist() == [2, 0, 1]
    assert RankedLists.of(sources, targets, scores, limit=2).targets.tolist() == [[5, 7], [0, 1]]


def test_unknown_authors_count_as_different_ones() -> None:
    assert count_authors(np.array([[4, 4, 4], [4, -1, -1], [1, 2, 1]], np.int32)).tolist() == [1, 3, 2]
