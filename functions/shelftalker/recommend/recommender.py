"""Which books to show: those similar to a book, those for a reader's shelf, and those that are popular."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import TypeVar

from shelftalker.model.catalogue import EVERYONE, UNKNOWN_AUTHOR, Book, Catalogue

RECOMMENDATIONS = 5
BOOKS_BY_ONE_AUTHOR = 2
# Books up to five years apart are from about the same time; the first 50 of thousands are much read.
_YEARS_APART = 5
MUCH_READ_BOOKS = 50
# What a rating says is counted from a little under the middle of the scale, between two and three of five stars:
# readers choose what they expect to like, so even a middling book says something for its neighbours. On Book-Crossing
# a lower point ranks a little better (nDCG@10 0.110 at 0.2, 0.109 here), but then two stars would speak for a book.
_NEUTRAL_RATING = 0.45
# For the same reason a book that was read and not rated speaks too, like one with a usual rating: seven of ten.
_UNRATED_VOICE = 0.45
# A book of the shelf shares out (the sum of its neighbours' scores)^(1 - 0.7). With 0 in place of 0.7 a bestseller,
# tied strongly to many books and to none in particular, would drown the others; with 1 a book with weak ties would be
# as loud as any. What a book is told counts (its place by popularity)^0.15 times: what everybody reads is near to
# everything. On Book-Crossing, three splits, anything from 0.5 to 0.7 and from 0.1 to 0.2 stays within 0.003 of
# nDCG@10, whether the scores are damped co-occurrence (0.108; 0.091 without the two) or learned shares of readers
# (0.100; 0.091).
SHARING = 0.7
RARITY = 0.15
# The constant of reciprocal rank fusion, as its authors found it best.
_RANK_OFFSET = 60
# Books are read from the model in so many at once, until enough can be shown.
_BATCH = 50

Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A book to read next, and how strongly and by how many readers it is tied to the book asked about."""

    book: Book
    score: float
    readers_in_common: int


class Reason(StrEnum):
    """What can be said for a recommendation; each is true of the two books, and the first that is true is given."""

    READERS_IN_COMMON = "readers_in_common"
    SAME_AUTHOR = "same_author"
    SAME_TIME = "same_time"
    MUCH_READ = "much_read"
    GUESS = "guess"


def reason_for(recommendation: Recommendation, asked: Book) -> Reason:
    """Why a book is put beside the one asked about, as far as the data tells.

    All but the first say that no reader of both is known. The ranking may have had other grounds, a publisher or words
    of the title; what it weighs is not kept for each pair, so those are called a guess.
    """
    book = recommendation.book
    if recommendation.readers_in_common:
        return Reason.READERS_IN_COMMON
    # The author_row is that of the author named first, and of all books whose author is not known.
    if book.author_row == asked.author_row and asked.author != UNKNOWN_AUTHOR:
        return Reason.SAME_AUTHOR
    if book.year is not None and asked.year is not None and abs(book.year - asked.year) <= _YEARS_APART:
        return Reason.SAME_TIME
    return Reason.MUCH_READ if book.book_row <= MUCH_READ_BOOKS else Reason.GUESS


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
        score: How much the shelf speaks for it; comparable within one list. 0 for a popular book that fills up the
            list, below 0 for one that the shelf speaks against, where there is nothing else to fill it up with.
        because: The book of the shelf that speaks most for it; None where none does.
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

    Each book of the shelf has a voice, from 1 for the best rating to below 0 for those under the middle of the scale.
    It speaks to its neighbours in proportion to their scores, divided by (the sum of those scores)^0.7, and a book's
    score is the sum of what it is told, times (its place by popularity)^0.15. So a bestseller neither drowns the other
    books of a shelf nor is in every list, and a disliked book pushes its neighbours away. Where readers rate many
    books, the model also has item weights (model_build/rank/item_weights.py), whose contributions are added. Where all
    of these run out, popular books follow, and then the others by popularity, those pushed away last.

    Never contains a book of the shelf. Shorter than `limit` only where the catalogue has too few other books.
    """
    return _explained(catalogue, islice(_ranked_for_reader(catalogue, shelf), limit))


def voice(stars: float | None, rating_scale: int) -> float:
    """How loud a book of a shelf speaks: 1 for the best rating, below 0 for those under the middle of the scale.

    Args:
        stars: The rating, or None for a book that was read and not rated.
        rating_scale: The best rating.
    """
    if stars is None:
        return _UNRATED_VOICE
    return (stars / rating_scale - _NEUTRAL_RATING) / (1 - _NEUTRAL_RATING)


def popular_books(
    catalogue: Catalogue, segments: Sequence[str] = (EVERYONE,), limit: int = RECOMMENDATIONS
) -> list[Book]:
    """The books that most readers of some segments liked, the most first, at most two of them by one author.

    Several segments are joined by the sum of the reciprocal ranks in each (Cormack, Clarke and Buettcher: Reciprocal
    Rank Fusion outperforms Condorcet and individual Rank Learning Methods; SIGIR 2009).
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for segment in segments:
        for rank, book_row in enumerate(catalogue.popular_rows(segment), start=1):
            scores[book_row] += 1 / (_RANK_OFFSET + rank)
    popular = catalogue.ordered_books(sorted(scores, key=lambda book_row: (-scores[book_row], book_row)))
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
    for speaker, listener, said in _said(catalogue, {row: loud for row, loud in voices.items() if loud}):
        scores[listener] += said
        if said > loudest.get(listener, (0.0, 0))[0]:
            loudest[listener] = said, speaker
    strangers = [(row, score) for row, score in scores.items() if score and row not in voices]
    strangers.sort(key=lambda each: (-each[1], each[0]))
    others = ((row, 0.0) for row in _rows_by_popularity(catalogue) if row not in voices and not scores.get(row))
    ranked = chain((each for each in strangers if each[1] > 0), others, (each for each in strangers if each[1] < 0))
    while batch := list(islice(ranked, _BATCH)):
        books = catalogue.books([row for row, _ in batch])
        for row, score in batch:
            yield _Ranked(books[row], score, loudest[row][1] if score > 0 else None)


def _said(catalogue: Catalogue, voices: Mapping[int, float]) -> Iterator[tuple[int, int, float]]:
    """What each book of a shelf says for or against others: (its row, the other's row, how much)."""
    for book_row, neighbours in catalogue.neighbours_of(list(voices)).items():
        total = sum(neighbour.score for neighbour in neighbours)
        # Without a score nothing is known of the two books but that they share a year.
        loudness = voices[book_row] / total**SHARING if total else 0.0
        for neighbour in neighbours:
            yield book_row, neighbour.book_row, loudness * neighbour.score * neighbour.book_row**RARITY
    for book_row, companions in catalogue.companions_of(list(voices)).items():
        for companion in companions:
            yield book_row, companion.book_row, voices[book_row] * companion.weight


def _voices(catalogue: Catalogue, shelf: Sequence[ShelfEntry]) -> dict[int, float]:
    """How loud each book of the shelf speaks, by row; the last rating of a book counts, whatever else is said of it."""
    rows = catalogue.rows_with_ids({entry.book_id for entry in shelf})
    voices: dict[int, float] = {}
    for entry in shelf:
        row = rows.get(entry.book_id)
        if row is None:
            continue
        if entry.stars is not None:
            voices[row] = voice(entry.stars, catalogue.rating_scale)
        else:
            voices.setdefault(row, 0.0 if entry.dismissed else voice(None, catalogue.rating_scale))
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
