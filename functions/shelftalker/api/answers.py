"""Answers of `/recommend` and of the search window for whom nothing is known of, as books and as JSON.

The JSON API, the page and Slackbot's tools have books in the same form.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.observability import Outcome
from shelftalker.recommend.listing_pages import books_after, books_after_all
from shelftalker.recommend.reasons import Recommendation
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, Found, NotFound, Several
from shelftalker.shelf.contents import BOOK_ID, Preferences, Shelf
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.block_kit import unescape, without_markup
from shelftalker.views.book_link import book_link
from shelftalker.views.wording import DatasetFacts, mean_stars, reason_sentence


class Recommended(NamedTuple):
    """Books to read next.

    Attributes:
        asked: The books that the title was taken for, one to five.
        recommendations: Five of them; fewer only where the catalogue has too few.
        others: Books that may be meant in place of the one asked about.
    """

    asked: Sequence[Book]
    recommendations: Sequence[Recommendation]
    others: Sequence[Book] = ()

    @property
    def outcome(self) -> Outcome:
        """The outcome of a request that is answered so."""
        return Outcome.SERVED


class Suggested(NamedTuple):
    """Books to choose from, as a title names none for certain.

    Attributes:
        books: Up to seven, the likeliest first; may be empty where the title is near nothing.
        outcome: AUTHOR_FOUND for books by an author, SUGGESTED for titles that may be meant, NOT_FOUND for the nearest
            to a title that the catalogue does not have.
        author: The author's name where the books are by one, else None.
    """

    books: Sequence[Book]
    outcome: Outcome
    author: str | None = None


def answer_title(catalogue: Catalogue, title: str) -> Recommended | Suggested:
    """Return the books to read after the book that a title names, or the books that it may mean.

    Args:
        catalogue: The model; of each function here.
        title: As a person would type it after `/recommend`; or an ISBN; or a book_id.
    """
    found, nobody = find_named(catalogue, title), KnownBooks(catalogue, Shelf((), Preferences()))
    if isinstance(found, Exact):
        listing = books_after(catalogue, found.book, nobody)
        return Recommended([found.book], listing.recommendations, found.others)
    if isinstance(found, Several):
        listing = books_after_all(catalogue, found.books, nobody)
        return Recommended(listing.subjects, listing.recommendations)
    if isinstance(found, ByAuthor):
        return Suggested(found.books, Outcome.AUTHOR_FOUND, found.author)
    if isinstance(found, NotFound):
        return Suggested(nearest_to_missed(catalogue, title), Outcome.NOT_FOUND)
    return Suggested(found.books, Outcome.SUGGESTED)


def find_named(catalogue: Catalogue, title: str) -> Found:
    """Find the books of a title as a person would type it, of an ISBN, or of a book_id of an earlier answer."""
    if book := book_with_id(catalogue, title):
        return Exact(book, [])
    return find_books(catalogue, title)


def book_with_id(catalogue: Catalogue, book_id: str) -> Book | None:
    """Return the book of a public id, also where it was merged into another; None for any other text."""
    return catalogue.book_with_id(book_id) if re.fullmatch(BOOK_ID, book_id) else None


def nearest_to_missed(catalogue: Catalogue, title: str) -> list[Book]:
    """Count a title that is not found, and return the books nearest to it."""
    # Imported here: titles that are found are answered without it, and each import is paid for at each cold start.
    from shelftalker.recommend.missed_titles import count_missed, nearest_books  # noqa: PLC0415

    count_missed(catalogue, title)
    return nearest_books(catalogue, title)


def search_books(catalogue: Catalogue, typed: str, limit: int) -> list[Book]:
    """Return up to `limit` books for the beginning of a title or name, or for whatever else the command answers."""
    from shelftalker.search.offered_books import offered_books  # noqa: PLC0415 - as above

    return offered_books(catalogue, typed, limit)


def answer_content(answer: Recommended | Suggested, dataset: DatasetFacts) -> dict[str, Any]:
    """Return an answer as JSON: `recommendations`, or `suggestions`."""
    if isinstance(answer, Recommended):
        return {
            "recommendations": [recommended_book_content(each, dataset) for each in answer.recommendations],
            "taken_for": books_content(answer.asked, dataset),
            "others": books_content(answer.others, dataset),
            "notice": dataset.notice or None,
        }
    return {
        "suggestions": books_content(answer.books, dataset),
        "author": answer.author,
        "notice": dataset.notice or None,
    }


def books_content(books: Sequence[Book], dataset: DatasetFacts) -> list[dict[str, Any]]:
    """Return books as JSON, with their covers."""
    return [book_content(book, dataset) | {"cover": book.cover_url} for book in books]


def recommended_book_content(recommendation: Recommendation, dataset: DatasetFacts) -> dict[str, Any]:
    """Return a recommended book as JSON, with its cover and its reason."""
    return recommendation_content(recommendation, dataset) | {"cover": recommendation.book.cover_url}


def book_content(book: Book, dataset: DatasetFacts) -> dict[str, Any]:
    """Return a book as JSON, null for the unknown; without the cover, which no model that reads it can see."""
    stars = mean_stars(book, dataset)
    return {
        "book_id": book.book_id,
        "title": book.title,
        "author": None if book.author == UNKNOWN_AUTHOR else book.author,
        "year": book.year,
        "language": book.language,
        "series": book.series,
        "volume": book.volume,
        "isbn": isbn_of(book.isbn) or None,
        "mean_stars": None if stars is None else round(stars, 1),
        "readers" if dataset.counts_readers else "ratings": book.ratings_count,
        "link": book_link(book, dataset) or None,
    }


def recommendation_content(recommendation: Recommendation, dataset: DatasetFacts) -> dict[str, Any]:
    """Return a recommended book as JSON, with its reason."""
    return book_content(recommendation.book, dataset) | {"reason": plain_reason(recommendation) or None}


def plain_reason(recommendation: Recommendation) -> str:
    """Return the reason of a recommendation without markup, or an empty string."""
    return plain(reason_sentence(recommendation))


def plain(markup: str) -> str:
    """Return a sentence of the messages without their markup and escapes."""
    return unescape(without_markup(markup))
