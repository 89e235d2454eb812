"""The second stage of the ranking for a reader: a logistic regression puts the first books by the sum in a new order.

A sum of contributions says little of how they come about: one strong tie or many weak ones, an author whose other books
the reader liked, a candidate whose own neighbours are on the shelf. The features here say that, from what the model
holds anyway; model_build/rank/second_stage.py learns their weights by running this same code for the readers of a fold.

All features come from the books that the reader liked. Books with low stars have no part in what is learned: datasets
hold few of them, and their readers chose even those books. They lower a candidate's probability by the share of the
contributions that they take away.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from itertools import accumulate, compress
from math import exp, log, log1p, sqrt
from operator import mul
from typing import NamedTuple

from shelftalker.model.catalogue import BookFacts, SourceColumns
from shelftalker.recommend.contributions import Contributions


class SecondStageConfig(NamedTuple):
    """The numbers of the second stage.

    Attributes:
        candidates: Number of the first books by the sum that get a new order. On Book-Crossing 60 to 150 rank alike;
            on a synthetic dataset of longer shelves 150 gain 0.003 of nDCG@10, and take twice as long.
        hop_candidates: Number of the first candidates that stand for the shelf in the features of two hops.
        least_factor: Least factor of the probability of a candidate that low stars count against.
    """

    candidates: int = 80
    hop_candidates: int = 30
    least_factor: float = 0.05


SECOND_STAGE = SecondStageConfig()


class Features(NamedTuple):
    """The features of the candidates of a shelf, one value a candidate in each column, best candidate first.

    Sums and scores are given by their square roots, numbers of books by log(1 + n).

    A contribution is (preference weight) * (score) / (damped total of its source) * (rarity of the candidate), as in
    `PersonalRanking`; the damped total of a book is (the sum of its neighbours' scores)^`sharing_exponent`. A raw
    contribution is (preference weight) * (score) alone, which long shelves need.

    Attributes:
        total: Sum of the contributions.
        greatest: Greatest contribution.
        second: Second greatest contribution.
        third: Third greatest contribution.
        sources: Number of contributions.
        raw_total: Sum of the raw contributions.
        raw_greatest: Greatest raw contribution.
        raw_second: Second greatest raw contribution.
        raw_by_author: Sum of the raw contributions by books of the candidate's author.
        books_by_author: Number of liked books by that author on the shelf.
        years_between: log(1 + years) between the candidate and the mean of the shelf; 0 where unknown.
        popularity: Logarithm of the candidate's position by popularity.
        place: Logarithm of its place among the candidates.
        share_of_best: Its sum, as a share of the first candidate's.
        own_total: Sum of (preference weight) * (score) over the candidate's own neighbours that are on the shelf.
        own_share: That sum over the damped total of the candidate.
        own_sources: Number of those neighbours.
        hops: Sum of (sum of a candidate) * (score) over the first candidates that have this one as their neighbour.
        hops_back: The same over the first candidates that are among this one's neighbours.
        item_weights: Sum of the item weights from the shelf; negative where they count against the candidate.
    """

    total: list[float]
    greatest: list[float]
    second: list[float]
    third: list[float]
    sources: list[float]
    raw_total: list[float]
    raw_greatest: list[float]
    raw_second: list[float]
    raw_by_author: list[float]
    books_by_author: list[float]
    years_between: list[float]
    popularity: list[float]
    place: list[float]
    share_of_best: list[float]
    own_total: list[float]
    own_share: list[float]
    own_sources: list[float]
    hops: list[float]
    hops_back: list[float]
    item_weights: list[float]


class Candidates(NamedTuple):
    """The candidates for the first positions, best first by the sum.

    Attributes:
        rows: Their rows.
        features: Their features.
        factors: Factor of the probability of each: 1 where no low stars count against it.
    """

    rows: list[int]
    features: Features
    factors: list[float]


def describe_candidates(  # noqa: PLR0917
    ranked: Sequence[tuple[int, float]],
    weights: Mapping[int, float],
    contributions: Contributions,
    own: SourceColumns,
    facts: Mapping[int, BookFacts],
    item_weights: Mapping[int, float],
) -> Candidates:
    """Return the candidates of a shelf with their features.

    Column by column: a reader waits for this.

    Args:
        ranked: (book_row, sum) of the candidates, best first; every sum is above 0.
        weights: Preference weight of each book on the shelf.
        contributions: The contributions of the shelf's books by neighbours.
        own: The candidates' own neighbours.
        facts: Authors and years of the shelf's books and of the candidates.
        item_weights: Sum of the item weights from the shelf to each candidate that has any.
    """
    rows = [row for row, _ in ranked]
    position = {row: number for number, row in enumerate(rows)}
    from_shelf = _contributions_to(position, contributions, weights, facts)
    liked = {row: weight for row, weight in weights.items() if weight > 0}
    first_candidates = dict(ranked[: SECOND_STAGE.hop_candidates])
    from_own = _own_neighbours(first_candidates, position, own, liked, contributions.sharing_exponent)
    rarity = [row**contributions.rarity_exponent for row in rows]
    given = list(map(sum, from_shelf.values))
    best_values = [_first_three(values) for values in from_shelf.values]
    best_raw = [_first_three(raw) for raw in from_shelf.raw]
    books_by_author = Counter(facts[row].author_row for row in liked if row in facts)
    del books_by_author[None]
    by_item_weights = [item_weights.get(row, 0.0) for row in rows]
    features = Features(
        total=list(map(sqrt, map(mul, given, rarity))),
        greatest=[sqrt(first * factor) for (first, _, _), factor in zip(best_values, rarity, strict=True)],
        second=[sqrt(second * factor) for (_, second, _), factor in zip(best_values, rarity, strict=True)],
        third=[sqrt(third * factor) for (_, _, third), factor in zip(best_values, rarity, strict=True)],
        sources=[log1p(len(values)) for values in from_shelf.values],
        raw_total=list(map(sqrt, map(sum, from_shelf.raw))),
        raw_greatest=[sqrt(first) for first, _, _ in best_raw],
        raw_second=[sqrt(second) for _, second, _ in best_raw],
        raw_by_author=list(map(sqrt, from_shelf.raw_by_author)),
        books_by_author=[log1p(books_by_author[facts[row].author_row]) for row in rows],
        years_between=_years_between([facts[row].year for row in rows], liked, facts),
        popularity=list(map(log, rows)),
        place=list(map(log, range(1, len(rows) + 1))),
        share_of_best=[total / ranked[0][1] for _, total in ranked],
        own_total=list(map(sqrt, from_own.own_total)),
        own_share=list(map(sqrt, from_own.own_share)),
        own_sources=list(map(log1p, from_own.own_sources)),
        hops=list(map(sqrt, from_own.hops)),
        hops_back=list(map(sqrt, from_own.hops_back)),
        item_weights=[sqrt(total) if total >= 0 else -sqrt(-total) for total in by_item_weights],
    )
    factors = [
        max(1 - taken / total, SECOND_STAGE.least_factor) if taken and total else 1.0
        for taken, total in zip(from_shelf.taken_away, given, strict=True)
    ]
    return Candidates(rows, features, factors)


def reorder(candidates: Candidates, weights: Mapping[str, float]) -> list[tuple[int, float]]:
    """Return (book_row, probability that the reader will like it) of the candidates, best first.

    Args:
        candidates: The candidates.
        weights: The weight of each feature by its name, and "intercept".
    """
    logits = [weights["intercept"]] * len(candidates.rows)
    for name, column in zip(Features._fields, candidates.features, strict=True):
        weight = weights[name]
        logits = [logit + weight * value for logit, value in zip(logits, column, strict=True)]
    scored = [
        (row, factor / (1 + exp(min(-logit, 500.0))))
        for row, factor, logit in zip(candidates.rows, candidates.factors, logits, strict=True)
    ]
    scored.sort(key=lambda row_and_score: (-row_and_score[1], row_and_score[0]))
    return scored


class _FromShelf(NamedTuple):
    """Contributions of a shelf to each candidate, without the candidate's rarity.

    Attributes:
        values: Those above 0.
        raw: The same before the division by damped totals, in the same order.
        raw_by_author: The sum of those raw ones whose source is by the candidate's author.
        taken_away: The sum of those below 0, without its sign.
    """

    values: list[list[float]]
    raw: list[list[float]]
    raw_by_author: list[float]
    taken_away: list[float]


def _contributions_to(
    position: Mapping[int, int],
    contributions: Contributions,
    weights: Mapping[int, float],
    facts: Mapping[int, BookFacts],
) -> _FromShelf:
    """Return the contributions to each candidate."""
    values: list[list[float]] = [[] for _ in position]
    raw: list[list[float]] = [[] for _ in position]
    raw_by_author, taken_away = [0.0] * len(position), [0.0] * len(position)
    authors = [facts[row].author_row for row in position]
    sources = [(weights[row], facts[row].author_row) for row in contributions.sources]
    targets, scores = contributions.columns.rows, contributions.columns.values
    for entry in _entries_of(position, targets):
        number, source = position[targets[entry]], bisect_right(contributions.starts, entry) - 1
        value, (weight, author) = contributions.shares[source] * scores[entry], sources[source]
        if weight < 0:
            taken_away[number] -= value
            continue
        values[number].append(value)
        raw[number].append(weight * scores[entry])
        if author is not None and author == authors[number]:
            raw_by_author[number] += weight * scores[entry]
    return _FromShelf(values, raw, raw_by_author, taken_away)


def _entries_of(chosen: Container[int], targets: Sequence[int]) -> list[int]:
    """Return the positions of the chosen targets, among the hundreds of thousands of a long shelf."""
    return list(compress(range(len(targets)), map(chosen.__contains__, targets)))


def _first_three(values: list[float]) -> tuple[float, float, float]:
    """Return the three greatest of some values, 0 for those that are missing."""
    if len(values) == 1:
        return values[0], 0.0, 0.0
    first, second, third, *_ = [*sorted(values, reverse=True), 0.0, 0.0, 0.0]
    return first, second, third


class _FromOwnNeighbours(NamedTuple):
    """The features of each candidate that its own neighbours give, before their root and logarithm."""

    own_total: list[float]
    own_share: list[float]
    own_sources: list[int]
    hops: list[float]
    hops_back: list[float]


def _own_neighbours(
    first: Mapping[int, float],
    position: Mapping[int, int],
    own: SourceColumns,
    liked: Mapping[int, float],
    sharing_exponent: float,
) -> _FromOwnNeighbours:
    """Return the features that the candidates' own neighbours give.

    Args:
        first: The sum of each of the first candidates, by row.
        position: The position of each candidate, by row.
        own: The candidates' own neighbours.
        liked: The preference weights of the liked books on the shelf, by row.
        sharing_exponent: Of the damped total of a book.
    """
    zeros = [0.0] * len(position)
    found = _FromOwnNeighbours(zeros[:], zeros[:], [0] * len(position), zeros[:], zeros[:])
    targets, scores, starts = own.columns.rows, own.columns.values, [0, *accumulate(own.columns.counts)]
    numbers = [position[row] for row in own.sources]
    telling = {*first, *liked}
    for entry in _entries_of(telling, targets):
        number, target, score = numbers[bisect_right(starts, entry) - 1], targets[entry], scores[entry]
        if target in first:
            found.hops_back[number] += first[target] * score
        else:  # No candidate is on the shelf.
            found.own_total[number] += liked[target] * score
            found.own_sources[number] += 1
    for row, number, start, end in zip(own.sources, numbers, starts, starts[1:], strict=False):
        if found.own_total[number]:
            found.own_share[number] = found.own_total[number] / sum(scores[start:end]) ** sharing_exponent
        if row in first:
            total = first[row]
            for target, score in zip(targets[start:end], scores[start:end], strict=True):
                if target in position:
                    found.hops[position[target]] += total * score
    return found


def _years_between(
    years: Sequence[int | None], liked: Mapping[int, float], facts: Mapping[int, BookFacts]
) -> list[float]:
    """Return log(1 + years) between each year and the mean of the liked books by their weights; 0 where unknown."""
    dated = [(weight, facts[row].year) for row, weight in liked.items() if row in facts]
    known = [(weight, year) for weight, year in dated if year is not None]
    if not known:
        return [0.0] * len(years)
    mean = sum(weight * year for weight, year in known) / sum(weight for weight, _ in known)
    return [0.0 if year is None else log1p(abs(year - mean)) for year in years]
