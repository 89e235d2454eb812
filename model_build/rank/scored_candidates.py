"""Scored candidates of each work, by the block: neighbours are chosen from them, and prices fitted to them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.engine import THREADS, Columns, Engine
from model_build.rank.book_facts import BookFacts
from model_build.rank.candidates import Candidates
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.rank.features import Signals
from model_build.rank.ranker import Ranker
from model_build.rank.shown import RankedLists
from model_build.works.gather import Works

Score = Callable[[Signals, Pairs], NDArray[np.float32]]
# The columns of scored pairs, as an engine takes them back from where they are scored.
_PAIR_TYPES = MappingProxyType({"sources": "int32", "targets": "int32", "readers": "float32", "scores": "float32"})


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """Pairs of a source and a candidate, in the order of their sources, best first within each.

    Attributes:
        sources: [pairs] rows of the source works.
        targets: [pairs] rows of the candidates.
        readers: [pairs] float32, readers in common, see `Pairs`.
        scores: [pairs] float32, above 0.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    readers: NDArray[np.float32]
    scores: NDArray[np.float32]

    def columns(self) -> Columns:
        """Return the arrays by their names."""
        return {name: getattr(self, name) for name in _PAIR_TYPES}

    def select(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "ScoredPairs":
        """Return some of the pairs, by mask or by position."""
        return ScoredPairs(self.sources[chosen], self.targets[chosen], self.readers[chosen], self.scores[chosen])

    def append(self, more: "ScoredPairs") -> "ScoredPairs":
        """Return these pairs and then more."""
        return ScoredPairs(
            np.concatenate([self.sources, more.sources]),
            np.concatenate([self.targets, more.targets]),
            np.concatenate([self.readers, more.readers]),
            np.concatenate([self.scores, more.scores]),
        )

    def rank(self) -> "ScoredPairs":
        """Return the pairs best first within each source, equals by their rows; fast where few change places."""
        return self.select(np.lexsort((self.targets, -self.scores, self.sources)))

    def less_prices(self, prices: NDArray[np.float32]) -> "ScoredPairs":
        """Return the pairs whose scores are above 0 when each is lowered by the price of its target."""
        scores = self.scores - prices[self.targets]
        return ScoredPairs(self.sources, self.targets, self.readers, scores).select(scores > 0).rank()

    def is_among_first_by_author(self, author_rows: NDArray[np.int32], limit: int) -> NDArray[np.bool_]:
        """Return [pairs] whether a target is one of its source's first `limit` by its author, or of an unknown one."""
        authors = author_rows[self.targets]
        order = np.lexsort((authors, self.sources))
        keys = self.sources[order].astype(np.int64) * (int(author_rows.max(initial=0)) + 2) + authors[order]
        is_among_first = np.empty(len(authors), dtype=bool)
        is_among_first[order] = np.arange(len(keys)) - np.searchsorted(keys, keys) < limit
        return is_among_first | (authors < 0)


@dataclass(frozen=True, slots=True)
class ScoredCandidates:
    """All candidates of some works, and the works that their lists are filled up from.

    Attributes:
        works: The works.
        facts: Their facts.
        cooccurrence: Readers in common of any two of them.
        blocks: [blocks] rows of the sources of each block, ascending.
        pairs: [blocks] the candidates of those sources.
    """

    works: Works
    facts: BookFacts
    cooccurrence: CoOccurrence
    blocks: list[NDArray[np.int32]]
    pairs: list[ScoredPairs]

    def lists(self, limit: int, by_one_author: int, step: int = 1) -> RankedLists:
        """Return the best candidates of every `step`-th work by popularity.

        Args:
            limit: Most candidates of a work.
            by_one_author: Most of them by one author.
            step: 1 for all works.
        """
        lists = []
        for of_block in self.pairs:
            pairs = of_block.select(of_block.sources % step == 0) if step > 1 else of_block
            pairs = pairs.select(pairs.is_among_first_by_author(self.facts.author_rows, by_one_author))
            lists.append(RankedLists.of(pairs.sources, pairs.targets, pairs.scores, limit))
        return RankedLists.join(lists)


@dataclass(frozen=True, slots=True)
class CandidateScorer:
    """Finds and scores the candidates of blocks of works; an engine copies it to where that is done.

    Attributes:
        candidates: Finds the candidates.
        signals: The signals of pairs.
        score: Returns [pairs] float32, higher is better; pairs of a score that is not above 0 are left out.
        damped: Whether much read works are held back among the candidates.
    """

    candidates: Candidates
    signals: Signals
    score: Score
    damped: bool

    def score_block(self, block: NDArray[np.int32]) -> ScoredPairs:
        """Return the scored candidates of a block of sources, ascending rows."""
        pairs = self.candidates.of(block, damped=self.damped)
        scores = self.score(self.signals, pairs)
        return ScoredPairs(pairs.sources, pairs.targets, pairs.readers, scores).select(scores > 0).rank()


def score_candidates(
    works: Works,
    ranker: Ranker | None = None,
    *,
    facts: BookFacts | None = None,
    of_works: NDArray[np.int32] | None = None,
    engine: Engine = THREADS,
) -> ScoredCandidates:
    """Score the candidates of each work.

    Args:
        works: The works, and the ratings to count.
        ranker: Without one, damped co-occurrence ranks, which the damping of the candidates goes with.
        facts: Facts of the works, where they have been gathered already.
        of_works: Ascending rows of the works whose candidates are scored, in place of all.
        engine: Runs the scoring of the blocks.
    """
    if ranker is None:
        return score_by(works, Signals.damped_cooccurrence, damped=True, facts=facts, of_works=of_works, engine=engine)
    return score_by(works, score_of(ranker), damped=False, facts=facts, of_works=of_works, engine=engine)


def score_of(ranker: Ranker) -> Score:
    """Return the score by a ranker."""
    # The folds' pairs and trees are no part of the scoring, and are not to be copied with it.
    return partial(_relevance, replace(ranker, trees_without_fold=(), scored_without_fold=()))


def _relevance(ranker: Ranker, signals: Signals, pairs: Pairs) -> NDArray[np.float32]:
    return ranker.relevance(signals.of(pairs))


def score_by(
    works: Works,
    score: Score,
    *,
    damped: bool,
    facts: BookFacts | None = None,
    of_works: NDArray[np.int32] | None = None,
    engine: Engine = THREADS,
) -> ScoredCandidates:
    """Score the candidates of each work by a function of their signals; arguments as in `score_candidates`.

    Args:
        works: The works.
        score: Returns the scores, see `CandidateScorer`.
        damped: Whether much read works are held back among the candidates.
        facts: Facts of the works.
        of_works: The works whose candidates are scored.
        engine: Runs the scoring.
    """
    facts = facts or BookFacts(works)
    signals = Signals(facts, works.ratings)
    scorer = CandidateScorer(Candidates(facts, signals), signals, score, damped)
    rows = np.arange(len(works.books), dtype=np.int32) if of_works is None else of_works
    blocks = list(signals.cooccurrence.blocks(rows))
    pairs = list(score_blocks(blocks, scorer.score_block, engine))
    return ScoredCandidates(works, facts, signals.cooccurrence, blocks, pairs)


def score_blocks(
    blocks: Sequence[NDArray[np.int32]],
    score_block: Callable[[NDArray[np.int32]], ScoredPairs],
    engine: Engine = THREADS,
) -> Iterator[ScoredPairs]:
    """Yield the candidates of each block of sources, scored by an engine.

    Args:
        blocks: [blocks] ascending rows of the sources.
        score_block: Returns the scored candidates of a block; a function that can be pickled.
        engine: Runs it.
    """
    with tqdm(
        total=sum(map(len, blocks)), desc="Ranking", unit=" books", delay=2, disable=None, leave=False
    ) as progress:
        scored = engine.map(partial(_scored_columns, score_block), blocks, _PAIR_TYPES)
        for block, columns in zip(blocks, scored, strict=True):
            yield ScoredPairs(**columns)
            progress.update(len(block))


def _scored_columns(score_block: Callable[[NDArray[np.int32]], ScoredPairs], block: NDArray[np.int32]) -> Columns:
    return score_block(block).columns()
