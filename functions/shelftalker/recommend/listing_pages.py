"""The pages of a listing, five books each: new, shown again after a click, or continued.

To show a listing again keeps every book in its position. One that its reader has rated or dismissed since gives way to
the next of the same source, and the position remembers it, so that the message can name its rating.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.listing import Done, Listing, Position, Verdict
from shelftalker.recommend.listing_state import ListingState, PositionState
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.source_books import SourceBooks
from shelftalker.recommend.steps import Step, has_others_by_author, step_for
from shelftalker.recommend.stops import STOPS, Source, Stop, Trail
from shelftalker.shelf.actions import Undo
from shelftalker.shelf.known_books import KnownBooks


def books_after(catalogue: Catalogue, asked: Book, known: KnownBooks, trail: Trail = ()) -> Listing:
    """Return the books to read after a book.

    Args:
        catalogue: The model; of each function here.
        asked: The book.
        known: The reader's shelf; an empty one gives the answer that is the same for everyone. Of each function here.
        trail: The way that the reader came, see `ListingState`; of each function here.
    """
    return open_stop(catalogue, Stop(Source.AFTER_BOOK, (asked.book_id,)), known, trail, {asked.book_id: asked})


def books_after_all(catalogue: Catalogue, subjects: Sequence[Book], known: KnownBooks, trail: Trail = ()) -> Listing:
    """Return the books for someone who liked all of some books: the first five of those given."""
    books = {book.book_id: book for book in subjects}
    subject_ids = tuple(books)[: STOPS.subjects]
    if len(subject_ids) == 1:
        return books_after(catalogue, subjects[0], known, trail)
    return open_stop(catalogue, Stop(Source.AFTER_BOOKS, subject_ids), known, trail, books)


def books_by_author(catalogue: Catalogue, book: Book, known: KnownBooks, trail: Trail = ()) -> Listing:
    """Return the other books by the author of a book."""
    return open_stop(catalogue, Stop(Source.BY_AUTHOR, (book.book_id,)), known, trail, {book.book_id: book})


def books_for_reader(catalogue: Catalogue, known: KnownBooks, trail: Trail = ()) -> Listing:
    """Return the books that the chain has for a reader."""
    return _first_for_reader(catalogue, known, step_for(catalogue, known), trail)


def open_stop(
    catalogue: Catalogue, stop: Stop, known: KnownBooks, trail: Trail, books: Mapping[str, Book] | None = None
) -> Listing:
    """Return the page of a listing that a stop leads to, as the shelf has it now.

    Args:
        catalogue: The model.
        stop: The stop; of the reader's own books it leads to the first where another step serves the reader by now.
        known: The reader's shelf.
        trail: The way that the reader came to the stop.
        books: The books that it was asked about, by id, where they were looked up already.
    """
    state = ListingState(stop.source, stop.subject_ids, stop.start, trail)
    if not stop.is_for_reader:
        return _Builder(catalogue, state, known, None, books).page()
    step = step_for(catalogue, known)
    if not stop.start or _is_outdated(state, known, step):
        return _first_for_reader(catalogue, known, step, trail)
    return _Builder(catalogue, state, known, step, books).page()


def show_again(
    catalogue: Catalogue,
    state: ListingState,
    known: KnownBooks,
    books: Mapping[str, Book] | None = None,
    done: Done | None = None,
) -> Listing:
    """Return the same listing after its reader's latest actions.

    Popular books turn into the reader's own as soon as the shelf has enough for that, and back when it is empty again.

    Args:
        catalogue: The model.
        state: The listing's state.
        known: The reader's shelf.
        books: The books of `state.needed_ids`, by id, where they were looked up already.
        done: The action that it is shown after.
    """
    step = step_for(catalogue, known) if state.is_for_reader else None
    if step and _is_outdated(state, known, step):
        return _first_for_reader(catalogue, known, step, state.trail)
    return _Builder(catalogue, state, known, step, books).again(done)


def continue_listing(
    catalogue: Catalogue, state: ListingState, known: KnownBooks, books: Mapping[str, Book] | None = None
) -> Listing:
    """Return the five books that follow those of a listing; arguments as in `show_again`."""
    step = step_for(catalogue, known) if state.is_for_reader else None
    if step and _is_outdated(state, known, step):
        return _first_for_reader(catalogue, known, step, state.trail)
    return _Builder(catalogue, state, known, step, books).next_five()


def as_shown(catalogue: Catalogue, state: ListingState, books: Mapping[str, Book] | None = None) -> Listing:
    """Return the books that a message shows, whatever its reader's actions since."""
    known = KnownBooks(catalogue, None)
    step = step_for(catalogue, known) if state.is_for_reader else None
    return _Builder(catalogue, state, known, step, books).again()


