"""The ranker: what it learns where there is something to, and how neighbours are ranked by it."""

from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path

import lightgbm
import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank import ranker as ranking
from model_build.rank.features import SIGNALS, SIGNALS_OF_ASKED_BOOK, YEARS_BETWEEN, BookFacts, Signals
from model_build.rank.neighbours import find_neighbours, rank_by_each_signal
from model_build.rank.ranker import Quality, Ranker, _Lesson, _restrained, learn_ranker
from model_build.works.gather import Works
from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import random_works, readers_in_common, works_of


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Readers with any number of likes."""
    return random_works(tmp_path_factory.mktemp("data"), works=80, readers=120)


@pytest.fixture(scope="module")
def loyal(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Each of 220 readers likes six books of one of 20 publishers, and has read four that everybody reads."""
    generator = np.random.default_rng(8)
    of_publisher = [[f"{publisher:02}{number:02}" for number in range(12)] for publisher in range(20)]
    famous = [f"99{number:02}" for number in range(12)]
    books = [
        book(isbn, f"Book {isbn}", f"Author{isbn} {isbn}", 1980, f"House {isbn[:2]}")
        for isbn in chain.from_iterable(of_publisher)
    ]
    books += [book(isbn, f"Famous {isbn}", f"Author{isbn} {isbn}", 1980, f"Star {isbn}") for isbn in famous]
    ratings: list[Row] = []
    for reader in range(220):
        ratings += [(reader, isbn, 9) for isbn in generator.choice(of_publisher[reader % 20], 6, replace=False)]
        ratings += [
            (reader, isbn, 9 if place < 1 else 4) for place, isbn in enumerate(generator.permutation(famous)[:4])
        ]
    return works_of(tmp_path_factory.mktemp("data"), books, ratings)


@pytest.fixture(scope="module")
def ranker(loyal: Works) -> Ranker:
    learned = learn_ranker(loyal)
    assert learned is not None
    return learned


