"""Scores of neighbours as a model has them, so that a build measures what the functions will read."""

import numpy as np
from numpy.typing import NDArray

from shelftalker.model.packing import SCORE_STEPS

_STEPS = np.array(SCORE_STEPS)


def as_stored(scores: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return [neighbours] the scores in steps of their work's scale, see shelftalker/model/packing.py.

    Args:
        scores: [neighbours] at least 0.
        starts: [works + 1] position at which each work's neighbours start.
    """
    counts = np.diff(starts)
    best = np.zeros(len(counts))
    np.maximum.at(best, np.repeat(np.arange(len(counts)), counts), scores)
    steps = np.repeat(_STEPS[np.searchsorted(255 * _STEPS, best)], counts)
    return np.asarray(np.maximum(np.round(scores / steps), scores > 0) * steps, dtype=np.float32)
