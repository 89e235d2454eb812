"""What every method that is measured can do, and the plain ones: popularity and the pivot-table cosine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Protocol

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.evaluation.results import Grid, Setting
from model_build.rank.ndcg import Rankings
from model_build.rank.splitting import ForReader

Settings = Mapping[str, Setting]
_CELLS_IN_A_BLOCK = 16_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers whom a method may learn from have read, by the rows of the catalogue.

    Attributes:
        ratings: Columns reader, work, rating (0 = read, not rated), liked; one row a pair.
        works_count: Number of works, those without readers included; row 0 has the most readers.
    """

    ratings: pd.DataFrame
    works_count: int

    def matrix(self, of: Setting) -> sp.csr_matrix:
        """[readers, works] float32: 1 where a reader read ("reads") or liked ("likes") a work."""
        ratings = self.ratings[self.ratings["liked"]] if of == "likes" else self.ratings
        shape = (int(self.ratings["reader"].max()) + 1, self.works_count)
        places = (ratings["reader"].to_numpy(), ratings["work"].to_numpy())
        return sp.csr_matrix((np.ones(len(ratings), dtype=np.float32), places), shape=shape)


class Fitted(Protocol):
    """A method that has learned from readers."""

    def after(self, works: NDArray[np.int64], places: int) -> Rankings:
        """[works, places] what to read after each of these works, never the work itself."""

    def for_readers(self, asked: ForReader, history: Setting, places: int) -> Rankings:
        """[readers, places] what each reader should read, never what the reader is known to have read.

        Args:
            asked: What is known of the readers.
            history: What the method looks at of it: all "reads", or the "likes" alone.
            places: How many works.
        """


@dataclass(frozen=True, slots=True)
class Method:
    """A way to recommend, with the settings to be tried.

    Attributes:
        name: For people.
        fit: From readers and one combination of settings.
        grid: The values to be tried of each setting; none where there is nothing to choose.
        tried_with: Settings that hold while others are tried, to save time; not when the method is measured.
    """

    name: str
    fit: Callable[[Reading, Settings], Fitted]
    grid: Grid = field(default_factory=dict)
    tried_with: Settings = field(default_factory=dict)

    def combinations(self) -> list[dict[str, Setting]]:
        """All combinations of settings; one empty one where there is nothing to choose."""
        return [dict(zip(self.grid, values, strict=True)) for values in product(*self.grid.values())]


