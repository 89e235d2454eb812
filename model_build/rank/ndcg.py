"""nDCG@10 of rankings: the relevant works among the first ten, and their positions.

Järvelin and Kekäläinen (2002) with gains of 0 and 1: a hit at position p, from 1, counts 1 / log2(p + 1); the ideal
ranking has min(10, number of relevant works) hits at its top.

A ranking of works is a row of an array, best first, -1 where it ends early: rankings are [questions, positions] int32.
"""

import numpy as np
from numpy.typing import NDArray

from model_build.rank.splitting import Questions

Rankings = NDArray[np.int32]
CUTOFF = 10
DISCOUNTS = 1 / np.log2(np.arange(2, CUTOFF + 2))


def ideal_dcg(relevant_counts: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the DCG@10 of the best possible ranking for each number of relevant works, which is at least 1."""
    ideal: NDArray[np.float64] = np.cumsum(DISCOUNTS)[np.minimum(relevant_counts, CUTOFF) - 1]
    return ideal


def hits_of(rankings: Rankings, questions: Questions) -> NDArray[np.bool_]:
    """Return [questions, positions] whether the ranked works are relevant."""
    works_count = questions.relevant.shape[1]
    relevant = questions.relevant.tocoo()
    relevant_keys = np.sort(relevant.row.astype(np.int64) * works_count + relevant.col)
    keys = questions.shelf[:, None] * works_count + rankings
    position = np.searchsorted(relevant_keys, keys).clip(max=len(relevant_keys) - 1)
    hits: NDArray[np.bool_] = (relevant_keys[position] == keys) & (rankings >= 0)
    return hits


def ndcg_at_10(hits: NDArray[np.bool_], relevant_counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return [questions] nDCG@10: 1 where no ranking is better, 0 where no relevant work is among the first ten.

    Args:
        hits: [questions, positions], see `hits_of`.
        relevant_counts: [questions] number of relevant works.
    """
    positions_count = min(CUTOFF, hits.shape[1])
    gain: NDArray[np.float64] = np.where(hits[:, :positions_count], DISCOUNTS[:positions_count], 0).sum(axis=1)
    return gain / ideal_dcg(relevant_counts)
