"""Series and volumes as titles mention them: "(Dune Chronicles, Book 2)", ": Book Two of the Blending", "(#1-3)"."""

import math
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from model_build.works.edition_notes import bracketed_parts, is_edition_note, is_genre
from model_build.works.title_numbers import NumberWords
from model_build.works.title_parts import series_key
from shelftalker.model.title_keys import BRACKETED, normalise_title


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


@dataclass(frozen=True, slots=True)
class MentionConfig:
    """Words and limits of mentions.

    Attributes:
        stem_words: Words that spellings of one series' name have or lack: "Dune", "Dune Chronicles".
        name_ends: Words at the end of a name that say nothing of it: "Earth's Children Series".
        last_volume: Greatest number of a volume; those above count a publisher's list ("Signet Classic, 2686") or are
            years ("Guinness Book of Records, 2000"). The longest series of one author in goodbooks-10k have 60.
        sets: Words of several volumes in one book, in titles of books of a series.
        publisher_lines: Words of publishers' series, which have no order of reading.
        lines_without_volume: Such words that the names of series have as well, as far as volumes are numbered.
    """

    stem_words: frozenset[str] = frozenset([
        "chronicles", "chronicle", "trilogy", "quartet", "quintet", "tetralogy", "duology", "cycle", "sequence",
        "ser", "srs", "paper", "and", "the", "a", "an",
    ])  # fmt: skip
    name_ends: re.Pattern[str] = re.compile(
        r"(?:an?\s+)?(.+?)[\s,]+(?:series|ser\.?|srs\.?|s\.|numbered|(?:mystery |suspense )?novels?|books?|"
        r"myster(?:y|ies)|thrillers?)[\s.]*",
        re.IGNORECASE,
    )
    last_volume: float = 200.0
    sets: re.Pattern[str] = re.compile(
        r"\b(?:box(?:ed)?[- ]?set|box|boxset|omnibus|slipcase|trilogy|tetralogy|quartet|collection|complete|"
        r"set of \d+|\d+ (?:books|novels|volumes) in (?:1|one))\b",
        re.IGNORECASE,
    )
    publisher_lines: re.Pattern[str] = re.compile(
        r"\b(?:classics?|penguin|puffin|signet|bantam|vintage|dover|wordsworth|oprah'?s?|book club|reader'?s circle|"
        r"large print|contemporaries|reprint|reissue|folio|paperbook|book collectors|golden books?|i can read|"
        r"cole[cç]ci[oó]n|.*\bedition)\b",
        re.IGNORECASE,
    )
    lines_without_volume: re.Pattern[str] = re.compile(
        r"\b(?:library|readers?|level|rack|promo|awards?|collection)\b", re.IGNORECASE
    )


_CONFIG = MentionConfig()
_WORDS = NumberWords.of_titles()
# Marks around a name that are no part of it.
_MARKS = " ,.:;-\u2013/"


class MentionPatterns:
    """Patterns of the texts in brackets and of the parts of titles.

    Attributes:
        number: A number, in digits, words or Roman numerals.
        numbered: A name and a volume behind it: "Dune Chronicles, Book 2", "Dune Chronicles #2", "Redwall, 3".
        numbered_of: A volume and the name behind it: "Book One of the Twelve Treasures".
        only_number: A volume alone: "Book 2", "#2", "Books 1-4".
        in_title: A name and a volume in a part of a title, where a comma and a number do not make a series.
        divided: Marks between the series of one book: "Discworld, #1; Rincewind #1".
        part_of_volume: A part of a volume, which is none: "#3: Part 2 of 2".
        half: "4 1/2".
        author_in_front: "Whyte, Jack. Camulod Chronicles", "Rice, Anne, Vampire Chronicles".
        trailing_number: A title of two words or more and a bare number: "Sword and Sorceress 18", not "Garfield 20".
        hint: A character or word without which no mention is looked for outside of brackets.
    """

    def __init__(self) -> None:
        words = "|".join(sorted([*_WORDS.small, *_WORDS.values], key=len, reverse=True))
        number = rf"(?:\d+(?:\.\d+)?(?: 1/2)?|(?:{words})\b)"
        marks = r"(?:books?|bks?|vols?|volumes?|parts?|numbers?|nos?|nr|bd|band|tomes?|teil|libro|episode)\b\.?"
        to = rf"((?:\s*(?:-|\u2013|&|\+|,|\band\b|\bto\b|\bthrough\b)\s*#?\s*{number})*)"
        total = rf"(?:\s+(?:of|in)\s+{number})?"
        volume = rf"(?:{marks}\s*#?|#)\s*({number}){to}{total}"
        self.number = re.compile(number, re.IGNORECASE)
        self.numbered = re.compile(rf"(.*?\w.*?)[\s,;:.\u2013-]*(?:{volume}|,\s*({number}){to})\W*", re.IGNORECASE)
        self.in_title = re.compile(rf"(.*?\w.*?)[\s,;:.\u2013-]*{volume}\W*", re.IGNORECASE)
        self.numbered_of = re.compile(
            rf"(?:(?:{marks}\s*#?\s*({number}))|(?:the\s+)?({'|'.join(_WORDS.ordinals)})\s+(?:book|volume|part))"
            r"\s+(?:of|in|from)\s+(.*[^\W\d].*)",
            re.IGNORECASE,
        )
        self.only_number = re.compile(rf"\W*{volume}\W*", re.IGNORECASE)
        self.divided = re.compile(r"\s*;\s*|,\s*(?=[^,#]*[^\s,#][^,#]*#)")
        self.part_of_volume = re.compile(r"#\s*\d+\s*[:;,]+\s*part|part\s*#?\d+\s*(?:of|/)\s*\d", re.IGNORECASE)
        self.half = re.compile(r"(\d+) 1/2")
        self.author_in_front = re.compile(r"^(\w[\w'-]+), (\w+)[.,]?\s*(?:\w\.\s*)*[.,\s]+(?=\w)")
        self.trailing_number = re.compile(r"([^\W\d]\S*\s+(?:.*\s)?[^\W\d]\S*?)[\s,]+#?(\d{1,2})")
        self.hint = re.compile(r"\d|\b(?:book|volume|vol|part)\b", re.IGNORECASE)


