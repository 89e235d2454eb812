"""BM25 between works, tuned: a method without a model, which a published model has to rank better than.

Robertson and Walker, "Some simple effective approximations to the 2-Poisson model" (1994), as Ben Frederickson's
implicit has it for implicit feedback: works are the documents and readers their terms. With n_j readers of work j, the
weight of a reader of b works in it is

    idf(b) x (K1 + 1) / (K1 x (1 - B + B x n_j / mean n) + 1),   idf(b) = ln(works) - ln(1 + b),

and works are similar by the product of their readers' weights. The second factor is the same for all readers of a work:
the sum of idf(b)^2 over the readers of both works is computed once, and each setting scales it by its target's factor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import Pairs
from model_build.rank.ndcg import CUTOFF
from model_build.rank.training_folds import FOLDS, Fold, gather_fold
from model_build.works.gather import Works


class Bm25Setting(NamedTuple):
    """A setting of BM25.

    Attributes:
        ratings: What counts as a reader of a work: "likes" alone, or all "reads".
        saturation: K1.
        length_share: B.
    """

    ratings: str
    saturation: float
    length_share: float


@dataclass(frozen=True, slots=True)
class Bm25Config:
    """The settings to choose from, and the limit of memory.

    Attributes:
        settings: The settings, those of `evaluate`. They are tried on the first fold of readers.
        pairs_in_block: Most pairs of works in a block of sources, but for its first source; a pair takes some 20 bytes.
    """

    settings: tuple[Bm25Setting, ...] = tuple(
        Bm25Setting(*setting) for setting in product(("likes", "reads"), (1.2, 100.0), (0.0, 0.1, 0.25, 0.75))
    )
    pairs_in_block: int = 8_000_000


BM25 = Bm25Config()


def gather_bm25_folds(
    works: Works, facts: BookFacts, fold_of_reader: NDArray[np.int8], measured: NDArray[np.bool_] | None
) -> list[Fold]:
    """Return the folds of readers with the best works by BM25, whose one signal is the score.

    The setting is the one that is best for the readers of the first fold, so that the others are measured by one that
    was not chosen for them.

    Args:
        works: The works, and all ratings.
        facts: Facts of the works.
        fold_of_reader: As `fold_of_readers` returns it.
        measured: As `measured_readers` returns it.
    """
    first = gather_fold(works, facts, fold_of_reader == 0, partial(Bm25Pairs, settings=BM25.settings), measured)
    best = max(range(len(BM25.settings)), key=lambda setting: first.ndcg(first.signals[:, setting]))
    describe = partial(Bm25Pairs, settings=BM25.settings[best : best + 1])
    return [gather_fold(works, facts, fold_of_reader == fold, describe, measured) for fold in range(FOLDS.folds)]


class Bm25Pairs:
    """The ten best works after each work by some settings; the signals are their scores by each setting.

    It has the interface of `rank.training_folds.DescribedPairs`.
    """

    def __init__(self, facts: BookFacts, ratings: pd.DataFrame, settings: Sequence[Bm25Setting]) -> None:
        """Weigh the readers of `ratings` (reader, work, liked; one a pair)."""
        self._works_count = facts.works_count
        self._settings_count = len(settings)
        self._similarities: list[tuple[list[int], _Similarities]] = []
        for kind, of_kind in (("likes", ratings[ratings["liked"]]), ("reads", ratings)):
            numbers = [number for number, setting in enumerate(settings) if setting.ratings == kind]
            if numbers:
                chosen = [settings[number] for number in numbers]
                self._similarities.append((numbers, _Similarities.of(of_kind, facts.works_count, chosen)))

    def blocks(self, sources: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Split an array of works into blocks whose pairs fit into memory."""
        most_pairs = np.max([similarities.most_pairs[sources] for _, similarities in self._similarities], axis=0)
        block = (np.cumsum(most_pairs) / BM25.pairs_in_block).astype(np.int64)
        yield from np.split(sources, np.flatnonzero(np.diff(block)) + 1)

    def describe(self, sources: NDArray[np.int32]) -> tuple[Pairs, NDArray[np.float32]]:
        """Return the best works after some works, and [pairs, settings] their scores, 0 beyond the best of its ratings.

        Args:
            sources: Ascending rows.
        """
        found = [similarities.best(sources) for _, similarities in self._similarities]
        keys = np.unique(np.concatenate([of_keys for of_keys, _ in found]))
        signals = np.zeros((len(keys), self._settings_count), dtype=np.float32)
        for (numbers, _), (of_keys, scores) in zip(self._similarities, found, strict=True):
            signals[np.searchsorted(keys, of_keys)[:, np.newaxis], numbers] = scores
        zeros = np.zeros(len(keys), dtype=np.float32)
        source, target = np.divmod(keys, self._works_count)
        return Pairs(source.astype(np.int32), target.astype(np.int32), zeros, zeros), signals


@dataclass(frozen=True, slots=True)
class _Similarities:
    """Similarities of works by one kind of ratings.

    Attributes:
        weighted: [works, readers] float32, idf(b)^2 of each work's readers.
        readers: [readers, works] float32, 1 for each of them.
        factors: [settings, works] float32, the factor of a target.
        most_pairs: [works] upper bound of the number of works that each shares readers with.
    """

    weighted: sp.csr_array
    readers: sp.csr_array
    factors: NDArray[np.float32]
    most_pairs: NDArray[np.float64]

    @classmethod
    def of(cls, ratings: pd.DataFrame, works_count: int, settings: Sequence[Bm25Setting]) -> "_Similarities":
        reader, work = ratings["reader"].to_numpy(), ratings["work"].to_numpy()
        books_of_reader = np.bincount(reader)
        lengths = np.bincount(work, minlength=works_count)
        relative = lengths / lengths.mean()
        weights = np.square(np.log(works_count) - np.log1p(books_of_reader))
        shape = (works_count, len(books_of_reader))
        factors = [
            (setting.saturation + 1)
            / (setting.saturation * (1 - setting.length_share + setting.length_share * relative) + 1)
            for setting in settings
        ]
        return cls(
            sp.csr_array((weights[reader].astype(np.float32), (work, reader)), shape=shape),
            sp.csr_array((np.ones(len(work), dtype=np.float32), (reader, work)), shape=shape[::-1]),
            np.array(factors, dtype=np.float32),
            np.bincount(work, weights=books_of_reader[reader], minlength=works_count).astype(np.float64),
        )

    def best(self, sources: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the pairs that are among a source's ten best by any setting, and [pairs, settings] their scores.

        The pairs are keys, source x works + target, ascending within a source.
        """
        works_count = self.factors.shape[1]
        similarities = sp.csr_array(self.weighted[sources] @ self.readers)
        keys, scores = [np.empty(0, np.int64)], [np.empty((0, len(self.factors)), np.float32)]
        for row, source in enumerate(sources.tolist()):
            of_source = slice(similarities.indptr[row], similarities.indptr[row + 1])
            targets, similarity = similarities.indices[of_source], similarities.data[of_source]
            is_other = targets != source
            targets = targets[is_other]
            of_settings = similarity[is_other] * self.factors[:, targets]
            limit = min(CUTOFF, len(targets))
            best = np.unique(np.argpartition(-of_settings, limit - 1, axis=1)[:, :limit]) if limit else np.arange(0)
            keys.append(source * works_count + targets[best].astype(np.int64))
            scores.append(of_settings[:, best].T)
        return np.concatenate(keys), np.concatenate(scores)
