"""The books that a listing draws on, best first: after a book, by an author, or for a reader.

For a reader there is a chain: what the shelf says, once it says enough; until then what is popular among readers of the
same country and age, of the country, of the age, with everyone, whichever is the first that the reader told of and the
catalogue has.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.format import SEGMENT_NAMES
from shelftalker.recommend.recommender import (
    PersonalRecommendation,
    Recommendation,
    ShelfEntry,
    personal_books,
    popular_books,
    similar_books,
)
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook

# From so many books on, rated or wanted, a shelf says more of a reader than what is popular.
TELLING_BOOKS = 3
STARS = 5
# So far a listing can be continued; nobody turns more pages of five.
_PICKS_AT_MOST = 60


class Step(StrEnum):
    """Which step of the chain serves a reader; the values are what is counted."""

    SHELF = "ServedFromShelf"
    COUNTRY_AND_AGE = "ServedByCountryAndAge"
    COUNTRY = "ServedByCountry"
    AGE = "ServedByAge"
    EVERYONE = "ServedByEveryone"


@dataclass(frozen=True, slots=True)
class Because:
    """A book of the shelf that speaks for a pick.

    Attributes:
        stars: What the reader gave it, from 1 to 5; None where it is on the want-to-read list.
    """

    book: Book
    stars: int | None


@dataclass(frozen=True, slots=True)
class Pick:
    """A book to show, and what there is to say for it: None where nothing is but that it is popular or by an author."""

    book: Book
    reason: Recommendation | Because | None = None


class KnownBooks:
    """A reader's shelf as this model knows it: what was rated, waved off and wanted, by row."""

    def __init__(self, catalogue: Catalogue, shelf: Shelf) -> None:
        rows = catalogue.rows_with_ids({book.book_id for book in shelf.books})
        # The newest comes last, and stands where two former works are one by now.
        self.by_row: dict[int, ShelfBook] = {rows[book.book_id]: book for book in shelf.books if book.book_id in rows}
        self.preferences = shelf.preferences

    def is_judged(self, book: Book) -> bool:
        """Whether the reader rated the book or waved it off."""
        known = self.by_row.get(book.book_row)
        return known is not None and (known.stars is not None or known.dismissed)

    def is_wanted(self, book: Book) -> bool:
        """Whether the book is on the want-to-read list."""
        known = self.by_row.get(book.book_row)
        return known is not None and known.wanted

    def is_readable(self, book: Book) -> bool:
        """Whether the book is in a language that the reader wants to see, as far as the catalogue knows."""
        languages = self.preferences.languages
        return not languages or book.language is None or book.language in languages

    @property
    def telling_books(self) -> int:
        """How many books of the shelf say something of the reader's taste."""
        return sum(known.stars is not None or known.wanted for known in self.by_row.values())


NOTHING_KNOWN = Shelf((), Preferences())


def picks_after(catalogue: Catalogue, asked: Book) -> list[Pick]:
    """The neighbours of a book, best first, at most two of them by one author."""
    return [Pick(each.book, each) for each in similar_books(catalogue, asked, _PICKS_AT_MOST)]


def picks_by_author(catalogue: Catalogue, book: Book) -> list[Pick]:
    """The other books of the author named first on a book, the most read first."""
    books = catalogue.books_by_author(book.author_row, _PICKS_AT_MOST)
    return [Pick(each) for each in books if each.book_row != book.book_row]


def has_others_by_author(catalogue: Catalogue, book: Book) -> bool:
    """Whether the catalogue has another book by the author named first on a book."""
    return book.author != UNKNOWN_AUTHOR and len(catalogue.books_by_author(book.author_row, 2)) > 1


def picks_from_shelf(catalogue: Catalogue, known: KnownBooks, shown_rows: Collection[int] = ()) -> list[Pick]:
    """What the shelf speaks for, best first, at most two books by one author; then what is popular.

    A book that is shown, and was put on the want-to-read list there, stays among the picks with its reason: it speaks
    for others from the next listing on.
    """
    entries = [
        ShelfEntry(
            book.book_id, None if book.stars is None else book.stars * catalogue.rating_scale / STARS, book.dismissed
        )
        for row, book in known.by_row.items()
        if row not in shown_rows or book.stars is not None or book.dismissed
    ]
    return [Pick(each.book, _because(each, known)) for each in personal_books(catalogue, entries, _PICKS_AT_MOST)]


def popular_picks(catalogue: Catalogue, step: Step, preferences: Preferences) -> list[Pick]:
    """What readers like this one like most, at most two books by one author."""
    return [Pick(book) for book in popular_books(catalogue, _segments(step, preferences), _PICKS_AT_MOST)]


def step_for(catalogue: Catalogue, known: KnownBooks) -> Step:
    """Which step of the chain serves a reader."""
    if known.telling_books >= TELLING_BOOKS:
        return Step.SHELF
    segments = set(catalogue.segments())
    for step in (Step.COUNTRY_AND_AGE, Step.COUNTRY, Step.AGE):
        if segments.issuperset(_segments(step, known.preferences)):
            return step
    return Step.EVERYONE


def _segments(step: Step, preferences: Preferences) -> list[str]:
    country = SEGMENT_NAMES.country_prefix + preferences.country
    age = SEGMENT_NAMES.age_prefix + preferences.age_band
    return {
        Step.COUNTRY_AND_AGE: [country, age],
        Step.COUNTRY: [country],
        Step.AGE: [age],
    }.get(step, [SEGMENT_NAMES.everyone])


def _because(recommendation: PersonalRecommendation, known: KnownBooks) -> Because | None:
    if recommendation.because is None:
        return None
    return Because(recommendation.because, known.by_row[recommendation.because.book_row].stars)
