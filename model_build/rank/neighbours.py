"""Neighbours: the works to read after each work, the best of its candidates and enough of them to show."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.candidates import Candidates
from model_build.rank.contemporaries import Contemporaries
from model_build.rank.cooccurrence import Pairs
from model_build.rank.features import SignalName, Signals
from model_build.rank.ranker import Ranker
from model_build.rank.scored_candidates import (
    CandidateScorer,
    ScoredCandidates,
    ScoredPairs,
    score_blocks,
    score_by,
    score_candidates,
    score_of,
)
from model_build.rank.shown import RankedLists
from model_build.rank.training_folds import fold_of_readers
from model_build.works.gather import Works
from shelftalker.model.packing import SCORE_STEPS
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class NeighbourConfig:
    """The numbers of the neighbours.

    Attributes:
        neighbours: Fewest neighbours of a work, where there are as many other works ...
        of_little_read: ... and of a work that is read by few: its last ones say little, and most works are such.
        few_readers: Number of readers of a work from which it has all.
        by_one_author: Most of them by one author who is not the work's own: as many as the prices are fitted with. The
            fit did not see any more, and of an author with ten bestsellers one stood in 27% of the answers.
        showable: Number of them that can be shown, at most three by one author, as far as candidates allow: so that
            "five more" has five more.
        threads: Number of blocks that are chosen at once.
    """

    neighbours: int = 20
    of_little_read: int = 10
    few_readers: int = 3
    by_one_author: int = 6
    showable: int = 2 * RECOMMENDER.recommendations
    threads: int = 2

    def least_of(self, readers_count: NDArray[np.number]) -> NDArray[np.int64]:
        """Return [works] the fewest neighbours of works by their numbers of readers."""
        return np.where(readers_count < self.few_readers, self.of_little_read, self.neighbours)


NEIGHBOURS = NeighbourConfig()
# Half a million works that nobody has read are to fit beside the others: their neighbours are but two answers.
# With six, nDCG@10 after a new book of Book-Crossing was 0.086 instead of 0.099.
NEIGHBOURS_BY_FACTS = NeighbourConfig(neighbours=10)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The works most similar to each, best first.

    Attributes:
        starts: [works + 1] position in the other arrays at which each work's neighbours start.
        works: [neighbours] their rows.
        scores: [neighbours] float32, descending within a work: the ranker's relevance, else damped co-occurrence; 0 for
            works that are added for their popularity and years.
        readers_in_common: [neighbours] number of readers of both; 0 for neighbours by other signals.
        prices: [works] float32, how much each work's scores are lowered by, see prices.py; 0 for most.
    """

    starts: NDArray[np.int64]
    works: NDArray[np.int32]
    scores: NDArray[np.float32]
    readers_in_common: NDArray[np.int32]
    prices: NDArray[np.float32]

    def join(self, more: "Neighbours") -> "Neighbours":
        """Return these neighbours and those of works that have none here."""
        counts, more_counts = np.diff(self.starts), np.diff(more.starts)
        rows = np.arange(len(counts))
        order = np.argsort(np.concatenate([np.repeat(rows, counts), np.repeat(rows, more_counts)]), kind="stable")
        return Neighbours(
            starts=self.starts + more.starts,
            works=np.concatenate([self.works, more.works])[order],
            scores=np.concatenate([self.scores, more.scores])[order],
            readers_in_common=np.concatenate([self.readers_in_common, more.readers_in_common])[order],
            prices=self.prices,
        )

    def as_lists(self) -> RankedLists:
        """Return the neighbours as lists, with their scores as a model has them."""
        counts = np.diff(self.starts)
        position = np.arange(counts.max(initial=0))
        has_ended = position >= counts[:, None]
        order = np.minimum(self.starts[:-1, None] + position, len(self.works) - 1)
        scores = as_stored(self.scores, self.starts)
        return RankedLists(
            sources=np.arange(len(counts), dtype=np.int32),
            targets=np.where(has_ended, -1, self.works[order]).astype(np.int32),
            scores=np.where(has_ended, -np.inf, scores[order]).astype(np.float32),
            order=order,
        )


def find_neighbours(
    works: Works,
    ranker: Ranker | None = None,
    *,
    facts: BookFacts | None = None,
    of_works: NDArray[np.int32] | None = None,
    prices: NDArray[np.float32] | None = None,
) -> Neighbours:
    """Rank the works to read after each work: at least 20 where there are as many others, never the work itself.

    Args:
        works: The works, and the ratings to count.
        ranker: Without one, damped co-occurrence ranks, which the damping of the candidates goes with.
        facts: Facts of the works, where they have been gathered already.
        of_works: Ascending rows of the works that get neighbours, in place of all.
        prices: [works] how much each work's scores are lowered by; 0 by default.
    """
    scored = score_candidates(works, ranker, facts=facts, of_works=of_works)
    return choose_neighbours(scored, np.zeros(len(works.books), dtype=np.float32) if prices is None else prices)


