"""Works that are related to a work: others by its author and of its series, whose readers stand for its own."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts


@dataclass(frozen=True, slots=True)
class RelatedWorksConfig:
    """The numbers of the related works.

    Attributes:
        works_of_group: Most works of an author or a series that are looked at, the most read first.
        series_factor: Weight of a reader of another volume of the series, beside 1 for one of another book by the
            author; who read both a volume's series and its author counts for both.
    """

    works_of_group: int = 50
    series_factor: float = 2.0


RELATED_WORKS = RelatedWorksConfig()


class RelatedWorks:
    """Finds the other works of a work's group, by author or by series, the most read first."""

    def __init__(self, groups: NDArray[np.int32], readers_count: NDArray[np.float32]) -> None:
        """Index groups.

        Args:
            groups: [works] number of each work's group; -1 for none.
            readers_count: [works] number of readers.
        """
        self._groups = groups
        order = np.lexsort((-readers_count, groups))
        order = order[groups[order] >= 0]
        starts = np.searchsorted(groups[order], np.arange(int(groups.max(initial=-1)) + 2))
        position = np.arange(len(order)) - starts[groups[order]]
        self._order = order[position < RELATED_WORKS.works_of_group].astype(np.int32)
        self._starts = np.searchsorted(groups[self._order], np.arange(int(groups.max(initial=-1)) + 2))

    def of(self, sources: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return pairs of the position of a source and another work of its group, as two arrays."""
        in_group = np.flatnonzero(self._groups[sources] >= 0)
        group = self._groups[sources[in_group]]
        lengths = self._starts[group + 1] - self._starts[group]
        positions = np.repeat(in_group, lengths)
        within = np.arange(len(positions)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        related = self._order[np.repeat(self._starts[group], lengths) + within]
        is_other = related != sources[positions]
        return positions[is_other].astype(np.int32), related[is_other]


class Relations:
    """The works related to each work by its author and by its series."""

    def __init__(self, facts: BookFacts, readers_count: NDArray[np.float32]) -> None:
        self.by_author = RelatedWorks(facts.author_rows, readers_count)
        self.by_series = RelatedWorks(facts.series_order.series, readers_count)
        self._works_count = facts.works_count

    def weights(self, sources: NDArray[np.int32]) -> sp.csr_array:
        """Return [sources, works] complex64, the weight of a reader of each related work as one of the source."""
        (by_author, of_author), (by_series, of_series) = self.by_author.of(sources), self.by_series.of(sources)
        weights = np.concatenate([np.ones(len(by_author)), np.full(len(by_series), RELATED_WORKS.series_factor)])
        places = np.concatenate([by_author, by_series]), np.concatenate([of_author, of_series])
        return sp.csr_array((weights.astype(np.complex64), places), shape=(len(sources), self._works_count))
