"""Folds of readers that the ranker is trained and validated on.

For a reader u and two books i and j that u liked, j right after i is worth w_u = 1 / (likes of u x ideal DCG of u): the
share of u's nDCG that it brings. The ranker predicts, for a source i and a target j, the sum of w_u over the readers
who liked both over the sum over those who liked i. Ranking by that expectation maximises the protocol's nDCG, so a
pointwise loss is enough, and its predictions can be compared between sources.

No reader labels a pair that it helped to count: readers with enough likes are split into folds, and the signals of a
fold's pairs come from all readers but the fold's. A reader's fold is a hash of the source id: newcomers leave everybody
else where they were, and the figures of two builds can be compared.

All readers of a fold label its pairs; its nDCG may be that of some of them, see `measured_readers`.
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
        measured_gains: [pairs] the gains of the readers whose nDCG is measured.
        readers_count: Number of readers of the fold whose nDCG is measured.
    """

    pairs: Pairs
    signals: NDArray[np.float32]
    gains: NDArray[np.float32]
    weights: NDArray[np.float32]
    measured_gains: NDArray[np.float32]
    readers_count: int

    @property
    def labels(self) -> NDArray[np.float32]:
        """[pairs] the share of the source's weight that a pair gains, from 0 to 1: the ranker's training label."""
        labels: NDArray[np.float32] = np.minimum(self.gains / self.weights, 1)
        return labels

    def ndcg(self, scores: NDArray[np.float64] | NDArray[np.float32]) -> float:
        """Return nDCG@10, averaged over the measured readers: the discounted gains of the ten best of each source.

        Args:
            scores: [pairs] higher is better.
        """
        ranked = RankedLists.of(self.pairs.sources, self.pairs.targets, scores, CUTOFF)
        gains = np.where(ranked.targets >= 0, self.measured_gains[ranked.order], 0)
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


def measured_readers(works: Works, others: range) -> NDArray[np.bool_] | None:
    """Return [readers] whether the nDCG of a reader is measured; None where that of all is.

    Measured by readers whom anybody can add, a model gets worse with each of them whose likes nobody can predict.

    Args:
        works: The works, and all ratings.
        others: Rows of the readers who are trained on and not measured, unless the rest is too few to be measured.
    """
    fold_of_reader = fold_of_readers(works)
    if not others or fold_of_reader is None:
        return None
    measured = np.ones(len(fold_of_reader), dtype=bool)
    measured[others.start : others.stop] = False
    return measured if np.count_nonzero(fold_of_reader[measured] >= 0) >= FOLDS.min_readers else None


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


@dataclass(frozen=True, slots=True)
class FoldLikes:
    """The likes of a fold's readers, and the sources that are sampled of them.

    Attributes:
        readers: [fold's readers] their rows, ascending.
        liked: [fold's readers, works] float32, 1 where a reader liked a work.
        worth: [fold's readers] w_u of each.
        worth_by_work: [works, fold's readers] float32, w_u where a reader liked a work.
        weights: [works] the sum of w_u over those who liked each work.
        sources: Rows of the sampled sources, ascending.
        chance: [works] the chance that each had to be sampled, 0 for those that were not.
    """

    readers: NDArray[np.int64]
    liked: sp.csr_array
    worth: NDArray[np.float64]
    worth_by_work: sp.csr_array
    weights: NDArray[np.float32]
    sources: NDArray[np.int32]
    chance: NDArray[np.float32]

    @classmethod
    def of(cls, works: Works, in_fold: NDArray[np.bool_]) -> "FoldLikes":
        """Gather the likes of the readers of a fold, each of whom liked at least two works."""
        ratings = works.ratings
        likes = ratings[in_fold[ratings["reader"].to_numpy()] & ratings["liked"].to_numpy()]
        readers, rows = np.unique(likes["reader"], return_inverse=True)
        liked = sp.csr_array(
            (np.ones(len(likes), dtype=np.float32), (rows, likes["work"].to_numpy())),
            shape=(len(readers), len(works.books)),
        )
        likes_count = np.diff(liked.indptr)
        worth = 1 / (likes_count * ideal_dcg(likes_count - 1))
        worth_by_work = _worth_by_work(liked, worth)
        weights = np.asarray(worth_by_work.sum(axis=1), dtype=np.float32)
        sources, chances = sample_sources(weights, works.books["isbn"])
        chance = np.zeros(len(works.books), dtype=np.float32)
        chance[sources] = chances
        return cls(readers, liked, worth, worth_by_work, weights, sources, chance)

    def reader_ndcg(self, ranked: RankedLists) -> NDArray[np.float64]:
        """Return [fold's readers] the nDCG@10 of each, by the ten best works after each source.

        Args:
            ranked: Works ranked after the sources.
        """
        is_ranked = ranked.targets >= 0
        discounts = np.broadcast_to(DISCOUNTS[: is_ranked.shape[1]], is_ranked.shape)[is_ranked]
        sources = np.repeat(ranked.sources, is_ranked.sum(axis=1))
        by_source = sp.csr_array(
            (discounts / self.chance[sources], (sources, ranked.targets[is_ranked])), shape=(len(self.chance),) * 2
        )
        return np.asarray((self.liked @ by_source).multiply(self.liked).sum(axis=1)).ravel() * self.worth