class FoldNeighbours:
    """Ranks the works to read after others as if a fold of readers did not exist: to learn from their shelves.

    Most of the candidates were scored when the ranker was validated, which saves most of the time.
    """

    def __init__(
        self, works: Works, ranker: Ranker, fold: int, prices: NDArray[np.float32], facts: BookFacts | None = None
    ) -> None:
        """Count the ratings of all readers but the fold's.

        Args:
            works: The works, and the ratings of all readers.
            ranker: The ranker of all readers.
            fold: Number of the fold, see `fold_of_readers`: neither are its readers counted, nor were the trees
                trained on them.
            prices: [works] prices of the works in the model, which are those here.
            facts: Facts of the works, where they have been gathered already.
        """
        fold_of_reader = fold_of_readers(works)
        if fold_of_reader is None:
            raise ValueError("expected enough readers for folds: there is no ranker with fewer.")
        self._facts = facts = facts or BookFacts(works)
        self._others = replace(works, ratings=works.ratings[fold_of_reader[works.ratings["reader"].to_numpy()] != fold])
        signals = Signals(facts, self._others.ratings)
        score = score_of(ranker.without_fold(fold))
        self._scorer = CandidateScorer(Candidates(facts, signals), signals, score, damped=False)
        self._scored_before = ranker.scored_without_fold[fold]
        self._prices = prices

    def of(self, works: NDArray[np.int32]) -> Neighbours:
        """Return the neighbours of some works, ascending rows, and none of the others."""
        pairs, relevance = self._scored_before
        scored_before = np.intersect1d(works, pairs.sources)
        rest = np.setdiff1d(works, scored_before)
        is_asked = (relevance > 0) & np.isin(pairs.sources, scored_before)
        joined = ScoredPairs(pairs.sources, pairs.targets, pairs.readers, relevance).select(is_asked)
        cooccurrence = self._scorer.signals.cooccurrence
        for of_block in score_blocks(list(cooccurrence.blocks(rest)), self._scorer.score_block):
            joined = joined.append(of_block)
        scored = ScoredCandidates(self._others, self._facts, cooccurrence, [works], [joined.rank()])
        return choose_neighbours(scored, self._prices)


def rank_by_each_signal(works: Works) -> Iterator[tuple[str, Neighbours]]:
    """Yield each signal's name and the works ranked by it alone, among the ranker's candidates.

    Signals of the source alone are left out, and subjects where no book has any: they rank nothing.
    """
    facts = BookFacts(works)
    for name in SignalName:
        if name.is_of_source_alone or (name is SignalName.SUBJECTS and not facts.subjects.nnz):
            continue

        def score(signals: Signals, pairs: Pairs, name: SignalName = name) -> NDArray[np.float32]:
            values = signals.of(pairs)[:, name.column]
            if name is SignalName.YEARS_BETWEEN:
                return np.asarray(1 / (1 + np.abs(np.nan_to_num(values, nan=np.inf))), dtype=np.float32)
            return np.nan_to_num(values, nan=0)

        scored = score_by(works, score, damped=False, facts=facts)
        yield name.value, choose_neighbours(scored, np.zeros(len(works.books), dtype=np.float32))


def choose_neighbours(
    candidates: ScoredCandidates, prices: NDArray[np.float32], config: NeighbourConfig = NEIGHBOURS
) -> Neighbours:
    """Choose each work's neighbours among its candidates, each score lowered by the price of its candidate.

    Args:
        candidates: The candidates and their scores.
        prices: [works] how much each work's scores are lowered by.
        config: The number of neighbours.
    """
    contemporaries = Contemporaries(candidates.works, candidates.facts)
    least = config.least_of(candidates.works.books["readers_count"].to_numpy())

    def choose_in_block(block: NDArray[np.int32], pairs: ScoredPairs) -> ScoredPairs:
        priced = pairs.select(_is_priced(pairs, candidates.facts.author_rows, config.by_one_author))
        best = _best_pairs(priced.less_prices(prices), candidates.facts, least, config.showable)
        return _fill_up(best, block, candidates, contemporaries, least=least[block], showable_count=config.showable)

    with ThreadPoolExecutor(NEIGHBOURS.threads) as threads:
        chosen = list(threads.map(choose_in_block, candidates.blocks, candidates.pairs))
    sources = np.concatenate([pairs.sources for pairs in chosen])
    targets = np.concatenate([pairs.targets for pairs in chosen])
    readers = np.concatenate([pairs.readers for pairs in chosen]).round().astype(np.int32)
    return Neighbours(
        starts=np.searchsorted(sources, np.arange(candidates.facts.works_count + 1)).astype(np.int64),
        works=targets,
        scores=np.concatenate([pairs.scores for pairs in chosen]),
        readers_in_common=readers + candidates.cooccurrence.count_omitted_readers(sources, targets),
        prices=prices,
    )


def _is_priced(pairs: ScoredPairs, author_rows: NDArray[np.int32], by_one_author: int) -> NDArray[np.bool_]:
    """Return [pairs] whether the fit of the prices saw a target, or its author is the source's own."""
    is_own: NDArray[np.bool_] = author_rows[pairs.targets] == author_rows[pairs.sources]
    return is_own | pairs.is_among_first_by_author(author_rows, by_one_author)


