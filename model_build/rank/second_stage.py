"""Learning of the second stage, which puts the first books for a reader in a new order.

A logistic regression predicts, from `Features` of a shelf and a candidate, whether the candidate is one of the reader's
hidden likes. Its training shelves are those of a fold of readers: the neighbours that bring and describe the candidates
are made without them, by trees that were not trained on them, with the prices of the model. The features are computed
by the code that answers readers, see recommend/second_stage.py, so both sides can't differ.

Cross-validation over those shelves decides whether the second stage is used, and whether item weights are.
"""

from collections.abc import Callable, Iterator, Sequence
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
from model_build.rank.neighbours import FoldNeighbours, Neighbours, find_neighbours
from model_build.rank.ranker import Ranker
from model_build.rank.shelf_regression import TrainingCandidates, TrainingShelf
from model_build.rank.splitting import hide_likes
from model_build.rank.training_folds import FOLDS, fold_of_readers
from model_build.works.gather import Works
from shelftalker.recommend.personal_ranking import describe_shelf


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
        parts: Number of parts of the cross-validation.
        min_gain: Least gain of nDCG@10 in the cross-validation for which the second stage is used, and item weights
            are.
    """

    max_shelves: int = 600
    described_works: int = 200
    min_shelves: int = 300
    hiding_seed: int = 4
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
    """The parts of a model that rank the books for a reader, in addition to the neighbours.

    Attributes:
        item_weights: The item weights; none where they bring too little.
        weights: Weight of each feature of the second stage, and "intercept"; empty where the sum alone ranks.
        quality: Quality of that ranking; None where there are too few readers to measure it.
    """

    item_weights: ItemWeights
    weights: dict[str, float]
    quality: ShelfQuality | None


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
        if joint.uncorrected_ndcg_at_10 >= plain.uncorrected_ndcg_at_10 + SECOND_STAGE_TRAINING.min_gain:
            best = joint
            item_weights = fit_item_weights(works, neighbours, on_folds.ridge, on_folds.share)
    quality = ShelfQuality(best.shelves, best.ndcg_at_10, plain.sum_ndcg_at_10)
    return ShelfRanking(item_weights, best.stage, quality)


@dataclass(frozen=True, slots=True)
class _Context:
    """The works, the ranker and the neighbours that folds are gathered from, see `learn_shelf_ranking`."""

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
        neighbours_of = self._neighbours_without(fold, others)
        neighbours = neighbours_of(on_shelves)
        candidates = _best_works(shelves @ neighbour_contributions(neighbours), SECOND_STAGE_TRAINING.described_works)
        candidates = np.setdiff1d(candidates, on_shelves)
        if len(candidates):
            neighbours = neighbours.join(neighbours_of(candidates))
        return _FoldShelves(FoldOfShelves(others, questions, shelves, neighbours), self.facts)

    def _neighbours_without(self, fold: int, others: pd.DataFrame) -> Callable[[NDArray[np.int32]], Neighbours]:
        """Return what ranks the neighbours of some works, with the model's prices, by the ratings of the others."""
        if self.ranker:
            return FoldNeighbours(self.works, self.ranker, fold, self.neighbours.prices, self.facts).of
        without_fold = replace(self.works, ratings=others)
        return lambda of_works: find_neighbours(
            without_fold, facts=self.facts, of_works=of_works, prices=self.neighbours.prices
        )


@dataclass(frozen=True, slots=True)
class _Trial:
    """A ranking of the folds' shelves, with item weights or without.

    Attributes:
        stage: Weights of the second stage; empty where it brings too little.
        ndcg_at_10: nDCG@10 with that second stage, each shelf by the weights that were learned from others.
        uncorrected_ndcg_at_10: The same before popularity is corrected: trials are compared by it.
        sum_ndcg_at_10: nDCG@10 by the sum of all contributions alone.
        shelves: Number of shelves.
    """

    stage: dict[str, float]
    ndcg_at_10: float
    uncorrected_ndcg_at_10: float
    sum_ndcg_at_10: float
    shelves: int

    @classmethod
    def of(cls, folds: Sequence[tuple[_FoldShelves, sp.csr_array | None]]) -> "_Trial":
        """Learn the second stage of some folds with their item weights, and measure the ranking with and without it."""
        shelves = [shelf for fold, item_weights in folds for shelf in fold.describe(item_weights)]
        by_sum = float(np.mean([shelf.ndcg(shelf.candidates.rows) for shelf in shelves]))
        if len(shelves) < SECOND_STAGE_TRAINING.min_shelves:
            return cls({}, by_sum, by_sum, by_sum, len(shelves))
        candidates = TrainingCandidates.of(shelves)
        part = np.arange(len(shelves))[candidates.shelf] % SECOND_STAGE_TRAINING.parts
        logits = np.empty(len(part))
        for number in range(SECOND_STAGE_TRAINING.parts):
            of_others = candidates.select(part != number).learn()
            logits[part == number] = candidates.select(part == number).logits(of_others)
        least_ndcg = by_sum + SECOND_STAGE_TRAINING.min_gain
        works_count = folds[0][0].facts.works_count
        by_stage = candidates.ndcg(shelves, logits)
        if by_stage < least_ndcg:
            return cls({}, by_sum, by_sum, by_sum, len(shelves))
        correction = candidates.popularity_correction(shelves, logits, works_count, least_ndcg)
        corrected = candidates.ndcg(shelves, logits + correction * candidates.popularity)
        stage = candidates.learn()
        stage["popularity"] = round(stage["popularity"] + correction, 6)
        return cls(stage, corrected, by_stage, by_sum, len(shelves))


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
