"""Titles taken apart: the name of the book, its subtitles, its volume, and the series in brackets."""

import re
from dataclasses import dataclass
from functools import lru_cache

from model_build.works.edition_notes import (
    bracketed_parts,
    is_edition_note,
    is_genre,
    other_kinds,
    without_trailing_notes,
)
from model_build.works.title_numbers import (
    numbers_in_digits,
    only_volume,
    split_series_number,
    split_volume,
    volume_in,
    without_volume,
)
from shelftalker.model.title_keys import BRACKETED, normalise_title

# What parts a name from a subtitle. A full stop does so in German titles; not one after "Dr" or an initial.
_SEPARATOR = re.compile(
    r"\s*:+\s*|\s+[-\u2013\u2014]+\s+|\s*--+\s*|\s*;\s+|(?<=[^\W\d_]{4})\.\s+(?=[^\W\d_])|(?<=[!?])\s+(?=[A-Z0-9])"
)
_PUNCTUATION = frozenset(":;-\u2013\u2014.!?")
# "Frankenstein; or, The Modern Prometheus": what follows is the same book's other name.
_OTHER_NAME = re.compile(r"\s*[,;:]\s*or\b[,:]?\s+.*", re.IGNORECASE)
# "Out of Africa; and, Shadows on the Grass" are two books, "... : And Other Clinical Tales" is one.
_SECOND_BOOK = re.compile(
    r"\W*and\b,?\s+(?!(?:other|others|how|why|what|more|his|her|my|their|some|two|three|four|five|six|seven)\b)",
    re.IGNORECASE,
)
_WORDS_OF_A_DESCRIPTION = 3
_FIRST_WORDS = {"a", "an", "and"}  # of a description however short: "A Fable"
_ARTICLES = {"the", "a", "an"}
_OTHER_ARTICLES = {"der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "el", "los", "las", "il", "lo",
                   "gli", "het", "een", "una", "uno"}  # fmt: skip
_INVERTED_ARTICLE = re.compile(r"^(.*), (\w+)$")
_POSSESSIVE = re.compile(r"s['\u2019]s\b")
_OUR = re.compile(r"(?<=\w{3})our(?=$|s$|ed$|ing$|able$|ite$|er$)|(?<=\w{3})(tre)(?=$|s$)")
_SERIES_WORDS = {"series", "novel", "novels", "saga", "mystery", "mysteries", "book", "books", "paperback", "hardcover",
                 "mass", "market", "adventures", "trade", "numbered", "s", "of", "in"}  # fmt: skip
_LETTER_AND_NUMBER = re.compile(r"(?<=\d) (?=\d)")


@dataclass(frozen=True, slots=True)
class TitleParts:
    """A title taken apart; two editions of one book should have the same `name`.

    Attributes:
        name: The key of the name, see `name_key`.
        whole: The key of everything but what is in brackets, as where nothing separates name and subtitle.
        subtitles: The normalised subtitles, without those that tell of the edition or the genre.
        describes: Whether the subtitles are long enough to describe a book and not to name the part of a series.
        volume: The number of the volume in digits, or an empty string.
        volume_in_name: Whether the volume stands in the title itself and not with the series in brackets.
        kinds: What makes this another book than one of the same name: "comic", "guide", "set", ...
        series: The keys of what stands in brackets, which may be the name of a series.
    """

    name: str
    whole: str
    subtitles: tuple[str, ...]
    describes: bool
    volume: str
    volume_in_name: bool
    kinds: frozenset[str]
    series: frozenset[str]


def title_parts(title: str, author: str) -> TitleParts:
    """Take a title apart.

    Args:
        title: As the catalogue has it.
        author: The lead author, who may be named in the title: "Roald Dahl's James and the Giant Peach".
    """
    bracketed = bracketed_parts(title) if "(" in title or "[" in title else []
    bare = (BRACKETED.sub(" ", title).strip(" :,-") if bracketed else title) or title
    name, *others = _segments(bare, author)
    kinds = other_kinds(" : ".join([*others, *bracketed])) if others or bracketed else frozenset()
    series = frozenset(filter(None, (series_key(part, author) for part in bracketed)))
    volume = next(filter(None, map(volume_in, bracketed)), "")
    name, volume_of_name = split_volume(name)
    name, series_number = split_series_number(name)
    words = _words(name)
    key = _written_together(words)
    whole = list(words)
    subtitles = []
    describes = False
    for other in others:
        words_of_other = _words(other)
        whole += words_of_other
        subtitle = " ".join(words_of_other)
        if alone := only_volume(other):
            volume_of_name = volume_of_name or alone
        elif subtitle.replace(" ", "") not in ("", key) and not is_genre(other):
            subtitles.append(subtitle)
            describes = describes or _describes(other)
    return TitleParts(
        name=key,
        whole=_written_together(whole) if others else key,
        subtitles=tuple(subtitles),
        describes=describes,
        volume=volume_of_name or volume or series_number,
        volume_in_name=bool(volume_of_name),
        kinds=kinds,
        series=series,
    )


