"""What the ranker is taught, and what its learning is judged by, against a count reader by reader."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from model_build.rank import ranker as ranking
from model_build.rank.cooccurrence import Pairs
from model_build.rank.features import SIGNALS, BookFacts
from model_build.rank.ranker import _drawn, _Lesson, _lesson, _ndcg, _restrained, _restraint, _training_set
from model_build.works.gather import Works
from tests.model_build.works.small_works import books_of_readers, random_works, readers_in_common


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Works:
    """Readers with any number of likes."""
    return random_works(tmp_path_factory.mktemp("data"), works=80, readers=120)


def fold_of(works: Works, every: int = 3) -> NDArray[np.bool_]:
    """[readers] every third reader among those with at least five likes."""
    fold = np.zeros(int(works.ratings["reader"].max()) + 1, dtype=bool)
    fold[[reader for reader, liked in books_of_readers(works, liked=True).items() if len(liked) >= 5][::every]] = True
    return fold


def likes_of_fold(works: Works, fold: NDArray[np.bool_]) -> dict[int, list[int]]:
    return {reader: liked for reader, liked in books_of_readers(works, liked=True).items() if fold[reader]}


def taught(likes: Mapping[int, Sequence[int]]) -> tuple[dict[tuple[int, int], float], dict[int, float]]:
    """The gain of each pair, and the weight of each work, reader by reader."""
    gains: defaultdict[tuple[int, int], float] = defaultdict(float)
    weights: defaultdict[int, float] = defaultdict(float)
    for liked in likes.values():
        ideal = sum(1 / math.log2(place + 1) for place in range(1, min(len(liked) - 1, 10) + 1))
        worth = 1 / (len(liked) * ideal)
        for one in liked:
            weights[one] += worth
            for other in set(liked) - {one}:
                gains[one, other] += worth
    return gains, weights


def ndcg_of_readers(likes: Mapping[int, Sequence[int]], scores: NDArray[np.float64]) -> float:
    """The protocol: each like of a reader asked for the others, averaged per reader, then over readers."""
    of_readers = []
    for liked in likes.values():
        of_queries = []
        for asked in liked:
            ranked = sorted((other for other in range(len(scores)) if other != asked), key=lambda j: -scores[asked, j])
            found = sum(1 / math.log2(place + 2) for place, other in enumerate(ranked[:10]) if other in liked)
            ideal = sum(1 / math.log2(place + 2) for place in range(min(len(liked) - 1, 10)))
            of_queries.append(found / ideal)
        of_readers.append(sum(of_queries) / len(of_queries))
    return sum(of_readers) / len(of_readers)


def made_up_lesson(
    gains: Sequence[float] | NDArray[np.float64],
    weights: Sequence[float] | NDArray[np.float64],
    works: Sequence[int] | NDArray[np.int64],
    others: Sequence[int] | NDArray[np.int64],
    *,
    readers: int = 1,
    signals: NDArray[np.float32] | None = None,
) -> _Lesson:
    nothing = np.zeros(len(works), dtype=np.float32)
    return _Lesson(
        pairs=Pairs(np.array(works, np.int32), np.array(others, np.int32), nothing, nothing),
        signals=np.zeros((len(works), len(SIGNALS)), np.float32) if signals is None else signals,
        gains=np.array(gains, np.float32),
        weights=np.array(weights, np.float32),
        readers=readers,
    )


def signals_by_popularity(asked: Sequence[float], other: Sequence[float]) -> NDArray[np.float32]:
    signals = np.zeros((len(asked), len(SIGNALS)), np.float32)
    signals[:, SIGNALS.index("readers of the asked book")] = asked
    signals[:, SIGNALS.index("readers of the other book")] = other
    return signals


def test_a_lesson_gives_each_pair_what_it_is_worth_to_the_readers_of_the_fold(works: Works) -> None:
    fold = fold_of(works)
    likes = likes_of_fold(works, fold)
    gains, weights = taught(likes)
    lesson = _lesson(works, BookFacts(works), fold)
    assert lesson.readers == len(likes) > 5
    assert max(len(liked) for liked in likes.values()) > 11
    assert set(lesson.pairs.works.tolist()) == set(weights)
    pairs = list(zip(lesson.pairs.works.tolist(), lesson.pairs.others.tolist(), strict=True))
    np.testing.assert_allclose(lesson.gains, [gains.get(pair, 0) for pair in pairs], rtol=1e-5)
    np.testing.assert_allclose(lesson.weights, [weights[work] for work, _ in pairs], rtol=1e-5)
    assert (lesson.gains > 0).any()
    assert (lesson.gains == 0).any()


def test_what_a_fold_reads_changes_none_of_its_own_signals(works: Works) -> None:
    fold, facts = fold_of(works), BookFacts(works)
    ratings = works.ratings.copy()
    of_fold = fold[ratings["reader"]]
    # Each of its readers reads, and likes, other books instead.
    ratings.loc[of_fold, "work"] = (ratings.loc[of_fold, "work"] * 3 + 7) % len(works.books)
    ratings.loc[of_fold, "rating"] = 10 - ratings.loc[of_fold, "rating"]
    one, other = (_lesson(each, facts, fold) for each in (works, replace(works, ratings=ratings)))
    assert one.gains.sum() != other.gains.sum()
    signals_of_one, signals_of_other = (
        dict(zip(zip(each.pairs.works.tolist(), each.pairs.others.tolist(), strict=True), each.signals, strict=True))
        for each in (one, other)
    )
    in_both = signals_of_one.keys() & signals_of_other.keys()
    assert len(in_both) > 100
    for pair in in_both:
        np.testing.assert_array_equal(signals_of_one[pair], signals_of_other[pair])


def test_ndcg_is_that_of_the_protocol_where_all_works_are_candidates(works: Works) -> None:
    likes = likes_of_fold(works, fold_of(works))
    gains, weights = taught(likes)
    pairs = [(one, other) for one in sorted(weights) for other in range(len(works.books)) if other != one]
    lesson = made_up_lesson(
        [gains.get(pair, 0) for pair in pairs],
        [weights[work] for work, _ in pairs],
        *zip(*pairs, strict=True),
        readers=len(likes),
    )
    scores = np.random.default_rng(6).random((len(works.books),) * 2)
    in_common = readers_in_common(works) + scores
    for each in (scores, in_common):
        ndcg = _ndcg(lesson, each[lesson.pairs.works, lesson.pairs.others])
        assert ndcg == pytest.approx(ndcg_of_readers(likes, each), rel=1e-5)
    best = np.array([[gains.get((one, other), 0) for other in range(80)] for one in range(80)])
    assert _ndcg(lesson, in_common[lesson.pairs.works, lesson.pairs.others]) < _ndcg(
        lesson, best[lesson.pairs.works, lesson.pairs.others]
    )


def test_all_works_are_asked_about_where_they_are_few() -> None:
    works, chances = _drawn(np.array([0, 0.5, 100, 0, 0.01], dtype=np.float32))
    assert works.tolist() == [1, 2, 4]
    assert chances.tolist() == [1, 1, 1]


def test_works_drawn_by_lot_stand_for_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "_QUERIES_OF_A_FOLD", 3000)
    weights = np.random.default_rng(9).pareto(1.5, size=20_000).astype(np.float32)
    weights[::4] = 0
    works, chances = _drawn(weights)
    assert (np.diff(works) > 0).all()
    assert (weights[works] > 0).all()
    assert 2000 < len(works) <= 3000
    # What was likelier to be drawn counts for less: the sums come out right, with a hundredth of chance's own.
    assert (weights[works] / chances).sum() == pytest.approx(weights.sum(), rel=0.03)
    assert (1 / chances).sum() == pytest.approx(np.count_nonzero(weights), rel=0.15)
    assert (chances[weights[works] > 3000 * weights.sum()] == 1).all()
    np.testing.assert_allclose(chances, np.minimum(1, 3000 * weights[works] / weights.sum()), rtol=1e-5)


def test_a_lesson_of_works_drawn_by_lot_weighs_what_all_would(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    facts, fold = BookFacts(works), fold_of(works)
    everything = _lesson(works, facts, fold)
    monkeypatch.setattr(ranking, "_QUERIES_OF_A_FOLD", 25)
    drawn = _lesson(works, facts, fold)
    asked = np.unique(drawn.pairs.works)
    assert 10 < len(asked) < len(np.unique(everything.pairs.works))
    among = everything.pairs.works[np.isin(everything.pairs.works, asked)]
    np.testing.assert_array_equal(drawn.pairs.works, among)
    # Both sides of a target are raised by one factor, so that it stays the same share.
    of_all = np.isin(everything.pairs.works, asked)
    np.testing.assert_allclose(
        drawn.gains / drawn.weights, everything.gains[of_all] / everything.weights[of_all], rtol=1e-5
    )
    _, weights = taught(likes_of_fold(works, fold))
    chances = np.minimum(1, 25 * np.array([weights[work] for work in among]) / sum(weights.values()))
    np.testing.assert_allclose(drawn.weights, everything.weights[of_all] / chances, rtol=1e-4)


def test_pairs_that_nobody_liked_are_drawn_by_lot_and_weigh_what_all_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "_FEWEST_NEGATIVES", 3000)
    generator = np.random.default_rng(10)
    lessons = []
    for _ in range(2):
        weights = generator.random(10_000) + 0.5
        gains = np.where(generator.random(10_000) < 0.05, weights * generator.random(10_000), 0)
        lessons.append(made_up_lesson(gains, weights, np.arange(10_000) // 10, np.arange(10_000)))
    training_set = _training_set(lessons).construct()
    targets, weights = np.array(training_set.get_label()), np.array(training_set.get_weight())
    liked = sum(int((lesson.gains > 0).sum()) for lesson in lessons)
    assert (targets > 0).sum() == liked
    assert (targets == 0).sum() == pytest.approx(3000, rel=0.1)
    assert (targets * weights).sum() == pytest.approx(sum(lesson.gains.sum() for lesson in lessons), rel=1e-4)
    assert weights.sum() == pytest.approx(sum(lesson.weights.sum() for lesson in lessons), rel=0.05)


def test_all_pairs_teach_where_they_are_few_and_no_target_is_above_one() -> None:
    lesson = made_up_lesson([0, 0.3, 0.600001, 0], [0.6] * 4, [0] * 4, [1, 2, 3, 4])
    training_set = _training_set([lesson, lesson]).construct()
    assert training_set.get_label() == pytest.approx([0, 0.5, 1, 0] * 2)
    assert max(training_set.get_label()) <= 1
    assert training_set.get_weight() == pytest.approx([0.6] * 8)


def test_bestsellers_are_held_back_beside_books_that_few_have_read() -> None:
    signals = signals_by_popularity([0, 1, 4, 100, 4], [10, 10, 10, 10, 0])
    expected = [10**-0.5, 10**-0.5, 10**-0.25, 10**-0.05, 1]
    assert _restrained(signals, 0.5).tolist() == pytest.approx(expected, rel=1e-5)
    assert _restrained(signals, 0.0).tolist() == [1] * 5


def test_bestsellers_are_held_back_as_far_as_it_costs_nothing() -> None:
    # One reader who has read one book; a bestseller of 100 readers and a rarity of one, which is scored half as high.
    signals = signals_by_popularity([1, 1], [100, 1])
    predicted = np.array([1.0, 0.5])
    liked_rarity = made_up_lesson([0, 1], [1, 1], [0, 0], [1, 2], signals=signals)
    assert _restraint(liked_rarity, predicted) == 2.0
    # 100^-0.1 is 0.63 and 100^-0.2 is 0.40: no more than the least restraint keeps the bestseller first.
    liked_bestseller = made_up_lesson([1, 0], [1, 1], [0, 0], [1, 2], signals=signals)
    assert _restraint(liked_bestseller, predicted) == 0.1
    assert _restraint(liked_bestseller, np.array([0.6, 0.5])) == 0.0
