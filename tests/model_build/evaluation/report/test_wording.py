"""Tests of figures and sentences for people."""

import math

import pytest

from model_build.evaluation.report.wording import (
    count,
    difference,
    milliseconds,
    score,
    settings,
    share,
    standing,
    times,
    verdict,
    yardstick,
)
from model_build.evaluation.results import Estimate, Lead
from tests.model_build.evaluation.made_up_report import made_up_report, task


def test_the_verdict_names_the_best_of_the_others_and_those_that_are_not_beaten() -> None:
    report = made_up_report()

    assert verdict(report.results.similar) == (
        "nDCG@10 is 0.0995 (0.0945 to 0.1045), 1.31 × that of EASE, the best of the others; "
        "ahead of each of the 7 beyond chance."
    )
    assert verdict(report.results.personal) == (
        "nDCG@10 is 0.0995 (0.0945 to 0.1045), 0.99 × that of popularity, the best of the others; "
        "not ahead beyond chance of: EASE, popularity."
    )
    assert verdict(task({"Shelftalker": 0.1}, {}, {})).endswith("; no other method took part.")


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.001, 0.1, "ahead"), (0.0, 0.1, "too close to tell"), (-0.1, 0.0, "too close to tell"), (-0.2, -0.1, "behind")],
)
def test_a_lead_is_one_only_where_its_interval_clears_zero(low: float, high: float, word: str) -> None:
    assert standing(Lead("EASE", Estimate((low + high) / 2, low, high), 1.0, ())) == word


def test_figures_are_formatted_for_people() -> None:
    assert [score(0.09954), score(math.nan)] == ["0.0995", "–"]
    assert [difference(0.02), difference(-0.02), difference(math.nan)] == ["+0.0200", "−0.0200", "–"]
    assert [share(0.2694), share(math.nan)] == ["26.9%", "–"]
    assert [count(1842), count(113.5), count(math.nan)] == ["1,842", "113.5", "–"]
    assert [times(1.3091), times(math.inf), times(math.nan)] == ["1.31 ×", "∞", "–"]
    assert [milliseconds(1.44), milliseconds(1216.1)] == ["1.4", "1,216"]
    assert settings({"K": 500, "alpha": 10.0, "input": "liked"}).split() == [
        "K",
        "500,",
        "alpha",
        "10,",
        "input",
        "liked",
    ]


def test_the_yardstick_is_absent_and_not_passed_where_spark_did_not_train_it() -> None:
    quality: dict[str, float | None] = {"readers": 900, "ndcg_at_10": 0.1041, "als_ndcg_at_10": 0.0442}
    assert yardstick(quality) == "On the folds of the build, nDCG@10 is 0.1041 by the model; 0.0442 by MLlib's ALS."
    assert yardstick(quality | {"als_ndcg_at_10": None}) == (
        "On the folds of the build, nDCG@10 is 0.1041 by the model; MLlib's ALS is absent, which --engine spark trains."
    )
    assert yardstick(None) == ""
