"""The ranker: boosted trees that predict the likes of a reader who liked one book, see training_folds.py."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from model_build.rank.book_facts import BookFacts
from model_build.rank.features import SignalName
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
        max_trees: Most trees.
        early_stopping_rounds: Training stops after so many trees without gain on the validation fold.
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
        threads: Threads of the training, and number of folds gathered at once.
        max_ndcg_loss: Largest share of nDCG@10 that the popularity penalty may cost.
        popularity_penalties: The penalties to choose from, see `popularity_factors`.
    """

    max_trees: int = 150
    early_stopping_rounds: int = 20
    leaves: int = 15
    learning_rate: float = 0.1
    min_pairs_in_leaf: int = 100
    signals_of_tree: float = 0.7
    pairs_of_tree: float = 0.5
    l2_regularisation: float = 5
    max_bins: int = 127
    seed: int = 1
    negatives_seed: int = 3
    min_negatives: int = 200_000
    threads: int = 2
    max_ndcg_loss: float = 0.005
    popularity_penalties: tuple[float, ...] = (0.1, 0.2, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0)

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
    """Quality of the ranking of readers' other likes, on a fold whose readers were neither counted nor trained on.

    Attributes:
        readers: Number of readers of that fold.
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
        trees: The trees.
        popularity_penalty: Penalty of bestsellers beside books that few have read, see `popularity_factors`.
        quality: Quality of that ranking.
    """

    trees: lightgbm.Booster
    popularity_penalty: float
    quality: Quality

    def relevance(self, signals: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return [pairs] the relevance of the target, from 0 to 1, for [pairs, signals] as `Signals.of` gives them."""
        predicted = np.asarray(self.trees.predict(signals, num_threads=1))
        return (predicted * popularity_factors(signals, self.popularity_penalty)).astype(np.float32)


def learn_ranker(works: Works, facts: BookFacts | None = None) -> Ranker | None:
    """Train a ranker on the readers of a dataset.

    Three folds train and the fourth validates; the ranker is then trained on all four with the number of trees and the
    popularity penalty chosen there.

    Args:
        works: The works, and the ratings to train on.
        facts: Facts of the works, where they have been gathered already.

    Returns:
        None where there are too few readers to train on, or where the trees rank no better than the formula.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        return None
    facts = facts or BookFacts(works)
    with ThreadPoolExecutor(RANKER.threads) as threads:
        gathered = threads.map(lambda fold: gather_fold(works, facts, fold_of_reader == fold), range(FOLDS.folds))
        folds = list(tqdm(gathered, "Learning", FOLDS.folds, unit=" folds", delay=2, disable=None, leave=False))
    *training, validation = folds
    trees_count, predicted = _validate(training, validation)
    penalty = choose_popularity_penalty(validation, predicted)
    quality = Quality(
        readers=validation.readers_count,
        ndcg_at_10=validation.ndcg(predicted * popularity_factors(validation.signals, penalty)),
        formula_ndcg_at_10=validation.ndcg(validation.signals[:, SignalName.DAMPED_COOCCURRENCE.column]),
    )
    if quality.ndcg_at_10 <= quality.formula_ndcg_at_10:
        return None
    trees = lightgbm.train(RANKER.lightgbm_parameters, training_set(folds), num_boost_round=trees_count)
    return Ranker(trees, penalty, quality)


def training_set(folds: list[Fold]) -> lightgbm.Dataset:
    """Return all pairs that somebody liked, and about as many sampled others that weigh as much as all others."""
    signals, labels, weights = [], [], []
    positives = sum(int((fold.gains > 0).sum()) for fold in folds)
    negatives = sum(len(fold.gains) for fold in folds) - positives
    share = min(1, max(positives, RANKER.min_negatives) / max(negatives, 1))
    generator = np.random.default_rng(RANKER.negatives_seed)
    for fold in folds:
        is_liked = fold.gains > 0
        kept = is_liked | (generator.random(len(is_liked)) < share)
        signals.append(fold.signals[kept])
        labels.append(fold.labels[kept])
        weights.append(fold.weights[kept] / np.where(is_liked[kept], 1, share))
    return lightgbm.Dataset(
        np.concatenate(signals),
        np.concatenate(labels),
        weight=np.concatenate(weights),
        params=RANKER.lightgbm_parameters,
    )


def _validate(training: list[Fold], validation: Fold) -> tuple[int, NDArray[np.float64]]:
    """Return the number of trees that is best on the validation fold, and [pairs] their predictions for its pairs."""
    parameters, pairs = RANKER.lightgbm_parameters, training_set(training)
    validation_set = lightgbm.Dataset(
        validation.signals, validation.labels, weight=validation.weights, reference=pairs, params=parameters
    )
    trees = lightgbm.train(
        parameters,
        pairs,
        num_boost_round=RANKER.max_trees,
        valid_sets=[validation_set],
        callbacks=[lightgbm.early_stopping(RANKER.early_stopping_rounds, verbose=False)],
    )
    return trees.best_iteration, np.asarray(trees.predict(validation.signals, num_iteration=trees.best_iteration))


def choose_popularity_penalty(validation: Fold, predicted: NDArray[np.float64]) -> float:
    """Return the largest penalty that costs no more than `RankerConfig.max_ndcg_loss`; 0 where none does."""
    least = (1 - RANKER.max_ndcg_loss) * validation.ndcg(predicted)
    affordable = [
        penalty
        for penalty in RANKER.popularity_penalties
        if validation.ndcg(predicted * popularity_factors(validation.signals, penalty)) >= least
    ]
    return max(affordable, default=0.0)


def popularity_factors(signals: NDArray[np.float32], penalty: float) -> NDArray[np.float32]:
    """Return [pairs] n_j^(-penalty / sqrt(n_i)), n being the readers of source i and target j.

    Of a book that few have read little is known, so bestsellers are predicted. They would stand beside every such book;
    the little that is known of it makes a better recommendation.
    """
    source_readers = np.maximum(signals[:, SignalName.SOURCE_READERS.column], 1)
    target_readers = np.maximum(signals[:, SignalName.TARGET_READERS.column], 1)
    return np.asarray(target_readers ** (-penalty / np.sqrt(source_readers)), dtype=np.float32)