def test_too_few_readers_teach_nothing(loyal: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(loyal, ratings=loyal.ratings[loyal.ratings["reader"] < 199])
    assert learn_ranker(few) is None
    # Readers of ten books of which they like four are no teachers either.
    ratings = loyal.ratings.assign(liked=loyal.ratings["liked"] & (loyal.ratings.groupby("reader").cumcount() < 4))
    assert learn_ranker(replace(loyal, ratings=ratings)) is None


def test_a_ranker_learns_that_readers_keep_to_a_publisher(loyal: Works, ranker: Ranker) -> None:
    quality = ranker.quality
    assert quality.readers == 55
    assert quality.ndcg_at_10 > 1.1 * quality.formula_ndcg_at_10
    assert 0 < quality.formula_ndcg_at_10 < quality.ndcg_at_10 < 1
    publisher = loyal.books["publisher"].tolist()
    neighbours = find_neighbours(loyal, ranker)
    for work in range(len(loyal.books)):
        if publisher[work].startswith("House"):
            best = neighbours.works[neighbours.starts[work] : neighbours.starts[work] + 5]
            assert [publisher[other] for other in best] == [publisher[work]] * 5


def test_nothing_is_learned_where_the_formula_is_never_wrong(tmp_path: Path) -> None:
    # Forty shelves of eight books, each liked as a whole by six readers who read nothing else.
    books = [book(f"{number:03}", f"Book {number}", f"Author{number} {number}") for number in range(320)]
    ratings = [(reader, f"{reader // 6 * 8 + number:03}", 9) for reader in range(240) for number in range(8)]
    assert learn_ranker(works_of(tmp_path, books, ratings)) is None


def test_a_ranker_that_ranks_worse_than_the_formula_is_not_taken(loyal: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    def backwards(taught: list[_Lesson], asked: _Lesson) -> tuple[int, NDArray[np.float64]]:
        return 1, np.where(asked.gains > 0, 1e-30, 1.0)

    monkeypatch.setattr(ranking, "_tried_out", backwards)
    assert learn_ranker(loyal) is None


def test_learning_again_gives_the_same_trees_and_says_nothing(
    loyal: Works, ranker: Ranker, capfd: pytest.CaptureFixture[str]
) -> None:
    again = learn_ranker(loyal)
    assert again is not None
    assert again.trees.model_to_string() == ranker.trees.model_to_string()
    assert (again.restraint, again.quality) == (ranker.restraint, ranker.quality)
    assert capfd.readouterr() == ("", "")


def test_relevance_lies_between_nothing_and_all_and_the_held_back_are_less_relevant(
    loyal: Works, ranker: Ranker
) -> None:
    signals = Signals(BookFacts(loyal), loyal.ratings)
    rows = np.arange(len(loyal.books), dtype=np.int32)
    values = signals.of(signals.cooccurrence.pairs_with(rows[::5], rows))
    relevance = ranker.relevance(values)
    assert relevance.dtype == np.float32
    assert relevance.shape == (len(values),)
    assert relevance.min() > 0
    assert relevance.max() <= 1
    freely = replace(ranker, restraint=0.0).relevance(values)
    np.testing.assert_allclose(freely, ranker.trees.predict(values), rtol=1e-5)
    held_back = replace(ranker, restraint=1.0).relevance(values)
    np.testing.assert_allclose(held_back, freely * _restrained(values, 1.0), rtol=1e-5)


def test_every_work_has_twenty_ranked_others_best_first_and_five_to_show(loyal: Works, ranker: Ranker) -> None:
    assert_neighbours_hold(loyal, ranker)


def test_the_same_holds_for_unread_books_prolific_authors_and_readers_of_everything(works: Works) -> None:
    # Trees of one leaf: every candidate is as relevant as any other.
    nothing_learned = lightgbm.train(
        {"objective": "cross_entropy", "verbosity": -1, "min_data_in_leaf": 100},
        lightgbm.Dataset(np.zeros((10, len(SIGNALS))), np.full(10, 0.5), params={"verbosity": -1}),
        num_boost_round=1,
    )
    assert_neighbours_hold(works, Ranker(nothing_learned, 0.5, Quality(0, 0.0, 0.0)))


def assert_neighbours_hold(works: Works, ranker: Ranker) -> None:
    common = readers_in_common(works)
    authors = works.books["author_row"].tolist()
    signals = Signals(BookFacts(works), works.ratings)
    neighbours = find_neighbours(works, ranker)
    for work in range(len(works.books)):
        found = slice(neighbours.starts[work], neighbours.starts[work + 1])
        others, scores = neighbours.works[found], neighbours.scores[found]
        assert len(others) >= 20
        assert len(set(others.tolist())) == len(others)
        assert work not in others
        assert (np.diff(scores) <= 0).all()
        assert sum(min(number, 2) for number in Counter(authors[other] for other in others).values()) >= 5
        np.testing.assert_array_equal(neighbours.readers_in_common[found], common[work, others])
        ranked = others[scores > 0]
        pairs = signals.cooccurrence.pairs_with(np.array([work], np.int32), ranked)
        np.testing.assert_allclose(scores[scores > 0], ranker.relevance(signals.of(pairs)), rtol=1e-4)


def test_only_the_works_asked_for_get_neighbours_and_the_same_ones(loyal: Works, ranker: Ranker) -> None:
    asked = np.array([3, 40, 41, 250], dtype=np.int32)
    some, everything = find_neighbours(loyal, ranker, of_works=asked), find_neighbours(loyal, ranker)
    assert len(some.starts) == len(loyal.books) + 1
    for work in range(len(loyal.books)):
        of_some = some.works[some.starts[work] : some.starts[work + 1]]
        of_everything = everything.works[everything.starts[work] : everything.starts[work + 1]]
        assert of_some.tolist() == (of_everything.tolist() if work in asked else [])


def test_each_signal_ranks_but_those_of_the_asked_book(works: Works) -> None:
    names = [name for name, _ in rank_by_each_signal(works)]
    assert names == [name for name in SIGNALS if name not in SIGNALS_OF_ASKED_BOOK]


def test_each_signal_alone_ranks_by_its_values_and_the_nearest_years_first(works: Works) -> None:
    signals = Signals(BookFacts(works), works.ratings)
    years = works.books["year"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    for name, neighbours in rank_by_each_signal(works):
        for work in range(0, len(works.books), 7):
            found = slice(neighbours.starts[work], neighbours.starts[work + 1])
            others = neighbours.works[found][neighbours.scores[found] > 0]
            if name == YEARS_BETWEEN:
                apart = np.abs(years[others] - years[work])
                assert (np.diff(apart) >= 0).all()
                assert len(others) > 0 or np.isnan(years[work])
                assert not np.isnan(apart).any()
            else:
                pairs = signals.cooccurrence.pairs_with(np.array([work], np.int32), others)
                assert (np.diff(signals.of(pairs)[:, SIGNALS.index(name)]) <= 1e-4).all()
