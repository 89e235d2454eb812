"""The parts of a title: the name of the book, its subtitles, its volume, and the series in brackets."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from shelftalker.model.title_keys import BRACKETED, normalise_title
from shelftalker.title_parsing.edition_notes import (
    bracketed_parts,
    is_edition_note,
    is_genre,
    other_kinds,
    without_trailing_notes,
)
from shelftalker.title_parsing.other_names import (
    author_words,
    is_author,
    may_be_cut,
    shorter_name,
    without_other_name,
    without_parallel_title,
)
from shelftalker.title_parsing.title_numbers import (
    numbers_in_digits,
    only_volume,
    split_series_number,
    split_volume,
    volume_in,
    volume_of_series,
    without_volume,
)


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Words of titles with a meaning of their own, in lower case.

    Attributes:
        english_articles: Articles left out of keys wherever they stand.
        foreign_articles: Articles left out of keys at the beginning of a title.
        trailing_articles: Those left out at its end, where catalogues lose the comma: "Alquimista Impaciente el".
        series_words: Words beside the name of a series, left out of its key.
        description_words: First words of a description however short: "A Fable".
        shortest_description: Least number of words of a subtitle that describes a book, "and" not counted.
        explaining_first_words: First words of a subtitle that explains its book: "How to ...".
        explaining_words: Other words of one: "A Biography of ...".
        series_nouns: Last words of a subtitle that is a series: "The Earthsea Cycle".
        shortest_repetition: Least number of letters of a subtitle that repeats the end of the name.
    """

    english_articles: frozenset[str] = frozenset(["the", "a", "an"])
    foreign_articles: frozenset[str] = frozenset([
        "der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une", "el", "los", "las", "il", "lo", "gli",
        "het", "een", "una", "uno",
    ])  # fmt: skip
    trailing_articles: frozenset[str] = frozenset(["el", "los", "las", "les", "der", "das"])
    series_words: frozenset[str] = frozenset([
        "series", "novel", "novels", "saga", "mystery", "mysteries", "book", "books", "paperback", "hardcover", "mass",
        "market", "adventures", "trade", "numbered", "s", "of", "in",
    ])  # fmt: skip
    description_words: frozenset[str] = frozenset(["a", "an", "and"])
    explaining_first_words: frozenset[str] = frozenset(["a", "an", "how", "why", "what", "inside", "from"])
    explaining_words: frozenset[str] = frozenset([
        "account", "adventure", "adventures", "autobiography", "biography", "diaries", "diary", "fall", "guide",
        "histories", "history", "journey", "letters", "life", "lives", "making", "memoir", "memoirs", "quest", "rise",
        "search", "stories", "story",
    ])  # fmt: skip
    series_nouns: frozenset[str] = frozenset(["series", "cycle", "saga", "sequence"])
    shortest_description: int = 3
    shortest_repetition: int = 6


@dataclass(frozen=True, slots=True)
class TitlePatterns:
    """Patterns that split a title and bring its words into one spelling.

    Attributes:
        separator: Punctuation between a name and a subtitle. A full stop separates them in German titles; not one
            after "Dr" or an initial. Behind a slash a small "a" begins a subtitle.
        separator_marks: Characters of which one stands in every separator; most titles have none.
        second_book: The beginning of a second book's name: "Out of Africa; and, Shadows on the Grass" are two books,
            "... : And Other Clinical Tales" is one.
        classic: Brackets of an imprint of classics, whose subtitles describe the book.
        years: A range of years.
        possessive_of_author: The "'s" after an author's name.
        inverted_article: A title whose last word may be its article: "Prozess, Der".
        possessive: The second "s" of "Jones's", which other editions leave out.
        british_ending: British "-our" and "-tre", American "-or" and "-ter".
        space_between_numbers: The space between two numbers, which keeps 1 11 and 11 1 apart.
    """

    separator: re.Pattern[str] = re.compile(
        r"\s*:+\s*|\s+[-\u2013\u2014]+\s+|\s*--+\s*|\s*;\s+|(?<=[^\W\d_]{4})\.\s+(?=[^\W\d_])|(?<=[!?])\s+(?=[A-Z0-9])"
        r"|/(?=an? |[Ww]ith )"
    )
    separator_marks: frozenset[str] = frozenset(":;-\u2013\u2014.!?/")
    second_book: re.Pattern[str] = re.compile(
        r"\W*and\b,?\s+(?!(?:other|others|how|why|what|more|his|her|my|their|some|two|three|four|five|six|seven)\b)",
        re.IGNORECASE,
    )
    classic: re.Pattern[str] = re.compile(r"\bclassics?\b", re.IGNORECASE)
    years: re.Pattern[str] = re.compile(r"\b\d{4}\s*[-\u2013]\s*\d{2,4}\b")
    possessive_of_author: re.Pattern[str] = re.compile(r"^['\u2019]?s?\s+(?=\w)")
    inverted_article: re.Pattern[str] = re.compile(r"^(.*), (\w+)$")
    possessive: re.Pattern[str] = re.compile(r"s['\u2019]s\b")
    british_ending: re.Pattern[str] = re.compile(
        r"(?<=\w{3})our(?=$|s$|ed$|ing$|able$|ite$|er$)|(?<=\w{3})(tre)(?=$|s$)"
    )
    space_between_numbers: re.Pattern[str] = re.compile(r"(?<=\d) (?=\d)")


