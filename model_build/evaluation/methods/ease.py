"""EASE: the best linear way from what a reader read to what the reader reads, with no book explaining itself.

Steck, "Embarrassingly shallow autoencoders for sparse data" (2019): with X the readers' books, G = X'X and
P = (G + lambda I)^-1, the weights are B = -P / diag(P) by columns, and 0 on the diagonal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from model_build.evaluation.methods.method import Reading, Settings, best_works, in_blocks
from model_build.evaluation.results import Setting
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader

# G is inverted in place: one float32 matrix of works x works.
MEMORY_BUDGET_BYTES = 4 * 2**30


@dataclass(frozen=True, slots=True)
class Ease:
    """The weights of all pairs of works.

    Attributes:
        weights: [works, works] float32, from the work that was read to the other.
    """

    weights: NDArray[np.float32]

    def after(self, works: NDArray[np.int64], places: int) -> Rankings:
        """As `Fitted.after`."""
        rankings = np.full((len(works), places), -1, dtype=np.int32)
        for block in in_blocks(len(works), len(self.weights)):
            known = works[block] < len(self.weights)
            rankings[block][known] = best_works(self.weights[works[block][known]], places)
        return rankings

    def for_readers(self, asked: ForReader, history: Setting, places: int) -> Rankings:
        """As `Fitted.for_readers`."""
        known = asked.reads[:, : len(self.weights)]
        looked_at = asked.likes[:, : len(self.weights)] if history == "likes" else known
        rankings = np.empty((known.shape[0], places), dtype=np.int32)
        for block in in_blocks(known.shape[0], known.shape[1]):
            scores = looked_at[block] @ self.weights
            scores[known[block].nonzero()] = 0
            rankings[block] = best_works(scores, places)
        return rankings


def fits_into_memory(works_count: int) -> bool:
    """Whether EASE's matrix of so many works stays within the budget."""
    return works_count**2 * np.dtype(np.float32).itemsize <= MEMORY_BUDGET_BYTES


def fit_ease(reading: Reading, settings: Settings) -> Ease:
    """Learn the weights.

    Args:
        reading: What was read.
        settings: "input", "reads" or "likes"; "lambda"; and "works", so many of the most read works to look at: all
            where it is not given.
    """
    works_count = min(int(settings.get("works", reading.works_count)), reading.works_count)
    matrix = reading.matrix(settings["input"])[:, :works_count]
    # Fortran's order, so that LAPACK works in place.
    inverse = (matrix.T @ matrix).toarray(order="F")
    inverse[np.diag_indices(works_count)] += np.float32(settings["lambda"])
    # By Cholesky, in half the time and half the memory of a general inverse; only the lower half is filled.
    factor, failed = lapack.spotrf(inverse, lower=True, overwrite_a=True, clean=False)
    if not failed:
        inverse, failed = lapack.spotri(factor, lower=True, overwrite_c=True)
    if failed:
        raise ArithmeticError(
            f"EASE: X'X + {settings['lambda']} I is not positive definite in float32. Try a greater lambda."
        )
    return Ease(_weights(inverse))


def _weights(inverse: NDArray[np.float32]) -> NDArray[np.float32]:
    """B of P's lower half, in its place; as P is symmetric, what is lower in Fortran's order is upper in C's."""
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
