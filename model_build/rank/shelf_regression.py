"""The logistic regression of the second stage, and the correction that keeps bestsellers from most lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model_build.rank.ndcg import DISCOUNTS, ideal_dcg
from model_build.rank.prices import PRICE
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.second_stage import Candidates, Features


@dataclass(frozen=True, slots=True)
class ShelfRegressionConfig:
    """The numbers of the regression.

    Attributes:
        ridge: Ridge of the regression on standardised features; from 10 to 100 ranks alike.
        steps: Most steps of Newton's method.
        min_decrease: Training stops where a step lowers the loss by less than this.
        max_five_fill: Largest share of all places in the lists that the five most shown books may fill: one point
            below the 14% that is promised, as some hundred lists estimate it. A small catalogue has a limit of its own,
            as in prices.py.
        max_ndcg_loss: Largest share of nDCG@10 that the correction may cost. On Book-Crossing keeping to the limit
            costs less; where all readers share a few tastes it would cost a fifth.
        corrections: Corrections of the weight of popularity, of which the first is chosen that keeps to that limit,
            or the last before nDCG@10 loses too much.
    """

    ridge: float = 30.0
    steps: int = 20
    min_decrease: float = 0.05
    max_five_fill: float = 0.13
    max_ndcg_loss: float = 0.05
    corrections: tuple[float, ...] = tuple(step / 40 for step in range(41))


SHELF_REGRESSION = ShelfRegressionConfig()


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
class TrainingCandidates:
    """The candidates of several shelves to learn from.

    Attributes:
        shelves_count: Number of the shelves; some may have no candidate.
        shelf: [candidates] number of the shelf of each, ascending.
        rows: [candidates] their rows in the model.
        factors: [candidates] factor of the probability of each, see `Candidates`.
        features: [candidates, features] float32, see `Features`.
        is_liked: [candidates] whether it is one of the reader's hidden likes.
    """

    shelves_count: int
    shelf: NDArray[np.int64]
    rows: NDArray[np.int64]
    factors: NDArray[np.float64]
    features: NDArray[np.float32]
    is_liked: NDArray[np.bool_]

    @classmethod
    def of(cls, shelves: Sequence[TrainingShelf]) -> "TrainingCandidates":
        """Gather the candidates of some shelves."""
        candidates = [shelf.candidates for shelf in shelves]
        return cls(
            shelves_count=len(shelves),
            shelf=np.repeat(np.arange(len(shelves)), [len(each.rows) for each in candidates]),
            rows=np.array([row for each in candidates for row in each.rows], dtype=np.int64),
            factors=np.array([factor for each in candidates for factor in each.factors], dtype=np.float64),
            features=np.concatenate([np.array(each.features, dtype=np.float32).T for each in candidates]),
            is_liked=np.array([row in shelf.hidden for shelf in shelves for row in shelf.candidates.rows]),
        )

    @property
    def popularity(self) -> NDArray[np.float32]:
        """[candidates] the feature that the correction changes the weight of: 0 for the most read book."""
        return self.features[:, Features._fields.index("popularity")]

    def select(self, chosen: NDArray[np.bool_]) -> "TrainingCandidates":
        """Return some of the candidates."""
        return TrainingCandidates(
            self.shelves_count,
            self.shelf[chosen],
            self.rows[chosen],
            self.factors[chosen],
            self.features[chosen],
            self.is_liked[chosen],
        )

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

    def logits(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """Return [candidates] the log odds of each, before its factor."""
        by_feature = np.array([weights[name] for name in Features._fields])
        return np.asarray(self.features @ by_feature + weights["intercept"], dtype=np.float64)

    def rank(self, logits: NDArray[np.float64]) -> list[list[int]]:
        """Return the rows of each shelf's candidates, best first, as `second_stage.reorder` ranks them."""
        order = np.lexsort((self.rows, -self.factors / (1 + np.exp(-logits)), self.shelf))
        starts = np.searchsorted(self.shelf, np.arange(1, self.shelves_count))
        return [rows.tolist() for rows in np.split(self.rows[order], starts)]

    def ndcg(self, shelves: Sequence[TrainingShelf], logits: NDArray[np.float64]) -> float:
        """Return nDCG@10 of the shelves that the candidates were gathered of, ranked by [candidates] log odds."""
        return float(np.mean([shelf.ndcg(rows) for shelf, rows in zip(shelves, self.rank(logits), strict=True)]))

    def popularity_correction(
        self, shelves: Sequence[TrainingShelf], logits: NDArray[np.float64], works_count: int, least_ndcg: float
    ) -> float:
        """Return the least addition to the weight of popularity with which five books don't fill too many places.

        The regression knows that bestsellers are liked; a reader knows them too. Where nDCG@10 would lose too much or
        fall below the least, the addition is the last that kept it.

        Args:
            shelves: The shelves that the candidates were gathered of.
            logits: [candidates] log odds by weights that were learned from other shelves.
            works_count: Number of works in the catalogue.
            least_ndcg: nDCG@10 from which the second stage is worth its place.
        """
        limit = max(SHELF_REGRESSION.max_five_fill, PRICE.even_shares * RECOMMENDER.recommendations / works_count)
        least_ndcg = max(least_ndcg, (1 - SHELF_REGRESSION.max_ndcg_loss) * self.ndcg(shelves, logits))
        chosen = 0.0
        for correction in SHELF_REGRESSION.corrections:
            corrected = logits + correction * self.popularity
            if correction and self.ndcg(shelves, corrected) < least_ndcg:
                break
            chosen = correction
            if five_fill(self.rank(corrected)) <= limit:
                break
        return chosen


