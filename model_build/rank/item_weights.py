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

from model_build.rank.features import BookFacts
from model_build.rank.ndcg import PLACES, hits_of, ndcg_at_10
from model_build.rank.neighbours import Neighbours, find_neighbours
from model_build.rank.ranker import folds_of_readers
from model_build.rank.splitting import ForReader, hide_likes
from model_build.works.gather import Works
from shelftalker.recommend.recommender import RECOMMENDER, preference_weight

# Only the most liked works have companions: they have the likes to weigh, and their Gram matrix stays at 100 MB
# however large the catalogue is.
_WORKS_WITH_COMPANIONS = 5_000
_FEWEST_LIKES = 5
_SOURCES = 60
# c^2 / (c + 5) / n^0.7 finds a work's sources, see rank/features.py for c; weights this small change no list.
_PAIR_DAMPING = 5.0
_LIKES_DAMPING = 0.7
_SMALLEST_WEIGHT = 0.01
_RIDGES = (30.0, 100.0, 300.0)
_SHARES = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
# What a fold must gain for companions to be worth their place in the model.
_GAIN = 0.01
_READERS_ASKED = 500
_SEED = 4
_SYSTEMS_AT_ONCE = 500


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
    asked = ask_for_shelves(ratings[in_fold], count)
    shelves = voices_on_shelves(asked, rating_scale)
    neighbours = find_neighbours(rest, facts=facts, of_works=np.unique(shelves.indices).astype(np.int32))
    spoken = spoken_by_neighbours(neighbours)
    by_neighbours = shelves @ spoken
    on_shelves = np.bincount(shelves.indices, minlength=count).astype(np.float32)
    best = (1 + _GAIN) * shelf_ndcg(by_neighbours, asked)
    choice = None
    likes = _likes(rest.ratings, count)
    for ridge, weights in zip(_RIDGES, joint_weights(likes, _RIDGES), strict=True):
        together = shelves @ (weights * _loudness(spoken, weights, on_shelves))
        for share in _SHARES:
            ndcg = shelf_ndcg(by_neighbours + share * together, asked)
            if ndcg > best:
                best, choice = ndcg, (ridge, share)
    return choice


def ask_for_shelves(ratings: pd.DataFrame, works: int) -> ForReader:
    """What is known of up to 500 readers who liked at least two works each, and what is hidden."""
    asked = np.unique(ratings["reader"])[:_READERS_ASKED]
    return hide_likes(ratings[ratings["reader"].isin(asked)], works, _SEED)


def voices_on_shelves(asked: ForReader, rating_scale: int) -> sp.csr_array:
    """[readers, works] the voice of each known book."""
    shelves = asked.ratings.copy()
    voices = [preference_weight(rating if rating > 0 else None, rating_scale) for rating in shelves.data.tolist()]
    shelves.data = np.array(voices, dtype=np.float32)
    return shelves


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
    loudness = np.where(totals > 0, np.maximum(totals, 1e-12) ** -RECOMMENDER.sharing_exponent, 0)
    places = np.arange(1, count + 1) ** RECOMMENDER.rarity_exponent
    spoken: sp.csr_array = sp.csr_array(sp.diags_array(loudness) @ scores @ sp.diags_array(places))
    return spoken


def _loudness(spoken: sp.csr_array, weights: sp.csr_array, on_shelves: NDArray[np.float32]) -> float:
    """How much louder neighbours speak than companions; on_shelves: [works] on how many shelves each stands."""
    by_companions = float((on_shelves @ abs(weights)).sum())
    return float((on_shelves @ spoken).sum()) / by_companions if by_companions else 0.0


def shelf_ndcg(scores: sp.csr_array, asked: ForReader) -> float:
    """nDCG@10 of the hidden likes among all works that are not on the shelf, averaged over readers."""
    rankings = np.full((scores.shape[0], PLACES), -1, dtype=np.int32)
    for reader, ranking in enumerate(rankings):
        row = slice(scores.indptr[reader], scores.indptr[reader + 1])
        works, values = scores.indices[row], scores.data[row]
        known = asked.reads.indices[asked.reads.indptr[reader] : asked.reads.indptr[reader + 1]]
        new = ~np.isin(works, known)
        works, values = works[new], values[new]
        best = works[np.lexsort((works, -values))[:PLACES]]
        ranking[: len(best)] = best
    return float(ndcg_at_10(hits_of(rankings, asked.questions), asked.questions.right_counts).mean())
