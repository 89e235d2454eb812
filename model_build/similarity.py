"""Which works are similar: damped co-occurrence of readers, with the author as a second signal.

Never holds a works x works matrix: blocks of its rows are made, ranked and let go.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.datasets import UNKNOWN_AUTHOR
from model_build.works import Works
from shelftalker.recommender import BOOKS_BY_ONE_AUTHOR, RECOMMENDATIONS

# A reader of many books says less about each pair of them: pairs weigh (the reader's number of books)^-0.25.
_READER_DAMPING = 0.25
# c^2 / (c + 5): three readers in common may be an accident, thirty are not.
_PAIR_DAMPING = 5.0
# (n_i * n_j)^0.2: just enough that bestsellers are not everybody's neighbours; cosine's 0.5 favours accidents.
_POPULARITY_DAMPING = 0.2
# A book by the same author counts double, and 0.05 * n_j^0.3 even where no reader has both.
_SAME_AUTHOR_FACTOR = 2.0
_SAME_AUTHOR_SHARE = 0.05
_BOOKS_OF_AN_AUTHOR = 50
# Readers of thousands of books make nearly all pairs and say the least about each. What goes with any of their books
# is looked for among so many of them, the most read ones; on Book-Crossing that costs no quality.
_BOOKS_OF_A_READER = 500

NEIGHBOURS = 20
# So that "five more" has five more, at most two by one author.
_VARIED_NEIGHBOURS = 2 * RECOMMENDATIONS
_POOL = 80
_PAIRS_IN_A_BLOCK = 8_000_000
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The works most similar to each, best first.

    Attributes:
        starts: [works + 1] where each work's neighbours start in the other arrays.
        works: [neighbours] their rows.
        scores: [neighbours] float32, descending within a work; comparable within a work.
        readers_in_common: [neighbours] readers of both; 0 for those by author, or by popularity and year, alone.
    """

    starts: NDArray[np.int64]
    works: NDArray[np.int32]
    scores: NDArray[np.float32]
    readers_in_common: NDArray[np.int32]


