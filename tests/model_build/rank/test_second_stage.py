"""Learning of the second stage."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model_build.build import build_from
from model_build.datasets.dataset import Dataset
from model_build.rank import second_stage
from model_build.rank.neighbours import FoldNeighbours, find_neighbours
from model_build.rank.ranker import learn_ranker
from model_build.rank.second_stage import SECOND_STAGE_TRAINING, learn_shelf_ranking
from model_build.rank.shelf_regression import SHELF_REGRESSION, fit_logistic
from model_build.rank.training_folds import fold_of_readers
from model_build.works.gather import gather_works
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.contributions import ShelfEntry
from shelftalker.recommend.personal_ranking import rank_for_reader
from shelftalker.recommend.second_stage import Features


@pytest.fixture(scope="module")
def catalogue(readers_of_tastes: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Build the model and open it."""
    folder: Path = tmp_path_factory.mktemp("model")
    build_from(readers_of_tastes, folder)
    with closing(Catalogue.open(folder)) as catalogue:
        yield catalogue


def test_neighbours_without_a_fold_are_those_of_a_dataset_without_it(readers_of_tastes: Dataset) -> None:
    works = gather_works(readers_of_tastes)
    ranker = learn_ranker(works)
    folds = fold_of_readers(works)
    assert ranker is not None
    assert folds is not None
    prices = np.where(np.arange(len(works.books)) == 3, np.float32(0.01), np.float32(0))
    others = replace(works, ratings=works.ratings[folds[works.ratings["reader"].to_numpy()] != 1])
    expected = find_neighbours(others, ranker.without_fold(1), prices=prices)
    # As if a third of the works had been liked by nobody of the fold.
    pairs, relevance = ranker.scored_without_fold[1]
    kept = pairs.sources % 3 > 0
    ranker = replace(ranker, scored_without_fold=((pairs, relevance), (pairs.select(kept), relevance[kept])))
    halves = [np.arange(start, len(works.books), 2, dtype=np.int32) for start in (0, 1)]
    even, odd = map(FoldNeighbours(works, ranker, 1, prices).of, halves)
    joined = even.join(odd)
    np.testing.assert_array_equal(joined.starts, expected.starts)
    np.testing.assert_array_equal(joined.works, expected.works)
    np.testing.assert_allclose(joined.scores, expected.scores, rtol=1e-6)
    np.testing.assert_array_equal(joined.readers_in_common, expected.readers_in_common)


def test_the_fit_is_where_the_loss_has_no_slope() -> None:
    generator = np.random.default_rng(2)
    features = generator.normal(size=(30_000, 4)).astype(np.float32)
    logits = features @ np.array([2.0, -1.0, 0.0, 0.5]) - 2
    is_liked = generator.random(30_000) < 1 / (1 + np.exp(-logits))
    *weights, intercept = fit_logistic(features, is_liked)
    assert [*weights, intercept] == pytest.approx([2, -1, 0, 0.5, -2], abs=0.25)
    residuals = is_liked - 1 / (1 + np.exp(-(features @ np.array(weights) + intercept)))
    slope = features.T @ residuals - SHELF_REGRESSION.ridge * np.array(weights)
    assert np.abs([*slope, residuals.sum()]).max() < 1


def test_a_step_that_overshoots_is_halved() -> None:
    # From the intercept alone, Newton's first step leads beyond the separating weight.
    features = np.concatenate([np.full(2, 30.0), np.full(3_000, -0.02)])[:, np.newaxis].astype(np.float32)
    weights = fit_logistic(features, features[:, 0] > 0)
    assert np.isfinite(weights).all()
    assert 0 < weights[0] < 1


def test_the_second_stage_is_learned_where_it_ranks_better_on_shelves_that_it_was_not_learned_from(
    catalogue: Catalogue,
) -> None:
    assert set(catalogue.second_stage) == {*Features._fields, "intercept"}
    entries = [ShelfEntry(row, 9) for row in (2, 9, 30)]
    ranked = rank_for_reader(catalogue, entries, 50)
    assert [each.score for each in ranked] == sorted((each.score for each in ranked), reverse=True)
    assert 0 < ranked[0].score < 1


def test_a_second_stage_that_gains_too_little_is_not_used(
    readers_of_tastes: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_stage, "SECOND_STAGE_TRAINING", replace(SECOND_STAGE_TRAINING, min_gain=0.5))
    works = gather_works(readers_of_tastes)
    learned = learn_shelf_ranking(works, None, find_neighbours(works), 10)
    assert learned.weights == {}
    assert not len(learned.item_weights.targets)
    assert learned.quality is not None
    assert learned.quality.ndcg_at_10 == learned.quality.sum_ndcg_at_10


def test_with_fewer_shelves_than_it_needs_the_sum_ranks(
    readers_of_tastes: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_stage, "SECOND_STAGE_TRAINING", replace(SECOND_STAGE_TRAINING, max_shelves=299))
    works = gather_works(readers_of_tastes)
    learned = learn_shelf_ranking(works, None, find_neighbours(works), 10)
    assert learned.weights == {}


def test_the_weights_take_less_than_two_kilobytes_of_the_model(catalogue: Catalogue) -> None:
    assert len(json.dumps(catalogue.second_stage)) < 2_000
