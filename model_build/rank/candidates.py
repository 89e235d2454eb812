"""Candidates: the pairs of works that are worth ranking."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.rank.fact_neighbours import FACT_NEIGHBOURS, FactNeighbours
from model_build.rank.features import Signals
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class CandidateConfig:
    """The numbers of the candidates.

    A source has `min_targets` and `targets_per_reader` for each of its readers, up to `max_targets`, by readers in
    common and author: the data of few readers do not justify more. `bestsellers` are added to them.

    Attributes:
        books_of_author: Number of an author's most read works that are looked at.
        min_targets: Targets of a source without readers.
        targets_per_reader: Further targets for each reader of the source.
        max_targets: Most targets of a source.
        bestsellers: Number of the most read works that are targets of every source: of a book with few readers too
            little is known to find all that goes with it, and most people's reading goes with most books.
    """

    books_of_author: int = 50
    min_targets: int = 24
    targets_per_reader: int = 6
    max_targets: int = 60
    bestsellers: int = 10


CANDIDATES = CandidateConfig()

Number = TypeVar("Number", np.int32, np.float32)


class Candidates:
    """Finds, for each source, the works that share readers or the author with it, works alike, and the bestsellers."""

    def __init__(self, facts: BookFacts, signals: Signals) -> None:
        self._facts = facts
        self._signals = signals
        self._cooccurrence: CoOccurrence = signals.cooccurrence
        readers_count = self._cooccurrence.readers_count
        by_readers = np.argsort(-readers_count, kind="stable").astype(np.int32)
        author_rows = facts.author_rows[by_readers]
        position_by_author = pd.Series(author_rows).groupby(author_rows).cumcount().to_numpy()
        may_be_bestseller = (position_by_author < RECOMMENDER.popular_by_one_author) | (author_rows < 0)
        self._bestsellers = by_readers[may_be_bestseller][: CANDIDATES.bestsellers]
        self._is_bestseller = np.zeros(facts.works_count, dtype=bool)
        self._is_bestseller[self._bestsellers] = True
        best_known = by_readers[(author_rows >= 0) & (position_by_author < CANDIDATES.books_of_author)]
        self._best_known = best_known[np.argsort(facts.author_rows[best_known], kind="stable")]
        counts = np.bincount(facts.author_rows[best_known], minlength=int(author_rows.max(initial=0)) + 1)
        self._author_starts = np.concatenate([[0], np.cumsum(counts)])
        self._fact_neighbours = FactNeighbours(facts)
        self._limits = np.minimum(
            CANDIDATES.min_targets + CANDIDATES.targets_per_reader * readers_count, CANDIDATES.max_targets
        ).astype(np.int64)

    def of(self, sources: NDArray[np.int32], *, damped: bool) -> Pairs:
        """Return each source with up to 60 targets by readers in common and author, and with the bestsellers.

        Args:
            sources: Ascending rows.
            damped: Whether much read works are held back, as by `Signals.damped_cooccurrence`.
        """
        shared = self._cooccurrence.pairs(sources)
        shared = shared.select((shared.sources != shared.targets) & ~self._is_bestseller[shared.targets])
        pairs = _merge_by_source(shared, self._by_author_alone(sources, shared))
        score = self._signals.damped_cooccurrence(pairs) if damped else self._signals.cooccurrence_by_author(pairs)
        is_best = _is_among_best(pairs.sources, score, self._limits)
        if damped:
            best = pairs.select(is_best)
        else:
            is_alike, others_alike = self._alike_by_facts(sources, pairs)
            best = _merge_by_source(pairs.select(is_best | is_alike), others_alike)
        with_bestsellers = self._cooccurrence.pairs_with(sources, self._bestsellers)
        return _merge_by_source(best, with_bestsellers.select(with_bestsellers.sources != with_bestsellers.targets))

    def _alike_by_facts(self, sources: NDArray[np.int32], pairs: Pairs) -> tuple[NDArray[np.bool_], Pairs]:
        """Return [pairs] whether a target is alike a source of few readers, and those alike that are not among them."""
        works_count, readers_count = self._facts.works_count, self._cooccurrence.readers_count
        has_few = readers_count < FACT_NEIGHBOURS.few_readers
        source, target = self._fact_neighbours.of(sources[has_few[sources]])
        keys = pd.unique((source.astype(np.int64) * works_count + target)[~self._is_bestseller[target]])
        keys.sort()
        of_few = np.flatnonzero(has_few[pairs.sources])
        keys_of_few = pairs.sources[of_few].astype(np.int64) * works_count + pairs.targets[of_few]
        is_alike = np.zeros(len(pairs.sources), dtype=bool)
        is_alike[of_few] = _are_among(keys_of_few, keys)
        # Those that were found: few, where all keys would fill a large table.
        others = keys[~_are_among(keys, keys_of_few[is_alike[of_few]])]
        zeros = np.zeros(len(others), dtype=np.float32)
        return is_alike, Pairs(
            (others // works_count).astype(np.int32), (others % works_count).astype(np.int32), zeros, zeros
        )

    def _by_author_alone(self, sources: NDArray[np.int32], shared: Pairs) -> Pairs:
        """Return each source with the best known works of its author that share no reader with it."""
        facts = self._facts
        authored = sources[facts.author_rows[sources] >= 0]
        first = self._author_starts[facts.author_rows[authored]]
        lengths = self._author_starts[facts.author_rows[authored] + 1] - first
        source = np.repeat(authored, lengths)
        position = np.arange(len(source)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        target = self._best_known[np.repeat(first, lengths) + position]
        same_author = facts.same_author(shared.sources, shared.targets)
        shared_keys = shared.sources[same_author].astype(np.int64) * facts.works_count + shared.targets[same_author]
        is_new = (source != target) & ~self._is_bestseller[target]
        is_new &= ~_are_among(source.astype(np.int64) * facts.works_count + target, shared_keys)
        zeros = np.zeros(int(is_new.sum()), dtype=np.float32)
        return Pairs(source[is_new], target[is_new], zeros, zeros)


def _are_among(keys: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return [keys] whether each is one of the others; numpy's `isin` takes many times as long for keys like these."""
    return np.asarray(pd.Index(keys).isin(others))


