"""Item weights: a ridge regression of each work's likes on the likes of others, for all books of a shelf jointly.

Where readers rate dozens of books, the contributions of a shelf's books overlap: ten books of a saga contribute the
same thing ten times. Regressing each work's likes on the likes of others counts it once. That is EASE (Steck,
"Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019) with each work's regression limited to the few works
nearest to it, as in SLIM with feature selection (Ning and Karypis, ICDM 2011): one small linear system a work in place
of an inverse of all.

Where readers rate few books, the neighbours alone do better. Folds of readers decide whether the weights are used and
how much they count, see second_stage.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.rank.ndcg import CUTOFF, hits_of, ndcg_at_10
from model_build.rank.neighbours import Neighbours
from model_build.rank.splitting import ForReader
from model_build.works.gather import Works
from shelftalker.recommend.contributions import CONTRIBUTIONS, preference_weight


@dataclass(frozen=True, slots=True)
class ItemWeightConfig:
    """The numbers of the item weights.

    Attributes:
        works: Only so many of the most liked works have weights: they have the likes to regress, and their Gram matrix
            stays at 100 MB however large the catalogue is.
        min_likes: Fewest likes of such a work.
        sources: Most source works of a target: the nearest by c^2 / (c + pair_damping) / n^likes_damping, c being the
            likes in common and n the likes of the source, see features.py for the formula.
        pair_damping: See `sources`.
        likes_damping: See `sources`.
        min_weight: Weights closer to 0 are left out: they change no list.
        ridges: Ridges to choose from; a ridge is added to the diagonal of each system and draws the weights towards 0.
        shares: Shares to choose from: contributions of the weights in proportion to those of the neighbours.
        systems_at_once: Number of linear systems that are solved at once.
    """

    works: int = 5_000
    min_likes: int = 5
    sources: int = 60
    pair_damping: float = 5.0
    likes_damping: float = 0.7
    min_weight: float = 0.01
    ridges: tuple[float, ...] = (30.0, 100.0, 300.0)
    shares: tuple[float, ...] = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
    systems_at_once: int = 500


ITEM_WEIGHTS = ItemWeightConfig()


@dataclass(frozen=True, slots=True)
class ItemWeights:
    """The weights from each source work, on a reader's shelf, to target works, in addition to its neighbours.

    Attributes:
        starts: [works + 1] position in the other arrays at which each source's weights start.
        targets: [weights] rows of the target works, ascending within a source.
        weights: [weights] float32, on the scale of the neighbours' contributions, see `neighbour_contributions`; below
            0 they count against the target.
    """

    starts: NDArray[np.int64]
    targets: NDArray[np.int32]
    weights: NDArray[np.float32]

    @classmethod
    def none(cls, works_count: int) -> "ItemWeights":
        """Return no weights from any of the works."""
        return cls(np.zeros(works_count + 1, dtype=np.int64), np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class FoldOfShelves:
    """The shelves of a fold of readers.

    Attributes:
        others: The ratings of all other readers.
        questions: The shelves of the fold's readers, and their hidden likes.
        preference_weights: [readers, works] the preference weights of the known books on those shelves.
        neighbours: Neighbours as they are in the model, but made without the fold's readers.
    """

    others: pd.DataFrame
    questions: ForReader
    preference_weights: sp.csr_array
    neighbours: Neighbours


@dataclass(frozen=True, slots=True)
class ChosenItemWeights:
    """The ridge and the share that rank best for some folds of readers.

    Attributes:
        ridge: The ridge.
        share: Contributions of the weights in proportion to those of the neighbours.
        weights: For each fold [works, works] the item weights that were fitted without it.
        ndcg_at_10: Quality of the sum of all contributions for the readers of the folds.
    """

    ridge: float
    share: float
    weights: list[sp.csr_array]
    ndcg_at_10: float


def fit_item_weights(works: Works, neighbours: Neighbours, ridge: float, share: float) -> ItemWeights:
    """Fit item weights to the likes of all readers.

    Args:
        works: The works, and the ratings to fit to.
        neighbours: Neighbours of the works in the model.
        ridge: The ridge.
        share: Contributions of the weights in proportion to those of the neighbours.
    """
    works_count = len(works.books)
    (weights,) = ridge_weights(_likes(works.ratings, works_count), [ridge])
    on_shelves = np.bincount(works.ratings["work"], minlength=works_count).astype(np.float32)
    weights *= share * _scale(neighbour_contributions(neighbours), weights, on_shelves)
    return ItemWeights(weights.indptr.astype(np.int64), weights.indices.astype(np.int32), weights.data)


def choose_item_weights(folds: Sequence[FoldOfShelves]) -> ChosenItemWeights:
    """Return the item weights whose ridge and share rank best for folds of readers beside the neighbours."""
    fitted = [_weights_beside_neighbours(fold) for fold in folds]
    readers_counts = [fold.preference_weights.shape[0] for fold in folds]

    def quality(number: int, share: float) -> float:
        ndcg = [
            shelf_ndcg(by_neighbours + share * (fold.preference_weights @ weights[number]), fold.questions)
            for fold, (by_neighbours, weights) in zip(folds, fitted, strict=True)
        ]
        return float(np.average(ndcg, weights=readers_counts))

    grid = product(range(len(ITEM_WEIGHTS.ridges)), ITEM_WEIGHTS.shares)
    ndcg, number, share = max(((quality(*setting), *setting) for setting in grid), key=lambda trial: trial[0])
    return ChosenItemWeights(
        ITEM_WEIGHTS.ridges[number], share, [share * weights[number] for _, weights in fitted], ndcg
    )


def _weights_beside_neighbours(fold: FoldOfShelves) -> tuple[sp.csr_array, list[sp.csr_array]]:
    """Return the contributions by neighbours to the shelves of a fold, and for each ridge weights on their scale."""
    shelves, works_count = fold.preference_weights, fold.preference_weights.shape[1]
    contributions = neighbour_contributions(fold.neighbours)
    on_shelves = np.bincount(shelves.indices, minlength=works_count).astype(np.float32)
    by_ridge = ridge_weights(_likes(fold.others, works_count), ITEM_WEIGHTS.ridges)
    return shelves @ contributions, [weights * _scale(contributions, weights, on_shelves) for weights in by_ridge]


def preference_weights(shelves: ForReader, rating_scale: int) -> sp.csr_array:
    """Return [readers, works] the preference weight of each known book."""
    weights = shelves.ratings.copy()
    weights.data = np.array(
        [preference_weight(rating if rating > 0 else None, rating_scale) for rating in weights.data.tolist()],
        dtype=np.float32,
    )
    return weights


def _likes(ratings: pd.DataFrame, works_count: int) -> sp.csr_array:
    """Return [readers, works] 1 where a reader liked a work."""
    liked = ratings[ratings["liked"]]
    return sp.csr_array(
        (np.ones(len(liked), dtype=np.float32), (liked["reader"].to_numpy(), liked["work"].to_numpy())),
        shape=(int(ratings["reader"].max()) + 1, works_count),
    )


def ridge_weights(likes: sp.csr_array, ridges: Sequence[float]) -> list[sp.csr_array]:
    """Regress the likes of each of the most liked works on those of its sources, once for each ridge.

    Args:
        likes: [readers, works].
        ridges: The ridges.

    Returns:
        For each ridge [works, works]: the weight from the row's work to the column's, beside the column's other
        sources.
    """
    likes_count = np.asarray(likes.sum(axis=0))
    rows = np.argsort(-likes_count, kind="stable")[: ITEM_WEIGHTS.works]
    rows = np.sort(rows[likes_count[rows] >= ITEM_WEIGHTS.min_likes])
    likes_of_rows = sp.csc_array(likes[:, rows])
    gram = (likes_of_rows.T @ likes_of_rows).toarray()
    diagonal = np.diagonal(gram).copy()
    sources_count = min(ITEM_WEIGHTS.sources, len(rows) - 1)
    parts_by_ridge: list[list[sp.coo_array]] = [[] for _ in ridges]
    for first in range(0, len(rows) if sources_count > 0 else 0, ITEM_WEIGHTS.systems_at_once):
        targets = np.arange(first, min(first + ITEM_WEIGHTS.systems_at_once, len(rows)))
        common = gram[targets]
        nearness = common * common / (common + ITEM_WEIGHTS.pair_damping) / diagonal**ITEM_WEIGHTS.likes_damping
        nearness[np.arange(len(targets)), targets] = 0
        sources = np.argpartition(-nearness, sources_count - 1)[:, :sources_count]
        is_near = np.take_along_axis(nearness, sources, axis=1) > 0
        # A work that shares no like is no source: its equation says that its weight is 0.
        systems = gram[sources[:, :, None], sources[:, None, :]] * (is_near[:, :, None] & is_near[:, None, :])
        right_sides = (np.take_along_axis(common, sources, axis=1) * is_near)[:, :, None]
        for ridge, parts in zip(ridges, parts_by_ridge, strict=True):
            weights = np.linalg.solve(systems + ridge * np.eye(sources_count, dtype=np.float32), right_sides)[:, :, 0]
            kept = np.nonzero(np.abs(weights) >= max(ITEM_WEIGHTS.min_weight, np.finfo(np.float32).tiny))
            coordinates = (rows[sources[kept]], rows[targets[kept[0]]])
            parts.append(sp.coo_array((weights[kept].astype(np.float32), coordinates), shape=(likes.shape[1],) * 2))
    return [_add_up(parts, likes.shape[1]) for parts in parts_by_ridge]


def _add_up(parts: list[sp.coo_array], works_count: int) -> sp.csr_array:
    """Return [works, works] the entries of several matrices, no two of which have an entry in common."""
    empty: sp.coo_array = sp.coo_array((works_count, works_count), dtype=np.float32)
    parts = [*parts, empty]
    rows, columns = (np.concatenate([part.coords[axis] for part in parts]) for axis in (0, 1))
    total = sp.csr_array((np.concatenate([part.data for part in parts]), (rows, columns)), shape=empty.shape)
    total.sort_indices()
    return total


def neighbour_contributions(neighbours: Neighbours) -> sp.csr_array:
    """Return [works, works] the contribution of each work to each of its neighbours, for a preference weight of 1.

    The formula is that of `recommender.rank_for_reader`.
    """
    works_count = len(neighbours.starts) - 1
    scores = sp.csr_array((neighbours.scores, neighbours.works, neighbours.starts), shape=(works_count, works_count))
    totals: NDArray[np.float32] = scores @ np.ones(works_count, dtype=np.float32)
    shares = np.where(totals > 0, np.maximum(totals, 1e-12) ** -CONTRIBUTIONS.sharing_exponent, 0)
    rarity = np.arange(1, works_count + 1) ** CONTRIBUTIONS.rarity_exponent
    contributions: sp.csr_array = sp.csr_array(sp.diags_array(shares) @ scores @ sp.diags_array(rarity))
    return contributions


def _scale(contributions: sp.csr_array, weights: sp.csr_array, on_shelves: NDArray[np.float32]) -> float:
    """Return the neighbours' contributions to all shelves over those of the weights, without their signs.

    Args:
        contributions: [works, works] by neighbours.
        weights: [works, works] item weights.
        on_shelves: [works] number of shelves with each work.
    """
    by_weights = float((on_shelves @ abs(weights)).sum())
    return float((on_shelves @ contributions).sum()) / by_weights if by_weights else 0.0


def shelf_ndcg(scores: sp.csr_array, shelves: ForReader) -> float:
    """Return nDCG@10 of the hidden likes among all works that are not on the shelf, averaged over readers.

    Args:
        scores: [readers, works]; higher is better, and works without an entry are not ranked.
        shelves: The known books and the hidden likes of the readers.
    """
    rankings = np.full((scores.shape[0], CUTOFF), -1, dtype=np.int32)
    is_new = np.ones(scores.shape[1], dtype=bool)
    for reader, ranking in enumerate(rankings):
        row = slice(scores.indptr[reader], scores.indptr[reader + 1])
        works, values = scores.indices[row], scores.data[row]
        known = shelves.reads.indices[shelves.reads.indptr[reader] : shelves.reads.indptr[reader + 1]]
        is_new[known] = False
        kept = is_new[works]
        works, values = works[kept], values[kept]
        is_new[known] = True
        if len(values) > CUTOFF:
            # The ten best and their equals: to sort all of them takes most of the time of the choice.
            kept = values >= np.partition(values, len(values) - CUTOFF)[len(values) - CUTOFF]
            works, values = works[kept], values[kept]
        best = works[np.lexsort((works, -values))[:CUTOFF]]
        ranking[: len(best)] = best
    return float(ndcg_at_10(hits_of(rankings, shelves.questions), shelves.questions.relevant_counts).mean())
