"""The grouping of editions into works, author by author, by the names of the author's books in the catalogue.

One title alone does not show if the text after its colon is a subtitle or the name of a part of a series: "Seabiscuit:
An American Legend" is "Seabiscuit", but "Dune: House Atreides" is not "Dune". The author's other titles show it. A name
with a single subtitle is the book's; a name with several, or one in the brackets of other titles, is a series', and the
text after it names the book.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model_build.engine import THREADS, Engine, map_values
from model_build.works.authors import co_authors, lead_author
from model_build.works.resolved_authors import ResolvedAuthors, resolve_authors
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.title_parsing.other_names import misspelt_names
from shelftalker.title_parsing.subtitles import are_words_of_subtitle, like_subtitles
from shelftalker.title_parsing.title_parts import TitleParts, series_key, title_parts

# A work's key: author, name, volume, kinds.
_Key = tuple[str, str, str, frozenset[str]]


# A sequel's name, which is no subtitle: "Hollywood Wives - The New Generation".
_SEQUEL = re.compile(r"(?:new|next) generation$|.*\breturns?$|.*\bcontinues$|(?:part|book|volume) \d+\b.*|.*\bsequel$")


# Least number of letters of a name to which a bare 1 is added: "Dragonflight 1".
_SHORTEST_NAME_OF_FIRST = 8
# Least number of letters of a name that is cut off: "Island of (the) Sequined L".
_SHORTEST_CUT_NAME = 14


class _Edition(NamedTuple):
    """The parts of a title and the lead author of the editions that have one title and one author."""

    parts: TitleParts
    author: str


class _Group(NamedTuple):
    """Editions whose titles are compared with each other, by title and author, under the key of their author.

    Those of an unknown author have one whole title, which names their works.
    """

    author: str
    editions: dict[tuple[str, str], _Edition]
    whole: str | None = None


class _Title(NamedTuple):
    """A title's form for comparison: the subtitle without series, in one piece; the volume only if the name has it."""

    name: str
    volume: str
    subtitle: str
    describes: bool
    explains: bool


def group_editions(titles: Sequence[str], authors: Sequence[str], engine: Engine = THREADS) -> NDArray[np.int32]:
    """Group editions into works: [editions] number of the work, from 0 in the order of the works' first editions.

    Args:
        titles: [editions] title in the catalogue's spelling.
        authors: [editions] all authors named on the edition.
        engine: Splits the titles, some thousands at once, and compares those of some thousands of authors.
    """
    leads = {author: lead_author(author) for author in dict.fromkeys(authors)}
    names_of: defaultdict[str, list[str]] = defaultdict(list)
    for title, author in dict.fromkeys(zip(titles, authors, strict=True)):
        names_of[author].append(title)
    named = [(title, author) for author, of_author in names_of.items() for title in of_author]
    lead_of_title = [leads[author] for _, author in named]
    parts = map_values(engine, title_parts, [title for title, _ in named], lead_of_title)
    editions = dict(zip(named, map(_Edition, parts, lead_of_title), strict=True))
    resolved = resolve_authors(
        (edition.parts.name, edition.parts.whole, edition.author) for edition in editions.values()
    )
    by_author: defaultdict[str, dict[tuple[str, str], _Edition]] = defaultdict(dict)
    for title_and_author, edition in editions.items():
        by_author[resolved.key(edition.parts.name, edition.author)][title_and_author] = edition
    groups = [group for of_author in by_author.items() for group in _groups_of(*of_author)]
    key_of: dict[tuple[str, str], _Key] = {}
    for keys in map_values(engine, _keys, groups):
        key_of |= keys
    representative = _works_under_co_authors(key_of, resolved)
    number_of: dict[_Key, int] = {}
    numbers = [
        number_of.setdefault(representative.get(key := key_of[name], key), len(number_of))
        for name in zip(titles, authors, strict=True)
    ]
    return np.array(numbers, dtype=np.int32)


def _groups_of(author: str, editions: dict[tuple[str, str], _Edition]) -> Iterator[_Group]:
    """Yield the editions of one author, or, where no author is known, those of each title: they need not be one's."""
    if len(editions) == 1 or next(iter(editions.values())).author != UNKNOWN_AUTHOR:
        yield _Group(author, editions)
        return
    of_title: defaultdict[str, dict[tuple[str, str], _Edition]] = defaultdict(dict)
    for title_and_author, edition in editions.items():
        of_title[edition.parts.whole][title_and_author] = edition
    yield from (_Group(author, of_whole, whole) for whole, of_whole in of_title.items())


