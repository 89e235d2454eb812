"""Well-known books of various tastes, for a reader whose shelf is too short for recommendations of their own.

Each page of ten is chosen greedily: the next book is the one with the most ratings, times 1 less the cosine of its
neighbours' scores with those of the nearest book of the page. So a page holds books that many readers can rate, each of
which tells something that the others do not: little is learnt from popular books alone (Rashid et al.: Getting to Know
You: Learning New User Preferences in Recommender Systems; IUI 2002).
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.shelf.known_books import KnownBooks

# Scores of books by row.
_Taste = dict[int, float]


class FirstBooksConfig(NamedTuple):
    """The numbers of the first books.

    Attributes:
        on_a_page: Number of books that a reader is asked about at a time.
        candidates: Number of the most read books that they are chosen from, ten pages and what their series leave out.
    """

    on_a_page: int = 10
    candidates: int = 120


FIRST_BOOKS = FirstBooksConfig()


class FirstBooks(NamedTuple):
    """A page of first books.

    Attributes:
        books: At most ten; none where the reader knows all that there are.
        following: The place of the next page in the order of all first books, to go on from there.
        has_others: True where the reader has others to be asked about.
    """

    books: tuple[Book, ...]
    following: int
    has_others: bool


def first_books(catalogue: Catalogue, known: KnownBooks, start: int = 0) -> FirstBooks:
    """Return the first books that a reader has not rated, dismissed or listed yet, in a language that they read.

    Args:
        catalogue: The model.
        known: The reader's shelf.
        start: The place in the order of all first books from which on the reader has seen none; past the end of the
            order it begins anew.
    """
    candidates = _candidates(catalogue)
    askable = {book for book in candidates if book.book_row not in known.by_row and known.is_readable(book)}
    later: list[tuple[int, Book]] = []
    earlier: list[tuple[int, Book]] = []
    for place, book in enumerate(_in_order(catalogue, candidates)):
        if book in askable:
            (later if place >= start else earlier).append((place, book))
        if len(later) == FIRST_BOOKS.on_a_page:
            break
    page = [*later, *earlier][: FIRST_BOOKS.on_a_page]
    books = tuple(book for _, book in page)
    return FirstBooks(books, page[-1][0] + 1 if page else 0, len(askable) > len(books))


def _in_order(catalogue: Catalogue, candidates: Sequence[Book]) -> Iterator[Book]:
    """Yield all first books, page by page; a page is chosen when its first book is needed."""
    left = list(candidates)
    tastes = _tastes(catalogue, left)
    while left:
        page = _choose_page(left, tastes)
        yield from page
        left = [book for book in left if book not in page]


def _candidates(catalogue: Catalogue) -> list[Book]:
    """Return the most read books, of each series the most read volume."""
    found = catalogue.books(range(1, FIRST_BOOKS.candidates + 1))
    of_series: dict[int, Book] = {}
    books = [found[book_row] for book_row in sorted(found)]
    return [book for book in books if book.series_row is None or of_series.setdefault(book.series_row, book) is book]


def _tastes(catalogue: Catalogue, books: Sequence[Book]) -> dict[int, _Taste]:
    """Return the taste that each of some books stands for, by row: its neighbours' scores and its own, of length 1."""
    found = catalogue.neighbour_columns([book.book_row for book in books])
    entries = zip(found.columns.rows, found.columns.values, strict=True)
    scores = {
        source: dict(islice(entries, count)) for source, count in zip(found.sources, found.columns.counts, strict=True)
    }
    tastes = {}
    for book in books:
        taste = scores.get(book.book_row, {})
        taste[book.book_row] = max(taste.values(), default=0.0) or 1.0
        length = math.hypot(*taste.values())
        tastes[book.book_row] = {row: score / length for row, score in taste.items()}
    return tastes


def _choose_page(books: Sequence[Book], tastes: Mapping[int, _Taste]) -> list[Book]:
    """Return a page of books, one by an author where there are enough authors; of those of equal value the first.

    Args:
        books: The books to choose from, the most read first.
        tastes: The taste of each, by row.
    """
    page, by_row = list[Book](), {book.book_row: book for book in books}
    # A value only falls while the page grows: it is compared with the books chosen since when it comes out on top.
    values = [(-float(book.ratings_count), book.book_row, 0) for book in books]
    overlaps = dict.fromkeys(by_row, 0.0)
    heapify(values)
    while values and len(page) < FIRST_BOOKS.on_a_page:
        _, book_row, compared = heappop(values)
        book, taste = by_row[book_row], tastes[book_row]
        if any(book.author_row == other.author_row and book.author != UNKNOWN_AUTHOR for other in page):
            continue
        if compared == len(page):
            page.append(book)
            continue
        others = [_overlap(taste, tastes[other.book_row]) for other in page[compared:]]
        overlaps[book_row] = max(overlaps[book_row], *others)
        heappush(values, (book.ratings_count * (overlaps[book_row] - 1), book_row, len(page)))
    others_left = (book for book in books if book not in page)
    return [*page, *islice(others_left, FIRST_BOOKS.on_a_page - len(page))]


def _overlap(some: _Taste, others: _Taste) -> float:
    """Return the cosine of two tastes, from 0 to 1."""
    return sum(some[row] * others[row] for row in some.keys() & others.keys())
