"""The wording of books, ratings and reasons, the same in every message, window and in Home: escaped markup."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.format import SEGMENT_NAMES
from shelftalker.recommend.reasons import REASONS, AfterBook, FromShelf, Ground, Recommendation, SeriesPlace
from shelftalker.settings import DEFAULT_ANSWERS, AnswerSettings
from shelftalker.shelf.contents import STARS
from shelftalker.views.block_kit import TITLE_LENGTH, Block, cut, escape, image


class DatasetFacts(NamedTuple):
    """Facts of the dataset, and the form of answers, that every message about books needs.

    Attributes:
        rating_scale: The best rating that a book can have.
        notice: A sentence about the data that is shown under the books, or an empty string.
        answers: The form of answers, as the operator wants it.
        counts_readers: True where books have a number of readers in place of ratings: some were lent without any.
    """

    rating_scale: int
    notice: str = ""
    answers: AnswerSettings = DEFAULT_ANSWERS
    counts_readers: bool = False

    @classmethod
    def of(cls, catalogue: Catalogue, answers: AnswerSettings = DEFAULT_ANSWERS) -> "DatasetFacts":
        """Return the facts of a model's dataset, with the form of answers."""
        return cls(catalogue.rating_scale, catalogue.notice, answers, catalogue.counts_readers)


class _Countries:
    """Countries of the dataset that are written otherwise within a sentence."""

    ABBREVIATED: ClassVar = {"usa": "the USA", "uk": "the UK", "uae": "the UAE"}
    WITH_ARTICLE: ClassVar = {
        "united kingdom", "netherlands", "philippines", "united arab emirates", "czech republic",
    }  # fmt: skip


# Letters of a title in a reason: its readers know the book.
_TITLE_IN_REASON = 40
# Letters of a subject in a reason.
_SUBJECT_LETTERS = 40
# Least letters of a series' name that tell people which it is.
_SERIES_LETTERS = 8
_PLACES = {
    SeriesPlace.NEXT: "Next in the series",
    SeriesPlace.LATER: "Later in the series",
    SeriesPlace.FIRST: "First of its series",
    SeriesPlace.EARLIEST: "The earliest of its series that I know",
}


def title_within(book: Book, length: int = TITLE_LENGTH) -> str:
    """Return the title with its series and volume, the name of the series cut where there is no room for it.

    Where hardly anything of the name would be left, the title stands alone, which the caller may have to cut.
    """
    if len(book.full_title) <= length or not book.series:
        return book.full_title
    room = length - (len(book.full_title) - len(book.series))
    if room < _SERIES_LETTERS:
        return book.title
    return book.title + book._replace(series=cut(book.series, room)).full_title[len(book.title) :]


def bold(book: Book) -> str:
    """Return the title alone."""
    return f"*{escape(title_within(book))}*"


def bold_within(book: Book, length: int) -> str:
    """Return the title alone, of at most so many letters."""
    return f"*{escape(title_within(book, length), length)}*"


def bold_by(book: Book) -> str:
    """Return title and author."""
    return f"{bold(book)} by {escape(book.author)}"


def bold_titles(books: Sequence[Book]) -> str:
    """Return the titles of several books as one reads them in a sentence: "*Dune*, *Emma* and *1984*"."""
    *first, last = map(bold, books)
    return f"{', '.join(first)} and {last}" if first else last


def enumerate_books(books: Iterable[Book]) -> str:
    """Return several books in one line of plain text."""
    return "; ".join(f"{escape(title_within(book))} by {escape(book.author)}" for book in books)


def facts(book: Book, dataset: DatasetFacts) -> str:
    """Return year, mean rating in stars, and number of ratings, or of readers where books were lent."""
    known = [year(book.year)] if book.year is not None else []
    ratings = "1 rating" if book.ratings_count == 1 else f"{book.ratings_count:,} ratings"
    return " \u00b7 ".join([*known, _rating(book, dataset, ratings)])


def short_rating(book: Book, dataset: DatasetFacts) -> str:
    """Return mean rating in stars, and the bare number of ratings, for lists on narrow screens; readers are named."""
    return _rating(book, dataset, f"{book.ratings_count:,}")


def mean_stars(book: Book, dataset: DatasetFacts) -> float | None:
    """Return the mean rating in stars, as readers give them here, whatever the scale of the dataset is."""
    return None if book.rating_mean is None else book.rating_mean * STARS / dataset.rating_scale


