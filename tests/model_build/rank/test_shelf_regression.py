"""Tests of the regression of the second stage and of its correction; its fit is tested in test_second_stage.py."""

from dataclasses import replace

import numpy as np
import pytest

from model_build.rank import shelf_regression
from model_build.rank.shelf_regression import SHELF_REGRESSION, TrainingCandidates, TrainingShelf, five_fill
from shelftalker.recommend.second_stage import Candidates, Features, reorder

SHELVES = 40


def made_up_shelf(generator: np.random.Generator, candidates: int = 12) -> TrainingShelf:
    """Return a shelf whose candidates are among 60 books, the much read ones in most."""
    rows = sorted({1, 2, 3, 4, 5, 6, *generator.integers(1, 60, candidates).tolist()})
    columns = [generator.random(len(rows)).tolist() for _ in Features._fields]
    features = Features(*columns)._replace(popularity=np.log(rows).tolist())
    return TrainingShelf(Candidates(rows, features, generator.choice([1.0, 0.4], len(rows)).tolist()), frozenset({2}))


@pytest.fixture
def shelves() -> list[TrainingShelf]:
    """Make up shelves, of which the last has no candidates."""
    generator = np.random.default_rng(3)
    none = Candidates([], Features(*[[] for _ in Features._fields]), [])
    return [*(made_up_shelf(generator) for _ in range(SHELVES)), TrainingShelf(none, frozenset({7}))]


def test_candidates_are_ranked_as_the_query_path_ranks_them(shelves: list[TrainingShelf]) -> None:
    candidates = TrainingCandidates.of(shelves)
    weights = candidates.learn()
    expected = [[row for row, _ in reorder(shelf.candidates, weights)] for shelf in shelves]
    assert candidates.rank(candidates.logits(weights)) == expected


def test_five_books_fill_the_places_that_they_stand_in_among_the_first_five() -> None:
    assert five_fill([[1, 2, 3, 4, 5, 9], [1, 2, 3, 4, 6], [1, 2, 3, 7, 8]]) == (3 + 3 + 3 + 2 + 1) / 15
    assert five_fill([]) == 0


def test_the_least_correction_is_chosen_that_keeps_five_books_from_filling_too_many_places(
    shelves: list[TrainingShelf], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf_regression, "SHELF_REGRESSION", replace(SHELF_REGRESSION, max_ndcg_loss=1.0))
    candidates = TrainingCandidates.of(shelves)
    logits = -0.9 * candidates.popularity.astype(np.float64)
    filled = [
        five_fill(candidates.rank(logits + correction * candidates.popularity))
        for correction in SHELF_REGRESSION.corrections
    ]
    assert filled[0] > 0.6 > filled[-1]
    # 25 works: three times the even share is 60% of all places.
    chosen = candidates.popularity_correction(shelves, logits, works_count=25, least_ndcg=0)
    position = SHELF_REGRESSION.corrections.index(chosen)
    assert filled[position] <= 0.6 < filled[position - 1]
    assert candidates.popularity_correction(shelves, logits, works_count=5, least_ndcg=0) == 0
    last = SHELF_REGRESSION.corrections[-1]
    assert candidates.popularity_correction(shelves, logits, works_count=100_000, least_ndcg=0) == last


@pytest.mark.parametrize(("max_loss", "least"), [(0.1, 0.0), (1.0, 0.9)])
def test_a_correction_ends_before_it_costs_too_much_or_the_sum_would_rank_better(
    shelves: list[TrainingShelf], monkeypatch: pytest.MonkeyPatch, max_loss: float, least: float
) -> None:
    monkeypatch.setattr(shelf_regression, "SHELF_REGRESSION", replace(SHELF_REGRESSION, max_ndcg_loss=max_loss))
    candidates = TrainingCandidates.of(shelves)
    logits = -0.9 * candidates.popularity.astype(np.float64)
    uncorrected = candidates.ndcg(shelves, logits)
    chosen = candidates.popularity_correction(shelves, logits, works_count=100_000, least_ndcg=least * uncorrected)
    assert 0 < chosen < SHELF_REGRESSION.corrections[-1]
    following = SHELF_REGRESSION.corrections[SHELF_REGRESSION.corrections.index(chosen) + 1]
    with_chosen, with_following = (
        candidates.ndcg(shelves, logits + correction * candidates.popularity) for correction in (chosen, following)
    )
    assert with_following < 0.9 * uncorrected <= with_chosen < uncorrected
