"""Ranking: the books similar to a book, and the popular ones."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.format import SEGMENT_NAMES
from shelftalker.recommend.reasons import REASONS, AfterBook, Recommendation
from shelftalker.recommend.series import ANYBODY, SeriesReader, order_series


class RecommenderConfig(NamedTuple):
    """The numbers of the recommender.

    Attributes:
        recommendations: Number of books in an answer.
        books_by_one_author: Most books by one author in an answer that is ranked by scores, see `vary_authors`.
        popular_by_one_author: Most books by one author among popular ones, which no score compares.
        rank_fusion_offset: The constant of reciprocal rank fusion, as its authors found it best.
    """

    recommendations: int = 5
    books_by_one_author: int = 3
    popular_by_one_author: int = 2
    rank_fusion_offset: int = 60


RECOMMENDER = RecommenderConfig()


def similar_books(
    catalogue: Catalogue, book: Book, limit: int = RECOMMENDER.recommendations, reader: SeriesReader = ANYBODY
) -> list[Recommendation]:
    """Return the books to read after a book, best first: the next of its series and its neighbours, by varied authors.

    Never contains the book itself. Shorter than `limit` only where the catalogue has too few other books or authors.
    """
    ordered = neighbours_in_order(catalogue, book, reader)
    return with_subjects(catalogue, book, list(islice(vary_authors(ordered, catalogue.author_factor), limit)))


def neighbours_in_order(catalogue: Catalogue, book: Book, reader: SeriesReader = ANYBODY) -> list[Recommendation]:
    """Return the next volume of a book's series and its neighbours, best first, however many are by one author."""
    neighbours = catalogue.neighbours(book.book_row)
    books = catalogue.books([neighbour.book_row for neighbour in neighbours])
    recommendations = [
        Recommendation(books[neighbour.book_row], neighbour.score, AfterBook(book, neighbour.readers_in_common))
        for neighbour in neighbours
    ]
    return order_series(catalogue, recommendations, book, reader)


def with_subjects(catalogue: Catalogue, book: Book, shown: list[Recommendation]) -> list[Recommendation]:
    """Return recommendations after a book, those without readers in common with the subjects that both have."""
    rows = [
        each.book.book_row for each in shown if isinstance(each.reason, AfterBook) and not each.reason.readers_in_common
    ]
    subjects = catalogue.subject_index.in_common(book.book_row, rows, REASONS.subjects)
    if not subjects:
        return shown
    return [
        each._replace(reason=each.reason._replace(subjects=subjects.get(each.book.book_row, ())))
        if isinstance(each.reason, AfterBook) and not each.reason.readers_in_common
        else each
        for each in shown
    ]


def popular_books(
    catalogue: Catalogue,
    segments: Sequence[str] = (SEGMENT_NAMES.everyone,),
    limit: int = RECOMMENDER.recommendations,
    reader: SeriesReader = ANYBODY,
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
    by_author: Counter[int] = Counter()
    shown = []
    for book, *_ in order_series(catalogue, [Recommendation(book) for book in popular], reader=reader):
        by_author[book.author_row] += book.author != UNKNOWN_AUTHOR
        if by_author[book.author_row] <= RECOMMENDER.popular_by_one_author:
            shown.append(book)
    return shown[:limit]


def vary_authors(ranked: Iterable[Recommendation], author_factor: float) -> Iterator[Recommendation]:
    """Yield a ranking so that few of any five books in a row are by one author.

    The next book is the one whose score counts most of those left: a score counts times `author_factor` for each of
    the four books before it that is by the same author, and of any five at most three are by one. So an author's
    second book stays where it is much better than anybody else's. Books of unknown authors are not by one author.

    Args:
        ranked: Recommendations, best first; no more of them are read than are needed.
        author_factor: From 0 to 1; the model's, which the build chooses.
    """
    ranked, left = iter(ranked), list[Recommendation]()
    before: deque[int] = deque(maxlen=RECOMMENDER.recommendations - 1)
    factors = [author_factor**count for count in range(RECOMMENDER.books_by_one_author)]
    while True:
        best, best_score = -1, 0.0
        for position, recommendation in enumerate(_read_and_keep(left, ranked)):
            score = recommendation.score
            if best >= 0 and score <= best_score:
                break
            author = _known_author(recommendation.book)
            by_author = before.count(author) if author else 0
            if by_author < len(factors):
                score *= factors[by_author] if score > 0 else 1
                if best < 0 or score > best_score:
                    best, best_score = position, score
        if best < 0:
            return
        recommendation = left.pop(best)
        before.append(_known_author(recommendation.book))
        yield recommendation


def _read_and_keep(left: list[Recommendation], ranked: Iterator[Recommendation]) -> Iterator[Recommendation]:
    """Yield the part of a ranking that was read before, then the rest of it, which joins that part."""
    yield from left
    for recommendation in ranked:
        left.append(recommendation)
        yield recommendation


def _known_author(book: Book) -> int:
    """Return the row of a book's author, 0 where the author is not known."""
    return book.author_row if book.author != UNKNOWN_AUTHOR else 0
