"""The books for someone who liked several books."""

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.contributions import preference_weight
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.reasons import AfterBook, FromShelf, Recommendation
from shelftalker.recommend.recommender import vary_authors
from shelftalker.recommend.series import SeriesReader, order_series_at_head

if TYPE_CHECKING:
    from shelftalker.recommend.filters import Filters


class RecommendationsAfterAll:
    """The books to read after several, best first, by varied authors: those of a shelf with just these, all liked."""

    def __init__(
        self,
        catalogue: Catalogue,
        subjects: Sequence[Book],
        reader: SeriesReader,
        limit: int,
        filters: "Filters | None" = None,
    ) -> None:
        """Rank for several books.

        Args:
            catalogue: The model.
            subjects: The books, each as if it had the best rating; none of them is recommended.
            reader: The reader, as far as series are concerned; the books count as read.
            limit: Most recommendations.
            filters: Tell the books that may be recommended; None for all.
        """
        liked = preference_weight(catalogue.rating_scale, catalogue.rating_scale)
        rows = [book.book_row for book in subjects]
        self._catalogue = catalogue
        self._ranking = PersonalRanking(catalogue, dict.fromkeys(rows, liked))
        self._reader = reader._replace(read_rows=reader.read_rows.union(rows))
        self._limit = limit
        self._filters = filters

    def best(self) -> list[Recommendation]:
        """Return the recommendations without reasons."""
        ordered = order_series_at_head(self._catalogue, self._ranking, self._reader)
        ordered = self._filters.keep(ordered) if self._filters else ordered
        return list(islice(vary_authors(ordered, self._catalogue.author_factor), self._limit))

    def explain(self, recommendations: list[Recommendation]) -> list[Recommendation]:
        """Return some of the recommendations, each with the one of the books that speaks most for it as its reason."""
        return [
            each._replace(reason=self._reason(each.reason.book, each.book))
            if isinstance(each.reason, FromShelf)
            else each
            for each in self._ranking.explain(recommendations)
        ]

    def _reason(self, subject: Book, book: Book) -> AfterBook:
        neighbours = self._catalogue.neighbours(subject.book_row)
        in_common = {neighbour.book_row: neighbour.readers_in_common for neighbour in neighbours}
        return AfterBook(subject, in_common.get(book.book_row, 0))
