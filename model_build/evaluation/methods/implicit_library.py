"""Ben Frederickson's implicit: its item-item recommenders, and alternating least squares."""

import warnings
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from implicit.cpu.als import AlternatingLeastSquares  # type: ignore[import-untyped]
from implicit.nearest_neighbours import (  # type: ignore[import-untyped]
    BM25Recommender,
    CosineRecommender,
    ItemItemRecommender,
    TFIDFRecommender,
)
from implicit.utils import ParameterWarning  # type: ignore[import-untyped]
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.methods.method import Interactions, ItemSimilarities, Settings, best_works, in_blocks
from model_build.evaluation.metrics import close_gaps
from model_build.evaluation.results import Setting
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader


@dataclass(frozen=True, slots=True)
class Factors:
    """Alternating least squares: similar works by the cosine of their factors, readers folded in.

    Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets" (2008).

    Attributes:
        model: implicit's fitted model.
    """

    model: AlternatingLeastSquares

    def rank_after_works(self, works: NDArray[np.int64], limit: int) -> Rankings:
        """Rank works after each work, as `FittedMethod.rank_after_works`."""
        rankings = np.empty((len(works), limit), dtype=np.int32)
        for block in in_blocks(len(works), len(self.model.item_factors)):
            works_in_block = works[block]
            # The most similar work is usually the work itself.
            others, cosines = self.model.similar_items(works_in_block, N=limit + 1)
            is_other = (cosines > 0) & (others != works_in_block[:, None])
            rankings[block] = close_gaps(np.where(is_other, others, -1), limit)
        return rankings

    def rank_for_readers(self, held_out: ForReader, history: Setting, limit: int) -> Rankings:
        """Rank works for each reader, as `FittedMethod.rank_for_readers`.

        The readers' factors are computed from their books as those of the training readers were.
        """
        used = sp.csr_matrix(held_out.likes if history == "likes" else held_out.reads)
        with threadpool_limits(1, "blas"):
            reader_factors = self.model.recalculate_user(np.arange(used.shape[0]), used)
        rankings = np.empty((len(reader_factors), limit), dtype=np.int32)
        for block in in_blocks(len(reader_factors), len(self.model.item_factors)):
            scores = reader_factors[block] @ self.model.item_factors.T
            scores[held_out.reads[block].nonzero()] = 0
            rankings[block] = best_works(scores, limit)
        return rankings


def fit_cosine(interactions: Interactions, settings: Settings) -> ItemSimilarities:
    """Fit CosineRecommender, with "input" and "K"."""
    return _fit_item_item(CosineRecommender(K=settings["K"]), interactions, settings)


def fit_tf_idf(interactions: Interactions, settings: Settings) -> ItemSimilarities:
    """Fit TFIDFRecommender, with "input" and "K"."""
    return _fit_item_item(TFIDFRecommender(K=settings["K"]), interactions, settings)


def fit_bm25(interactions: Interactions, settings: Settings) -> ItemSimilarities:
    """Fit BM25Recommender, with "input", "K", "K1" and "B"."""
    return _fit_item_item(BM25Recommender(K=settings["K"], K1=settings["K1"], B=settings["B"]), interactions, settings)


def fit_als(interactions: Interactions, settings: Settings, seed: int) -> Factors:
    """Fit AlternatingLeastSquares, with "input", "factors", "alpha" and "regularization"."""
    # implicit's threads and those of BLAS slow each other down tenfold; it warns where it finds both.
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=settings["factors"],
            alpha=settings["alpha"],
            regularization=settings["regularization"],
            iterations=EVALUATION.als_iterations,
            random_state=seed,
        )
        model.fit(interactions.matrix(settings["input"]), show_progress=False)
    return Factors(model)


def _fit_item_item(model: ItemItemRecommender, interactions: Interactions, settings: Settings) -> ItemSimilarities:
    with warnings.catch_warnings():
        # implicit hands itself a matrix in another format than it asks for.
        warnings.simplefilter("ignore", ParameterWarning)
        model.fit(interactions.matrix(settings["input"]), show_progress=False)
    return ItemSimilarities(model.similarity)
