"""Recommendations as they are shown, for many lists at once: the choices of `shelftalker.recommend`, as arrays.

The fit of the prices and the measures of exposure count the books that people see, after every work of a catalogue:
asking the query path would take minutes for each step. A test holds the two equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class RankedLists:
    """Works ranked after each of some works.

    Attributes:
        sources: [lists] rows of the works to recommend after.
        targets: [lists, positions] rows of the ranked works, best first; -1 where a list has ended.
        scores: [lists, positions] float32, descending; -inf where a list has ended.
        order: [lists, positions] the position of each among the pairs that the lists were made of.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    scores: NDArray[np.float32]
    order: NDArray[np.int64]

    @classmethod
    def of(
        cls, sources: NDArray[np.int32], targets: NDArray[np.int32], scores: NDArray[np.floating], limit: int
    ) -> "RankedLists":
        """Rank the targets of each source, equals by their rows, and keep the first `limit` of them.

        Args:
            sources: [pairs] ascending.
            targets: [pairs]
            scores: [pairs] higher is better.
            limit: Number of positions.
        """
        starts = np.flatnonzero(np.diff(sources, prepend=-1))
        counts = np.diff(starts, append=len(sources))
        # Each list is a row that is sorted apart: to sort all pairs at once takes four times as long.
        is_pair = np.arange(max(int(counts.max(initial=0)), limit)) < counts[:, None]
        of_rows = np.zeros(is_pair.shape, dtype=np.int32)
        losses = np.full(is_pair.shape, np.inf, dtype=scores.dtype)
        of_rows[is_pair], losses[is_pair] = targets, -scores
        order = starts[:, None] + np.lexsort((of_rows, losses), axis=1)[:, :limit]
        has_ended = ~is_pair[:, :limit]
        order = np.minimum(order, len(sources) - 1)
        return cls(
            sources=sources[starts].astype(np.int32),
            targets=np.where(has_ended, -1, targets[order]).astype(np.int32),
            scores=np.where(has_ended, -np.inf, scores[order]).astype(np.float32),
            order=order,
        )

    @classmethod
    def join(cls, lists: Sequence["RankedLists"]) -> "RankedLists":
        """Return all of some lists; `order` stays that within each."""
        return cls(
            np.concatenate([each.sources for each in lists]),
            np.concatenate([each.targets for each in lists]),
            np.concatenate([each.scores for each in lists]),
            np.concatenate([each.order for each in lists]),
        )

    def positions_to_show(self, author_rows: NDArray[np.int32], author_factor: float) -> NDArray[np.int64]:
        """Return [lists, 5] the positions that are shown, see `shown_positions`."""
        return shown_positions(self.scores, rows_of(self.targets, author_rows), author_factor)

    def shown_works(self, facts: BookFacts, author_factor: float) -> NDArray[np.int32]:
        """Return [lists, 5] the works that are shown, with series in order and varied authors; -1 where there are none.

        Args:
            facts: Facts of the works.
            author_factor: See `shown_positions`.
        """
        targets, scores = facts.series_order.order(self.sources, np.maximum(self.targets, 0), self.scores)
        shown = shown_positions(scores, facts.author_rows[targets], author_factor)
        return take_shown(targets, shown)


def take_shown(targets: NDArray[np.int32], shown: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return [lists, places] the targets at the shown positions of [lists, positions]; -1 where there are none."""
    works = np.take_along_axis(targets, np.maximum(shown, 0), axis=1)
    return np.where(shown >= 0, works, -1).astype(np.int32)


def rows_of(works: NDArray[np.int32], of_works: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return for an array of works the row that each has in [works], of its author perhaps; -1 where no work stands."""
    return np.where(works >= 0, of_works[works], -1).astype(np.int32)


def shown_positions(
    scores: NDArray[np.floating],
    authors: NDArray[np.int32],
    author_factor: float,
    limit: int = RECOMMENDER.recommendations,
) -> NDArray[np.int64]:
    """Return [lists, limit] the positions in each list that are shown, in their order, as `vary_authors` chooses.

    Args:
        scores: [lists, positions] best first; -inf where a list has ended.
        authors: [lists, positions] row of the author of each work, -1 where unknown.
        author_factor: Factor of a score for each earlier book by the same author, see `vary_authors`.
        limit: Number of works to show of each list; -1 stands where there are no more.
    """
    factors = np.array([author_factor**count for count in range(RECOMMENDER.books_by_one_author)], dtype=scores.dtype)
    lists = np.arange(len(scores))
    by_author = np.zeros(scores.shape, dtype=np.int8)
    left = np.where(np.isfinite(scores), scores, -np.inf)
    counted = left.copy()
    shown = np.full((len(scores), limit), -1, dtype=np.int64)
    in_one_answer = RECOMMENDER.recommendations - 1

    def count_author_of(place: int, change: int) -> None:
        """Count the author of the work at a place once more or less, and weigh the author's other works by that."""
        others = np.flatnonzero(_is_by_author_at(authors, shown[:, place]))
        by_author.flat[others] += change
        count, score = by_author.flat[others], left.flat[others]
        weighed = np.where(score > 0, score * factors[np.minimum(count, len(factors) - 1)], score)
        counted.flat[others] = np.where(count < len(factors), weighed, -np.inf)

    for place in range(limit):
        best = counted.argmax(axis=1)
        has_ended = ~np.isfinite(counted[lists, best])
        shown[:, place] = np.where(has_ended, -1, best)
        for scores_left in (left, counted):
            scores_left[lists, best] = -np.inf
            scores_left[has_ended] = -np.inf
        count_author_of(place, 1)
        if place >= in_one_answer:
            count_author_of(place - in_one_answer, -1)
    return shown


def _is_by_author_at(authors: NDArray[np.int32], position: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return [lists, positions] whether a work is by the known author of the one at a position of its list, if any."""
    author = authors[np.arange(len(authors)), np.maximum(position, 0)]
    is_by_author: NDArray[np.bool_] = (authors == author[:, None]) & ((author >= 0) & (position >= 0))[:, None]
    return is_by_author


def count_authors(authors: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return [lists] the number of authors of [lists, places] works; each unknown author (-1) is another one."""
    each_unknown = np.where(authors < 0, -1 - np.arange(authors.shape[1]), authors)
    in_order = np.sort(each_unknown, axis=1)
    return np.asarray(1 + np.count_nonzero(np.diff(in_order, axis=1), axis=1), dtype=np.int64)
