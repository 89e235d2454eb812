"""The ranker: boosted trees that predict the likes of a reader who liked one book, see training_folds.py."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.rank.book_facts import BookFacts
from model_build.rank.cooccurrence import Pairs
from model_build.rank.fact_neighbours import fact_factors
from model_build.rank.features import SignalName
from model_build.rank.ndcg import DISCOUNTS
from model_build.rank.shown import RankedLists
from model_build.rank.training_folds import FOLDS, Fold, fold_of_readers, gather_fold
from model_build.works.gather import Works

# OpenMP's threads spin while they wait for each other: beside other work, training took 25 times as long.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
try:
    import lightgbm
except OSError as error:  # its wheels leave OpenMP to the system
    raise OSError(
        f"LightGBM, which the build learns with, can't be loaded: {error}. It needs OpenMP: "
        "apt-get install libgomp1, dnf install libgomp, or brew install libomp."
    ) from error


@dataclass(frozen=True, slots=True)
class RankerConfig:
    """The numbers of the ranker's training.

    Attributes:
        max_trees: Most trees. Each fold trains as many, and all pairs are predicted by each: twice as many take twice
            as long. On Book-Crossing 100 trees of 15 leaves rank the fold's readers 0.4% better, in 1.6 times the time.
        leaves: Leaves of a tree.
        learning_rate: Share of each tree's prediction that is added.
        min_pairs_in_leaf: Fewest training pairs in a leaf.
        signals_of_tree: Share of the signals, sampled for each tree.
        pairs_of_tree: Share of the training pairs, sampled for each tree.
        l2_regularisation: L2 regularisation of the leaves' predictions.
        max_bins: Most bins of a signal's values.
        seed: Seed of the trees' samples.
        negatives_seed: Seed of the sampled negatives.
        min_negatives: Expected number of sampled pairs that nobody liked: as many as somebody liked, and at least this.
        threads: Threads of the last training, and number of folds gathered and validated at once.
        max_ndcg_loss: Largest share of nDCG@10 that the popularity penalty may cost.
        popularity_penalties: The penalties to choose from, see `popularity_factors`.
        author_factors: The factors of an author's further books to choose from, see `author_factors_by_gain`.
        ranked_for_authors: Number of candidates of a source that the five are chosen from, as many as a model stores.
    """

    max_trees: int = 50
    leaves: int = 31
    learning_rate: float = 0.18
    min_pairs_in_leaf: int = 100
    signals_of_tree: float = 0.7
    pairs_of_tree: float = 0.3
    l2_regularisation: float = 5
    max_bins: int = 63
    seed: int = 1
    negatives_seed: int = 3
    min_negatives: int = 100_000
    threads: int = 2
    max_ndcg_loss: float = 0.005
    popularity_penalties: tuple[float, ...] = (0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0)
    author_factors: tuple[float, ...] = (0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
    ranked_for_authors: int = 20

    @property
    def lightgbm_parameters(self) -> dict[str, str | float | bool]:
        """LightGBM's parameters, for the same trees from the same ratings whatever else the machine does."""
        return {
            "objective": "cross_entropy",
            "num_leaves": self.leaves,
            "learning_rate": self.learning_rate,
            "min_data_in_leaf": self.min_pairs_in_leaf,
            "feature_fraction": self.signals_of_tree,
            "bagging_fraction": self.pairs_of_tree,
            "bagging_freq": 1,
            "lambda_l2": self.l2_regularisation,
            "max_bin": self.max_bins,
            "seed": self.seed,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": self.threads,
            "verbosity": -1,
        }


