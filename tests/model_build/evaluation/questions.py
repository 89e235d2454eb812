"""Small readers and questions for the tests of the evaluation."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import scipy.sparse as sp

from model_build.evaluation.methods.method import Reading
from model_build.rank.splitting import Questions


def questions(right: Mapping[int, Sequence[int]], asked_for: Sequence[int], works_count: int) -> Questions:
    """Questions asked for these readers in turn, with the works that are right for each reader."""
    matrix = np.zeros((len(right), works_count), dtype=bool)
    for reader, works in right.items():
        matrix[reader, list(works)] = True
    counts = [len(right[reader]) for reader in asked_for]
    return Questions(np.array(asked_for), len(right), sp.csr_array(matrix), np.array(counts))


def random_reading(*, readers: int = 60, works: int = 25, seed: int = 3) -> Reading:
    """Readers of up to a dozen works, row 0 the most popular; the last two works have no reader."""
    drawing = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, works - 1)
    rows = []
    for reader in range(readers):
        count = int(drawing.integers(2, 12))
        read = drawing.choice(works - 2, size=count, replace=False, p=popularity / popularity.sum())
        rows += [(reader, work, float(drawing.integers(0, 11))) for work in sorted(read.tolist())]
    ratings = pd.DataFrame(rows, columns=["reader", "work", "rating"])
    by_popularity = ratings["work"].value_counts(sort=True).index.tolist()
    row_of = {work: row for row, work in enumerate(by_popularity)}
    ratings["work"] = ratings["work"].map(row_of)
    return Reading(ratings.assign(liked=ratings["rating"] >= 7), works)


def dense(reading: Reading, of: str = "reads") -> np.ndarray:
    """[readers, works] float64, 1 where a reader read or liked a work, made cell by cell."""
    cells = np.zeros((int(reading.ratings["reader"].max()) + 1, reading.works_count))
    for reader, work, liked in reading.ratings[["reader", "work", "liked"]].itertuples(index=False):
        if of == "reads" or liked:
            cells[reader, work] = 1
    return cells
