"""The neighbours of all works: of those that somebody has read by their readers, of the others by their facts."""

import numpy as np
from numpy.typing import NDArray

from model_build.engine import THREADS, Engine
from model_build.rank.book_facts import BookFacts
from model_build.rank.neighbours import NEIGHBOURS_BY_FACTS, Neighbours, choose_neighbours
from model_build.rank.prices import PRICE, Exposure, fit_prices, measure_exposure, shown_counts
from model_build.rank.ranker import RANKER, Ranker
from model_build.rank.scored_candidates import score_candidates
from model_build.rank.unread.fact_pairs import FACT_PAIRS
from model_build.rank.unread.fact_ranker import learn_fact_ranker, score_by_facts
from model_build.works.gather import Works


def rank_all(
    works: Works, ranker: Ranker | None, facts: BookFacts, engine: Engine = THREADS
) -> tuple[Neighbours, Exposure]:
    """Return the neighbours of each work, and how evenly they show the books; the candidates need not be kept.

    A book has a price of its own in the answers after unread works: many of them, with bestsellers in most, would
    otherwise raise its price in the answers after books that it goes with.

    Args:
        works: The works, and the ratings to count.
        ranker: The ranker of the works that somebody has read; None for the formula.
        facts: Facts of the works.
        engine: Runs the scoring of the candidates.
    """
    read = np.flatnonzero(works.books["readers_count"].to_numpy() > 0).astype(np.int32)
    unread = np.setdiff1d(np.arange(len(works.books), dtype=np.int32), read)
    candidates = score_candidates(works, ranker, facts=facts, of_works=read, engine=engine)
    prices = fit_prices(candidates, ranker.author_factors if ranker else RANKER.author_factors)
    neighbours = choose_neighbours(candidates, prices.of_works)
    if len(unread):
        neighbours = neighbours.join(
            _neighbours_by_facts(works, facts, unread, neighbours, author_factor=prices.author_factor, engine=engine)
        )
    return neighbours, measure_exposure(neighbours, facts, prices.author_factor)


def _neighbours_by_facts(
    works: Works,
    facts: BookFacts,
    unread: NDArray[np.int32],
    of_others: Neighbours,
    *,
    author_factor: float,
    engine: Engine,
) -> Neighbours:
    """Return the neighbours of unread works.

    Args:
        works: The works.
        facts: Facts of the works.
        unread: Ascending rows of the unread works.
        of_others: The neighbours of the other works.
        author_factor: Factor of a score for each earlier book by the same author.
        engine: Runs the scoring of the candidates.
    """
    candidates = score_by_facts(works, learn_fact_ranker(works, facts), facts, unread, engine)
    # Bestsellers are candidates of all of them: those that take the place of others with a price are among these.
    limit = FACT_PAIRS.bestsellers + PRICE.candidates
    prices = fit_prices(candidates, [author_factor], shown_counts(of_others, facts, author_factor), limit)
    return choose_neighbours(candidates, prices.of_works, NEIGHBOURS_BY_FACTS)
