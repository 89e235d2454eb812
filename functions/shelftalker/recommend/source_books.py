"""The books of one source, best first: what a listing shows five of at a time."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from shelftalker.model.catalogue import Book
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.steps import (
    STEPS,
    Step,
    popular_recommendations,
    recommendations_after,
    recommendations_by_author,
    series_reader,
)
from shelftalker.recommend.stops import Source
from shelftalker.shelf.known_books import KnownBooks

if TYPE_CHECKING:
    from shelftalker.recommend.several_books import RecommendationsAfterAll, ShelfRecommendations


class SourceBooks:
    """The books of one source that are new to a reader, best first.

    Attributes:
        recommendations: The books without the reasons of a shelf, which only `explain` finds.
    """

    def __init__(
        self,
        source: Source,
        subjects: Sequence[Book],
        known: KnownBooks,
        step: Step | None = None,
        shown_rows: Collection[int] = (),
    ) -> None:
        """Rank the books.

        Args:
            source: Their source.
            subjects: The books asked about, as far as the catalogue has them.
            known: The reader's shelf.
            step: The step of the chain that serves the reader, where the books are for one.
            shown_rows: Rows of the books shown now.
        """
        self._known = known
        self._explained = self._explained_source(source, subjects, shown_rows)
        self._ranked = self._explained.best() if self._explained else self._rank(source, subjects, step)
        self.recommendations = [each for each in self._ranked if self._is_new(each.book)]

    def page(self, start: int) -> list[Recommendation]:
        """Return the five after some number of books of the source; the first five where there are none."""
        page = [each for each in self._ranked[start:] if self._is_new(each.book)] or self.recommendations
        return page[: RECOMMENDER.recommendations]

    def start_of(self, page: Sequence[Recommendation]) -> int:
        """Return the number of books of the source before those of a page; 0 where it has none."""
        rows = [each.book.book_row for each in self._ranked]
        return rows.index(page[0].book.book_row) if page else 0

    def following(self, shown_rows: Collection[int], *, is_continued: bool) -> list[Recommendation]:
        """Return those that may come next: not those shown nor, once pages were turned, those before them."""
        rows = [each.book.book_row for each in self.recommendations]
        used = [number for number, row in enumerate(rows, start=1) if row in shown_rows]
        start = max(used, default=0) if is_continued else 0
        return [each for each in self.recommendations[start:] if each.book.book_row not in shown_rows]

    def explain(self, recommendations: list[Recommendation]) -> list[Recommendation]:
        """Return some of the books with their reasons."""
        return self._explained.explain(recommendations) if self._explained else recommendations

    def _explained_source(
        self, source: Source, subjects: Sequence[Book], shown_rows: Collection[int]
    ) -> "ShelfRecommendations | RecommendationsAfterAll | None":
        """Return the source if it finds reasons only for the books shown."""
        if source is not Source.FROM_SHELF and not (source is Source.AFTER_BOOKS and subjects):
            return None
        # Imported here: one book is answered without it, and each import is paid for at each cold start.
        from shelftalker.recommend.several_books import RecommendationsAfterAll, ShelfRecommendations  # noqa: PLC0415

        catalogue = self._known.catalogue
        if source is Source.FROM_SHELF:
            return ShelfRecommendations(catalogue, self._known, shown_rows)
        return RecommendationsAfterAll(catalogue, subjects, series_reader(self._known), STEPS.longest_list)

    def _rank(self, source: Source, subjects: Sequence[Book], step: Step | None) -> list[Recommendation]:
        reader = series_reader(self._known)
        if step:
            return popular_recommendations(self._known.catalogue, step, self._known.preferences, reader)
        if not subjects:
            return []
        if source is Source.AFTER_BOOK:
            return recommendations_after(self._known.catalogue, subjects[0], reader)
        return recommendations_by_author(self._known.catalogue, subjects[0])

    def _is_new(self, book: Book) -> bool:
        """Return whether the reader neither rated nor dismissed the book, and reads its language."""
        return not self._known.is_rated_or_dismissed(book) and self._known.is_readable(book)
