"""Scored pairs in an order worked out by hand, and the candidates of a few works beside those of all."""

from pathlib import Path

import numpy as np
import pytest

from model_build.rank.scored_candidates import ScoredPairs, score_candidates
from tests.model_build.works.small_works import random_works


@pytest.fixture
def pairs() -> ScoredPairs:
    """Return the candidates of two works: 1, 2, 3 and 4 of work 0, and 2 and 0 of work 5."""
    return ScoredPairs(
        np.array([0, 0, 0, 0, 5, 5], np.int32),
        np.array([1, 2, 3, 4, 2, 0], np.int32),
        np.array([9, 8, 7, 6, 5, 4], np.float32),
        np.array([0.5, 0.75, 0.5, 0.25, 0.5, 1.0], np.float32),
    ).rank()


def test_pairs_are_ranked_within_their_source_and_equals_by_their_rows(pairs: ScoredPairs) -> None:
    assert pairs.sources.tolist() == [0, 0, 0, 0, 5, 5]
    assert pairs.targets.tolist() == [2, 1, 3, 4, 0, 2]
    assert pairs.readers.tolist() == [8, 9, 7, 6, 4, 5]
    appended = pairs.select(np.array([4, 5], np.int64)).append(pairs.select(pairs.sources == 0))
    assert appended.targets.tolist() == [0, 2, 2, 1, 3, 4]
    assert appended.rank().targets.tolist() == pairs.targets.tolist()


def test_a_price_lowers_a_target_everywhere_and_leaves_out_what_it_costs_more_than(pairs: ScoredPairs) -> None:
    prices = np.array([0, 0, 0.5, 0, 0, 0], np.float32)
    priced = pairs.less_prices(prices)
    assert list(zip(priced.sources.tolist(), priced.targets.tolist(), priced.scores.tolist(), strict=True)) == [
        (0, 1, 0.5), (0, 3, 0.5), (0, 2, 0.25), (0, 4, 0.25), (5, 0, 1.0),
    ]  # fmt: skip


def test_an_author_has_so_many_candidates_and_an_unknown_one_any_number(pairs: ScoredPairs) -> None:
    by_one_author = np.array([7, 7, 7, 7, 7, 7], np.int32)
    assert pairs.is_among_first_by_author(by_one_author, 2).tolist() == [True, True, False, False, True, True]
    authors = np.array([0, 0, 0, -1, -1, 0], np.int32)
    assert pairs.is_among_first_by_author(authors, 1).tolist() == [True, False, True, True, True, False]


def test_candidates_of_some_works_are_those_that_they_have_among_all(tmp_path: Path) -> None:
    works = random_works(tmp_path)
    chosen = np.array([0, 7, 40], np.int32)
    lists = score_candidates(works, of_works=chosen).lists(limit=10, by_one_author=2)
    among_all = score_candidates(works).lists(limit=10, by_one_author=2)
    for name in ("targets", "scores"):
        np.testing.assert_array_equal(getattr(lists, name), getattr(among_all, name)[chosen])
