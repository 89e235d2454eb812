"""Small readers and questions for the tests of the evaluation."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp

from model_build.evaluation.methods.method import Interactions
from model_build.rank.splitting import Questions


def questions(right: Mapping[int, Sequence[int]], readers: Sequence[int], works_count: int) -> Questions:
    """Build questions for these readers in turn, with the works that are relevant to each reader."""
    matrix = np.zeros((len(right), works_count), dtype=bool)
    for reader, works in right.items():
        matrix[reader, list(works)] = True
    counts = [len(right[reader]) for reader in readers]
    return Questions(np.array(readers), len(right), sp.csr_array(matrix), np.array(counts), np.array(readers))


def random_interactions(*, readers: int = 60, works: int = 25, seed: int = 3) -> Interactions:
    """Build readers of up to a dozen works, row 0 the most popular; the last two works have no reader."""
    generator = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, works - 1)
    rows = []
    for reader in range(readers):
        count = int(generator.integers(2, 12))
        read = generator.choice(works - 2, size=count, replace=False, p=popularity / popularity.sum())
        rows += [(reader, work, float(generator.integers(0, 11))) for work in sorted(read.tolist())]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    by_popularity = ratings["work"].value_counts(sort=True).index.tolist()
    row_of = {work: row for row, work in enumerate(by_popularity)}
    ratings["work"] = ratings["work"].map(row_of)
    return Interactions(ratings.assign(liked=ratings["rating"] >= 7), works)


def dense(interactions: Interactions, kind: str = "reads") -> np.ndarray:
    """Return [readers, works] float64, 1 where a reader read or liked a work, filled cell by cell."""
    cells = np.zeros((int(interactions.ratings["reader"].max()) + 1, interactions.works_count))
    for reader, work, liked in interactions.ratings[["reader", "work", "liked"]].itertuples(index=False):
        if kind == "reads" or liked:
            cells[reader, work] = 1
    return cells
