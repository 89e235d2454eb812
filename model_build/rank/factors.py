"""Factors of the works: a truncated SVD of the ratings, avid readers and bestsellers damped.

By randomised subspace iteration (Halko, Martinsson, Tropp, "Finding structure with randomness", SIAM Review 2011,
algorithm 4.4).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FactorConfig:
    """The numbers of the factors.

    Attributes:
        factors: Number of factors.
        reader_damping: A rating weighs (the reader's number of books)^-this ...
        popularity_damping: ... times (the work's number of readers)^-this.
        subspace_steps: Number of iterations; each costs two products with the ratings, and three settle the leading
            factors.
        seed: Seed of the random basis that the iteration starts from.
    """

    factors: int = 32
    reader_damping: float = 0.3
    popularity_damping: float = 0.3
    subspace_steps: int = 3
    seed: int = 0


FACTORS = FactorConfig()


def work_factors(ratings: pd.DataFrame, readers_count: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return [works, factors] directions in which works differ by who read them, each of length 1.

    Args:
        ratings: Columns reader and work, one row a pair.
        readers_count: [works] number of readers of each work; a work without readers has factors of 0.
    """
    readers, works = ratings["reader"].to_numpy(), ratings["work"].to_numpy()
    books_of_reader = np.bincount(readers)
    weights = books_of_reader[readers] ** -FACTORS.reader_damping * readers_count[works] ** -FACTORS.popularity_damping
    shape = (len(books_of_reader), len(readers_count))
    by_reader = sp.csr_array((weights.astype(np.float32), (readers, works)), shape=shape)
    by_work = sp.csr_array(by_reader.T)
    generator = np.random.default_rng(FACTORS.seed)
    basis = generator.standard_normal((shape[1], min(FACTORS.factors, *shape))).astype(np.float32)
    for _ in range(FACTORS.subspace_steps):
        basis = _orthonormal_basis(by_work @ (by_reader @ basis))
    projection = (by_reader @ basis).astype(np.float64)
    _, squares, rotation = np.linalg.svd(projection.T @ projection)
    factors = (basis @ rotation.T) * np.sqrt(squares)
    factors /= np.maximum(np.linalg.norm(factors, axis=1, keepdims=True), 1e-9)
    return np.asarray(factors, dtype=np.float32)


def _orthonormal_basis(basis: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return an orthonormal basis of the columns, by their small Gram matrix: ten times as fast as QR."""
    exact = basis.astype(np.float64)
    squares, rotation = np.linalg.eigh(exact.T @ exact)
    return np.asarray(exact @ (rotation / np.sqrt(np.maximum(squares, squares[-1] * 1e-12))), dtype=np.float32)
