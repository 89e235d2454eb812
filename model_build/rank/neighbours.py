"""The works to read after each work: candidates by the block, ranked, and enough of them to show."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.rank.candidates import Candidates
from model_build.rank.contemporaries import Contemporaries
from model_build.rank.cooccurrence import CoOccurrence, Pairs
from model_build.rank.features import SIGNALS, SIGNALS_OF_ASKED_BOOK, YEARS_BETWEEN, BookFacts, Signals
from model_build.rank.ranker import Ranker
from model_build.works.gather import Works
from shelftalker.recommend.recommender import RECOMMENDER

NEIGHBOURS = 20
# So that "five more" has five more, at most two by one author.
_VARIED_NEIGHBOURS = 2 * RECOMMENDER.recommendations
_THREADS = 2

Score = Callable[[Signals, Pairs], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The works most similar to each, best first.

    Attributes:
        starts: [works + 1] where each work's neighbours start in the other arrays.
        works: [neighbours] their rows.
        scores: [neighbours] float32, descending within a work: the ranker's relevance, else damped co-occurrence.
        readers_in_common: [neighbours] readers of both; 0 for those that other signals speak for.
    """

    starts: NDArray[np.int64]
    works: NDArray[np.int32]
    scores: NDArray[np.float32]
    readers_in_common: NDArray[np.int32]


def find_neighbours(
    works: Works,
    ranker: Ranker | None = None,
    *,
    facts: BookFacts | None = None,
    of_works: NDArray[np.int32] | None = None,
) -> Neighbours:
    """Rank the works to read after each work: at least 20 where there are as many others, never the work itself.

    Args:
        works: The works, and the ratings to count.
        ranker: Without one, damped co-occurrence ranks, which the damping of the candidates goes with.
        facts: The works' own, where they have been gathered already.
        of_works: Ascending rows of the works that get neighbours, in place of all.
    """
    if ranker is None:
        return _ranked(works, Signals.damped_cooccurrence, damped=True, facts=facts, of_works=of_works)

    def relevance(signals: Signals, pairs: Pairs) -> NDArray[np.float32]:
        return ranker.relevance(signals.of(pairs))

    return _ranked(works, relevance, damped=False, facts=facts, of_works=of_works)


def rank_by_each_signal(works: Works) -> Iterator[tuple[str, Neighbours]]:
    """Each signal's name and the works ranked by it alone, among the ranker's candidates.

    Signals of the asked book alone are left out: they rank nothing.
    """
    facts = BookFacts(works)
    for number, name in enumerate(SIGNALS):
        if name in SIGNALS_OF_ASKED_BOOK:
            continue

        def score(signals: Signals, pairs: Pairs, column: int = number, name: str = name) -> NDArray[np.float32]:
            values = np.nan_to_num(signals.of(pairs)[:, column], nan=np.inf if name == YEARS_BETWEEN else 0)
            return np.asarray(1 / (1 + np.abs(values)) if name == YEARS_BETWEEN else values, dtype=np.float32)

        yield name, _ranked(works, score, damped=False, facts=facts)


