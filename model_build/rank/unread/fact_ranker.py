"""The ranker after works that nobody has read: boosted trees that learn from read works as if those were not read.

Its pairs are those of the folds of training_folds.py, with the same labels; their signals are those of fact_pairs.py,
which know of no reader of the source. Where there are too few readers to learn from, a formula ranks.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import lightgbm
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.engine import THREADS, Engine
from model_build.rank.book_facts import BookFacts
from model_build.rank.ranker import RANKER, training_set
from model_build.rank.scored_candidates import ScoredCandidates, ScoredPairs, score_blocks
from model_build.rank.training_folds import FOLDS, fold_of_readers, gather_fold
from model_build.rank.unread.fact_pairs import FactPairs, FactSignal
from model_build.works.gather import Works, hash_names


@dataclass(frozen=True, slots=True)
class FactRankerConfig:
    """The numbers of the ranker and of the formula.

    Attributes:
        trees: Number of trees; smaller ones than the other ranker's, as facts say less than readers. On Book-Crossing
            100 trees of 15 leaves are 1.7% better than 50 of 31.
        leaves: Leaves of a tree.
        learning_rate: Share of each tree's prediction that is added.
        other_language_factor: Factor of a score where the languages of both works are known and differ: nobody who
            asks for a book in one language wants bestsellers of another. Mostly English data teach this too little.
        spread: Breadth of the random factor of each pair. Works of which little is known have the same bestsellers with
            the same scores, which no price could share out among their answers: without it one stood in 38% of those
            of Book-Crossing, with it none in more than 6%.
        spread_of_related: The same for a pair that an author, a series or a reader of related works joins: only few of
            these have one score. As broad a factor as the others' cost 1.8% of nDCG@10 there.
        series_weight: Weight of the same series in the formula; the next volume comes first in any case.
        author_weight: Weight of the same author.
        subjects_weight: Weight of the subjects in common, from 0 to 1.
        title_weight: Weight of the likeness of the titles, from 0 to 1.
        publisher_weight: Weight of the same publisher.
        related_weight: Weight of the damped co-occurrence of related works.
        popularity_exponent: The sum of these is multiplied by (1 + readers of the target)^this.
    """

    trees: int = 100
    leaves: int = 15
    learning_rate: float = 0.1
    other_language_factor: float = 0.1
    spread: float = 0.5
    spread_of_related: float = 0.1
    series_weight: float = 2.0
    author_weight: float = 1.5
    subjects_weight: float = 2.0
    title_weight: float = 0.5
    publisher_weight: float = 0.2
    related_weight: float = 0.5
    popularity_exponent: float = 0.2


FACT_RANKER = FactRankerConfig()


@dataclass(frozen=True, slots=True)
class FactRanker:
    """Ranker of the candidates of an unread work.

    Attributes:
        trees: The trees; None for the formula.
    """

    trees: lightgbm.Booster | None

    def relevance(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return [pairs] the relevance of the target for [pairs, signals] as `FactPairs.describe` gives them."""
        if self.trees is None:
            return _relevance_by_formula(signals)
        firsts, row_of_pair = distinct_rows(signals)
        predicted = np.asarray(self.trees.predict(signals[firsts], num_threads=1))[row_of_pair]
        return np.asarray(predicted * _language_factors(signals), dtype=np.float32)


