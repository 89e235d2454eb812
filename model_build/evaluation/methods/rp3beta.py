"""RP3beta: the chance of a walk of three steps from work to reader to work, lowered by popularity.

Paudel, Christoffel, Newell and Bernstein, "Updatable, accurate, diverse, and scalable recommendations for interactive
applications" (2017): with P the steps from a work to one of its readers and Q those from a reader to one of his works,
each probability to the power of alpha, the similarity of work i to work j is (P^alpha Q^alpha)_ij / n_j^beta, where n_j
is the number of readers of j. The first step of the walk, from the reader who is recommended to, is the sum over the
reader's works.
"""

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.evaluation.methods.method import Interactions, ItemSimilarities, Settings


def fit_rp3beta(interactions: Interactions, settings: Settings) -> ItemSimilarities:
    """Fit the similarities.

    Args:
        interactions: Ratings of the training readers.
        settings: "input", "reads" or "likes"; "alpha"; "beta"; and "K", the most similarities that are kept of a work.
    """
    matrix = interactions.matrix(settings["input"])
    alpha, beta = float(settings["alpha"]), float(settings["beta"])
    works_of_reader, readers_of_work = (_counts(matrix, axis) for axis in (1, 0))
    to_works = sp.diags_array(_power(works_of_reader, -alpha)) @ matrix
    to_readers = sp.diags_array(_power(readers_of_work, -alpha)) @ matrix.T
    similarity = sp.csr_matrix(to_readers @ to_works @ sp.diags_array(_power(readers_of_work, -beta)))
    similarity.setdiag(0)
    similarity.eliminate_zeros()
    return ItemSimilarities(_strongest(similarity, int(settings["K"])))


def _counts(matrix: sp.csr_matrix, axis: int) -> NDArray[np.float32]:
    return np.asarray(matrix.sum(axis=axis), dtype=np.float32).ravel()


def _power(counts: NDArray[np.float32], exponent: float) -> NDArray[np.float32]:
    """Return the counts to a power of 0 or less, and 0 for a count of 0."""
    powers: NDArray[np.float32] = np.where(counts > 0, np.maximum(counts, 1) ** np.float32(exponent), np.float32(0))
    return powers


def _strongest(similarity: sp.csr_matrix, limit: int) -> sp.csr_matrix:
    """Return the highest values of each row."""
    is_kept = np.ones(similarity.nnz, dtype=bool)
    for start, stop in zip(similarity.indptr[:-1], similarity.indptr[1:], strict=True):
        if stop - start > limit:
            is_kept[start + np.argpartition(-similarity.data[start:stop], limit)[limit:]] = False
    kept_before = np.concatenate(([0], np.cumsum(is_kept)))
    cells = (similarity.data[is_kept], similarity.indices[is_kept], kept_before[similarity.indptr])
    return sp.csr_matrix(cells, shape=similarity.shape)
