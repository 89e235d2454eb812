"""The measures against figures worked out by hand; the bootstrap against what statistics says of a mean."""

from math import isnan

import numpy as np
import pytest

from model_build.evaluation.metrics import (
    Resampling,
    answered,
    at_most_two_by_one_author,
    coverage_at_5,
    first_places,
    hit_at_5,
    mean_of_each_reader,
    median_popularity,
)
from tests.model_build.evaluation.questions import questions


def test_a_hit_at_5_is_among_the_first_five() -> None:
    hits = np.zeros((3, 10), dtype=bool)
    hits[0, 4] = hits[1, 5] = True
    assert hit_at_5(hits).tolist() == [1, 0, 0]


def test_a_reader_of_many_books_counts_once() -> None:
    asked = questions({0: [1], 1: [2]}, [0, 0, 0, 1], 4)
    assert mean_of_each_reader(np.array([0.0, 0.5, 1.0, 0.25]), asked).tolist() == [0.5, 0.25]


def test_the_third_book_by_an_author_is_not_shown() -> None:
    authors = np.array([0, 0, 1, 0, 2, 0])
    rankings = np.array([[0, 1, 3, 2, 5, 4], [3, 4, -1, -1, -1, -1]], dtype=np.int32)
    assert at_most_two_by_one_author(rankings, authors).tolist() == [[0, 1, 2, 4, *[-1] * 6], [3, 4, *[-1] * 8]]


def test_places_left_empty_are_no_books_by_the_last_author() -> None:
    authors = np.array([0, 1, 2])
    rankings = np.array([[-1, -1, 2, 0]], dtype=np.int32)
    assert at_most_two_by_one_author(rankings, authors)[0, :3].tolist() == [2, 0, -1]


def test_gaps_are_closed_in_order() -> None:
    assert first_places(np.array([[-1, 5, -1, 3, 4]], dtype=np.int32), 2).tolist() == [[5, 3]]


def test_a_question_is_answered_by_five_books() -> None:
    shown = np.array([[1, 2, 3, 4, 5], [1, 2, 3, 4, -1], [-1] * 5, [5, 6, 7, 8, 9]], dtype=np.int32)
    assert answered(shown) == 0.5


def test_coverage_counts_each_of_the_five_shown_once() -> None:
    shown = np.array([[0, 1, 2, 3, 4, 9], [0, 1, 2, 3, 5, 8], [-1] * 6], dtype=np.int32)
    assert coverage_at_5(shown, 12) == 0.5


def test_popularity_is_the_median_readers_of_what_is_shown() -> None:
    readers_count = np.array([100, 50, 20, 10, 5, 1, 1000])
    assert (
        median_popularity(np.array([[0, 1, -1, -1, -1, 6], [1, 2, 3, -1, -1, 6]], dtype=np.int32), readers_count) == 50
    )
    assert isnan(median_popularity(np.full((2, 5), -1, dtype=np.int32), readers_count))


def test_the_interval_is_that_of_a_mean() -> None:
    # 400 readers, a hit for each with a chance of 0.3: the mean's standard error is sqrt(0.3 * 0.7 / 400) = 0.0229.
    of_reader = (np.arange(400) % 10 < 3).astype(float)
    measured = Resampling.of(400, seed=1).measured(of_reader)
    assert measured.value == pytest.approx(0.3)
    assert measured.low == pytest.approx(0.3 - 1.96 * 0.0229, abs=0.006)
    assert measured.high == pytest.approx(0.3 + 1.96 * 0.0229, abs=0.006)


def test_the_bootstrap_agrees_with_one_that_draws_readers_one_by_one() -> None:
    of_reader = np.random.default_rng(2).random(30)
    resampling = Resampling.of(30, seed=4)
    means = [np.repeat(of_reader, times).mean() for times in resampling.times_drawn]
    assert all(times.sum() == 30 for times in resampling.times_drawn)
    measured = resampling.measured(of_reader)
    assert (measured.low, measured.high) == pytest.approx(tuple(np.percentile(means, [2.5, 97.5])))


def test_a_difference_of_pairs_is_surer_than_either_mean() -> None:
    drawing = np.random.default_rng(5)
    theirs = drawing.random(200)
    ours = theirs + 0.01 + 0.001 * drawing.random(200)
    resampling = Resampling.of(200, seed=1)
    difference = resampling.measured(ours - theirs)
    assert 0.0104 < difference.low < difference.high < 0.0107
    assert resampling.measured(ours).low < resampling.measured(theirs).high


def test_the_same_seed_draws_the_same_readers() -> None:
    same, again, other = Resampling.of(20, 1), Resampling.of(20, 1), Resampling.of(20, 2)
    np.testing.assert_array_equal(same.times_drawn, again.times_drawn)
    assert (same.times_drawn != other.times_drawn).any()
