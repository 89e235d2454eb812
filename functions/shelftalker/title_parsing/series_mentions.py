"""Series and volumes as titles mention them: "(Dune Chronicles, Book 2)", ": Book Two of the Blending", "(#1-3)"."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from shelftalker.model.title_keys import BRACKETED, normalise_title
from shelftalker.title_parsing.edition_notes import bracketed_parts, is_edition_note, is_genre
from shelftalker.title_parsing.series_patterns import MentionConfig, MentionPatterns
from shelftalker.title_parsing.title_numbers import NumberWords
from shelftalker.title_parsing.title_parts import series_key


class MentionSource(IntEnum):
    """Places where a series is mentioned, the most reliable first."""

    COLUMN = 0
    BRACKETS = 1
    TITLE = 2
    BARE_NUMBER = 3


@dataclass(frozen=True, slots=True)
class SeriesMention:
    """A mention of a series.

    Attributes:
        name: Name of the series as written; '' where only a volume is given: "(Book 2)".
        stem: Key of the name without words like "chronicles", see `series_stem`.
        source: Place of the mention.
        volume: Number of the volume, or of the first one of a range; NaN where there is none.
        last_volume: Number of the last volume of a range; NaN for a single volume.
    """

    name: str
    stem: str
    source: MentionSource
    volume: float
    last_volume: float


_CONFIG = MentionConfig()
_PATTERNS = MentionPatterns()
_WORDS = NumberWords.of_titles()
# Marks around a name that are no part of it.
_MARKS = " ,.:;-\u2013/"


def mentions_in(title: str, author: str, publisher: str = "") -> list[SeriesMention]:
    """Return the series that a title mentions, those in brackets first, as they stand; publishers' series left out.

    Args:
        title: The title in the catalogue's spelling.
        author: The lead author, who may be named beside the series.
        publisher: The publisher, after whom a series without an order may be named.
    """
    found = []
    if "(" in title or "[" in title:
        for text in bracketed_parts(title):
            for part in _PATTERNS.divided.split(text):
                found += _in_brackets(part, author, publisher)
        title = BRACKETED.sub(" ", title)
    if _PATTERNS.hint.search(title):
        found += _in_title(" ".join(title.split()))
    return found


def mention_of_columns(series: str, volume: str) -> list[SeriesMention]:
    """Return the series of a catalogue's own columns, of which the volume may stand in either."""
    if series.strip().lower() in _CONFIG.no_series:
        return []
    name, first, last = _name_and_volumes(series)
    number = _PATTERNS.ordinal_number.sub(r"\1", _PATTERNS.decimal_comma.sub(r"\1.\2", volume.strip()))
    if found := _PATTERNS.only_number.fullmatch(f"#{number}") or _PATTERNS.only_number.fullmatch(number):
        first, last = _volumes(found[1], found[2])
    return [SeriesMention(name, series_stem(name), MentionSource.COLUMN, first, last)] if series_stem(name) else []


@lru_cache(maxsize=1024)
def series_stem(name: str) -> str:
    """Return the key under which the spellings of a series' name are one: "The Dune Chronicles (Paperback)", "Dune"."""
    text = BRACKETED.sub(" ", name)
    words = [word for word in normalise_title(text).split() if word not in _CONFIG.stem_words]
    return series_key(" ".join(words), "") or normalise_title(text).replace(" ", "")


def number_of_letter(title: str) -> int:
    """Return the place in the alphabet of the letter that a title is for: 1 for "A Is for Alibi"; 0 for most titles."""
    found = _PATTERNS.lettered.match(title)
    return ord(found[1].lower()) - ord("a") + 1 if found else 0


def names_several_volumes(title: str) -> bool:
    """Return True if a title has words of several volumes in one: "The Complete Trilogy", "Boxed Set"."""
    return _CONFIG.sets.search(title) is not None


def name_before_volume(title: str) -> str:
    """Return a title without brackets and subtitle, where a series' name may stand."""
    bare = BRACKETED.sub(" ", title)
    return bare.partition(":")[0].strip() or bare


def common_beginning(one: Sequence[str], other: Sequence[str]) -> str:
    """Return the words that two titles begin with, without "and the" at their end, if they can be a name."""
    shared = []
    for word, other_word in zip(one, other, strict=False):
        if normalise_title(word) != normalise_title(other_word):
            break
        shared.append(word)
    while shared and shared[-1].islower():
        shared.pop()
    return " ".join(shared).rstrip(" ,.;:") if any(len(word) > len("the") for word in shared) else ""


def without_set_words(title: str) -> str:
    """Return a title without brackets and the words of several volumes: the name of the series, if it is one's."""
    return " ".join(_CONFIG.sets.sub(" ", BRACKETED.sub(" ", title)).split())


