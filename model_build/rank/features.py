"""Signals for reading one book after another: the features of pairs of works that the ranker weighs.

The signals of a pair come from facts of the two books (`BookFacts`) and from the reading of a set of readers
(`Signals`); the ranker is trained on readers outside that set.
"""

from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.rank.factors import work_factors


@dataclass(frozen=True, slots=True)
class SignalConfig:
    """The numbers of the formula, damped co-occurrence, and of the mean rating.

    Attributes:
        pair_damping: Weighted readers in common c count c^2 / (c + this): three readers in common may be an accident,
            thirty are not.
        popularity_damping: The result is divided by (n_i n_j)^this, n being the readers of a work: just enough that
            bestsellers are not neighbours of all books; the 0.5 of a cosine favours accidents.
        same_author_factor: Factor of the score of two works by one author ...
        same_author_share: ... to which this ...
        same_author_exponent: ... times n_j^this is added, so that the author counts even without a reader of both.
        mean_prior_ratings: Number of ratings of the overall mean that are added to each work's, so that means of few
            ratings stay close to it.
    """

    pair_damping: float = 5.0
    popularity_damping: float = 0.2
    same_author_factor: float = 2.0
    same_author_share: float = 0.05
    same_author_exponent: float = 0.3
    mean_prior_ratings: int = 5


SIGNAL = SignalConfig()


class SignalName(StrEnum):
    """Names of the signals, in the order of their columns: the source is the asked book, the target the other one."""

    DAMPED_COOCCURRENCE = "damped co-occurrence"
    WEIGHTED_READERS_IN_COMMON = "readers in common, weighted"
    READERS_IN_COMMON = "readers in common"
    SHARE_OF_SOURCE_READERS = "share of the asked book's readers"
    SHARE_OF_TARGET_READERS = "share of the other book's readers"
    SOURCE_READERS = "readers of the asked book"
    TARGET_READERS = "readers of the other book"
    TARGET_LIKES = "likes of the other book"
    TARGET_LIKED_SHARE = "liked share of the other book"
    SAME_AUTHOR = "same author"
    TARGET_AUTHOR_READERS = "readers of the other book's author"
    FACTORS = "factors"
    YEARS_BETWEEN = "years between"
    TARGET_YEAR = "year of the other book"
    SAME_PUBLISHER = "same publisher"
    SAME_LANGUAGE = "same language"
    TITLE_WORDS = "words of the title"
    TARGET_MEAN_RATING = "mean rating of the other book"
    SOURCE_MEAN_RATING = "mean rating of the asked book"
    SUBJECTS = "subjects in common"

    @property
    def column(self) -> int:
        """The column of the signal in the arrays of `Signals.of`."""
        return list(SignalName).index(self)

    @property
    def is_of_source_alone(self) -> bool:
        """True where the signal is the same for all targets of a source, so that alone it ranks nothing."""
        return self in {SignalName.SOURCE_READERS, SignalName.SOURCE_MEAN_RATING}


