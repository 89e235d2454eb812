"""The second stage of the ranking for a reader: a logistic regression puts the first books by the sum in a new order.

A sum of contributions says little of how they come about: one strong tie or many weak ones, an author whose other books
the reader liked, a candidate whose own neighbours are on the shelf. The features here say that, from what the model
holds anyway; model_build/rank/second_stage.py learns their weights by running this same code for the readers of a fold.

All features come from the books that the reader liked. Books with low stars have no part in what is learned: datasets
hold few of them, and their readers chose even those books. They lower a candidate's probability by the share of the
contributions that they take away.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import exp, log, log1p, sqrt
from operator import mul
from typing import NamedTuple, Protocol

from shelftalker.model.catalogue import BookFacts, SourceColumns
from shelftalker.model.packing import Columns


class SecondStageConfig(NamedTuple):
    """The numbers of the second stage.

    Attributes:
        candidates: Number of the first books by the sum that get a new order.
        hop_candidates: Number of the first candidates that stand for the shelf in the features of two hops.
        least_factor: Least factor of the probability of a candidate that low stars count against.
    """

    candidates: int = 150
    hop_candidates: int = 30
    least_factor: float = 0.05


SECOND_STAGE = SecondStageConfig()


class Features(NamedTuple):
    """The features of a candidate. Sums and scores are given by their square roots, numbers of books by log(1 + n).

    A contribution is (preference weight) * (score) / (loudness of its source) * (rarity of the candidate), as in
    `PersonalRanking`; a raw contribution is (preference weight) * (score) alone, which long shelves need.

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
        own_share: That sum over the loudness of the candidate.
        own_sources: Number of those neighbours.
        hops: Sum of (sum of a candidate) * (score) over the first candidates that have this one as their neighbour.
        hops_back: The same over the first candidates that are among this one's neighbours.
        item_weights: Sum of the item weights from the shelf; negative where they count against the candidate.
    """

    total: float
    greatest: float
    second: float
    third: float
    sources: float
    raw_total: float
    raw_greatest: float
    raw_second: float
    raw_by_author: float
    books_by_author: float
    years_between: float
    popularity: float
    place: float
    share_of_best: float
    own_total: float
    own_share: float
    own_sources: float
    hops: float
    hops_back: float
    item_weights: float


class Contributions(Protocol):
    """The contributions of the books of a shelf to others, see personal_ranking.py."""

    @property
    def sources(self) -> list[int]:
        """The rows of the shelf's books."""

    @property
    def shares(self) -> list[float]:
        """The factor of each source: its preference weight over its loudness."""

    @property
    def columns(self) -> Columns:
        """The targets and their scores, one source after the other."""

    @property
    def starts(self) -> list[int]:
        """The position of each source's first entry in the columns, and the number of all."""

    @property
    def rarity_exponent(self) -> float:
        """A contribution counts (position by popularity of its target)^this times."""

    @property
    def sharing_exponent(self) -> float:
        """The loudness of a source is (the sum of its neighbours' scores)^this."""


class Candidate(NamedTuple):
    """A candidate for the first positions.

    Attributes:
        book_row: Its row.
        features: See `Features`.
        factor: Factor of its probability, 1 where no low stars count against it.
    """

    book_row: int
    features: Features
    factor: float


def describe_candidates(  # noqa: PLR0917
    ranked: Sequence[tuple[int, float]],
    weights: Mapping[int, float],
    contributions: Contributions,
    own: SourceColumns,
    facts: Mapping[int, BookFacts],
    item_weights: Mapping[int, float],
) -> list[Candidate]:
    """Return the candidates of a shelf with their features.

    Args:
        ranked: (book_row, sum) of the candidates, best first; every sum is above 0.
        weights: Preference weight of each book on the shelf.
        contributions: The contributions of the shelf's books by neighbours.
        own: The candidates' own neighbours.
        facts: Authors and years of the shelf's books and of the candidates.
        item_weights: Sum of the item weights from the shelf to each candidate that has any.
    """
    position = {row: number for number, (row, _) in enumerate(ranked)}
    of_shelf = _contributions_to(position, weights, contributions, facts)
    between = _hops(ranked, position, weights, own, contributions.sharing_exponent)
    books_by_author = _liked_books_by_author(weights, facts)
    year = _mean_year(weights, facts)
    best = ranked[0][1] if ranked else 1.0
    candidates = []
    for number, (row, total) in enumerate(ranked):
        values, raw, raw_by_author, taken_away = of_shelf[number]
        rarity = row**contributions.rarity_exponent
        first, second, third, *_ = [*sorted(values, reverse=True), 0.0, 0.0, 0.0]
        raw_first, raw_second, *_ = [*sorted(raw, reverse=True), 0.0, 0.0]
        given = sum(values)
        own_total, own_share, own_sources, hops, hops_back = between[number]
        author, year_of_book = facts[row]
        by_item_weights = item_weights.get(row, 0.0)
        candidates.append(
            Candidate(
                row,
                Features(
                    sqrt(given * rarity),
                    sqrt(first * rarity),
                    sqrt(second * rarity),
                    sqrt(third * rarity),
                    log1p(len(values)),
                    sqrt(sum(raw)),
                    sqrt(raw_first),
                    sqrt(raw_second),
                    sqrt(raw_by_author),
                    log1p(books_by_author.get(author, 0)) if author is not None else 0.0,
                    log1p(abs(year_of_book - year)) if year_of_book is not None and year is not None else 0.0,
                    log(row),
                    log(number + 1),
                    total / best,
                    sqrt(own_total),
                    sqrt(own_share),
                    log1p(own_sources),
                    sqrt(hops),
                    sqrt(hops_back),
                    sqrt(by_item_weights) if by_item_weights >= 0 else -sqrt(-by_item_weights),
                ),
                max(1 - taken_away / given, SECOND_STAGE.least_factor) if given else 1.0,
            )
        )
    return candidates


