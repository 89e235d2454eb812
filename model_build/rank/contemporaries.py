"""Works of similar popularity from the same years: the last resort for books that share no readers."""

import numpy as np
from numpy.typing import NDArray

from model_build.works.gather import Works
from shelftalker.recommend.recommender import RECOMMENDER


class Contemporaries:
    """Finds works of the same years that about as many people read.

    Attributes:
        best_known: The most read works, at most two by one author: five beside any work, whoever wrote it.
    """

    def __init__(self, works: Works) -> None:
        years = works.books["year"].astype("Float64").to_numpy(dtype=float, na_value=0)
        lustrum = np.floor(years / 5)
        # Rows are in order of popularity, so within a lustrum those beside a work are about as popular.
        self._order = np.lexsort((np.arange(len(lustrum)), lustrum)).astype(np.int32)
        self._lustrum = lustrum[self._order]
        self._place = np.empty_like(self._order)
        self._place[self._order] = np.arange(len(lustrum), dtype=np.int32)
        place_of_author = works.books.groupby("author_row").cumcount()
        self.best_known = np.flatnonzero(place_of_author < RECOMMENDER.books_by_one_author)[
            : RECOMMENDER.recommendations + 1
        ].astype(np.int32)

    def of(self, work: int, count: int) -> NDArray[np.int32]:
        """Up to `count` other works: those of the same five years first, the nearest in popularity first."""
        place = int(self._place[work])
        start = max(0, min(place - count // 2, len(self._order) - count - 1))
        near = np.arange(start, min(start + count + 1, len(self._order)))
        near = near[np.lexsort((np.abs(near - place), self._lustrum[near] != self._lustrum[place]))][1:]
        return self._order[near]
