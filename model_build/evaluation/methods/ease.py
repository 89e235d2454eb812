"""EASE and EDLAE: linear models that best reconstruct a reader's books from the reader's other books.

EASE is that of Steck, "Embarrassingly shallow autoencoders for sparse data" (2019): with X the readers' books, G = X'X
and P = (G + lambda I)^-1, the weights are B = -P / diag(P) by columns, and 0 on the diagonal.

EDLAE is that of Steck, "Autoencoders that don't overfit towards the identity" (2020): some of a reader's books, a share
p, are dropped at random, and reconstructed from the others. In the mean over all such choices that is
P = (G + Lambda)^-1 with the diagonal matrix Lambda = lambda I + p / (1 - p) diag(G), and B as above.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.methods.method import Interactions, Settings, best_works, in_blocks
from model_build.evaluation.results import Setting
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader


@dataclass(frozen=True, slots=True)
class Ease:
    """The item weights of all pairs of works.

    Attributes:
        weights: [works, works] float32, from the work that was read to the other.
    """

    weights: NDArray[np.float32]

    def rank_after_works(self, works: NDArray[np.int64], limit: int) -> Rankings:
        """Rank works after each work, as `FittedMethod.rank_after_works`."""
        rankings = np.full((len(works), limit), -1, dtype=np.int32)
        for block in in_blocks(len(works), len(self.weights)):
            has_weights = works[block] < len(self.weights)
            rankings[block][has_weights] = best_works(self.weights[works[block][has_weights]], limit)
        return rankings

    def rank_for_readers(self, held_out: ForReader, history: Setting, limit: int) -> Rankings:
        """Rank works for each reader, as `FittedMethod.rank_for_readers`."""
        known = held_out.reads[:, : len(self.weights)]
        used = held_out.likes[:, : len(self.weights)] if history == "likes" else known
        rankings = np.empty((known.shape[0], limit), dtype=np.int32)
        for block in in_blocks(known.shape[0], known.shape[1]):
            scores = used[block] @ self.weights
            scores[known[block].nonzero()] = 0
            rankings[block] = best_works(scores, limit)
        return rankings


def fits_into_memory(works_count: int) -> bool:
    """Return True where EASE's matrix of works x works stays within its memory."""
    return works_count**2 * np.dtype(np.float32).itemsize <= EVALUATION.ease_memory_bytes


def fit_ease(interactions: Interactions, settings: Settings) -> Ease:
    """Fit the weights of EASE.

    Args:
        interactions: Ratings of the training readers.
        settings: "input", "reads" or "likes"; "lambda"; and "works", the number of most read works to use: all where it
            is not given.
    """
    return fit_edlae(interactions, {**settings, "dropout": 0.0})


def fit_edlae(interactions: Interactions, settings: Settings) -> Ease:
    """Fit the weights of EDLAE.

    Args:
        interactions: Ratings of the training readers.
        settings: As those of `fit_ease`, and "dropout", the share p from 0, below 1.
    """
    works_count = min(int(settings.get("works", interactions.works_count)), interactions.works_count)
    matrix = interactions.matrix(settings["input"])[:, :works_count]
    # Fortran's order, so that LAPACK works in place.
    inverse = (matrix.T @ matrix).toarray(order="F")
    dropout = float(settings["dropout"])
    diagonal = np.diag_indices(works_count)
    inverse[diagonal] += np.float32(settings["lambda"]) + np.float32(dropout / (1 - dropout)) * inverse[diagonal]
    # By Cholesky, in half the time and half the memory of a general inverse; only the lower half is filled.
    factor, failed = lapack.spotrf(inverse, lower=True, overwrite_a=True, clean=False)
    if not failed:
        inverse, failed = lapack.spotri(factor, lower=True, overwrite_c=True)
    if failed:
        raise ArithmeticError(
            f"X'X + {settings['lambda']} I is not positive definite in float32. Try a greater lambda."
        )
    return Ease(_weights(inverse))


def _weights(inverse: NDArray[np.float32]) -> NDArray[np.float32]:
    """Compute B in P's memory from the lower half of P: the upper half in C's order, as P is symmetric."""
    weights = inverse.T
    for block in in_blocks(len(weights), len(weights)):
        rows = weights[block]
        below = weights[block.stop :, block]
        below[:] = rows[:, block.stop :].T
        square = rows[:, block]
        square[:] = np.triu(square) + np.triu(square, 1).T
    diagonal = weights.diagonal().copy()
    weights /= -diagonal
    weights[np.diag_indices(len(weights))] = 0
    return weights
