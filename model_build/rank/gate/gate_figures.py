"""Figures of a model by which `publish` compares it with other models: sums over buckets of readers, and BM25's nDCG.

A week's model differs from the last one's by few readers. What the readers of both gained or lost shows in sums over
buckets of readers, each of whom is always in the same bucket: their differences have a standard error that newcomers
and chance in the training enter, and that the differences between readers, which are many times larger, do not.
Only readers of datasets are measured, whom no workspace can add, and no sum is of few of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import Pairs
from model_build.rank.gate.bm25 import gather_bm25_folds
from model_build.rank.ndcg import CUTOFF
from model_build.rank.ranker import Ranker
from model_build.rank.shown import RankedLists
from model_build.rank.training_folds import FoldLikes, fold_of_readers
from model_build.works.gather import Works


@dataclass(frozen=True, slots=True)
class BucketConfig:
    """The numbers of the buckets.

    Attributes:
        most: Most buckets.
        readers: Least mean number of readers of a bucket: with fewer readers there are fewer buckets, a power of 2, so
            that buckets of models with different numbers of them can be joined.
        folds_bits: Bits of a reader's hash that give the fold, see `fold_of_readers`; the next ones give the bucket.
    """

    most: int = 64
    readers: int = 20
    folds_bits: int = 2


BUCKETS = BucketConfig()


@dataclass(frozen=True, slots=True)
class GateFigures:
    """Figures of a model, measured on the readers of its datasets.

    Attributes:
        bucket_readers: [buckets] number of readers of each bucket; together those of the quality in the manifest.
        bucket_ndcg_at_10: [buckets] sum of their nDCG@10.
        bm25_ndcg_at_10: nDCG@10 of those readers by BM25.
        bm25_standard_error: Standard error of the mean difference between a reader's nDCG@10 by the model and by BM25.
    """

    bucket_readers: list[int]
    bucket_ndcg_at_10: list[float]
    bm25_ndcg_at_10: float
    bm25_standard_error: float


def measure_gate_figures(
    works: Works, facts: BookFacts, ranker: Ranker, measured: NDArray[np.bool_] | None
) -> GateFigures | None:
    """Measure a ranker, each fold of readers by trees that were trained on the others, beside BM25.

    Args:
        works: The works, and all ratings.
        facts: Facts of the works.
        ranker: The ranker, as it was trained.
        measured: As `measured_readers` returns it.

    Returns:
        None where there are too few readers, see `fold_of_readers`.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        return None
    by_bm25 = reader_ndcg(
        works,
        fold_of_reader,
        [(fold.pairs, fold.signals[:, 0]) for fold in gather_bm25_folds(works, facts, fold_of_reader, measured)],
    )
    ndcg = reader_ndcg(works, fold_of_reader, ranker.scored_without_fold)
    is_measured = ~np.isnan(ndcg) if measured is None else ~np.isnan(ndcg) & measured
    difference = (ndcg - by_bm25)[is_measured]
    return GateFigures(
        *bucket_sums(works.reader_hashes[: len(ndcg)][is_measured], ndcg[is_measured]),
        bm25_ndcg_at_10=float(by_bm25[is_measured].mean()),
        bm25_standard_error=float(difference.std(ddof=1) / np.sqrt(len(difference))),
    )


def reader_ndcg(
    works: Works, fold_of_reader: NDArray[np.int8], scored: Sequence[tuple[Pairs, NDArray[np.float32]]]
) -> NDArray[np.float64]:
    """Return [readers] the nDCG@10 of each reader of a fold, NaN of the others.

    Args:
        works: The works, and all ratings.
        fold_of_reader: As `fold_of_readers` returns it.
        scored: For each fold, its pairs and [pairs] their scores.
    """
    ndcg = np.full(len(fold_of_reader), np.nan)
    for number, (pairs, scores) in enumerate(scored):
        likes = FoldLikes.of(works, fold_of_reader == number)
        ndcg[likes.readers] = likes.reader_ndcg(RankedLists.of(pairs.sources, pairs.targets, scores, CUTOFF))
    return ndcg


def bucket_sums(hashes: NDArray[np.uint64], ndcg: NDArray[np.float64]) -> tuple[list[int], list[float]]:
    """Return the number of readers of each bucket, and the sum of their nDCG@10.

    Args:
        hashes: [readers] a hash of the source id of each reader; at least one.
        ndcg: [readers] nDCG@10 of each.
    """
    buckets = bucket_of_readers(hashes)
    count = 1 << int(buckets.max()).bit_length()
    sums = np.bincount(buckets, weights=ndcg, minlength=count).round(6)
    return np.bincount(buckets, minlength=count).tolist(), sums.tolist()


def bucket_of_readers(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return [readers] the bucket of each, by a hash of its source id: as many buckets as have enough readers.

    Args:
        hashes: [readers] at least one.
    """
    count = 1
    while count < BUCKETS.most and len(hashes) >= 2 * count * BUCKETS.readers:
        count *= 2
    return ((hashes >> np.uint64(BUCKETS.folds_bits)) % np.uint64(count)).astype(np.int64)
