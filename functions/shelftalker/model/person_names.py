"""Names of persons in catalogues' spellings, and the test if two of them may be one person's.

Two spellings are compared only where they stand on one title, so what is close enough here would be far too loose for
names alone: "Fyodor Dostoevsky" and "F. Dostojewski", "Jean Hegland" and "Hegland Jean", "Fitzgerald" and
"Fritzgerald". The build compares the authors of its editions, and the title search a reader's "by ..." with the books
of that title.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import OSA

from shelftalker.model.title_keys import words_of

# The names of a person in order, normalised.
Names = tuple[str, ...]


class NameWords(NamedTuple):
    """Words beside a person's names, in lower case; they are left out where a name remains.

    Attributes:
        suffixes: Generations and degrees: "Jr.", "M.D.".
        honours: Forms of address and ranks: "Sir", "Dr.".
        roles: A person's part in the book, which some catalogues write beside the name: "(Editor)".
        particles: Small words before surnames, which catalogues often leave out: "von".
        articles: Arabic articles before surnames, left out likewise; in front they are a first name: "Al Gore".
    """

    suffixes: frozenset[str] = frozenset(["jr", "sr", "junior", "ii", "iii", "iv", "phd", "md", "esq"])
    honours: frozenset[str] = frozenset([
        "sir", "dame", "lord", "lady", "dr", "prof", "professor", "rev", "reverend", "mr", "mrs", "ms",
    ])  # fmt: skip
    roles: frozenset[str] = frozenset(["author", "editor", "adapter", "illustrator", "translator"])
    particles: frozenset[str] = frozenset([
        "de", "von", "van", "der", "den", "la", "le", "du", "di", "da", "dos", "del",
    ])  # fmt: skip
    articles: frozenset[str] = frozenset(["al", "as", "ash", "el", "ul"])

    def beside_names(self) -> frozenset[str]:
        """Return the words that are no part of a name, particles not counted."""
        return self.suffixes | self.honours | self.roles


class SameNameConfig(NamedTuple):
    """Limits by which two spellings of a name on one title are one person's. Letters are counted after `fold`.

    Attributes:
        one_edit: Least length of a surname in which one letter may differ, where a whole name beside it agrees.
        two_edits: The same for two letters.
        edits_beside_initials: Least length of a surname in which one letter may differ beside initials only.
        short_form: Least length of a name that may be short for another which begins with it: "Nat".
        first_name_alone: Least length of a first name by which an author may go: "Dante".
        telling_first_name: Least length of first names that tell two persons of one surname apart.
        most_holders: Most persons of one title, all with a name of one beginning, who are compared by it: thousands
            of "Selected Poems" by as many Smiths have other names to be compared by.
        surname_alone: Least length of a surname alone that a reader may type with one letter off.
        first_surname: Least length of the first of two surnames that a reader may type without the second.
        separators: Characters between names; full stops stand after initials without a space.
        initials: Initials written together: "JRR". A name of three letters has a vowel.
    """

    one_edit: int = 3
    two_edits: int = 7
    edits_beside_initials: int = 6
    short_form: int = 3
    first_name_alone: int = 4
    telling_first_name: int = 5
    most_holders: int = 500
    surname_alone: int = 6
    first_surname: int = 6
    separators: re.Pattern[str] = re.compile(r"[\s.,\-\u2010-\u2015()\[\]]+")
    initials: re.Pattern[str] = re.compile(r"[^aeiouy]{2,3}")


NAME_WORDS = NameWords()
_BESIDE_NAMES = NAME_WORDS.beside_names()
_CONFIG = SameNameConfig()
# Spellings of one sound, in order: Slavic names in English, German and French spelling, umlauts, Greek, Arabic and
# Chinese.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^mc(?=\w)", "mac"), (r"^(dj|dsch)", "j"), (r"^[jy]e", "e"), (r"^y(?=[^aeiou])", "i"),
        (r"gu(?=[eiy])", "g"), (r"(?<=.)qu(?=[ei])", "k"), (r"ej(?=an)", "eks"), (r"^g(?=[ei])", "j"),
        (r"c(?=[ei])", "s"),
        (r"(?<=[^a])ou", "u"), (r"tsch|tch", "ch"), (r"kh", "ch"), (r"sch|zh", "sh"),
        (r"(?<=.)[jy]", "i"), (r"w", "v"), (r"ph", "f"), (r"x", "ks"), (r"c(?!h)", "k"), (r"t[sz]|cz", "z"),
        (r"z[eiu]$", "z"), (r"(?<=\w)i[eo]", "e"), (r"oe", "o"), (r"ae", "a"), (r"ue", "u"), (r"ff$", "v"),
        (r"(\w)\1+", r"\1"), (r"(?<=sk)i+$", ""), (r"(?<=\w)oi$", "o"), (r"(?<=[^aeiou][aeiou])z$", "s"),
    )
)  # fmt: skip


def name_words(author: str) -> list[str]:
    """Return the normalised words of an author's name without "Jr.", "Sir" and the like; all if nothing else is left.

    Initials written together are one word: "jrr tolkien".
    """
    words = words_of(author).split()
    return [word for word in words if word not in _BESIDE_NAMES] or words


@lru_cache(maxsize=1 << 16)
def person_names(author: str) -> Names:
    """Return the names of one person in the order written, normalised, each initial by itself, without particles."""
    words = [word for part in _CONFIG.separators.split(author) for word in words_of(part).split()]
    kept = [word for word in words if word not in _BESIDE_NAMES] or words
    before_surname = (
        word
        for position, word in enumerate(kept[:-1])
        if word not in NAME_WORDS.particles and not (position and word in NAME_WORDS.articles)
    )
    kept = [*before_surname, *kept[-1:]]
    return tuple(name for word in kept for name in (word if _CONFIG.initials.fullmatch(word) else [word]))


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """Return a normalised name with one letter for each sound that languages write in several ways."""
    for pattern, sound in _SOUNDS:
        name = pattern.sub(sound, name)
    return name


def are_one_person(one: Names, other: Names) -> bool:
    """Return True if two spellings on one title are one person's, as far as both have the same kind of name.

    The names agree in any of these: written apart ("De Foe"), in another order ("Hegland Jean"), initials or middle
    names missing ("E. Annie Proulx"), the last name missing ("Nevil Shute Norway"), a surname of two words alone
    ("Garcia Marquez"), transliterated or some letters off. Two single names agree if they are spelt alike; a single
    name and a whole one are compared by `is_short_for`.
    """
    if not one or not other:
        return False
    folded, other_folded = list(map(fold, one)), list(map(fold, other))
    if "".join(one) == "".join(other) or "".join(folded) == "".join(other_folded):
        return True
    if sorted(folded) == sorted(other_folded):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return len(longer) == 1 and _is_misspelt(shorter[0], longer[0], beside=len(longer[0]))
    return _is_part(shorter, longer) or any(_agree(longer, names) for names in _orders(shorter))


def is_short_for(names: Names, full: Names) -> bool:
    """Return True if a single name is another's surname, or the first name that one goes by: "Salinger", "Dante"."""
    if len(names) != 1 or len(full) < 2 or len(names[0]) == 1:
        return False
    alone = names[0]
    is_first = alone == full[0] and len(alone) >= _CONFIG.first_name_alone
    return alone == "".join(full[-2:]) or _is_same_surname(alone, full[-1]) or is_first


