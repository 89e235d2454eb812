"""The grouping of editions into works, author by author, by the names of the author's books in the catalogue.

One title alone does not show if the text after its colon is a subtitle or the name of a part of a series: "Seabiscuit:
An American Legend" is "Seabiscuit", but "Dune: House Atreides" is not "Dune". The author's other titles show it. A name
with a single subtitle is the book's; a name with several, or one in the brackets of other titles, is a series', and the
text after it names the book.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from model_build.works.authors import author_key, co_authors, lead_author
from model_build.works.title_numbers import split_volume
from model_build.works.title_parts import TitleParts, series_key, title_parts
from shelftalker.model.catalogue import UNKNOWN_AUTHOR

# A work's key: author, name, volume, kinds.
_Key = tuple[str, str, str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class SameWorkConfig:
    """Limits and patterns by which the subtitles of one author's books are compared.

    Attributes:
        least_likeness: Least ratio of edits, 0 to 100, of two subtitles that are one, misquoted: "Enhance ..." and
            "Embrace Your Body's Natural Ability".
        most_subtitles: Most subtitles of a book; a name with more is a series', even if they are alike.
        long_description: Least number of words of a long description.
        long_word: Least number of letters of a long word.
        digits: A number.
        sequel: A sequel's name, which is no subtitle: "Hollywood Wives - The New Generation".
    """

    least_likeness: float = 85.0
    most_subtitles: int = 12
    long_description: int = 6
    long_word: int = 5
    digits: re.Pattern[str] = re.compile(r"\d+")
    sequel: re.Pattern[str] = re.compile(
        r"(?:new|next) generation$|.*\breturns?$|.*\bcontinues$|(?:part|book|volume) \d+\b.*|.*\bsequel$"
    )


_CONFIG = SameWorkConfig()


@dataclass(frozen=True, slots=True)
class _Edition:
    """The parts of a title and the lead author of the editions that have one title and one author."""

    parts: TitleParts
    author: str


@dataclass(frozen=True, slots=True)
class _Title:
    """A title's form for comparison: the subtitle without series, in one piece; the volume only if the name has it."""

    name: str
    volume: str
    subtitle: str
    describes: bool


def group_editions(titles: Sequence[str], authors: Sequence[str]) -> NDArray[np.int32]:
    """Group editions into works: [editions] number of the work, from 0 in the order of the works' first editions.

    Args:
        titles: [editions] title in the catalogue's spelling.
        authors: [editions] all authors named on the edition.
    """
    leads = {author: lead_author(author) for author in dict.fromkeys(authors)}
    key_of_author = {author: author_key(lead) for author, lead in leads.items()}
    by_author: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in dict.fromkeys(zip(titles, authors, strict=True)):
        by_author[key_of_author[name[1]]].append(name)
    key_of: dict[tuple[str, str], _Key] = {}
    for author, names in by_author.items():
        editions = {name: _Edition(title_parts(name[0], leads[name[1]]), leads[name[1]]) for name in names}
        key_of |= _keys(author, editions)
    representative = _works_under_co_authors(key_of)
    number_of: dict[_Key, int] = {}
    numbers = [
        number_of.setdefault(representative.get(key := key_of[name], key), len(number_of))
        for name in zip(titles, authors, strict=True)
    ]
    return np.array(numbers, dtype=np.int32)


def _keys(author: str, editions: dict[tuple[str, str], _Edition]) -> dict[tuple[str, str], _Key]:
    """Return the keys of one author's editions, by title and author."""
    if len(editions) == 1:
        ((title_and_author, edition),) = editions.items()
        return {title_and_author: (author, edition.parts.name, edition.parts.volume, edition.parts.kinds)}
    names = _names_of_works(list(editions.values()))
    volumes: defaultdict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
    in_names: set[tuple[str, frozenset[str]]] = set()
    for edition, name in zip(editions.values(), names, strict=True):
        work = name, edition.parts.kinds
        if edition.parts.volume:
            volumes[work].add(edition.parts.volume)
        if edition.parts.volume_in_name:
            in_names.add(work)
    keys = {}
    for (title_and_author, edition), name in zip(editions.items(), names, strict=True):
        work = name, edition.parts.kinds
        # The volumes in brackets split a group only where it holds different ones.
        has_volumes = len(volumes[work]) > 1 or work in in_names
        keys[title_and_author] = (author, name, edition.parts.volume if has_volumes else "", edition.parts.kinds)
    return keys


