"""Five books shown together, in a message or in Home: made new, drawn again after a click, or continued.

Drawing again keeps every book in its place. One that its reader has rated or waved off since gives way to the next of
the same source, and the place remembers it, so that the message can say what became of it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.recommend.listing_state import BACK_TO_OWN, ListingState, Slot, Source
from shelftalker.recommend.picks import (
    NOTHING_KNOWN,
    KnownBooks,
    Pick,
    Step,
    has_others_by_author,
    picks_after,
    picks_by_author,
    picks_from_shelf,
    popular_picks,
    step_for,
)
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.shelf.contents import Preferences, Shelf


@dataclass(frozen=True, slots=True)
class Judged:
    """A book that stood in a place, and what its reader said of it: stars from 1 to 5, or None for "not for me"."""

    book: Book
    stars: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a listing.

    Attributes:
        pick: The book shown; None where no more are left.
        judged: The book that it replaces, or None.
        is_wanted: Whether the book shown is on the reader's want-to-read list.
    """

    pick: Pick | None
    judged: Judged | None = None
    is_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Five books, or fewer where there are no more.

    Attributes:
        state: What a message has to remember to draw this again.
        subject: The book asked about, or one by the author asked about; None where the books are for a reader, and
            where the book has left the catalogue.
        subject_judged: What the reader said of it, or None.
        back: The book whose listing this one replaced, or None.
        places: Where the books stand.
        step: Which step of the chain served; None where the books are not for a reader alone, or the shelf that they
            came from can't be read now.
        preferences: What the reader told of themselves.
        telling_books: How many books on the reader's shelf say something of their taste; None where it can't be read.
        has_more: Whether more books follow these five.
        has_more_by_author: Whether the subject's author wrote others.
    """

    state: ListingState
    subject: Book | None
    subject_judged: Judged | None
    back: Book | None
    places: tuple[Place, ...]
    step: Step | None
    preferences: Preferences
    telling_books: int | None
    has_more: bool
    has_more_by_author: bool

    @property
    def books(self) -> list[Book]:
        """The books shown."""
        return [place.pick.book for place in self.places if place.pick]


def books_after(catalogue: Catalogue, asked: Book, shelf: Shelf | None = NOTHING_KNOWN, back_id: str = "") -> Listing:
    """The books to read after a book; without a shelf, as in the answer to a title, the same for everyone.

    Args:
        catalogue: The model; of each function here.
        asked: The book.
        shelf: What the reader has; None where it can't be read now. Of each function here.
        back_id: Where *Back* leads, see `ListingState`.
    """
    return _Drawing(catalogue, ListingState(Source.AFTER_BOOK, asked.book_id, back_id=back_id), shelf).first()


def books_by_author(catalogue: Catalogue, book: Book, shelf: Shelf | None, back_id: str = "") -> Listing:
    """The other books by the author of a book."""
    return _Drawing(catalogue, ListingState(Source.BY_AUTHOR, book.book_id, back_id=back_id), shelf).first()


def books_for_reader(catalogue: Catalogue, shelf: Shelf | None) -> Listing:
    """What the chain has for a reader."""
    step = step_for(catalogue, KnownBooks(catalogue, shelf or NOTHING_KNOWN))
    source = Source.FROM_SHELF if step is Step.SHELF else Source.POPULAR
    return _Drawing(catalogue, ListingState(source), shelf).first()


def redrawn(catalogue: Catalogue, state: ListingState, shelf: Shelf | None) -> Listing:
    """The same listing, with what its reader has said since.

    Popular books turn into the reader's own as soon as the shelf says enough, and back when it is empty again.
    """
    drawing = _Drawing(catalogue, state, shelf)
    return books_for_reader(catalogue, shelf) if drawing.is_outdated else drawing.again()


def continued(catalogue: Catalogue, state: ListingState, shelf: Shelf | None) -> Listing:
    """The five that follow those of a listing."""
    drawing = _Drawing(catalogue, state, shelf)
    return books_for_reader(catalogue, shelf) if drawing.is_outdated else drawing.further()


def as_shown(catalogue: Catalogue, state: ListingState) -> Listing:
    """The books that a message shows, whatever its reader has said of them since."""
    return _Drawing(catalogue, state, None).again()


class _Drawing:
    """A listing while it is put together."""

    def __init__(self, catalogue: Catalogue, state: ListingState, shelf: Shelf | None) -> None:
        self._catalogue = catalogue
        self._state = state
        self._is_read = shelf is not None
        self._preferences = (shelf or NOTHING_KNOWN).preferences
        self._known = KnownBooks(catalogue, shelf or NOTHING_KNOWN)
        self._subject = catalogue.book_with_id(state.subject_id) if state.subject_id else None
        self._rows = catalogue.rows_with_ids(state.book_ids)
        self._step = step_for(catalogue, self._known) if state.is_for_reader else None
        self._picks = [pick for pick in self._all_picks() if self._is_fresh(pick)]

    @property
    def is_outdated(self) -> bool:
        """Whether the reader is served by another step of the chain by now."""
        if not (self._state.is_for_reader and self._is_read):
            return False
        if self._state.source is Source.POPULAR:
            return self._step is Step.SHELF
        return not self._known.telling_books

    def first(self) -> Listing:
        """With the best five."""
        return self._with_slots(self._picks)

    def further(self) -> Listing:
        """With the five that follow."""
        following = self._following()
        self._state = replace(self._state, is_continued=True)
        return self._with_slots(following)

    def again(self) -> Listing:
        """With the books that it had, but for those that have to give way."""
        return self._listing(tuple(self._places()))

    def _with_slots(self, picks: Sequence[Pick]) -> Listing:
        return self._listing(tuple(self._place(pick) for pick in picks[: RECOMMENDER.recommendations]))

    def _listing(self, places: tuple[Place, ...]) -> Listing:
        slots = tuple(
            Slot(place.pick.book.book_id if place.pick else "", place.judged.book.book_id if place.judged else "")
            for place in places
        )
        self._state = replace(self._state, slots=slots)
        self._rows |= {place.pick.book.book_id: place.pick.book.book_row for place in places if place.pick}
        back_id = self._state.back_id
        subject = self._subject
        return Listing(
            state=self._state,
            subject=subject,
            subject_judged=_judged(subject, self._known),
            back=self._catalogue.book_with_id(back_id) if back_id not in {"", BACK_TO_OWN} else None,
            places=places,
            step=self._step if self._is_read or self._state.source is Source.POPULAR else None,
            preferences=self._preferences,
            telling_books=self._known.telling_books if self._is_read else None,
            has_more=bool(places) and bool(self._following()),
            has_more_by_author=subject is not None and has_others_by_author(self._catalogue, subject),
        )

    def _all_picks(self) -> Sequence[Pick]:
        """All that the listing draws on."""
        if self._state.source is Source.FROM_SHELF:
            return picks_from_shelf(self._catalogue, self._known, set(self._rows.values()))
        if self._step:
            return popular_picks(self._catalogue, self._step, self._preferences)
        if self._subject is None:
            return []
        picks_beside = picks_after if self._state.source is Source.AFTER_BOOK else picks_by_author
        return picks_beside(self._catalogue, self._subject)

    def _is_fresh(self, pick: Pick) -> bool:
        """Whether the reader neither rated the book nor waved it off, and reads its language."""
        return not self._known.is_judged(pick.book) and self._known.is_readable(pick.book)

    def _following(self) -> list[Pick]:
        """What may be shown next: not what is shown, nor, once pages were turned, what comes before that."""
        shown = set(self._rows.values())
        used = [place for place, pick in enumerate(self._picks, start=1) if pick.book.book_row in shown]
        start = max(used, default=0) if self._state.is_continued else 0
        return [pick for pick in self._picks[start:] if pick.book.book_row not in shown]

    def _places(self) -> Iterator[Place]:
        picks = {pick.book.book_row: pick for pick in self._picks}
        books = self._catalogue.books(set(self._rows.values()))
        successors = (pick for pick in self._following() if not self._known.is_wanted(pick.book))
        # Two former books may be one by now; it is shown once.
        drawn = {self._subject.book_row} if self._subject else set()
        for slot in self._state.slots:
            book = books.get(self._rows.get(slot.book_id, 0))
            judged = books.get(self._rows.get(slot.judged_id, 0))
            if book and self._known.is_judged(book):
                judged = book
            pick = picks.get(book.book_row, Pick(book)) if book and self._stays(book, drawn) else next(successors, None)
            if pick:
                drawn.add(pick.book.book_row)
            yield self._place(pick, judged)

    def _stays(self, book: Book, drawn: Collection[int]) -> bool:
        if self._known.is_judged(book) or book.book_row in drawn:
            return False
        return self._known.is_readable(book) or self._known.is_wanted(book)

    def _place(self, pick: Pick | None, judged: Book | None = None) -> Place:
        return Place(pick, _judged(judged, self._known), pick is not None and self._known.is_wanted(pick.book))


def _judged(book: Book | None, known: KnownBooks) -> Judged | None:
    """What became of a book, as the shelf has it now; None where nothing is said of it any more."""
    if book is None or not known.is_judged(book):
        return None
    return Judged(book, known.by_row[book.book_row].stars)
