"""Books for several people at once: the rankings of their shelves, joined into one.

Each has a ranking of their own, and the rankings are joined rather than the shelves (aggregation of predictions, not of
profiles: Masthoff, Group Recommender Systems, in the Recommender Systems Handbook, 2015).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER, vary_authors
from shelftalker.recommend.series import SeriesReader, order_series_at_head
from shelftalker.recommend.several_books import weights_of_shelf
from shelftalker.recommend.steps import STEPS
from shelftalker.shelf.known_books import KnownBooks


class JoinedShelvesConfig(NamedTuple):
    """The numbers of the joining.

    Attributes:
        own_positions: Number of the first books of each person's ranking that count.
        fitting_positions: Number of the first books of a person's ranking that fit that person.
        books_read: Number of the first books of the joined ranking that are read, to order their series and authors.
    """

    own_positions: int = 200
    fitting_positions: int = 50
    books_read: int = 100


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


class _Taste(NamedTuple):
    """The taste of one person.

    Attributes:
        known: Their shelf.
        ranks: The rank of each of the first books of their ranking, from 1, by row. A book that they want to read has
            the first.
    """

    known: KnownBooks
    ranks: Mapping[int, int]

    def fits(self, book_row: int) -> bool:
        """Return whether a book fits the person."""
        return self.ranks.get(book_row, JOINED_SHELVES.own_positions) <= JOINED_SHELVES.fitting_positions


def has_taste(known: KnownBooks) -> bool:
    """Return whether a shelf tells the taste of its reader: it holds as many books as a list of their own takes."""
    return known.preference_count >= STEPS.books_for_own_list


def joined_books(
    catalogue: Catalogue, shelves: Sequence[KnownBooks], count: int = RECOMMENDER.recommendations
) -> list[JoinedBook]:
    """Return the books that suit most of some people, best first, series in order, by varied authors.

    A book that any of them rated or dismissed is none of them. What somebody wants to read counts as the first of their
    ranking; a book in a language that somebody does not read counts for the others alone.

    Args:
        catalogue: The model.
        shelves: The people's shelves in its rows; those that tell no taste only keep away what is rated or dismissed.
        count: Most books.

    Returns:
        Fewer books where the model has no more; none where no shelf tells a taste.
    """
    taken = {
        row for known in shelves for row, entry in known.by_row.items() if entry.stars is not None or entry.dismissed
    }
    tastes = [_taste_of(catalogue, known) for known in shelves if has_taste(known)]
    scores = _fused_ranks(tastes, taken)
    best = sorted(scores, key=lambda row: (-scores[row], row))[: JOINED_SHELVES.books_read]
    books = catalogue.books(best)
    ranked = _in_their_languages([Recommendation(books[row], scores[row]) for row in best], tastes)
    ordered = order_series_at_head(catalogue, ranked, _series_reader(shelves, taken))
    shown = islice(vary_authors(ordered, catalogue.author_factor), count)
    return [JoinedBook(each.book, _fitting(each.book, tastes, ranked), len(tastes)) for each in shown]


def _taste_of(catalogue: Catalogue, known: KnownBooks) -> _Taste:
    ranking = PersonalRanking(catalogue, weights_of_shelf(catalogue, known))
    ranked = islice(ranking.rows(), JOINED_SHELVES.own_positions)
    ranks = {row: rank for rank, (row, score) in enumerate(ranked, start=1) if score > 0}
    return _Taste(known, ranks | {row: 1 for row, entry in known.by_row.items() if entry.wanted})


def _fused_ranks(tastes: Iterable[_Taste], taken: Collection[int]) -> dict[int, float]:
    """Return the score of each book that anybody's ranking has, by row: the sum of its reciprocal ranks.

    Reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009).
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for taste in tastes:
        for row, rank in taste.ranks.items():
            if row not in taken:
                scores[row] += 1 / (RECOMMENDER.rank_fusion_offset + rank)
    return scores


def _in_their_languages(ranked: Sequence[Recommendation], tastes: Sequence[_Taste]) -> list[Recommendation]:
    """Return a joined ranking in which a book counts for those alone who read its language."""
    choosy = [taste for taste in tastes if taste.known.preferences.languages]
    if not choosy:
        return list(ranked)
    counted = []
    for each in ranked:
        unread = [taste for taste in choosy if not taste.known.is_readable(each.book)]
        lost = _fused_ranks(unread, ()).get(each.book.book_row, 0.0) if unread else 0.0
        if len(unread) < len(tastes):
            counted.append(each._replace(score=each.score - lost))
    return sorted(counted, key=lambda each: -each.score)


def _series_reader(shelves: Sequence[KnownBooks], taken: Collection[int]) -> SeriesReader:
    """Return the people as one reader of series: read is what all of them have read."""
    read = [{row for row, entry in known.by_row.items() if entry.stars is not None} for known in shelves]
    read_by_all = frozenset(set.intersection(*read)) if read else frozenset()
    return SeriesReader(read_rows=read_by_all, other_rows=frozenset(taken) - read_by_all)


def _fitting(book: Book, tastes: Sequence[_Taste], ranked: Sequence[Recommendation]) -> int:
    """Return the number of people whom a book fits, itself or by a volume of its series that it stands for."""
    rows = {book.book_row}
    if book.series_row is not None:
        rows.update(each.book.book_row for each in ranked if each.book.series_row == book.series_row)
    return sum(taste.known.is_readable(book) and any(map(taste.fits, rows)) for taste in tastes)
