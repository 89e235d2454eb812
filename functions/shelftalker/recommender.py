"""Which books to show: those similar to a book, those for a reader's shelf, and those that are popular."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

from shelftalker.catalogue import EVERYONE, Book, Catalogue

RECOMMENDATIONS = 5
BOOKS_BY_ONE_AUTHOR = 2
# Readers choose books that they expect to like, so one that was read and not rated speaks too, about as loud as one
# with a rating that is usual: three quarters of the scale.
_UNRATED_VOICE = 0.5
# Books are read from the model in so many at once, until enough can be shown.
_BATCH = 50

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
    return list(islice(_at_most_two_by_one_author(recommendations, lambda each: each.book), limit))


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A book that a reader rated, read, wants to read or does not want to see.

    Attributes:
        book_id: Its public id; one that was merged into another book means that book.
        stars: The rating, more than 0, on the catalogue's `rating_scale`; None where the reader read the book, or
            wants to, and gave no rating.
        dismissed: The reader asked not to be shown the book. That says nothing about its neighbours: it may be owned,
            given away or merely the wrong time; who dislikes a book can rate it.
    """

    book_id: str
    stars: float | None
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class PersonalRecommendation:
    """A book for a reader.

    Attributes:
        score: How much the shelf speaks for it; comparable within one list; 0 for a popular book that fills it up.
        because: The book of the shelf that speaks most for it; None for a popular book that fills up the list.
    """

    book: Book
    score: float
    because: Book | None


@dataclass(frozen=True, slots=True)
class _Ranked:
    book: Book
    score: float
    because_row: int | None


def personal_books(
    catalogue: Catalogue, shelf: Sequence[ShelfEntry], limit: int = RECOMMENDATIONS
) -> list[PersonalRecommendation]:
    """The books to show the reader of a shelf, best first: as `rank_for_reader`, at most two of them by one author."""
    ranked = _ranked_for_reader(catalogue, shelf)
    return _explained(catalogue, islice(_at_most_two_by_one_author(ranked, lambda each: each.book), limit))


def rank_for_reader(catalogue: Catalogue, shelf: Sequence[ShelfEntry], limit: int) -> list[PersonalRecommendation]:
    """The best books for the reader of a shelf, best first, however many are by one author.

    This is the ranking that an evaluation measures; `personal_books` is what the bot shows of it.

    Each book of the shelf has one voice, from 1 for the best rating through 0 for the middle of the scale to almost
    -1 for the worst, and shares it out among its neighbours in proportion to their scores; a book's score is the sum of
    its shares. So a bestseller, tied to many books and to none in particular, says as much as any other book, and a
    disliked book pushes its neighbours away. Where the neighbours run out, popular books follow, and then the others by
    popularity, those pushed away last.

    Never contains a book of the shelf. Shorter than `limit` only where the catalogue has too few other books.
    """
    return _explained(catalogue, islice(_ranked_for_reader(catalogue, shelf), limit))


def popular_books(catalogue: Catalogue, segment: str = EVERYONE, limit: int = RECOMMENDATIONS) -> list[Book]:
    """The books that most readers of a segment liked, the most first, at most two of them by one author."""
    popular = catalogue.ordered_books(catalogue.popular_rows(segment))
    return list(islice(_at_most_two_by_one_author(popular, lambda book: book), limit))


def _at_most_two_by_one_author(ranked: Iterable[Shown], book_of: Callable[[Shown], Book]) -> Iterator[Shown]:
    by_author: Counter[int] = Counter()
    for shown in ranked:
        author_row = book_of(shown).author_row
        by_author[author_row] += 1
        if by_author[author_row] <= BOOKS_BY_ONE_AUTHOR:
            yield shown


def _ranked_for_reader(catalogue: Catalogue, shelf: Sequence[ShelfEntry]) -> Iterator[_Ranked]:
    """Every book that is not on the shelf, best first."""
    voices = _voices(catalogue, shelf)
    scores: defaultdict[int, float] = defaultdict(float)
    loudest: dict[int, tuple[float, int]] = {}
    for book_row, neighbours in catalogue.neighbours_of([row for row, voice in voices.items() if voice]).items():
        total = sum(neighbour.score for neighbour in neighbours)
        # Without a score nothing is known of the two books but that they share a year.
        share = voices[book_row] / total if total else 0.0
        for neighbour in neighbours:
            said = share * neighbour.score
            scores[neighbour.book_row] += said
            if said > loudest.get(neighbour.book_row, (0.0, 0))[0]:
                loudest[neighbour.book_row] = said, book_row
    strangers = ((row, score) for row, score in scores.items() if row not in voices)
    ranked = sorted(strangers, key=lambda each: (-each[1], each[0]))
    liked = [(row, score) for row, score in ranked if score > 0]
    pushed_away = [(row, score) for row, score in ranked if score < 0]
    placed = voices.keys() | {row for row, _ in chain(liked, pushed_away)}
    others = ((row, 0.0) for row in _rows_by_popularity(catalogue) if row not in placed)
    rows = chain(liked, others, pushed_away)
    while batch := list(islice(rows, _BATCH)):
        books = catalogue.books([row for row, _ in batch])
        for row, score in batch:
            yield _Ranked(books[row], score, loudest[row][1] if score > 0 else None)


def _voices(catalogue: Catalogue, shelf: Sequence[ShelfEntry]) -> dict[int, float]:
    """How loud each book of the shelf speaks, by row; the last rating of a book counts, whatever else is said of it."""
    rows = catalogue.rows_with_ids({entry.book_id for entry in shelf})
    voices: dict[int, float] = {}
    for entry in shelf:
        row = rows.get(entry.book_id)
        if row is None:
            continue
        if entry.stars is not None:
            voices[row] = 2 * entry.stars / catalogue.rating_scale - 1
        else:
            voices.setdefault(row, 0.0 if entry.dismissed else _UNRATED_VOICE)
    return voices


def _rows_by_popularity(catalogue: Catalogue) -> Iterator[int]:
    """Every row once: what most readers liked, then what most have read."""
    popular = dict.fromkeys(catalogue.popular_rows())
    yield from popular
    yield from (row for row in range(1, catalogue.books_count() + 1) if row not in popular)


def _explained(catalogue: Catalogue, ranked: Iterable[_Ranked]) -> list[PersonalRecommendation]:
    """With the books of the shelf that the ranking speaks of by row."""
    shown = list(ranked)
    reasons = catalogue.books({each.because_row for each in shown if each.because_row is not None})
    return [
        PersonalRecommendation(each.book, each.score, None if each.because_row is None else reasons[each.because_row])
        for each in shown
    ]
