"""The methods on random readers, and assertions on their rankings."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.evaluation.methods.ease import fit_ease, fit_edlae
from model_build.evaluation.methods.implicit_library import fit_als, fit_bm25, fit_cosine, fit_tf_idf
from model_build.evaluation.methods.method import (
    FittedMethod,
    Interactions,
    popularity,
)
from model_build.evaluation.methods.rp3beta import fit_rp3beta
from model_build.rank.splitting import ForReader, questions_for_readers
from tests.model_build.evaluation.random_interactions import random_interactions

Scores = NDArray[np.float64]
INTERACTIONS = random_interactions()
HELD_OUT = random_interactions(readers=20, seed=8)
ALL_METHODS: dict[str, Callable[[Interactions], FittedMethod]] = {
    "popularity": lambda interactions: popularity(interactions, {}),
    "cosine": lambda interactions: fit_cosine(interactions, {"input": "reads", "K": 30}),
    "TF-IDF": lambda interactions: fit_tf_idf(interactions, {"input": "reads", "K": 30}),
    "BM25": lambda interactions: fit_bm25(interactions, {"input": "likes", "K": 30, "K1": 1.2, "B": 0.5}),
    "ALS": lambda interactions: fit_als(
        interactions, {"input": "reads", "factors": 8, "alpha": 10.0, "regularization": 0.1}, seed=1
    ),
    "RP3beta": lambda interactions: fit_rp3beta(interactions, {"input": "reads", "K": 30, "alpha": 0.5, "beta": 0.3}),
    "EDLAE": lambda interactions: fit_edlae(interactions, {"input": "reads", "lambda": 10.0, "dropout": 0.5}),
    "EASE": lambda interactions: fit_ease(interactions, {"input": "reads", "lambda": 10.0}),
}


def best_by_sorting(scores: Scores, known: set[int], limit: int) -> list[int]:
    """Return the best columns of one row of scores, by sorting them all."""
    order = sorted(range(len(scores)), key=lambda work: (-scores[work], work))
    best = [work for work in order if scores[work] > 1e-7 and work not in known][:limit]
    return best + [-1] * (limit - len(best))


def held_out_readers() -> ForReader:
    """Return readers with two likes or more, a fifth of their likes hidden."""
    likes_two = HELD_OUT.ratings.groupby("reader")["liked"].transform("sum") >= 2
    return questions_for_readers(HELD_OUT.ratings[likes_two], HELD_OUT.works_count, seed=1)


def assert_ranks_by(fitted: FittedMethod, similarity: Scores, history: str = "reads", limit: int = 6) -> None:
    """Assert that rankings are in the order of the scores; equal scores, up to rounding, may come in any order."""
    after = fitted.rank_after_works(np.arange(len(similarity)), limit)
    for work in range(len(similarity)):
        assert_same_scores(similarity[work], after[work].tolist(), best_by_sorting(similarity[work], {work}, limit))
    readers = held_out_readers()
    used = (readers.likes if history == "likes" else readers.reads).toarray()
    known = readers.reads.toarray()
    np.fill_diagonal(similarity, 0)
    for_readers = fitted.rank_for_readers(readers, history, limit)
    for reader, scores in enumerate(used @ similarity):
        read = set(np.flatnonzero(known[reader]).tolist())
        assert_same_scores(scores, for_readers[reader].tolist(), best_by_sorting(scores, read, limit))


def assert_same_scores(scores: Scores, found: list[int], expected: list[int]) -> None:
    """Assert that two rankings have the same scores at the same positions."""
    assert [work >= 0 for work in found] == [work >= 0 for work in expected]
    assert [scores[work] for work in found if work >= 0] == pytest.approx(
        [scores[work] for work in expected if work >= 0], rel=1e-3, abs=1e-6
    )
