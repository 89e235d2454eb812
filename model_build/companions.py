"""Which works the likes of a whole shelf speak for: each shelf book weighed beside the others, not one by one.

Where readers rate dozens of books, what a shelf's books say overlaps: ten books of a saga say the same thing ten times.
Regressing each work's likes on the likes of others counts it once. That is EASE (Steck, "Embarrassingly Shallow
Autoencoders for Sparse Data", WWW 2019) with each work's regression limited to the few works nearest to it, as in SLIM
with feature selection (Ning and Karypis, ICDM 2011): one small linear system a work in place of an inverse of all.

Where readers rate few books, the neighbours alone do better. A fold of readers decides how much the weights count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from model_build.ranking import DISCOUNTS, RANKS, folds_of_readers
from model_build.signals import BookFacts
from model_build.similarity import Neighbours, find_neighbours
from model_build.works import Works
from shelftalker.recommender import RARITY, SHARING, voice

# Only the most liked works have companions: they have the likes to weigh, and their Gram matrix stays at 100 MB
# however large the catalogue is.
_WORKS_WITH_COMPANIONS = 5_000
_FEWEST_LIKES = 5
_SOURCES = 60
# c^2 / (c + 5) / n^0.7 finds a work's sources, see signals.py for c; weights this small change no list.
_PAIR_DAMPING = 5.0
_LIKES_DAMPING = 0.7
_SMALLEST_WEIGHT = 0.01
_RIDGES = (30.0, 100.0, 300.0)
_SHARES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
# What a fold must gain for companions to be worth their place in the model.
_GAIN = 0.01
_READERS_ASKED = 500
_SYSTEMS_AT_ONCE = 500
_HIDDEN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Companions:
    """What each work says for and against others on a reader's shelf, in addition to its neighbours.

    Attributes:
        starts: [works + 1] where each work's companions start in the other arrays.
        works: [companions] their rows, ascending within a work.
        weights: [companions] float32, on the scale on which neighbours speak, see `spoken`; below 0: against.
    """

    starts: NDArray[np.int64]
    works: NDArray[np.int32]
    weights: NDArray[np.float32]


def find_companions(
    works: Works, neighbours: Neighbours, rating_scale: int, facts: BookFacts | None = None
) -> Companions:
    """Weigh the works on shelves jointly; none has companions where the neighbours do as well alone."""
    count = len(works.books)
    choice = _choice(works, rating_scale, facts)
    if choice is None:
        return Companions(np.zeros(count + 1, dtype=np.int64), np.empty(0, np.int32), np.empty(0, np.float32))
    ridge, share = choice
    (weights,) = joint_weights(_likes(works.ratings, count), [ridge])
    on_shelves = np.bincount(works.ratings["work"], minlength=count).astype(np.float32)
    weights *= share * _loudness(spoken_by_neighbours(neighbours), weights, on_shelves)
    return Companions(weights.indptr.astype(np.int64), weights.indices.astype(np.int32), weights.data)


def _choice(works: Works, rating_scale: int, facts: BookFacts | None) -> tuple[float, float] | None:
    """The ridge and the share of companions that rank best for a fold of readers; None for the neighbours alone."""
    folds = folds_of_readers(works)
    if folds is None:
        return None
    count, ratings = len(works.books), works.ratings
    in_fold = folds[ratings["reader"].to_numpy()] == 0
    rest = replace(works, ratings=ratings[~in_fold])
    shelves, hidden = known_and_hidden(ratings[in_fold], count, rating_scale)
    neighbours = find_neighbours(rest, facts=facts, of_works=np.unique(shelves.indices).astype(np.int32))
    spoken = spoken_by_neighbours(neighbours)
    by_neighbours = shelves @ spoken
    on_shelves = np.bincount(shelves.indices, minlength=count).astype(np.float32)
    best = (1 + _GAIN) * shelf_ndcg(by_neighbours, shelves, hidden)
    choice = None
    likes = _likes(rest.ratings, count)
    for ridge, weights in zip(_RIDGES, joint_weights(likes, _RIDGES), strict=True):
        together = shelves @ (weights * _loudness(spoken, weights, on_shelves))
        for share in _SHARES:
            ndcg = shelf_ndcg(by_neighbours + share * together, shelves, hidden)
            if ndcg > best:
                best, choice = ndcg, (ridge, share)
    return choice


def known_and_hidden(
    ratings: pd.DataFrame, works: int, rating_scale: int
) -> tuple[sp.csr_array, list[NDArray[np.int64]]]:
    """[readers, works] the voice of each known book of up to 500 readers, and the likes hidden from each."""
    asked = np.unique(ratings["reader"])[:_READERS_ASKED]
    ratings = ratings[ratings["reader"].isin(asked)]
    readers, rows = np.searchsorted(asked, ratings["reader"]), ratings["work"].to_numpy()
    # By lot, likes first: a fifth of each reader's likes, at least one, is hidden.
    lot = np.random.default_rng(4).random(len(rows))
    order = np.lexsort((lot, ~ratings["liked"].to_numpy(), readers))
    likes = np.bincount(readers, weights=ratings["liked"], minlength=len(asked))
    place = np.arange(len(order)) - np.searchsorted(readers[order], readers[order])
    hidden = np.zeros(len(rows), dtype=bool)
    hidden[order] = place < np.maximum(1, np.rint(_HIDDEN_SHARE * likes))[readers[order]]
    voices = np.array([voice(rating or None, rating_scale) for rating in ratings["rating"].tolist()], dtype=np.float32)
    shelves = sp.csr_array((voices[~hidden], (readers[~hidden], rows[~hidden])), shape=(len(asked), works))
    return shelves, [rows[hidden & (readers == reader)] for reader in range(len(asked))]


def _likes(ratings: pd.DataFrame, works: int) -> sp.csr_array:
    """[readers, works] 1 where a reader liked a work."""
    liked = ratings[ratings["liked"]]
    return sp.csr_array(
        (np.ones(len(liked), dtype=np.float32), (liked["reader"].to_numpy(), liked["work"].to_numpy())),
        shape=(int(ratings["reader"].max()) + 1, works),
    )


def joint_weights(likes: sp.csr_array, ridges: Sequence[float]) -> list[sp.csr_array]:
    """How much a like of one work says for another, beside the other's further sources, for each of some ridges.

    Args:
        likes: [readers, works].
        ridges: What is added to the diagonal of each system; more draws the weights towards nothing.

    Returns:
        For each ridge [works, works]: what the row's work says for the column's.
    """
    counts = np.asarray(likes.sum(axis=0))
    liked = np.argsort(-counts, kind="stable")[:_WORKS_WITH_COMPANIONS]
    liked = np.sort(liked[counts[liked] >= _FEWEST_LIKES])
    among = sp.csc_array(likes[:, liked])
    gram = (among.T @ among).toarray()
    count = np.diagonal(gram).copy()
    sources_count = min(_SOURCES, len(liked) - 1)
    found: list[list[sp.coo_array]] = [[] for _ in ridges]
    for first in range(0, len(liked) if sources_count > 0 else 0, _SYSTEMS_AT_ONCE):
        works = np.arange(first, min(first + _SYSTEMS_AT_ONCE, len(liked)))
        common = gram[works]
        nearness = common * common / (common + _PAIR_DAMPING) / count**_LIKES_DAMPING
        nearness[np.arange(len(works)), works] = 0
        sources = np.argpartition(-nearness, sources_count - 1)[:, :sources_count]
        near = np.take_along_axis(nearness, sources, axis=1) > 0
        # A work that shares no like is no source: its equation says that its weight is 0.
        systems = gram[sources[:, :, None], sources[:, None, :]] * (near[:, :, None] & near[:, None, :])
        wanted = (np.take_along_axis(common, sources, axis=1) * near)[:, :, None]
        for ridge, parts in zip(ridges, found, strict=True):
            weights = np.linalg.solve(systems + ridge * np.eye(sources_count, dtype=np.float32), wanted)[:, :, 0]
            kept = np.nonzero(np.abs(weights) >= max(_SMALLEST_WEIGHT, np.finfo(np.float32).tiny))
            at = (liked[sources[kept]], liked[works[kept[0]]])
            parts.append(sp.coo_array((weights[kept].astype(np.float32), at), shape=(likes.shape[1],) * 2))
    return [_joined(parts, likes.shape[1]) for parts in found]


def _joined(parts: list[sp.coo_array], works: int) -> sp.csr_array:
    """The entries of several matrices, none of which two of them have, in one of [works, works]."""
    nothing: sp.coo_array = sp.coo_array((works, works), dtype=np.float32)
    parts = [*parts, nothing]
    rows, columns = (np.concatenate([part.coords[axis] for part in parts]) for axis in (0, 1))
    joined = sp.csr_array((np.concatenate([part.data for part in parts]), (rows, columns)), shape=nothing.shape)
    joined.sort_indices()
    return joined


def spoken_by_neighbours(neighbours: Neighbours) -> sp.csr_array:
    """[works, works] what each work says for its neighbours, as `recommender.rank_for_reader` has it."""
    count = len(neighbours.starts) - 1
    scores = sp.csr_array((neighbours.scores, neighbours.works, neighbours.starts), shape=(count, count))
    totals: NDArray[np.float32] = scores @ np.ones(count, dtype=np.float32)
    loudness = np.where(totals > 0, np.maximum(totals, 1e-12) ** -SHARING, 0)
    places = np.arange(1, count + 1) ** RARITY
    spoken: sp.csr_array = sp.csr_array(sp.diags_array(loudness) @ scores @ sp.diags_array(places))
    return spoken


def _loudness(spoken: sp.csr_array, weights: sp.csr_array, on_shelves: NDArray[np.float32]) -> float:
    """How much louder neighbours speak than companions; on_shelves: [works] on how many shelves each stands."""
    by_companions = float((on_shelves @ abs(weights)).sum())
    return float((on_shelves @ spoken).sum()) / by_companions if by_companions else 0.0


def shelf_ndcg(scores: sp.csr_array, shelves: sp.csr_array, hidden: list[NDArray[np.int64]]) -> float:
    """nDCG@10 of the hidden likes among all works that are not on the shelf, averaged over readers."""
    total = 0.0
    for reader, right in enumerate(hidden):
        row = slice(scores.indptr[reader], scores.indptr[reader + 1])
        works, values = scores.indices[row], scores.data[row]
        known = shelves.indices[shelves.indptr[reader] : shelves.indptr[reader + 1]]
        new = ~np.isin(works, known)
        works, values = works[new], values[new]
        best = works[np.lexsort((works, -values))[:RANKS]]
        gained = (np.isin(best, right) * DISCOUNTS[: len(best)]).sum()
        total += gained / DISCOUNTS[: min(RANKS, len(right))].sum()
    return total / len(hidden)