_PATTERNS = MentionPatterns()


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
    if not series.strip():
        return []
    name, first, last = _name_and_volumes(series)
    number = volume.strip()
    if found := _PATTERNS.only_number.fullmatch(f"#{number}") or _PATTERNS.only_number.fullmatch(number):
        first, last = _volumes(found[1], found[2])
    return [SeriesMention(name, series_stem(name), MentionSource.COLUMN, first, last)] if series_stem(name) else []


@lru_cache(maxsize=1024)
def series_stem(name: str) -> str:
    """Return the key under which the spellings of a series' name are one: "The Dune Chronicles (Paperback)", "Dune"."""
    text = BRACKETED.sub(" ", name)
    words = [word for word in normalise_title(text).split() if word not in _CONFIG.stem_words]
    return series_key(" ".join(words), "") or normalise_title(text).replace(" ", "")


def names_several_volumes(title: str) -> bool:
    """Return True if a title has words of several volumes in one: "The Complete Trilogy", "Boxed Set"."""
    return _CONFIG.sets.search(title) is not None


def name_before_volume(title: str) -> str:
    """Return a title without brackets and subtitle, where a series' name may stand."""
    bare = BRACKETED.sub(" ", title)
    return bare.partition(":")[0].strip() or bare


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
        is_edition_note(name)
        or is_genre(name)
        or _CONFIG.lines_without_volume.search(name)
        or not series_key(name, author)  # the author's name alone
    ):
        return []
    return [SeriesMention(name, series_stem(name) if name else "", MentionSource.BRACKETS, first, last)]


def _in_title(bare: str) -> list[SeriesMention]:
    """Return the mentions outside of brackets, which need another volume beside them to be sure."""
    parts = re.split(r"\s*[:;]+\s+|\s+[-\u2013\u2014]+\s+|\s+:", bare)
    found: list[tuple[str, float, float]] = []
    source = MentionSource.TITLE
    for number, part in enumerate(parts):
        if of := _PATTERNS.numbered_of.fullmatch(part):
            found.append((of[3], *_volumes(of[1] or of[2], None)))
        elif number and (only := _PATTERNS.only_number.fullmatch(part)):
            found.append((parts[0], *_volumes(only[1], only[2])))
        elif _ends_in_number(part) and (numbered := _PATTERNS.in_title.fullmatch(part)):
            found.append((numbered[1], *_volumes(numbered[2], numbered[3])))
    if not found and (trailing := _PATTERNS.trailing_number.fullmatch(bare)):
        found.append((trailing[1], float(trailing[2]), math.nan))
        source = MentionSource.BARE_NUMBER
    return [
        SeriesMention(_tidy(name), series_stem(name), source, first, last)
        for name, first, last in found
        if 0 <= first <= _CONFIG.last_volume and _may_be_name(name)
    ]


def _name_and_volumes(text: str) -> tuple[str, float, float]:
    """Split a text into the name of a series, tidy, and its first and last volume."""
    if only := _PATTERNS.only_number.fullmatch(text):
        return ("", *_volumes(only[1], only[2]))
    if of := _PATTERNS.numbered_of.fullmatch(text):
        return (_tidy(of[3]), *_volumes(of[1] or of[2], None))
    if _ends_in_number(text) and (numbered := _PATTERNS.numbered.fullmatch(text)):
        return (_tidy(numbered[1]), *_volumes(numbered[2] or numbered[4], numbered[3] or numbered[5]))
    return _tidy(text), math.nan, math.nan


def _ends_in_number(text: str) -> bool:
    """Return True if a text may end in a volume's number; cheaper than the patterns, as most do not."""
    last = text.rstrip(" .,:;!-").rpartition(" ")[2].lower()
    return last[-1:].isdigit() or last in _WORDS.digits


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
    text = _PATTERNS.half.sub(r"\1.5", text.lower())
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
