"""Folds of readers that the ranker is trained and validated on.

For a reader u and two books i and j that u liked, j right after i is worth w_u = 1 / (likes of u x ideal DCG of u): the
share of u's nDCG that it brings. The ranker predicts, for a source i and a target j, the sum of w_u over the readers
who liked both over the sum over those who liked i. Ranking by that expectation maximises the protocol's nDCG, so a
pointwise loss is enough, and its predictions can be compared between sources.

No reader labels a pair that it helped to count: readers with enough likes are split into folds, and the signals of a
fold's pairs come from all readers but the fold's. A reader's fold is a hash of the source id: newcomers leave everybody
else where they were, and the figures of two builds can be compared.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.candidates import Candidates
from model_build.rank.cooccurrence import Pairs
from model_build.rank.features import Signals
from model_build.rank.ndcg import CUTOFF, DISCOUNTS, ideal_dcg
from model_build.rank.shown import RankedLists
from model_build.rank.splitting import SPLIT
from model_build.works.gather import Works, hash_names


@dataclass(frozen=True, slots=True)
class FoldConfig:
    """The numbers of the folds.

    Attributes:
        folds: Number of folds; each validates trees that are trained on the others.
        min_readers: Fewest readers in all folds; with fewer the formula ranks.
        sources_of_fold: Most sources of a fold that are expected in a sample: as many where each has a chance below 1.
    """

    folds: int = 4
    min_readers: int = 200
    sources_of_fold: int = 8_000


FOLDS = FoldConfig()


@dataclass(frozen=True, slots=True)
class Fold:
    """A fold of readers: candidates for the works that its readers liked, and the worth of each to them.

    Attributes:
        pairs: The candidates.
        signals: [pairs, signals], counted without the fold's readers.
        gains: [pairs] the sum of w_u over the fold's readers who liked both works.
        weights: [pairs] the sum of w_u over those who liked the source.
        readers_count: Number of readers of the fold.
    """

    pairs: Pairs
    signals: NDArray[np.float32]
    gains: NDArray[np.float32]
    weights: NDArray[np.float32]
    readers_count: int

    @property
    def labels(self) -> NDArray[np.float32]:
        """[pairs] the share of the source's weight that a pair gains, from 0 to 1: the ranker's training label."""
        labels: NDArray[np.float32] = np.minimum(self.gains / self.weights, 1)
        return labels

    def ndcg(self, scores: NDArray[np.float64] | NDArray[np.float32]) -> float:
        """Return nDCG@10, averaged over the fold's readers: the discounted gains of the ten best of each source.

        Args:
            scores: [pairs] higher is better.
        """
        ranked = RankedLists.of(self.pairs.sources, self.pairs.targets, scores, CUTOFF)
        gains = np.where(ranked.targets >= 0, self.gains[ranked.order], 0)
        return float((gains * DISCOUNTS).sum() / self.readers_count)


def fold_of_readers(works: Works) -> NDArray[np.int8] | None:
    """Return [readers] the fold of each reader with enough likes, -1 for the others; None with too few of them."""
    liked = works.ratings["reader"][works.ratings["liked"]]
    likes = np.bincount(liked, minlength=int(works.ratings["reader"].max()) + 1)
    # Readers who liked fewer books say little about which goes with which.
    readers = np.flatnonzero(likes >= SPLIT.min_likes)
    if len(readers) < FOLDS.min_readers:
        return None
    folds = np.full(len(likes), -1, dtype=np.int8)
    folds[readers] = works.reader_hashes[readers] % FOLDS.folds
    return folds


class DescribedPairs(Protocol):
    """Candidates of works, and their signals."""

    def blocks(self, sources: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Split an array of works into blocks whose pairs fit into memory."""

    def describe(self, sources: NDArray[np.int32]) -> tuple[Pairs, NDArray[np.float32]]:
        """Return the candidates of some works, ascending rows, and [pairs, signals] their signals."""


