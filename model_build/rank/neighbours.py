"""Neighbours: the works to read after each work, from candidates by the block, ranked, and enough of them to show."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.rank.book_facts import BookFacts
from model_build.rank.candidates import Candidates
from model_build.rank.contemporaries import Contemporaries
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.rank.features import SignalName, Signals
from model_build.rank.ranker import Ranker
from model_build.rank.training_folds import fold_of_readers
from model_build.works.gather import Works
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class NeighbourConfig:
    """The numbers of the neighbours.

    Attributes:
        neighbours: Fewest neighbours of a work, where there are as many other works.
        showable: Number of them that can be shown, at most three by one author, as far as candidates allow: so that
            "five more" has five more.
        threads: Number of blocks that are ranked at once.
    """

    neighbours: int = 20
    showable: int = 2 * RECOMMENDER.recommendations
    threads: int = 2


NEIGHBOURS = NeighbourConfig()

Score = Callable[[Signals, Pairs], NDArray[np.float32]]


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
    if ranker is None:
        return _rank(works, Signals.damped_cooccurrence, damped=True, facts=facts, of_works=of_works)

    def relevance(signals: Signals, pairs: Pairs) -> NDArray[np.float32]:
        relevance = ranker.relevance(signals.of(pairs))
        return relevance if prices is None else relevance - prices[pairs.targets]

    return _rank(works, relevance, damped=False, facts=facts, of_works=of_works)


def fold_neighbours(
    works: Works,
    ranker: Ranker,
    fold: int,
    prices: NDArray[np.float32],
    *,
    facts: BookFacts | None = None,
    of_works: NDArray[np.int32] | None = None,
) -> Neighbours:
    """Rank the works to read after each work as if a fold of readers did not exist: to learn from their shelves.

    Args:
        works: The works, and the ratings of all readers.
        ranker: The ranker of all readers.
        fold: Number of the fold, see `fold_of_readers`: neither are its readers counted, nor were the trees trained on
            them.
        prices: [works] prices of the works in the model, which are those here.
        facts: Facts of the works, where they have been gathered already.
        of_works: Ascending rows of the works that get neighbours, in place of all.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        raise ValueError("expected enough readers for folds: there is no ranker with fewer.")
    others = works.ratings[fold_of_reader[works.ratings["reader"].to_numpy()] != fold]
    return find_neighbours(
        replace(works, ratings=others), ranker.without_fold(fold), facts=facts, of_works=of_works, prices=prices
    )


def rank_by_each_signal(works: Works) -> Iterator[tuple[str, Neighbours]]:
    """Yield each signal's name and the works ranked by it alone, among the ranker's candidates.

    Signals of the source alone are left out: they rank nothing.
    """
    facts = BookFacts(works)
    for name in SignalName:
        if name.is_of_source_alone:
            continue

        def score(signals: Signals, pairs: Pairs, name: SignalName = name) -> NDArray[np.float32]:
            values = signals.of(pairs)[:, name.column]
            if name is SignalName.YEARS_BETWEEN:
                return np.asarray(1 / (1 + np.abs(np.nan_to_num(values, nan=np.inf))), dtype=np.float32)
            return np.nan_to_num(values, nan=0)

        yield name.value, _rank(works, score, damped=False, facts=facts)


def _rank(
    works: Works,
    score: Score,
    *,
    damped: bool,
    facts: BookFacts | None = None,
    of_works: NDArray[np.int32] | None = None,
) -> Neighbours:
    facts = facts or BookFacts(works)
    signals = Signals(facts, works.ratings)
    candidates = Candidates(facts, signals)
    contemporaries = Contemporaries(works)
    author_rows = facts.author_rows

    def rank_block(block: NDArray[np.int32]) -> _RankedPairs:
        pairs = candidates.of(block, damped=damped)
        best = _best_pairs(pairs, score(signals, pairs), author_rows)
        return _fill_up(best, block, author_rows, contemporaries, signals.cooccurrence)

    rows = np.arange(len(works.books), dtype=np.int32) if of_works is None else of_works
    blocks = list(signals.cooccurrence.blocks(rows))
    with (
        ThreadPoolExecutor(NEIGHBOURS.threads) as threads,
        tqdm(total=len(rows), desc="Ranking", unit=" books", delay=2, disable=None, leave=False) as progress,
    ):
        ranked_blocks: list[_RankedPairs] = []
        for block, ranked in zip(blocks, _map_ahead(threads, rank_block, blocks), strict=True):
            ranked_blocks.append(ranked)
            progress.update(len(block))
    sources = np.concatenate([ranked.pairs.sources for ranked in ranked_blocks])
    targets = np.concatenate([ranked.pairs.targets for ranked in ranked_blocks])
    readers = np.concatenate([ranked.pairs.readers for ranked in ranked_blocks]).round().astype(np.int32)
    return Neighbours(
        starts=np.searchsorted(sources, np.arange(len(works.books) + 1)).astype(np.int64),
        works=targets,
        scores=np.concatenate([ranked.scores for ranked in ranked_blocks]),
        readers_in_common=readers + signals.cooccurrence.count_omitted_readers(sources, targets),
        prices=np.zeros(len(works.books), dtype=np.float32),
    )


