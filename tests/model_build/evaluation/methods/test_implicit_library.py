"""Tests of implicit's methods against their formulas, computed densely."""

import numpy as np
import pytest

from model_build.evaluation.methods.implicit_library import fit_als, fit_bm25, fit_cosine, fit_tf_idf
from model_build.evaluation.methods.method import Settings
from tests.model_build.evaluation.methods.ranking_checks import (
    ALL_METHODS,
    INTERACTIONS,
    assert_ranks_by,
    assert_same_scores,
    best_by_sorting,
    held_out_readers,
)
from tests.model_build.evaluation.random_interactions import dense


def test_cosine_is_the_cosine_of_columns() -> None:
    read = dense(INTERACTIONS)
    lengths = np.maximum(np.linalg.norm(read, axis=0), 1)
    assert_ranks_by(fit_cosine(INTERACTIONS, {"input": "reads", "K": 30}), read.T @ read / lengths[:, None] / lengths)


def test_tf_idf_weighs_readers_by_how_few_books_they_read() -> None:
    read = dense(INTERACTIONS)
    weighted = read * (np.log(read.shape[1]) - np.log1p(read.sum(axis=1)))[:, None]
    weighted /= np.maximum(np.linalg.norm(weighted, axis=0), 1e-9)
    assert_ranks_by(fit_tf_idf(INTERACTIONS, {"input": "reads", "K": 30}), weighted.T @ weighted, "likes")


@pytest.mark.parametrize("history", ["reads", "likes"])
def test_bm25_is_its_formula(history: str) -> None:
    liked = dense(INTERACTIONS, "likes")
    lengths = liked.sum(axis=0)
    norm = 0.25 + 0.75 * lengths / lengths.mean()
    weighted = liked * 3 / (2 * norm + liked) * (np.log(liked.shape[1]) - np.log1p(liked.sum(axis=1)))[:, None]
    fitted = fit_bm25(INTERACTIONS, {"input": "likes", "K": 30, "K1": 2.0, "B": 0.75})
    assert_ranks_by(fitted, weighted.T @ weighted, history)


def test_only_so_many_neighbours_are_kept() -> None:
    fitted = fit_cosine(INTERACTIONS, {"input": "reads", "K": 4})
    assert ((fitted.rank_after_works(np.arange(25), 10) >= 0).sum(axis=1) <= 4).all()


def test_als_ranks_by_the_cosine_of_factors_and_folds_readers_in() -> None:
    settings: Settings = {"input": "reads", "factors": 8, "alpha": 10.0, "regularization": 0.1}
    fitted = fit_als(INTERACTIONS, settings, seed=1)
    factors = fitted.model.item_factors.astype(float)
    lengths = np.maximum(np.linalg.norm(factors, axis=1), 1e-9)
    cosine = factors @ factors.T / lengths[:, None] / lengths
    readers = held_out_readers()
    for work, after in enumerate(fitted.rank_after_works(np.arange(25), 6)):
        assert_same_scores(cosine[work], after.tolist(), best_by_sorting(cosine[work], {work}, 6))
    # Hu, Koren and Volinsky's equation 4, with confidence 10 for what was read and 1 for the rest.
    for reader, found in enumerate(fitted.rank_for_readers(readers, "reads", 6)):
        read = np.flatnonzero(readers.reads.toarray()[reader])
        of_read = factors[read]
        left = factors.T @ factors + 9 * of_read.T @ of_read + 0.1 * np.eye(8)
        scores = factors @ np.linalg.solve(left, 10 * of_read.sum(axis=0))
        assert_same_scores(scores, found.tolist(), best_by_sorting(scores, set(read.tolist()), 6))


def test_als_with_the_same_seed_is_the_same() -> None:
    first, second = (ALL_METHODS["ALS"](INTERACTIONS).rank_after_works(np.arange(25), 10) for _ in range(2))
    np.testing.assert_array_equal(first, second)
