"""Ranking: the books similar to a book, those for a reader's shelf, and the popular ones."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeVar

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.format import SEGMENT_NAMES
from shelftalker.recommend.personal_ranking import PersonalRanking, ShelfEntry, preference_weights
from shelftalker.recommend.reasons import AfterBook, Recommendation


class RecommenderConfig(NamedTuple):
    """The numbers of the recommender.

    Attributes:
        recommendations: Number of books in an answer.
        books_by_one_author: Most books by one author in an answer.
        rank_fusion_offset: The constant of reciprocal rank fusion, as its authors found it best.
    """

    recommendations: int = 5
    books_by_one_author: int = 2
    rank_fusion_offset: int = 60


RECOMMENDER = RecommenderConfig()

T = TypeVar("T")


def similar_books(catalogue: Catalogue, book: Book, limit: int = RECOMMENDER.recommendations) -> list[Recommendation]:
    """Return the books to read after a book, best first: its neighbours, at most two of them by one author.

    Never contains the book itself. Shorter than `limit` only where the catalogue has too few other books or authors.
    """
    neighbours = catalogue.neighbours(book.book_row)
    books = catalogue.books([neighbour.book_row for neighbour in neighbours])
    recommendations = (
        Recommendation(books[neighbour.book_row], neighbour.score, AfterBook(book, neighbour.readers_in_common))
        for neighbour in neighbours
    )
    return list(islice(at_most_two_by_one_author(recommendations, _book_of), limit))


def personal_books(
    catalogue: Catalogue, shelf: Iterable[ShelfEntry], limit: int = RECOMMENDER.recommendations
) -> list[Recommendation]:
    """Return the books to show the reader of a shelf, best first: as `rank_for_reader`, at most two by one author."""
    ranking = PersonalRanking(catalogue, preference_weights(shelf, catalogue.rating_scale))
    return ranking.explain(islice(at_most_two_by_one_author(ranking, _book_of), limit))


def rank_for_reader(catalogue: Catalogue, shelf: Iterable[ShelfEntry], limit: int) -> list[Recommendation]:
    """Return the best books for the reader of a shelf, best first, however many are by one author.

    This is the ranking that an evaluation measures; `personal_books` is the part of it that the bot shows. Never
    contains a book of the shelf. Shorter than `limit` only where the catalogue has too few other books.
    """
    ranking = PersonalRanking(catalogue, preference_weights(shelf, catalogue.rating_scale))
    return ranking.explain(islice(ranking, limit))


def popular_books(
    catalogue: Catalogue, segments: Sequence[str] = (SEGMENT_NAMES.everyone,), limit: int = RECOMMENDER.recommendations
) -> list[Book]:
    """Return the books that most readers of some segments liked, the most first, at most two of them by one author.

    Several segments are joined by the sum of the reciprocal ranks in each (Cormack, Clarke and Buettcher: Reciprocal
    Rank Fusion outperforms Condorcet and individual Rank Learning Methods; SIGIR 2009).
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for segment in segments:
        for rank, book_row in enumerate(catalogue.popular_rows(segment), start=1):
            scores[book_row] += 1 / (RECOMMENDER.rank_fusion_offset + rank)
    popular = catalogue.ordered_books(sorted(scores, key=lambda book_row: (-scores[book_row], book_row)))
    return list(islice(at_most_two_by_one_author(popular, lambda book: book), limit))


def at_most_two_by_one_author(ranked: Iterable[T], book_of: Callable[[T], Book]) -> Iterator[T]:
    """Yield a ranking without the third and later books of each author."""
    by_author: Counter[int] = Counter()
    for entry in ranked:
        author_row = book_of(entry).author_row
        by_author[author_row] += 1
        if by_author[author_row] <= RECOMMENDER.books_by_one_author:
            yield entry


def _book_of(recommendation: Recommendation) -> Book:
    return recommendation.book
