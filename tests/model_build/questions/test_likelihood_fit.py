"""The fit of the weights of titles in questions."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_expit

from model_build.build import build_model
from model_build.datasets.formats.files import DatasetFiles
from model_build.questions import likelihood_fit
from model_build.questions.likelihood_fit import LIKELIHOOD_FIT, fit_title_weights, fit_weights
from model_build.questions.training_titles import TrainingQuestion, TrainingTitle
from shelftalker.model.catalogue import Catalogue
from shelftalker.search.sentences.likelihood import TitleWeights
from shelftalker.search.sentences.title_signs import Signs
from tests.model_build.small_datasets import book, write_kaggle

NOTHING = TitleWeights(0.75, 0.05, Signs(*[0.0] * len(Signs._fields)))


def question(sentence: int, *, is_meant: bool, is_told: bool = False, **signs: float) -> TrainingQuestion:
    title = TrainingTitle(sentence, NOTHING.signs._replace(always=1.0, **signs), is_meant, is_told)
    return TrainingQuestion([title], has_book=is_meant)


@pytest.fixture
def questions() -> list[TrainingQuestion]:
    """Return questions in which capitals tell a title four times in five."""
    return [
        question(number, is_meant=(number % 2 > 0) != (number % 10 == 1), capitals=number % 2) for number in range(400)
    ]


def test_the_weights_are_those_with_the_greatest_posterior_probability(questions: list[TrainingQuestion]) -> None:
    fitted = fit_weights(questions, NOTHING).signs
    titles = [title for question in questions for title in question.titles]
    signs = np.array([title.signs for title in titles], dtype=float)
    toward = np.array([1.0 if title.is_meant else -1.0 for title in titles])

    def loss(weights: NDArray[np.float64]) -> float:
        return float(-log_expit(toward * (signs @ weights)).sum() + LIKELIHOOD_FIT.prior / 2 * weights @ weights)

    oracle = minimize(loss, np.zeros(signs.shape[1])).x
    assert np.allclose(fitted, oracle, atol=0.02)
    assert fitted.capitals > 2


def test_without_questions_the_weights_are_those_of_the_prior() -> None:
    prior = NOTHING._replace(signs=NOTHING.signs._replace(capitals=1.5))
    assert fit_weights([], prior).signs == prior.signs


def test_hardly_a_question_without_its_book_is_answered(questions: list[TrainingQuestion]) -> None:
    weights = fit_weights(questions, NOTHING)
    assert weights.least > 0.9  # a sixth of what is not meant has capitals
    certain = [question(number, is_meant=number % 2 > 0, capitals=number % 2) for number in range(400)]
    assert fit_weights(certain, NOTHING).least == LIKELIHOOD_FIT.lowest


def test_a_title_that_is_told_is_doubted_the_less_the_better_others_were_told(
    questions: list[TrainingQuestion],
) -> None:
    def least_told(wrong: int) -> float:
        told = [question(number, is_meant=number >= wrong, is_told=True) for number in range(100)]
        return fit_weights([*questions, *told], NOTHING).least_told

    assert 0 < least_told(1) < least_told(20) < 0.5


@pytest.fixture
def data(tmp_path: Path) -> DatasetFiles:
    """Write a dataset of a few books."""
    books = [book(f"{number:010}", f"{word} Garden", "A Writer") for number, word in enumerate(["Crimson", "Violet"])]
    return DatasetFiles.found_in(write_kaggle(tmp_path / "data", books, [(1, books[0][0], 7), (2, books[1][0], 8)]))


def test_a_model_of_few_books_has_no_weights_of_its_own(data: DatasetFiles, tmp_path: Path) -> None:
    build_model(data, tmp_path / "model")
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        assert catalogue.title_weights == {}
        assert fit_title_weights(catalogue) is None


def test_a_build_writes_the_weights_that_it_fits(
    data: DatasetFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = build_model(data, tmp_path / "few")
    monkeypatch.setattr(likelihood_fit, "LIKELIHOOD_FIT", replace(LIKELIHOOD_FIT, fewest_books=1))
    built = [build_model(data, tmp_path / name) for name in ("model", "again")]
    assert built[0]["sha256"] == built[1]["sha256"]
    assert built[0]["model_version"] == built[1]["model_version"] != few["model_version"]
    with closing(Catalogue.open(tmp_path / "model")) as catalogue:
        weights = TitleWeights.of_model(catalogue.title_weights)
        assert catalogue.version == built[0]["model_version"]
        assert weights == fit_title_weights(catalogue)
        assert weights.by_name() == catalogue.title_weights
