"""How often two works were read by the same readers, for blocks of works at a time.

Never holds a works x works matrix: blocks of its rows are made, cut down to their best pairs and let go.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

# A reader of many books says less about each pair of them: pairs weigh (the reader's number of books)^-0.25.
_READER_DAMPING = 0.25
# Readers of thousands of books make nearly all pairs and say the least about each. What goes with any of their books
# is looked for among so many of them, the most read ones; on Book-Crossing that costs no quality.
_BOOKS_OF_A_READER = 500
_PAIRS_IN_A_BLOCK = 8_000_000
_WORKS_IN_A_BLOCK = 10_000
_PAIRS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a work and another that may be read next, in the order of the first.

    Attributes:
        works: [pairs] the work that is asked about.
        others: [pairs] the other.
        weights: [pairs] float32, the sum of the weights of the readers of both.
        readers: [pairs] float32, the number of those readers; `_BOOKS_OF_A_READER` may leave some out.
    """

    works: NDArray[np.int32]
    others: NDArray[np.int32]
    weights: NDArray[np.float32]
    readers: NDArray[np.float32]

    def taken(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Pairs":
        """Some of the pairs, by mask or by position."""
        return Pairs(self.works[chosen], self.others[chosen], self.weights[chosen], self.readers[chosen])

    def followed_by(self, more: "Pairs") -> "Pairs":
        """These pairs and then more."""
        return Pairs(
            np.concatenate([self.works, more.works]),
            np.concatenate([self.others, more.others]),
            np.concatenate([self.weights, more.weights]),
            np.concatenate([self.readers, more.readers]),
        )


class CoOccurrence:
    """Readers in common of pairs of works, from ratings of any kind: whoever rated a book has read it.

    Attributes:
        readers_count: [works] float32, the readers of each work.
    """

    def __init__(self, ratings: pd.DataFrame, works: int) -> None:
        """Count `ratings` (reader, work; one a pair) over `works` works."""
        readers, rows = ratings["reader"].to_numpy(), ratings["work"].to_numpy()
        books_of_reader = np.bincount(readers)
        # One product gives two sums: the real part adds up the readers' weights, the imaginary part counts them.
        weights = (books_of_reader[readers] ** -_READER_DAMPING + 1j).astype(np.complex64)
        shape = (len(books_of_reader), works)
        in_order = np.lexsort((rows, readers))
        place = np.arange(len(rows)) - (np.cumsum(books_of_reader) - books_of_reader)[readers[in_order]]
        looked_at, left_out = in_order[place < _BOOKS_OF_A_READER], in_order[place >= _BOOKS_OF_A_READER]
        self._reading = sp.csr_array(
            (np.ones(len(looked_at), dtype=np.complex64), (readers[looked_at], rows[looked_at])), shape=shape
        )
        self._weighted = sp.csr_array((weights, (rows, readers)), shape=shape[::-1])
        self._reading_of: dict[bytes, sp.csr_array] = {}
        self._avid_of_left_out = sp.csr_array(
            (np.ones(len(left_out), dtype=bool), (rows[left_out], readers[left_out])), shape=shape[::-1]
        )
        avid = np.isin(readers, readers[left_out])
        self._read_by_avid = np.sort(readers[avid].astype(np.int64) * works + rows[avid])
        looked_at_of_reader = np.minimum(books_of_reader, _BOOKS_OF_A_READER)
        self._pairs_of_work = np.bincount(rows, weights=looked_at_of_reader[readers], minlength=works)
        self.readers_count = np.bincount(rows, minlength=works).astype(np.float32)

    def blocks(self, works: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Cut a list of works into parts whose pairs fit into memory."""
        share_of_block = np.maximum(self._pairs_of_work[works] / _PAIRS_IN_A_BLOCK, 1 / _WORKS_IN_A_BLOCK)
        yield from np.split(works, np.flatnonzero(np.diff(np.cumsum(share_of_block).astype(np.int64))) + 1)

    def pairs(self, works: NDArray[np.int32]) -> Pairs:
        """Each work with every other work that shares a reader with it, and with itself."""
        block = self._weighted[works] @ self._reading
        return Pairs(
            works=np.repeat(works, np.diff(block.indptr)),
            others=block.indices.astype(np.int32),
            weights=block.data.real.copy(),
            readers=block.data.imag.copy(),
        )

    def pairs_with(self, works: NDArray[np.int32], others: NDArray[np.int32]) -> Pairs:
        """Each work with each of a few others, whether or not they share a reader."""
        # Taking columns out goes through all ratings: once for the same few others, not for every block of works.
        key = others.tobytes()
        if key not in self._reading_of:
            self._reading_of[key] = sp.csr_array(self._reading[:, others])
        block = (self._weighted[works] @ self._reading_of[key]).toarray()
        return Pairs(
            works=np.repeat(works, len(others)),
            others=np.tile(others, len(works)),
            weights=block.real.ravel(),
            readers=block.imag.ravel(),
        )

    def readers_counted(self, works: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.float32]:
        """[pairs] the readers of both works whom `pairs` counts, for pairs that it may not have given."""
        one, other = self._weighted[works], self._weighted[others]
        one.data, other.data = np.ones(one.nnz, dtype=np.int32), np.ones(other.nnz, dtype=np.int32)
        counts = one.multiply(other) @ np.ones(one.shape[1], dtype=np.int32) - self.readers_left_out(works, others)
        return np.asarray(counts, dtype=np.float32)

    def readers_left_out(self, works: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.int32]:
        """[pairs] readers of both works whom `pairs` did not count, because it looked at part of their books."""
        counts = np.zeros(len(works), dtype=np.int32)
        if not len(self._read_by_avid):
            return counts
        starts, readers = self._avid_of_left_out.indptr, self._avid_of_left_out.indices
        catalogue = self._avid_of_left_out.shape[0]
        for first in range(0, len(works), _PAIRS_AT_ONCE):
            part = slice(first, first + _PAIRS_AT_ONCE)
            lengths = (starts[others[part] + 1] - starts[others[part]]).astype(np.int64)
            pair = np.repeat(np.arange(len(lengths)), lengths)
            within = np.arange(len(pair)) - (np.cumsum(lengths) - lengths)[pair]
            avid = readers[starts[others[part]][pair] + within].astype(np.int64)
            wanted = avid * catalogue + works[part][pair]
            place = np.minimum(np.searchsorted(self._read_by_avid, wanted), len(self._read_by_avid) - 1)
            counts[part] = np.bincount(pair, weights=self._read_by_avid[place] == wanted, minlength=len(lengths))
        return counts
