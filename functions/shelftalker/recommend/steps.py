"""The steps by which a reader is served, and the recommendations of each source, best first.

For a reader there is a chain: the shelf, once it holds enough; until then the popular books among readers of the same
country and age, of the country, of the age, of everyone, whichever is the first that the reader named and the catalogue
has.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.format import SEGMENT_NAMES
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.recommender import popular_books, similar_books
from shelftalker.recommend.series import ANYBODY, SeriesReader
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.known_books import KnownBooks


class StepConfig(NamedTuple):
    """The numbers of the steps.

    Attributes:
        books_for_own_list: Number of rated or wanted books from which a shelf tells more of a reader than popularity.
        longest_list: Most recommendations that a listing can be continued through; nobody turns more pages of five.
    """

    books_for_own_list: int = 3
    longest_list: int = 60


STEPS = StepConfig()


class Step(StrEnum):
    """A step of the chain; the values are the metrics' names."""

    SHELF = "ServedFromShelf"
    COUNTRY_AND_AGE = "ServedByCountryAndAge"
    COUNTRY = "ServedByCountry"
    AGE = "ServedByAge"
    EVERYONE = "ServedByEveryone"


def step_for(catalogue: Catalogue, known: KnownBooks) -> Step:
    """Return the step of the chain that serves a reader."""
    if known.preference_count >= STEPS.books_for_own_list:
        return Step.SHELF
    if not (known.preferences.country or known.preferences.age_band):
        return Step.EVERYONE
    segments = set(catalogue.segments())
    for step in (Step.COUNTRY_AND_AGE, Step.COUNTRY, Step.AGE):
        if segments.issuperset(_segments(step, known.preferences)):
            return step
    return Step.EVERYONE


def recommendations_after(catalogue: Catalogue, asked: Book, reader: SeriesReader = ANYBODY) -> list[Recommendation]:
    """Return the next volume and the neighbours of a book, best first, by varied authors."""
    return similar_books(catalogue, asked, STEPS.longest_list, reader)


def recommendations_by_author(catalogue: Catalogue, book: Book) -> list[Recommendation]:
    """Return the other books of the author named first on a book, the most read first."""
    books = catalogue.books_by_author(book.author_row, STEPS.longest_list)
    return [Recommendation(other) for other in books if other.book_row != book.book_row]


def has_others_by_author(catalogue: Catalogue, book: Book) -> bool:
    """Return whether the catalogue has another book by the author named first on a book."""
    return book.author != UNKNOWN_AUTHOR and catalogue.has_several_by_author(book.author_row)


def popular_recommendations(
    catalogue: Catalogue, step: Step, preferences: Preferences, reader: SeriesReader = ANYBODY
) -> list[Recommendation]:
    """Return the books that readers like this one like most, at most two by one author."""
    books = popular_books(catalogue, _segments(step, preferences), STEPS.longest_list, reader)
    return [Recommendation(book) for book in books]


def series_reader(known: KnownBooks, other_rows: Collection[int] = ()) -> SeriesReader:
    """Return a reader as far as series are concerned.

    Args:
        known: The reader's shelf.
        other_rows: Rows of unrated books that must not be recommended beside the dismissed ones.
    """
    rows = known.by_row.items()
    return SeriesReader(
        read_rows=frozenset(row for row, entry in rows if entry.stars is not None or entry.read),
        other_rows=frozenset(row for row, entry in rows if entry.dismissed and not entry.read).union(other_rows),
        languages=known.preferences.languages,
    )


def _segments(step: Step, preferences: Preferences) -> list[str]:
    country, age = SEGMENT_NAMES.country_prefix + preferences.country, SEGMENT_NAMES.age_prefix + preferences.age_band
    return {
        Step.COUNTRY_AND_AGE: [country, age],
        Step.COUNTRY: [country],
        Step.AGE: [age],
    }.get(step, [SEGMENT_NAMES.everyone])
