"""Tests of exposure against figures counted by hand."""

from math import isnan

import numpy as np
import pytest

from model_build.evaluation.exposure import measure_exposure, shown_counts


def test_exposure_is_counted_over_the_first_five_of_each_list() -> None:
    lists = np.array([[0, 1, 2, 3, 4, 9], [0, 1, 2, 3, 5, 9], [0, 6, -1, -1, -1, -1], [-1] * 6], dtype=np.int32)
    exposure = measure_exposure(lists, 12)
    # Work 0 stands in all three answers; works 0 to 3 and one other fill 3 + 2 + 2 + 2 + 1 of twelve places.
    assert exposure.most_shown == 1
    assert exposure.five_most_shown == pytest.approx(10 / 12)
    # Works 0 to 6; work 9 is never among the first five.
    assert exposure.coverage_at_5 == pytest.approx(7 / 12)


def test_the_same_five_for_all_fill_every_place_and_an_even_spread_fills_an_even_share() -> None:
    everybody = measure_exposure(np.tile(np.arange(5, dtype=np.int32), (40, 1)), 40)
    assert (everybody.most_shown, everybody.five_most_shown, everybody.coverage_at_5) == (1, 1, 5 / 40)
    even = measure_exposure(((np.arange(40)[:, None] + np.arange(1, 6)) % 40).astype(np.int32), 40)
    assert (even.most_shown, even.five_most_shown, even.coverage_at_5) == (5 / 40, 5 / 40, 1)


def test_a_method_that_shows_nothing_has_no_exposure() -> None:
    exposure = measure_exposure(np.full((3, 10), -1, dtype=np.int32), 8)
    assert isnan(exposure.most_shown)
    assert isnan(exposure.five_most_shown)
    assert exposure.coverage_at_5 == 0


def test_exposure_is_that_of_counting_book_by_book() -> None:
    generator = np.random.default_rng(4)
    lists = np.stack([generator.permutation(30)[:5] for _ in range(50)]).astype(np.int32)
    lists[generator.random((50, 5)) < 0.1] = -1
    counts = {work: sum(work in row for row in lists.tolist()) for work in range(30)}
    most = sorted(counts.values(), reverse=True)
    exposure = measure_exposure(lists, 30)
    assert shown_counts(lists, 30).tolist() == list(counts.values())
    assert exposure.most_shown == most[0] / 50
    assert exposure.five_most_shown == sum(most[:5]) / sum(most)
    assert exposure.coverage_at_5 == sum(count > 0 for count in counts.values()) / 30
