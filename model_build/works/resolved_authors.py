"""The authors of titles, with the spellings of one person joined where they stand on one title.

A name alone does not show if "Fritzgerald" is Fitzgerald or if "Salinger" is J. D. Salinger: the catalogue's other
editions of the title do.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from model_build.works.authors import author_key
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.person_names import (
    Names,
    are_one_person,
    are_two_persons,
    is_short_for,
    pairs_to_compare,
    person_names,
)

# A title by one author: the keys of its name and of the whole title, see `TitleParts`, and the lead author.
NamedTitle = tuple[str, str, str]


class KeysOfAuthors(dict[str, str]):
    """The `author_key` of each author, computed once."""

    def __missing__(self, author: str) -> str:
        """Compute and keep the key of an author."""
        self[author] = author_key(author)
        return self[author]


class ResolvedAuthors:
    """The keys of authors: equal for all spellings of one person that the titles show to be one.

    Args:
        key_of: Authors -> their own keys.
        key_of_key: An author's own key -> the key in its place; those in their own place are left out.
        key_of_short: Name of a title, author named by surname alone -> the key of the one who wrote it; or an author
            whose key another author of that title has -> a key of their own.
    """

    def __init__(
        self, key_of: KeysOfAuthors, key_of_key: dict[str, str], key_of_short: dict[tuple[str, str], str]
    ) -> None:
        self._key_of = key_of
        self._key_of_key = key_of_key
        self._key_of_short = key_of_short

    def key(self, name: str, author: str) -> str:
        """Return the key of the author of a title.

        Args:
            name: Key of the title's name.
            author: The lead author.
        """
        return self._key_of_short.get((name, author)) or self.key_of_author(author)

    def key_of_author(self, author: str) -> str:
        """Return the key of an author on any title."""
        key = self._key_of[author]
        return self._key_of_key.get(key, key)


def resolve_authors(titles: Iterable[NamedTitle]) -> ResolvedAuthors:
    """Compare the authors of each title, and join the keys of those that are one person.

    The key of more titles stands for both. An author named by surname alone is joined on that title only, and only
    where exactly one author of that surname wrote it: the one of the same whole title if there are several. So is an
    author whose first name tells them from another of the same key: Jesse from Jonathan Kellerman.
    """
    key_of = KeysOfAuthors()
    count: Counter[str] = Counter()
    first: dict[str, NamedTitle] = {}
    of_several: defaultdict[str, dict[NamedTitle, None]] = defaultdict(dict)
    for title in titles:
        name, _, author = title
        count[key_of[author]] += 1
        other = first.setdefault(name, title)
        if other is not title and (name in of_several or author != other[2]):
            of_several[name] |= {other: None, title: None}
    joined = _join_spellings(of_several.values(), key_of, count)
    key_of_short = _keys_of_namesakes(of_several, key_of)
    for name, same_name in of_several.items():
        for author in _known_authors(same_name):
            full_keys = {
                key_of_short.get((name, full)) or joined.get(key_of[full], key_of[full])
                for full in _full_names(author, same_name)
            }
            if len(full_keys) == 1:
                key_of_short[name, author] = full_keys.pop()
    return ResolvedAuthors(key_of, joined, key_of_short)


def _join_spellings(
    titles_of_several: Iterable[Iterable[NamedTitle]], key_of: KeysOfAuthors, count: Counter[str]
) -> dict[str, str]:
    """Return the keys of authors' spellings that titles show to be one person's -> the key in their place.

    Args:
        titles_of_several: The titles of one name, for each name that several authors have.
        key_of: The authors' keys.
        count: Number of titles of each key.
    """
    joined: dict[str, str] = {}

    def identity(key: str) -> str:
        while (other := joined.get(key, key)) != key:
            key = other
        return key

    for same_name in titles_of_several:
        authors = _known_authors(same_name)
        persons = [person_names(author) for author in authors]
        for one, other in pairs_to_compare(persons):
            keys = {identity(key_of[authors[one]]), identity(key_of[authors[other]])}
            if len(keys) == 2 and are_one_person(persons[one], persons[other]):
                rarer, commoner = sorted(keys, key=lambda key: (count[key], key))
                joined[rarer] = commoner
    return {key: identity(key) for key in joined}


def _keys_of_namesakes(
    of_several: Mapping[str, Iterable[NamedTitle]], key_of: KeysOfAuthors
) -> dict[tuple[str, str], str]:
    """Return keys of their own for the authors of one key whose first names tell them apart on one title.

    Initials belong to none of them: "J. Kellerman" is neither Jonathan nor Jesse.
    """
    keys: dict[tuple[str, str], str] = {}
    for name, titles in of_several.items():
        of_key: defaultdict[str, dict[str, Names]] = defaultdict(dict)
        for *_, author in titles:
            of_key[key_of[author]][author] = person_names(author)
        for persons in of_key.values():
            if any(are_two_persons(one, other) for one, other in combinations(persons.values(), 2)):
                keys |= {(name, author): f"{names[-1]} {names[0]}" for author, names in persons.items()}
    return keys


def _full_names(author: str, same_name: Iterable[NamedTitle]) -> list[str]:
    """Return the authors of titles of one name whom a surname alone may stand for, on the same whole title if any."""
    names = person_names(author)
    if len(names) > 1:
        return []
    full = [(whole, other) for _, whole, other in same_name if is_short_for(names, person_names(other))]
    own = {whole for _, whole, other in same_name if other == author}
    return [other for whole, other in full if whole in own] or [other for _, other in full]


def _known_authors(titles: Iterable[NamedTitle]) -> list[str]:
    return list(dict.fromkeys(author for *_, author in titles if author != UNKNOWN_AUTHOR))
