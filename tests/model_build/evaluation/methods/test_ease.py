"""Tests of EASE and EDLAE against their formulas, computed densely."""

from dataclasses import replace

import numpy as np
import pytest

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.methods import method
from model_build.evaluation.methods.ease import fit_ease, fit_edlae, fits_into_memory
from tests.model_build.evaluation.methods.ranking_checks import (
    INTERACTIONS,
    assert_ranks_by,
)
from tests.model_build.evaluation.random_interactions import dense


@pytest.mark.parametrize(("works", "input_"), [(25, "reads"), (25, "likes"), (18, "reads")])
def test_ease_is_its_formula(works: int, input_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method, "EVALUATION", replace(EVALUATION, cells_per_block=7 * works))
    read = dense(INTERACTIONS, input_)[:, :works]
    inverse = np.linalg.inv(read.T @ read + 10 * np.eye(works))
    expected = np.zeros((25, 25))
    expected[:works, :works] = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    fitted = fit_ease(INTERACTIONS, {"input": input_, "lambda": 10.0, "works": works})
    np.testing.assert_allclose(fitted.weights, expected[:works, :works], atol=1e-6)
    assert_ranks_by(fitted, expected, "likes")


@pytest.mark.parametrize(("dropout", "input_"), [(0.0, "reads"), (0.25, "likes"), (0.8, "reads")])
def test_edlae_is_its_formula(dropout: float, input_: str) -> None:
    read = dense(INTERACTIONS, input_)
    gram = read.T @ read
    ridge = 10 * np.eye(25) + dropout / (1 - dropout) * np.diag(np.diag(gram))
    inverse = np.linalg.inv(gram + ridge)
    expected = -inverse / np.diag(inverse)
    np.fill_diagonal(expected, 0)
    fitted = fit_edlae(INTERACTIONS, {"input": input_, "lambda": 10.0, "dropout": dropout})
    np.testing.assert_allclose(fitted.weights, expected, atol=1e-6)
    assert_ranks_by(fitted, expected, "likes")


def test_the_weights_of_edlae_reconstruct_books_from_the_others_that_were_not_dropped() -> None:
    # The least squares over sampled dropouts, the books that are left weighing twice as much, and none from itself.
    read = dense(INTERACTIONS)[:, :6]
    generator = np.random.default_rng(7)
    samples = 4_000
    used = np.tile(read, (samples, 1)) * (generator.random((samples * len(read), 6)) >= 0.5) * 2
    for work in range(6):
        others = [other for other in range(6) if other != work]
        gram = used[:, others].T @ used[:, others] / samples
        target = used[:, others].T @ np.tile(read[:, work], samples) / samples
        expected = np.linalg.solve(gram + 5 * np.eye(5), target)
        fitted = fit_edlae(INTERACTIONS, {"input": "reads", "lambda": 5.0, "dropout": 0.5, "works": 6})
        assert fitted.weights[others, work] == pytest.approx(expected, abs=0.01)


def test_ease_refuses_a_matrix_that_cannot_be_inverted() -> None:
    with pytest.raises(ArithmeticError, match="greater lambda"):
        fit_ease(INTERACTIONS, {"input": "reads", "lambda": -5.0})


def test_ease_has_four_gibibytes() -> None:
    assert fits_into_memory(32_768)
    assert not fits_into_memory(32_769)
