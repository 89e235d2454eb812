"""Works that are alike by their facts: for works that have too few readers to say which others go with them."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.features import SignalName


@dataclass(frozen=True, slots=True)
class FactNeighbourConfig:
    """The numbers of the works alike by facts.

    Attributes:
        few_readers: Number of readers of a work from which they say enough.
        titles_of_word: Most titles with a word by which two titles are alike; a commoner word says little, and pairs
            of its titles are many.
        by_title: Most works of a source by words of their titles.
        by_publisher: Works of the same publisher on either side of a source, in the order of their years.
        by_subjects: Most works of a source by their subjects, each weighted by its rarity ...
        works_of_subject: ... among this many of the most read works of each of its subjects.
        popularity_exponent: Where a source has few readers, a score is divided by (readers of the target)^this ...
        title_weight: ... times 1 + this x (likeness of the titles) ...
        publisher_weight: ... + this where both are of one publisher ...
        other_language_factor: ... times this where the languages differ. Nobody who asks for a little read book in one
            language wants bestsellers of another. The four were set by reading answers, and cost 0.0006 of nDCG@10 on
            Book-Crossing, where two fifths of the works have few readers.
    """

    few_readers: int = 5
    titles_of_word: int = 60
    by_title: int = 10
    by_publisher: int = 4
    by_subjects: int = 20
    works_of_subject: int = 100
    popularity_exponent: float = 0.1
    title_weight: float = 1.0
    publisher_weight: float = 0.5
    other_language_factor: float = 0.1


FACT_NEIGHBOURS = FactNeighbourConfig()


class FactNeighbours:
    """Finds works of the same language with like titles or subjects, or of the publisher in about the same years."""

    def __init__(self, facts: BookFacts) -> None:
        self._facts = facts
        words = facts.title_words
        titles_with = np.bincount(words.indices, minlength=words.shape[1])
        is_telling = (titles_with > 1) & (titles_with <= FACT_NEIGHBOURS.titles_of_word)
        self._words = sp.csr_array(words[:, np.flatnonzero(is_telling)])
        self._works_of_words = sp.csr_array(self._words.T)
        self._works_of_subjects = _first_of_columns(facts.subjects, FACT_NEIGHBOURS.works_of_subject)
        years = np.nan_to_num(facts.years, nan=0)
        self._order = np.lexsort((years, facts.languages, facts.publishers)).astype(np.int32)
        self._position = np.empty_like(self._order)
        self._position[self._order] = np.arange(len(self._order), dtype=np.int32)

    def of(self, sources: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return pairs of a source and a work alike, which may be more than once, as two arrays."""
        by_title = self._most_alike(sources, self._words, self._works_of_words, FACT_NEIGHBOURS.by_title)
        by_subjects = self._most_alike(
            sources, self._facts.subjects, self._works_of_subjects, FACT_NEIGHBOURS.by_subjects
        )
        pairs = np.concatenate([by_title, by_subjects, self._by_publisher(sources)], axis=1)
        languages = self._facts.languages
        is_chosen = (pairs[0] != pairs[1]) & (languages[pairs[0]] == languages[pairs[1]])
        return pairs[0, is_chosen], pairs[1, is_chosen]

    def _most_alike(
        self, sources: NDArray[np.int32], words: sp.csr_array, works_of_words: sp.csr_array, limit: int
    ) -> NDArray[np.int32]:
        """Return [2, pairs] each source and the works of its language that are most like it by weighted words.

        Args:
            sources: Rows of the sources.
            words: [works, words]
            works_of_words: [words, works] the works that are looked at.
            limit: Most works of a source.
        """
        alike = sp.csr_array(words[sources] @ works_of_words)
        rows = np.repeat(np.arange(len(sources)), np.diff(alike.indptr))
        languages = self._facts.languages
        may_be = languages[sources[rows]] == languages[alike.indices]
        rows, targets, likeness = rows[may_be], alike.indices[may_be], alike.data[may_be]
        order = np.lexsort((targets, -likeness, rows))
        rows, targets = rows[order], targets[order]
        # The source itself is among the first.
        is_best = np.arange(len(rows)) - np.searchsorted(rows, rows) <= limit
        return np.stack([sources[rows[is_best]], targets[is_best]]).astype(np.int32)

    def _by_publisher(self, sources: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return [2, pairs] each source and the works of its publisher from the nearest years."""
        reach = FACT_NEIGHBOURS.by_publisher
        offsets = np.delete(np.arange(-reach, reach + 1), reach)
        position = (self._position[sources][:, None] + offsets).clip(0, len(self._order) - 1)
        targets = self._order[position].ravel()
        sources = np.repeat(sources, len(offsets))
        publishers = self._facts.publishers
        is_same = (publishers[sources] == publishers[targets]) & (publishers[sources] >= 0)
        return np.stack([sources[is_same], targets[is_same]]).astype(np.int32)


def _first_of_columns(weights: sp.csr_array, limit: int) -> sp.csr_array:
    """Return [words, works] the transpose of [works, words], of each word the first works alone: the most read."""
    works_of_words = sp.csr_array(weights.T)
    works_of_words.sort_indices()
    position = np.arange(works_of_words.nnz) - np.repeat(works_of_words.indptr[:-1], np.diff(works_of_words.indptr))
    is_first = position < limit
    starts = np.concatenate([[0], np.cumsum(is_first)])[works_of_words.indptr]
    return sp.csr_array(
        (works_of_words.data[is_first], works_of_words.indices[is_first], starts), shape=works_of_words.shape
    )


def fact_factors(signals: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return [pairs] the factor of a score by the facts of both works; 1 where the source has readers enough.

    Args:
        signals: [pairs, signals] as `Signals.of` gives them.
    """
    config = FACT_NEIGHBOURS
    factors = np.ones(len(signals), dtype=np.float32)
    has_few = signals[:, SignalName.SOURCE_READERS.column] < config.few_readers
    of_few = signals[has_few]
    factors[has_few] = (
        np.maximum(of_few[:, SignalName.TARGET_READERS.column], 1) ** -config.popularity_exponent
        * (
            1
            + config.title_weight * of_few[:, SignalName.TITLE_WORDS.column]
            + config.publisher_weight * of_few[:, SignalName.SAME_PUBLISHER.column]
        )
        * np.where(of_few[:, SignalName.SAME_LANGUAGE.column] > 0, 1, config.other_language_factor)
    )
    return factors
