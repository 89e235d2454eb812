"""Prices of books: how much a book's scores are lowered, so that the same few don't stand in most answers.

nDCG alone rewards bestsellers: *The Lovely Bones* stood in 64% of all answers for Book-Crossing. The price of a book is
the Lagrange multiplier of "stands in at most a share m of all answers": of all ways to keep within the limit, lowering
each score by such a price loses the least of their sum. The prices are found by subgradient steps (Shor, Minimization
Methods for Non-Differentiable Functions, 1985): the price of a book above the limit rises and that of one below it
falls, by less at each step, never below 0. Only a few books end with one.

Answers are counted as they are shown, every work asked once. The first volume of a series stands there for the later
ones, so all of them have its price.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.neighbours import NEIGHBOURS, Neighbours
from model_build.rank.scored_candidates import ScoredCandidates
from model_build.rank.shown import count_authors, rows_of, shown_positions, take_shown
from shelftalker.recommend.recommender import RECOMMENDER


@dataclass(frozen=True, slots=True)
class PriceConfig:
    """The numbers of the prices.

    Attributes:
        max_share: Largest share of all answers that a book may stand in. Five such books fill at most as large a share
            of all places. On Book-Crossing 6% costs 3% of nDCG@10, and half of that is lost from 60% to 12%.
        even_shares: In a small catalogue a book may stand in so many times the answers that it would stand in if all
            stood in as many.
        aim: Share of the limit that the steps aim at, as answers are whole.
        min_authors: Least mean number of authors in an answer of five.
        candidates: Number of candidates of a source that the five are chosen from in the fit: many more than have a
            price, so that those who take their place are among them ...
        by_one_author: ... with at most so many by one author, more than are shown, as any of them may have a price.
        sampled_sources: Number of answers that most steps count; of more works every n-th by popularity is asked.
        first_step: Change of a price for a share that is 1 above the limit, in medians of the fifth best score ...
        step_halved_after: ... which is halved after so many steps, a third after twice as many, and so on.
        steps: Number of steps on the sample.
        refit_from: Number of the step from which the prices are fitted again to another factor.
        answers_at_once: Number of answers whose books are chosen at once, to limit the memory.
        last_steps: Most further steps, on all answers, which only raise prices that are too low ...
        last_step_growth: ... each this many times as far as the one before, as where many scores are alike the sample's
            prices may be far too low. Of 66 answers 1.25 kept books out that had room: a fifth of nDCG@10 was lost.
    """

    max_share: float = 0.06
    even_shares: int = 3
    aim: float = 0.97
    min_authors: float = 4.0
    candidates: int = 30
    by_one_author: int = NEIGHBOURS.by_one_author
    sampled_sources: int = 15_000
    first_step: float = 10
    step_halved_after: int = 5
    steps: int = 30
    refit_from: int = 18
    answers_at_once: int = 20_000
    last_steps: int = 100
    last_step_growth: float = 1.1


PRICE = PriceConfig()


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of a catalogue, and the factor for an author's further books that they were fitted with.

    Attributes:
        of_works: [works] float32, 0 for most.
        author_factor: Factor of a score for each earlier book by the same author.
    """

    of_works: NDArray[np.float32]
    author_factor: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """Shares of the answers of a model that books stand in, as they are shown and every work asked once.

    Attributes:
        limit: Largest share of the answers that a book was to stand in.
        most_shown: Share that the most shown book stands in.
        five_fill: Share of all places that the five most shown books fill.
        coverage_at_5: Share of the works that stand in an answer at all.
        authors_at_5: Mean number of authors in an answer.
        author_factor: Factor of a score for each earlier book by the same author.
        priced_books: Number of books with a price.
    """

    limit: float
    most_shown: float
    five_fill: float
    coverage_at_5: float
    authors_at_5: float
    author_factor: float
    priced_books: int


