"""Tests of RP3beta against its formula, computed walk by walk."""

import numpy as np
import pytest

from model_build.evaluation.methods.rp3beta import fit_rp3beta
from tests.model_build.evaluation.methods.ranking_checks import INTERACTIONS, Scores, assert_ranks_by
from tests.model_build.evaluation.random_interactions import dense


def similarities(input_: str, alpha: float, beta: float) -> Scores:
    """Return [works, works] the sum over all walks from a work to a reader to another work."""
    read = dense(INTERACTIONS, input_)
    works_of_reader, readers_of_work = read.sum(axis=1), read.sum(axis=0)
    expected = np.zeros((read.shape[1], read.shape[1]))
    for reader, start in zip(*np.nonzero(read), strict=True):
        for end in np.flatnonzero(read[reader]):
            if end != start:
                to_reader, to_work = 1 / readers_of_work[start], 1 / works_of_reader[reader]
                expected[start, end] += to_reader**alpha * to_work**alpha / readers_of_work[end] ** beta
    return expected


@pytest.mark.parametrize(("input_", "alpha", "beta"), [("reads", 1.0, 0.0), ("reads", 0.4, 0.3), ("likes", 0.8, 0.6)])
def test_rp3beta_is_its_formula(input_: str, alpha: float, beta: float) -> None:
    expected = similarities(input_, alpha, beta)
    fitted = fit_rp3beta(INTERACTIONS, {"input": input_, "K": 25, "alpha": alpha, "beta": beta})
    np.testing.assert_allclose(fitted.similarity.toarray(), expected, rtol=1e-5, atol=1e-9)
    assert_ranks_by(fitted, expected, "likes")


def test_rp3beta_keeps_the_strongest_similarities_of_each_work() -> None:
    expected = similarities("reads", 0.4, 0.3)
    fitted = fit_rp3beta(INTERACTIONS, {"input": "reads", "K": 4, "alpha": 0.4, "beta": 0.3}).similarity.toarray()
    for found, scores in zip(fitted, expected, strict=True):
        assert sorted(found[found > 0]) == pytest.approx(sorted(scores[scores > 0])[-4:], rel=1e-5)
        assert found[found > 0] == pytest.approx(scores[found > 0], rel=1e-5)


def test_a_greater_beta_ranks_rarer_works_higher() -> None:
    readers_of_work = dense(INTERACTIONS).sum(axis=0)
    popular, rare = (
        fit_rp3beta(INTERACTIONS, {"input": "reads", "K": 25, "alpha": 0.5, "beta": beta}).rank_after_works(
            np.arange(23), 5
        )
        for beta in (0.0, 1.5)
    )
    assert readers_of_work[rare[rare >= 0]].mean() < readers_of_work[popular[popular >= 0]].mean()
