"""Learning of the second stage, which puts the first books for a reader in a new order.

A logistic regression predicts, from `Features` of a shelf and a candidate, whether the candidate is one of the reader's
hidden likes. Its training shelves are those of a fold of readers: the neighbours that bring and describe the candidates
are made without them, by trees that were not trained on them, with the prices of the model. The features are computed
by the code that answers readers, see recommend/second_stage.py, so both sides can't differ.

Cross-validation over those shelves decides whether the second stage is used, and whether item weights are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.book_facts import BookFacts
from model_build.rank.fold_evidence import FoldEvidence
from model_build.rank.item_weights import (
    FoldOfShelves,
    ItemWeights,
    choose_item_weights,
    fit_item_weights,
    neighbour_contributions,
    preference_weights,
)
from model_build.rank.ndcg import DISCOUNTS, ideal_dcg
from model_build.rank.neighbours import Neighbours, find_neighbours, fold_neighbours
from model_build.rank.ranker import Ranker
from model_build.rank.splitting import hide_likes
from model_build.rank.training_folds import FOLDS, fold_of_readers
from model_build.works.gather import Works
from shelftalker.recommend.personal_ranking import describe_shelf
from shelftalker.recommend.second_stage import Candidates, Features, reorder


@dataclass(frozen=True, slots=True)
class SecondStageTrainingConfig:
    """The numbers of the training.

    Attributes:
        max_shelves: Most shelves, from as few folds as have so many. On Book-Crossing 600 rank as well as 1,100; with
            300 nDCG@10 is 0.002 lower.
        described_works: Number of the first works by the sum for a shelf that get neighbours of their own: more than
            there are candidates, as known works are among the first and item weights bring others up.
        min_shelves: Fewest of them: with 150 the second stage ranks no better than the sum.
        hiding_seed: Seed of the sampled likes that are hidden of the shelves.
        ridge: Ridge of the regression on standardised features; from 10 to 100 ranks alike.
        steps: Most steps of Newton's method.
        min_decrease: Training stops where a step lowers the loss by less than this.
        parts: Number of parts of the cross-validation.
        min_gain: Least gain of nDCG@10 in the cross-validation for which the second stage is used, and item weights
            are.
    """

    max_shelves: int = 600
    described_works: int = 200
    min_shelves: int = 300
    hiding_seed: int = 4
    ridge: float = 30.0
    steps: int = 20
    min_decrease: float = 0.05
    parts: int = 4
    min_gain: float = 0.003


SECOND_STAGE_TRAINING = SecondStageTrainingConfig()


@dataclass(frozen=True, slots=True)
class ShelfQuality:
    """Quality of the ranking for the readers of the fold.

    Attributes:
        shelves: Number of those readers.
        ndcg_at_10: nDCG@10 of their hidden likes by the ranking of the model.
        sum_ndcg_at_10: By the sum of the neighbours' contributions alone.
    """

    shelves: int
    ndcg_at_10: float
    sum_ndcg_at_10: float


@dataclass(frozen=True, slots=True)
class ShelfRanking:
    """What a model ranks the books for a reader by, in addition to the neighbours.

    Attributes:
        item_weights: The item weights; none where they bring too little.
        weights: Weight of each feature of the second stage, and "intercept"; empty where the sum alone ranks.
        quality: Quality of that ranking; None where there are too few readers to measure it.
    """

    item_weights: ItemWeights
    weights: dict[str, float]
    quality: ShelfQuality | None


@dataclass(frozen=True, slots=True)
class TrainingShelf:
    """A shelf to learn from.

    Attributes:
        candidates: Its candidates, best first by the sum.
        hidden: The rows of the reader's hidden likes.
    """

    candidates: Candidates
    hidden: frozenset[int]

    def ndcg(self, ranked_rows: Sequence[int]) -> float:
        """Return nDCG@10 of the hidden likes."""
        gain = sum(
            discount for row, discount in zip(ranked_rows, DISCOUNTS.tolist(), strict=False) if row in self.hidden
        )
        return float(gain / ideal_dcg(np.array([len(self.hidden)]))[0])


@dataclass(frozen=True, slots=True)
class _FoldShelves:
    """The shelves of a fold, and a model that was made without its readers.

    Attributes:
        for_item_weights: The shelves, and neighbours without the fold.
        facts: Facts of the works.
    """

    for_item_weights: FoldOfShelves
    facts: BookFacts

    def describe(self, item_weights: sp.csr_array | None) -> Iterator[TrainingShelf]:
        """Yield the candidates of each shelf by the neighbours and some item weights."""
        fold = self.for_item_weights
        evidence = FoldEvidence(fold.neighbours, self.facts, item_weights)
        hidden = fold.questions.questions.relevant
        shelves = zip(_rows(fold.preference_weights), _rows(hidden), strict=True)
        for (works, weights), (hidden_works, _) in shelves:
            shelf = {work + 1: weight for work, weight in zip(works, weights, strict=True)}
            yield TrainingShelf(describe_shelf(evidence, shelf), frozenset(work + 1 for work in hidden_works))


def learn_shelf_ranking(
    works: Works, ranker: Ranker | None, neighbours: Neighbours, rating_scale: int, facts: BookFacts | None = None
) -> ShelfRanking:
    """Learn the second stage and the item weights, each where the readers of a fold say that it helps.

    Args:
        works: The works, and the ratings to learn from.
        ranker: The ranker of the neighbours, None for the formula.
        neighbours: Neighbours of the works in the model.
        rating_scale: The best rating.
        facts: Facts of the works, where they have been gathered already.
    """
    fold_of_reader = fold_of_readers(works)
    if fold_of_reader is None:
        return ShelfRanking(ItemWeights.none(len(works.books)), {}, None)
    context = _Context(works, fold_of_reader, ranker, neighbours, rating_scale, facts or BookFacts(works))
    readers_of_fold = np.bincount(fold_of_reader[fold_of_reader >= 0], minlength=FOLDS.folds)
    enough = np.flatnonzero(np.cumsum(readers_of_fold) >= SECOND_STAGE_TRAINING.max_shelves)
    folds_count = int(enough[0]) + 1 if len(enough) else FOLDS.folds
    folds = [context.gather(fold, SECOND_STAGE_TRAINING.max_shelves // folds_count) for fold in range(folds_count)]
    best = plain = _Trial.of([(fold, None) for fold in folds])
    item_weights = ItemWeights.none(len(works.books))
    on_folds = choose_item_weights([fold.for_item_weights for fold in folds])
    if on_folds.ndcg_at_10 >= plain.sum_ndcg_at_10 + SECOND_STAGE_TRAINING.min_gain:
        joint = _Trial.of(list(zip(folds, on_folds.weights, strict=True)))
        if joint.ndcg_at_10 >= plain.ndcg_at_10 + SECOND_STAGE_TRAINING.min_gain:
            best = joint
            item_weights = fit_item_weights(works, neighbours, on_folds.ridge, on_folds.share)
    quality = ShelfQuality(best.shelves, best.ndcg_at_10, plain.sum_ndcg_at_10)
    return ShelfRanking(item_weights, best.stage, quality)


@dataclass(frozen=True, slots=True)
class _Context:
    """What the folds are gathered from, see `learn_shelf_ranking`."""

    works: Works
    fold_of_reader: NDArray[np.int8]
    ranker: Ranker | None
    neighbours: Neighbours
    rating_scale: int
    facts: BookFacts

    def gather(self, fold: int, max_shelves: int) -> _FoldShelves:
        """Return shelves of a fold's readers with some of their likes hidden, and neighbours made without them."""
        works, in_fold = self.works, self.fold_of_reader == fold
        readers = np.flatnonzero(in_fold)
        # By their hashes: which readers are learned from does not depend on who joins.
        readers = readers[np.argsort(works.reader_hashes[readers], kind="stable")[:max_shelves]]
        ratings = works.ratings[works.ratings["reader"].isin(readers)].sort_values(["reader", "work"])
        questions = hide_likes(ratings, len(works.books), SECOND_STAGE_TRAINING.hiding_seed)
        shelves = preference_weights(questions, self.rating_scale)
        others = works.ratings[~in_fold[works.ratings["reader"].to_numpy()]]
        on_shelves = np.unique(shelves.indices).astype(np.int32)
        neighbours = self._neighbours_without(fold, others, on_shelves)
        candidates = _best_works(shelves @ neighbour_contributions(neighbours), SECOND_STAGE_TRAINING.described_works)
        candidates = np.setdiff1d(candidates, on_shelves)
        if len(candidates):
            neighbours = neighbours.join(self._neighbours_without(fold, others, candidates))
        return _FoldShelves(FoldOfShelves(others, questions, shelves, neighbours), self.facts)

    def _neighbours_without(self, fold: int, others: pd.DataFrame, of_works: NDArray[np.int32]) -> Neighbours:
        """Return the neighbours of some works with the prices of the model, made from the ratings of the others."""
        if self.ranker:
            return fold_neighbours(self.works, self.ranker, fold, self.neighbours.prices, of_works, facts=self.facts)
        without_fold = replace(self.works, ratings=others)
        return find_neighbours(without_fold, facts=self.facts, of_works=of_works, prices=self.neighbours.prices)