def shown_counts(neighbours: Neighbours, facts: BookFacts, author_factor: float) -> NDArray[np.int64]:
    """Return [works] the number of answers that each work stands in."""
    shown = neighbours.as_lists().shown_works(facts, author_factor)
    return np.bincount(shown[shown >= 0], minlength=facts.works_count)


def measure_exposure(neighbours: Neighbours, facts: BookFacts, author_factor: float) -> Exposure:
    """Measure the exposure of the books of a model."""
    shown = neighbours.as_lists().shown_works(facts, author_factor)
    counts = np.sort(np.bincount(shown[shown >= 0], minlength=len(shown)))[::-1]
    return Exposure(
        limit=largest_share(len(shown)),
        most_shown=float(counts[0] / len(shown)),
        five_fill=float(counts[:5].sum() / max(counts.sum(), 1)),
        coverage_at_5=float(np.count_nonzero(counts) / len(shown)),
        authors_at_5=float(count_authors(rows_of(shown, facts.author_rows)).mean()),
        author_factor=author_factor,
        priced_books=int(np.count_nonzero(neighbours.prices)),
    )


def largest_share(works_count: int) -> float:
    """Return the largest share of all answers that a book may stand in."""
    return max(PRICE.max_share, PRICE.even_shares * RECOMMENDER.recommendations / works_count)


