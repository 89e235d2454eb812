"""Which editions are one work, decided author by author from the names that the author's books have in the catalogue.

Whether what follows a colon is a subtitle or the name of a part of a series can't be told from one title: "Seabiscuit:
An American Legend" is "Seabiscuit", but "Dune: House Atreides" is not "Dune". The other titles tell. A name that goes
with one subtitle only is the book's; one that goes with several, or that stands in the brackets of other titles, is a
series', and what follows it names the book.
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

# Two subtitles as like as this (0 to 100) are one, misquoted: "Enhance ..." and "Embrace Your Body's Natural Ability".
_LIKENESS_OF_SUBTITLES = 85.0
# A name with more subtitles than this is a series, whatever they are.
_SUBTITLES_OF_A_BOOK = 12
_WORDS_OF_A_LONG_DESCRIPTION = 6
_LETTERS_OF_A_LONG_WORD = 5
_DIGITS = re.compile(r"\d+")
# "Hollywood Wives - The New Generation" is no subtitle.
_SEQUEL = re.compile(r"(?:new|next) generation$|.*\breturns?$|.*\bcontinues$|(?:part|book|volume) \d+\b.*|.*\bsequel$")

# A work's key: author, name, volume, kinds.
_Key = tuple[str, str, str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Edition:
    """What is known of the editions that have one title and one author."""

    parts: TitleParts
    author: str


@dataclass(frozen=True, slots=True)
class _Title:
    """A title as it is compared: the subtitle without series, in one piece; the volume only if the name has it."""

    name: str
    volume: str
    subtitle: str
    describes: bool


def group_editions(titles: Sequence[str], authors: Sequence[str]) -> NDArray[np.int32]:
    """[editions] a number for each work, the same for editions of one; which number depends on the order of editions.

    Args:
        titles: [editions] as the catalogue has them.
        authors: [editions] all who are named on each.
    """
    leads = {author: lead_author(author) for author in dict.fromkeys(authors)}
    key_of_author = {author: author_key(lead) for author, lead in leads.items()}
    by_author: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for named in dict.fromkeys(zip(titles, authors, strict=True)):
        by_author[key_of_author[named[1]]].append(named)
    key_of: dict[tuple[str, str], _Key] = {}
    for author, names in by_author.items():
        editions = {name: _Edition(title_parts(name[0], leads[name[1]]), leads[name[1]]) for name in names}
        key_of |= _keys(author, editions)
    representative = _joined_by_co_authors(key_of)
    number_of: dict[_Key, int] = {}
    numbers = [
        number_of.setdefault(representative.get(key := key_of[named], key), len(number_of))
        for named in zip(titles, authors, strict=True)
    ]
    return np.array(numbers, dtype=np.int32)


def _keys(author: str, editions: dict[tuple[str, str], _Edition]) -> dict[tuple[str, str], _Key]:
    """The keys of one author's editions, by title and author."""
    if len(editions) == 1:
        ((named, edition),) = editions.items()
        return {named: (author, edition.parts.name, edition.parts.volume, edition.parts.kinds)}
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
    for (named, edition), name in zip(editions.items(), names, strict=True):
        work = name, edition.parts.kinds
        # The volumes in brackets part a group only where it holds different ones.
        parted = len(volumes[work]) > 1 or work in in_names
        keys[named] = (author, name, edition.parts.volume if parted else "", edition.parts.kinds)
    return keys