def _names_of_works(editions: list[_Edition]) -> list[str]:
    """Return the names of the editions' works [editions]: the edition's own, or that of its part of the series."""
    if editions[0].author == UNKNOWN_AUTHOR:
        # These need not be one author's.
        return [edition.parts.whole for edition in editions]
    series = _series(editions)
    titles = _with_subtitles([
        _Title(
            edition.parts.name,
            edition.parts.volume if edition.parts.volume_in_name else "",
            " ".join(part for part in edition.parts.subtitles if series_key(part, edition.author) not in series),
            edition.parts.describes,
        )
        for edition in editions
    ], [edition.parts.whole for edition in editions])  # fmt: skip
    by_name: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for title in titles:
        if title.subtitle:
            by_name[title.name, title.volume].add(title.subtitle)
    clusters = {name: _like_subtitles(subtitles) for name, subtitles in by_name.items()}
    descriptions = {_cluster(title, clusters) for title in titles if title.subtitle and title.describes}
    alone = {title.name for title in titles if not title.subtitle}
    names = []
    for title in titles:
        name = title.name
        if title.subtitle:
            same = clusters[title.name, title.volume]
            part = title.subtitle.replace(" ", "")
            is_series = name in series or len(set(same.values())) > 1
            if is_series and part in alone:
                name = part
            elif is_series or _cluster(title, clusters) not in descriptions or _CONFIG.sequel.fullmatch(title.subtitle):
                name = f"{name}:{same[title.subtitle]}"
        names.append(name)
    return names


def _cluster(title: _Title, clusters: dict[tuple[str, str], dict[str, str]]) -> tuple[str, str, str]:
    """Return the key that titles share if only their quotation of the subtitle differs: name, volume, subtitle."""
    return title.name, title.volume, clusters[title.name, title.volume][title.subtitle]


def _with_subtitles(titles: list[_Title], whole: list[str]) -> list[_Title]:
    """Split titles without punctuation, "Blue Highways a Journey into America", as another edition's title is split."""
    title_of_whole = {
        key: title for title, key in sorted(zip(titles, whole, strict=True), key=_order) if key != title.name
    }
    return [title_of_whole.get(title.name, title) if not title.subtitle else title for title in titles]


def _order(title: tuple[_Title, str]) -> tuple[str, str, str, bool]:
    return title[0].name, title[0].volume, title[0].subtitle, title[0].describes


def _series(editions: Iterable[_Edition]) -> set[str]:
    """Return the keys of an author's series: texts in brackets behind other names, and texts after several names."""
    series = set()
    names_before: defaultdict[str, set[str]] = defaultdict(set)
    for edition in editions:
        parts = edition.parts
        # Behind its own name alone it is no series, "The Sculptress (Sculptress)", unless a part's name follows.
        series |= {name for name in parts.series if name != parts.name or (parts.subtitles and not parts.describes)}
        for subtitle in parts.subtitles:
            names_before[series_key(subtitle, edition.author)].add(parts.name)
    series |= {subtitle for subtitle, names in names_before.items() if len(names) > 1}
    series.discard("")
    return series


def _like_subtitles(subtitles: set[str]) -> dict[str, str]:
    """Return each subtitle -> the first one equal to it: shortened, misquoted, or another of the same book."""
    ordered = sorted(subtitles)
    if len(ordered) > _CONFIG.most_subtitles:
        return {subtitle: subtitle for subtitle in ordered}
    first_of: dict[str, str] = {}
    for subtitle in ordered:
        like = (first for other, first in first_of.items() if _alike(subtitle, other))
        first_of[subtitle] = next(like, subtitle)
    distinct = sorted(set(first_of.values()))
    if len(distinct) == 2 and _describe_one_book(*distinct):
        return dict.fromkeys(ordered, distinct[0])
    return first_of


def _alike(one: str, other: str) -> bool:
    """Return True if two subtitles are one: same volume, and one begins or ends the other or they are nearly equal."""
    if split_volume(one)[1] != split_volume(other)[1]:
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(f"{shorter} ") or longer.endswith(f" {shorter}"):
        return True
    same_numbers = _CONFIG.digits.findall(one) == _CONFIG.digits.findall(other)
    return same_numbers and fuzz.ratio(one, other) >= _CONFIG.least_likeness


def _describe_one_book(one: str, other: str) -> bool:
    """Return True if two subtitles describe one book: both are long, and have a long word in common.

    "A Biography of John Forbes Nash, Jr., ..." and "The Life of ... John Nash" describe one, "Line of Control" and
    "Mission of Honor" two.
    """
    words, other_words = one.split(), other.split()
    if min(len(words), len(other_words)) < _CONFIG.long_description or _CONFIG.digits.findall(one + other):
        return False
    return any(len(word) >= _CONFIG.long_word for word in set(words) & set(other_words))


def _works_under_co_authors(key_of: dict[tuple[str, str], _Key]) -> dict[_Key, _Key]:
    """Return keys of works that are listed under several of their authors -> the one key that represents them.

    "Good Omens" by Neil Gaiman is the "Good Omens" by Terry Pratchett and Neil Gaiman.
    """
    keys = set(key_of.values())
    stands_for: dict[_Key, _Key] = {}

    def identity(key: _Key) -> _Key:
        while (other := stands_for.get(key, key)) != key:
            key = other
        return key

    authors = dict.fromkeys(author for _, author in key_of)
    co_author_keys = {author: [author_key(name) for name in co_authors(author)] for author in authors}
    for (_, author), key in key_of.items():
        for co_author in co_author_keys[author]:
            co_authors_key = (co_author, *key[1:])
            if co_authors_key in keys:
                one, other = sorted(
                    (identity(key), identity(co_authors_key)), key=lambda found: (found[:3], sorted(found[3]))
                )
                if one != other:
                    stands_for[other] = one
    return {key: identity(key) for key in stands_for}