RANKER = RankerConfig()


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality of the ranking of readers' other likes, each fold by trees that were trained on the other folds.

    Attributes:
        readers: Number of readers of all folds whose nDCG is measured: those of the datasets, see `measured_readers`.
        ndcg_at_10: By the ranker, averaged over those readers.
        formula_ndcg_at_10: By damped co-occurrence alone.
        als_ndcg_at_10: By MLlib's ALS, see spark/als_yardstick.py; None where Spark did not train it.
    """

    readers: int
    ndcg_at_10: float
    formula_ndcg_at_10: float
    als_ndcg_at_10: float | None = None


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees that predict how much of a reader's liking a pair of books shares.

    Attributes:
        trees: The trees.
        popularity_penalty: Penalty of bestsellers beside books that few have read, see `popularity_factors`.
        author_factors: Factors of a score for each earlier book by the same author, those first that rank best; the
            first is chosen whose answers have enough authors, see prices.py.
        quality: Quality of that ranking.
        trees_without_fold: For each fold, trees that were trained on the others.
        scored_without_fold: For each fold, its pairs and [pairs] their relevance by those trees.
    """

    trees: lightgbm.Booster
    popularity_penalty: float
    author_factors: tuple[float, ...]
    quality: Quality
    trees_without_fold: tuple[lightgbm.Booster, ...] = ()
    scored_without_fold: tuple[tuple[Pairs, NDArray[np.float32]], ...] = ()

    def relevance(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return [pairs] the relevance of the target, from 0 to 1, for [pairs, signals] as `Signals.of` gives them."""
        predicted = np.asarray(self.trees.predict(signals, num_threads=1))
        factors = popularity_factors(signals, self.popularity_penalty) * fact_factors(signals)
        # A score of 1 is the greatest: the words of a title make few pairs likelier than that.
        return np.asarray(np.minimum(predicted * factors, 1), dtype=np.float32)

    def without_fold(self, fold: int) -> "Ranker":
        """Return the ranker with trees that no reader of a fold was trained on."""
        return replace(self, trees=self.trees_without_fold[fold])


def learn_ranker(
    works: Works, facts: BookFacts | None = None, measured: NDArray[np.bool_] | None = None
) -> Ranker | None:
    """Train a ranker on the readers of a dataset.

    Each fold validates trees that are trained on the others: the number of trees, the popularity penalty and the
    factor for an author's further books are those that are best for the readers of all folds, the last two for those
    who are measured. Then the ranker is trained on all of them.

    Args:
        works: The works, and the ratings to train on.
        facts: Facts of the works, where they have been gathered already.
        measured: As `measured_readers` returns it.

    Returns:
        None where there are too few readers to train on, or where the trees rank no better than the formula.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        return None
    facts = facts or BookFacts(works)
    with ThreadPoolExecutor(RANKER.threads) as threads:
        gathered = threads.map(
            lambda fold: gather_fold(works, facts, fold_of_reader == fold, measured=measured), range(FOLDS.folds)
        )
        folds = list(tqdm(gathered, "Learning", FOLDS.folds, unit=" folds", delay=2, disable=None, leave=False))
    pairs, fold_of_pair = training_set(folds)
    trees_without_fold = cross_validate(pairs, fold_of_pair)
    predicted = _predict_without_fold(folds, trees_without_fold)
    penalty = choose_popularity_penalty(folds, predicted)
    relevance = [
        scores * popularity_factors(fold.signals, penalty) * fact_factors(fold.signals)
        for fold, scores in zip(folds, predicted, strict=True)
    ]
    quality = Quality(
        readers=sum(fold.readers_count for fold in folds),
        ndcg_at_10=mean_ndcg(folds, relevance),
        formula_ndcg_at_10=mean_ndcg(folds, [fold.signals[:, SignalName.DAMPED_COOCCURRENCE.column] for fold in folds]),
    )
    if quality.ndcg_at_10 <= quality.formula_ndcg_at_10:
        return None
    return Ranker(
        trees=lightgbm.train(RANKER.lightgbm_parameters, pairs, num_boost_round=trees_without_fold[0].num_trees()),
        popularity_penalty=penalty,
        author_factors=author_factors_by_gain(folds, relevance, facts.author_rows),
        quality=quality,
        trees_without_fold=trees_without_fold,
        scored_without_fold=tuple(
            (fold.pairs, np.minimum(scores, 1).astype(np.float32))
            for fold, scores in zip(folds, relevance, strict=True)
        ),
    )


def training_set(folds: list[Fold]) -> tuple[lightgbm.Dataset, NDArray[np.int8]]:
    """Return all pairs that somebody liked, and about as many sampled others that weigh as much as all others.

    Returns:
        The pairs, and [pairs] the fold of each.
    """
    signals, labels, weights, fold_numbers = [], [], [], []
    positives = sum(int((fold.gains > 0).sum()) for fold in folds)
    negatives = sum(len(fold.gains) for fold in folds) - positives
    share = min(1, max(positives, RANKER.min_negatives) / max(negatives, 1))
    generator = np.random.default_rng(RANKER.negatives_seed)
    for number, fold in enumerate(folds):
        is_liked = fold.gains > 0
        kept = is_liked | (generator.random(len(is_liked)) < share)
        signals.append(fold.signals[kept])
        labels.append(fold.labels[kept])
        weights.append(fold.weights[kept] / np.where(is_liked[kept], 1, share))
        fold_numbers.append(np.full(int(kept.sum()), number, dtype=np.int8))
    pairs = lightgbm.Dataset(
        np.concatenate(signals),
        np.concatenate(labels),
        weight=np.concatenate(weights),
        params=RANKER.lightgbm_parameters,
        free_raw_data=False,
    )
    return pairs, np.concatenate(fold_numbers)


def cross_validate(pairs: lightgbm.Dataset, fold_of_pair: NDArray[np.int8]) -> tuple[lightgbm.Booster, ...]:
    """Train trees for each fold on the pairs of the others, as many as have the least mean loss on all folds.

    Args:
        pairs: The pairs of all folds; they share the bins of their signals.
        fold_of_pair: [pairs] their folds.
    """
    pairs.construct()

    def train_without(fold: int) -> tuple[lightgbm.Booster, list[float]]:
        losses: dict[str, dict[str, list[float]]] = {}
        trees = lightgbm.train(
            {**RANKER.lightgbm_parameters, "num_threads": 1},
            pairs.subset(np.flatnonzero(fold_of_pair != fold).tolist()),
            num_boost_round=RANKER.max_trees,
            valid_sets=[pairs.subset(np.flatnonzero(fold_of_pair == fold).tolist())],
            valid_names=["fold"],
            callbacks=[lightgbm.record_evaluation(losses)],
        )
        return trees, losses["fold"]["cross_entropy"]

    # A thread a fold: threads that share one training wait for each other after every step.
    with ThreadPoolExecutor(RANKER.threads) as threads:
        trained = list(threads.map(train_without, range(FOLDS.folds)))
    shortest = min(len(losses) for _, losses in trained)
    trees_count = 1 + int(np.argmin(np.mean([losses[:shortest] for _, losses in trained], axis=0)))
    return tuple(lightgbm.Booster(model_str=trees.model_to_string(num_iteration=trees_count)) for trees, _ in trained)


def _predict_without_fold(
    folds: Sequence[Fold], trees_without_fold: Sequence[lightgbm.Booster]
) -> list[NDArray[np.float64]]:
    """Return for each fold [pairs] the predictions of the trees that were trained on the others."""
    return [
        np.asarray(trees.predict(fold.signals, num_threads=RANKER.threads))
        for trees, fold in zip(trees_without_fold, folds, strict=True)
    ]


def mean_ndcg(folds: Sequence[Fold], scores: Sequence[NDArray[np.floating]]) -> float:
    """Return nDCG@10 of [pairs] scores for each fold, averaged over the readers of all folds."""
    ndcg = [fold.ndcg(scores_of_fold) for fold, scores_of_fold in zip(folds, scores, strict=True)]
    return float(np.average(ndcg, weights=[fold.readers_count for fold in folds]))


def choose_popularity_penalty(folds: Sequence[Fold], predicted: Sequence[NDArray[np.float64]]) -> float:
    """Return the largest penalty that costs no more than `RankerConfig.max_ndcg_loss`; 0 where none does."""
    least = (1 - RANKER.max_ndcg_loss) * mean_ndcg(folds, predicted)

    def ndcg(penalty: float) -> float:
        return mean_ndcg(
            folds,
            [scores * popularity_factors(fold.signals, penalty) for fold, scores in zip(folds, predicted, strict=True)],
        )

    # The loss grows with the penalty.
    affordable = takewhile(lambda penalty: ndcg(penalty) >= least, RANKER.popularity_penalties)
    return max(affordable, default=0.0)


def author_factors_by_gain(
    folds: Sequence[Fold], relevance: Sequence[NDArray[np.floating]], author_rows: NDArray[np.int32]
) -> tuple[float, ...]:
    """Return the factors of an author's further books, those first whose answers of five have the best nDCG.

    Args:
        folds: The folds.
        relevance: For each fold [pairs] the relevance, predicted without the fold.
        author_rows: [works] row of each work's author, -1 where unknown.
    """
    gains = dict.fromkeys(RANKER.author_factors, 0.0)
    for fold, scores in zip(folds, relevance, strict=True):
        ranked = RankedLists.of(fold.pairs.sources, fold.pairs.targets, scores, RANKER.ranked_for_authors)
        for factor in gains:
            shown = ranked.positions_to_show(author_rows, factor)
            gain = fold.measured_gains[np.take_along_axis(ranked.order, np.maximum(shown, 0), axis=1)]
            gains[factor] += float(np.where(shown >= 0, gain * DISCOUNTS[: shown.shape[1]], 0).sum())
    return tuple(sorted(gains, key=lambda factor: -gains[factor]))


def popularity_factors(signals: NDArray[np.float32], penalty: float) -> NDArray[np.float32]:
    """Return [pairs] n_j^(-penalty / sqrt(n_i)), n being the readers of source i and target j.

    Of a book that few have read little is known, so bestsellers are predicted. They would stand beside every such book;
    the little that is known of it makes a better recommendation.
    """
    source_readers = np.maximum(signals[:, SignalName.SOURCE_READERS.column], 1)
    target_readers = np.maximum(signals[:, SignalName.TARGET_READERS.column], 1)
    return np.asarray(target_readers ** (-penalty / np.sqrt(source_readers)), dtype=np.float32)
