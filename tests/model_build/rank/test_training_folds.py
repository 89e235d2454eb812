"""Folds of readers: candidates, gains, sampled sources and nDCG against counts made reader by reader."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank import training_folds
from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import Pairs
from model_build.rank.ndcg import CUTOFF
from model_build.rank.shown import RankedLists
from model_build.rank.training_folds import (
    FOLDS,
    CoReadPairs,
    FoldLikes,
    fold_of_readers,
    gather_fold,
    measured_readers,
    sample_sources,
)
from model_build.works.gather import Works, gather_works
from tests.model_build.rank.made_up_folds import gains_and_weights, made_up_fold
from tests.model_build.small_datasets import Row, book, read, write_kaggle
from tests.model_build.works.small_works import books_of_readers, random_works, readers_in_common


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Return works whose readers have any number of likes."""
    return random_works(tmp_path_factory.mktemp("data"), works=80, readers=120)


def every_third_reader(works: Works) -> NDArray[np.bool_]:
    """Return [readers] whether a reader is every third among those with at least five likes."""
    in_fold = np.zeros(int(works.ratings["reader"].max()) + 1, dtype=bool)
    in_fold[[reader for reader, liked in books_of_readers(works, liked=True).items() if len(liked) >= 5][::3]] = True
    return in_fold


def likes_of_fold(works: Works, in_fold: NDArray[np.bool_]) -> dict[int, list[int]]:
    return {reader: liked for reader, liked in books_of_readers(works, liked=True).items() if in_fold[reader]}


def ndcg_of_readers(likes: Mapping[int, Sequence[int]], scores: NDArray[np.float64]) -> float:
    """Return the protocol's nDCG@10: each like of a reader is a source, averaged per reader, then over readers."""
    of_readers = []
    for liked in likes.values():
        of_sources = []
        for source in liked:
            targets = [row for row in range(len(scores)) if row != source]
            ranked = sorted(targets, key=lambda target: -scores[source, target])
            gain = sum(1 / math.log2(position + 2) for position, row in enumerate(ranked[:10]) if row in liked)
            ideal = sum(1 / math.log2(position + 2) for position in range(min(len(liked) - 1, 10)))
            of_sources.append(gain / ideal)
        of_readers.append(sum(of_sources) / len(of_sources))
    return sum(of_readers) / len(of_readers)


def test_a_fold_has_the_gain_of_each_pair_for_its_readers(works: Works) -> None:
    in_fold = every_third_reader(works)
    likes = likes_of_fold(works, in_fold)
    gains, weights = gains_and_weights(likes)
    fold = gather_fold(works, BookFacts(works), in_fold)
    assert fold.readers_count == len(likes) > 5
    assert max(len(liked) for liked in likes.values()) > 11
    assert set(fold.pairs.sources.tolist()) == set(weights)
    pairs = list(zip(fold.pairs.sources.tolist(), fold.pairs.targets.tolist(), strict=True))
    np.testing.assert_allclose(fold.gains, [gains.get(pair, 0) for pair in pairs], rtol=1e-5)
    np.testing.assert_allclose(fold.weights, [weights[source] for source, _ in pairs], rtol=1e-5)
    assert (fold.gains > 0).any()
    assert (fold.gains == 0).any()