_WORDS = TitleWords()
_PATTERNS = TitlePatterns()


class TitleParts(NamedTuple):
    """The parts of a title; two editions of one book should have the same `name`.

    Attributes:
        name: Key of the name, see `name_key`.
        words: The same with the spaces between its words.
        whole: Key of everything outside brackets, as where nothing separates name and subtitle.
        subtitles: Normalised subtitles, without those that name the edition or the genre.
        describes: True if a subtitle is long enough to describe a book and not to name the part of a series.
        explains: True if a subtitle explains its book: "A Biography of ...".
        is_classic: True if the edition is of an imprint of classics, and of one book.
        shorter_name: Key of the name before "or the ..." or "of" and the author, which is the name if another of the
            author's titles has it; '' if there is none.
        may_be_cut: True if the title may have been cut off: "Island of the Sequined L".
        volume: Number of the volume in digits, or an empty string.
        volume_in_name: True if the volume stands in the title itself and not with the series in brackets.
        kinds: Kinds that make this another book than one of the same name: "comic", "guide", "set", ...
        series: Keys of the texts in brackets, each of which may be the name of a series.
    """

    name: str
    words: str
    whole: str
    subtitles: tuple[str, ...]
    describes: bool
    explains: bool
    is_classic: bool
    shorter_name: str
    may_be_cut: bool
    volume: str
    volume_in_name: bool
    kinds: frozenset[str]
    series: frozenset[str]


def title_parts(title: str, author: str) -> TitleParts:
    """Split a title into its parts.

    Args:
        title: The title in the catalogue's spelling.
        author: The lead author, who may be named in the title: "Roald Dahl's James and the Giant Peach".
    """
    bracketed = bracketed_parts(title) if "(" in title or "[" in title else []
    bare = (BRACKETED.sub(" ", title).strip(" :,-") if bracketed else title) or title
    if "/" in bare or "=" in bare:
        bare = without_parallel_title(bare)
    name, *others = _segments(bare, author)
    kinds = other_kinds(" : ".join([*others, *bracketed])) if others or bracketed else frozenset()
    series = frozenset(filter(None, (series_key(part, author) for part in bracketed)))
    volume = next(filter(None, map(volume_in, bracketed)), "")
    name, volume_of_name = split_volume(name)
    name, series_number = split_series_number(name)
    words = _words(name)
    key = _key(words)
    whole = list(words)
    subtitles = []
    describes = explains = False
    for other in others:
        words_of_other = _words(other)
        whole += words_of_other
        subtitle = " ".join(words_of_other)
        number_in_series, name_of_series = volume_of_series(other)
        if number := only_volume(other):
            volume_of_name = volume_of_name or number
        elif number_in_series and series_key(name_of_series, author) != key:
            series |= {series_key(name_of_series, author)}
            volume = volume or number_in_series
        elif (
            not _is_repetition(subtitle.replace(" ", ""), key)
            and not is_genre(other)
            and (len(words_of_other) == 1 or words_of_other[-1] not in _WORDS.series_nouns)
        ):
            subtitles.append(subtitle)
            is_explanation = _explains(other, words_of_other)
            explains = explains or is_explanation
            # A collection of some years is a part: "Calvin and Hobbes: Sunday Pages 1985-1995".
            is_of_years = not is_explanation and _PATTERNS.years.search(other) is not None
            describes = describes or (_describes(other) and not is_of_years)
    return TitleParts(
        name=key,
        words=" ".join(words),
        whole=_key(whole) if others else key,
        subtitles=tuple(subtitles),
        describes=describes,
        explains=explains,
        is_classic=bool(bracketed) and _is_one_classic(bracketed, others),
        shorter_name=name_key(shorter) if (shorter := shorter_name(name, author)) else "",
        may_be_cut=not others and may_be_cut(bare),
        volume=volume_of_name or volume or series_number,
        volume_in_name=bool(volume_of_name),
        kinds=kinds,
        series=series,
    )