class CoReadPairs:
    """The candidates that the ranker puts in order, and its signals."""

    def __init__(self, facts: BookFacts, ratings: pd.DataFrame) -> None:
        """Count `ratings` (reader, work, rating, liked; one a pair)."""
        self._signals = Signals(facts, ratings)
        self._candidates = Candidates(facts, self._signals)

    def blocks(self, sources: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Split an array of works into blocks whose pairs fit into memory."""
        return self._signals.cooccurrence.blocks(sources)

    def describe(self, sources: NDArray[np.int32]) -> tuple[Pairs, NDArray[np.float32]]:
        """Return the candidates of some works, ascending rows, and [pairs, signals] as `Signals.of` gives them."""
        pairs = self._candidates.of(sources, damped=False)
        return pairs, self._signals.of(pairs)


def gather_fold(
    works: Works,
    facts: BookFacts,
    in_fold: NDArray[np.bool_],
    describe: Callable[[BookFacts, pd.DataFrame], DescribedPairs] = CoReadPairs,
) -> Fold:
    """Gather the candidates and gains of a fold of readers, with signals counted without them.

    Args:
        works: The works, and all ratings.
        facts: Facts of the works.
        in_fold: [readers] whether a reader is of the fold; each of those liked at least two works.
        describe: Returns the candidates and signals by the facts of the works and some ratings.
    """
    ratings = works.ratings
    is_by_fold = in_fold[ratings["reader"].to_numpy()]
    likes = ratings[is_by_fold & ratings["liked"].to_numpy()]
    readers = np.unique(likes["reader"], return_inverse=True)[1]
    liked = sp.csr_array(
        (np.ones(len(likes), dtype=np.float32), (readers, likes["work"].to_numpy())),
        shape=(int(readers.max()) + 1, facts.works_count),
    )
    likes_count = np.diff(liked.indptr)
    worth = 1 / (likes_count * ideal_dcg(likes_count - 1))
    worth_by_work = sp.csr_array(liked.multiply(worth[:, np.newaxis]).T.astype(np.float32))
    weights = np.asarray(worth_by_work.sum(axis=1), dtype=np.float32)
    sources, chances = sample_sources(weights, works.books["isbn"])
    described = describe(facts, ratings[~is_by_fold])
    parts: list[tuple[Pairs, NDArray[np.float32], NDArray[np.float32]]] = []
    for block in described.blocks(sources):
        pairs, signals = described.describe(block)
        gains = sp.csr_array(worth_by_work[block] @ liked)
        gains.sort_indices()
        position = np.searchsorted(block, pairs.sources)
        # Of no positions at all scipy returns a matrix.
        of_pairs = gains[position, pairs.targets] if len(position) else np.empty(0)
        parts.append((pairs, signals, np.asarray(of_pairs, dtype=np.float32).ravel()))
    pairs = reduce(Pairs.append, (part[0] for part in parts))
    chance = np.zeros(facts.works_count, dtype=np.float32)
    chance[sources] = chances
    return Fold(
        pairs=pairs,
        signals=np.concatenate([part[1] for part in parts]),
        gains=(np.concatenate([part[2] for part in parts]) / chance[pairs.sources]).astype(np.float32),
        weights=(weights / np.maximum(chance, 1e-9))[pairs.sources].astype(np.float32),
        readers_count=len(likes_count),
    )


def sample_sources(weights: NDArray[np.float32], names: Iterable[str]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Sample the sources of a fold, each with a chance in proportion to its weight.

    Args:
        weights: [works] the sum of w_u over the readers who liked each work; works of weight 0 are no sources.
        names: [works] a name of each, by whose hash it is sampled: in another build the same works are.

    Returns:
        Rows of the sources, ascending, and the chance that each had.
    """
    works = np.flatnonzero(weights).astype(np.int32)
    chances = np.minimum(1, FOLDS.sources_of_fold * weights[works] / weights.sum())
    is_sampled = hash_names(names)[works] / 2.0**64 < chances
    return works[is_sampled], chances[is_sampled]
