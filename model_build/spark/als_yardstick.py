"""MLlib's alternating least squares, trained beside a model as a yardstick and never served.

Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets" (2008). The protocol is that of the
ranker's own nDCG@10: for each fold of readers, the works after one that they liked, by factors of the others' likes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.ml.recommendation import ALS
from pyspark.sql import SparkSession

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import Pairs
from model_build.rank.ndcg import CUTOFF
from model_build.rank.training_folds import FOLDS, fold_of_readers, gather_fold
from model_build.spark.session import collect
from model_build.works.gather import Works


@dataclass(frozen=True, slots=True)
class AlsConfig:
    """The numbers of the factorisation.

    Attributes:
        factors: Number of factors.
        iterations: Number of iterations.
        regularisation: L2 regularisation of the factors.
        confidence: A like weighs 1 + this, beside 1 for a book that was not liked.
        seed: Seed of the factors that the iterations start from.
        pairs_at_once: Number of pairs of works that are compared at once; a pair takes some 20 bytes.
    """

    factors: int = 64
    iterations: int = 10
    regularisation: float = 0.1
    confidence: float = 10.0
    seed: int = 0
    pairs_at_once: int = 20_000_000


ALS_CONFIG = AlsConfig()


def als_ndcg(
    session: SparkSession, works: Works, facts: BookFacts, measured: NDArray[np.bool_] | None = None
) -> float | None:
    """Return the nDCG@10 of the works nearest by their factors, averaged over the measured readers of all folds.

    Args:
        session: The session that the factors are made in.
        works: The works, and all ratings.
        facts: Facts of the works.
        measured: As `measured_readers` returns it.

    Returns:
        None where there are too few readers, see `fold_of_readers`.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        return None
    folds = [
        gather_fold(works, facts, fold_of_reader == fold, partial(NearestByFactors, session), measured)
        for fold in range(FOLDS.folds)
    ]
    ndcg = [fold.ndcg(fold.signals[:, 0]) for fold in folds]
    return float(np.average(ndcg, weights=[fold.readers_count for fold in folds]))


class NearestByFactors:
    """The ten works nearest to each by the cosine of their factors, which is the one signal of a pair."""

    def __init__(self, session: SparkSession, facts: BookFacts, ratings: pd.DataFrame) -> None:
        """Train on the likes among `ratings` (reader, work, liked; one a pair)."""
        self._factors = _item_factors(session, ratings[ratings["liked"]], facts.works_count)

    def blocks(self, sources: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Split the works that have factors into blocks whose pairs fit into memory; the others have no nearest."""
        sources = sources[self._factors[sources].any(axis=1)]
        size = max(1, ALS_CONFIG.pairs_at_once // len(self._factors))
        yield from np.split(sources, range(size, len(sources), size))

    def describe(self, sources: NDArray[np.int32]) -> tuple[Pairs, NDArray[np.float32]]:
        """Return the nearest works of some works, and [pairs, 1] their cosine; none of a work that nobody likes."""
        cosines = self._factors[sources] @ self._factors.T
        cosines[np.arange(len(sources)), sources] = 0
        limit = min(CUTOFF, cosines.shape[1])
        nearest = np.argpartition(-cosines, limit - 1, axis=1)[:, :limit]
        nearest.sort(axis=1)
        cosine = np.take_along_axis(cosines, nearest, axis=1).astype(np.float32)
        of_source, place = np.nonzero(cosine > 0)
        zeros = np.zeros(len(of_source), dtype=np.float32)
        pairs = Pairs(sources[of_source], nearest[of_source, place].astype(np.int32), zeros, zeros)
        return pairs, cosine[of_source, place][:, np.newaxis]


def _item_factors(session: SparkSession, likes: pd.DataFrame, works_count: int) -> NDArray[np.float32]:
    """Return [works, factors] the factors of the works, of length 1; 0 of a work that nobody likes."""
    config = ALS_CONFIG
    table = pa.table({
        "reader": likes["reader"].to_numpy(np.int32),
        "work": likes["work"].to_numpy(np.int32),
        "liked": np.ones(len(likes), np.float32),
    })  # fmt: skip
    # Readers and works are solved in as many blocks as there are threads, and each costs every iteration some tasks.
    blocks = session.sparkContext.defaultParallelism
    als = ALS(
        rank=config.factors, maxIter=config.iterations, regParam=config.regularisation, alpha=config.confidence,
        implicitPrefs=True, userCol="reader", itemCol="work", ratingCol="liked", seed=config.seed,
        numUserBlocks=blocks, numItemBlocks=blocks,
    )  # fmt: skip
    found = collect(als.fit(session.createDataFrame(table)).itemFactors)
    factors = np.zeros((works_count, config.factors), dtype=np.float32)
    factors[found["id"].to_numpy()] = found["features"].combine_chunks().flatten().to_numpy().reshape(len(found), -1)
    factors /= np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-9)
    return factors
