"""Made-up folds of readers, and the gains and weights of a fold's likes counted reader by reader."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from model_build.rank.cooccurrence import Pairs
from model_build.rank.features import SignalName
from model_build.rank.training_folds import Fold


def made_up_fold(
    gains: Sequence[float] | NDArray[np.float64],
    weights: Sequence[float] | NDArray[np.float64],
    sources: Sequence[int] | NDArray[np.int64],
    targets: Sequence[int] | NDArray[np.int64],
    *,
    readers_count: int = 1,
    signals: NDArray[np.float32] | None = None,
) -> Fold:
    """Return a fold of these pairs without readers in common; its signals are 0 where none are given."""
    zeros = np.zeros(len(sources), dtype=np.float32)
    return Fold(
        pairs=Pairs(np.array(sources, np.int32), np.array(targets, np.int32), zeros, zeros),
        signals=np.zeros((len(sources), len(SignalName)), np.float32) if signals is None else signals,
        gains=np.array(gains, np.float32),
        weights=np.array(weights, np.float32),
        measured_gains=np.array(gains, np.float32),
        readers_count=readers_count,
    )


def gains_and_weights(likes: Mapping[int, Sequence[int]]) -> tuple[dict[tuple[int, int], float], dict[int, float]]:
    """Return the gain of each pair of a source and a target, and the weight of each source, counted by reader."""
    gains: defaultdict[tuple[int, int], float] = defaultdict(float)
    weights: defaultdict[int, float] = defaultdict(float)
    for liked in likes.values():
        ideal = sum(1 / math.log2(position + 1) for position in range(1, min(len(liked) - 1, 10) + 1))
        worth = 1 / (len(liked) * ideal)
        for source in liked:
            weights[source] += worth
            for target in set(liked) - {source}:
                gains[source, target] += worth
    return gains, weights