def in_blocks(rows: int, columns: int) -> list[slice]:
    """Ranges of rows, so that the rows of a range times the columns fit into memory."""
    step = max(1, _CELLS_IN_A_BLOCK // max(1, columns))
    return [slice(start, min(rows, start + step)) for start in range(0, rows, step)]


def best_works(scores: NDArray[np.float32], places: int) -> Rankings:
    """[rows, places] the columns with the highest scores above 0, ties in the order of popularity, then -1.

    A score of 0 or less says nothing for a work, whichever the method.

    Args:
        scores: [rows, works]
        places: How many works.
    """
    kept = min(places, scores.shape[1])
    best = np.argpartition(-scores, kept - 1, axis=1)[:, :kept]
    of_best = np.take_along_axis(scores, best, axis=1)
    order = np.lexsort((best, -of_best), axis=1)
    ranked = np.where(of_best > 0, best, -1)
    ranked = np.take_along_axis(ranked, order, axis=1)
    return np.pad(ranked, ((0, 0), (0, places - kept)), constant_values=-1).astype(np.int32)


@dataclass(frozen=True, slots=True)
class ItemSimilarities:
    """A method that knows how similar two works are, for as many pairs as it keeps.

    A reader's works add up: the scores for a reader are the sum of the rows of what the reader read, which is what
    implicit's ItemItemRecommender.recommend does.

    Attributes:
        similarity: [works, works] float32, higher is more similar; the diagonal is not looked at.
    """

    similarity: sp.csr_matrix

    def after(self, works: NDArray[np.int64], places: int) -> Rankings:
        """As `Fitted.after`."""
        # Few pairs are kept of each work: sorting those is quicker than finding the best among all works.
        pairs = self.similarity[works].tocoo()
        said = (pairs.data > 0) & (pairs.col != works[pairs.row])
        row, other, score = pairs.row[said], pairs.col[said], pairs.data[said]
        order = np.lexsort((other, -score, row))
        row, other = row[order], other[order]
        counts = np.bincount(row, minlength=len(works))
        place = np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
        rankings = np.full((len(works), places), -1, dtype=np.int32)
        rankings[row[place < places], place[place < places]] = other[place < places]
        return rankings

    def for_readers(self, asked: ForReader, history: Setting, places: int) -> Rankings:
        """As `Fitted.for_readers`."""
        looked_at = asked.likes if history == "likes" else asked.reads
        rankings = np.empty((looked_at.shape[0], places), dtype=np.int32)
        for block in in_blocks(looked_at.shape[0], looked_at.shape[1]):
            scores = (looked_at[block] @ self.similarity).toarray()
            scores[asked.reads[block].nonzero()] = 0
            rankings[block] = best_works(scores, places)
        return rankings


@dataclass(frozen=True, slots=True)
class Popularity:
    """The same for everybody: the works with the most readers.

    Attributes:
        works_count: Number of works; rows are in order of popularity.
    """

    works_count: int

    def after(self, works: NDArray[np.int64], places: int) -> Rankings:
        """As `Fitted.after`."""
        most_read = np.arange(min(places + 1, self.works_count), dtype=np.int32)
        ranked = np.tile(most_read, (len(works), 1))
        ranked[ranked == works[:, None]] = -1
        order = np.argsort(ranked < 0, axis=1, kind="stable")[:, :places]
        ranked = np.take_along_axis(ranked, order, axis=1)
        return np.pad(ranked, ((0, 0), (0, places - ranked.shape[1])), constant_values=-1)

    def for_readers(self, asked: ForReader, history: Setting, places: int) -> Rankings:  # noqa: ARG002  (the same for all)
        """As `Fitted.for_readers`."""
        rankings = np.empty((asked.reads.shape[0], places), dtype=np.int32)
        by_popularity = np.linspace(2, 1, self.works_count, dtype=np.float32)
        for block in in_blocks(*asked.reads.shape):
            scores = np.tile(by_popularity, (block.stop - block.start, 1))
            scores[asked.reads[block].nonzero()] = 0
            rankings[block] = best_works(scores, places)
        return rankings


# What most tutorials on Book-Crossing do: readers of more than 200 books, books with 50 such readers or more.
_READS_MORE_THAN = 200
_READ_BY_AT_LEAST = 50


def pivot_table_cosine(reading: Reading, settings: Settings) -> ItemSimilarities:  # noqa: ARG001  (has no settings)
    """Cosine of the columns of a pivot table of ratings, made of avid readers and of the books they read most."""
    ratings = reading.ratings
    books_of_reader = ratings["reader"].value_counts()
    ratings = ratings[ratings["reader"].isin(books_of_reader.index[books_of_reader > _READS_MORE_THAN])]
    readers_of_work = ratings["work"].value_counts()
    ratings = ratings[ratings["work"].isin(readers_of_work.index[readers_of_work >= _READ_BY_AT_LEAST])]
    places = (ratings["reader"].to_numpy(), ratings["work"].to_numpy())
    shape = (int(reading.ratings["reader"].max()) + 1, reading.works_count)
    table = sp.csr_matrix((ratings["rating"].to_numpy(dtype=np.float32), places), shape=shape)
    lengths = np.sqrt(table.multiply(table).sum(axis=0)).A1
    columns = table @ sp.diags_array(1 / np.where(lengths > 0, lengths, 1), format="csr")
    return ItemSimilarities(sp.csr_matrix(columns.T @ columns))


def popularity(reading: Reading, settings: Settings) -> Popularity:  # noqa: ARG001  (has no settings)
    """The works with the most readers."""
    return Popularity(reading.works_count)
