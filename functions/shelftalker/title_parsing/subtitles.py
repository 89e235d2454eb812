"""The comparison of subtitles under one name: misquoted ones, descriptions of one book, and parts of a series."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz

from shelftalker.title_parsing.title_numbers import split_volume


@dataclass(frozen=True, slots=True)
class SubtitleConfig:
    """Limits and words by which the subtitles of one author's books of one name are compared.

    Attributes:
        least_likeness: Least ratio of edits, 0 to 100, of two subtitles that are one, misquoted: "Enhance ..." and
            "Embrace Your Body's Natural Ability".
        most_subtitles: Most subtitles of a book; a name with more is a series', even if they are alike.
        most_descriptions: Most descriptions of one book that have little in common.
        shortest_description: Least number of words of a description, articles not counted.
        long_description: Number of words from which a description need not say that it is one.
        telling_word: Least number of letters of a word that two descriptions of one book have in common.
        name: Least number of letters of a person's name, of which they must have two: "John Nash".
        beginning: Number of letters by which two words are compared: "Terror" and "Terrifying".
        least_year: Numbers from here on are years and amounts; a smaller one may be a volume.
        biography: The beginning of the subtitle of a biography, of which an author writes one of a person: "The Life
            of a Storyteller", "His Life and Universe".
        digits: A number.
        common_words: Words in the subtitles of many books.
        foreign_words: Small words of other languages; English ones are `english_words`. A translation is a book of
            its own.
        shortest_beginning: Least number of letters of the beginning of a subtitle that is run into a name.
    """

    least_likeness: float = 85.0
    most_subtitles: int = 12
    most_descriptions: int = 4
    shortest_description: int = 3
    long_description: int = 6
    telling_word: int = 5
    name: int = 4
    beginning: int = 4
    least_year: int = 100
    biography: re.Pattern[str] = re.compile(
        r"(?:(?:his|her|real|true|short|brief|definitive|authorized) )*(?:life|biography)"
        r"(?: of| times| world| work| \w+$)"
    )
    digits: re.Pattern[str] = re.compile(r"\d+")
    common_words: frozenset[str] = frozenset([
        "about", "after", "back", "book", "books", "classic", "complete", "essays", "first", "from", "great", "guide",
        "guides", "into", "legend", "legends", "life", "live", "living", "lives", "more", "mysteries", "mystery",
        "novel", "novels", "other", "over", "part", "poems", "second", "series", "short", "stories", "story", "tale",
        "tales", "that", "their", "third", "through", "time", "true", "volume", "ways", "what", "when", "which",
        "with", "world", "year", "years", "your",
    ])  # fmt: skip
    english_words: frozenset[str] = frozenset(
        ["of", "to", "in", "from", "for", "with", "how", "his", "her", "on", "by"]
    )
    foreign_words: frozenset[str] = frozenset([
        "der", "die", "das", "des", "dem", "den", "und", "ein", "eine", "einer", "eines", "von", "vom", "zu", "zum",
        "im", "mit", "le", "la", "les", "du", "et", "un", "une", "en", "el", "los", "las", "del", "y", "una", "il",
        "lo", "di", "della", "e", "per", "het", "een", "van", "de", "para",
    ])  # fmt: skip
    shortest_beginning: int = 8


_CONFIG = SubtitleConfig()


def like_subtitles(subtitles: set[str], explanations: AbstractSet[str]) -> dict[str, str]:
    """Return each subtitle of one name -> the first one equal to it: shortened, misquoted, or another of the same book.

    Args:
        subtitles: Normalised, without articles.
        explanations: Those that explain their book, see `TitleParts.explains`.
    """
    ordered = sorted(subtitles)
    if len(ordered) > _CONFIG.most_subtitles:
        return {subtitle: subtitle for subtitle in ordered}
    first_of: dict[str, str] = {}
    for subtitle in ordered:
        like = (first for other, first in first_of.items() if _alike(subtitle, other))
        first_of[subtitle] = next(like, subtitle)
    distinct = sorted(set(first_of.values()))
    if 1 < len(distinct) <= _CONFIG.most_descriptions and _describe_one_book(ordered, first_of, explanations):
        return dict.fromkeys(ordered, distinct[0])
    return first_of


def are_words_of_subtitle(key: str, subtitle: str) -> bool:
    """Return True if a key, of words without spaces, begins a subtitle or holds two telling words of it."""
    if len(key) >= _CONFIG.shortest_beginning and subtitle.replace(" ", "").startswith(key):
        return True
    return sum(word in key for word in _telling_words(set(subtitle.split()))) >= 2


def is_foreign(words: AbstractSet[str]) -> bool:
    """Return True if a subtitle's small words are not English."""
    return bool(words & _CONFIG.foreign_words) and not words & _CONFIG.english_words


def _alike(one: str, other: str) -> bool:
    """Return True if two subtitles are one: same volume, and one begins or ends the other or they are nearly equal."""
    if split_volume(one)[1] != split_volume(other)[1]:
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(f"{shorter} ") or longer.endswith(f" {shorter}"):
        return True
    same_numbers = _CONFIG.digits.findall(one) == _CONFIG.digits.findall(other)
    return same_numbers and fuzz.ratio(one, other) >= _CONFIG.least_likeness


def _describe_one_book(ordered: list[str], first_of: dict[str, str], explanations: AbstractSet[str]) -> bool:
    """Return True if all subtitles describe one book, each having words in common with another."""
    joined = {first: first for first in first_of.values()}

    def identity(first: str) -> str:
        while joined[first] != first:
            first = joined[first]
        return first

    for one, other in combinations(ordered, 2):
        if _describe_same(one, other, one in explanations or other in explanations):
            joined[identity(first_of[one])] = identity(first_of[other])
    return len({identity(first) for first in joined}) == 1


def _describe_same(one: str, other: str, is_explanation: bool) -> bool:
    """Return True if two subtitles describe one book.

    Both have some words; they are in one language, name no volumes, and have in common all words, two telling ones
    (none if both call the book somebody's life), or
    one if either explains the book or both are long. "A Biography of John Forbes Nash, Jr." and "The Life of ... John
    Nash" describe one, "Line of Control" and "Mission of Honor" two.

    Args:
        one: A subtitle.
        other: Another.
        is_explanation: True if either explains its book.
    """
    words, other_words = set(one.split()), set(other.split())
    shortest = min(len(one.split()), len(other.split()))
    if shortest < _CONFIG.shortest_description or _small_numbers(words) != _small_numbers(other_words):
        return False
    if words <= other_words or other_words <= words:
        return True
    if is_foreign(words) != is_foreign(other_words):
        return False
    if _CONFIG.biography.match(one) and _CONFIG.biography.match(other):
        return True
    in_common = _telling_words(words) & _telling_words(other_words)
    names = {word for word in words & other_words if len(word) >= _CONFIG.name and word not in _CONFIG.common_words}
    if len(in_common) >= 2 or len(names) >= 2:
        return True
    return len(in_common) == 1 and (is_explanation or shortest >= _CONFIG.long_description)


def _telling_words(words: AbstractSet[str]) -> set[str]:
    """Return the beginnings of the words that few subtitles have."""
    return {
        word[: _CONFIG.beginning]
        for word in words
        if len(word) >= _CONFIG.telling_word and word not in _CONFIG.common_words and not word.isdigit()
    }


def _small_numbers(words: AbstractSet[str]) -> set[str]:
    return {word for word in words if word.isdigit() and int(word) < _CONFIG.least_year}
