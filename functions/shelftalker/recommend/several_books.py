"""The books for a reader of several books: those of a shelf, or those asked about.

No answer to one book needs this and the modules below it, so that none of them is imported before.
"""

from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.contributions import preference_weight
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.reasons import AfterBook, FromShelf, Recommendation
from shelftalker.recommend.recommender import vary_authors
from shelftalker.recommend.series import SeriesReader, order_series_at_head
from shelftalker.recommend.steps import STEPS, series_reader
from shelftalker.shelf.contents import STARS, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

if TYPE_CHECKING:
    from shelftalker.recommend.filters import Filters


class ShelfRecommendations:
    """The recommendations of a reader's shelf, best first, by varied authors; then popular ones."""

    def __init__(self, catalogue: Catalogue, known: KnownBooks, shown_rows: Collection[int] = ()) -> None:
        """Rank for a shelf.

        Args:
            catalogue: The model.
            known: The reader's shelf.
            shown_rows: Rows of the books shown now. One that was put on the want-to-read list there stays among the
                recommendations; it counts for others from the next listing on.
        """
        self._known = known
        self._catalogue = catalogue
        weights = weights_of_shelf(catalogue, known, shown_rows)
        self._ranking = PersonalRanking(catalogue, weights)
        self._reader = series_reader(known, [row for row in weights if _is_to_be_read(known.by_row[row])])

    def best(self) -> list[Recommendation]:
        """Return the recommendations without reasons."""
        ordered = order_series_at_head(self._catalogue, self._ranking, self._reader)
        return list(islice(vary_authors(ordered, self._catalogue.author_factor), STEPS.longest_list))

    def explain(self, recommendations: list[Recommendation]) -> list[Recommendation]:
        """Return some of the recommendations with their reasons, with the stars that the reader gave."""
        return [
            each._replace(reason=self._from_shelf(each.reason.book)) if isinstance(each.reason, FromShelf) else each
            for each in self._ranking.explain(recommendations)
        ]

    def _from_shelf(self, book: Book) -> FromShelf:
        entry = self._known.by_row[book.book_row]
        return FromShelf(book, entry.stars, entry.read)


def weights_of_shelf(catalogue: Catalogue, known: KnownBooks, shown_rows: Collection[int] = ()) -> dict[int, float]:
    """Return the preference weight of each book of a shelf, by row, without wanted ones among some shown rows."""
    weight_of_stars = {
        stars: preference_weight(stars and stars * catalogue.rating_scale / STARS, catalogue.rating_scale)
        for stars in (None, *range(1, STARS + 1))
    }
    return {
        row: 0.0 if entry.dismissed and not entry.read else weight_of_stars[entry.stars]
        for row, entry in known.by_row.items()
        if row not in shown_rows or entry.stars is not None or entry.dismissed
    }


def _is_to_be_read(entry: ShelfBook) -> bool:
    return entry.stars is None and not entry.read


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
