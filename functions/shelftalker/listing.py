"""Five books shown together, in a message or in Home: made new, drawn again after a click, or continued.

Drawing again keeps every book in its place. One that its reader has rated or waved off since gives way to the next of
the same source, and the place remembers it, so that the message can say what became of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shelftalker.catalogue import Book, Catalogue
from shelftalker.listing_state import BACK_TO_OWN, ListingState, Slot, Source
from shelftalker.picks import (
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
from shelftalker.recommender import RECOMMENDATIONS
from shelftalker.shelf import Preferences, Shelf


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
        subject: The book asked about, or one by the author asked about; None where the books are for a reader.
        back: The book whose listing this one replaced, or None.
        places: Where the books stand.
        step: Which step of the chain served; None where the books are not for a reader alone.
        preferences: What the reader told of themselves.
        telling_books: How many books on the reader's shelf say something of their taste.
        has_more: Whether more books follow these five.
        has_more_by_author: Whether the subject's author wrote others.
    """

    state: ListingState
    subject: Book | None
    back: Book | None
    places: tuple[Place, ...]
    step: Step | None
    preferences: Preferences
    telling_books: int
    has_more: bool
    has_more_by_author: bool

    @property
    def books(self) -> list[Book]:
        """The books shown."""
        return [place.pick.book for place in self.places if place.pick]


def books_after(catalogue: Catalogue, asked: Book, shelf: Shelf = NOTHING_KNOWN, back_id: str = "") -> Listing:
    """The books to read after a book; without a shelf, as in the answer to a title, the same for everyone."""
    return _drawn(catalogue, ListingState(Source.AFTER_BOOK, asked.book_id, back_id=back_id), shelf)


def books_by_author(catalogue: Catalogue, book: Book, shelf: Shelf, back_id: str = "") -> Listing:
    """The other books by the author of a book."""
    return _drawn(catalogue, ListingState(Source.BY_AUTHOR, book.book_id, back_id=back_id), shelf)


def books_for_reader(catalogue: Catalogue, shelf: Shelf) -> Listing:
    """What the chain has for a reader."""
    step = step_for(catalogue, KnownBooks(catalogue, shelf))
    return _drawn(catalogue, ListingState(Source.FROM_SHELF if step is Step.SHELF else Source.POPULAR), shelf)


def redrawn(catalogue: Catalogue, state: ListingState, shelf: Shelf) -> Listing:
    """The same listing, with what its reader has said since.

    Popular books turn into the reader's own as soon as the shelf says enough.
    """
    known = KnownBooks(catalogue, shelf)
    if state.source is Source.POPULAR and step_for(catalogue, known) is Step.SHELF:
        return books_for_reader(catalogue, shelf)
    return _drawn(catalogue, state, shelf)


def continued(catalogue: Catalogue, state: ListingState, shelf: Shelf) -> Listing:
    """The five that follow those of a listing."""
    known = KnownBooks(catalogue, shelf)
    picks, _ = _picks(catalogue, state, known)
    following = picks[_rows_used(catalogue, state, picks) :]
    slots = tuple(Slot(pick.book.book_id) for pick in _fresh(following, known)[:RECOMMENDATIONS])
    return _drawn(catalogue, replace(state, is_continued=True, slots=slots), shelf)


def _drawn(catalogue: Catalogue, state: ListingState, shelf: Shelf) -> Listing:
    known = KnownBooks(catalogue, shelf)
    picks, step = _picks(catalogue, state, known)
    subject = catalogue.book_with_id(state.subject_id) if state.subject_id else None
    if not state.slots and not state.is_continued:
        state = replace(state, slots=tuple(Slot(pick.book.book_id) for pick in _fresh(picks, known)[:RECOMMENDATIONS]))
    places = tuple(_places(catalogue, state, picks, known))
    slots = tuple(
        Slot(place.pick.book.book_id if place.pick else "", place.judged.book.book_id if place.judged else "")
        for place in places
    )
    state = replace(state, slots=slots)
    return Listing(
        state=state,
        subject=subject,
        back=catalogue.book_with_id(state.back_id) if state.back_id not in {"", BACK_TO_OWN} else None,
        places=places,
        step=step,
        preferences=shelf.preferences,
        telling_books=known.telling_books,
        has_more=bool(_fresh(picks[_rows_used(catalogue, state, picks) :], known)),
        has_more_by_author=subject is not None and has_others_by_author(catalogue, subject),
    )


def _picks(catalogue: Catalogue, state: ListingState, known: KnownBooks) -> tuple[Sequence[Pick], Step | None]:
    """All that a listing draws on, and the step of the chain that this is."""
    if state.source is Source.FROM_SHELF:
        return picks_from_shelf(catalogue, known), Step.SHELF
    if state.source is Source.POPULAR:
        step = step_for(catalogue, known)
        return popular_picks(catalogue, step, known.preferences), step
    subject = catalogue.book_with_id(state.subject_id)
    if subject is None:
        return [], None
    return (picks_after if state.source is Source.AFTER_BOOK else picks_by_author)(catalogue, subject), None


def _fresh(picks: Sequence[Pick], known: KnownBooks) -> list[Pick]:
    """Those that the reader has neither rated nor waved off, in a language they read."""
    return [pick for pick in picks if not known.is_judged(pick.book) and known.is_readable(pick.book)]


def _rows_used(catalogue: Catalogue, state: ListingState, picks: Sequence[Pick]) -> int:
    """How many of the picks come before the next one to show: up to the last of those that are shown or were judged."""
    ids = {each for slot in state.slots for each in (slot.book_id, slot.judged_id) if each}
    rows = set(catalogue.rows_with_ids(ids).values())
    return max((place for place, pick in enumerate(picks, start=1) if pick.book.book_row in rows), default=0)


def _places(catalogue: Catalogue, state: ListingState, picks: Sequence[Pick], known: KnownBooks) -> Iterator[Place]:
    by_row = {pick.book.book_row: pick for pick in picks}
    ids = {each for slot in state.slots for each in (slot.book_id, slot.judged_id) if each}
    rows = catalogue.rows_with_ids(ids)
    books = catalogue.books(set(rows.values()))
    shown = {rows[slot.book_id] for slot in state.slots if slot.book_id in rows}
    successors = iter(
        pick
        for pick in _fresh(picks[_rows_used(catalogue, state, picks) :], known)
        if pick.book.book_row not in shown and not known.is_wanted(pick.book)
    )
    for slot in state.slots:
        book = books.get(rows.get(slot.book_id, 0))
        judged = books.get(rows.get(slot.judged_id, 0))
        if book is None or known.is_judged(book):
            judged = book or judged
            pick = next(successors, None)
        else:
            pick = by_row.get(book.book_row, Pick(book))
        yield Place(pick, _judged(judged, known), pick is not None and known.is_wanted(pick.book))


def _judged(book: Book | None, known: KnownBooks) -> Judged | None:
    """What became of a book, as the shelf has it now; None where nothing is said of it any more."""
    if book is None or not known.is_judged(book):
        return None
    return Judged(book, known.by_row[book.book_row].stars)
