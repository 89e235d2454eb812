"""Which works may be near a work: the pairs that are worth ranking."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.rank.features import BookFacts, Signals
from shelftalker.recommend.recommender import RECOMMENDER

_BOOKS_OF_AN_AUTHOR = 50
# By readers in common and author: 24 and 6 a reader up to 60, for few readers say little of more books than that.
_FEWEST = 24
_MORE_A_READER = 6
_MOST = 60
# Of a book with few readers too little is known to find all that goes with it; what most people read goes with most.
_BESTSELLERS = 10


class Candidates:
    """Finds, for each work, the works that share readers or the author with it, and those that most people read."""

    def __init__(self, facts: BookFacts, signals: Signals) -> None:
        self._facts = facts
        self._signals = signals
        self._cooccurrence: CoOccurrence = signals.cooccurrence
        by_readers = np.argsort(-self._cooccurrence.readers_count, kind="stable").astype(np.int32)
        author_rows = facts.author_rows[by_readers]
        place = pd.Series(author_rows).groupby(author_rows).cumcount().to_numpy()
        self._bestsellers = by_readers[(place < RECOMMENDER.books_by_one_author) | (author_rows < 0)][:_BESTSELLERS]
        self._is_bestseller = np.zeros(facts.works_count, dtype=bool)
        self._is_bestseller[self._bestsellers] = True
        best_known = by_readers[(author_rows >= 0) & (place < _BOOKS_OF_AN_AUTHOR)]
        self._best_known = best_known[np.argsort(facts.author_rows[best_known], kind="stable")]
        counts = np.bincount(facts.author_rows[best_known], minlength=int(author_rows.max(initial=0)) + 1)
        self._limits = np.minimum(_FEWEST + _MORE_A_READER * self._cooccurrence.readers_count, _MOST).astype(np.int64)
        self._author_starts = np.concatenate([[0], np.cumsum(counts)])

    def of(self, works: NDArray[np.int32], *, damped: bool) -> Pairs:
        """Each work with up to 60 others by readers in common and author, and with the bestsellers.

        Args:
            works: Ascending rows.
            damped: Whether what many have read is held back, as `Signals.damped_cooccurrence` does.
        """
        shared = self._cooccurrence.pairs(works)
        shared = shared.taken((shared.works != shared.others) & ~self._is_bestseller[shared.others])
        pairs = _in_order(shared, self._by_author_alone(works, shared))
        liking = self._signals.damped_cooccurrence(pairs) if damped else self._signals.cooccurrence_by_author(pairs)
        best = pairs.taken(_best_of_each(pairs.works, liking, self._limits))
        beside = self._cooccurrence.pairs_with(works, self._bestsellers)
        return _in_order(best, beside.taken(beside.works != beside.others))

    def _by_author_alone(self, works: NDArray[np.int32], shared: Pairs) -> Pairs:
        """The best known works of each work's author that share no reader with it."""
        facts = self._facts
        known = works[facts.author_rows[works] >= 0]
        first = self._author_starts[facts.author_rows[known]]
        lengths = self._author_starts[facts.author_rows[known] + 1] - first
        one = np.repeat(known, lengths)
        within = np.arange(len(one)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        other = self._best_known[np.repeat(first, lengths) + within]
        same = facts.same_author(shared.works, shared.others)
        taken = shared.works[same].astype(np.int64) * facts.works_count + shared.others[same]
        new = (one != other) & ~self._is_bestseller[other]
        new &= ~np.isin(one.astype(np.int64) * facts.works_count + other, taken)
        nothing = np.zeros(int(new.sum()), dtype=np.float32)
        return Pairs(one[new], other[new], nothing, nothing)


def _in_order(one: Pairs, other: Pairs) -> Pairs:
    """Both lists of pairs, in the order of the work asked about, which both are in already."""
    joined = one.followed_by(other)
    return joined.taken(np.argsort(joined.works, kind="stable"))


def _best_of_each(
    works: NDArray[np.int32], liking: NDArray[np.float32], limits: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """[pairs] whether a pair is among the best of its work; limits: [works] how many of them those are."""
    best = np.ones(len(works), dtype=bool)
    starts = np.flatnonzero(np.diff(works, prepend=-1))
    lengths = np.diff(starts, append=len(works))
    surplus = lengths - limits[works[starts]]
    for start, length, worst in zip(
        starts[surplus > 0].tolist(), lengths[surplus > 0].tolist(), surplus[surplus > 0].tolist(), strict=True
    ):
        best[start + np.argpartition(liking[start : start + length], worst)[:worst]] = False
    return best