@dataclass(frozen=True, slots=True)
class _Trial:
    """A ranking of the folds' shelves, with item weights or without.

    Attributes:
        stage: Weights of the second stage; empty where it brings too little.
        ndcg_at_10: nDCG@10 with that second stage, each shelf by the weights that were learned from others.
        sum_ndcg_at_10: nDCG@10 by the sum of all contributions alone.
        shelves: Number of shelves.
    """

    stage: dict[str, float]
    ndcg_at_10: float
    sum_ndcg_at_10: float
    shelves: int

    @classmethod
    def of(cls, folds: Sequence[tuple[_FoldShelves, sp.csr_array | None]]) -> "_Trial":
        """Learn the second stage of some folds with their item weights, and measure the ranking with and without it."""
        shelves = [shelf for fold, item_weights in folds for shelf in fold.describe(item_weights)]
        by_sum = float(np.mean([shelf.ndcg(shelf.candidates.rows) for shelf in shelves]))
        if len(shelves) < SECOND_STAGE_TRAINING.min_shelves:
            return cls({}, by_sum, by_sum, len(shelves))
        candidates = TrainingCandidates.of(shelves)
        stage = candidates.learn()
        part = np.arange(len(shelves)) % SECOND_STAGE_TRAINING.parts
        ndcg = np.empty(len(shelves))
        for number in range(SECOND_STAGE_TRAINING.parts):
            of_others = candidates.select(part[candidates.shelf] != number).learn()
            for position in np.flatnonzero(part == number).tolist():
                shelf = shelves[position]
                ndcg[position] = shelf.ndcg([row for row, _ in reorder(shelf.candidates, of_others)])
        by_stage = float(ndcg.mean())
        if by_stage < by_sum + SECOND_STAGE_TRAINING.min_gain:
            return cls({}, by_sum, by_sum, len(shelves))
        return cls(stage, by_stage, by_sum, len(shelves))


