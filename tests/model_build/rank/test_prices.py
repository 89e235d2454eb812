"""Prices: the limit on a book's share of the answers, at the least loss, and the same answers as the query path's."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.optimize
from numpy.typing import NDArray

from model_build.build import build_from
from model_build.rank.book_facts import BookFacts
from model_build.rank.neighbours import choose_neighbours
from model_build.rank.prices import PRICE, fit_prices, largest_share, measure_exposure
from model_build.rank.scored_candidates import ScoredCandidates, ScoredPairs, score_candidates
from model_build.rank.unread.all_neighbours import rank_all
from model_build.works.gather import Works, gather_works
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.recommender import similar_books
from tests.model_build.small_datasets import Row, book, read
from tests.model_build.works.small_works import random_works, works_of

WORKS = 300


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Return works of as many authors, each read once."""
    books = [book(f"{row:03}", f"Book {row}", f"Author{row} {row}") for row in range(WORKS)]
    ratings: list[Row] = [(row, f"{row:03}", 8) for row in range(WORKS)]
    return works_of(tmp_path_factory.mktemp("data"), books, ratings)


def candidates_with(works: Works, scores: NDArray[np.float32]) -> ScoredCandidates:
    """Return candidates with these [works, works] scores; 0 where a work is no candidate."""
    sources, targets = np.nonzero(scores)
    pairs = ScoredPairs(
        sources.astype(np.int32),
        targets.astype(np.int32),
        np.zeros(len(sources), dtype=np.float32),
        scores[sources, targets],
    ).rank()
    scored = score_candidates(works)
    rows = np.arange(len(works.books), dtype=np.int32)
    return ScoredCandidates(works, scored.facts, scored.cooccurrence, [rows], [pairs])


def scores_with_bestsellers() -> NDArray[np.float32]:
    """Return [works, works] scores: thirty candidates a work, and ten bestsellers that are candidates of all."""
    generator = np.random.default_rng(3)
    scores = np.zeros((WORKS, WORKS), dtype=np.float32)
    for row in range(WORKS):
        scores[row, generator.choice(WORKS, 30, replace=False)] = generator.random(30) * 0.05
    scores[:, :10] = 0.02 + generator.random((WORKS, 10)) * np.linspace(0.08, 0.02, 10)
    np.fill_diagonal(scores, 0)
    return scores


def shown_after(candidates: ScoredCandidates, prices: NDArray[np.float32]) -> NDArray[np.int32]:
    return choose_neighbours(candidates, prices).as_lists().shown_works(candidates.facts, 1.0)


def best_total_within(scores: NDArray[np.float32], limit: float) -> float:
    """Return the greatest sum of the scores of five works a source, none of them beside more than `limit` sources."""
    sources, targets = np.nonzero(scores)
    constraints = np.zeros((2 * WORKS, len(sources)))
    constraints[sources, np.arange(len(sources))] = 1
    constraints[WORKS + targets, np.arange(len(sources))] = 1
    solved = scipy.optimize.linprog(
        -scores[sources, targets].astype(float),
        A_ub=constraints,
        b_ub=np.concatenate([np.full(WORKS, 5.0), np.full(WORKS, limit)]),
        bounds=(0, 1),
    )
    assert solved.success
    return -float(solved.fun or 0)


def test_no_book_is_above_the_limit_and_hardly_more_is_lost_than_has_to_be(works: Works) -> None:
    scores = scores_with_bestsellers()
    candidates = candidates_with(works, scores)
    shares = np.bincount(shown_after(candidates, np.zeros(WORKS, np.float32)).ravel(), minlength=WORKS) / WORKS
    assert shares.max() > 0.6
    prices = fit_prices(candidates, [1.0])
    shown = shown_after(candidates, prices.of_works)
    shares = np.bincount(shown.ravel(), minlength=WORKS) / WORKS
    assert shares.max() <= largest_share(WORKS) == 0.06
    assert 5 <= np.count_nonzero(prices.of_works) <= 12
    total = sum(float(scores[row, five].sum()) for row, five in enumerate(shown))
    assert total >= 0.98 * best_total_within(scores, 0.06 * WORKS)


def scores_alike() -> NDArray[np.float32]:
    """Return [works, works] scores of four values, so that many books leave many answers at the same price."""
    generator = np.random.default_rng(5)
    scores = generator.choice(np.array([0, 0.1, 0.2, 0.3], dtype=np.float32), (WORKS, WORKS), p=[0.9, 0.06, 0.03, 0.01])
    scores[:, :20] = generator.choice(np.array([0.2, 0.25, 0.3], dtype=np.float32), (WORKS, 20))
    scores *= 1 + 0.05 * generator.random((WORKS, WORKS), dtype=np.float32)
    np.fill_diagonal(scores, 0)
    return scores