def _keys(group: _Group) -> dict[tuple[str, str], _Key]:
    """Return the keys of a group's editions, by title and author."""
    author, editions, whole = group
    if len(editions) == 1 and whole is None:
        ((title_and_author, edition),) = editions.items()
        return {title_and_author: (author, edition.parts.name, edition.parts.volume, edition.parts.kinds)}
    names = _names_of_works(list(editions.values())) if whole is None else [whole] * len(editions)
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
    misspelt = misspelt_names(edition.parts.name for edition in editions)
    if misspelt:
        editions = [
            edition._replace(parts=edition.parts._replace(name=misspelt.get(edition.parts.name, edition.parts.name)))
            for edition in editions
        ]
    series = _series(editions)
    own_names = {edition.parts.name: edition.parts.words for edition in editions}
    titles = _with_subtitles(
        [_title(edition, series, own_names) for edition in editions], [edition.parts.whole for edition in editions]
    )
    by_name: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    explanations = {title.subtitle for title in titles if title.explains}
    for title in titles:
        if title.subtitle:
            by_name[title.name, title.volume].add(title.subtitle)
    clusters = {name: like_subtitles(subtitles, explanations) for name, subtitles in by_name.items()}
    descriptions = {_cluster(title, clusters) for title in titles if title.subtitle and title.describes}
    alone = {title.name for title in titles if not title.subtitle}
    names = []
    for title, edition in zip(titles, editions, strict=True):
        name = title.name
        if title.subtitle:
            same = clusters[title.name, title.volume]
            part = title.subtitle.replace(" ", "")
            is_series = name in series or len(set(same.values())) > 1
            if is_series and part in alone:
                name = part
            elif edition.parts.is_classic and name in alone and name not in series:
                pass  # the description of a classic, however many there are: "Madame Bovary: Provincial Lives"
            elif is_series or _cluster(title, clusters) not in descriptions or _SEQUEL.fullmatch(title.subtitle):
                name = f"{name}:{same[title.subtitle]}"
        names.append(name)
    return names


def _title(edition: _Edition, series: set[str], own_names: Mapping[str, str]) -> _Title:
    """Return the form of a title for comparison.

    Args:
        edition: The title.
        series: Keys of the author's series.
        own_names: Names of all the author's titles -> their words.
    """
    parts = edition.parts
    volume = parts.volume if parts.volume_in_name else ""
    if parts.shorter_name in own_names:
        return _Title(parts.shorter_name, volume, "", describes=False, explains=False)
    if parts.may_be_cut and (name := _name_cut_within_word(parts, own_names)):
        return _Title(name, volume, "", describes=False, explains=False)
    if parts.series and (name := _name_without_series(parts, own_names)):
        return _Title(name, volume, "", describes=False, explains=False)
    alone = parts.name.removesuffix("1")
    if (
        alone != parts.name
        and len(alone) >= _SHORTEST_NAME_OF_FIRST
        and alone in own_names
        and f"{alone}2" not in own_names
    ):
        return _Title(alone, volume, "", describes=False, explains=False)  # "Dragonflight 1", of no "Dragonflight 2"
    subtitle = " ".join(part for part in parts.subtitles if series_key(part, edition.author) not in series)
    return _Title(parts.name, volume, subtitle, parts.describes, parts.explains)


def _name_cut_within_word(parts: TitleParts, own_names: Mapping[str, str]) -> str:
    """Return the only name that goes on within a word where a title ends: "... Sequined Love Nun" at "Sequined L"."""
    if len(parts.name) < _SHORTEST_CUT_NAME or parts.name[-1].isdigit():
        return ""
    length = len(parts.words)
    whole = [
        name
        for name, words in own_names.items()
        if words.startswith(parts.words) and words[length : length + 1].isalpha()
    ]
    return whole[0] if len(whole) == 1 else ""


def _name_without_series(parts: TitleParts, own_names: Mapping[str, str]) -> str:
    """Return the name without the series in its brackets that is run into its end too, if a title has it; else ''.

    "GULLIVERS FUGITIVES STAR TREK NEXT GENERATION (Star Trek: The Next Generation)" is "Gulliver's Fugitives".
    """
    for series in parts.series - own_names.keys():
        name = parts.name.removesuffix(series)
        if name != parts.name and name in own_names:
            return name
    return ""


def _cluster(title: _Title, clusters: dict[tuple[str, str], dict[str, str]]) -> tuple[str, str, str]:
    """Return the key that titles share if only their quotation of the subtitle differs: name, volume, subtitle."""
    return title.name, title.volume, clusters[title.name, title.volume][title.subtitle]


def _with_subtitles(titles: list[_Title], whole: list[str]) -> list[_Title]:
    """Split titles without punctuation as another edition's title is split.

    "Blue Highways a Journey into America" is the name and the subtitle of another title; "Unfinished Tales of Numenor
    and Middle-Earth" has the name, and words of the subtitle, of "Unfinished Tales: The Lost Lore of Middle-earth".
    """
    title_of_whole: dict[str, _Title] = {}
    titles_of_name: defaultdict[str, list[_Title]] = defaultdict(list)
    for title, key in sorted(zip(titles, whole, strict=True), key=_order):
        if key != title.name:
            title_of_whole[key] = title
        if title.subtitle and title.describes:
            titles_of_name[title.name].append(title)
    if not title_of_whole:
        return titles
    lengths = {len(name) for name in titles_of_name}
    split = []
    for title in titles:
        found = title_of_whole.get(title.name) if not title.subtitle else title
        if found is None:
            found = next((
                other
                for length in lengths
                if length < len(title.name)
                for other in titles_of_name.get(title.name[:length], ())
                if are_words_of_subtitle(title.name[length:], other.subtitle)
            ), title)  # fmt: skip
        split.append(found)
    return split


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


def _works_under_co_authors(key_of: dict[tuple[str, str], _Key], resolved: ResolvedAuthors) -> dict[_Key, _Key]:
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
    co_author_keys = {author: [resolved.key_of_author(name) for name in co_authors(author)] for author in authors}
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
