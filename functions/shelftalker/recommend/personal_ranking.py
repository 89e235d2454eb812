"""The ranking of all books for a reader, from the books on their shelf."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.contributions import (
    Contributions,
    ShelfEntry,
    ShelfEvidence,
    preference_weights,
    read_contributions,
    sum_scores,
)
from shelftalker.recommend.reasons import FromShelf, Recommendation
from shelftalker.recommend.recommender import RECOMMENDER, vary_authors
from shelftalker.recommend.second_stage import SECOND_STAGE, Candidates, describe_candidates, reorder
from shelftalker.recommend.series import SeriesReader, order_series_at_head

if TYPE_CHECKING:
    from shelftalker.recommend.filters import Filters


class PersonalRankingConfig(NamedTuple):
    """The numbers of the ranking.

    Attributes:
        books_read_at_once: Number of books that are read from the model at once, until enough can be shown.
        most_sources: Most books of a shelf that contribute, the most read ones: of those it is known best what goes
            with them. A reader's shelf of 2,768 books ranks better by 1,000 of them than by all (nDCG@10 0.75 and
            0.69), and by as many at random worse (0.52); 10,000 books would take three times as long.
    """

    books_read_at_once: int = 50
    most_sources: int = 2000


PERSONAL_RANKING = PersonalRankingConfig()


class PersonalRanking:
    """All books that are not on a shelf, best first for its reader; iterating reads only as many as are taken.

    Each book of the shelf has a preference weight, from 1 for the best rating to below 0. It contributes to each of
    its neighbours in proportion to their scores, divided by (the sum of those scores)^0.7, and a book's score is the
    sum of the contributions to it, times (its position by popularity)^0.15. So a bestseller neither drowns the other
    books of a shelf nor is in every list, and a disliked book pushes its neighbours away. Where readers rate many
    books, the model also has item weights (model_build/rank/item_weights.py), whose contributions are added. Where all
    of these run out, popular books follow, and then the others by popularity, those pushed away last.
    """

    def __init__(self, catalogue: Catalogue, weights: Mapping[int, float], open_rows: Collection[int] = ()) -> None:
        """Rank for the books of a shelf.

        Args:
            catalogue: The model.
            weights: Preference weight of each book on the shelf, by book_row; 0 for one that only must not be shown.
            open_rows: Rows of books of the shelf that are ranked all the same, by what the others say for them.
        """
        self._catalogue = catalogue
        self._known_rows = weights.keys() - set(open_rows)
        self._weights = contributing_weights(weights)
        self._contributions = read_contributions(catalogue, self._weights)
        self._scores = sum_scores(self._contributions)
        self._first = self._in_new_order() if catalogue.second_stage else []

    def __iter__(self) -> Iterator[Recommendation]:
        """Yield the books, best first, without reasons."""
        ranked = self.rows()
        while batch := list(islice(ranked, PERSONAL_RANKING.books_read_at_once)):
            books = self._catalogue.books([row for row, _ in batch])
            yield from (Recommendation(books[row], score) for row, score in batch)

    def rows(self) -> Iterator[tuple[int, float]]:
        """Yield (book_row, score) of the books, best first, without reading the books."""
        return chain(self._first, self._others())

    def explain(self, recommendations: Iterable[Recommendation]) -> list[Recommendation]:
        """Return recommendations of this ranking with the book of the shelf that contributes most as their reason.

        Those that no book contributes to keep no reason.
        """
        shown = list(recommendations)
        sources = self._strongest_sources({each.book.book_row for each in shown if each.score > 0})
        books = self._catalogue.books(set(sources.values())) if sources else {}
        return [
            each._replace(reason=FromShelf(books[sources[each.book.book_row]]))
            if each.book.book_row in sources
            else each
            for each in shown
        ]

    def _in_new_order(self) -> list[tuple[int, float]]:
        """Return the first books by the sum in the order of the second stage, with their probabilities as scores."""
        candidates = _describe_best(self._catalogue, self._weights, self._contributions, self._scores, self._known_rows)
        return reorder(candidates, self._catalogue.second_stage) if candidates.rows else []

    def _others(self) -> Iterator[tuple[int, float]]:
        """Yield the books that the second stage did not order, best first, with scores below those of the others.

        They are sorted when the first of them is needed: most lists end before.
        """
        first = dict(self._first)
        # Negative scores: tuples sort in half the time that a key function takes.
        scored = [
            (-score, row)
            for row, score in self._scores.items()
            if score and row not in self._known_rows and row not in first
        ]
        scored.sort()
        factor = self._first[-1][1] / min(self._scores[row] for row in first) if first else 1.0
        yield from ((row, -negative * factor) for negative, row in scored if negative < 0)
        for row in _rows_by_popularity(self._catalogue):
            if row not in self._known_rows and not self._scores.get(row):
                yield row, 0.0
        yield from ((row, -negative * factor) for negative, row in scored if negative > 0)

    def _strongest_sources(self, targets: set[int]) -> dict[int, int]:
        """Return the row of the shelf's book with the greatest positive contribution to each of some books, by row."""
        strongest: dict[int, tuple[float, int]] = {}
        for contributions in self._contributions if targets else ():
            for row, (value, source) in contributions.greatest(targets).items():
                damped = value * row**contributions.rarity_exponent
                if damped > strongest.get(row, (0.0, 0))[0]:
                    strongest[row] = damped, source
        return {row: source for row, (_, source) in strongest.items()}


