"""Scores as a model has them."""

from itertools import pairwise

import numpy as np
import pytest

from model_build.rank.stored_scores import as_stored
from shelftalker.model.packing import decode_neighbours, encode_neighbours


def test_scores_are_those_that_are_read_from_a_model() -> None:
    random = np.random.default_rng(1)
    counts = random.integers(0, 30, 200)
    starts = np.concatenate([[0], np.cumsum(counts)])
    scores = (random.random(starts[-1]) ** 6 * 10.0 ** random.integers(-4, 3, starts[-1])).astype(np.float32)
    scores[::17] = 0
    stored = as_stored(scores, starts)
    for start, end in pairwise(starts):
        entries = [(1, score, 0) for score in scores[start:end].tolist()]
        assert stored[start:end].tolist() == pytest.approx(
            [neighbour.score for neighbour in decode_neighbours(encode_neighbours(entries))], rel=1e-6
        )


def test_without_neighbours_there_are_no_scores() -> None:
    assert len(as_stored(np.zeros(0, dtype=np.float32), np.zeros(4, dtype=np.int64))) == 0