def _in_brackets(text: str, author: str, publisher: str) -> list[SeriesMention]:
    text = BRACKETED.sub("", text).strip(" ,.:;")
    names = normalise_title(author).split()
    if (
        (found := _PATTERNS.author_in_front.match(text))
        and normalise_title(found[1]) in names[-1:]
        and any(name.startswith(normalise_title(found[2])) for name in names[:-1])
    ):
        text = text[found.end() :]
    text = re.sub(rf"\s*/\s*{re.escape(author)}", "", text, flags=re.IGNORECASE) if "/" in text and author else text
    parts = text.split(", ")
    while len(parts) > 1 and is_edition_note(parts[-1]):
        parts.pop()
    text = ", ".join(parts)
    if _PATTERNS.part_of_volume.search(text):
        return []
    name, first, last = _name_and_volumes(text)
    has_volume = not math.isnan(first)
    if first > _CONFIG.last_volume or not (_may_be_name(name, publisher) or (not name and has_volume)):
        return []
    if not has_volume and (
        len(name) < _CONFIG.shortest_name
        or is_edition_note(name)
        or is_genre(name)
        or _CONFIG.lines_without_volume.search(name)
        or not series_key(name, author)  # the author's name alone
    ):
        return []
    mentions = [SeriesMention(name, series_stem(name) if name else "", MentionSource.BRACKETS, first, last)]
    if not has_volume and (bare := _PATTERNS.numbered_in_brackets.fullmatch(text)):
        # "(Outlander 1)", but "(Babylon 5)" too: other volumes show which.
        name = _tidy(bare[1])
        mentions.append(SeriesMention(name, series_stem(name), MentionSource.BARE_NUMBER, _number(bare[2]), math.nan))
    return mentions


def _in_title(bare: str) -> list[SeriesMention]:
    """Return the mentions outside of brackets, which need another volume beside them to be sure."""
    parts = re.split(r"\s*[:;]+\s+|\s+[-\u2013\u2014]+\s+|\s+:", bare)
    found: list[tuple[str, float, float]] = []
    source = MentionSource.TITLE
    for number, part in enumerate(parts):
        if of := _PATTERNS.numbered_of.fullmatch(part):
            found.append((of[3], *_volumes(of[1] or of[2], None)))
        elif number and (ordinal := _PATTERNS.ordinal_name.fullmatch(part)):
            found.append((ordinal[2] or ordinal[4], *_volumes(ordinal[1] or ordinal[3], None)))
        elif number and (only := _PATTERNS.only_number.fullmatch(part)):
            found.append((parts[0], *_volumes(only[1], only[2])))
        elif _ends_in_number(part) and (numbered := _PATTERNS.in_title.fullmatch(part)):
            found.append((numbered[1], *_volumes(numbered[2], numbered[3])))
    if not found and (trailing := _bare_number(parts)):
        found.append((trailing[1], _number(trailing[2]), math.nan))
        source = MentionSource.BARE_NUMBER
    return [
        SeriesMention(_tidy(name), series_stem(name), source, first, last)
        for name, first, last in found
        if 0 <= first <= _CONFIG.last_volume and _may_be_name(name)
    ]


def _bare_number(parts: Sequence[str]) -> re.Match[str] | None:
    """Return the name of a series and a bare number, in the first or the last part of a title; None for none."""
    trailing = _PATTERNS.trailing_number.fullmatch(parts[-1]) or _PATTERNS.trailing_number.fullmatch(parts[0])
    return trailing or (_PATTERNS.number_and_title.fullmatch(parts[0]) if len(parts) > 1 else None)


def _name_and_volumes(text: str) -> tuple[str, float, float]:
    """Split a text into the name of a series, tidy, and its first and last volume."""
    if only := _PATTERNS.only_number.fullmatch(text):
        return ("", *_volumes(only[1], only[2]))
    if of := _PATTERNS.numbered_of.fullmatch(text):
        return (_tidy(of[3]), *_volumes(of[1] or of[2], None))
    if ordinal := _PATTERNS.ordinal_name.fullmatch(text):
        return (_tidy(ordinal[2] or ordinal[4]), *_volumes(ordinal[1] or ordinal[3], None))
    if _ends_in_number(text) and (numbered := _PATTERNS.numbered.fullmatch(text)):
        return (_tidy(numbered[1]), *_volumes(numbered[2] or numbered[4], numbered[3] or numbered[5]))
    return _tidy(text), math.nan, math.nan


def _ends_in_number(text: str) -> bool:
    """Return True if a text may end in a volume's number; cheaper than the patterns, as most do not."""
    last = text.rstrip(" .,:;!-").rpartition(" ")[2].lower()
    return last[-1:].isdigit() or last in _WORDS.all_words


def _volumes(first: str, others: str | None) -> tuple[float, float]:
    """Return the first and the greatest volume of a range; NaN for both where it does not ascend.

    Args:
        first: A number.
        others: The numbers behind it, with their separators; empty for a single volume.
    """
    if not others:
        return _number(first), math.nan
    one, last = _number(first), max(map(_number, _PATTERNS.number.findall(others)))
    return (one, last) if one < last else (math.nan, math.nan)


def _number(text: str) -> float:
    text = _PATTERNS.half.sub(r"\1.5", text.lower()).removeprefix("the ").strip()
    if text in _WORDS.ordinals:
        return float(_WORDS.ordinals[text])
    return float(_WORDS.digits.get(text, text))


def _tidy(name: str) -> str:
    name = " ".join(BRACKETED.sub(" ", name).split()).strip(_MARKS)
    if ended := _CONFIG.name_ends.fullmatch(name):
        name = ended[1].strip(_MARKS)
    return name


def _may_be_name(name: str, publisher: str = "") -> bool:
    """Return True if a text with a letter is no publisher's line; Star Trek's publisher is named after the series."""
    first = publisher.partition(" ")[0].casefold()
    is_publishers = bool(first) and name.casefold().startswith(first) and not name.casefold().startswith("star ")
    return any(map(str.isalpha, name)) and not is_publishers and not _CONFIG.publisher_lines.search(name)