def _first_for_reader(catalogue: Catalogue, known: KnownBooks, step: Step, trail: Trail) -> Listing:
    state = ListingState(Source.FROM_SHELF if step is Step.SHELF else Source.POPULAR, trail=trail)
    return _Builder(catalogue, state, known, step, {}).page()


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
        books = books or {}
        self._books = {**books, **catalogue.books_with_ids(state.needed_ids.difference(books))}
        self._subjects = tuple(self._books[each] for each in state.subject_ids if each in self._books)
        # Two former books may be one by now.
        self._shown_rows = {self._books[book_id].book_row for book_id in state.book_ids if book_id in self._books}
        self._source = SourceBooks(state.source, self._subjects, known, step, self._shown_rows)

    def page(self) -> Listing:
        """Return the listing with the five at the start that its state names."""
        page = self._source.page(self._state.start)
        if self._source.start_of(page) < self._state.start:
            self._state = self._state._replace(start=0)
        return self._listing_of(page)

    def next_five(self) -> Listing:
        """Return the listing with the five that follow."""
        following = self._following()
        start = self._source.start_of(following) or self._state.start + len(self._state.positions)
        self._state = self._state._replace(trail=self._state.onward, start=start)
        return self._listing_of(following)

    def again(self, done: Done | None = None) -> Listing:
        """Return the listing with the books that it had, but for those that have to give way."""
        return self._listing(list(self._kept_positions()))._replace(done=done)

    def _listing_of(self, recommendations: Sequence[Recommendation]) -> Listing:
        five = recommendations[: RECOMMENDER.recommendations]
        return self._listing([Position(each, None, self._known.is_wanted(each.book)) for each in five])

    def _listing(self, positions: list[Position]) -> Listing:
        explained = iter(self._source.explain([each.recommendation for each in positions if each.recommendation]))
        positions = [each._replace(recommendation=each.recommendation and next(explained)) for each in positions]
        self._state = self._state._replace(positions=tuple(map(_position_state, positions))).fit()
        self._shown_rows |= {each.recommendation.book.book_row for each in positions if each.recommendation}
        subject = self._subjects[0] if self._state.subject_id and self._subjects else None
        is_available = self._known.is_available
        return Listing(
            state=self._state,
            subjects=self._subjects,
            subject_verdict=self._verdict(subject),
            back=self._back(),
            positions=tuple(positions),
            step=self._step if is_available or self._state.source is Source.POPULAR else None,
            preferences=self._known.preferences,
            preference_count=self._known.preference_count if is_available else None,
            has_more=bool(positions) and bool(self._following()),
            has_more_by_author=subject is not None and has_others_by_author(self._catalogue, subject),
        )

    def _following(self) -> list[Recommendation]:
        return self._source.following(self._shown_rows, is_continued=self._state.is_continued)

    def _kept_positions(self) -> Iterator[Position]:
        recommendations = {each.book.book_row: each for each in self._source.recommendations}
        successors = (each for each in self._following() if not self._known.is_wanted(each.book))
        # The books asked about are not among their own; a book that two former ones have become is shown once.
        used_rows = {book.book_row for book in self._subjects}
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
        entry = self._known.by_row[book.book_row]
        return Verdict(book, entry.stars, Undo.of_verdict(entry), entry.read)

    def _back(self) -> Book | None:
        ids = self._state.trail[0].subject_ids if self._state.trail else ()
        return self._books.get(ids[0]) if len(ids) == 1 else None


def _position_state(position: Position) -> PositionState:
    replaced = position.replaced
    return PositionState(
        position.recommendation.book.book_id if position.recommendation else "",
        replaced.book.book_id if replaced else "",
    )
