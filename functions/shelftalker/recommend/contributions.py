"""Contributions of the books on a shelf to other books: the evidence that books are ranked by for a reader."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol

from shelftalker.model.catalogue import BookFacts, SourceColumns
from shelftalker.model.packing import Columns


class ContributionConfig(NamedTuple):
    """The numbers of the preference weights and contributions.

    Attributes:
        neutral_rating: Share of the rating scale, 0 to 1, from which a rating counts for a book's neighbours. It lies a
            little under the middle, between two and three of five stars: readers choose what they expect to like, so
            even a middling book says something for its neighbours. On Book-Crossing a lower point ranks a little better
            (nDCG@10 0.110 at 0.2, 0.109 here), but then two stars would count for a book.
        unrated_weight: Preference weight of a book that was read and not rated: for the same reason as much as a usual
            rating, seven of ten.
        sharing_exponent: A book of the shelf shares out (the sum of its neighbours' scores)^(1 - this). With 0 a
            bestseller, tied strongly to many books and to none in particular, would drown the others; with 1 a book
            with weak ties would count as much as any.
        rarity_exponent: A contribution counts (position by popularity of its target)^this times: everybody's books are
            near to everything. On Book-Crossing, three splits, a sharing exponent of 0.5 to 0.7 and a rarity exponent
            of 0.1 to 0.2 stay within 0.003 of nDCG@10, whether the scores are damped co-occurrence (0.108; 0.091
            without the two) or learned shares of readers (0.100; 0.091).
    """

    neutral_rating: float = 0.45
    unrated_weight: float = 0.45
    sharing_exponent: float = 0.7
    rarity_exponent: float = 0.15


CONTRIBUTIONS = ContributionConfig()


class ShelfEntry(NamedTuple):
    """A book that a reader rated, read, wants to read or does not want to see.

    Attributes:
        book_row: Its row in the model.
        stars: The rating, more than 0, on the catalogue's `rating_scale`; None where the reader read the book, or
            wants to, and gave no rating.
        dismissed: The reader asked not to be shown the book. That tells nothing of its neighbours: it may be owned,
            given away or merely the wrong time; who dislikes a book can rate it.
    """

    book_row: int
    stars: float | None
    dismissed: bool = False


def preference_weight(stars: float | None, rating_scale: int) -> float:
    """Return the weight of a shelf's book: 1 for the best rating, below 0 for those under the middle of the scale.

    Args:
        stars: The rating, or None for a book that was read and not rated.
        rating_scale: The best rating.
    """
    if stars is None:
        return CONTRIBUTIONS.unrated_weight
    return (stars / rating_scale - CONTRIBUTIONS.neutral_rating) / (1 - CONTRIBUTIONS.neutral_rating)


def preference_weights(shelf: Iterable[ShelfEntry], rating_scale: int) -> dict[int, float]:
    """Return the weight of each book of a shelf, by row; the last rating of a book counts, whatever else stands."""
    weights: dict[int, float] = {}
    for entry in shelf:
        if entry.stars is not None:
            weights[entry.book_row] = preference_weight(entry.stars, rating_scale)
        else:
            weights.setdefault(entry.book_row, 0.0 if entry.dismissed else preference_weight(None, rating_scale))
    return weights


class ShelfEvidence(Protocol):
    """A model's evidence about the books on a shelf and about the candidates that they bring."""

    def contribution_columns(self, book_rows: Collection[int]) -> tuple[SourceColumns, SourceColumns]:
        """Return the neighbours of some books, and the item weights from those that have any."""

    def neighbour_columns(self, book_rows: Collection[int]) -> SourceColumns:
        """Return the neighbours of some books."""

    def book_facts(self, book_rows: Collection[int]) -> dict[int, BookFacts]:
        """Return the author and the year of some books, by row."""


class Contributions(NamedTuple):
    """Contributions of the books of a shelf to others: (share of the source) * (score or weight in the model).

    Attributes:
        sources: The rows of the shelf's books.
        shares: The factor of each source.
        columns: The targets and the scores or weights, one source after the other.
        starts: The position of each source's first entry in the columns, and the number of all.
        rarity_exponent: A contribution counts (position by popularity of its target)^this times.
        sharing_exponent: The share of a source is divided by (the sum of its scores)^this.
    """

    sources: list[int]
    shares: list[float]
    columns: Columns
    starts: list[int]
    rarity_exponent: float = 0.0
    sharing_exponent: float = 0.0

    def sum_by_row(self) -> list[float]:
        """Return the sum of the contributions to each book, by row; 0 for others."""
        targets, values = self.columns.rows, self.columns.values
        # A list: the innermost statement takes half as long as with a dict, and runs 20 times for each book of a shelf.
        sums = [0.0] * (max(targets, default=0) + 1)
        for share, start, end in zip(self.shares, self.starts, self.starts[1:], strict=False):
            for target, value in zip(targets[start:end], values[start:end], strict=True):
                sums[target] += share * value
        return sums

    def greatest(self, targets: set[int]) -> dict[int, tuple[float, int]]:
        """Return the greatest positive contribution to each of some books and its source, by row.

        The sources come in the order of their greatest contributions, until none can exceed those found.
        """
        values = self.columns.values
        # Best first, so that a source's greatest contribution is its first, or its last where its share is negative.
        bounds = [
            max(share * values[start], share * values[end - 1]) if start < end else 0.0
            for share, start, end in zip(self.shares, self.starts, self.starts[1:], strict=False)
        ]
        greatest: dict[int, tuple[float, int]] = {}
        for number in sorted(range(len(bounds)), key=bounds.__getitem__, reverse=True):
            if bounds[number] <= 0 or (len(greatest) == len(targets) and bounds[number] < min(greatest.values())[0]):
                break
            start = self.starts[number]
            span = self.columns.rows[start : self.starts[number + 1]]
            for row in targets.intersection(span):
                value = self.shares[number] * values[start + span.index(row)]
                if value > greatest.get(row, (0.0, 0))[0]:
                    greatest[row] = value, self.sources[number]
        return greatest


def read_contributions(evidence: ShelfEvidence, weights: Mapping[int, float]) -> list[Contributions]:
    """Return the contributions of the books of a shelf by neighbours, and by item weights where there are any."""
    neighbours, item_weights = evidence.contribution_columns([row for row, weight in weights.items() if weight])
    contributions = [_neighbour_contributions(*neighbours, weights)]
    if item_weights.sources:
        contributions.append(_item_weight_contributions(*item_weights, weights))
    return contributions


def sum_scores(contributions: Iterable[Contributions]) -> dict[int, float]:
    """Return the sum of all contributions to each book, by row."""
    totals: defaultdict[int, float] = defaultdict(float)
    for each in contributions:
        sums, targets = each.sum_by_row(), each.columns.rows
        for row in range(len(sums)) if len(sums) < len(targets) else set(targets):
            if sums[row]:
                totals[row] += sums[row] * row**each.rarity_exponent
    return totals


def _neighbour_contributions(sources: list[int], neighbours: Columns, weights: Mapping[int, float]) -> Contributions:
    """Return the contributions by neighbours: in proportion to their scores, damped by their sum."""
    starts = [0, *accumulate(neighbours.counts)]
    totals = [sum(neighbours.values[start:end]) for start, end in pairwise(starts)]
    shares = [
        # Without a score nothing is known of the two books but that they share a year.
        weights[source] / total**CONTRIBUTIONS.sharing_exponent if total else 0.0
        for source, total in zip(sources, totals, strict=True)
    ]
    return Contributions(
        sources,
        shares,
        neighbours,
        starts,
        CONTRIBUTIONS.rarity_exponent,
        CONTRIBUTIONS.sharing_exponent,
    )


def _item_weight_contributions(
    sources: list[int], item_weights: Columns, weights: Mapping[int, float]
) -> Contributions:
    """Return the contributions by item weights: each times the preference weight of its source."""
    shares = [weights[source] for source in sources]
    return Contributions(sources, shares, item_weights, [0, *accumulate(item_weights.counts)])
