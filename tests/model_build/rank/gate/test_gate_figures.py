"""The gate's figures of the bundled sample: the readers that are measured, and their buckets."""

import numpy as np
import pytest

from model_build.rank.book_facts import BookFacts
from model_build.rank.gate.gate_figures import BUCKETS, bucket_of_readers, measure_gate_figures
from model_build.rank.ranker import learn_ranker
from model_build.rank.training_folds import measured_readers
from model_build.sample.make_sample import SAMPLE_DIRECTORY
from model_build.works.gather import Works, gather_works
from tests.model_build.small_datasets import read


@pytest.fixture(scope="module")
def sample() -> Works:
    return gather_works(read(SAMPLE_DIRECTORY))


def test_the_buckets_hold_the_measured_readers_and_their_ndcg(sample: Works) -> None:
    facts, others = BookFacts(sample), range(300)
    measured = measured_readers(sample, others)
    assert measured is not None
    ranker = learn_ranker(sample, facts, measured)
    assert ranker is not None
    figures = measure_gate_figures(sample, facts, ranker, measured)
    assert figures is not None
    assert sum(figures.bucket_readers) == ranker.quality.readers < np.count_nonzero(measured)
    assert sum(figures.bucket_ndcg_at_10) / ranker.quality.readers == pytest.approx(ranker.quality.ndcg_at_10, rel=1e-5)
    assert min(figures.bucket_readers) >= 10
    assert 0.2 < figures.bm25_ndcg_at_10 < ranker.quality.ndcg_at_10
    assert 0 < figures.bm25_standard_error < 0.01


@pytest.mark.parametrize(
    ("readers", "count"), [(1, 1), (39, 1), (40, 2), (800, 32), (1279, 32), (1280, 64), (10**5, 64)]
)
def test_there_are_as_many_buckets_as_have_enough_readers(readers: int, count: int) -> None:
    hashes = np.random.default_rng(1).integers(0, 2**64, readers, dtype=np.uint64)
    buckets = bucket_of_readers(hashes)
    assert buckets.max() < count
    if readers > 100:
        assert len(np.unique(buckets)) == count
        assert readers / count >= BUCKETS.readers
    few = hashes[: readers // 4 + 1]
    fewer = 2 ** int(bucket_of_readers(few).max()).bit_length()
    # Their buckets are some of the many joined.
    np.testing.assert_array_equal(bucket_of_readers(few), buckets[: len(few)] % fewer)