def _names_of_works(editions: list[_Edition]) -> list[str]:
    """[editions] the name of each one's work: its own name, or that of the part of the series it is."""
    if editions[0].author == UNKNOWN_AUTHOR:
        # Nothing says that these are one author's.
        return [edition.parts.whole for edition in editions]
    series = _series(editions)
    titles = _separated([
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
    described = {_cluster(title, clusters) for title in titles if title.subtitle and title.describes}
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
            elif is_series or _cluster(title, clusters) not in described or _SEQUEL.fullmatch(title.subtitle):
                name = f"{name}:{same[title.subtitle]}"
        names.append(name)
    return names


def _cluster(title: _Title, clusters: dict[tuple[str, str], dict[str, str]]) -> tuple[str, str, str]:
    """What a title has in common with those that differ only in how they quote the subtitle."""
    return title.name, title.volume, clusters[title.name, title.volume][title.subtitle]


def _separated(titles: list[_Title], whole: list[str]) -> list[_Title]:
    """Titles without punctuation, "Blue Highways a Journey into America", as other editions of the book have it."""
    known = {key: title for title, key in sorted(zip(titles, whole, strict=True), key=_order) if key != title.name}
    return [known.get(title.name, title) if not title.subtitle else title for title in titles]


def _order(title: tuple[_Title, str]) -> tuple[str, str, str, bool]:
    return title[0].name, title[0].volume, title[0].subtitle, title[0].describes


def _series(editions: Iterable[_Edition]) -> set[str]:
    """The keys of an author's series: what stands in brackets behind other names, or follows several names."""
    series = set()
    names_before: defaultdict[str, set[str]] = defaultdict(set)
    for edition in editions:
        parts = edition.parts
        # Behind its own name alone it says nothing, "The Sculptress (Sculptress)", unless a part's name follows.
        series |= {name for name in parts.series if name != parts.name or (parts.subtitles and not parts.describes)}
        for subtitle in parts.subtitles:
            names_before[series_key(subtitle, edition.author)].add(parts.name)
    series |= {subtitle for subtitle, names in names_before.items() if len(names) > 1}
    series.discard("")
    return series


def _like_subtitles(subtitles: set[str]) -> dict[str, str]:
    """Each subtitle -> the first of those that are the same one: shortened, misquoted, or another of the same book."""
    ordered = sorted(subtitles)
    if len(ordered) > _SUBTITLES_OF_A_BOOK:
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
    """Whether two subtitles are one: of the same volume, and one begins or ends the other or they are nearly equal."""
    if split_volume(one)[1] != split_volume(other)[1]:
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(f"{shorter} ") or longer.endswith(f" {shorter}"):
        return True
    same_numbers = _DIGITS.findall(one) == _DIGITS.findall(other)
    return same_numbers and fuzz.ratio(one, other) >= _LIKENESS_OF_SUBTITLES


def _describe_one_book(one: str, other: str) -> bool:
    """Whether two subtitles are two descriptions of one book: both are long, and have a long word in common.

    "A Biography of John Forbes Nash, Jr., ..." and "The Life of ... John Nash" describe one, "Line of Control" and
    "Mission of Honor" two.
    """
    words, other_words = one.split(), other.split()
    if min(len(words), len(other_words)) < _WORDS_OF_A_LONG_DESCRIPTION or _DIGITS.findall(one + other):
        return False
    return any(len(word) >= _LETTERS_OF_A_LONG_WORD for word in set(words) & set(other_words))


def _joined_by_co_authors(key_of: dict[tuple[str, str], _Key]) -> dict[_Key, _Key]:
    """Keys of works that are listed under several of their authors -> the key that stands for all of them.

    "Good Omens" by Neil Gaiman is the "Good Omens" by Terry Pratchett and Neil Gaiman.
    """
    keys = set(key_of.values())
    stands_for: dict[_Key, _Key] = {}

    def identity(key: _Key) -> _Key:
        while (other := stands_for.get(key, key)) != key:
            key = other
        return key

    authors = dict.fromkeys(author for _, author in key_of)
    theirs_of = {author: [author_key(name) for name in co_authors(author)] for author in authors}
    for (_, author), key in key_of.items():
        for co_author in theirs_of[author]:
            theirs = (co_author, *key[1:])
            if theirs in keys:
                one, other = sorted((identity(key), identity(theirs)), key=lambda found: (found[:3], sorted(found[3])))
                if one != other:
                    stands_for[other] = one
    return {key: identity(key) for key in stands_for}
