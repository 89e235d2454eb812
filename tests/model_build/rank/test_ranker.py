"""The ranker: its training, its popularity penalty and the neighbours that it ranks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from model_build.rank import ranker as ranker_module
from model_build.rank.book_facts import BookFacts
from model_build.rank.fact_neighbours import fact_factors
from model_build.rank.features import SignalName, Signals
from model_build.rank.neighbours import NEIGHBOURS, find_neighbours, rank_by_each_signal
from model_build.rank.ranker import (
    RANKER,
    Quality,
    Ranker,
    choose_popularity_penalty,
    learn_ranker,
    popularity_factors,
    training_set,
)
from model_build.rank.training_folds import Fold
from model_build.works.gather import Works
from tests.model_build.rank.made_up_folds import made_up_fold
from tests.model_build.small_datasets import Row, book
from tests.model_build.works.small_works import random_works, readers_in_common, works_of


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Return works whose readers have any number of likes."""
    return random_works(tmp_path_factory.mktemp("data"), works=80, readers=120)


@pytest.fixture(scope="module")
def loyal(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Return works of 220 readers who like six books of one of 20 publishers each, and have read four famous ones."""
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
            (reader, isbn, 9 if position < 1 else 4) for position, isbn in enumerate(generator.permutation(famous)[:4])
        ]
    return works_of(tmp_path_factory.mktemp("data"), books, ratings)


@pytest.fixture(scope="module")
def ranker(loyal: Works) -> Ranker:
    trained = learn_ranker(loyal)
    assert trained is not None
    return trained


def test_too_few_readers_give_no_ranker(loyal: Works) -> None:
    few = replace(loyal, ratings=loyal.ratings[loyal.ratings["reader"] < 199])
    assert learn_ranker(few) is None
    # Readers of ten books who like four of them are not trained on either.
    ratings = loyal.ratings.assign(liked=loyal.ratings["liked"] & (loyal.ratings.groupby("reader").cumcount() < 4))
    assert learn_ranker(replace(loyal, ratings=ratings)) is None


def test_a_ranker_learns_that_readers_keep_to_a_publisher(loyal: Works, ranker: Ranker) -> None:
    quality = ranker.quality
    assert quality.readers == 220
    assert quality.ndcg_at_10 > 1.1 * quality.formula_ndcg_at_10
    assert 0 < quality.formula_ndcg_at_10 < quality.ndcg_at_10 < 1
    publisher = loyal.books["publisher"].tolist()
    neighbours = find_neighbours(loyal, ranker)
    for work in range(len(loyal.books)):
        if publisher[work].startswith("House"):
            best = neighbours.works[neighbours.starts[work] : neighbours.starts[work] + 5]
            assert [publisher[other] for other in best] == [publisher[work]] * 5


def test_there_is_no_ranker_where_the_formula_is_never_wrong(tmp_path: Path) -> None:
    # Forty shelves of eight books, each liked as a whole by six readers who read nothing else.
    books = [book(f"{number:03}", f"Book {number}", f"Author{number} {number}") for number in range(320)]
    ratings = [(reader, f"{reader // 6 * 8 + number:03}", 9) for reader in range(240) for number in range(8)]
    assert learn_ranker(works_of(tmp_path, books, ratings)) is None


def test_a_ranker_that_ranks_worse_than_the_formula_is_not_used(loyal: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    def predict_backwards(folds: Sequence[Fold], trees: object) -> list[NDArray[np.float64]]:
        return [np.where(fold.gains > 0, 1e-30, 1.0) for fold in folds]

    monkeypatch.setattr(ranker_module, "_predict_without_fold", predict_backwards)
    assert learn_ranker(loyal) is None


def test_training_again_gives_the_same_trees_and_prints_nothing(
    loyal: Works, ranker: Ranker, capfd: pytest.CaptureFixture[str]
) -> None:
    again = learn_ranker(loyal)
    assert again is not None
    assert again.trees.model_to_string() == ranker.trees.model_to_string()
    assert again.popularity_penalty == ranker.popularity_penalty
    assert (again.author_factors, again.quality) == (ranker.author_factors, ranker.quality)
    assert capfd.readouterr() == ("", "")


def test_relevance_lies_between_0_and_1_and_the_popularity_penalty_lowers_it(loyal: Works, ranker: Ranker) -> None:
    signals = Signals(BookFacts(loyal), loyal.ratings)
    rows = np.arange(len(loyal.books), dtype=np.int32)
    values = signals.of(signals.cooccurrence.pairs_with(rows[::5], rows))
    relevance = ranker.relevance(values)
    assert relevance.dtype == np.float32
    assert relevance.shape == (len(values),)
    assert relevance.min() > 0
    assert relevance.max() <= 1
    without_penalty = replace(ranker, popularity_penalty=0.0).relevance(values)
    np.testing.assert_allclose(
        without_penalty, np.asarray(ranker.trees.predict(values)) * fact_factors(values), rtol=1e-5
    )
    with_penalty = replace(ranker, popularity_penalty=1.0).relevance(values)
    np.testing.assert_allclose(with_penalty, without_penalty * popularity_factors(values, 1.0), rtol=1e-5)


def test_sampled_negatives_weigh_as_much_as_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranker_module, "RANKER", replace(RANKER, min_negatives=3000))
    generator = np.random.default_rng(10)
    folds = []
    for _ in range(2):
        weights = generator.random(10_000) + 0.5
        gains = np.where(generator.random(10_000) < 0.05, weights * generator.random(10_000), 0)
        folds.append(made_up_fold(gains, weights, np.arange(10_000) // 10, np.arange(10_000)))
    pairs, _ = training_set(folds)
    dataset = pairs.construct()
    labels, weights = np.array(dataset.get_label()), np.array(dataset.get_weight())
    assert (labels > 0).sum() == sum(int((fold.gains > 0).sum()) for fold in folds)
    assert (labels == 0).sum() == pytest.approx(3000, rel=0.1)
    assert (labels * weights).sum() == pytest.approx(sum(fold.gains.sum() for fold in folds), rel=1e-4)
    assert weights.sum() == pytest.approx(sum(fold.weights.sum() for fold in folds), rel=0.05)


def test_all_pairs_are_trained_on_where_they_are_few_and_no_label_is_above_one() -> None:
    fold = made_up_fold([0, 0.3, 0.600001, 0], [0.6] * 4, [0] * 4, [1, 2, 3, 4])
    dataset = training_set([fold, fold])[0].construct()
    labels = np.array(dataset.get_label())
    assert labels.tolist() == pytest.approx([0, 0.5, 1, 0] * 2)
    assert labels.max() <= 1
    assert dataset.get_weight() == pytest.approx([0.6] * 8)


def signals_by_popularity(source_readers: Sequence[float], target_readers: Sequence[float]) -> NDArray[np.float32]:
    signals = np.zeros((len(source_readers), len(SignalName)), np.float32)
    signals[:, SignalName.SOURCE_READERS.column] = source_readers
    signals[:, SignalName.TARGET_READERS.column] = target_readers
    return signals


def test_bestsellers_are_less_relevant_beside_books_that_few_have_read() -> None:
    signals = signals_by_popularity([0, 1, 4, 100, 4], [10, 10, 10, 10, 0])
    expected = [10**-0.5, 10**-0.5, 10**-0.25, 10**-0.05, 1]
    assert popularity_factors(signals, 0.5).tolist() == pytest.approx(expected, rel=1e-5)
    assert popularity_factors(signals, 0.0).tolist() == [1] * 5


def test_the_popularity_penalty_is_the_largest_without_a_loss_of_ndcg() -> None:
    # One reader who has read one book; a bestseller of 100 readers and a rarity of one, which is scored half as high.
    signals = signals_by_popularity([1, 1], [100, 1])
    predicted = np.array([1.0, 0.5])
    rarity_liked = made_up_fold([0, 1], [1, 1], [0, 0], [1, 2], signals=signals)
    assert choose_popularity_penalty([rarity_liked], [predicted]) == 2.0
    # 100^-0.1 is 0.63 and 100^-0.2 is 0.40: no more than the least penalty keeps the bestseller first.
    bestseller_liked = made_up_fold([1, 0], [1, 1], [0, 0], [1, 2], signals=signals)
    assert choose_popularity_penalty([bestseller_liked], [predicted]) == 0.1
    assert choose_popularity_penalty([bestseller_liked], [np.array([0.6, 0.5])]) == 0.0


def test_every_work_has_ranked_others_by_its_readers_best_first_and_five_to_show(loyal: Works, ranker: Ranker) -> None:
    assert_neighbours_hold(loyal, ranker)


def test_the_same_holds_for_unread_books_prolific_authors_and_readers_of_everything(works: Works) -> None:
    # Trees of one leaf: every candidate is as relevant as any other.
    one_leaf = lightgbm.train(
        {"objective": "cross_entropy", "verbosity": -1, "min_data_in_leaf": 100},
        lightgbm.Dataset(np.zeros((10, len(SignalName))), np.full(10, 0.5), params={"verbosity": -1}),
        num_boost_round=1,
    )
    assert_neighbours_hold(works, Ranker(one_leaf, 0.5, (0.7,), Quality(0, 0.0, 0.0)))


def assert_neighbours_hold(works: Works, ranker: Ranker) -> None:
    common = readers_in_common(works)
    authors = BookFacts(works).author_rows.tolist()
    signals = Signals(BookFacts(works), works.ratings)
    neighbours = find_neighbours(works, ranker)
    least = NEIGHBOURS.least_of(np.bincount(works.ratings["work"], minlength=len(works.books)))
    for work in range(len(works.books)):
        found = slice(neighbours.starts[work], neighbours.starts[work + 1])
        others, scores = neighbours.works[found], neighbours.scores[found]
        assert len(others) >= least[work]
        assert len(set(others.tolist())) == len(others)
        assert work not in others
        assert (np.diff(scores) <= 0).all()
        by_author = Counter(authors[other] for other in others)
        assert sum(number if author < 0 else min(number, 3) for author, number in by_author.items()) >= 5
        np.testing.assert_array_equal(neighbours.readers_in_common[found], common[work, others])
        ranked = others[scores > 0]
        pairs = signals.cooccurrence.pairs_with(np.array([work], np.int32), ranked)
        np.testing.assert_allclose(scores[scores > 0], ranker.relevance(signals.of(pairs)), rtol=1e-4)


def test_some_works_alone_get_the_neighbours_that_they_have_among_all(loyal: Works, ranker: Ranker) -> None:
    rows = np.array([3, 40, 41, 250], dtype=np.int32)
    some, everything = find_neighbours(loyal, ranker, of_works=rows), find_neighbours(loyal, ranker)
    assert len(some.starts) == len(loyal.books) + 1
    for work in range(len(loyal.books)):
        of_some = some.works[some.starts[work] : some.starts[work + 1]]
        of_everything = everything.works[everything.starts[work] : everything.starts[work + 1]]
        assert of_some.tolist() == (of_everything.tolist() if work in rows else [])


def test_each_signal_ranks_but_those_of_the_source_alone_and_subjects_where_there_are_none(works: Works) -> None:
    ranking = [name for name in SignalName if not name.is_of_source_alone]
    assert [name for name, _ in rank_by_each_signal(works)] == ranking[:-1]
    tags = [("Whaling",) if row % 2 else ("Physics",) for row in range(len(works.books))]
    with_subjects = replace(works, books=works.books.assign(tags=pd.Series(tags, dtype="object")))
    assert [name for name, _ in rank_by_each_signal(with_subjects)] == ranking


def test_each_signal_alone_ranks_by_its_values_and_the_nearest_years_first(works: Works) -> None:
    signals = Signals(BookFacts(works), works.ratings)
    years = works.books["year"].astype("Float64").to_numpy(dtype=float, na_value=np.nan)
    for name, neighbours in rank_by_each_signal(works):
        for work in range(0, len(works.books), 7):
            found = slice(neighbours.starts[work], neighbours.starts[work + 1])
            others = neighbours.works[found][neighbours.scores[found] > 0]
            if name == SignalName.YEARS_BETWEEN:
                apart = np.abs(years[others] - years[work])
                assert (np.diff(apart) >= 0).all()
                assert len(others) > 0 or np.isnan(years[work])
                assert not np.isnan(apart).any()
            else:
                pairs = signals.cooccurrence.pairs_with(np.array([work], np.int32), others)
                assert (np.diff(signals.of(pairs)[:, SignalName(name).column]) <= 1e-4).all()