class PairsOfSomeBlocks(CoReadPairs):
    """The candidates of every second source, each source being a block: the other blocks have no pair."""

    def blocks(self, sources: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """Yield each source as a block."""
        yield from np.split(sources, len(sources))

    def describe(self, sources: NDArray[np.int32]) -> tuple[Pairs, NDArray[np.float32]]:
        """Return the candidates of sources of even rows, and their signals."""
        pairs, signals = super().describe(sources)
        is_left = pairs.sources % 2 == 0
        return pairs.select(is_left), signals[is_left]


def test_blocks_without_a_pair_add_nothing_to_a_fold(works: Works) -> None:
    in_fold = every_third_reader(works)
    whole = gather_fold(works, BookFacts(works), in_fold)
    fold = gather_fold(works, BookFacts(works), in_fold, PairsOfSomeBlocks)
    is_left = whole.pairs.sources % 2 == 0
    assert 0 < len(fold.gains) == is_left.sum() < len(whole.gains)
    np.testing.assert_array_equal(fold.gains, whole.gains[is_left])


def test_ratings_of_a_fold_change_none_of_its_own_signals(works: Works) -> None:
    in_fold, facts = every_third_reader(works), BookFacts(works)
    ratings = works.ratings.copy()
    is_by_fold = in_fold[ratings["reader"]]
    # Each of its readers reads, and likes, other books instead.
    ratings.loc[is_by_fold, "work"] = (ratings.loc[is_by_fold, "work"] * 3 + 7) % len(works.books)
    ratings.loc[is_by_fold, "rating"] = 10 - ratings.loc[is_by_fold, "rating"]
    fold, other_fold = (
        gather_fold(with_ratings, facts, in_fold) for with_ratings in (works, replace(works, ratings=ratings))
    )
    assert fold.gains.sum() != other_fold.gains.sum()
    signals, other_signals = (
        dict(zip(zip(of.pairs.sources.tolist(), of.pairs.targets.tolist(), strict=True), of.signals, strict=True))
        for of in (fold, other_fold)
    )
    in_both = signals.keys() & other_signals.keys()
    assert len(in_both) > 100
    for pair in in_both:
        np.testing.assert_array_equal(signals[pair], other_signals[pair])


def test_ndcg_is_that_of_the_protocol_where_all_works_are_candidates(works: Works) -> None:
    likes = likes_of_fold(works, every_third_reader(works))
    gains, weights = gains_and_weights(likes)
    pairs = [(source, target) for source in sorted(weights) for target in range(len(works.books)) if target != source]
    fold = made_up_fold(
        [gains.get(pair, 0) for pair in pairs],
        [weights[source] for source, _ in pairs],
        *zip(*pairs, strict=True),
        readers_count=len(likes),
    )
    sources, targets = fold.pairs.sources, fold.pairs.targets
    random_scores = np.random.default_rng(6).random((len(works.books),) * 2)
    in_common = readers_in_common(works) + random_scores
    for scores in (random_scores, in_common):
        assert fold.ndcg(scores[sources, targets]) == pytest.approx(ndcg_of_readers(likes, scores), rel=1e-5)
    best = np.array([[gains.get((source, target), 0) for target in range(80)] for source in range(80)])
    assert fold.ndcg(in_common[sources, targets]) < fold.ndcg(best[sources, targets])


@pytest.mark.parametrize("sources_of_fold", [FOLDS.sources_of_fold, 25])
def test_the_ndcg_of_a_folds_readers_has_the_mean_that_the_gains_have(
    works: Works, monkeypatch: pytest.MonkeyPatch, sources_of_fold: int
) -> None:
    monkeypatch.setattr(training_folds, "FOLDS", replace(FOLDS, sources_of_fold=sources_of_fold))
    in_fold = every_third_reader(works)
    fold, likes = gather_fold(works, BookFacts(works), in_fold), FoldLikes.of(works, in_fold)
    scores = np.random.default_rng(6).random((len(works.books),) * 2)
    of_pairs = scores[fold.pairs.sources, fold.pairs.targets]
    ndcg = likes.reader_ndcg(RankedLists.of(fold.pairs.sources, fold.pairs.targets, of_pairs, CUTOFF))
    assert likes.readers.tolist() == sorted(likes_of_fold(works, in_fold))
    assert ndcg.mean() == pytest.approx(fold.ndcg(of_pairs), rel=1e-5)
    assert ndcg.std() > 0


def test_others_are_trained_on_and_only_measured_readers_are_measured(works: Works) -> None:
    in_fold, facts = every_third_reader(works), BookFacts(works)
    measured = np.arange(len(in_fold)) % 2 == 0
    fold, of_all = gather_fold(works, facts, in_fold, measured=measured), gather_fold(works, facts, in_fold)
    np.testing.assert_array_equal(fold.labels, of_all.labels)
    scores = np.random.default_rng(6).random(len(fold.gains))
    likes = FoldLikes.of(works, in_fold)
    ndcg = likes.reader_ndcg(RankedLists.of(fold.pairs.sources, fold.pairs.targets, scores, CUTOFF))
    of_measured = ndcg[measured[likes.readers]]
    assert fold.readers_count == len(of_measured) < len(ndcg)
    assert fold.ndcg(scores) == pytest.approx(of_measured.mean(), rel=1e-5)
    assert fold.ndcg(scores) != pytest.approx(of_all.ndcg(scores), rel=1e-3)


def test_readers_beside_the_datasets_are_not_measured_unless_the_rest_are_too_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = [book(f"{number:03}", f"Book {number}", f"Author{number} {number}") for number in range(12)]
    ratings: list[Row] = [
        (f"{reader:03}", f"{(reader + number) % 12:03}", 9) for reader in range(250) for number in range(5)
    ]
    works = gather_works(read(write_kaggle(tmp_path, books, ratings)))
    assert measured_readers(works, range(0)) is None
    measured = measured_readers(works, range(220, 250))
    assert measured is not None
    assert np.flatnonzero(~measured).tolist() == list(range(220, 250))
    assert measured_readers(works, range(199, 250)) is None
    monkeypatch.setattr(training_folds, "FOLDS", replace(FOLDS, min_readers=251))
    assert measured_readers(works, range(220, 250)) is None


def test_works_whose_chance_is_1_are_always_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.array([0, 0.5, 100, 0, 0.01], dtype=np.float32)
    names = ["a", "b", "c", "d", "e"]
    monkeypatch.setattr(training_folds, "FOLDS", replace(FOLDS, sources_of_fold=2))
    assert {2} <= set(sample_sources(weights, names)[0].tolist()) <= {1, 2, 4}
    monkeypatch.setattr(training_folds, "FOLDS", replace(FOLDS, sources_of_fold=20_000))
    sources, chances = sample_sources(weights, names)
    assert sources.tolist() == [1, 2, 4]
    assert chances.tolist() == [1, 1, 1]


def test_sampled_sources_represent_all_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_folds, "FOLDS", replace(FOLDS, sources_of_fold=3000))
    weights = np.random.default_rng(9).pareto(1.5, size=20_000).astype(np.float32)
    weights[::4] = 0
    sources, chances = sample_sources(weights, map(str, range(20_000)))
    assert (np.diff(sources) > 0).all()
    assert (weights[sources] > 0).all()
    assert 2000 < len(sources) <= 3000
    # Likelier sources count for less: the sums come out right, but for a hundredth of chance's own.
    assert (weights[sources] / chances).sum() == pytest.approx(weights.sum(), rel=0.03)
    assert (1 / chances).sum() == pytest.approx(np.count_nonzero(weights), rel=0.15)
    assert (chances[weights[sources] > 3000 * weights.sum()] == 1).all()
    np.testing.assert_allclose(chances, np.minimum(1, 3000 * weights[sources] / weights.sum()), rtol=1e-5)


