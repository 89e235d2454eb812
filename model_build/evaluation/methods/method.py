"""The interface of the methods to compare, and the plain ones: popularity and the pivot-table cosine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Protocol

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.evaluation.config import EVALUATION
from model_build.evaluation.results import Grid, Setting
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader

Settings = Mapping[str, Setting]


@dataclass(frozen=True, slots=True)
class Interactions:
    """Ratings of the readers that a method is fitted to, by the rows of the catalogue.

    Attributes:
        ratings: Columns reader, work, rating (0 = read, not rated), liked; one row a pair.
        works_count: Number of works, those without readers included; row 0 has the most readers.
    """

    ratings: pd.DataFrame
    works_count: int

    def matrix(self, kind: Setting) -> sp.csr_matrix:
        """Return [readers, works] float32: 1 where a reader read ("reads") or liked ("likes") a work."""
        ratings = self.ratings[self.ratings["liked"]] if kind == "likes" else self.ratings
        shape = (int(self.ratings["reader"].max()) + 1, self.works_count)
        cells = (ratings["reader"].to_numpy(), ratings["work"].to_numpy())
        return sp.csr_matrix((np.ones(len(ratings), dtype=np.float32), cells), shape=shape)


class FittedMethod(Protocol):
    """A method that was fitted to readers."""

    def rank_after_works(self, works: NDArray[np.int64], limit: int) -> Rankings:
        """Return [works, limit] the works to read after each of these works, never the work itself."""

    def rank_for_readers(self, held_out: ForReader, history: Setting, limit: int) -> Rankings:
        """Return [readers, limit] the works for each reader to read, never one that the reader is known to have read.

        Args:
            held_out: Known ratings of the readers.
            history: The part of them that the method uses: all "reads", or the "likes" alone.
            limit: Number of works.
        """


@dataclass(frozen=True, slots=True)
class Method:
    """A way to recommend, with the settings to choose from.

    Attributes:
        name: Name in the report.
        fit: Function that fits it to readers with one combination of settings.
        grid: The values of each setting to compare; empty where there is nothing to choose.
        validation_settings: Settings that hold while others are chosen, to save time; not when the method is measured.
    """

    name: str
    fit: Callable[[Interactions, Settings], FittedMethod]
    grid: Grid = field(default_factory=dict)
    validation_settings: Settings = field(default_factory=dict)

    def combinations(self) -> list[dict[str, Setting]]:
        """Return all combinations of settings; one empty one where there is nothing to choose."""
        return [dict(zip(self.grid, values, strict=True)) for values in product(*self.grid.values())]


def in_blocks(rows: int, columns: int) -> list[slice]:
    """Return ranges of rows, so that the rows of a range times the columns fit into memory."""
    step = max(1, EVALUATION.cells_per_block // max(1, columns))
    return [slice(start, min(rows, start + step)) for start in range(0, rows, step)]


def best_works(scores: NDArray[np.float32], limit: int) -> Rankings:
    """Return [rows, limit] the columns with the highest scores above 0, ties in the order of popularity, then -1.

    A score of 0 or less is no recommendation of a work in any method.

    Args:
        scores: [rows, works]
        limit: Number of works.
    """
    kept = min(limit, scores.shape[1])
    best = np.argpartition(-scores, kept - 1, axis=1)[:, :kept]
    best_scores = np.take_along_axis(scores, best, axis=1)
    order = np.lexsort((best, -best_scores), axis=1)
    ranked = np.where(best_scores > 0, best, -1)
    ranked = np.take_along_axis(ranked, order, axis=1)
    return np.pad(ranked, ((0, 0), (0, limit - kept)), constant_values=-1).astype(np.int32)


@dataclass(frozen=True, slots=True)
class ItemSimilarities:
    """A method with a similarity of two works, for as many pairs as it keeps.

    The scores for a reader are the sum of the rows of the works that the reader read, as in implicit's
    ItemItemRecommender.recommend.

    Attributes:
        similarity: [works, works] float32, higher is more similar; the diagonal is not used.
    """

    similarity: sp.csr_matrix

    def rank_after_works(self, works: NDArray[np.int64], limit: int) -> Rankings:
        """Rank works after each work, as `FittedMethod.rank_after_works`."""
        # Few pairs are kept of each work: sorting those is quicker than finding the best among all works.
        pairs = self.similarity[works].tocoo()
        is_other = (pairs.data > 0) & (pairs.col != works[pairs.row])
        row, other, score = pairs.row[is_other], pairs.col[is_other], pairs.data[is_other]
        order = np.lexsort((other, -score, row))
        row, other = row[order], other[order]
        counts = np.bincount(row, minlength=len(works))
        position = np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
        is_ranked = position < limit
        rankings = np.full((len(works), limit), -1, dtype=np.int32)
        rankings[row[is_ranked], position[is_ranked]] = other[is_ranked]
        return rankings

    def rank_for_readers(self, held_out: ForReader, history: Setting, limit: int) -> Rankings:
        """Rank works for each reader, as `FittedMethod.rank_for_readers`."""
        used = held_out.likes if history == "likes" else held_out.reads
        rankings = np.empty((used.shape[0], limit), dtype=np.int32)
        for block in in_blocks(used.shape[0], used.shape[1]):
            scores = (used[block] @ self.similarity).toarray()
            scores[held_out.reads[block].nonzero()] = 0
            rankings[block] = best_works(scores, limit)
        return rankings


@dataclass(frozen=True, slots=True)
class Popularity:
    """The same works for everybody: those with the most readers.

    Attributes:
        works_count: Number of works; rows are in order of popularity.
    """

    works_count: int

    def rank_after_works(self, works: NDArray[np.int64], limit: int) -> Rankings:
        """Rank works after each work, as `FittedMethod.rank_after_works`."""
        most_read = np.arange(min(limit + 1, self.works_count), dtype=np.int32)
        ranked = np.tile(most_read, (len(works), 1))
        ranked[ranked == works[:, None]] = -1
        order = np.argsort(ranked < 0, axis=1, kind="stable")[:, :limit]
        ranked = np.take_along_axis(ranked, order, axis=1)
        return np.pad(ranked, ((0, 0), (0, limit - ranked.shape[1])), constant_values=-1)

    def rank_for_readers(self, held_out: ForReader, history: Setting, limit: int) -> Rankings:  # noqa: ARG002  (the same for all)
        """Rank works for each reader, as `FittedMethod.rank_for_readers`."""
        rankings = np.empty((held_out.reads.shape[0], limit), dtype=np.int32)
        by_popularity = np.linspace(2, 1, self.works_count, dtype=np.float32)
        for block in in_blocks(*held_out.reads.shape):
            scores = np.tile(by_popularity, (block.stop - block.start, 1))
            scores[held_out.reads[block].nonzero()] = 0
            rankings[block] = best_works(scores, limit)
        return rankings


def pivot_table_cosine(interactions: Interactions, settings: Settings) -> ItemSimilarities:  # noqa: ARG001  (has no settings)
    """Compute the cosine of the columns of a pivot table: the ratings of avid readers, of the books they read most.

    A like without a rating, as a loan is, stands as 1.
    """
    ratings = interactions.ratings
    books_of_reader = ratings["reader"].value_counts()
    ratings = ratings[ratings["reader"].isin(books_of_reader.index[books_of_reader > EVALUATION.pivot_reads_above])]
    readers_of_work = ratings["work"].value_counts()
    ratings = ratings[ratings["work"].isin(readers_of_work.index[readers_of_work >= EVALUATION.pivot_min_readers])]
    cells = (ratings["reader"].to_numpy(), ratings["work"].to_numpy())
    shape = (int(interactions.ratings["reader"].max()) + 1, interactions.works_count)
    values = ratings["rating"].where(ratings["rating"] > 0, ratings["liked"])
    table = sp.csr_matrix((values.to_numpy(dtype=np.float32), cells), shape=shape)
    lengths = np.sqrt(table.multiply(table).sum(axis=0)).A1
    columns = table @ sp.diags_array(1 / np.where(lengths > 0, lengths, 1), format="csr")
    return ItemSimilarities(sp.csr_matrix(columns.T @ columns))


def popularity(interactions: Interactions, settings: Settings) -> Popularity:  # noqa: ARG001  (has no settings)
    """Return the method that recommends the works with the most readers."""
    return Popularity(interactions.works_count)
