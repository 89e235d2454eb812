"""Benchmark of books for several people: rules that join the tastes of held-out readers, and the nDCG@10 of each.

Groups of two kinds. *Random*: any held-out readers; each member's hidden likes are relevant, as far as no other member
has read them, and a group has the mean over its members and the least. *Around a book*: readers who all liked one book
that is hidden from each of them; it alone is relevant, for all members alike.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from statistics import fmean, pstdev

import numpy as np

from model_build.build import build_from
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.joined_sources import read_dataset
from model_build.left_out.left_out import leave_out
from model_build.rank.splitting import (
    ForReader,
    questions_for_readers,
    ratings_by_row,
    readers_to_hold_out,
    without_readers,
)
from model_build.works.gather import gather_works, join_editions
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.contributions import ShelfEntry, preference_weights
from shelftalker.recommend.joined_shelves import joined_weights
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.steps import STEPS
from tests.bench.figures import Figure

SIZES = (2, 3, 5, 8)
_SEED = 7
_HIDINGS = 5
_SHOWN = 10
# Positions of each member's own ranking that rules on lists and scores look at.
_DEPTH = 600


@dataclass(frozen=True, eq=False)
class Member:
    """A held-out reader with one hiding of likes.

    Attributes:
        weights: Preference weight of each known book, by row.
        hidden: Rows of the hidden likes.
        ranked: (book_row, score) of the first books of the reader's own ranking.
    """

    weights: Mapping[int, float]
    hidden: frozenset[int]
    ranked: Sequence[tuple[int, float]]


Group = Sequence[Member]
# Returns the rows for a group, best first, without those that a member has read.
Rule = Callable[[Catalogue, Group], list[int]]


def measure_several_people(data: Path, folder: Path, groups_count: int = 400) -> list[Figure]:
    """Build a model without the held-out readers, and measure each rule for groups of each size.

    Args:
        data: The folder of a dataset.
        folder: The folder to build in.
        groups_count: Number of groups of each size and kind.
    """
    catalogue, members = _held_out(data, folder)
    figures = []
    for size in SIZES:
        random = Random(_SEED + size)
        any_readers = [random.sample(random.choice(members), size) for _ in range(groups_count)]
        around = list(_around_books(members, size, groups_count, random))
        for name, rule in RULES.items():
            own = [_ndcg_of_members(rule(catalogue, group), group) for group in any_readers]
            shared = [_ndcg(rule(catalogue, group), {row}) for row, group in around]
            figures.append(
                Figure(
                    f"groups of {size}, {name}",
                    f"{_mean_and_error([fmean(values) for values in own if values])}",
                    beside=f"least {fmean(min(values) for values in own if values):.4f}, "
                    f"around a book {_mean_and_error(shared)}",
                )
            )
    catalogue.close()
    return figures


def joined_shelf(catalogue: Catalogue, group: Group) -> list[int]:
    """Rank by one shelf, as the app does: each member's weights over the root of their sum."""
    return _best_of_shelf(catalogue, joined_weights([member.weights for member in group]))


def plain_shelf(catalogue: Catalogue, group: Group) -> list[int]:
    """Rank by one shelf of all books, each with the mean of its weights."""
    weights: defaultdict[int, list[float]] = defaultdict(list)
    for member in group:
        for row, weight in member.weights.items():
            weights[row].append(weight)
    return _best_of_shelf(catalogue, {row: fmean(values) for row, values in weights.items()})


def mean_of_scores(_: Catalogue, group: Group) -> list[int]:
    """Rank by the mean of the members' scores."""
    return _best_by(group, lambda _, score: score, sum)


def least_misery(_: Catalogue, group: Group) -> list[int]:
    """Rank by the least of the members' scores (O'Connor et al.: PolyLens, ECSCW 2001)."""
    return _best_by(group, lambda _, score: score, lambda scores: min(scores) if len(scores) == len(group) else 0.0)


def borda(_: Catalogue, group: Group) -> list[int]:
    """Rank by Borda counts of the members' lists."""
    return _best_by(group, lambda rank, _: _DEPTH + 1 - rank, sum)


def reciprocal_ranks(_: Catalogue, group: Group) -> list[int]:
    """Rank by reciprocal rank fusion of the members' lists (Cormack, Clarke and Buettcher, SIGIR 2009)."""
    return _best_by(group, lambda rank, _: 1 / (RECOMMENDER.rank_fusion_offset + rank), sum)