def _best_pairs(pairs: ScoredPairs, facts: BookFacts, least: NDArray[np.int64], showable_count: int) -> ScoredPairs:
    """Return the first of each source, and after them those that can be shown beside them, up to ten in all.

    A target can be shown where it is one of the source's first three by its author, and the first of its series.

    Args:
        pairs: Pairs of sources and targets, the best of each source first.
        facts: Facts of the works.
        least: [works] fewest neighbours of each.
        showable_count: Number of them that can be shown.
    """
    position = np.arange(len(pairs.sources)) - np.searchsorted(pairs.sources, pairs.sources)
    showable = pairs.is_among_first_by_author(facts.author_rows, RECOMMENDER.books_by_one_author)
    showable &= ~_has_stand_in_before(pairs, facts)
    # Number of showable pairs up to each pair, within its source.
    showable_so_far = np.cumsum(showable)
    showable_of_source: NDArray[np.int64] = (
        showable_so_far - (showable_so_far - showable)[np.arange(len(position)) - position]
    )
    return pairs.select((position < least[pairs.sources]) | (showable & (showable_of_source <= showable_count)))


def _has_stand_in_before(pairs: ScoredPairs, facts: BookFacts) -> NDArray[np.bool_]:
    """Return [pairs] whether another of its source's targets is shown in a target's place, see series.py."""
    series = facts.series_order
    in_series = np.flatnonzero(
        (series.series[pairs.targets] >= 0) & (series.series[pairs.targets] != series.series[pairs.sources])
    )
    shown_as = series.stand_ins[pairs.targets[in_series]]
    _, firsts = np.unique(pairs.sources[in_series].astype(np.int64) * facts.works_count + shown_as, return_index=True)
    has_before = np.zeros(len(pairs.sources), dtype=bool)
    has_before[np.delete(in_series, firsts)] = True
    return has_before


def _fill_up(
    pairs: ScoredPairs,
    block: NDArray[np.int32],
    candidates: ScoredCandidates,
    contemporaries: Contemporaries,
    *,
    least: NDArray[np.int64],
    showable_count: int,
) -> ScoredPairs:
    """Add contemporaries and bestsellers where a source has too few neighbours, or too few to show.

    Args:
        pairs: The pairs that were chosen.
        block: Ascending rows of the sources.
        candidates: The candidates of all works.
        contemporaries: The works of about the same years.
        least: [block] fewest neighbours of each source.
        showable_count: Number of them that can be shown.
    """
    author_rows, cooccurrence = candidates.facts.author_rows, candidates.cooccurrence
    source_positions = np.searchsorted(block, pairs.sources)
    counts = np.bincount(source_positions, minlength=len(block))
    showable = np.bincount(
        source_positions,
        weights=pairs.is_among_first_by_author(author_rows, RECOMMENDER.books_by_one_author),
        minlength=len(block),
    )
    short = np.flatnonzero((counts < least) | (showable < RECOMMENDER.recommendations))
    if not len(short):
        return pairs
    added_sources, added_targets = [], []
    starts = np.cumsum(counts) - counts
    for position in short.tolist():
        source = int(block[position])
        present = pairs.targets[starts[position] : starts[position] + counts[position]]
        wanted = int(least[position])
        more = contemporaries.of(source, wanted + showable_count)
        more = more[~np.isin(more, present)][:wanted]
        authors = author_rows[np.concatenate([present, more])]
        books_by_author = np.unique(authors[authors >= 0], return_counts=True)[1]
        can_be_shown = np.minimum(books_by_author, RECOMMENDER.books_by_one_author).sum() + (authors < 0).sum()
        if can_be_shown < RECOMMENDER.recommendations:
            best_known = contemporaries.best_known
            more = np.concatenate([more, best_known[~np.isin(best_known, [source, *present, *more])]])
        added_sources.append(np.full(len(more), source, dtype=np.int32))
        added_targets.append(more)
    sources, targets = np.concatenate(added_sources), np.concatenate(added_targets)
    zeros = np.zeros(len(targets), dtype=np.float32)
    # Some may share readers with the source after all: those that other books by one author kept out of the list.
    pairs = pairs.append(ScoredPairs(sources, targets, cooccurrence.count_readers(sources, targets), zeros))
    return pairs.select(np.argsort(pairs.sources, kind="stable"))


def as_stored(scores: NDArray[np.float32], starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return [neighbours] the scores as the functions will read them: in steps, see shelftalker/model/packing.py.

    Args:
        scores: [neighbours] at least 0.
        starts: [works + 1] position at which each work's neighbours start.
    """
    all_steps, counts = np.array(SCORE_STEPS), np.diff(starts)
    best = np.zeros(len(counts))
    np.maximum.at(best, np.repeat(np.arange(len(counts)), counts), scores)
    steps = np.repeat(all_steps[np.searchsorted(255 * all_steps, best)], counts)
    return np.asarray(np.maximum(np.round(scores / steps), scores > 0) * steps, dtype=np.float32)
