"""Five books shown together, in a message or in Home: new, shown again after a click, or continued.

To show a listing again keeps every book in its position. One that its reader has rated or dismissed since gives way to
the next of the same source, and the position remembers it, so that the message can name its rating.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.listing_state import ListingState, PositionState, Source
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.steps import (
    ShelfRecommendations,
    Step,
    has_others_by_author,
    popular_recommendations,
    recommendations_after,
    recommendations_by_author,
    series_reader,
    step_for,
)
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.known_books import KnownBooks


class Verdict(NamedTuple):
    """A reader's verdict on a book: stars from 1 to 5, or None for "not for me"."""

    book: Book
    stars: int | None


class Position(NamedTuple):
    """One position of a listing.

    Attributes:
        recommendation: The book shown, with its reason; None where no more are left.
        replaced: The verdict on the book that it replaces, or None.
        is_wanted: Whether the book shown is on the reader's want-to-read list.
    """

    recommendation: Recommendation | None
    replaced: Verdict | None = None
    is_wanted: bool = False


class Listing(NamedTuple):
    """Five books, or fewer where there are no more.

    Attributes:
        state: Everything that a message has to remember to show this again.
        subject: The book asked about, or one by the author asked about; None where the books are for a reader, and
            where the book has left the catalogue.
        subject_verdict: The reader's verdict on it, or None.
        back: The book whose listing this one replaced, or None.
        positions: The positions, in order.
        step: The step of the chain that served; None where the books are not for a reader alone, or the shelf that they
            came from can't be read now.
        preferences: The reader's preferences.
        preference_count: Number of books on the reader's shelf that show their taste; None where it can't be read.
        has_more: Whether more books follow these five.
        has_more_by_author: Whether the subject's author wrote others.
    """

    state: ListingState
    subject: Book | None
    subject_verdict: Verdict | None
    back: Book | None
    positions: tuple[Position, ...]
    step: Step | None
    preferences: Preferences
    preference_count: int | None
    has_more: bool
    has_more_by_author: bool

    @property
    def books(self) -> list[Book]:
        """The books shown."""
        return [position.recommendation.book for position in self.positions if position.recommendation]


def books_after(
    catalogue: Catalogue, asked: Book, known: KnownBooks, back_id: str = "", back: Book | None = None
) -> Listing:
    """Return the books to read after a book.

    Args:
        catalogue: The model; of each function here.
        asked: The book.
        known: The reader's shelf; an empty one gives the answer that is the same for everyone. Of each function here.
        back_id: The target of *Back*, see `ListingState`.
        back: The book of that id, where it is one.
    """
    state = ListingState(Source.AFTER_BOOK, asked.book_id, back_id=back_id)
    return _first_five(catalogue, state, known, {asked.book_id: asked} | ({back_id: back} if back else {}))


def books_by_author(
    catalogue: Catalogue, book: Book, known: KnownBooks, back_id: str = "", back: Book | None = None
) -> Listing:
    """Return the other books by the author of a book; arguments as in `books_after`."""
    state = ListingState(Source.BY_AUTHOR, book.book_id, back_id=back_id)
    return _first_five(catalogue, state, known, {book.book_id: book} | ({back_id: back} if back else {}))


def books_for_reader(catalogue: Catalogue, known: KnownBooks) -> Listing:
    """Return the books that the chain has for a reader."""
    return _first_for_reader(catalogue, known, step_for(catalogue, known))


def show_again(
    catalogue: Catalogue, state: ListingState, known: KnownBooks, books: Mapping[str, Book] | None = None
) -> Listing:
    """Return the same listing after its reader's latest actions.

    Popular books turn into the reader's own as soon as the shelf has enough for that, and back when it is empty again.

    Args:
        catalogue: The model.
        state: The listing's state.
        known: The reader's shelf.
        books: The books of `state.needed_ids`, by id, where they were looked up already.
    """
    step = step_for(catalogue, known) if state.is_for_reader else None
    if step and _is_outdated(state, known, step):
        return _first_for_reader(catalogue, known, step)
    return _Builder(catalogue, state, known, step, books).again()


def continue_listing(
    catalogue: Catalogue, state: ListingState, known: KnownBooks, books: Mapping[str, Book] | None = None
) -> Listing:
    """Return the five books that follow those of a listing; arguments as in `show_again`."""
    step = step_for(catalogue, known) if state.is_for_reader else None
    if step and _is_outdated(state, known, step):
        return _first_for_reader(catalogue, known, step)
    return _Builder(catalogue, state, known, step, books).next_five()


def as_shown(catalogue: Catalogue, state: ListingState, books: Mapping[str, Book] | None = None) -> Listing:
    """Return the books that a message shows, whatever its reader's actions since."""
    known = KnownBooks(catalogue, None)
    step = step_for(catalogue, known) if state.is_for_reader else None
    return _Builder(catalogue, state, known, step, books).again()


def _first_five(catalogue: Catalogue, state: ListingState, known: KnownBooks, books: Mapping[str, Book]) -> Listing:
    return _Builder(catalogue, state, known, None, books).first_five()


def _first_for_reader(catalogue: Catalogue, known: KnownBooks, step: Step) -> Listing:
    state = ListingState(Source.FROM_SHELF if step is Step.SHELF else Source.POPULAR)
    return _Builder(catalogue, state, known, step, {}).first_five()


def _is_outdated(state: ListingState, known: KnownBooks, step: Step) -> bool:
    """Return whether the reader is served by another step of the chain by now."""
    if not known.is_available:
        return False
    if state.source is Source.POPULAR:
        return step is Step.SHELF
    return not known.preference_count


