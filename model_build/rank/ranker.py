"""The ranker: what a reader who liked one book will like next, learned from readers who are set aside.

For a reader u and two books i and j that u liked, j right after i is worth w_u = 1 / (likes of u x ideal DCG of u): the
share of u's nDCG that it brings. The ranker predicts, for a pair (i, j), the sum of w_u over the readers who liked both
over the sum over those who liked i. Ranking by that expectation is what the protocol's nDCG asks for, so that
a pointwise loss does, and its predictions can be compared between books.

No reader labels a pair that it helped to count: readers with enough likes are dealt into folds, and the signals of a
fold's pairs come from all readers but the fold's.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.rank.candidates import Candidates
from model_build.rank.cooccurrence import Pairs
from model_build.rank.features import (
    DAMPED_COOCCURRENCE,
    READERS_OF_ASKED,
    READERS_OF_OTHER,
    SIGNALS,
    BookFacts,
    Signals,
)
from model_build.rank.ndcg import DISCOUNTS, PLACES, ideal_dcg
from model_build.rank.splitting import LIKES_TO_BE_ASKED
from model_build.works.gather import Works

# OpenMP's threads spin while they wait for each other: beside other work, learning took 25 times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
try:
    import lightgbm
except OSError as error:  # its wheels leave OpenMP to the system
    raise OSError(
        f"LightGBM, which the build learns with, can't be loaded: {error}. It needs OpenMP: "
        "apt-get install libgomp1, dnf install libgomp, or brew install libomp."
    ) from error

_FOLDS = 4
# With fewer readers to learn from, the formula ranks.
_READERS_TO_LEARN_FROM = 200
_QUERIES_OF_A_FOLD = 8_000
_FEWEST_NEGATIVES = 200_000
_THREADS = 2
_ROUNDS = 150
_ROUNDS_WITHOUT_GAIN = 20
# Bestsellers are held back as far as it costs no more than this share of nDCG.
_PRICE_OF_VARIETY = 0.005
_RESTRAINTS = (0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0)
_PARAMETERS = {
    "objective": "cross_entropy",
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 127,
    # The same trees from the same data, whatever else the machine does.
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": _THREADS,
    "verbosity": -1,
}


@dataclass(frozen=True, slots=True)
class Quality:
    """How well readers' other likes were ranked, on a fold of readers that neither counted nor taught.

    Attributes:
        readers: How many readers that fold has.
        ndcg_at_10: By the ranker, averaged over those readers.
        formula_ndcg_at_10: By damped co-occurrence alone.
    """

    readers: int
    ndcg_at_10: float
    formula_ndcg_at_10: float


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees that predict how much of a reader's liking a pair of books shares.

    Attributes:
        trees: What predicts.
        restraint: How much bestsellers are held back beside books that few have read.
        quality: How well that ranks.
    """

    trees: lightgbm.Booster
    restraint: float
    quality: Quality

    def relevance(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """[pairs] from 0 to 1, for [pairs, signals] as `Signals.of` gives them."""
        predicted = np.asarray(self.trees.predict(signals, num_threads=1))
        return (predicted * _restrained(signals, self.restraint)).astype(np.float32)


def learn_ranker(works: Works, facts: BookFacts | None = None) -> Ranker | None:
    """Learn what goes with what from the readers of a dataset.

    Args:
        works: The works, and the ratings to learn from.
        facts: The works' own, where they have been gathered already.

    Returns:
        None where there are too few readers to learn from, or where what was learned ranks no better than the formula.
    """
    folds = folds_of_readers(works)
    if folds is None:
        return None
    facts = facts or BookFacts(works)
    with ThreadPoolExecutor(_THREADS) as threads:
        made = threads.map(lambda fold: _lesson(works, facts, folds == fold), range(_FOLDS))
        lessons = list(tqdm(made, "Learning", _FOLDS, unit=" folds", delay=2, disable=None, leave=False))
    *taught, asked = lessons
    rounds, predicted = _tried_out(taught, asked)
    restraint = _restraint(asked, predicted)
    quality = Quality(
        readers=asked.readers,
        ndcg_at_10=_ndcg(asked, predicted * _restrained(asked.signals, restraint)),
        formula_ndcg_at_10=_ndcg(asked, asked.signals[:, SIGNALS.index(DAMPED_COOCCURRENCE)]),
    )
    if quality.ndcg_at_10 <= quality.formula_ndcg_at_10:
        return None
    return Ranker(lightgbm.train(_PARAMETERS, _training_set(lessons), num_boost_round=rounds), restraint, quality)


@dataclass(frozen=True, slots=True)
class _Lesson:
    """A fold of readers: candidates for what its readers liked, and how much each was worth to them.

    Attributes:
        pairs: The candidates.
        signals: [pairs, signals].
        gains: [pairs] the sum of w_u over the fold's readers who liked both.
        weights: [pairs] the sum of w_u over those who liked the first.
        readers: How many readers the fold has.
    """

    pairs: Pairs
    signals: NDArray[np.float32]
    gains: NDArray[np.float32]
    weights: NDArray[np.float32]
    readers: int


def folds_of_readers(works: Works) -> NDArray[np.int8] | None:
    """[readers] the fold of each reader with enough likes, -1 for the others; None with too few of them."""
    liked = works.ratings["reader"][works.ratings["liked"]]
    likes = np.bincount(liked, minlength=int(works.ratings["reader"].max()) + 1)
    # Whoever liked fewer books says little about which goes with which.
    readers = np.flatnonzero(likes >= LIKES_TO_BE_ASKED)
    if len(readers) < _READERS_TO_LEARN_FROM:
        return None
    folds = np.full(len(likes), -1, dtype=np.int8)
    folds[np.random.default_rng(1).permutation(readers)] = np.arange(len(readers)) % _FOLDS
    return folds


def _lesson(works: Works, facts: BookFacts, in_fold: NDArray[np.bool_]) -> _Lesson:
    """What a fold of readers liked together, with signals counted without them."""
    ratings = works.ratings
    of_fold = in_fold[ratings["reader"].to_numpy()]
    likes = ratings[of_fold & ratings["liked"].to_numpy()]
    readers = np.unique(likes["reader"], return_inverse=True)[1]
    liked = sp.csr_array(
        (np.ones(len(likes), dtype=np.float32), (readers, likes["work"].to_numpy())),
        shape=(int(readers.max()) + 1, facts.works_count),
    )
    count = np.diff(liked.indptr)
    worth = 1 / (count * ideal_dcg(count - 1))
    worth_of_liked = sp.csr_array(liked.multiply(worth[:, np.newaxis]).T.astype(np.float32))
    weights = np.asarray(worth_of_liked.sum(axis=1), dtype=np.float32)
    queries, chances = _drawn(weights)
    signals = Signals(facts, ratings[~of_fold])
    candidates = Candidates(facts, signals)
    parts: list[tuple[Pairs, NDArray[np.float32], NDArray[np.float32]]] = []
    for block in signals.cooccurrence.blocks(queries):
        pairs = candidates.of(block, damped=False)
        gains = sp.csr_array(worth_of_liked[block] @ liked)
        gains.sort_indices()
        place = np.searchsorted(block, pairs.works)
        parts.append((pairs, signals.of(pairs), np.asarray(gains[place, pairs.others], dtype=np.float32).ravel()))
    pairs = reduce(Pairs.followed_by, (part[0] for part in parts))
    chance = np.zeros(facts.works_count, dtype=np.float32)
    chance[queries] = chances
    return _Lesson(
        pairs=pairs,
        signals=np.concatenate([part[1] for part in parts]),
        gains=(np.concatenate([part[2] for part in parts]) / chance[pairs.works]).astype(np.float32),
        weights=(weights / np.maximum(chance, 1e-9))[pairs.works].astype(np.float32),
        readers=len(count),
    )


def _drawn(weights: NDArray[np.float32]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The works to ask about, and the chance that each had: all, or more likely those that more readers liked."""
    works = np.flatnonzero(weights).astype(np.int32)
    chances = np.minimum(1, _QUERIES_OF_A_FOLD * weights[works] / weights.sum())
    if len(works) <= _QUERIES_OF_A_FOLD:
        chances = np.ones_like(chances)
    drawn = np.random.default_rng(2).random(len(works)) < chances
    return works[drawn], chances[drawn]


def _training_set(lessons: list[_Lesson]) -> lightgbm.Dataset:
    """All pairs that somebody liked, and as many of the others, drawn by lot, in place of all of these."""
    signals, targets, weights = [], [], []
    positives = sum(int((lesson.gains > 0).sum()) for lesson in lessons)
    negatives = sum(len(lesson.gains) for lesson in lessons) - positives
    share = min(1, max(positives, _FEWEST_NEGATIVES) / max(negatives, 1))
    generator = np.random.default_rng(3)
    for lesson in lessons:
        liked = lesson.gains > 0
        kept = liked | (generator.random(len(liked)) < share)
        signals.append(lesson.signals[kept])
        targets.append(np.minimum(lesson.gains[kept] / lesson.weights[kept], 1))
        weights.append(lesson.weights[kept] / np.where(liked[kept], 1, share))
    return lightgbm.Dataset(
        np.concatenate(signals), np.concatenate(targets), weight=np.concatenate(weights), params=_PARAMETERS
    )


def _tried_out(taught: list[_Lesson], asked: _Lesson) -> tuple[int, NDArray[np.float64]]:
    """How many trees do best on a fold that did not teach them, and what they predict for its pairs."""
    training_set = _training_set(taught)
    asked_set = lightgbm.Dataset(
        asked.signals,
        np.minimum(asked.gains / asked.weights, 1),
        weight=asked.weights,
        reference=training_set,
        params=_PARAMETERS,
    )
    trees = lightgbm.train(
        _PARAMETERS,
        training_set,
        num_boost_round=_ROUNDS,
        valid_sets=[asked_set],
        callbacks=[lightgbm.early_stopping(_ROUNDS_WITHOUT_GAIN, verbose=False)],
    )
    return trees.best_iteration, np.asarray(trees.predict(asked.signals, num_iteration=trees.best_iteration))


def _restraint(asked: _Lesson, predicted: NDArray[np.float64]) -> float:
    """The strongest restraint that costs next to nothing."""
    least = (1 - _PRICE_OF_VARIETY) * _ndcg(asked, predicted)
    affordable = [
        restraint
        for restraint in _RESTRAINTS
        if _ndcg(asked, predicted * _restrained(asked.signals, restraint)) >= least
    ]
    return max(affordable, default=0.0)


def _restrained(signals: NDArray[np.float32], restraint: float) -> NDArray[np.float32]:
    """[pairs] n_j^(-restraint / sqrt(n_i)): of a book that few have read little is known, so bestsellers are predicted.

    They would stand beside every such book; what little is known of it makes a better recommendation.
    """
    asked = np.maximum(signals[:, SIGNALS.index(READERS_OF_ASKED)], 1)
    other = np.maximum(signals[:, SIGNALS.index(READERS_OF_OTHER)], 1)
    return np.asarray(other ** (-restraint / np.sqrt(asked)), dtype=np.float32)


def _ndcg(lesson: _Lesson, scores: NDArray[np.float64] | NDArray[np.float32]) -> float:
    """nDCG@10 of a fold's readers, see the module's first lines: the discounted gains of each work's ten best."""
    works = lesson.pairs.works
    order = np.lexsort((lesson.pairs.others, -scores, works))
    place = np.arange(len(works)) - np.searchsorted(works, works[order])
    first = place < PLACES
    return float((lesson.gains[order][first] * DISCOUNTS[place[first]]).sum() / lesson.readers)
