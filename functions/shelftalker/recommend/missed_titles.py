"""Titles that the catalogue lacks: the books near one all the same, and the kind of what was typed, for a metric."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.model.title_keys import normalise_title, words_of
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.exact_titles import NAMES
from shelftalker.search.near_titles import candidate_rows, titles_with_keys
from shelftalker.search.question_words import QUESTION_WORDS


class MissedTitleConfig(NamedTuple):
    """Numbers and words of titles that are not found.

    Attributes:
        books: Most books that are offered.
        by_author: Most of them by an author who is named.
        likeness: Smallest likeness of a title, as rapidfuzz's ratio, 0 to 100. Set by reading a few
            answers: at 50 a word or two of a short title are another's.
        shortest_word: Length in letters from which a word in common makes a title near.
        most_names: Most words of an author's name or a series' name within the text.
        sentence: Number of words of questions from which a text is a sentence.
        languages: Small words that tell the language of a text, by ISO 639-1.
        scripts: Ranges of letters that tell it, as a pattern.
    """

    books: int = 5
    by_author: int = 3
    likeness: float = 50.0
    shortest_word: int = 5
    most_names: int = 4
    sentence: int = 2
    languages: tuple[tuple[str, frozenset[str]], ...] = (
        ("en", frozenset(["the", "of", "and", "to", "with", "by", "like", "i", "book", "for", "my", "is"])),
        ("de", frozenset(["der", "die", "das", "und", "von", "ein", "eine", "ich", "wie", "fur", "mit", "im", "buch"])),
        ("fr", frozenset(["le", "la", "les", "et", "du", "des", "un", "une", "je", "livre", "comme", "au", "dans"])),
        ("es", frozenset(["el", "los", "las", "y", "del", "una", "libro", "como", "por", "con", "que", "al"])),
        ("it", frozenset(["il", "lo", "gli", "di", "e", "della", "del", "libro", "che", "per", "un", "nel"])),
        ("pt", frozenset(["o", "os", "as", "e", "do", "da", "dos", "uma", "um", "livro", "com", "em"])),
        ("nl", frozenset(["de", "het", "een", "van", "en", "boek", "ik", "op", "voor", "met"])),
        ("sv", frozenset(["och", "en", "ett", "som", "det", "den", "bok", "jag", "pa", "av"])),
    )
    scripts: tuple[tuple[str, str], ...] = (
        ("ja", "[\u3040-\u30ff]"), ("ko", "[\uac00-\ud7a3]"), ("zh", "[\u4e00-\u9fff]"), ("ru", "[\u0400-\u04ff]"),
        ("el", "[\u0370-\u03ff]"), ("he", "[\u05d0-\u05ea]"), ("ar", "[\u0620-\u06ff]"), ("th", "[\u0e00-\u0e7f]"),
    )  # fmt: skip


MISSED = MissedTitleConfig()
_LINK = re.compile(r"https?://|www\.|\S\.(?:com|org|net|co|de|fr|es)/", re.IGNORECASE)
# An ISBN, also one with a wrong check digit.
_LIKE_ISBN = re.compile(r"(?:isbn\W*)?(?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dxX]", re.IGNORECASE)


class MissedKind(StrEnum):
    """Kinds of texts that name no book of the catalogue; the values are the metrics' names."""

    TITLE = "MissedTitle"
    TITLE_WITH_AUTHOR = "MissedTitleWithAuthor"
    ISBN = "MissedIsbn"
    LINK = "MissedLink"
    SENTENCE = "MissedSentence"


def kind_of_missed(catalogue: Catalogue, typed: str) -> MissedKind:
    """Return the kind of a text that names no book of the catalogue."""
    text = typed.strip()
    if _LINK.search(text):
        return MissedKind.LINK
    if isbn_of(text) or _LIKE_ISBN.fullmatch(text):
        return MissedKind.ISBN
    words = words_of(text).split()
    weight = sum(2 if word in QUESTION_WORDS.asking else word in QUESTION_WORDS.hinting for word in words)
    if weight >= MISSED.sentence:
        return MissedKind.SENTENCE
    is_with_author = NAMES.by.search(text) or _named_author(catalogue, words)
    return MissedKind.TITLE_WITH_AUTHOR if is_with_author else MissedKind.TITLE


def language_of_missed(typed: str) -> str:
    """Return the language that a text may be in, ISO 639-1, by its script and its small words; "other" for no guess."""
    for language, letters in MISSED.scripts:
        if re.search(letters, typed):
            return language
    words = words_of(typed).split()
    counts = {language: sum(word in small for word in words) for language, small in MISSED.languages}
    best = max(counts.values())
    found = [language for language, count in counts.items() if count == best]
    return found[0] if best and len(found) == 1 else "other"


def nearest_books(catalogue: Catalogue, typed: str) -> list[Book]:
    """Return the books nearest to a text that names none: by the author named in it, of the series, of like titles.

    At most five, those by the author first; none where nothing is near.
    """
    words = words_of(typed).split()
    author_row = _named_author(catalogue, words)
    by_author = catalogue.books_by_author(author_row, MISSED.by_author) if author_row else []
    book_rows = [book.book_row for book in by_author]
    book_rows += _rows_of_named_series(catalogue, words)
    book_rows += _rows_of_like_titles(catalogue, normalise_title(typed))
    return catalogue.ordered_books(list(dict.fromkeys(book_rows))[: MISSED.books])


def _named_author(catalogue: Catalogue, words: list[str]) -> int | None:
    """Return the row of the author whose whole name, of two words or more, ends or begins a text, or None."""
    for count in range(min(MISSED.most_names, len(words) - 1), 1, -1):
        for name in (words[-count:], words[:count]):
            author_rows = catalogue.search_index.authors_with_key(normalise_title(" ".join(name)))
            if author_rows:
                return author_rows[0]
    return None


def _rows_of_named_series(catalogue: Catalogue, words: list[str]) -> Iterator[int]:
    """Yield the rows of the most read books of the series whose whole name stands in a text."""
    text = f" {' '.join(words)} "
    series_rows = [
        series_row
        for series_row, name in catalogue.search_index.series_names()
        if len(key := words_of(name)) >= MISSED.shortest_word and f" {key} " in text
    ]
    if series_rows:
        yield from catalogue.search_index.rows_of_series(series_rows, MISSED.by_author)


def _rows_of_like_titles(catalogue: Catalogue, key: str) -> list[int]:
    """Return the rows of books whose title is like a normalised text, or has half of its long words, nearest first."""
    rare = {word for word in key.split() if len(word) >= MISSED.shortest_word and not _is_common(word)}
    scored = []
    for (book_row, *_), keys in titles_with_keys(catalogue, candidate_rows(catalogue, key)):
        likeness = max(fuzz.ratio(key, other) for other in keys)
        in_common = max(len(rare.intersection(other.split())) for other in keys)
        if likeness >= MISSED.likeness or (in_common and 2 * in_common >= len(rare)):
            scored.append((-in_common, -likeness, book_row))
    return [book_row for *_, book_row in sorted(scored)]


def _is_common(word: str) -> bool:
    """Return True if a word stands in many titles or questions."""
    return (
        word in COMMON_WORDS.small
        or word in COMMON_WORDS.everyday
        or word in QUESTION_WORDS.asking
        or word in QUESTION_WORDS.hinting
    )
