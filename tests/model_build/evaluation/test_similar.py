"""Scores of similar books against figures computed by hand."""

from math import log2

import numpy as np
import pytest

from tests.model_build.evaluation.scored_by_hand import similar_by_hand


def test_similar_books_score_as_by_hand() -> None:
    _, some, _ = similar_by_hand()
    ideal = 1 + 1 / log2(3)
    first_reader_ndcg = ((1 + 1 / log2(5)) + 1 / log2(7) + (1 / log2(5) + 1 / log2(6))) / ideal / 3
    # Reader 1's question about 2 has 3 at the second position; that about 3 has no answer.
    second_reader_ndcg = (1 / log2(3) + 0) / 2
    assert some.scores.ndcg_at_10.value == pytest.approx((first_reader_ndcg + second_reader_ndcg) / 2)
    assert some.scores.hit_at_5.value == pytest.approx((2 / 3 + 1 / 2) / 2)


def test_shown_works_are_described_as_by_hand() -> None:
    _, some, nothing = similar_by_hand()
    assert some.scores.answered == pytest.approx(3 / 5)
    # 1, 2, 3, 4, 6 after the first; 7, 6, 5, 3, 2; 6, 3, 1; 5, 6, 7, 0, 1; the rows without a question add none.
    assert some.scores.coverage_at_5 == 1
    shown = [1, 2, 3, 4, 6, 7, 6, 5, 3, 2, 6, 3, 1, 5, 6, 7, 0, 1]
    assert some.scores.median_popularity == np.median([80 - 10 * work for work in shown])
    # 1 after 0, and 3 after 2; 5 after 4 is by nobody known.
    assert some.scores.same_author_share == pytest.approx(2 / 18)
    assert some.scores.seconds >= 1.5
    assert (nothing.scores.answered, nothing.scores.coverage_at_5) == (0, 0)


def test_the_order_of_series_is_measured_after_every_work_and_not_for_readers() -> None:
    _, some, nothing = similar_by_hand()
    # After 2, the first volume, 3 stands at the second place; in no other list 3 stands without 2.
    assert some.scores.series_shown is not None
    assert nothing.scores.series_shown is not None
    assert (some.scores.series_shown.answers_with_next, some.scores.series_shown.next_shown) == (1, 1)
    assert some.scores.series_shown.next_first == 0
    assert some.scores.series_shown.later_without_first == 0
    assert nothing.scores.series_shown.next_shown == 0