def name_key(name: str) -> str:
    """The key of a book's name: its words without articles and "and", numbers in digits, all written together.

    So are "Weave World" and "Weaveworld", "L' Etranger" and "L'Etranger" one, and "House of (the) Spirits".
    """
    return _written_together(_words(name))


@lru_cache(maxsize=256)
def series_key(text: str, author: str) -> str:
    """The key of a series' name, without volume, author and words like "series" and "novels"; may be empty."""
    ignored = _SERIES_WORDS.union(_author_words(author))
    return _written_together([word for word in _words(without_volume(text)) if word not in ignored])


def _describes(subtitle: str) -> bool:
    """Whether a subtitle describes a book: "A Savannah Story", and not "Nerve Center"; "and" begins another book."""
    first, *others = subtitle.lower().split()
    is_long = len([word for word in (first, *others) if word not in ("and", "&")]) >= _WORDS_OF_A_DESCRIPTION
    is_short_description = first in _FIRST_WORDS or first[0].isdigit()
    return (is_long or is_short_description) and _SECOND_BOOK.match(subtitle) is None


def _segments(bare: str, author: str) -> list[str]:
    """A title's name and what follows it, without the author's name, edition notes run in, and empty parts."""
    authors = _author_words(author)
    if len(authors) > 1 and bare[: len(author)].casefold() == author.casefold():
        bare = re.sub(r"^['\u2019]?s?\s+(?=\w)", "", bare[len(author) :]) or bare
    if " or" in bare.lower():
        bare = _OTHER_NAME.sub("", bare) or bare
    if _PUNCTUATION.isdisjoint(bare):
        return [without_trailing_notes(bare)]
    parts = [part for part in _SEPARATOR.split(bare) if part.strip(" .,")]
    parts = [*parts[:1], *(part for part in parts[1:] if not is_edition_note(part))]
    named = [part for part in parts if not _is_author(part, authors)] if len(parts) > 1 else parts
    return [without_trailing_notes(part) for part in named or parts or [bare]]


@lru_cache(maxsize=16)  # titles come author by author
def _author_words(author: str) -> tuple[str, ...]:
    return tuple(normalise_title(author).split())


def _is_author(part: str, authors: tuple[str, ...]) -> bool:
    """Whether a part of a title is nothing but the author's name, turned round or the surname alone."""
    surname = authors[-1:]
    return (
        bool(surname)
        and surname[0] in part.lower()
        and surname[0] in (words := set(normalise_title(part).split()))
        and (words <= set(authors))
    )


def _words(text: str) -> list[str]:
    """A text's words as keys have them."""
    if "," in text and (inverted := _INVERTED_ARTICLE.match(text)) and inverted[2].lower() in _OTHER_ARTICLES:
        text = inverted[1]
    if "s'" in text or "s\u2019" in text:
        text = _POSSESSIVE.sub("s'", text)
    words = normalise_title(text).split()
    if len(words) > 1 and words[0] in _OTHER_ARTICLES:
        words = words[1:]
    *front, last = words or [""]
    kept = [word for word in front if word not in _ARTICLES and word != "and"]
    return [_american(word) for word in numbers_in_digits([*kept, last])]


def _american(word: str) -> str:
    """The American spelling: "honor", "center"."""
    if "our" in word or "tre" in word:
        return _OUR.sub(lambda found: "ter" if found[1] else "or", word)
    return word


def _written_together(words: list[str]) -> str:
    return _LETTER_AND_NUMBER.sub("_", " ".join(words)).replace(" ", "")
