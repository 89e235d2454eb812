"""Exposure: how evenly a method shows the books of the catalogue.

nDCG alone rewards a method that shows everybody the same bestsellers. These measures stand beside it: each list is the
five shown after one work of the catalogue, every work asked once, or the five shown to one held-out reader.
"""

import numpy as np
from numpy.typing import NDArray

from model_build.evaluation.results import Exposure
from model_build.rank.ndcg import Rankings
from shelftalker.recommend.recommender import RECOMMENDER


def measure_exposure(rankings: Rankings, works_count: int) -> Exposure:
    """Return the exposure of the first five works of each list.

    Args:
        rankings: [lists, positions] works, each at most once in a list; -1 where a list ends early.
        works_count: Number of works in the catalogue.
    """
    first_five = rankings[:, : RECOMMENDER.recommendations]
    answers_count = int((first_five >= 0).any(axis=1).sum())
    counts = shown_counts(first_five, works_count)
    if not answers_count:
        return Exposure(most_shown=float("nan"), five_most_shown=float("nan"), coverage_at_5=0.0)
    most = np.sort(counts)[::-1][: RECOMMENDER.recommendations]
    return Exposure(
        most_shown=float(most[0]) / answers_count,
        five_most_shown=float(most.sum() / counts.sum()),
        coverage_at_5=float((counts > 0).mean()),
    )


def shown_counts(rankings: Rankings, works_count: int) -> NDArray[np.int64]:
    """Return [works] the number of lists that each work stands in."""
    return np.bincount(rankings[rankings >= 0], minlength=works_count)