def learn_fact_ranker(works: Works, facts: BookFacts) -> FactRanker:
    """Train the ranker on the readers of a dataset.

    Args:
        works: The works, and the ratings to train on.
        facts: Facts of the works.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        return FactRanker(None)
    with ThreadPoolExecutor(RANKER.threads) as threads:
        folds = list(
            threads.map(lambda fold: gather_fold(works, facts, fold_of_reader == fold, FactPairs), range(FOLDS.folds))
        )
    pairs, _ = training_set(folds)
    parameters = RANKER.lightgbm_parameters | {
        "num_leaves": FACT_RANKER.leaves,
        "learning_rate": FACT_RANKER.learning_rate,
        # Threads that share one training wait for each other after every step.
        "num_threads": 1,
    }
    return FactRanker(lightgbm.train(parameters, pairs, num_boost_round=FACT_RANKER.trees))


@dataclass(frozen=True, slots=True)
class FactScorer:
    """Finds and scores the candidates of blocks of works by their facts; an engine copies it to where that is done.

    Attributes:
        pairs: Finds the candidates and their signals.
        ranker: The ranker.
        hashes: [works] a hash of a name of each, not of its row: in another build the same works have the same factors.
    """

    pairs: FactPairs
    ranker: FactRanker
    hashes: NDArray[np.uint64]

    def score_block(self, block: NDArray[np.int32]) -> ScoredPairs:
        """Return the scored candidates of a block of sources, ascending rows."""
        pairs, signals = self.pairs.describe(block)
        factors = spread_factors(self.hashes[pairs.sources], self.hashes[pairs.targets], are_related(signals))
        scores = self.ranker.relevance(signals) * factors
        return ScoredPairs(pairs.sources, pairs.targets, pairs.readers, scores).select(scores > 0).rank()


def score_by_facts(
    works: Works, ranker: FactRanker, facts: BookFacts, of_works: NDArray[np.int32], engine: Engine = THREADS
) -> ScoredCandidates:
    """Score the candidates of some works, ascending rows, as if nobody had read them; an engine runs it."""
    described = FactPairs(facts, works.ratings)
    scorer = FactScorer(described, ranker, hash_names(works.books["isbn"]))
    blocks = list(described.blocks(of_works))
    pairs = list(score_blocks(blocks, scorer.score_block, engine))
    return ScoredCandidates(works, facts, described.cooccurrence, blocks, pairs)


def are_related(signals: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return [pairs] whether an author, a series or a reader of related works joins both works."""
    columns = [name.column for name in (FactSignal.SAME_AUTHOR, FactSignal.SAME_SERIES, FactSignal.RELATED_READERS)]
    return np.asarray((signals[:, columns] > 0).any(axis=1), dtype=np.bool_)


def spread_factors(
    sources: NDArray[np.uint64], targets: NDArray[np.uint64], related: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return [pairs] a random factor around 1, the same for the same pair, see `FactRankerConfig.spread`.

    Args:
        sources: [pairs] a hash of each source.
        targets: [pairs] a hash of each target.
        related: [pairs] as `are_related` returns them.
    """
    mixed = (sources ^ (targets * np.uint64(0xC2B2AE3D27D4EB4F))) * np.uint64(0xBF58476D1CE4E5B9)
    uniform = (mixed >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
    breadths = np.where(related, np.float32(FACT_RANKER.spread_of_related), np.float32(FACT_RANKER.spread))
    return np.asarray(1 + breadths * (uniform - np.float32(0.5)), dtype=np.float32)


def distinct_rows(signals: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of the distinct rows of [pairs, signals], and [pairs] the number of each pair's among them.

    After works of authors whom nobody has read a bestseller has the same signals wherever the years and languages are
    the same: four fifths of the pairs of a large catalogue need no trees of their own, which took half of its ranking.
    """
    # No two of some hundred thousand rows have one hash of 64 bits by chance.
    hashes = np.zeros(len(signals), dtype=np.uint64)
    for column in np.ascontiguousarray(signals).view(np.uint32).T:
        hashes = (hashes ^ column) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(32)
    row_of_pair, rows = pd.factorize(hashes)
    firsts = np.empty(len(rows), dtype=np.int64)
    firsts[row_of_pair[::-1]] = np.arange(len(row_of_pair) - 1, -1, -1)
    return firsts, row_of_pair


def _language_factors(signals: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return [pairs] the factor of a score by the languages of both works."""
    differ = signals[:, FactSignal.OTHER_LANGUAGE.column] > 0
    return np.where(differ, np.float32(FACT_RANKER.other_language_factor), np.float32(1))


def _relevance_by_formula(signals: NDArray[np.float32]) -> NDArray[np.float32]:
    def column(name: FactSignal) -> NDArray[np.float32]:
        return np.nan_to_num(signals[:, name.column], nan=0)

    facts = (
        FACT_RANKER.series_weight * column(FactSignal.SAME_SERIES)
        + FACT_RANKER.author_weight * column(FactSignal.SAME_AUTHOR)
        + FACT_RANKER.subjects_weight * column(FactSignal.SUBJECTS)
        + FACT_RANKER.title_weight * column(FactSignal.TITLE_WORDS)
        + FACT_RANKER.publisher_weight * column(FactSignal.SAME_PUBLISHER)
        + FACT_RANKER.related_weight * column(FactSignal.DAMPED_RELATED)
    )
    popularity = (1 + column(FactSignal.TARGET_READERS)) ** FACT_RANKER.popularity_exponent
    return np.asarray(facts * popularity * _language_factors(signals), dtype=np.float32)
