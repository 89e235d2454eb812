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

from model_build.evaluation.methods.method import ItemSimilarities, Reading, Settings, best_works, in_blocks
from model_build.evaluation.metrics import first_places
from model_build.evaluation.results import Setting
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader

_ITERATIONS = 15


@dataclass(frozen=True, slots=True)
class Factors:
    """Alternating least squares: similar works by the cosine of their factors, readers folded in.

    Hu, Koren and Volinsky, "Collaborative filtering for implicit feedback datasets" (2008).

    Attributes:
        model: implicit's fitted model.
    """

    model: AlternatingLeastSquares

    def after(self, works: NDArray[np.int64], places: int) -> Rankings:
        """As `Fitted.after`."""
        rankings = np.empty((len(works), places), dtype=np.int32)
        for block in in_blocks(len(works), len(self.model.item_factors)):
            asked = works[block]
            # The most similar work is usually the work itself.
            others, cosines = self.model.similar_items(asked, N=places + 1)
            said = (cosines > 0) & (others != asked[:, None])
            rankings[block] = first_places(np.where(said, others, -1), places)
        return rankings

    def for_readers(self, asked: ForReader, history: Setting, places: int) -> Rankings:
        """As `Fitted.for_readers`; the readers' factors are worked out from their books as those in training were."""
        looked_at = sp.csr_matrix(asked.likes if history == "likes" else asked.reads)
        with threadpool_limits(1, "blas"):
            of_readers = self.model.recalculate_user(np.arange(looked_at.shape[0]), looked_at)
        rankings = np.empty((len(of_readers), places), dtype=np.int32)
        for block in in_blocks(len(of_readers), len(self.model.item_factors)):
            scores = of_readers[block] @ self.model.item_factors.T
            scores[asked.reads[block].nonzero()] = 0
            rankings[block] = best_works(scores, places)
        return rankings


def fit_cosine(reading: Reading, settings: Settings) -> ItemSimilarities:
    """CosineRecommender, with "input" and "K"."""
    return _fit_item_item(CosineRecommender(K=settings["K"]), reading, settings)


def fit_tf_idf(reading: Reading, settings: Settings) -> ItemSimilarities:
    """TFIDFRecommender, with "input" and "K"."""
    return _fit_item_item(TFIDFRecommender(K=settings["K"]), reading, settings)


def fit_bm25(reading: Reading, settings: Settings) -> ItemSimilarities:
    """BM25Recommender, with "input", "K", "K1" and "B"."""
    return _fit_item_item(BM25Recommender(K=settings["K"], K1=settings["K1"], B=settings["B"]), reading, settings)


def fit_als(reading: Reading, settings: Settings, seed: int) -> Factors:
    """AlternatingLeastSquares, with "input", "factors", "alpha" and "regularization"."""
    # implicit's threads and those of BLAS slow each other down tenfold; it warns where it finds both.
    with threadpool_limits(1, "blas"):
        model = AlternatingLeastSquares(
            factors=settings["factors"],
            alpha=settings["alpha"],
            regularization=settings["regularization"],
            iterations=_ITERATIONS,
            random_state=seed,
        )
        model.fit(reading.matrix(settings["input"]), show_progress=False)
    return Factors(model)


def _fit_item_item(model: ItemItemRecommender, reading: Reading, settings: Settings) -> ItemSimilarities:
    with warnings.catch_warnings():
        # implicit hands itself a matrix in another format than it asks for.
        warnings.simplefilter("ignore", ParameterWarning)
        model.fit(reading.matrix(settings["input"]), show_progress=False)
    return ItemSimilarities(model.similarity)