def _merge_by_source(pairs: Pairs, more: Pairs) -> Pairs:
    """Return both lists of pairs, each in the order of its sources, as one in that order.

    Args:
        pairs: Those first of a source; of most pairs, so that they are not sorted again but moved apart.
        more: Those after them.
    """
    of_more = np.searchsorted(pairs.sources, more.sources, side="right") + np.arange(len(more.sources))
    is_of_pairs = np.ones(len(pairs.sources) + len(more.sources), dtype=bool)
    is_of_pairs[of_more] = False

    def merge(values: NDArray[Number], further: NDArray[Number]) -> NDArray[Number]:
        merged = np.empty(len(is_of_pairs), dtype=values.dtype)
        merged[is_of_pairs], merged[of_more] = values, further
        return merged

    return Pairs(
        merge(pairs.sources, more.sources),
        merge(pairs.targets, more.targets),
        merge(pairs.weights, more.weights),
        merge(pairs.readers, more.readers),
    )


def _is_among_best(
    sources: NDArray[np.int32], score: NDArray[np.float32], limits: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return [pairs] whether a pair is among the best of its source.

    Args:
        sources: [pairs] ascending.
        score: [pairs] higher is better.
        limits: [works] most pairs of each source.
    """
    is_best = np.ones(len(sources), dtype=bool)
    starts = np.flatnonzero(np.diff(sources, prepend=-1))
    lengths = np.diff(starts, append=len(sources))
    surplus = lengths - limits[sources[starts]]
    for start, length, worst_count in zip(
        starts[surplus > 0].tolist(), lengths[surplus > 0].tolist(), surplus[surplus > 0].tolist(), strict=True
    ):
        worst = np.argpartition(score[start : start + length], worst_count)[:worst_count]
        is_best[start + worst] = False
    return is_best
