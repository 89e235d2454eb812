"""Recommendations and their reasons; a reason never claims more than the data holds."""

from enum import StrEnum
from typing import NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book


class ReasonConfig(NamedTuple):
    """The numbers of the reasons.

    Attributes:
        years_apart: Most years between two books "from about the same time".
        subjects: Most subjects that a reason names.
        much_read_books: Number of the most read books that are called so; the first 50 of thousands are.
    """

    years_apart: int = 5
    subjects: int = 2
    much_read_books: int = 50


REASONS = ReasonConfig()


class Ground(StrEnum):
    """Grounds for putting a book beside another; each is true of the two, and the first that holds is given.

    All but the first imply that no reader of both is known. The ranking may have had other grounds, a publisher or
    words of the title; their weights are not kept for each pair, so those are called a guess.
    """

    READERS_IN_COMMON = "readers_in_common"
    SAME_AUTHOR = "same_author"
    SUBJECTS = "subjects"
    SAME_TIME = "same_time"
    MUCH_READ = "much_read"
    GUESS = "guess"


class SeriesPlace(StrEnum):
    """Places of a recommended volume in its series; one goes before every other ground."""

    NEXT = "next_in_series"
    LATER = "later_in_series"
    FIRST = "first_in_series"
    EARLIEST = "earliest_in_series"


class AfterBook(NamedTuple):
    """A book is recommended after another one.

    Attributes:
        asked: The book asked about.
        readers_in_common: Number of readers who read both.
        subjects: Names of subjects of both, the rarest first; looked up only where no reader has read both.
    """

    asked: Book
    readers_in_common: int
    subjects: tuple[str, ...] = ()

    def ground_for(self, book: Book) -> Ground:
        """Return the ground for recommending a book, as far as the data gives one."""
        asked = self.asked
        if self.readers_in_common:
            return Ground.READERS_IN_COMMON
        # The author_row is that of the author named first, and of all books whose author is not known.
        if book.author_row == asked.author_row and asked.author != UNKNOWN_AUTHOR:
            return Ground.SAME_AUTHOR
        if self.subjects:
            return Ground.SUBJECTS
        if book.year is not None and asked.year is not None and abs(book.year - asked.year) <= REASONS.years_apart:
            return Ground.SAME_TIME
        return Ground.MUCH_READ if book.book_row <= REASONS.much_read_books else Ground.GUESS


class FromShelf(NamedTuple):
    """A book is recommended because of one on the reader's shelf.

    Attributes:
        book: The book of the shelf that contributes most.
        stars: Its rating by the reader, from 1 to 5; None where it is only on the want-to-read list, or not known here.
        read: Whether the reader has read it and gave no stars.
    """

    book: Book
    stars: int | None = None
    read: bool = False


class Recommendation(NamedTuple):
    """A book to read next.

    Attributes:
        book: The book.
        score: Its rank's measure; higher is better, comparable within one list. For a reader, 0 for a popular book that
            fills up the list, below 0 for one that the shelf weighs against, where nothing else is left.
        reason: The reason; None where there is none but that it is popular or by an author.
        place: Its place in a series, where it is recommended for that: the next volume, or one in place of a later one.
    """

    book: Book
    score: float = 0.0
    reason: AfterBook | FromShelf | None = None
    place: SeriesPlace | None = None
