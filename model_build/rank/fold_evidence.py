"""Neighbours and item weights that are in no file, read for a shelf as those of a model are."""

from collections.abc import Collection
from dataclasses import dataclass
from math import isnan

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.neighbours import Neighbours, as_stored
from shelftalker.model import catalogue
from shelftalker.model.catalogue import SourceColumns
from shelftalker.model.packing import Columns


class FoldEvidence:
    """Neighbours and item weights that were made without a fold, read as those of a model are."""

    def __init__(self, neighbours: Neighbours, facts: BookFacts, item_weights: sp.csr_array | None) -> None:
        # In the precision of the model.
        scores = as_stored(neighbours.scores, neighbours.starts)
        self._neighbours = _Table(neighbours.starts, neighbours.works, scores)
        self._item_weights = (
            _Table(item_weights.indptr, item_weights.indices, item_weights.data.astype(np.float16))
            if item_weights is not None
            else None
        )
        self._facts = facts

    def contribution_columns(self, book_rows: Collection[int]) -> tuple[SourceColumns, SourceColumns]:
        """Return the neighbours of some books, and the item weights from those that have any."""
        none = SourceColumns([], Columns([], [], ()))
        weights = self._item_weights.of(book_rows) if self._item_weights else none
        return self.neighbour_columns(book_rows), weights

    def neighbour_columns(self, book_rows: Collection[int]) -> SourceColumns:
        """Return the neighbours of some books."""
        return self._neighbours.of(book_rows)

    def book_facts(self, book_rows: Collection[int]) -> dict[int, catalogue.BookFacts]:
        """Return the author and the year of some books, by row."""
        works = np.fromiter(book_rows, dtype=np.int64) - 1
        authors, years = self._facts.author_rows[works].tolist(), self._facts.years[works].tolist()
        return {
            work + 1: catalogue.BookFacts(author + 1 if author >= 0 else None, None if isnan(year) else int(year))
            for work, author, year in zip(works.tolist(), authors, years, strict=True)
        }


@dataclass(frozen=True, slots=True)
class _Table:
    """Targets of each work with a score or weight.

    Attributes:
        starts: [works + 1] position in the other arrays at which each work's targets start.
        targets: [entries] their rows, from 0.
        values: [entries] the score or weight of each.
    """

    starts: NDArray[np.integer]
    targets: NDArray[np.integer]
    values: NDArray[np.floating]

    def of(self, book_rows: Collection[int]) -> SourceColumns:
        """Return the entries of some books that have any."""
        works = np.sort(np.fromiter(book_rows, dtype=np.int64)) - 1
        first, counts = self.starts[works], self.starts[works + 1] - self.starts[works]
        works, first, counts = works[counts > 0], first[counts > 0], counts[counts > 0]
        entries = np.arange(counts.sum()) + np.repeat(first - np.cumsum(counts) + counts, counts)
        columns = Columns(
            counts.tolist(), (self.targets[entries] + 1).tolist(), tuple(self.values[entries].astype(float).tolist())
        )
        return SourceColumns((works + 1).tolist(), columns)