def reorder(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> list[tuple[int, float]]:
    """Return (book_row, probability that the reader will like it) of the candidates, best first.

    Args:
        candidates: The candidates.
        weights: The weight of each feature by its name, and "intercept".
    """
    intercept = weights["intercept"]
    by_feature = [weights[name] for name in Features._fields]
    scored = []
    for candidate in candidates:
        logit = intercept + sum(map(mul, by_feature, candidate.features))
        scored.append((candidate.book_row, candidate.factor / (1 + exp(min(-logit, 500.0)))))
    scored.sort(key=lambda row_and_score: (-row_and_score[1], row_and_score[0]))
    return scored


class _OfShelf(NamedTuple):
    """Contributions of a shelf to one candidate, without its rarity.

    Attributes:
        values: Those above 0.
        raw: The same before loudness, in the same order.
        raw_by_author: The sum of those raw ones whose source is by the candidate's author.
        taken_away: The sum of those below 0, without its sign.
    """

    values: list[float]
    raw: list[float]
    raw_by_author: float
    taken_away: float


def _contributions_to(
    position: Mapping[int, int],
    weights: Mapping[int, float],
    contributions: Contributions,
    facts: Mapping[int, BookFacts],
) -> list[_OfShelf]:
    """Return the contributions to each candidate, in the order of the candidates."""
    values: list[list[float]] = [[] for _ in position]
    raw: list[list[float]] = [[] for _ in position]
    raw_by_author, taken_away = [0.0] * len(position), [0.0] * len(position)
    authors = [facts[row].author_row for row in position]
    targets, scores = contributions.columns.rows, contributions.columns.values
    spans = zip(contributions.sources, contributions.shares, pairwise(contributions.starts), strict=True)
    for source, share, (start, end) in spans:
        weight, author = weights[source], facts[source].author_row
        for target, score in zip(targets[start:end], scores[start:end], strict=True):
            if target in position:
                number = position[target]
                if weight < 0:
                    taken_away[number] -= share * score
                    continue
                values[number].append(share * score)
                raw[number].append(weight * score)
                if author is not None and author == authors[number]:
                    raw_by_author[number] += weight * score
    return list(map(_OfShelf, values, raw, raw_by_author, taken_away))


class _Hops(NamedTuple):
    """What the neighbours of candidates say of one candidate, see `Features`."""

    own_total: float
    own_share: float
    own_sources: int
    hops: float
    hops_back: float


def _hops(
    ranked: Sequence[tuple[int, float]],
    position: Mapping[int, int],
    weights: Mapping[int, float],
    own: SourceColumns,
    sharing_exponent: float,
) -> list[_Hops]:
    """Return what the candidates' own neighbours say, in the order of the candidates."""
    first = dict(ranked[: SECOND_STAGE.hop_candidates])
    own_totals, own_shares, own_counts = [0.0] * len(ranked), [0.0] * len(ranked), [0] * len(ranked)
    hops, hops_back = [0.0] * len(ranked), [0.0] * len(ranked)
    spans = pairwise([0, *accumulate(own.columns.counts)])
    for row, (start, end) in zip(own.sources, spans, strict=True):
        number, total_of_row = position[row], first.get(row, 0.0)
        scores = own.columns.values[start:end]
        for target, score in zip(own.columns.rows[start:end], scores, strict=True):
            if target in first:
                hops_back[number] += first[target] * score
            if total_of_row and target in position:
                hops[position[target]] += total_of_row * score
            if target in weights and weights[target] > 0:
                own_totals[number] += weights[target] * score
                own_counts[number] += 1
        if own_totals[number]:
            own_shares[number] = own_totals[number] / sum(scores) ** sharing_exponent
    return list(map(_Hops, own_totals, own_shares, own_counts, hops, hops_back))


def _liked_books_by_author(weights: Mapping[int, float], facts: Mapping[int, BookFacts]) -> Counter[int | None]:
    """Return the number of liked books on the shelf by each author."""
    return Counter(facts[row].author_row for row, weight in weights.items() if weight > 0 and row in facts)


def _mean_year(weights: Mapping[int, float], facts: Mapping[int, BookFacts]) -> float | None:
    """Return the mean year of the liked books, by their weights; None where none is known."""
    years = [(weight, facts[row].year) for row, weight in weights.items() if weight > 0 and row in facts]
    known = [(weight, year) for weight, year in years if year is not None]
    return sum(weight * year for weight, year in known) / sum(weight for weight, _ in known) if known else None
