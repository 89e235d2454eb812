"""The fields of wordings, filled in from a book: its title as typed, its author, its ISBN, its address."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote_plus

from model_build.evaluation.titles.book_texts import BOOK_TEXTS, isbn_10, isbn_13, slug_of, with_hyphens
from model_build.evaluation.titles.numbers import numbers_the_other_way
from model_build.questions.altered_titles import with_typo_in_long_word
from model_build.questions.known_titles import KnownTitles, without_brackets
from shelftalker.model.catalogue import Book
from shelftalker.model.title_keys import normalise_title, shortened_title


@dataclass(frozen=True, slots=True)
class FillingConfig:
    """Numbers and words that fields are filled in with.

    Attributes:
        in_small_letters: Share of titles that are typed in small letters.
        shortest_beginning: Length in letters of the beginning of a long title.
        shortest_inside: Length in letters of words from inside a title.
        abbreviation_letters: Number of letters of an abbreviation, at least and at most.
        abbreviated: Number of the most read books that readers abbreviate.
        most_with_words: Number of books that words from inside a title may mean.
        small_words: Words at which no beginning ends, and with which no words from inside begin or end.
    """

    in_small_letters: float = 0.4
    shortest_beginning: int = 9
    shortest_inside: int = 11
    abbreviation_letters: tuple[int, int] = (4, 7)
    abbreviated: int = 1000
    most_with_words: int = 6
    small_words: frozenset[str] = frozenset(
        {
            "the", "a", "an", "of", "and", "in", "to", "for", "with", "from", "at", "on", "by", "my", "your", "his",
            "her", "their", "is", "are", "was", "i", "it", "its", "s", "or", "as", "be", "not", "no", "who", "what",
            "how", "when", "where", "that", "this", "you", "we", "he", "she", "they", "me", "him", "into", "out", "up",
            "all", "de", "la", "le", "der", "die", "das", "und",
        }
    )  # fmt: skip


FILLINGS = FillingConfig()


@dataclass(frozen=True, slots=True)
class Filling:
    """The text of a field, and the rows of the books that it names; None where it names none by itself."""

    text: str
    rows: frozenset[int] | None = None


class Fillings:
    """Fills in the fields of wordings from the books of a catalogue."""

    def __init__(self, titles: KnownTitles) -> None:
        self._titles = titles
        self._abbreviated = _books_by_abbreviation(titles)

    def fill(self, field: str, book: Book, generator: random.Random) -> Filling | None:
        """Fill in a field; None where the book has nothing of the kind."""
        if field in BOOK_TEXTS:
            text = BOOK_TEXTS[field](book, generator)
            return Filling(text) if text else None
        naming: dict[str, Callable[[Book, random.Random], Filling | None]] = {
            "title": self._title,
            "printed": lambda book, _: self._filling_of(self._titles.typed_title(book), book),
            "bare_title": self._bare_title,
            "volume_title": self._volume_title,
            "first_title": self._first_title,
            "series": self._series,
            "misspelt": self._misspelt_title,
            "plain_beginning": self._plain_beginning,
            "beginning": self._misspelt_beginning,
            "inside": self._inside,
            "abbreviation": self._abbreviation,
            "numbered": self._number_the_other_way,
            "isbn_10": lambda book, _: _filling_of_isbn(book, isbn_10(book)),
            "isbn_13": lambda book, _: _filling_of_isbn(book, isbn_13(book)),
            "hyphenated_isbn_10": lambda book, _: _filling_of_isbn(book, with_hyphens(isbn_10(book))),
            "hyphenated_isbn_13": lambda book, _: _filling_of_isbn(book, with_hyphens(isbn_13(book))),
            "slug": lambda book, _: self._slug(book, "-"),
            "lower_slug": lambda book, _: self._slug(book, "-", is_small=True),
            "underscored": lambda book, _: self._slug(book, "_"),
            "plus_title": lambda book, _: Filling(quote_plus(self._titles.typed_title(book).lower())),
        }
        return naming[field](book, generator)

    def _filling_of(self, text: str, book: Book) -> Filling:
        return Filling(text, self._titles.rows_named(text) | {book.book_row})

    def _title(self, book: Book, generator: random.Random) -> Filling:
        title = self._titles.typed_title(book)
        return self._filling_of(title.lower() if generator.random() < FILLINGS.in_small_letters else title, book)

    def _bare_title(self, book: Book, generator: random.Random) -> Filling | None:
        """Return a title that has no subtitle and no brackets in the catalogue."""
        has_subtitle = shortened_title(book.title) != normalise_title(book.title)
        return None if has_subtitle else self._title(book, generator)

    def _volume_title(self, book: Book, _: random.Random) -> Filling | None:
        """Return the title of a single volume; none for one that has the series in its title."""
        title = without_brackets(book)
        if not book.series or book.volume is None or book.last_volume or book.volume % 1:
            return None
        is_of_series = normalise_title(book.series) in normalise_title(title)
        return None if is_of_series else self._filling_of(title, book)

    def _first_title(self, book: Book, _: random.Random) -> Filling | None:
        """Return the title of the first volume of a later one's series."""
        firsts = self._titles.rows_of_volume(book.series, 1) if book.series and (book.volume or 0) > 1 else frozenset()
        of_series = [row for row in firsts if self._titles.by_row[row].series_row == book.series_row]
        return Filling(self._titles.typed_title(self._titles.by_row[min(of_series)])) if of_series else None

    def _series(self, book: Book, _: random.Random) -> Filling | None:
        """Return the series of a single volume; it names the volume where the title is not in the wording."""
        if not book.series or book.volume is None or book.last_volume or book.volume % 1 or book.volume < 1:
            return None
        return Filling(book.series, self._titles.rows_of_volume(book.series, book.volume))

    def _misspelt_title(self, book: Book, generator: random.Random) -> Filling | None:
        """Return a title with one typo that makes it no other book's title."""
        title = self._title(book, generator)
        typed = with_typo_in_long_word(title.text.split(), generator)
        return Filling(typed, title.rows) if typed and not self._titles.rows_named(typed) else None

    def _plain_beginning(self, book: Book, generator: random.Random) -> Filling | None:
        """Return the first words of a longer title, which are no title themselves and begin few others."""
        kept = _beginning(book, generator)
        text = " ".join(kept).strip(",:;")
        rows = self._titles.rows_with_beginning(text) if kept else frozenset()
        is_plain = not self._titles.rows_named(text) and len(rows) <= FILLINGS.most_with_words
        return Filling(text, rows | {book.book_row}) if kept and is_plain else None

    def _misspelt_beginning(self, book: Book, generator: random.Random) -> Filling | None:
        kept = _beginning(book, generator)
        typed = with_typo_in_long_word(kept, generator)
        if not typed:
            return None
        return Filling(typed, self._titles.rows_with_beginning(" ".join(kept).strip(",:;")) | {book.book_row})

    def _inside(self, book: Book, generator: random.Random) -> Filling | None:
        words = normalise_title(self._titles.typed_title(book)).split()
        if len(words) < 4:
            return None
        start = generator.randrange(1, len(words) - 1)
        inside = words[start : start + generator.randint(2, 3)]
        is_plain = len(inside) > 1 and not {inside[0], inside[-1]} & FILLINGS.small_words
        text = " ".join(inside)
        if not is_plain or len(text) < FILLINGS.shortest_inside:
            return None
        rows = self._titles.rows_with_words(text)
        return Filling(text, rows) if book.book_row in rows and len(rows) <= FILLINGS.most_with_words else None

    def _abbreviation(self, book: Book, generator: random.Random) -> Filling | None:
        abbreviation = _initials(self._titles.typed_title(book))
        rows = self._abbreviated.get(abbreviation, frozenset()) if abbreviation else frozenset()
        is_meant = book.book_row in rows and book.book_row <= FILLINGS.abbreviated
        if not abbreviation or not is_meant or self._titles.rows_named(abbreviation):
            return None
        return Filling(generator.choice([abbreviation, abbreviation.upper()]), rows)

    def _number_the_other_way(self, book: Book, generator: random.Random) -> Filling | None:
        typed = self._titles.typed_title(book)
        other = numbers_the_other_way(typed) if book.language in (None, "en") else None
        if not other:
            return None
        text = other.lower() if generator.random() < FILLINGS.in_small_letters else other
        return Filling(text, self._titles.rows_named(typed) | self._titles.rows_named(other) | {book.book_row})

    def _slug(self, book: Book, mark: str, is_small: bool = False) -> Filling | None:
        title = self._titles.typed_title(book)
        slug = slug_of(title, mark)
        return Filling(slug.lower() if is_small else slug, self._filling_of(title, book).rows) if slug else None