@dataclass(frozen=True, slots=True)
class TrainingCandidates:
    """The candidates of several shelves to learn from.

    Attributes:
        shelf: [candidates] number of the shelf of each, ascending.
        features: [candidates, features] float32, see `Features`.
        is_liked: [candidates] whether it is one of the reader's hidden likes.
    """

    shelf: NDArray[np.int64]
    features: NDArray[np.float32]
    is_liked: NDArray[np.bool_]

    @classmethod
    def of(cls, shelves: Sequence[TrainingShelf]) -> "TrainingCandidates":
        """Gather the candidates of some shelves."""
        features = [np.array(shelf.candidates.features, dtype=np.float32).T for shelf in shelves]
        return cls(
            shelf=np.repeat(np.arange(len(shelves)), [len(shelf.candidates.rows) for shelf in shelves]),
            features=np.concatenate(features),
            is_liked=np.array([row in shelf.hidden for shelf in shelves for row in shelf.candidates.rows]),
        )

    def select(self, chosen: NDArray[np.bool_]) -> "TrainingCandidates":
        """Return some of the candidates."""
        return TrainingCandidates(self.shelf[chosen], self.features[chosen], self.is_liked[chosen])

    def learn(self) -> dict[str, float]:
        """Return the weight of each feature and the intercept, by a ridge regression on standardised features."""
        mean, deviation = self.features.mean(axis=0), self.features.std(axis=0)
        deviation[deviation == 0] = 1
        standardised = (self.features - mean) / deviation
        weights = fit_logistic(standardised, self.is_liked)
        by_feature = weights[:-1] / deviation
        intercept = weights[-1] - by_feature @ mean
        # Six digits are more than the candidates of any shelf need, and a third of the characters.
        named = zip([*Features._fields, "intercept"], [*by_feature.tolist(), float(intercept)], strict=True)
        return {name: float(f"{weight:.6g}") for name, weight in named}