def are_two_persons(one: Names, other: Names) -> bool:
    """Return True if first names tell two persons of one surname and initial apart: Jonathan and Jesse Kellerman.

    Short names may be forms of one another, Jack and John, and so may those in "-y" and "-ie": Tommy and Thomas.
    """
    if len(one) < 2 or len(other) < 2 or min(len(one[0]), len(other[0])) < _CONFIG.telling_first_name:
        return False
    is_short_form = any(name.endswith(("y", "ie")) for name in (one[0], other[0]))
    return not is_short_form and fold(one[0])[:2] != fold(other[0])[:2] and not are_one_person(one, other)


def is_name_of(typed: Names, author: Names) -> bool:
    """Return True if a reader who typed a name beside an author's title may mean that author."""
    if are_one_person(typed, author) or is_short_for(typed, author):
        return True
    if len(typed) == len(author) > 1 and all(map(_is_letter_off, typed, author)):
        return True  # "Paulo Coehlo" for Paolo Coelho
    if len(author) > 2 and len(author[-2]) >= _CONFIG.first_surname and is_name_of(typed, author[:-1]):
        return True  # "Cervantes" for Miguel de Cervantes Saavedra
    if len(typed) != 1 or not author or max(len(typed[0]), len(author[-1])) < _CONFIG.surname_alone:
        return False
    return typed[0][0] == author[-1][0] and OSA.distance(typed[0], author[-1]) <= 1