def _books_by_abbreviation(titles: KnownTitles) -> dict[str, frozenset[int]]:
    """Return the rows of the most read book of each abbreviation, and of those with half as many ratings."""
    found: defaultdict[str, list[Book]] = defaultdict(list)
    for book in titles.books:
        for text in {titles.typed_title(book), without_brackets(book), book.series or ""}:
            if initials := _initials(text):
                found[initials].append(book)
    return {
        initials: frozenset(book.book_row for book in books if 2 * book.ratings_count >= _most_ratings(books))
        for initials, books in found.items()
    }


def _most_ratings(books: list[Book]) -> int:
    return max(book.ratings_count for book in books)


def _initials(title: str) -> str | None:
    words = normalise_title(title).split()
    fewest, most = FILLINGS.abbreviation_letters
    initials = "".join(word[0] for word in words)
    return initials if fewest <= len(words) <= most and initials.isalpha() else None


def _beginning(book: Book, generator: random.Random) -> list[str]:
    """Return the first words of a title of at least four in small letters; none where they are too few or too short."""
    words = without_brackets(book).lower().split()
    if len(words) < 4:
        return []
    kept = words[: generator.randint(2, min(4, len(words) - 1))]
    while kept and kept[-1].strip(",:;") in FILLINGS.small_words:
        kept.pop()
    is_long = len(normalise_title(" ".join(kept))) >= FILLINGS.shortest_beginning
    return kept if len(kept) > 1 and is_long else []


def _filling_of_isbn(book: Book, isbn: str | None) -> Filling | None:
    return Filling(isbn, frozenset({book.book_row})) if isbn else None
