"""Tests of scores against figures computed by hand."""

from math import inf

import numpy as np
import pytest

from model_build.evaluation.scoring import MethodRankings
from tests.model_build.evaluation.scored_by_hand import Fixed, pad, similar_by_hand


def test_exposure_is_counted_over_the_rows_of_all_works_as_shown_and_plain() -> None:
    _, some, nothing = similar_by_hand()
    # Of the seven answers 1 and 3 stand in six, 2 in five, 0, 4 and 6 in four; there are 33 places.
    assert some.scores.exposure_plain.most_shown == pytest.approx(6 / 7)
    assert some.scores.exposure_plain.five_most_shown == pytest.approx((6 + 6 + 5 + 4 + 4) / 33)
    assert some.scores.exposure_shown.coverage_at_5 == some.scores.coverage_at_5
    assert np.isnan(nothing.scores.exposure_shown.most_shown)


def test_questions_are_measured_by_the_ratings_of_the_asked_book() -> None:
    _, some, nothing = similar_by_hand()
    # The asked works have 80, 70, 60, 50 and 40 readers.
    (group,) = some.scores.groups
    assert (group.name, group.readers, group.queries) == ("20 to 99", 2, 5)
    assert group.ndcg_at_10.value == pytest.approx(some.scores.ndcg_at_10.value)
    assert group.hit_at_5.value == pytest.approx(some.scores.hit_at_5.value)
    assert group.hit_at_5_shown.value == pytest.approx(some.scores.hit_at_5_shown.value)
    assert nothing.scores.groups[0].ndcg_at_10.value == 0


def test_leads_are_paired_and_the_ratio_over_a_method_without_hits_is_infinite() -> None:
    task, some, nothing = similar_by_hand()
    lead = task.scorer.lead(some, nothing)
    assert (lead.over, lead.ratio) == ("None", inf)
    assert lead.ndcg_at_10 == some.scores.ndcg_at_10
    assert task.scorer.lead(some, some).ndcg_at_10.high == 0


def test_results_stand_in_order_ours_first() -> None:
    task, some, nothing = similar_by_hand()
    results = task.scorer.results(nothing, [nothing, some], [some], {}, {"EASE": "too big"})
    assert [method.name for method in results.methods] == ["None", "Some", "None"]
    assert [lead.over for lead in results.leads] == ["Some", "None"]
    assert (results.readers, results.queries) == (2, 5)
    assert results.left_out == {"EASE": "too big"}


def test_coverage_counts_the_rankings_after_works_without_a_question() -> None:
    task, _, _ = similar_by_hand()
    # No question is about the last work, and the works in its ranking count as covered all the same.
    rankings = pad([1], *[[0] for _ in range(6)], [5])
    method = task.scorer.score(MethodRankings("One", {}, rankings, rankings, 0), np.zeros((8, 5), dtype=bool))
    assert method.scores.coverage_at_5 == 3 / 8
    assert method.scores.median_popularity == 80


def test_a_method_that_ranks_a_work_after_itself_is_refused() -> None:
    task, _, _ = similar_by_hand()
    with pytest.raises(ValueError, match="Narcissus ranks work 3 after itself"):
        task.score_method("Narcissus", {}, Fixed(pad([1], [2], [3], [1, 3], [5], [6], [7], [0])), 0.0)


def test_a_method_that_ranks_a_work_twice_is_refused() -> None:
    task, _, _ = similar_by_hand()
    with pytest.raises(ValueError, match="Echo ranks work 4 twice"):
        task.score_method("Echo", {}, Fixed(pad([1], [2, 4, 0, 4], *[[] for _ in range(6)])), 0.0)