def find_neighbours(works: Works) -> Neighbours:
    """Rank the works to read after each work: at least 20 where there are as many others, never the work itself."""
    signals = _Signals(works)
    contemporaries = _Contemporaries(works)
    author_rows = works.books["author_row"].to_numpy()
    ranked: list[_Ranked] = []
    with (
        ThreadPoolExecutor(_THREADS) as threads,
        tqdm(total=len(works.books), desc="Ranking", unit=" books", delay=2, disable=None, leave=False) as progress,
    ):
        for first, scores in _in_order(threads, signals.scores, signals.blocks()):
            ranked.extend(
                _rank(first + offset, scores, offset, author_rows, contemporaries) for offset in range(scores.shape[0])
            )
            progress.update(scores.shape[0])
    lengths = [len(neighbours.works) for neighbours in ranked]
    neighbour_rows = np.concatenate([neighbours.works for neighbours in ranked])
    readers_in_common = np.concatenate([neighbours.readers_in_common for neighbours in ranked])
    return Neighbours(
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        works=neighbour_rows,
        scores=np.concatenate([neighbours.scores for neighbours in ranked]),
        readers_in_common=readers_in_common
        + signals.readers_left_out(np.repeat(np.arange(len(ranked), dtype=np.int32), lengths), neighbour_rows),
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """One work's neighbours, best first: three arrays of one length."""

    works: NDArray[np.int32]
    scores: NDArray[np.float32]
    readers_in_common: NDArray[np.int32]


class _Signals:
    """Scores of pairs of works, made in blocks of rows."""

    def __init__(self, works: Works) -> None:
        books_count = len(works.books)
        readers, rows = works.ratings["reader"].to_numpy(), works.ratings["work"].to_numpy()
        books_of_reader = np.bincount(readers)
        # One product gives two sums: the real part adds up the readers' weights, the imaginary part counts them.
        weights = (books_of_reader[readers] ** -_READER_DAMPING + 1j).astype(np.complex64)
        shape = (len(books_of_reader), books_count)
        in_order = np.lexsort((rows, readers))
        place = np.arange(len(rows)) - (np.cumsum(books_of_reader) - books_of_reader)[readers[in_order]]
        looked_at, left_out = in_order[place < _BOOKS_OF_A_READER], in_order[place >= _BOOKS_OF_A_READER]
        self._reading = sp.csr_array(
            (np.ones(len(looked_at), dtype=np.complex64), (readers[looked_at], rows[looked_at])), shape=shape
        )
        self._left_out = sp.csr_array(
            (np.ones(len(left_out), dtype=bool), (readers[left_out], rows[left_out])), shape=shape
        )
        self._weighted = sp.csr_array((weights, (rows, readers)), shape=shape[::-1])
        self._readers_count = np.bincount(rows, minlength=books_count).astype(np.float32)
        self._damping = np.maximum(self._readers_count, 1) ** -_POPULARITY_DAMPING
        self._author_rows = works.books["author_row"].to_numpy()
        self._has_author = (works.books["author"] != UNKNOWN_AUTHOR).to_numpy()
        self._by_author = self._best_known_books(works)
        looked_at_of_reader = np.minimum(books_of_reader, _BOOKS_OF_A_READER)
        self._pairs_of_work = np.bincount(rows, weights=looked_at_of_reader[readers], minlength=books_count)

    def blocks(self) -> list[tuple[int, int]]:
        """Ranges of rows whose pairs fit into memory."""
        block_of = (np.cumsum(self._pairs_of_work + 1) // _PAIRS_IN_A_BLOCK).astype(np.int64)
        starts = np.flatnonzero(np.diff(block_of, prepend=-1))
        return list(zip(starts.tolist(), [*starts[1:].tolist(), len(block_of)], strict=True))

    def scores(self, first: int, end: int) -> sp.csr_array:
        """[end - first, works] complex: score and, as the imaginary part, readers in common."""
        pairs = self._weighted[first:end] @ self._reading
        rows = np.repeat(np.arange(first, end), np.diff(pairs.indptr))
        common = pairs.data.real
        score = common * common / (common + _PAIR_DAMPING) * self._damping[rows] * self._damping[pairs.indices]
        same_author = (self._author_rows[rows] == self._author_rows[pairs.indices]) & self._has_author[rows]
        score[same_author] *= _SAME_AUTHOR_FACTOR
        pairs.data.real = score
        return sp.csr_array(pairs + self._by_author[self._author_rows[first:end]])

    def readers_left_out(self, works: NDArray[np.int32], others: NDArray[np.int32]) -> NDArray[np.int32]:
        """[pairs] readers of both works whom `scores` did not count, because it looked at part of their books."""
        counts = np.zeros(len(works), dtype=np.int32)
        readers = np.flatnonzero(np.diff(self._left_out.indptr))
        for first in range(0, len(readers), 256):
            group = readers[first : first + 256]
            read = _bits(self._weighted[:, group])
            left_out = _bits(sp.csr_array(self._left_out[group].T))
            for start in range(0, len(works), 1_000_000):
                pairs = slice(start, start + 1_000_000)
                counts[pairs] += np.bitwise_count(read[works[pairs]] & left_out[others[pairs]]).sum(
                    axis=1, dtype=np.int32
                )
        return counts

    def _best_known_books(self, works: Works) -> sp.csr_array:
        """[authors, works] what a work gets for its author alone; only for each author's most read works."""
        place = works.books.groupby("author_row").cumcount()
        rows = np.flatnonzero(self._has_author & (place < _BOOKS_OF_AN_AUTHOR))
        share = _SAME_AUTHOR_SHARE * np.maximum(self._readers_count[rows], 1) ** 0.5 * self._damping[rows]
        authors = self._author_rows[rows]
        return sp.csr_array(
            (share.astype(np.complex64), (authors, rows)),
            shape=(int(self._author_rows.max()) + 1, len(works.books)),
        )


class _Contemporaries:
    """Works of similar popularity from the same years: the last resort for books that share no readers.

    Attributes:
        best_known: The most read works, at most two by one author: five beside any work, whoever wrote it.
    """

    def __init__(self, works: Works) -> None:
        years = works.books["year"].astype("Float64").to_numpy(dtype=float, na_value=0)
        lustrum = np.floor(years / 5)
        # Rows are in order of popularity, so within a lustrum those beside a work are about as popular.
        self._order = np.lexsort((np.arange(len(lustrum)), lustrum)).astype(np.int32)
        self._lustrum = lustrum[self._order]
        self._place = np.empty_like(self._order)
        self._place[self._order] = np.arange(len(lustrum), dtype=np.int32)
        place_of_author = works.books.groupby("author_row").cumcount()
        self.best_known = np.flatnonzero(place_of_author < BOOKS_BY_ONE_AUTHOR)[: RECOMMENDATIONS + 1].astype(np.int32)

    def of(self, work: int, count: int) -> NDArray[np.int32]:
        """Up to `count` other works: those of the same five years first, the nearest in popularity first."""
        place = int(self._place[work])
        start = max(0, min(place - count // 2, len(self._order) - count - 1))
        near = np.arange(start, min(start + count + 1, len(self._order)))
        near = near[np.lexsort((np.abs(near - place), self._lustrum[near] != self._lustrum[place]))][1:]
        return self._order[near]


def _in_order(
    threads: ThreadPoolExecutor,
    scores: Callable[[int, int], sp.csr_array],
    blocks: list[tuple[int, int]],
) -> Iterator[tuple[int, sp.csr_array]]:
    """The first row and the scores of each block, made ahead by no more than one block a thread."""
    ahead: deque[tuple[int, Future[sp.csr_array]]] = deque()
    for first, end in blocks:
        ahead.append((first, threads.submit(scores, first, end)))
        if len(ahead) > _THREADS:
            start, made = ahead.popleft()
            yield start, made.result()
    for start, made in ahead:
        yield start, made.result()


def _bits(flags: sp.csr_array) -> NDArray[np.uint64]:
    """[rows, columns / 64] a sparse matrix of up to 256 columns as bits."""
    dense = np.zeros((flags.shape[0], 256), dtype=bool)
    dense[flags.nonzero()] = True
    return np.packbits(dense, axis=1).view(np.uint64)


def _rank(
    work: int, scores: sp.csr_array, offset: int, author_rows: NDArray[np.int32], contemporaries: _Contemporaries
) -> _Ranked:
    """A work's neighbours: the 20 best, then as many as it takes for variety."""
    row = slice(scores.indptr[offset], scores.indptr[offset + 1])
    others, values = scores.indices[row], scores.data[row]
    score = values.real.copy()
    score[others == work] = -1
    if len(others) > _POOL:
        pool = np.argpartition(score, len(score) - _POOL)[-_POOL:]
        others, score, values = others[pool], score[pool], values[pool]
    best = np.lexsort((others, -score))
    best = best[score[best] > 0]
    kept, shown = _varied(author_rows[others[best]])
    best = best[kept]
    works, score, readers = others[best], score[best], values[best].imag.round().astype(np.int32)
    if len(works) < NEIGHBOURS or shown < RECOMMENDATIONS:
        more = contemporaries.of(work, NEIGHBOURS + _VARIED_NEIGHBOURS)
        more = more[~np.isin(more, works)][:NEIGHBOURS]
        works = np.concatenate([works, more])
        if _shown(author_rows[works]) < RECOMMENDATIONS:
            more = contemporaries.best_known
            works = np.concatenate([works, more[~np.isin(more, [work, *works])]])
        added = len(works) - len(score)
        score, readers = np.pad(score, (0, added)), np.pad(readers, (0, added))
    return _Ranked(works.astype(np.int32), score.astype(np.float32), readers)


def _varied(author_rows: NDArray[np.int32]) -> tuple[list[int], int]:
    """Places of the first 20, and of those after them that can be shown beside them, at most two by one author.

    Returns:
        The places, and how many of them can be shown.
    """
    by_author: Counter[int] = Counter()
    shown, kept = 0, []
    for place, author_row in enumerate(author_rows.tolist()):
        if place >= NEIGHBOURS and shown >= _VARIED_NEIGHBOURS:
            break
        by_author[author_row] += 1
        brings_more = by_author[author_row] <= BOOKS_BY_ONE_AUTHOR
        if place < NEIGHBOURS or brings_more:
            kept.append(place)
            shown += brings_more
    return kept, shown


def _shown(author_rows: NDArray[np.int32]) -> int:
    """How many of these works can be shown when at most two are by one author."""
    return int(np.minimum(np.unique(author_rows, return_counts=True)[1], BOOKS_BY_ONE_AUTHOR).sum())
