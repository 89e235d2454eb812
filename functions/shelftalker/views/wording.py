"""How books, ratings and reasons read, the same in every message, window and in Home. All of it is escaped markup."""

from collections.abc import Iterable
from dataclasses import dataclass

from shelftalker.model.catalogue import Book
from shelftalker.model.format import SEGMENT_NAMES
from shelftalker.recommend.picks import STARS, Because
from shelftalker.recommend.recommender import RECOMMENDER, Reason, Recommendation, reason_for
from shelftalker.views.block_kit import Block, escape, image

_NUMBERS = ("no", "one", "two", "three", "four", "five")
_ABBREVIATED_COUNTRIES = {"usa": "the USA", "uk": "the UK", "uae": "the UAE"}
_COUNTRIES_WITH_ARTICLE = {"united kingdom", "netherlands", "philippines", "united arab emirates", "czech republic"}


@dataclass(frozen=True, slots=True)
class Voice:
    """What every message about books needs to know of the catalogue.

    Attributes:
        rating_scale: The best rating a book can have.
        notice: A sentence about the data that is shown under the books, or an empty string.
    """

    rating_scale: int
    notice: str = ""


def bold(book: Book) -> str:
    """The title alone."""
    return f"*{escape(book.title)}*"


def bold_by(book: Book) -> str:
    """Title and author."""
    return f"{bold(book)} by {escape(book.author)}"


def listed(books: Iterable[Book]) -> str:
    """Several books in one line of plain text."""
    return "; ".join(f"{escape(book.title)} by {escape(book.author)}" for book in books)


def facts(book: Book, voice: Voice) -> str:
    """Year, mean rating with its scale, and number of ratings."""
    known = [year(book.year)] if book.year is not None else []
    if book.rating_mean is None:
        known.append("not rated yet")
    else:
        ratings = "1 rating" if book.ratings_count == 1 else f"{book.ratings_count:,} ratings"
        known.append(f"\u2605\u00a0{book.rating_mean:.1f} of {voice.rating_scale} ({ratings})")
    return " \u00b7 ".join(known)


def year(number: int) -> str:
    """A year, such as 431 BC for -431."""
    return f"{-number} BC" if number < 0 else str(number)


def credit(book: Book, voice: Voice) -> str:
    """Author and facts in one line."""
    return f"{escape(book.author)} \u00b7 {facts(book, voice)}"


def cover(book: Book) -> Block | None:
    """The book's picture, where the data gives reason to believe in one."""
    return image(book.cover_url, f"Cover of {book.title} by {book.author}") if book.cover_url else None


def starred(stars: int) -> str:
    """A rating in stars, such as four full ones and an empty one."""
    return "\u2605" * stars + "\u2606" * (STARS - stars)


def counted_stars(stars: int) -> str:
    """A rating in words: "four stars"."""
    return f"{_NUMBERS[stars]} star{'s' * (stars != 1)}"


def number_word(number: int) -> str:
    """A number in words, as far as five."""
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"


def reason(of: Recommendation | Because | None, asked: Book | None) -> str:
    """Why a book is shown, true to the data; an empty string where the heading says it all."""
    if isinstance(of, Because):
        if of.stars is None:
            return f"Because {bold(of.book)} is on your list"
        return f"Because you gave {bold(of.book)} {counted_stars(of.stars)}"
    if of is None or asked is None:
        return ""
    return _reason_after(of, asked)


def country_name(country: str) -> str:
    """A country of the dataset as it is written within a sentence."""
    if country in _ABBREVIATED_COUNTRIES:
        return _ABBREVIATED_COUNTRIES[country]
    return f"{'the ' * (country in _COUNTRIES_WITH_ARTICLE)}{country.title()}"


def countries_of(segments: Iterable[str]) -> list[str]:
    """The countries among the segments for which the catalogue knows what is popular."""
    prefix = SEGMENT_NAMES.country_prefix
    return [segment.removeprefix(prefix) for segment in segments if segment.startswith(prefix)]


def age_bands_of(segments: Iterable[str]) -> list[str]:
    """The age bands among them."""
    prefix = SEGMENT_NAMES.age_prefix
    return [segment.removeprefix(prefix) for segment in segments if segment.startswith(prefix)]


def _reason_after(recommendation: Recommendation, asked: Book) -> str:
    """Why a book is put beside another: where nobody is known to have read both, it says so."""
    grounds = reason_for(recommendation, asked)
    readers = recommendation.readers_in_common
    if grounds is Reason.READERS_IN_COMMON:
        return f"{readers:,} reader{'s' * (readers != 1)} of {bold(asked)} also read it"
    ground = {
        Reason.SAME_AUTHOR: (
            f"Also by {escape(asked.author)}"
            if recommendation.book.author == asked.author
            else f"Has an author in common with {bold(asked)}"
        ),
        Reason.SAME_TIME: "From about the same time",
        Reason.MUCH_READ: f"One of the {RECOMMENDER.much_read_books} most read books",
        Reason.GUESS: "A guess",
    }[grounds]
    return f"{ground}; I know of no reader of both"