def fit_prices(
    candidates: ScoredCandidates,
    author_factors: Sequence[float],
    shown_before: NDArray[np.int64] | None = None,
    limit: int = PRICE.candidates,
) -> Prices:
    """Fit the prices to the answers after each source, and choose the factor for an author's further books.

    Args:
        candidates: All candidates of all sources.
        author_factors: Factors to choose from: the first is chosen whose answers have enough authors on average, else
            the last.
        shown_before: [works] number of answers after all other works that each stands in, as far as there are others.
        limit: Number of candidates of a source that the five are chosen from, see `PriceConfig.candidates`.
    """
    works_count = candidates.facts.works_count
    prices = np.zeros(works_count, dtype=np.float32)
    if not any(len(pairs.sources) for pairs in candidates.pairs):
        return Prices(prices, author_factors[-1])
    answers_count = sum(map(len, candidates.blocks))
    sample = _Answers(candidates, 1 + (answers_count - 1) // PRICE.sampled_sources, shown_before, limit)
    first_step = 0
    for author_factor in author_factors:
        if author_factor != author_factors[-1] and sample.mean_authors(prices, author_factor) < PRICE.min_authors:
            continue
        prices = sample.fit(prices, author_factor, range(first_step, PRICE.steps))
        first_step = PRICE.refit_from
        if sample.mean_authors(prices, author_factor) >= PRICE.min_authors:
            break
    everything = sample if sample.is_of_all else _Answers(candidates, 1, shown_before, limit)
    prices = everything.settle(prices, author_factor)
    return Prices(prices[candidates.facts.series_order.stand_ins], author_factor)


class _Answers:
    """The answers after every n-th work by popularity."""

    def __init__(
        self, candidates: ScoredCandidates, step: int, shown_before: NDArray[np.int64] | None, limit: int
    ) -> None:
        facts = candidates.facts
        ranked = candidates.lists(limit, PRICE.by_one_author, step)
        self._works_count = facts.works_count
        self._author_rows = facts.author_rows
        # The order of series is the same at all prices: the books of a series have one price, and which of two books of
        # a series comes first is all that matters to it.
        self._targets, self._scores = facts.series_order.order(
            ranked.sources, np.maximum(ranked.targets, 0), ranked.scores
        )
        self._authors = facts.author_rows[self._targets]
        self._priced_as = facts.series_order.stand_ins[self._targets]
        # The next volume of the asked book's series is first whatever its price, which is that of no work.
        self._priced_as[:, 0] = self._works_count
        answers_count = sum(map(len, candidates.blocks))
        # [works] or one for all: the largest share of these answers, so that the one of all answers is kept too.
        self._limit: NDArray[np.float64] | float = largest_share(answers_count)
        if shown_before is not None:
            most_shown = largest_share(self._works_count) * self._works_count
            self._limit = np.clip((most_shown - shown_before) / answers_count, 0, self._limit)
        self._first_step = PRICE.first_step * self._typical_score()
        self.is_of_all = step == 1

    def shares(self, prices: NDArray[np.float32], author_factor: float) -> NDArray[np.float64]:
        """Return [works] the share of the answers that each work stands in."""
        return self._shares_of(self._works_to_show(prices, author_factor))

    def mean_authors(self, prices: NDArray[np.float32], author_factor: float) -> float:
        """Return the mean number of authors in an answer."""
        return float(count_authors(rows_of(self._works_to_show(prices, author_factor), self._author_rows)).mean())

    def fit(self, prices: NDArray[np.float32], author_factor: float, steps: range) -> NDArray[np.float32]:
        """Return the prices after some steps, which are numbered as they shrink."""
        for step in steps:
            above = self.shares(prices, author_factor) - PRICE.aim * self._limit
            prices = np.maximum(prices + self._size(step) * above, 0).astype(np.float32)
        return prices

    def settle(self, prices: NDArray[np.float32], author_factor: float) -> NDArray[np.float32]:
        """Return the prices after steps that only raise, until no work is above the limit.

        Answers are whole: around the best prices a work goes above the limit and below it in turn.
        """
        positions = self._positions_to_show(prices, author_factor)
        for step in range(PRICE.last_steps):
            shares = self._shares_of(take_shown(self._targets, positions))
            is_above = shares > self._limit
            if not is_above.any():
                break
            size = self._size(PRICE.steps) * PRICE.last_step_growth**step
            prices = (prices + size * np.where(is_above, shares - PRICE.aim * self._limit, 0)).astype(np.float32)
            # A book that is not shown changes no answer by a higher price.
            priced_as = take_shown(self._priced_as, positions)
            changed = np.flatnonzero(np.append(is_above, False)[priced_as].any(axis=1))
            positions[changed] = self._positions_to_show(prices, author_factor, changed)
        return prices

    def _size(self, step: int) -> float:
        """Return the change of a price for a share that is 1 above the limit."""
        return self._first_step / (1 + step / PRICE.step_halved_after)

    def _works_to_show(self, prices: NDArray[np.float32], author_factor: float) -> NDArray[np.int32]:
        """Return [answers, 5] the works shown, -1 where there are no more."""
        return take_shown(self._targets, self._positions_to_show(prices, author_factor))

    def _positions_to_show(
        self, prices: NDArray[np.float32], author_factor: float, answers: NDArray[np.int64] | None = None
    ) -> NDArray[np.int64]:
        """Return [answers, 5] the positions of the works shown in some of the answers, or in all."""
        price_of = np.append(prices, np.float32(0))
        count = len(self._scores) if answers is None else len(answers)
        shown = np.empty((count, RECOMMENDER.recommendations), dtype=np.int64)
        for first in range(0, count, PRICE.answers_at_once):
            part = slice(first, first + PRICE.answers_at_once)
            rows = part if answers is None else answers[part]
            scores = self._scores[rows] - price_of[self._priced_as[rows]]
            scores[scores <= 0] = -np.inf
            shown[part] = shown_positions(scores, self._authors[rows], author_factor)
        return shown

    def _shares_of(self, shown: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return [works] the share of [answers, 5] shown works that each stands in."""
        counts = np.bincount(shown[shown >= 0], minlength=self._works_count)
        return counts / len(shown)

    def _typical_score(self) -> float:
        """Return the median of the fifth best scores; of all scores where no answer has five."""
        fifth = self._scores[:, RECOMMENDER.recommendations]
        return float(np.median(fifth[fifth > 0] if (fifth > 0).any() else self._scores[self._scores > 0]))
