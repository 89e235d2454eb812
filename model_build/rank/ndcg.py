"""nDCG@10: how many of the right works are among the first ten of a ranking, and how far up.

Järvelin and Kekäläinen (2002) with gains of 0 and 1: a hit at place p, from 1, counts 1 / log2(p + 1); the ideal
ranking has min(10, number of right works) hits at its top.

A ranking of works is a row of an array, best first, -1 where it ends early: rankings are [questions, places] int32.
"""

import numpy as np
from numpy.typing import NDArray

from model_build.rank.splitting import Questions

Rankings = NDArray[np.int32]
PLACES = 10
DISCOUNTS = 1 / np.log2(np.arange(2, PLACES + 2))


def ideal_dcg(right_counts: NDArray[np.integer]) -> NDArray[np.float64]:
    """The DCG@10 of the rankings that no other beats, in the shape of the numbers of right works, each at least 1."""
    ideal: NDArray[np.float64] = np.cumsum(DISCOUNTS)[np.minimum(right_counts, PLACES) - 1]
    return ideal


def hits_of(rankings: Rankings, questions: Questions) -> NDArray[np.bool_]:
    """[questions, places] which of the ranked works are right."""
    works_count = questions.right.shape[1]
    right = questions.right.tocoo()
    right_keys = np.sort(right.row.astype(np.int64) * works_count + right.col)
    keys = questions.reader[:, None] * works_count + rankings
    place = np.searchsorted(right_keys, keys).clip(max=len(right_keys) - 1)
    found: NDArray[np.bool_] = (right_keys[place] == keys) & (rankings >= 0)
    return found


def ndcg_at_10(hits: NDArray[np.bool_], right_counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """[questions] 1 where no ranking is better, 0 where no right work is among the first ten.

    Args:
        hits: [questions, places], see `hits_of`.
        right_counts: [questions] number of right works.
    """
    places = min(PLACES, hits.shape[1])
    gain: NDArray[np.float64] = np.where(hits[:, :places], DISCOUNTS[:places], 0).sum(axis=1)
    return gain / ideal_dcg(right_counts)
