"""Readers in common of pairs of works, for blocks of works at a time.

A works x works matrix is never held whole: blocks of its rows are made, reduced to their best pairs and released.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CoOccurrenceConfig:
    """The numbers of co-occurrence.

    Attributes:
        reader_damping: A reader of n books weighs n^-this in each pair of them: the more books, the less a pair says.
        max_books_of_reader: Number of a reader's most read books that are targets. Readers of thousands of books make
            nearly all pairs and say the least about each; on Book-Crossing the limit costs no quality.
        pairs_in_block: Most pairs in a block of works, but for its first work.
        works_in_block: Most works in a block, but for its first: few enough that threads share even a small catalogue.
        pairs_at_once: Number of pairs of which omitted readers are counted at once; all of them limit the memory.
    """

    reader_damping: float = 0.25
    max_books_of_reader: int = 500
    pairs_in_block: int = 8_000_000
    works_in_block: int = 1500
    pairs_at_once: int = 1_000_000


COOCCURRENCE = CoOccurrenceConfig()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a source work, after which to recommend, and a target work, which may be recommended.

    The pairs are in the order of their sources.

    Attributes:
        sources: [pairs] rows of the source works.
        targets: [pairs] rows of the target works.
        weights: [pairs] float32, the sum of the weights of the readers of both.
        readers: [pairs] float32, the number of those readers; `CoOccurrenceConfig.max_books_of_reader` may omit some.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    weights: NDArray[np.float32]
    readers: NDArray[np.float32]

    def select(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Pairs":
        """Return some of the pairs, by mask or by position."""
        return Pairs(self.sources[chosen], self.targets[chosen], self.weights[chosen], self.readers[chosen])

    def append(self, more: "Pairs") -> "Pairs":
        """Return these pairs and then more."""
        return Pairs(
            np.concatenate([self.sources, more.sources]),
            np.concatenate([self.targets, more.targets]),
            np.concatenate([self.weights, more.weights]),
            np.concatenate([self.readers, more.readers]),
        )


class CoOccurrence:
    """Readers in common of pairs of works, from ratings of any kind: a reader who rated a book has read it.

    Attributes:
        readers_count: [works] float32, the number of readers of each work.
    """

    def __init__(self, ratings: pd.DataFrame, works_count: int) -> None:
        """Count `ratings` (reader, work; one a pair) over `works_count` works."""
        readers, works = ratings["reader"].to_numpy(), ratings["work"].to_numpy()
        books_of_reader = np.bincount(readers)
        by_work, by_reader = (works_count, len(books_of_reader)), (len(books_of_reader), works_count)
        # The most read books of each reader are targets, the others are omitted: rows are in order of popularity.
        order = np.lexsort((works, readers))
        position = np.arange(len(works)) - (np.cumsum(books_of_reader) - books_of_reader)[readers[order]]
        limit = COOCCURRENCE.max_books_of_reader
        counted, omitted = order[position < limit], order[position >= limit]
        weights = books_of_reader[readers] ** -COOCCURRENCE.reader_damping
        # [works, readers] times [readers, works].
        self._source_readers = sp.csr_array((_pack_weights_and_counts(weights), (works, readers)), shape=by_work)
        self._reader_targets = sp.csr_array(
            (np.ones(len(counted), dtype=np.complex64), (readers[counted], works[counted])), shape=by_reader
        )
        self._reader_targets_among: dict[bytes, sp.csr_array] = {}
        self._omitted_readers = sp.csr_array(
            (np.ones(len(omitted), dtype=bool), (works[omitted], readers[omitted])), shape=by_work
        )
        # Sorted keys, reader * works + work, of all ratings by readers of whom books are omitted.
        has_omitted = np.isin(readers, readers[omitted])
        self._ratings_with_omitted = np.sort(readers[has_omitted].astype(np.int64) * works_count + works[has_omitted])
        self._pairs_of_work = np.bincount(
            works, weights=np.minimum(books_of_reader, limit)[readers], minlength=works_count
        )
        self.readers_count = np.bincount(works, minlength=works_count).astype(np.float32)

    def blocks(self, works: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Split an array of works into blocks whose pairs fit into memory."""
        share_of_block = np.maximum(
            self._pairs_of_work[works] / COOCCURRENCE.pairs_in_block, 1 / COOCCURRENCE.works_in_block
        )
        yield from np.split(works, np.flatnonzero(np.diff(np.cumsum(share_of_block).astype(np.int64))) + 1)

    def pairs(self, sources: NDArray[np.int32]) -> Pairs:
        """Return each source with every work that shares a reader with it, itself included."""
        block = self._source_readers[sources] @ self._reader_targets
        weights, readers = _unpack_weights_and_counts(block.data)
        return Pairs(
            sources=np.repeat(sources, np.diff(block.indptr)),
            targets=block.indices.astype(np.int32, copy=False),
            weights=weights,
            readers=readers,
        )

    def pairs_with(self, sources: NDArray[np.int32], targets: NDArray[np.int32]) -> Pairs:
        """Return each source with each of a few targets, whether or not they share a reader."""
        # Selecting columns goes through all ratings: once for the same few targets, not for every block of sources.
        key = targets.tobytes()
        if key not in self._reader_targets_among:
            self._reader_targets_among[key] = sp.csr_array(self._reader_targets[:, targets])
        block = (self._source_readers[sources] @ self._reader_targets_among[key]).toarray()
        weights, readers = _unpack_weights_and_counts(block.ravel())
        return Pairs(
            sources=np.repeat(sources, len(targets)),
            targets=np.tile(targets, len(sources)),
            weights=weights,
            readers=readers,
        )

    def pairs_of_related(self, related: sp.csr_array) -> NDArray[np.float64]:
        """Return [sources] the number of pairs that `read_with_related` counts up, with those that it adds up."""
        return np.asarray((abs(related) > 0) @ self._pairs_of_work, dtype=np.float64)

    def read_with_related(self, sources: NDArray[np.int32], related: sp.csr_array) -> tuple[Pairs, NDArray[np.float32]]:
        """Return each source with every work that shares a reader with its related works.

        Args:
            sources: Ascending rows.
            related: [sources, works] complex64, the weight of a reader of each related work.

        Returns:
            The pairs, and [sources] the weighted number of readers of the related works.
        """
        readers_of_related = sp.csr_array(related @ self._source_readers)
        block = sp.csr_array(readers_of_related @ self._reader_targets)
        weights, readers = _unpack_weights_and_counts(block.data)
        pairs = Pairs(
            sources=np.repeat(sources, np.diff(block.indptr)),
            targets=block.indices.astype(np.int32, copy=False),
            weights=weights,
            readers=readers,
        )
        _, counts = _unpack_weights_and_counts(np.asarray(readers_of_related.sum(axis=1), dtype=np.complex64))
        return pairs, counts

    def count_readers(self, sources: NDArray[np.int32], targets: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return [pairs] the number of readers that `pairs` counts, for pairs that it may not have returned."""
        of_source, of_target = self._source_readers[sources], self._source_readers[targets]
        of_source.data, of_target.data = np.ones(of_source.nnz, np.int32), np.ones(of_target.nnz, np.int32)
        in_common = of_source.multiply(of_target) @ np.ones(of_source.shape[1], dtype=np.int32)
        return np.asarray(in_common - self.count_omitted_readers(sources, targets), dtype=np.float32)

    def count_omitted_readers(self, sources: NDArray[np.int32], targets: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return [pairs] the number of readers of both whom `pairs` omits: the target is none of their most read."""
        counts = np.zeros(len(sources), dtype=np.int32)
        if not len(self._ratings_with_omitted):
            return counts
        starts, readers = self._omitted_readers.indptr, self._omitted_readers.indices
        works_count, last = self._omitted_readers.shape[0], len(self._ratings_with_omitted) - 1
        for first in range(0, len(sources), COOCCURRENCE.pairs_at_once):
            part = slice(first, first + COOCCURRENCE.pairs_at_once)
            lengths = (starts[targets[part] + 1] - starts[targets[part]]).astype(np.int64)
            pair = np.repeat(np.arange(len(lengths)), lengths)
            position = np.arange(len(pair)) - (np.cumsum(lengths) - lengths)[pair]
            omitted = readers[starts[targets[part]][pair] + position].astype(np.int64)
            # A reader of whom the target is omitted counts if the source is another of the reader's books.
            keys = omitted * works_count + sources[part][pair]
            found = self._ratings_with_omitted[np.minimum(np.searchsorted(self._ratings_with_omitted, keys), last)]
            counts[part] = np.bincount(pair, weights=found == keys, minlength=len(lengths))
        return counts


def _pack_weights_and_counts(weights: NDArray[np.float64]) -> NDArray[np.complex64]:
    """Return [ratings] each reader's weight and a count of 1, packed so that one matrix product sums both.

    An entry of a sparse matrix is one number, and a complex64 is two float32 side by side that are added up apart.
    Multiplied by 1 they stay as they are, so the product with a matrix of ones has the sum of the weights and the sum
    of the counts in each entry. Two products of real matrices take 1.4 times as long on Book-Crossing and 1.6 times on
    243,491 works; a matrix of blocks [weight, count] (scipy's BSR) takes 1.7 and 1.8 times as long.
    """
    weights_and_counts = np.ones((len(weights), 2), dtype=np.float32)
    weights_and_counts[:, 0] = weights
    return weights_and_counts.view(np.complex64)[:, 0]


def _unpack_weights_and_counts(sums: NDArray[np.complex64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return [pairs] the sums of the weights, and the sums of the counts, as views of packed entries."""
    weights_and_counts = sums.view(np.float32).reshape(-1, 2)
    return weights_and_counts[:, 0], weights_and_counts[:, 1]