def five_fill(ranked: Sequence[Sequence[int]]) -> float:
    """Return the share of the first five places of all lists that the five most shown books fill."""
    shown = [row for rows in ranked for row in rows[: RECOMMENDER.recommendations]]
    counts = np.sort(np.bincount(shown)) if shown else np.zeros(1)
    return float(counts[-5:].sum() / max(len(shown), 1))


def fit_logistic(features: NDArray[np.float32], is_liked: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Fit a logistic regression with a ridge by Newton's method, and return the weights and then the intercept.

    Args:
        features: [candidates, features] standardised.
        is_liked: [candidates] what to predict.
    """
    columns = np.column_stack([features, np.ones(len(features), dtype=np.float32)])
    ridge = np.full(columns.shape[1], SHELF_REGRESSION.ridge)
    ridge[-1] = 0
    weights = np.zeros(columns.shape[1])
    share = min(max(float(is_liked.mean()), 1e-6), 1 - 1e-6)
    weights[-1] = np.log(share / (1 - share))

    def loss_of(weights: NDArray[np.float64], logits: NDArray[np.float64]) -> float:
        losses = np.logaddexp(0, logits) - np.where(is_liked, logits, 0)
        return float(losses.sum() + (ridge * weights**2).sum() / 2)

    logits = columns @ weights
    loss = loss_of(weights, logits)
    for _ in range(SHELF_REGRESSION.steps):
        chances = 1 / (1 + np.exp(-logits))
        gradient = columns.T @ (is_liked - chances) - ridge * weights
        curvature = np.sqrt(chances * (1 - chances)).astype(np.float32)
        scaled = columns * curvature[:, np.newaxis]
        step = np.linalg.solve((scaled.T @ scaled).astype(np.float64) + np.diag(ridge), gradient)
        previous = loss
        for _ in range(SHELF_REGRESSION.steps):  # half of a step that overshoots
            logits = columns @ (weights + step)
            loss = loss_of(weights + step, logits)
            if loss <= previous:
                break
            step /= 2
        weights = weights + step
        if previous - loss < SHELF_REGRESSION.min_decrease:
            break
    return weights