def _is_letter_off(one: str, other: str) -> bool:
    """Return True if two names of some length are alike but for a letter."""
    is_long = min(len(one), len(other)) >= _CONFIG.telling_first_name
    return is_long and one[0] == other[0] and OSA.distance(fold(one), fold(other)) <= 1


def _is_part(shorter: Names, longer: Names) -> bool:
    """Return True if two or more whole names follow one another in a longer name, a letter off at most."""
    length = len(shorter)
    if length == len(longer) or min(map(len, shorter)) == 1:
        return False
    parts = (longer[start : start + length] for start in range(len(longer) - length + 1))
    return any(
        sum(OSA.distance(fold(one), fold(other)) for one, other in zip(shorter, part, strict=True)) <= 1
        for part in parts
    )


def _orders(names: Names) -> list[Names]:
    """Return the orders of names that catalogues write: as they are, the surname first, and the first name last."""
    return [names, (*names[1:], names[0]), (names[-1], *names[:-1])]


def _agree(one: Names, other: Names) -> bool:
    """Return True if the surnames agree, and of the other names the fewer are among the others in their order."""
    given, other_given = one[:-1], other[:-1]
    if not _is_same_surname(one[-1], other[-1]):
        whole = max((len(name) for name in given if name in other_given), default=0)
        if not _is_misspelt(one[-1], other[-1], beside=whole):
            return False
    fewer, more = sorted((given, other_given), key=len)
    matched = []
    start = 0
    for name in fewer:
        position = next((at for at in range(start, len(more)) if _is_like(name, more[at])), None)
        if position is None:
            return False
        matched.append((name, more[position]))
        start = position + 1
    # An initial alone agrees with the first name only: "S. King" is not "Tabitha S. King".
    return _is_like(fewer[0], more[0]) or any(min(map(len, pair)) > 1 for pair in matched)


def _is_like(one: str, other: str) -> bool:
    """Return True if two given names agree: equal, an initial, a short form, or a letter off."""
    if 1 in (len(one), len(other)):  # before it is folded: "K." is Khaled
        return one[0] == other[0] or fold(one)[0] == fold(other)[0]
    shorter, longer = sorted((fold(one), fold(other)), key=len)
    if (len(shorter) == 1 or len(shorter) >= _CONFIG.short_form) and longer.startswith(shorter):
        return True
    return len(shorter) > 1 and shorter[0] == longer[0] and OSA.distance(shorter, longer) <= 1


def _is_same_surname(one: str, other: str) -> bool:
    """Return True if two surnames sound alike, or one has a particle before it: "LeGuin" and "Guin"."""
    if fold(one) == fold(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    return longer.endswith(shorter) and longer[: -len(shorter)] in NAME_WORDS.particles


def _is_misspelt(one: str, other: str, beside: int) -> bool:
    """Return True if two surnames are one, misspelt.

    Args:
        one: A surname.
        other: Another.
        beside: Letters of the longest name beside the surname on which both spellings agree; 0 for initials.
    """
    folded, other_folded = fold(one), fold(other)
    if folded[0] != other_folded[0] and one[0] != other[0]:
        return False
    length = max(len(folded), len(other_folded))
    edits = min(OSA.distance(one, other), OSA.distance(folded, other_folded))
    if beside <= 1:
        return edits <= 1 and length >= _CONFIG.edits_beside_initials
    if edits == 2 and one.endswith("son") != other.endswith("son"):
        return False  # Roberts, Robertson
    return edits <= (2 if length >= _CONFIG.two_edits else 1) and length >= _CONFIG.one_edit


def pairs_to_compare(persons: Sequence[Names]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions of persons who may be one: those with names that begin with the same two letters."""
    if len(persons) == 2:
        yield 0, 1
        return
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for position, names in enumerate(persons):
        for start in {fold(name)[:2] for name in names if len(name) > 1}:
            holders[start].append(position)
    few = (positions for positions in holders.values() if len(positions) <= _CONFIG.most_holders)
    yield from sorted({pair for positions in few for pair in combinations(positions, 2)})
