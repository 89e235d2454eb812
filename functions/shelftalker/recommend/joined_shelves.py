"""Books for several people at once, from their shelves joined into one, and the number of people each book fits.

The shelves are joined rather than the lists of recommendations (aggregation of profiles, not of predictions: Masthoff,
Group Recommender Systems, in the Recommender Systems Handbook, 2015). infra/docs/quality.md has the figures beside
averages, least misery, Borda counts and reciprocal ranks of the people's own lists.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from math import sqrt
from statistics import fmean, median
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.contributions import read_contributions, sum_scores
from shelftalker.recommend.personal_ranking import PersonalRanking, contributing_weights
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER, vary_authors
from shelftalker.recommend.series import SeriesReader, order_series_at_head
from shelftalker.recommend.several_books import weights_of_shelf
from shelftalker.recommend.steps import STEPS, series_reader
from shelftalker.shelf.known_books import KnownBooks


class JoinedShelvesConfig(NamedTuple):
    """The numbers of the joining.

    Attributes:
        least_tastes: Fewest people whose shelves tell a taste.
        own_sources: Number of books of one person's shelf, the most read ones, by which it is told what fits them; a
            hundred people wait for one answer.
    """

    least_tastes: int = 2
    own_sources: int = 300


JOINED_SHELVES = JoinedShelvesConfig()


class JoinedBook(NamedTuple):
    """A book for several people.

    Attributes:
        book: The book.
        fits: Number of people that it fits.
        of: Number of people whose shelves tell their taste.
    """

    book: Book
    fits: int
    of: int


class JoinedList(NamedTuple):
    """The books for several people, with as much of the people as may be told.

    Attributes:
        people: Number of people.
        with_taste: Number of those whose shelves tell their taste.
        unread: Number of those whose shelves can't be read now.
        books: The books, best first.
    """

    people: int
    with_taste: int
    unread: int
    books: tuple[JoinedBook, ...]


class _Taste(NamedTuple):
    """The taste of one person.

    Attributes:
        known: Their shelf.
        weights: Preference weight of each of its books, by row.
        scores: Sum of the contributions of its books to each book, also to those on it, by row.
        least_score: Least score of a book that fits.
    """

    known: KnownBooks
    weights: Mapping[int, float]
    scores: Mapping[int, float]
    least_score: float

    @classmethod
    def of(cls, catalogue: Catalogue, known: KnownBooks) -> "_Taste":
        """Return the taste that a shelf tells.

        The least score is the median of those that the books the person likes have from the rest of the shelf: a book
        fits if the shelf says as much for it as for half of them. No book contributes to itself, so each of these is
        what the ranking would have known without it; as in conformal prediction (Vovk, Gammerman and Shafer,
        Algorithmic Learning in a Random World, 2005), the threshold is the person's own, and none is set for a dataset.
        """
        weights = weights_of_shelf(catalogue, known)
        sources = contributing_weights(weights, JOINED_SHELVES.own_sources)
        scores = sum_scores(read_contributions(catalogue, sources))
        liked = [scores.get(row, 0.0) for row, weight in sources.items() if weight > 0]
        return cls(known, weights, scores, median(liked) if liked else 0.0)

    def fits(self, book: Book) -> bool:
        """Return whether a book fits the person, as one that they want to read does in any case."""
        score = self.scores.get(book.book_row, 0.0)
        return self.known.is_wanted(book) or (score > 0 and score >= self.least_score and self.known.is_readable(book))


def has_taste(known: KnownBooks) -> bool:
    """Return whether a shelf tells the taste of its reader: it holds as many books as a list of their own takes."""
    return known.preference_count >= STEPS.books_for_own_list


def joined_list(
    catalogue: Catalogue, shelves: Sequence[KnownBooks], count: int = RECOMMENDER.recommendations
) -> JoinedList:
    """Return the books for several people, see `joined_books`, with the numbers of the people."""
    return JoinedList(
        people=len(shelves),
        with_taste=sum(map(has_taste, shelves)),
        unread=sum(not known.is_available for known in shelves),
        books=tuple(joined_books(catalogue, shelves, count)),
    )


def joined_books(
    catalogue: Catalogue, shelves: Sequence[KnownBooks], count: int = RECOMMENDER.recommendations
) -> list[JoinedBook]:
    """Return the books that suit most of some people, best first, series in order, by varied authors.

    A book that any of them rated or dismissed is none of them, nor is one that fits nobody; one that somebody wants to
    read may be. More than half
    of the people have to read the language of a book, as far as it is known.

    Args:
        catalogue: The model.
        shelves: The people's shelves in its rows; those that tell no taste only keep away what is rated or dismissed.
        count: Most books.

    Returns:
        Fewer books where the shelves say no good of more. None where fewer than two shelves tell a taste: the list
        would show that of one person.
    """
    tastes = [_Taste.of(catalogue, known) for known in shelves if has_taste(known)]
    if len(tastes) < JOINED_SHELVES.least_tastes:
        return []
    taken = {
        row for known in shelves for row, entry in known.by_row.items() if entry.stars is not None or entry.dismissed
    }
    weights = dict.fromkeys(taken, 0.0) | joined_weights([taste.weights for taste in tastes])
    ranking = PersonalRanking(catalogue, weights, weights.keys() - taken)
    # What scores nothing is popular, and nothing more.
    ranked = takewhile(lambda each: each.score > 0, ranking)
    ordered = order_series_at_head(catalogue, _in_their_languages(ranked, tastes), _series_reader(shelves, taken))
    varied = vary_authors(ordered, catalogue.author_factor)
    counted = (JoinedBook(each.book, sum(taste.fits(each.book) for taste in tastes), len(tastes)) for each in varied)
    return list(islice((each for each in counted if each.fits), count))


def joined_weights(shelves: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Return the weight of each book on any of some shelves: the sum of its weights there, the shelves made more equal.

    A shelf's weights are divided by the square root of their sum, and multiplied by that of the mean shelf. As they
    stand, someone with 500 books would decide alone; divided by the whole sum, three books would say as much as those.
    """
    totals = [sum(map(abs, weights.values())) or 1.0 for weights in shelves]
    joined: defaultdict[int, float] = defaultdict(float)
    for weights, total in zip(shelves, totals, strict=True):
        factor = sqrt(fmean(totals) / total)
        for row, weight in weights.items():
            joined[row] += weight * factor
    return joined


def _in_their_languages(ranked: Iterable[Recommendation], tastes: Collection[_Taste]) -> Iterator[Recommendation]:
    """Yield the books of a ranking in languages that more than half of the people read."""
    needed = len(tastes) // 2 + 1
    return (each for each in ranked if sum(taste.known.is_readable(each.book) for taste in tastes) >= needed)


def _series_reader(shelves: Sequence[KnownBooks], taken: Collection[int]) -> SeriesReader:
    """Return the people as one reader of series: read is what all of them have read."""
    read_by_all = frozenset.intersection(*(series_reader(known).read_rows for known in shelves))
    return SeriesReader(read_rows=read_by_all, other_rows=frozenset(taken) - read_by_all)