def fit_logistic(features: NDArray[np.float32], is_liked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fit a logistic regression with a ridge by Newton's method, and return the weights and then the intercept.

    Args:
        features: [candidates, features] standardised.
        is_liked: [candidates] what to predict.
    """
    columns = np.column_stack([features, np.ones(len(features), dtype=np.float32)])
    ridge = np.full(columns.shape[1], SECOND_STAGE_TRAINING.ridge)
    ridge[-1] = 0
    weights = np.zeros(columns.shape[1])
    share = min(max(float(is_liked.mean()), 1e-6), 1 - 1e-6)
    weights[-1] = np.log(share / (1 - share))

    def loss_of(weights: NDArray[np.float64], logits: NDArray[np.float64]) -> float:
        losses = np.logaddexp(0, logits) - np.where(is_liked, logits, 0)
        return float(losses.sum() + (ridge * weights**2).sum() / 2)

    logits = columns @ weights
    loss = loss_of(weights, logits)
    for _ in range(SECOND_STAGE_TRAINING.steps):
        chances = 1 / (1 + np.exp(-logits))
        gradient = columns.T @ (is_liked - chances) - ridge * weights
        curvature = np.sqrt(chances * (1 - chances)).astype(np.float32)
        scaled = columns * curvature[:, np.newaxis]
        step = np.linalg.solve((scaled.T @ scaled).astype(np.float64) + np.diag(ridge), gradient)
        previous = loss
        for _ in range(SECOND_STAGE_TRAINING.steps):  # half of a step that overshoots
            logits = columns @ (weights + step)
            loss = loss_of(weights + step, logits)
            if loss <= previous:
                break
            step /= 2
        weights = weights + step
        if previous - loss < SECOND_STAGE_TRAINING.min_decrease:
            break
    return weights


def _rows(matrix: sp.csr_array) -> Iterator[tuple[list[int], list[float]]]:
    """Yield the columns and the values of each row of a matrix."""
    for start, end in pairwise(matrix.indptr.tolist()):
        yield matrix.indices[start:end].tolist(), matrix.data[start:end].tolist()


def _best_works(scores: sp.csr_array, limit: int) -> NDArray[np.int32]:
    """Return the columns, ascending, that are among the `limit` greatest of any row."""
    best = [
        scores.indices[start:end][np.argsort(-scores.data[start:end], kind="stable")[:limit]]
        for start, end in pairwise(scores.indptr.tolist())
    ]
    return np.unique(np.concatenate(best)).astype(np.int32)