def test_the_same_works_are_sources_when_others_join_and_rows_change() -> None:
    weights = np.random.default_rng(9).pareto(1.5, size=30_000).astype(np.float32)
    names = [f"isbn {row}" for row in range(30_000)]
    before = {names[1000 + row] for row in sample_sources(weights[1000:], names[1000:])[0]}
    after = {names[::-1][row] for row in sample_sources(weights[::-1], names[::-1])[0]}
    assert after - set(names[:1000]) <= before
    assert len(before - after) < 0.06 * len(before)  # the newcomers' share of the weight lowers all chances


def test_a_fold_of_sampled_sources_has_the_weight_of_all(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    facts, in_fold = BookFacts(works), every_third_reader(works)
    of_all = gather_fold(works, facts, in_fold)
    monkeypatch.setattr(training_folds, "FOLDS", replace(FOLDS, sources_of_fold=25))
    sampled = gather_fold(works, facts, in_fold)
    sources = np.unique(sampled.pairs.sources)
    assert 10 < len(sources) < len(np.unique(of_all.pairs.sources))
    is_sampled = np.isin(of_all.pairs.sources, sources)
    np.testing.assert_array_equal(sampled.pairs.sources, of_all.pairs.sources[is_sampled])
    # Gain and weight are raised by one factor, so that the label stays the same share.
    np.testing.assert_allclose(sampled.labels, of_all.labels[is_sampled], rtol=1e-5)
    _, weights = gains_and_weights(likes_of_fold(works, in_fold))
    weight_of_source = np.array([weights[source] for source in sampled.pairs.sources.tolist()])
    chances = np.minimum(1, 25 * weight_of_source / sum(weights.values()))
    np.testing.assert_allclose(sampled.weights, of_all.weights[is_sampled] / chances, rtol=1e-4)


def test_readers_stay_in_their_folds_when_others_join(tmp_path: Path) -> None:
    books = [book(f"{number:03}", f"Book {number}", f"Author{number} {number}") for number in range(12)]
    ratings: list[Row] = [
        (f"r{reader}", f"{(reader + number) % 12:03}", 9) for reader in range(400) for number in range(5)
    ]
    folds_of = []
    for name, of_readers in (("before", ratings[500:]), ("after", ratings)):
        (tmp_path / name).mkdir()
        dataset = read(write_kaggle(tmp_path / name, books, of_readers))
        folds = fold_of_readers(gather_works(dataset))
        assert folds is not None
        folds_of.append(dict(zip(dataset.readers["source_id"], folds.tolist(), strict=True)))
    before, after = folds_of
    assert before.items() <= after.items()
    assert len(after) == len(before) + 100
    assert np.bincount(list(after.values()), minlength=4).min() > 70
