"""Tests of EASE against its formula, computed densely."""

from dataclasses import replace

import numpy as np
import pytest

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.methods import method
from model_build.evaluation.methods.ease import fit_ease, fits_into_memory
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


def test_ease_refuses_a_matrix_that_cannot_be_inverted() -> None:
    with pytest.raises(ArithmeticError, match="greater lambda"):
        fit_ease(INTERACTIONS, {"input": "reads", "lambda": -5.0})


def test_ease_has_four_gibibytes() -> None:
    assert fits_into_memory(32_768)
    assert not fits_into_memory(32_769)
