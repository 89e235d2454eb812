"""Tests of the measures against figures computed by hand, and of the bootstrap against the standard error of a mean."""

from math import isnan, log2

import numpy as np
import pytest

from model_build.evaluation.metrics import (
    Resampling,
    answered_share,
    at_most_two_by_one_author,
    close_gaps,
    hit_at_5,
    mean_per_reader,
    median_popularity,
    ndcg_at_5,
)
from tests.model_build.evaluation.random_interactions import questions


def test_a_hit_at_5_is_among_the_first_five() -> None:
    hits = np.zeros((3, 10), dtype=bool)
    hits[0, 4] = hits[1, 5] = True
    assert hit_at_5(hits).tolist() == [1, 0, 0]


def test_ndcg_at_5_is_that_of_the_first_five_alone() -> None:
    hits = np.zeros((3, 10), dtype=bool)
    hits[0, :5] = hits[1, 1] = hits[2, 5] = True
    # Seven relevant works fill five positions at best.
    assert ndcg_at_5(hits, np.array([7, 1, 1])) == pytest.approx([1, 1 / log2(3), 0])


def test_a_reader_of_many_books_counts_once() -> None:
    reader_questions = questions({0: [1], 1: [2]}, [0, 0, 0, 1], 4)
    assert mean_per_reader(np.array([0.0, 0.5, 1.0, 0.25]), reader_questions).tolist() == [0.5, 0.25]


def test_the_third_book_by_an_author_is_not_shown() -> None:
    authors = np.array([0, 0, 1, 0, 2, 0])
    rankings = np.array([[0, 1, 3, 2, 5, 4], [3, 4, -1, -1, -1, -1]], dtype=np.int32)
    assert at_most_two_by_one_author(rankings, authors).tolist() == [[0, 1, 2, 4, *[-1] * 6], [3, 4, *[-1] * 8]]


def test_empty_positions_are_no_books_by_the_last_author() -> None:
    authors = np.array([0, 1, 2])
    rankings = np.array([[-1, -1, 2, 0]], dtype=np.int32)
    assert at_most_two_by_one_author(rankings, authors)[0, :3].tolist() == [2, 0, -1]


def test_gaps_are_closed_in_order() -> None:
    assert close_gaps(np.array([[-1, 5, -1, 3, 4]], dtype=np.int32), 2).tolist() == [[5, 3]]


def test_a_question_is_answered_by_five_books() -> None:
    shown = np.array([[1, 2, 3, 4, 5], [1, 2, 3, 4, -1], [-1] * 5, [5, 6, 7, 8, 9]], dtype=np.int32)
    assert answered_share(shown) == 0.5


def test_popularity_is_the_median_number_of_readers_of_shown_works() -> None:
    readers_count = np.array([100, 50, 20, 10, 5, 1, 1000])
    assert (
        median_popularity(np.array([[0, 1, -1, -1, -1, 6], [1, 2, 3, -1, -1, 6]], dtype=np.int32), readers_count) == 50
    )
    assert isnan(median_popularity(np.full((2, 5), -1, dtype=np.int32), readers_count))


def test_the_interval_is_that_of_a_mean() -> None:
    # 400 readers, a hit for each with a chance of 0.3: the mean's standard error is sqrt(0.3 * 0.7 / 400) = 0.0229.
    values = (np.arange(400) % 10 < 3).astype(float)
    figure = Resampling.of(400, seed=1).mean_of(values)
    assert figure.value == pytest.approx(0.3)
    assert figure.low == pytest.approx(0.3 - 1.96 * 0.0229, abs=0.006)
    assert figure.high == pytest.approx(0.3 + 1.96 * 0.0229, abs=0.006)


def test_the_bootstrap_agrees_with_one_that_samples_readers_one_by_one() -> None:
    values = np.random.default_rng(2).random(30)
    resampling = Resampling.of(30, seed=4)
    means = [np.repeat(values, times).mean() for times in resampling.times_sampled]
    assert all(times.sum() == 30 for times in resampling.times_sampled)
    figure = resampling.mean_of(values)
    assert (figure.low, figure.high) == pytest.approx(tuple(np.percentile(means, [2.5, 97.5])))


def test_a_difference_of_pairs_has_a_narrower_interval_than_either_mean() -> None:
    generator = np.random.default_rng(5)
    theirs = generator.random(200)
    ours = theirs + 0.01 + 0.001 * generator.random(200)
    resampling = Resampling.of(200, seed=1)
    difference = resampling.mean_of(ours - theirs)
    assert 0.0104 < difference.low < difference.high < 0.0107
    assert resampling.mean_of(ours).low < resampling.mean_of(theirs).high


def test_the_same_seed_samples_the_same_readers() -> None:
    same, again, other = Resampling.of(20, 1), Resampling.of(20, 1), Resampling.of(20, 2)
    np.testing.assert_array_equal(same.times_sampled, again.times_sampled)
    assert (same.times_sampled != other.times_sampled).any()
