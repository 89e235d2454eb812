"""Which books to show: those similar to a book, those for a reader's shelf, and those that are popular."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import TypeVar

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.format import SEGMENT_NAMES


@dataclass(frozen=True, slots=True)
class RecommenderConfig:
    """The numbers of the recommender.

    Attributes:
        recommendations: Number of books in an answer.
        books_by_one_author: Most books by one author in an answer.
        years_apart: Most years between two books "from about the same time".
        much_read_books: Number of the most read books that are called so; the first 50 of thousands are.
        neutral_rating: Share of the rating scale, 0 to 1, from which a rating counts for a book's neighbours. It lies a
            little under the middle, between two and three of five stars: readers choose what they expect to like, so
            even a middling book says something for its neighbours. On Book-Crossing a lower point ranks a little better
            (nDCG@10 0.110 at 0.2, 0.109 here), but then two stars would count for a book.
        unrated_weight: Preference weight of a book that was read and not rated: for the same reason as much as a usual
            rating, seven of ten.
        sharing_exponent: A book of the shelf shares out (the sum of its neighbours' scores)^(1 - this). With 0 a
            bestseller, tied strongly to many books and to none in particular, would drown the others; with 1 a book
            with weak ties would count as much as any.
        rarity_exponent: A contribution counts (position by popularity of its target)^this times: everybody's books are
            near to everything. On Book-Crossing, three splits, a sharing exponent of 0.5 to 0.7 and a rarity exponent
            of 0.1 to 0.2 stay within 0.003 of nDCG@10, whether the scores are damped co-occurrence (0.108; 0.091
            without the two) or learned shares of readers (0.100; 0.091).
        rank_fusion_offset: The constant of reciprocal rank fusion, as its authors found it best.
        books_read_at_once: Number of books that are read from the model at once, until enough can be shown.
    """

    recommendations: int = 5
    books_by_one_author: int = 2
    years_apart: int = 5
    much_read_books: int = 50
    neutral_rating: float = 0.45
    unrated_weight: float = 0.45
    sharing_exponent: float = 0.7
    rarity_exponent: float = 0.15
    rank_fusion_offset: int = 60
    books_read_at_once: int = 50


RECOMMENDER = RecommenderConfig()

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
    if book.year is not None and asked.year is not None and abs(book.year - asked.year) <= RECOMMENDER.years_apart:
        return Reason.SAME_TIME
    return Reason.MUCH_READ if book.book_row <= RECOMMENDER.much_read_books else Reason.GUESS


def similar_books(catalogue: Catalogue, book: Book, limit: int = RECOMMENDER.recommendations) -> list[Recommendation]:
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
    catalogue: Catalogue, shelf: Sequence[ShelfEntry], limit: int = RECOMMENDER.recommendations
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


def preference_weight(stars: float | None, rating_scale: int) -> float:
    """How loud a book of a shelf speaks: 1 for the best rating, below 0 for those under the middle of the scale.

    Args:
        stars: The rating, or None for a book that was read and not rated.
        rating_scale: The best rating.
    """
    if stars is None:
        return RECOMMENDER.unrated_weight
    return (stars / rating_scale - RECOMMENDER.neutral_rating) / (1 - RECOMMENDER.neutral_rating)


def popular_books(
    catalogue: Catalogue, segments: Sequence[str] = (SEGMENT_NAMES.everyone,), limit: int = RECOMMENDER.recommendations
) -> list[Book]:
    """The books that most readers of some segments liked, the most first, at most two of them by one author.

    Several segments are joined by the sum of the reciprocal ranks in each (Cormack, Clarke and Buettcher: Reciprocal
    Rank Fusion outperforms Condorcet and individual Rank Learning Methods; SIGIR 2009).
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for segment in segments:
        for rank, book_row in enumerate(catalogue.popular_rows(segment), start=1):
            scores[book_row] += 1 / (RECOMMENDER.rank_fusion_offset + rank)
    popular = catalogue.ordered_books(sorted(scores, key=lambda book_row: (-scores[book_row], book_row)))
    return list(islice(_at_most_two_by_one_author(popular, lambda book: book), limit))


def _at_most_two_by_one_author(ranked: Iterable[Shown], book_of: Callable[[Shown], Book]) -> Iterator[Shown]:
    by_author: Counter[int] = Counter()
    for shown in ranked:
        author_row = book_of(shown).author_row
        by_author[author_row] += 1
        if by_author[author_row] <= RECOMMENDER.books_by_one_author:
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
    while batch := list(islice(ranked, RECOMMENDER.books_read_at_once)):
        books = catalogue.books([row for row, _ in batch])
        for row, score in batch:
            yield _Ranked(books[row], score, loudest[row][1] if score > 0 else None)


def _said(catalogue: Catalogue, voices: Mapping[int, float]) -> Iterator[tuple[int, int, float]]:
    """What each book of a shelf says for or against others: (its row, the other's row, how much)."""
    for book_row, neighbours in catalogue.neighbours_of(list(voices)).items():
        total = sum(neighbour.score for neighbour in neighbours)
        # Without a score nothing is known of the two books but that they share a year.
        loudness = voices[book_row] / total**RECOMMENDER.sharing_exponent if total else 0.0
        for neighbour in neighbours:
            rarity = neighbour.book_row**RECOMMENDER.rarity_exponent
            yield book_row, neighbour.book_row, loudness * neighbour.score * rarity
    for book_row, item_weights in catalogue.item_weights_of(list(voices)).items():
        for item_weight in item_weights:
            yield book_row, item_weight.book_row, voices[book_row] * item_weight.weight


def _voices(catalogue: Catalogue, shelf: Sequence[ShelfEntry]) -> dict[int, float]:
    """How loud each book of the shelf speaks, by row; the last rating of a book counts, whatever else is said of it."""
    rows = catalogue.rows_with_ids({entry.book_id for entry in shelf})
    voices: dict[int, float] = {}
    for entry in shelf:
        row = rows.get(entry.book_id)
        if row is None:
            continue
        if entry.stars is not None:
            voices[row] = preference_weight(entry.stars, catalogue.rating_scale)
        else:
            voices.setdefault(row, 0.0 if entry.dismissed else preference_weight(None, catalogue.rating_scale))
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