RULES: Mapping[str, Rule] = {
    "joined shelf": joined_shelf,
    "plain shelf": plain_shelf,
    "mean of scores": mean_of_scores,
    "least misery": least_misery,
    "Borda": borda,
    "reciprocal ranks": reciprocal_ranks,
}


def _held_out(data: Path, folder: Path) -> tuple[Catalogue, list[list[Member]]]:
    """Return the model of the other readers, and of each hiding the held-out readers with enough known books."""
    whole = read_dataset(DatasetFiles.found_in(data))
    dataset, joined, _ = leave_out(whole, join_editions(whole), ())
    works = gather_works(dataset, joined)
    held_out = readers_to_hold_out(works.ratings, _SEED)
    training = without_readers(dataset, held_out)
    build_from(training, folder)
    catalogue = Catalogue.open(folder)
    row_of = {source_id: book_row - 1 for source_id, book_row, _ in catalogue.editions()}
    rows = np.array([row_of[source_id] for source_id in dataset.editions["source_id"]], dtype=np.int64)
    questions = questions_for_readers(ratings_by_row(works, held_out, rows), catalogue.books_count(), _SEED, _HIDINGS)
    hidings: list[list[Member]] = []
    for hiding in range(_HIDINGS):
        shelves = range(hiding * len(held_out), (hiding + 1) * len(held_out))
        hidings.append([member for shelf in shelves if (member := _member(catalogue, questions, shelf))])
    return catalogue, hidings


def _member(catalogue: Catalogue, held_out: ForReader, shelf: int) -> Member | None:
    known = slice(*held_out.ratings.indptr[shelf : shelf + 2])
    entries = zip(held_out.ratings.indices[known].tolist(), held_out.ratings.data[known].tolist(), strict=True)
    stars = [ShelfEntry(work + 1, rating if rating > 0 else None) for work, rating in entries]
    weights = preference_weights(stars, catalogue.rating_scale)
    if len(weights) < STEPS.books_for_own_list:
        return None
    relevant = held_out.questions.relevant
    hidden = relevant.indices[slice(*relevant.indptr[shelf : shelf + 2])].tolist()
    ranked = list(islice(PersonalRanking(catalogue, weights).rows(), _DEPTH))
    return Member(weights, frozenset(work + 1 for work in hidden), ranked)


def _around_books(
    hidings: Sequence[Sequence[Member]], size: int, count: int, random: Random
) -> Iterator[tuple[int, Group]]:
    """Yield books with members from whom each is hidden, all of one hiding, as no reader is twice in a group."""
    readers: defaultdict[tuple[int, int], list[Member]] = defaultdict(list)
    for hiding, members in enumerate(hidings):
        for member in members:
            for row in member.hidden:
                readers[hiding, row].append(member)
    books = [key for key, found in readers.items() if len(found) >= size]
    for _ in range(count if books else 0):
        key = random.choice(books)
        yield key[1], random.sample(readers[key], size)


def _best_of_shelf(catalogue: Catalogue, weights: Mapping[int, float]) -> list[int]:
    return [row for row, _ in islice(PersonalRanking(catalogue, weights).rows(), _SHOWN)]


def _best_by(group: Group, value: Callable[[int, float], float], join: Callable[[list[float]], float]) -> list[int]:
    """Return the best books by values that join those of the members' lists."""
    taken = {row for member in group for row in member.weights}
    values: defaultdict[int, list[float]] = defaultdict(list)
    for member in group:
        for rank, (row, score) in enumerate(member.ranked, start=1):
            if score > 0 and row not in taken:
                values[row].append(value(rank, score))
    joined = {row: (join(found), sum(found)) for row, found in values.items()}
    return sorted(joined, key=lambda row: (*(-each for each in joined[row]), row))[:_SHOWN]


def _ndcg_of_members(ranked: Sequence[int], group: Group) -> list[float]:
    """Return nDCG@10 for each member who has a hidden like that no other member has read."""
    taken = {row for member in group for row in member.weights}
    return [_ndcg(ranked, hidden) for member in group if (hidden := member.hidden - taken)]


def _ndcg(ranked: Sequence[int], relevant: Collection[int]) -> float:
    gain = sum(_discounts()[position] for position, row in enumerate(ranked) if row in relevant)
    return gain / sum(_discounts()[: len(relevant)])


@cache
def _discounts() -> list[float]:
    return [1 / math.log2(position + 2) for position in range(_SHOWN)]


def _mean_and_error(values: Sequence[float]) -> str:
    if not values:
        return "none"
    return f"{fmean(values):.4f} (standard error {pstdev(values) / math.sqrt(len(values)):.4f})"