def contributing_weights(weights: Mapping[int, float], most_sources: int | None = None) -> dict[int, float]:
    """Return the weights of the books of a shelf that contribute, by row: the most read ones, at most so many."""
    weighted = sorted((row, weight) for row, weight in weights.items() if weight)
    return dict(weighted[: most_sources or PERSONAL_RANKING.most_sources])


def personal_books(
    catalogue: Catalogue,
    shelf: Iterable[ShelfEntry],
    limit: int = RECOMMENDER.recommendations,
    filters: "Filters | None" = None,
) -> list[Recommendation]:
    """Return the books to show the reader of a shelf: as `rank_for_reader`, series in order, by varied authors."""
    shelf = list(shelf)
    ranking = PersonalRanking(catalogue, preference_weights(shelf, catalogue.rating_scale))
    reader = SeriesReader(
        read_rows=frozenset(entry.book_row for entry in shelf if entry.stars is not None or not entry.dismissed),
        other_rows=frozenset(entry.book_row for entry in shelf if entry.stars is None and entry.dismissed),
    )
    ordered = order_series_at_head(catalogue, ranking, reader)
    ordered = filters.keep(ordered) if filters else ordered
    return ranking.explain(islice(vary_authors(ordered, catalogue.author_factor), limit))


def rank_for_reader(
    catalogue: Catalogue, shelf: Iterable[ShelfEntry], limit: int, filters: "Filters | None" = None
) -> list[Recommendation]:
    """Return the best books for the reader of a shelf, best first, however many are by one author.

    This is the ranking that an evaluation measures; `personal_books` is the part of it that the bot shows. Never
    contains a book of the shelf. Shorter than `limit` only where the catalogue has too few other books.
    """
    ranking = PersonalRanking(catalogue, preference_weights(shelf, catalogue.rating_scale))
    return ranking.explain(islice(filters.keep(ranking) if filters else ranking, limit))


def describe_shelf(evidence: ShelfEvidence, weights: Mapping[int, float]) -> Candidates:
    """Return the first books by the sum for a shelf, best first, with the features that the second stage goes by.

    Args:
        evidence: The model, or what a model that is not yet built would say.
        weights: Preference weight of each book on the shelf, by book_row.
    """
    contributions = read_contributions(evidence, weights)
    return _describe_best(evidence, weights, contributions, sum_scores(contributions), weights.keys())


def _describe_best(
    evidence: ShelfEvidence,
    weights: Mapping[int, float],
    contributions: Sequence[Contributions],
    scores: Mapping[int, float],
    known_rows: Collection[int],
) -> Candidates:
    """Return the first books by their scores that are not known, best first, with their features."""
    found = ((-score, row) for row, score in scores.items() if score > 0 and row not in known_rows)
    best = [(row, -negative) for negative, row in nsmallest(SECOND_STAGE.candidates, found)]
    rows = [row for row, _ in best]
    neighbours, *item_weights = contributions
    by_item_weights = item_weights[0].sum_by_row() if item_weights else []
    return describe_candidates(
        best,
        weights,
        neighbours,
        evidence.neighbour_columns(rows),
        evidence.book_facts([*weights, *rows]),
        {row: by_item_weights[row] for row in rows if row < len(by_item_weights)},
    )


def _rows_by_popularity(catalogue: Catalogue) -> Iterator[int]:
    """Yield every row once: the books that most readers liked, then those that most have read."""
    popular = dict.fromkeys(catalogue.popular_rows())
    yield from popular
    yield from (row for row in range(1, catalogue.books_count() + 1) if row not in popular)
