from dataclasses import replace

import numpy as np

from model_build.datasets.dataset import Dataset
from model_build.rank.book_facts import BookFacts
from model_build.rank.unread.fact_pairs import FactPairs, FactSignal
from model_build.rank.unread.fact_ranker import (
    FACT_RANKER,
    FactRanker,
    are_related,
    distinct_rows,
    learn_fact_ranker,
    score_by_facts,
    spread_factors,
)
from model_build.works.gather import Works, gather_works


def signals_of(**values: float) -> np.ndarray:
    """Return the signals of one pair, 0 but for those named."""
    signals = np.zeros((1, len(FactSignal)), dtype=np.float32)
    for name, value in values.items():
        signals[0, FactSignal[name].column] = value
    return signals


def works_without_readers_of(dataset: Dataset, title: str) -> tuple[Works, int]:
    """Return the works of a dataset without the ratings of one, and its row."""
    edition = dataset.editions["title"].tolist().index(title)
    ratings = dataset.ratings[dataset.ratings["edition"] != edition].reset_index(drop=True)
    works = gather_works(replace(dataset, ratings=ratings))
    return works, int(works.work_of[edition])


def test_the_ranker_learns_from_read_works_what_goes_with_an_unread_one(readers_of_tastes: Dataset) -> None:
    works, unread = works_without_readers_of(readers_of_tastes, "Book 7")
    facts = BookFacts(works)
    ranker = learn_fact_ranker(works, facts)
    assert ranker.trees is not None
    scored = score_by_facts(works, ranker, facts, np.array([unread], dtype=np.int32)).pairs[0]
    assert unread not in scored.targets
    assert (scored.readers == 0).all()
    assert (np.diff(scored.scores) <= 0).all()
    by_author = int(np.flatnonzero((facts.author_rows == facts.author_rows[unread]) & (np.arange(100) != unread))[0])
    assert by_author in scored.targets


def test_each_distinct_row_of_signals_is_ranked_once_and_stands_for_all_alike() -> None:
    generator = np.random.default_rng(3)
    signals = generator.choice(np.array([0, 0.5, np.nan], dtype=np.float32), (400, len(FactSignal)), p=[0.8, 0.1, 0.1])
    signals[:, 4:] = 0
    firsts, row_of_pair = distinct_rows(signals)
    np.testing.assert_array_equal(signals[firsts][row_of_pair], signals)
    assert len(firsts) == len({row.tobytes() for row in signals}) < 100
    assert firsts.tolist() == sorted(firsts)


def test_pairs_are_ranked_by_the_trees_as_if_each_were_alone(readers_of_tastes: Dataset) -> None:
    works, unread = works_without_readers_of(readers_of_tastes, "Book 7")
    facts = BookFacts(works)
    ranker = learn_fact_ranker(works, facts)
    sources = np.unique(np.array([unread, 3, 50], dtype=np.int32))
    _, signals = FactPairs(facts, works.ratings).describe(sources)
    twice = np.concatenate([signals, signals])
    one_by_one = [float(ranker.relevance(twice[pair : pair + 1])[0]) for pair in range(len(twice))]
    assert ranker.relevance(twice).tolist() == one_by_one


def test_with_too_few_readers_the_formula_puts_series_before_author_before_title(readers_of_tastes: Dataset) -> None:
    few = readers_of_tastes.ratings[readers_of_tastes.ratings["reader"] < 20]
    works = gather_works(replace(readers_of_tastes, ratings=few.reset_index(drop=True)))
    ranker = learn_fact_ranker(works, BookFacts(works))
    assert ranker.trees is None
    scores = [
        float(ranker.relevance(signals)[0])
        for signals in (
            signals_of(SAME_SERIES=1, SAME_AUTHOR=1), signals_of(SAME_AUTHOR=1), signals_of(TITLE_WORDS=0.9),
            signals_of(),
        )
    ]  # fmt: skip
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0


def test_a_book_in_another_language_counts_for_little() -> None:
    ranker = FactRanker(None)
    alike, translated = signals_of(SUBJECTS=0.5), signals_of(SUBJECTS=0.5, OTHER_LANGUAGE=1)
    factor = ranker.relevance(translated)[0] / ranker.relevance(alike)[0]
    assert np.isclose(factor, FACT_RANKER.other_language_factor)


def test_the_random_factor_of_a_pair_is_always_the_same_and_that_of_others_another() -> None:
    sources = np.random.default_rng(1).integers(0, 2**63, 5000).astype(np.uint64)
    target, unrelated = np.full(5000, 4711, dtype=np.uint64), np.zeros(5000, dtype=bool)
    factors = spread_factors(sources, target, unrelated)
    np.testing.assert_array_equal(factors, spread_factors(sources, target, unrelated))
    assert 0.75 <= factors.min() < 0.76
    assert 1.24 < factors.max() <= 1.25
    assert abs(factors.mean() - 1) < 0.01
    assert abs(np.corrcoef(factors, spread_factors(sources, target + np.uint64(1), unrelated))[0, 1]) < 0.1


def test_the_random_factor_of_a_related_pair_is_near_1() -> None:
    sources = np.random.default_rng(1).integers(0, 2**63, 5000).astype(np.uint64)
    signals = np.repeat(
        np.concatenate([signals_of(SAME_AUTHOR=1), signals_of(SAME_SERIES=1), signals_of(RELATED_READERS=3)]), 1000, 0
    )
    signals = np.concatenate([signals, np.repeat(signals_of(SUBJECTS=0.4, TITLE_WORDS=0.4), 2000, 0)])
    factors = spread_factors(sources, sources, are_related(signals))
    assert 0.95 <= factors[:3000].min() < 0.96
    assert 1.04 < factors[:3000].max() <= 1.05
    assert factors[3000:].min() < 0.8
    assert factors[3000:].max() > 1.2
