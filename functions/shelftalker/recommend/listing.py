"""Five books shown together: the books in their positions, and all that a message or Home says of them."""

from typing import NamedTuple

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing_state import ListingState
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.steps import Step
from shelftalker.recommend.stops import Source
from shelftalker.shelf.actions import ShelfAction, Undo
from shelftalker.shelf.contents import Preferences


class Done(NamedTuple):
    """The action that a listing is shown after.

    Attributes:
        action: The action.
        book: The book.
        undo: The way back from it; None where it changed nothing, or what it changed is not known.
    """

    action: ShelfAction
    book: Book
    undo: Undo | None = None


class Verdict(NamedTuple):
    """A reader's verdict on a book.

    Attributes:
        book: The book.
        stars: From 1 to 5; None for "not for me".
        undo: The way back from it; None where the reader did something else with the book since.
        read: Whether the reader has read it and gave no stars.
    """

    book: Book
    stars: int | None
    undo: Undo | None = None
    read: bool = False


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
        subjects: The books asked about, or one by the author asked about; none where the books are for a reader. Those
            that have left the catalogue are left out.
        subject_verdict: The reader's verdict on the only book asked about, or None.
        back: The one book that the latest stop of the way back was asked about, or None.
        positions: The positions, in order.
        step: The step of the chain that served; None where the books are not for a reader alone, or the shelf that they
            came from can't be read now.
        preferences: The reader's preferences.
        preference_count: Number of books on the reader's shelf that show their taste; None where it can't be read.
        has_more: Whether more books follow these five.
        has_more_by_author: Whether the subject's author wrote others.
        done: The action that this is shown after, or None.
    """

    state: ListingState
    subjects: tuple[Book, ...]
    subject_verdict: Verdict | None
    back: Book | None
    positions: tuple[Position, ...]
    step: Step | None
    preferences: Preferences
    preference_count: int | None
    has_more: bool
    has_more_by_author: bool
    done: Done | None = None

    @property
    def subject(self) -> Book | None:
        """The only book asked about, or one by the author asked about."""
        return self.subjects[0] if len(self.subjects) == 1 and self.state.source is not Source.AFTER_BOOKS else None

    @property
    def books(self) -> list[Book]:
        """The books shown."""
        return [recommendation.book for recommendation in self.recommendations]

    @property
    def recommendations(self) -> list[Recommendation]:
        """The recommendations shown."""
        return [position.recommendation for position in self.positions if position.recommendation]