def year(number: int) -> str:
    """Return a year, such as 431 BC for -431."""
    return f"{-number} BC" if number < 0 else str(number)


def credit(book: Book, dataset: DatasetFacts) -> str:
    """Return author and facts in one line."""
    return f"{escape(book.author)} \u00b7 {facts(book, dataset)}"


def cover(book: Book) -> Block | None:
    """Return the book's picture, where the data gives reason to believe in one."""
    return image(book.cover_url, f"Cover of {book.full_title} by {book.author}") if book.cover_url else None


def star_signs(stars: int) -> str:
    """Return a rating in stars, such as four full ones and an empty one."""
    return "\u2605" * stars + "\u2606" * (STARS - stars)


def star_count(stars: int) -> str:
    """Return a rating in words: "four stars"."""
    return f"{number_word(stars)} star{'s' * (stars != 1)}"


def number_word(number: int) -> str:
    """Return a number in words, as far as five."""
    words = ("no", "one", "two", "three", "four", "five")
    return words[number] if number < len(words) else f"{number:,}"


def reason_sentence(recommendation: Recommendation, heading_book: Book | None = None) -> str:
    """Return the reason for a recommendation, true to the data; an empty string where the heading gives it.

    Args:
        recommendation: The recommendation.
        heading_book: The book that the heading names, which the reason then need not name again.
    """
    reason, place = recommendation.reason, recommendation.place
    if isinstance(reason, FromShelf) and not place:
        source = bold_within(reason.book, _TITLE_IN_REASON)
        if reason.stars is None:
            return f"Because you read {source}" if reason.read else f"Because {source} is on your list"
        return f"Because you gave {source} {star_count(reason.stars)}"
    sentences = [_PLACES[place]] if place else []
    if isinstance(reason, AfterBook) and (reason.readers_in_common or not place):
        sentences.append(_reason_after(recommendation.book, reason, is_in_heading=reason.asked == heading_book))
    return "; ".join(sentences)


def country_name(country: str) -> str:
    """Return a country of the dataset as it is written within a sentence."""
    if country in _Countries.ABBREVIATED:
        return _Countries.ABBREVIATED[country]
    return f"{'the ' * (country in _Countries.WITH_ARTICLE)}{country.title()}"


def countries_of(segments: Iterable[str]) -> list[str]:
    """Return the countries among the segments that have popular books."""
    return _names_with_prefix(segments, SEGMENT_NAMES.country_prefix)


def age_bands_of(segments: Iterable[str]) -> list[str]:
    """Return the age bands among the segments that have popular books."""
    return _names_with_prefix(segments, SEGMENT_NAMES.age_prefix)


def _rating(book: Book, dataset: DatasetFacts, ratings: str) -> str:
    stars = mean_stars(book, dataset)
    if dataset.counts_readers:
        ratings = "1 reader" if book.ratings_count == 1 else f"{book.ratings_count:,} readers"
        if stars is None:
            return ratings if book.ratings_count else "no readers yet"
    return "not rated yet" if stars is None else f"\u2605\u00a0{stars:.1f} of {STARS} ({ratings})"


def _names_with_prefix(segments: Iterable[str], prefix: str) -> list[str]:
    return [segment.removeprefix(prefix) for segment in segments if segment.startswith(prefix)]


def _reason_after(book: Book, reason: AfterBook, *, is_in_heading: bool) -> str:
    """Return the reason for putting a book beside another: where no reader of both is known, it says so.

    Subjects in common are a reason of their own, whoever read the books.
    """
    asked, number = reason.asked, reason.readers_in_common
    ground = reason.ground_for(book)
    if ground is Ground.READERS_IN_COMMON:
        readers = f"{number:,} reader{'s' * (number != 1)}"
        return (
            f"{readers} in common"
            if is_in_heading
            else f"{readers} of {bold_within(asked, _TITLE_IN_REASON)} also read it"
        )
    if ground is Ground.SUBJECTS:
        return f"Also about {' and '.join(escape(subject, _SUBJECT_LETTERS) for subject in reason.subjects)}"
    words = {
        Ground.SAME_AUTHOR: (
            f"Also by {escape(asked.author)}"
            if book.author == asked.author
            else f"Has an author in common with {bold(asked)}"
        ),
        Ground.SAME_TIME: "From about the same time",
        Ground.MUCH_READ: f"One of the {REASONS.much_read_books} most read books",
        Ground.GUESS: "A guess",
    }[ground]
    return f"{words}; I know of no reader of both"