@dataclass(frozen=True, slots=True)
class _RankedPairs:
    """Pairs in the order of their sources, best first within each, and their scores."""

    pairs: Pairs
    scores: NDArray[np.float32]


def _best_pairs(pairs: Pairs, scores: NDArray[np.float32], author_rows: NDArray[np.int32]) -> _RankedPairs:
    """Return the first 20 of each source, and after them those that can be shown beside them, up to ten in all.

    A target can be shown where it is one of the source's first three by its author.
    """
    has_score = scores > 0
    pairs, scores = pairs.select(has_score), scores[has_score]
    order = np.lexsort((pairs.targets, -scores, pairs.sources))
    pairs, scores = pairs.select(order), scores[order]
    position = np.arange(len(pairs.sources)) - np.searchsorted(pairs.sources, pairs.sources)
    showable = _is_showable(pairs, author_rows)
    # Number of showable pairs up to each pair, within its source.
    showable_so_far = np.cumsum(showable)
    showable_of_source: NDArray[np.int64] = (
        showable_so_far - (showable_so_far - showable)[np.arange(len(position)) - position]
    )
    kept = (position < NEIGHBOURS.neighbours) | (showable & (showable_of_source <= NEIGHBOURS.showable))
    return _RankedPairs(pairs.select(kept), scores[kept])


def _fill_up(
    ranked: _RankedPairs,
    block: NDArray[np.int32],
    author_rows: NDArray[np.int32],
    contemporaries: Contemporaries,
    cooccurrence: CoOccurrence,
) -> _RankedPairs:
    """Add contemporaries and bestsellers where a source has too few neighbours, or too few to show."""
    pairs = ranked.pairs
    source_positions = np.searchsorted(block, pairs.sources)
    counts = np.bincount(source_positions, minlength=len(block))
    showable = np.bincount(source_positions, weights=_is_showable(pairs, author_rows), minlength=len(block))
    short = np.flatnonzero((counts < NEIGHBOURS.neighbours) | (showable < RECOMMENDER.recommendations))
    if not len(short):
        return ranked
    added_sources, added_targets = [], []
    starts = np.cumsum(counts) - counts
    for position in short.tolist():
        source = int(block[position])
        present = pairs.targets[starts[position] : starts[position] + counts[position]]
        more = contemporaries.of(source, NEIGHBOURS.neighbours + NEIGHBOURS.showable)
        more = more[~np.isin(more, present)][: NEIGHBOURS.neighbours]
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
    pairs = pairs.append(Pairs(sources, targets, zeros, cooccurrence.count_readers(sources, targets)))
    order = np.argsort(pairs.sources, kind="stable")
    return _RankedPairs(pairs.select(order), np.append(ranked.scores, zeros)[order])


def _is_showable(pairs: Pairs, author_rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return [pairs] whether a target is one of the first three by its author, or its author is not known."""
    authors = author_rows[pairs.targets]
    order = np.lexsort((np.arange(len(authors)), authors, pairs.sources))
    keys = pairs.sources[order].astype(np.int64) * (int(author_rows.max(initial=0)) + 2) + authors[order]
    showable = np.empty(len(authors), dtype=bool)
    showable[order] = np.arange(len(keys)) - np.searchsorted(keys, keys) < RECOMMENDER.books_by_one_author
    return showable | (authors < 0)


def _map_ahead(
    threads: ThreadPoolExecutor,
    rank_block: Callable[[NDArray[np.int32]], _RankedPairs],
    blocks: list[NDArray[np.int32]],
) -> Iterator[_RankedPairs]:
    """Yield each block ranked, in order; no more than one block a thread is ranked ahead of the one yielded."""
    ahead: deque[Future[_RankedPairs]] = deque()
    for block in blocks:
        ahead.append(threads.submit(rank_block, block))
        if len(ahead) > NEIGHBOURS.threads:
            yield ahead.popleft().result()
    for future in ahead:
        yield future.result()