class Signals:
    """The signals of pairs of works, from the ratings of a set of readers.

    Attributes:
        cooccurrence: Readers in common of pairs of works, among those readers.
        likes: [works] float32, the number of those readers who liked each work.
        mean_ratings: [works] float32, see `SignalConfig.mean_prior_ratings`.
    """

    def __init__(self, facts: BookFacts, ratings: pd.DataFrame) -> None:
        """Count `ratings` (reader, work, rating, liked; one a pair)."""
        self._facts = facts
        works_count = facts.works_count
        self.cooccurrence = CoOccurrence(ratings, works_count)
        self._readers_count = self.cooccurrence.readers_count
        self._ratings = ratings
        self._factors: NDArray[np.float32] | None = None
        self._factors_lock = Lock()
        self.likes = np.bincount(ratings["work"][ratings["liked"]], minlength=works_count).astype(np.float32)
        rated = ratings[ratings["rating"] > 0]
        mean = float(rated["rating"].mean()) if len(rated) else 0.0
        totals = np.bincount(rated["work"], weights=rated["rating"], minlength=works_count)
        counts = np.bincount(rated["work"], minlength=works_count)
        prior = SIGNAL.mean_prior_ratings
        self.mean_ratings = ((totals + prior * mean) / (counts + prior)).astype(np.float32)
        damping_exponent = -np.float32(SIGNAL.popularity_damping)
        self._damping: NDArray[np.float32] = np.maximum(self._readers_count, 1) ** damping_exponent
        has_author = facts.author_rows >= 0
        readers_of_author = np.bincount(facts.author_rows[has_author], weights=self._readers_count[has_author])
        # An unknown author's row is -1: the last element, which no author has.
        self._readers_of_author = np.append(readers_of_author, 0).astype(np.float32)[facts.author_rows]

    def __getstate__(self) -> dict[str, Any]:
        """Return what is copied to another process: the factors in place of the ratings that they are made of."""
        return {**self.__dict__, "_factors": self._known_factors(), "_ratings": None, "_factors_lock": None}

    def of(self, pairs: Pairs) -> NDArray[np.float32]:
        """Return [pairs, signals] each signal of `SignalName` for each pair; NaN where a year is unknown."""
        facts, readers_count = self._facts, self._readers_count
        sources, targets = pairs.sources, pairs.targets
        factors = self._known_factors()
        columns = (
            self.damped_cooccurrence(pairs),
            pairs.weights,
            pairs.readers,
            pairs.weights / np.maximum(readers_count[sources], 1),
            pairs.weights / np.maximum(readers_count[targets], 1),
            readers_count[sources],
            readers_count[targets],
            self.likes[targets],
            self.likes[targets] / np.maximum(readers_count[targets], 1),
            facts.same_author(sources, targets),
            self._readers_of_author[targets],
            np.einsum("ij,ij->i", factors[sources], factors[targets]),
            facts.years[sources] - facts.years[targets],
            facts.years[targets],
            (facts.publishers[sources] == facts.publishers[targets]) & (facts.publishers[sources] >= 0),
            (facts.languages[sources] == facts.languages[targets]) & (facts.languages[sources] >= 0),
            facts.title_words[sources].multiply(facts.title_words[targets]).sum(axis=1),
            self.mean_ratings[targets],
            self.mean_ratings[sources],
            facts.subjects_in_common(sources, targets),
        )
        signals = np.empty((len(sources), len(SignalName)), dtype=np.float32)
        for number, column in enumerate(columns):
            signals[:, number] = column
        return signals

    def _known_factors(self) -> NDArray[np.float32]:
        """Return the factors, made when first needed: the formula does without, and they take long."""
        if self._factors is None:
            with self._factors_lock:
                if self._factors is None:
                    self._factors = work_factors(self._ratings, self._readers_count)
        return self._factors

    def cooccurrence_by_author(self, pairs: Pairs) -> NDArray[np.float32]:
        """Return [pairs] c^2 / (c + 5) from the weighted readers in common c, more where both are by one author."""
        sources, targets = pairs.sources, pairs.targets
        score: NDArray[np.float32] = np.square(pairs.weights) / (pairs.weights + np.float32(SIGNAL.pair_damping))
        same_author = self._facts.same_author(sources, targets)
        target_readers = np.maximum(self._readers_count[targets[same_author]], 1)
        # What `damped_cooccurrence` divides by n^popularity_damping of both works is multiplied by it here.
        share = SIGNAL.same_author_share * target_readers ** (SIGNAL.same_author_exponent + SIGNAL.popularity_damping)
        score[same_author] *= SIGNAL.same_author_factor
        score[same_author] += share / self._damping[sources[same_author]]
        return score

    def damped_cooccurrence(self, pairs: Pairs) -> NDArray[np.float32]:
        """Return [pairs] `cooccurrence_by_author` over (n_i n_j)^0.2, n being the readers of a work.

        The best single signal, and the ranking where there are too few readers to train on.
        """
        return self.cooccurrence_by_author(pairs) * self._damping[pairs.sources] * self._damping[pairs.targets]
