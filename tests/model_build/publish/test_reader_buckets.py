"""Drops between models by sums over buckets, against differences reader by reader."""

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.publish.reader_buckets import Drop, ReaderBuckets, drop_between

READERS = 2_000


def buckets_of(ndcg: NDArray[np.float64], bucket: NDArray[np.int64], count: int) -> ReaderBuckets:
    return ReaderBuckets(
        tuple(np.bincount(bucket % count, minlength=count).tolist()),
        tuple(np.bincount(bucket % count, weights=ndcg, minlength=count).tolist()),
    )


@pytest.fixture
def generator() -> np.random.Generator:
    return np.random.default_rng(4)


@pytest.mark.parametrize("count", [16, 64])
def test_the_standard_error_is_about_that_of_the_differences_of_all_readers(
    generator: np.random.Generator, count: int
) -> None:
    before = generator.beta(0.5, 4, READERS)
    after = np.clip(before + generator.normal(0, 0.03, READERS), 0, 1)
    bucket = generator.integers(0, count, READERS)
    drop = drop_between(buckets_of(before, bucket, count), buckets_of(after, bucket, count))
    assert drop
    assert drop.share == pytest.approx(1 - after.mean() / before.mean())
    by_reader = (after - before).std() / math.sqrt(READERS) / before.mean()
    assert drop.standard_error == pytest.approx(by_reader, rel=0.4)
    # That of the readers themselves is many times larger.
    assert before.std() / math.sqrt(READERS) / before.mean() > 4 * drop.standard_error


def test_readers_who_join_and_leave_widen_it_and_other_readers_have_no_drop(generator: np.random.Generator) -> None:
    ndcg, bucket = generator.beta(0.5, 4, READERS), generator.integers(0, 64, READERS)
    standard_errors = []
    for others in (0, 100, 300):
        joined = np.arange(READERS) < READERS - others
        left = np.arange(READERS) >= others
        drop = drop_between(buckets_of(ndcg[joined], bucket[joined], 64), buckets_of(ndcg[left], bucket[left], 64))
        assert drop
        assert abs(drop.share) <= 4 * drop.standard_error
        standard_errors.append(drop.standard_error)
    assert standard_errors == sorted(standard_errors)
    assert standard_errors[0] == 0
    half = np.arange(READERS) % 2 == 0
    assert drop_between(buckets_of(ndcg[half], bucket[half], 64), buckets_of(ndcg[~half], bucket[~half], 64)) is None


def test_the_same_readers_are_compared_however_much_each_of_them_moves(generator: np.random.Generator) -> None:
    bucket = generator.integers(0, 64, READERS)
    before, after = (buckets_of(generator.beta(0.5, 4, READERS), bucket, 64) for _ in range(2))
    drop = drop_between(before, after)
    assert drop
    assert drop.largest_accepted == 3 * drop.standard_error > 0.05


def test_buckets_are_joined_where_one_model_has_fewer(generator: np.random.Generator) -> None:
    ndcg, bucket = generator.beta(0.5, 4, READERS), generator.integers(0, 64, READERS)
    many, few = buckets_of(ndcg, bucket, 64), buckets_of(ndcg, bucket, 16)
    assert many.join_into(16).readers == few.readers
    for drop in (drop_between(many, few), drop_between(few, many)):
        assert drop
        assert drop.share == pytest.approx(0, abs=1e-9)
        assert drop.standard_error == pytest.approx(0, abs=1e-9)


def test_a_drop_is_let_pass_up_to_the_limit_or_within_chance() -> None:
    assert Drop(0.018, 0.001).is_accepted
    assert not Drop(0.0181, 0.001).is_accepted
    assert Drop(0.029, 0.01).is_accepted
    assert not Drop(0.031, 0.01).is_accepted
    assert Drop(-0.2, 0).is_accepted
    assert str(Drop(0.031, 0.01)) == "3.1% lower, standard error 1.0%"
    assert str(replace(Drop(0.031, 0.01), share=-0.02)) == "2.0% higher, standard error 1.0%"