class _Builder:
    """Builds a listing from its state and the reader's shelf."""

    def __init__(
        self,
        catalogue: Catalogue,
        state: ListingState,
        known: KnownBooks,
        step: Step | None,
        books: Mapping[str, Book] | None,
    ) -> None:
        self._catalogue = catalogue
        self._state = state
        self._known = known
        self._step = step
        self._books = catalogue.books_with_ids(state.needed_ids) if books is None else books
        self._subject = self._books.get(state.subject_id)
        # Two former books may be one by now.
        self._shown_rows = {self._books[book_id].book_row for book_id in state.book_ids if book_id in self._books}
        self._of_shelf = (
            ShelfRecommendations(catalogue, known, self._shown_rows) if state.source is Source.FROM_SHELF else None
        )
        self._recommendations = [each for each in self._all_recommendations() if self._is_new(each.book)]

    def first_five(self) -> Listing:
        """Return the listing with the best five."""
        return self._listing_of(self._recommendations)

    def next_five(self) -> Listing:
        """Return the listing with the five that follow."""
        following = self._following()
        self._state = self._state._replace(is_continued=True)
        return self._listing_of(following)

    def again(self) -> Listing:
        """Return the listing with the books that it had, but for those that have to give way."""
        return self._listing(list(self._kept_positions()))

    def _listing_of(self, recommendations: Sequence[Recommendation]) -> Listing:
        five = recommendations[: RECOMMENDER.recommendations]
        return self._listing([Position(each, None, self._known.is_wanted(each.book)) for each in five])

    def _listing(self, positions: list[Position]) -> Listing:
        positions = self._explain(positions)
        self._state = self._state._replace(positions=tuple(map(_position_state, positions)))
        self._shown_rows |= {each.recommendation.book.book_row for each in positions if each.recommendation}
        subject, is_available = self._subject, self._known.is_available
        return Listing(
            state=self._state,
            subject=subject,
            subject_verdict=self._verdict(subject),
            back=self._books.get(self._state.back_id),
            positions=tuple(positions),
            step=self._step if is_available or self._state.source is Source.POPULAR else None,
            preferences=self._known.preferences,
            preference_count=self._known.preference_count if is_available else None,
            has_more=bool(positions) and bool(self._following()),
            has_more_by_author=subject is not None and has_others_by_author(self._catalogue, subject),
        )

    def _all_recommendations(self) -> Sequence[Recommendation]:
        """Return all that the listing draws on, best first."""
        if self._of_shelf:
            return self._of_shelf.best()
        reader = series_reader(self._known)
        if self._step:
            return popular_recommendations(self._catalogue, self._step, self._known.preferences, reader)
        if self._subject is None:
            return []
        if self._state.source is Source.AFTER_BOOK:
            return recommendations_after(self._catalogue, self._subject, reader)
        return recommendations_by_author(self._catalogue, self._subject)

    def _explain(self, positions: list[Position]) -> list[Position]:
        """Return the positions with the reasons of a shelf, which are only worked out for the books shown."""
        if not self._of_shelf:
            return positions
        explained = self._of_shelf.explain([each.recommendation for each in positions if each.recommendation])
        by_row = {each.book.book_row: each for each in explained}
        return [
            each._replace(recommendation=by_row[each.recommendation.book.book_row]) if each.recommendation else each
            for each in positions
        ]

    def _is_new(self, book: Book) -> bool:
        """Return whether the reader neither rated nor dismissed the book, and reads its language."""
        return not self._known.is_rated_or_dismissed(book) and self._known.is_readable(book)

    def _following(self) -> list[Recommendation]:
        """Return those that may come next: not those shown nor, once pages were turned, those before them."""
        rows = [each.book.book_row for each in self._recommendations]
        used = [number for number, row in enumerate(rows, start=1) if row in self._shown_rows]
        start = max(used, default=0) if self._state.is_continued else 0
        return [each for each in self._recommendations[start:] if each.book.book_row not in self._shown_rows]

    def _kept_positions(self) -> Iterator[Position]:
        recommendations = {each.book.book_row: each for each in self._recommendations}
        successors = (each for each in self._following() if not self._known.is_wanted(each.book))
        # The book asked about is not among its own; a book that two former ones have become is shown once.
        used_rows = {self._subject.book_row} if self._subject else set()
        for position in self._state.positions:
            book = self._books.get(position.book_id)
            replaced = self._books.get(position.replaced_id)
            if book and self._known.is_rated_or_dismissed(book):
                replaced = book
            stays = book is not None and self._stays(book, used_rows)
            recommendation = (
                recommendations.get(book.book_row, Recommendation(book)) if book and stays else next(successors, None)
            )
            if recommendation:
                used_rows.add(recommendation.book.book_row)
            is_wanted = recommendation is not None and self._known.is_wanted(recommendation.book)
            yield Position(recommendation, self._verdict(replaced), is_wanted)

    def _stays(self, book: Book, used_rows: Collection[int]) -> bool:
        if self._known.is_rated_or_dismissed(book) or book.book_row in used_rows:
            return False
        return self._known.is_readable(book) or self._known.is_wanted(book)

    def _verdict(self, book: Book | None) -> Verdict | None:
        """Return the verdict on a book as the shelf has it now; None where there is none any more."""
        if book is None or not self._known.is_rated_or_dismissed(book):
            return None
        return Verdict(book, self._known.by_row[book.book_row].stars)


def _position_state(position: Position) -> PositionState:
    return PositionState(
        position.recommendation.book.book_id if position.recommendation else "",
        position.replaced.book.book_id if position.replaced else "",
    )
