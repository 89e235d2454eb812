"""Pairs of a work, as if nobody had read it, and the works that its facts suggest, with signals of those facts.

The readers of the author's other works and of the other volumes of the series stand for its own: what they read goes
with an author, if not with this book.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import Pairs
from model_build.rank.fact_neighbours import FactNeighbours
from model_build.rank.features import SIGNAL, Signals
from model_build.rank.prices import PRICE
from model_build.rank.unread.related_works import Relations


@dataclass(frozen=True, slots=True)
class FactPairConfig:
    """The numbers of the candidates.

    Attributes:
        by_author: Most works by the author, the most read first.
        by_readers: Most works by the readers of related works.
        bestsellers: Number of the most read works that are candidates of every source: as each may stand in 6% of the
            answers, many share those of works of which little is known.
        bestsellers_by_author: Most of them by one author: as many as the prices are fitted with. The fit did not see
            any more, and where nine works of ten were unread one of these stood in half of the answers.
        of_language: Number of the most read works of a source's language, as many by one author.
        works_in_block: Most sources of a block: of more works more pairs have the same signals, which are ranked once.
        pairs_in_block: Most pairs with readers of related works in a block, but for its first work.
    """

    by_author: int = 20
    by_readers: int = 50
    bestsellers: int = 100
    bestsellers_by_author: int = PRICE.by_one_author
    of_language: int = 10
    works_in_block: int = 4000
    pairs_in_block: int = 4_000_000


FACT_PAIRS = FactPairConfig()


class FactSignal(StrEnum):
    """Names of the signals, in the order of their columns; none of them knows of a reader of the source.

    A reader of related works counts as often as `Relations.weights` says, and once more for each further work.
    """

    TARGET_READERS = "readers of the other book"
    TARGET_LIKES = "likes of the other book"
    TARGET_LIKED_SHARE = "liked share of the other book"
    TARGET_MEAN_RATING = "mean rating of the other book"
    SAME_AUTHOR = "same author"
    TARGET_AUTHOR_READERS = "readers of the other book's author"
    SOURCE_AUTHOR_READERS = "readers of the asked book's author"
    YEARS_BETWEEN = "years between"
    SOURCE_YEAR = "year of the asked book"
    TARGET_YEAR = "year of the other book"
    SAME_PUBLISHER = "same publisher"
    OTHER_LANGUAGE = "another language"
    TITLE_WORDS = "words of the title"
    SUBJECTS = "subjects in common"
    SAME_SERIES = "same series"
    VOLUMES_BETWEEN = "volumes between"
    RELATED_WEIGHTS = "readers of related works in common, weighted"
    RELATED_READERS = "readers of related works in common"
    SHARE_OF_RELATED = "share of the readers of related works"
    SHARE_OF_TARGET = "share of the other book's readers"
    RELATED_COUNT = "readers of related works"
    DAMPED_RELATED = "damped co-occurrence of related works"

    @property
    def column(self) -> int:
        """The column of the signal in the arrays of `FactPairs.describe`."""
        return list(FactSignal).index(self)


@dataclass(frozen=True, slots=True)
class _RelatedReading:
    """Works that the readers of works related to some sources have read.

    Attributes:
        pairs: Each source with each of those works: the readers in common are those of the related works.
        counts: [sources] number of the readers of the related works.
    """

    pairs: Pairs
    counts: NDArray[np.float32]


class FactPairs:
    """Candidates of works as if nobody had read them, and their signals.

    Attributes:
        cooccurrence: Readers in common of pairs of works.
    """

    def __init__(self, facts: BookFacts, ratings: pd.DataFrame) -> None:
        """Count `ratings` (reader, work, rating, liked; one a pair)."""
        self._facts = facts
        self._signals = Signals(facts, ratings)
        self.cooccurrence = self._signals.cooccurrence
        self._readers_count = readers_count = self.cooccurrence.readers_count
        self._relations = Relations(facts, readers_count)
        self._fact_neighbours = FactNeighbours(facts)
        by_readers = _first_of_authors(np.argsort(-readers_count, kind="stable").astype(np.int32), facts.author_rows)
        self._bestsellers = by_readers[: FACT_PAIRS.bestsellers]
        position = pd.Series(facts.languages[by_readers]).groupby(facts.languages[by_readers]).cumcount().to_numpy()
        of_language = by_readers[position < FACT_PAIRS.of_language]
        self._of_language = {
            language: of_language[facts.languages[of_language] == language]
            for language in np.unique(facts.languages).tolist()
        }
        authors = facts.author_rows
        self._readers_of_author = np.append(np.bincount(authors[authors >= 0], weights=readers_count[authors >= 0]), 0)

    def blocks(self, sources: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Split an array of works into blocks whose pairs fit into memory."""
        pairs = self.cooccurrence.pairs_of_related(self._relations.weights(sources))
        share_of_block = np.maximum(pairs / FACT_PAIRS.pairs_in_block, 1 / FACT_PAIRS.works_in_block)
        yield from np.split(sources, np.flatnonzero(np.diff(np.cumsum(share_of_block).astype(np.int64))) + 1)

    def describe(self, sources: NDArray[np.int32]) -> tuple[Pairs, NDArray[np.float32]]:
        """Return the candidates of some works, and [pairs, signals] each signal of `FactSignal`; NaN where unknown.

        Args:
            sources: Ascending rows. The readers in common of the pairs are 0: nobody is known to have read a source.
        """
        related = self._related_reading(sources)
        pairs = self._candidates(sources, related)
        return pairs, self._signals_of(pairs, sources, related)

    def _related_reading(self, sources: NDArray[np.int32]) -> _RelatedReading:
        pairs, counts = self.cooccurrence.read_with_related(sources, self._relations.weights(sources))
        return _RelatedReading(pairs.select(pairs.sources != pairs.targets), counts)

    def _candidates(self, sources: NDArray[np.int32], related: _RelatedReading) -> Pairs:
        by_author, of_author = self._relations.by_author.of(sources)
        position = np.arange(len(by_author)) - np.searchsorted(by_author, by_author)
        is_chosen = position < FACT_PAIRS.by_author
        by_series, of_series = self._relations.by_series.of(sources)
        languages = self._facts.languages[sources]
        of_languages = [
            (np.repeat(sources[languages == language], len(works)), np.tile(works, int((languages == language).sum())))
            for language, works in self._of_language.items()
        ]
        best = _first_of_each(related.pairs, self._damp(related.pairs), FACT_PAIRS.by_readers)
        found = [
            (sources[by_author[is_chosen]], of_author[is_chosen]),
            (sources[by_series], of_series),
            self._fact_neighbours.of(sources),
            (np.repeat(sources, len(self._bestsellers)), np.tile(self._bestsellers, len(sources))),
            *of_languages,
            (best.sources, best.targets),
        ]
        works_count = self._facts.works_count
        keys = pd.unique(np.concatenate([source.astype(np.int64) * works_count + target for source, target in found]))
        keys.sort()
        source, target = (keys // works_count).astype(np.int32), (keys % works_count).astype(np.int32)
        zeros = np.zeros(len(keys), dtype=np.float32)
        return Pairs(source, target, zeros, zeros).select(source != target)

    def _signals_of(self, pairs: Pairs, sources: NDArray[np.int32], related: _RelatedReading) -> NDArray[np.float32]:
        facts, readers_count, readers_of_author = self._facts, self._readers_count, self._readers_of_author
        source, target = pairs.sources, pairs.targets
        languages = facts.languages
        authors, volumes, series = facts.author_rows, facts.series_order.volumes, facts.series_order.series
        same_author = facts.same_author(source, target)
        same_series = (series[source] == series[target]) & (series[source] >= 0)
        in_common = self._in_common(pairs, related)
        counts = related.counts[np.searchsorted(sources, source)]
        columns = (
            readers_count[target],
            self._signals.likes[target],
            self._signals.likes[target] / np.maximum(readers_count[target], 1),
            self._signals.mean_ratings[target],
            same_author,
            # The readers of the source itself are not to be known: it may have some, where the ranker learns.
            readers_of_author[authors[target]] - np.where(same_author, readers_count[source], 0),
            readers_of_author[authors[source]] - np.where(authors[source] >= 0, readers_count[source], 0),
            facts.years[source] - facts.years[target],
            facts.years[source],
            facts.years[target],
            (facts.publishers[source] == facts.publishers[target]) & (facts.publishers[source] >= 0),
            (languages[source] != languages[target]) & (languages[source] >= 0) & (languages[target] >= 0),
            facts.title_words[source].multiply(facts.title_words[target]).sum(axis=1),
            facts.subjects_in_common(source, target),
            same_series,
            np.where(same_series, volumes[target] - volumes[source], np.nan),
            in_common.weights,
            in_common.readers,
            in_common.weights / np.maximum(counts, 1),
            in_common.weights / np.maximum(readers_count[target], 1),
            counts,
            self._damp(in_common) * np.maximum(counts, 1) ** -SIGNAL.popularity_damping,
        )
        signals = np.empty((len(source), len(FactSignal)), dtype=np.float32)
        for number, column in enumerate(columns):
            signals[:, number] = column
        return signals

    def _in_common(self, pairs: Pairs, related: _RelatedReading) -> Pairs:
        """Return the pairs with the readers of related works who read the target."""
        works_count = self._facts.works_count
        keys = related.pairs.sources.astype(np.int64) * works_count + related.pairs.targets
        order = np.argsort(keys, kind="stable")
        asked = pairs.sources.astype(np.int64) * works_count + pairs.targets
        position = np.searchsorted(keys, asked, sorter=order).clip(max=max(len(keys) - 1, 0))
        weights, readers = np.zeros(len(asked), dtype=np.float32), np.zeros(len(asked), dtype=np.float32)
        if len(keys):
            found = order[position]
            is_read = keys[found] == asked
            weights[is_read] = related.pairs.weights[found[is_read]]
            readers[is_read] = related.pairs.readers[found[is_read]]
        return Pairs(pairs.sources, pairs.targets, weights, readers)

    def _damp(self, pairs: Pairs) -> NDArray[np.float32]:
        """Return [pairs] c^2 / (c + 5) over n_j^0.2, c being the weighted readers in common, n those of the target."""
        score: NDArray[np.float32] = np.square(pairs.weights) / (pairs.weights + np.float32(SIGNAL.pair_damping))
        popularity = np.maximum(self._readers_count[pairs.targets], 1) ** -np.float32(SIGNAL.popularity_damping)
        return np.asarray(score * popularity, dtype=np.float32)


def _first_of_authors(works: NDArray[np.int32], author_rows: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return works in their order without those that are too many by one author to be bestsellers."""
    authors = author_rows[works]
    position = pd.Series(authors).groupby(authors).cumcount().to_numpy()
    return works[(authors < 0) | (position < FACT_PAIRS.bestsellers_by_author)]


def _first_of_each(pairs: Pairs, scores: NDArray[np.float32], limit: int) -> Pairs:
    """Return the best pairs of each source, equals by their rows."""
    pairs = pairs.select(np.lexsort((pairs.targets, -scores, pairs.sources)))
    position = np.arange(len(pairs.sources)) - np.searchsorted(pairs.sources, pairs.sources)
    return pairs.select(position < limit)
