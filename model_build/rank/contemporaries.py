"""Works of similar popularity from the same years: the last resort for books that share no readers."""

import numpy as np
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.works.gather import Works
from shelftalker.recommend.recommender import RECOMMENDER


class Contemporaries:
    """Finds works of the same five years with about as many readers.

    Attributes:
        best_known: The most read works, at most two by one author: five beside any work, whoever wrote it.
    """

    def __init__(self, works: Works, facts: BookFacts) -> None:
        lustrum = np.floor(np.nan_to_num(facts.years, nan=0) / 5)
        # Rows are in order of popularity, so within a lustrum those beside a work are about as popular.
        self._order = np.lexsort((np.arange(len(lustrum)), lustrum, facts.languages)).astype(np.int32)
        self._lustrum, self._language = lustrum[self._order], facts.languages[self._order]
        self._position = np.empty_like(self._order)
        self._position[self._order] = np.arange(len(lustrum), dtype=np.int32)
        position_by_author = works.books.groupby("author_row").cumcount()
        showable = np.flatnonzero(position_by_author < RECOMMENDER.popular_by_one_author)
        self.best_known = showable[: RECOMMENDER.recommendations + 1].astype(np.int32)

    def of(self, work: int, limit: int) -> NDArray[np.int32]:
        """Return up to `limit` other works: those of the same language and then of the same five years first.

        Of equals the nearest in popularity is first.
        """
        position = int(self._position[work])
        start = max(0, min(position - limit // 2, len(self._order) - limit - 1))
        near = np.arange(start, min(start + limit + 1, len(self._order)))
        is_other_lustrum = self._lustrum[near] != self._lustrum[position]
        is_other_language = self._language[near] != self._language[position]
        near = near[np.lexsort((np.abs(near - position), is_other_lustrum, is_other_language))][1:]
        return self._order[near]
