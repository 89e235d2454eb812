"""Learning of the second stage, and the unbuilt model that it learns from."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from model_build.build import build_from
from model_build.datasets.dataset import Dataset
from model_build.rank import second_stage
from model_build.rank.book_facts import BookFacts
from model_build.rank.fold_evidence import FoldEvidence
from model_build.rank.neighbours import choose_neighbours, find_neighbours, fold_neighbours
from model_build.rank.prices import fit_prices
from model_build.rank.ranker import RANKER, learn_ranker
from model_build.rank.scored_candidates import score_candidates
from model_build.rank.second_stage import SECOND_STAGE_TRAINING, fit_logistic, learn_shelf_ranking
from model_build.rank.training_folds import fold_of_readers
from model_build.works.gather import gather_works
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.personal_ranking import ShelfEntry
from shelftalker.recommend.recommender import rank_for_reader
from shelftalker.recommend.second_stage import Features
from tests.model_build.small_datasets import Row, book, read, write_kaggle


@pytest.fixture(scope="module")
def readers_of_tastes(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Return the ratings of 420 readers of a fifth of a hundred books each, by a mixture of four tastes."""
    generator = np.random.default_rng(5)
    tastes = generator.dirichlet(np.full(4, 0.3), 420) @ generator.dirichlet(np.full(100, 0.2), 4)
    ratings: list[Row] = []
    for reader, taste in enumerate(tastes):
        chances = (taste + 1e-4) / (taste + 1e-4).sum()
        read_by_one = generator.choice(100, size=20, replace=False, p=chances)
        ratings += [(reader, f"{number:02}", 9 if taste[number] > 0.004 else 5) for number in read_by_one]
    books = [book(f"{number:02}", f"Book {number}", f"Author{number // 2} A") for number in range(100)]
    return read(write_kaggle(tmp_path_factory.mktemp("tastes"), books, ratings))


@pytest.fixture(scope="module")
def catalogue(readers_of_tastes: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """Build the model and open it."""
    folder: Path = tmp_path_factory.mktemp("model")
    build_from(readers_of_tastes, folder)
    with closing(Catalogue.open(folder)) as catalogue:
        yield catalogue


def test_an_unbuilt_model_says_of_a_shelf_what_the_model_says(readers_of_tastes: Dataset, tmp_path: Path) -> None:
    works = gather_works(readers_of_tastes)
    neighbours = find_neighbours(works)
    # Too few readers for a ranker or a second stage, so that the neighbours in the model are those of the formula.
    few = replace(readers_of_tastes, ratings=readers_of_tastes.ratings[readers_of_tastes.ratings["reader"] < 150])
    few_works = gather_works(few)
    build_from(few, tmp_path / "model")
    candidates = score_candidates(few_works)
    priced = choose_neighbours(candidates, fit_prices(candidates, RANKER.author_factors).of_works)
    evidence = FoldEvidence(priced, BookFacts(few_works), None)
    rows = [1, 3, 17, 60]
    with closing(Catalogue.open(tmp_path / "model")) as few_model:
        assert evidence.neighbour_columns(rows) == few_model.neighbour_columns(rows)
        assert evidence.contribution_columns(rows) == few_model.contribution_columns(rows)
        assert evidence.book_facts(rows) == few_model.book_facts(rows)
    weights = sp.csr_array(([0.5, -0.25, 0.125], ([2, 2, 16], [4, 7, 1])), shape=(len(works.books),) * 2)
    _, (sources, columns) = FoldEvidence(neighbours, BookFacts(works), weights).contribution_columns(rows)
    assert sources == [3, 17]
    assert columns == ([2, 1], [5, 8, 2], (0.5, -0.25, 0.125))


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
    even, odd = (fold_neighbours(works, ranker, 1, prices, of_works) for of_works in halves)
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
    slope = features.T @ residuals - SECOND_STAGE_TRAINING.ridge * np.array(weights)
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