def name_key(name: str) -> str:
    """Return the key of a book's name: its words without articles and "and", numbers in digits, spaces left out.

    "Weave World" and "Weaveworld" have one key, so have "L' Etranger" and "L'Etranger", "House of (the) Spirits".
    """
    return _key(_words(name))


@lru_cache(maxsize=256)
def series_key(text: str, author: str) -> str:
    """Return the key of a series' name, without volume, author and words like "series"; may be empty."""
    ignored = _WORDS.series_words.union(author_words(author))
    return _key([word for word in _words(without_volume(text)) if word not in ignored])


def _is_repetition(subtitle: str, name: str) -> bool:
    """Return True if the key of a subtitle is empty, or repeats the name or its end."""
    return subtitle in ("", name) or (len(subtitle) >= _WORDS.shortest_repetition and name.endswith(subtitle))


def _explains(subtitle: str, words: list[str]) -> bool:
    """Return True if a subtitle, of these words without articles, explains its book: "A Biography of ..."."""
    first_word = subtitle.partition(" ")[0].lower()
    return first_word in _WORDS.explaining_first_words or not _WORDS.explaining_words.isdisjoint(words)


def _is_one_classic(bracketed: list[str], others: list[str]) -> bool:
    """Return True if a title's brackets name an imprint of classics, and no subtitle is a second book."""
    return any(map(_PATTERNS.classic.search, bracketed)) and not any(map(_PATTERNS.second_book.match, others))


def _describes(subtitle: str) -> bool:
    """Return True if a subtitle describes a book: "A Savannah Story", not "Nerve Center" nor "and" another book."""
    if subtitle.endswith("!"):
        return True  # "They're Back!"
    first, *others = subtitle.lower().split()
    is_long = len([word for word in (first, *others) if word not in ("and", "&")]) >= _WORDS.shortest_description
    is_short_description = first in _WORDS.description_words or first[0].isdigit()
    return (is_long or is_short_description) and _PATTERNS.second_book.match(subtitle) is None


def _segments(bare: str, author: str) -> list[str]:
    """Split a title at its punctuation into name and subtitles, without author, edition notes and empty parts."""
    authors = author_words(author)
    if len(authors) > 1 and bare[: len(author)].casefold() == author.casefold():
        bare = _PATTERNS.possessive_of_author.sub("", bare[len(author) :]) or bare
    bare = without_other_name(bare)
    if _PATTERNS.separator_marks.isdisjoint(bare):
        return [without_trailing_notes(bare)]
    parts = [part for part in _PATTERNS.separator.split(bare) if part.strip(" .,")]
    parts = [*parts[:1], *(part for part in parts[1:] if not is_edition_note(part))]
    titles = [part for part in parts if not is_author(part, authors)] if len(parts) > 1 else parts
    return [without_trailing_notes(part) for part in titles or parts or [bare]]


def _words(text: str) -> list[str]:
    """Return the words of a text in the spelling of keys."""
    if (
        "," in text
        and (inverted := _PATTERNS.inverted_article.match(text))
        and inverted[2].lower() in _WORDS.foreign_articles
    ):
        text = inverted[1]
    if "s'" in text or "s\u2019" in text:
        text = _PATTERNS.possessive.sub("s'", text)
    words = normalise_title(text).split()
    if len(words) > 1 and words[0] in _WORDS.foreign_articles:
        words = words[1:]
    if len(words) > 1 and words[-1] in _WORDS.trailing_articles:
        words.pop()
    *front, last = words or [""]
    kept = [word for word in front if word not in _WORDS.english_articles and word != "and"]
    return [_american(word) for word in numbers_in_digits([*kept, last])]


def _american(word: str) -> str:
    """Return the American spelling of a word: "honor", "center", "judgment"."""
    if "dgement" in word:
        return word.replace("dgement", "dgment")
    if "our" in word or "tre" in word:
        return _PATTERNS.british_ending.sub(lambda found: "ter" if found[1] else "or", word)
    return word


def _key(words: list[str]) -> str:
    return _PATTERNS.space_between_numbers.sub("_", " ".join(words)).replace(" ", "")