def _ranked(
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
    author_rows = works.books["author_row"].to_numpy()

    def rank(block: NDArray[np.int32]) -> _Ranked:
        pairs = candidates.of(block, damped=damped)
        best = _best(pairs, score(signals, pairs), author_rows)
        return _filled(best, block, author_rows, contemporaries, signals.cooccurrence)

    rows = np.arange(len(works.books), dtype=np.int32) if of_works is None else of_works
    blocks = list(signals.cooccurrence.blocks(rows))
    with (
        ThreadPoolExecutor(_THREADS) as threads,
        tqdm(total=len(rows), desc="Ranking", unit=" books", delay=2, disable=None, leave=False) as progress,
    ):
        ranked: list[_Ranked] = []
        for block, made in zip(blocks, _made_ahead(threads, rank, blocks), strict=True):
            ranked.append(made)
            progress.update(len(block))
    works_asked = np.concatenate([each.pairs.works for each in ranked])
    others = np.concatenate([each.pairs.others for each in ranked])
    counted = np.concatenate([each.pairs.readers for each in ranked]).round().astype(np.int32)
    return Neighbours(
        starts=np.searchsorted(works_asked, np.arange(len(works.books) + 1)).astype(np.int64),
        works=others,
        scores=np.concatenate([each.scores for each in ranked]),
        readers_in_common=counted + signals.cooccurrence.readers_left_out(works_asked, others),
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """Pairs in the order of the work asked about, best first, and their scores."""

    pairs: Pairs
    scores: NDArray[np.float32]


def _best(pairs: Pairs, scores: NDArray[np.float32], author_rows: NDArray[np.int32]) -> _Ranked:
    """The first 20 of each work, and after them those that can be shown beside them, at most two by one author."""
    speaks = scores > 0
    pairs, scores = pairs.taken(speaks), scores[speaks]
    order = np.lexsort((pairs.others, -scores, pairs.works))
    pairs, scores = pairs.taken(order), scores[order]
    place = _place_within(pairs.works)
    showable = _showable(pairs, author_rows)
    # How many can be shown up to each pair, within its work.
    shown = np.cumsum(showable)
    shown_of_work: NDArray[np.int64] = shown - (shown - showable)[np.arange(len(place)) - place]
    kept = (place < NEIGHBOURS) | (showable & (shown_of_work <= _VARIED_NEIGHBOURS))
    return _Ranked(pairs.taken(kept), scores[kept])


def _filled(
    ranked: _Ranked,
    block: NDArray[np.int32],
    author_rows: NDArray[np.int32],
    contemporaries: Contemporaries,
    cooccurrence: CoOccurrence,
) -> _Ranked:
    """The same, with contemporaries and bestsellers where a work has too few neighbours, or too few to show."""
    pairs = ranked.pairs
    counts = np.bincount(np.searchsorted(block, pairs.works), minlength=len(block))
    showable = _showable(pairs, author_rows)
    shown = np.bincount(np.searchsorted(block, pairs.works), weights=showable, minlength=len(block))
    short = np.flatnonzero((counts < NEIGHBOURS) | (shown < RECOMMENDER.recommendations))
    if not len(short):
        return ranked
    added_works, added_others = [], []
    starts = np.cumsum(counts) - counts
    for place in short.tolist():
        work = int(block[place])
        found = pairs.others[starts[place] : starts[place] + counts[place]]
        more = contemporaries.of(work, NEIGHBOURS + _VARIED_NEIGHBOURS)
        more = more[~np.isin(more, found)][:NEIGHBOURS]
        authors = author_rows[np.concatenate([found, more])]
        if (
            np.minimum(np.unique(authors, return_counts=True)[1], RECOMMENDER.books_by_one_author).sum()
            < RECOMMENDER.recommendations
        ):
            best_known = contemporaries.best_known
            more = np.concatenate([more, best_known[~np.isin(best_known, [work, *found, *more])]])
        added_works.append(np.full(len(more), work, dtype=np.int32))
        added_others.append(more)
    filled, added = np.concatenate(added_works), np.concatenate(added_others)
    nothing = np.zeros(len(added), dtype=np.float32)
    # Some may share readers with the work after all: those that other books by one author left no place for.
    pairs = pairs.followed_by(Pairs(filled, added, nothing, cooccurrence.readers_counted(filled, added)))
    order = np.argsort(pairs.works, kind="stable")
    return _Ranked(pairs.taken(order), np.append(ranked.scores, nothing)[order])


def _place_within(works: NDArray[np.int32]) -> NDArray[np.int64]:
    """[pairs] the place of each pair among those of its work, from 0."""
    return np.arange(len(works)) - np.searchsorted(works, works)


def _showable(pairs: Pairs, author_rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """[pairs] whether a pair is one of the first two of its work by its author."""
    authors = author_rows[pairs.others]
    order = np.lexsort((np.arange(len(authors)), authors, pairs.works))
    key = pairs.works[order].astype(np.int64) * (int(author_rows.max(initial=0)) + 1) + authors[order]
    showable = np.empty(len(authors), dtype=bool)
    showable[order] = np.arange(len(key)) - np.searchsorted(key, key) < RECOMMENDER.books_by_one_author
    return showable


def _made_ahead(
    threads: ThreadPoolExecutor, make: Callable[[NDArray[np.int32]], _Ranked], blocks: list[NDArray[np.int32]]
) -> Iterator[_Ranked]:
    """What is made of each block, in order, made ahead by no more than one block a thread."""
    ahead: deque[Future[_Ranked]] = deque()
    for block in blocks:
        ahead.append(threads.submit(make, block))
        if len(ahead) > _THREADS:
            yield ahead.popleft().result()
    for future in ahead:
        yield future.result()
