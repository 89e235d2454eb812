"""Which books to show: those similar to a book, and those that are popular."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from shelftalker.catalogue import EVERYONE, Book, Catalogue

RECOMMENDATIONS = 5
BOOKS_BY_ONE_AUTHOR = 2

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A book to read next, and how strongly and by how many readers it is tied to the book asked about."""

    book: Book
    score: float
    readers_in_common: int


def similar_books(catalogue: Catalogue, book: Book, limit: int = RECOMMENDATIONS) -> list[Recommendation]:
    """The books to read after a book, best first: its neighbours, at most two of them by one author.

    Never contains the book itself. Shorter than `limit` only where the catalogue has too few other books or authors.
    """
    neighbours = catalogue.neighbours(book.book_row)
    books = catalogue.books([neighbour.book_row for neighbour in neighbours])
    recommendations = (
        Recommendation(books[neighbour.book_row], neighbour.score, neighbour.readers_in_common)
        for neighbour in neighbours
    )
    return _at_most_two_by_one_author(recommendations, lambda recommendation: recommendation.book)[:limit]


def popular_books(catalogue: Catalogue, segment: str = EVERYONE, limit: int = RECOMMENDATIONS) -> list[Book]:
    """The books that most readers of a segment liked, the most first, at most two of them by one author."""
    popular = catalogue.ordered_books(catalogue.popular_rows(segment))
    return _at_most_two_by_one_author(popular, lambda book: book)[:limit]


def _at_most_two_by_one_author(ranked: Iterable[Shown], book_of: Callable[[Shown], Book]) -> list[Shown]:
    by_author: Counter[int] = Counter()
    kept = []
    for shown in ranked:
        author_row = book_of(shown).author_row
        by_author[author_row] += 1
        if by_author[author_row] <= BOOKS_BY_ONE_AUTHOR:
            kept.append(shown)
    return kept