def settle_by_counting_all(self: Any, prices: NDArray[np.float32], author_factor: float) -> NDArray[np.float32]:
    """Take the last steps of the fit, each of which counts all answers."""
    for step in range(PRICE.last_steps):
        shares = self.shares(prices, author_factor)
        if (shares <= self._limit).all():
            break
        size = self._size(PRICE.steps) * PRICE.last_step_growth**step
        above = np.where(shares > self._limit, shares - PRICE.aim * self._limit, 0)
        prices = (prices + size * above).astype(np.float32)
    assert step > 1
    return prices


def test_counting_only_the_answers_that_change_gives_the_same_prices(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidates = candidates_with(works, scores_alike())
    expected = fit_prices(candidates, [0.8]).of_works
    monkeypatch.setattr("model_build.rank.prices.PRICE", replace(PRICE, answers_at_once=77))
    np.testing.assert_array_equal(fit_prices(candidates, [0.8]).of_works, expected)
    monkeypatch.setattr("model_build.rank.prices._Answers.settle", settle_by_counting_all)
    np.testing.assert_array_equal(fit_prices(candidates, [0.8]).of_works, expected)


def test_books_within_the_limit_have_no_price(works: Works) -> None:
    scores = scores_with_bestsellers()
    scores[:, :10] = 0
    candidates = candidates_with(works, scores)
    assert not fit_prices(candidates, [1.0]).of_works.any()


def test_the_first_factor_that_gives_four_authors_on_average_is_chosen(tmp_path: Path) -> None:
    # Each work's ten best are by two authors in turn; a factor of 0.8 puts others before an author's second book.
    books = [book(f"{row:03}", f"Book {row}", f"Author{row % 60} {row % 60}") for row in range(WORKS)]
    works = works_of(tmp_path, books, [(row, f"{row:03}", 8) for row in range(WORKS)])
    authors = BookFacts(works).author_rows
    generator = np.random.default_rng(4)
    scores = np.zeros((WORKS, WORKS), dtype=np.float32)
    for row in range(WORKS):
        for author, score in zip(generator.choice(60, 6, replace=False), (1.0, 0.9, 0.8, 0.7, 0.6, 0.5), strict=True):
            scores[row, authors == author] = score - np.arange(5) * 0.01
    np.fill_diagonal(scores, 0)
    candidates = candidates_with(works, scores)
    for factors, chosen in (([1.0, 0.9, 0.6, 0.5], 0.6), ([0.5, 0.6], 0.5), ([1.0, 0.99], 0.99)):
        assert fit_prices(candidates, factors).author_factor == chosen


def test_a_small_catalogue_shows_each_book_at_most_three_times_as_often_as_the_average() -> None:
    assert largest_share(100) == pytest.approx(0.15)
    assert largest_share(10) > 1
    assert largest_share(10_000) == 0.06


def test_answers_are_counted_as_the_query_path_gives_them(tmp_path: Path) -> None:
    random_works(tmp_path, works=200, readers=300)  # which leaves its tables there
    tables = read(tmp_path)
    # Series of up to four volumes, and some omnibuses.
    editions = tables.editions
    number = np.arange(len(editions))
    volumes = [
        f"{title} (Saga {row // 12}, Book {row % 12 // 3 + 1})" if row % 3 == 0 else title
        for row, title in zip(number.tolist(), editions["title"], strict=True)
    ]
    dataset = replace(tables, editions=editions.assign(title=volumes, author=[f"Ann A{row // 12}" for row in number]))
    manifest = build_from(dataset, tmp_path / "model")
    works = gather_works(dataset)
    assert (works.books["volume"] > 1).sum() > 30
    facts = BookFacts(works)
    neighbours, exposure = rank_all(works, None, facts)
    shown = neighbours.as_lists().shown_works(facts, exposure.author_factor)
    catalogue = Catalogue.open(tmp_path / "model")
    for asked in catalogue.all_books():
        rows = [each.book.book_row - 1 for each in similar_books(catalogue, asked)]
        assert rows == shown[asked.book_row - 1].tolist()
    assert exposure == measure_exposure(neighbours, facts, exposure.author_factor)
    assert exposure.most_shown == np.bincount(shown.ravel()).max() / len(shown)
    assert manifest["exposure"]["most_shown"] == exposure.most_shown
    assert exposure.priced_books > 0
