"""Titles that the catalogue lacks: the books near one all the same, and the kind of what was typed, for a metric."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.isbn import isbn_of
from shelftalker.model.title_keys import normalise_title, words_of
from shelftalker.observability import Event, count, logger
from shelftalker.search.author_lookups import NAMES
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.near_titles import candidate_rows, titles_with_keys
from shelftalker.search.question_words import QUESTION_WORDS

if TYPE_CHECKING:
    from shelftalker.recommend.filters import Filters


class MissedTitleConfig(NamedTuple):
    """Numbers and words of titles that are not found.

    Attributes:
        books: Most books that are offered.
        by_author: Most of them by an author who is named, and of a series that is named.
        read_at_once: Number of an author's or a series' most read books that filters choose from.
        words_in_common: Share of a text's telling words that a title has to exceed, and smallest share of both titles'
            telling words that both have, as Dice's coefficient. Read on 100 titles of today: where half of the words is
            enough, "Rainbow Six" is near "The Atlas Six", which is of no use to anybody.
        likeness: Smallest likeness of their telling words together, as rapidfuzz's ratio, 0 to 100, for misspelt titles
            beside an author who is not known; at 90 "Circle of Three" is near "Circe".
        shortest_name: Length in letters from which a series' name is looked for.
        most_names: Most words of an author's name or a series' name within the text.
        sentence: Number of words of questions from which a text is a sentence.
        languages: Small words that tell the language of a text, by ISO 639-1.
        scripts: Ranges of letters that tell it, as a pattern.
    """

    books: int = 5
    by_author: int = 3
    read_at_once: int = 100
    words_in_common: float = 0.5
    likeness: float = 92.0
    shortest_name: int = 5
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


def count_missed(catalogue: Catalogue, typed: str) -> None:
    """Count and log a text that names no book by its kind and language; its words are nobody's but the reader's."""
    kind = kind_of_missed(catalogue, typed)
    count(Event(kind))
    logger.info("book missed", extra={"missed_kind": kind, "missed_language": language_of_missed(typed)})


def nearest_books(catalogue: Catalogue, typed: str, filters: "Filters | None" = None) -> list[Book]:
    """Return the books nearest to a text that names none: by the author named in it, of the series, of like titles.

    At most five, those by the author first; none where nothing is near.

    Args:
        catalogue: The model.
        typed: The text.
        filters: Tell the books that may be offered; None for all.
    """
    words = words_of(typed).split()
    author_row = _named_author(catalogue, words)
    by_author = catalogue.books_by_author(author_row, MISSED.read_at_once) if author_row else []
    near = list(_admit(by_author, filters))[: MISSED.by_author]
    in_series = catalogue.ordered_books(_rows_of_named_series(catalogue, words))
    near += list(_admit(in_series, filters))[: MISSED.by_author]
    # An author whom the catalogue lacks is no part of the title.
    title = NAMES.by.split(typed)[0].strip() or typed
    near += _admit(catalogue.ordered_books(_rows_of_like_titles(catalogue, normalise_title(title))), filters)
    return list({book.book_row: book for book in near}.values())[: MISSED.books]


def _admit(books: Iterable[Book], filters: "Filters | None") -> Iterator[Book]:
    return (book for book in books if filters is None or filters.admit(book))


def _named_author(catalogue: Catalogue, words: list[str]) -> int | None:
    """Return the row of the author whose whole name, of two words or more, ends or begins a text, or None."""
    for length in range(min(MISSED.most_names, len(words) - 1), 1, -1):
        for name in (words[-length:], words[:length]):
            author_rows = catalogue.search_index.authors_with_key(normalise_title(" ".join(name)))
            if author_rows:
                return author_rows[0]
    return None


def _rows_of_named_series(catalogue: Catalogue, words: list[str]) -> list[int]:
    """Return the rows of the most read books of the series whose whole name stands in a text."""
    text = f" {' '.join(words)} "
    series_rows = [
        series_row
        for series_row, name in catalogue.search_index.series_names()
        if len(key := words_of(name)) >= MISSED.shortest_name and f" {key} " in text
    ]
    return catalogue.search_index.rows_of_series(series_rows, MISSED.read_at_once) if series_rows else []


def _rows_of_like_titles(catalogue: Catalogue, key: str) -> list[int]:
    """Return the rows of the books whose title is like a normalised text, or has the telling words of it.

    The nearest come first; a title counts with its subtitle and series, or without them.
    """
    telling = _telling_words(key)
    scored = []
    for (book_row, *_), keys in titles_with_keys(catalogue, candidate_rows(catalogue, key) if telling else []):
        nearness = max(_nearness(telling, _telling_words(other)) for other in keys)
        if nearness > 0:
            scored.append((-nearness, book_row))
    return [book_row for _, book_row in sorted(scored)]


def _nearness(telling: list[str], others: list[str]) -> float:
    """Return how near two titles are by their telling words, 0 to 2; 0 where they are not."""
    if not others:
        return 0.0
    in_common = len(set(telling).intersection(others))
    dice = 2 * in_common / (len(telling) + len(others))
    likeness = fuzz.ratio(" ".join(telling), " ".join(others))
    has_words = in_common > MISSED.words_in_common * len(telling) and dice >= MISSED.words_in_common
    return dice + likeness / 100 if has_words or likeness >= MISSED.likeness else 0.0


def _telling_words(key: str) -> list[str]:
    """Return the words of a key that stand in few titles and questions."""
    return [word for word in dict.fromkeys(key.split()) if not _is_common(word)]


def _is_common(word: str) -> bool:
    """Return True if a word stands in many titles or questions."""
    return (
        word in COMMON_WORDS.small
        or word in COMMON_WORDS.everyday
        or word in QUESTION_WORDS.asking
        or word in QUESTION_WORDS.hinting
    )