def gather_fold(
    works: Works,
    facts: BookFacts,
    in_fold: NDArray[np.bool_],
    describe: Callable[[BookFacts, pd.DataFrame], DescribedPairs] = CoReadPairs,
    measured: NDArray[np.bool_] | None = None,
) -> Fold:
    """Gather the candidates and gains of a fold of readers, with signals counted without them.

    Args:
        works: The works, and all ratings.
        facts: Facts of the works.
        in_fold: [readers] whether a reader is of the fold; each of those liked at least two works.
        describe: Returns the candidates and signals by the facts of the works and some ratings.
        measured: [readers] whether the nDCG of a reader is measured; None for that of all.
    """
    likes = FoldLikes.of(works, in_fold)
    is_measured = None if measured is None else measured[likes.readers]
    worths = [likes.worth_by_work]
    if is_measured is not None:
        worths.append(_worth_by_work(likes.liked, np.where(is_measured, likes.worth, 0)))
    described = describe(facts, works.ratings[~in_fold[works.ratings["reader"].to_numpy()]])
    parts: list[tuple[Pairs, NDArray[np.float32], list[NDArray[np.float32]]]] = []
    for block in described.blocks(likes.sources):
        pairs, signals = described.describe(block)
        parts.append((pairs, signals, [_gains(worth, likes.liked, block, pairs) for worth in worths]))
    pairs = reduce(Pairs.append, (part[0] for part in parts))
    chance = likes.chance[pairs.sources]
    gains = [np.concatenate(of_parts) / chance for of_parts in zip(*(part[2] for part in parts), strict=True)]
    return Fold(
        pairs=pairs,
        signals=np.concatenate([part[1] for part in parts]),
        gains=gains[0].astype(np.float32),
        weights=likes.weights[pairs.sources] / chance,
        measured_gains=gains[-1].astype(np.float32),
        readers_count=len(likes.readers) if is_measured is None else int(is_measured.sum()),
    )


def _worth_by_work(liked: sp.csr_array, worth: NDArray[np.float64]) -> sp.csr_array:
    return sp.csr_array(liked.multiply(worth[:, np.newaxis]).T.astype(np.float32))


def _gains(
    worth_by_work: sp.csr_array, liked: sp.csr_array, block: NDArray[np.int32], pairs: Pairs
) -> NDArray[np.float32]:
    """Return [pairs] the sum of w_u over the readers who liked both works of a pair, whose sources are in a block."""
    gains = sp.csr_array(worth_by_work[block] @ liked)
    gains.sort_indices()
    position = np.searchsorted(block, pairs.sources)
    # Of no positions at all scipy returns a matrix.
    of_pairs = gains[position, pairs.targets] if len(position) else np.empty(0)
    return np.asarray(of_pairs, dtype=np.float32).ravel()


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
