"""Authors in catalogues' spellings: the lead author, the co-authors, and the author of each work."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from model_build.datasets.values.nobodys_names import is_credited_nobody, names_nobody
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.person_names import are_one_person, is_short_for, name_words, person_names
from shelftalker.model.title_keys import normalise_title


@dataclass(frozen=True, slots=True)
class AuthorPatterns:
    """Patterns of authors' names.

    Attributes:
        separator: Punctuation or a word between two authors.
        inverted_initials: A surname and initials: "Tolkien, J. R. R.", "Forster. E.M.".
        inverted_name: A surname and one other name: "Austen, Jane".
        misplaced_suffix: A suffix or a title between the names, as in Book-Crossing: "Kurt, Jr. Vonnegut".
        longest_initials: Most letters of initials written together: "jrr".
        common_first_name: Share of the authors above which a first name has namesakes: of 67 pairs of names in
            Book-Crossing that differ in a middle name three are two persons', all called John, as 2.1% are.
    """

    separator: re.Pattern[str] = re.compile(r"\s*(?:[,;/&]|\band\b|\bwith\b)\s*", re.IGNORECASE)
    inverted_initials: re.Pattern[str] = re.compile(r"^([^,]+(?=,)|[^\W\d_]{4,}(?=\.))[,.]\s*((?:\w\b\.?\s*)+)$")
    inverted_name: re.Pattern[str] = re.compile(r"^([^\s,]+), ([^\s,]+)$")
    misplaced_suffix: re.Pattern[str] = re.compile(
        r"^([^,]+), (Jr\.?|Sr\.?|Sir|Dr\.?|Md\.?|Phd\.?|II|III|IV) ([^,]+)$", re.IGNORECASE
    )
    longest_initials: int = 4
    common_first_name: float = 0.02


_PATTERNS = AuthorPatterns()


def lead_author(author: str) -> str:
    """Return the author named first: 'Terry Pratchett' of 'Terry Pratchett, Neil Gaiman'.

    Inverted names are put in order: 'Tolkien, J. R. R.', 'Austen, Jane', and Book-Crossing's 'Kurt, Jr. Vonnegut'.
    Where nobody is named, as in 'Various', the author is unknown.
    """
    if names_nobody(author):
        return UNKNOWN_AUTHOR
    if inverted := _PATTERNS.inverted_initials.match(author) or _PATTERNS.inverted_name.match(author):
        return f"{inverted[2].strip()} {inverted[1]}"
    if misplaced := _PATTERNS.misplaced_suffix.match(author):
        suffix = f" {misplaced[2]}" if misplaced[2].lower().startswith(("jr", "sr", "i")) else ""
        return f"{misplaced[1]} {misplaced[3]}{suffix}"
    return _PATTERNS.separator.split(author, maxsplit=1)[0].strip() or author


def shown_credit(author: str, lead: str) -> str | None:
    """Return all authors named on a book, if they add to the lead author; None otherwise.

    "Anonymous" and "Various" say more than that the author is unknown.
    """
    if lead == UNKNOWN_AUTHOR:
        return author if is_credited_nobody(author) else None
    return author if len(normalise_title(author)) > len(normalise_title(lead)) else None


def co_authors(author: str) -> list[str]:
    """Return the names after the lead author's: co-authors and translators, who may stand alone on another edition."""
    if (
        _PATTERNS.inverted_initials.match(author)
        or _PATTERNS.inverted_name.match(author)
        or _PATTERNS.misplaced_suffix.match(author)
    ):
        return []
    return [name for name in _PATTERNS.separator.split(author)[1:] if " " in name]


def author_key(author: str) -> str:
    """Return surname and first initial, which an author's spellings share: 'J.K. Rowling', 'Joanne K. Rowling'."""
    names = name_words(author)
    return f"{names[-1]} {names[0][0]}" if names else ""


def is_spelling_of(author: str, other: str) -> bool:
    """Return True if two authors of one work are one person as far as their names tell."""
    return author_key(author) == author_key(other) or are_one_person(person_names(author), person_names(other))


def authors_of_works(works: list[int], leads: list[str], readers: list[int]) -> tuple[NDArray[np.int32], list[str]]:
    """Return the author of each work: [works] the author's row, from 0, and [works] the name.

    Spellings are one author when they are equal once normalised; when they stand on editions of one work and may be
    one person's; when one is the other in another order and not a name of its own, see `_turned_round`; when one has
    initials for the other's names, see `_initials_and_names`; or a middle name more, see `_with_middle_name`. A
    surname alone is the author of that name on the same work, and on other works an author of its own. Unknown authors
    of different works are different authors.

    Args:
        works: [editions] row of the work, from 0 without gaps; the edition that represents the work comes first.
        leads: [editions] lead author.
        readers: [editions] number of readers: the spelling most read is shown, with accents if another has them.
    """
    identities: dict[str, str] = {}

    def identity(key: str) -> str:
        while identities.setdefault(key, key) != key:
            key = identities[key]
        return key

    def join(key: str, other_key: str) -> None:
        one, other = sorted((identity(key), identity(other_key)))
        identities[other] = one

    representatives: dict[int, str] = {}
    leads_of_several: defaultdict[int, dict[str, None]] = defaultdict(dict)
    for work, lead in zip(works, leads, strict=True):
        first_lead = representatives.setdefault(work, lead)
        if lead != first_lead:
            leads_of_several[work] |= {first_lead: None, lead: None}
    spelling_key = {lead: " ".join(name_words(lead)) for lead in dict.fromkeys(leads)}
    for one, other in [
        *_turned_round(spelling_key.values()),
        *_initials_and_names(spelling_key),
        *_with_middle_name(spelling_key),
    ]:
        join(one, other)
    for work, spellings in leads_of_several.items():
        representatives[work] = _full_name(list(spellings))
        for lead, other_lead in combinations(spellings, 2):
            if is_spelling_of(lead, other_lead):
                join(spelling_key[lead], spelling_key[other_lead])
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for lead, count in zip(leads, readers, strict=True):
        counts[identity(spelling_key[lead])][lead] += count + 1 if not lead.isupper() else 0
    shown = {author: _shown_name(spellings) for author, spellings in counts.items()}
    number_of: dict[str, int] = {}
    author_rows = np.empty(len(representatives), dtype=np.int32)
    names = []
    for work in range(len(representatives)):
        lead = representatives[work]
        author = identity(spelling_key[lead])
        row_key = f"{UNKNOWN_AUTHOR} {work}" if lead == UNKNOWN_AUTHOR else author
        author_rows[work] = number_of.setdefault(row_key, len(number_of))
        names.append(shown[author])
    return author_rows, names


def _full_name(spellings: list[str]) -> str:
    """Return the first of a work's lead authors, or the whole name of one who is named by surname alone."""
    first = person_names(spellings[0])
    return next((lead for lead in spellings[1:] if is_short_for(first, person_names(lead))), spellings[0])


def _turned_round(spellings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of normalised names that are one person's in different orders: "anne rice" and "rice anne".

    Two names in either order may be two people, Henry James and James Henry. They are one where the first name of
    either is the first name of nobody else.
    """
    distinct = sorted(set(spellings))
    by_names: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for spelling in distinct:
        if " " in spelling:
            by_names[tuple(sorted(spelling.split()))].append(spelling)
    first_names = Counter(spelling.partition(" ")[0] for spelling in distinct)
    for names, same in by_names.items():
        for one, other in pairwise(same):
            is_surname_first = any(first_names[spelling.partition(" ")[0]] == 1 for spelling in (one, other))
            if len(names) > 2 or is_surname_first:
                yield one, other


def _initials_and_names(spelling_key: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of normalised names of which one has initials for names of the other: "A. C. Doyle".

    They are one person's only if there are two initials or more, and no two people in the catalogue have them.

    Args:
        spelling_key: Author -> normalised name.
    """
    by_initials: defaultdict[tuple[str, ...], dict[tuple[str, ...], str]] = defaultdict(dict)
    for author, key in spelling_key.items():
        if key.count(" ") < 2 and len(key.partition(" ")[0]) > _PATTERNS.longest_initials:
            continue
        *given, surname = person_names(author) or ("",)
        if len(given) > 1:
            by_initials[surname, *(name[0] for name in given)].setdefault(tuple(given), key)
    for keys in by_initials.values():
        if len(keys) > 1:
            whole = [{name for name in names if len(name) > 1} for names in zip(*keys, strict=True)]
            if all(len(names) <= 1 for names in whole):
                yield from pairwise(keys.values())


def _with_middle_name(spelling_key: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of normalised names of which one has a middle name or initial more: "Robert Lynn Asprin".

    "John Williams" and "John A. Williams" may be two people. They are one where nobody else in the catalogue has the
    surname, the first name is not of the commonest, and no two middle names differ.

    Args:
        spelling_key: Author -> normalised name.
    """
    of_surname: defaultdict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    first_name_counts: Counter[str] = Counter()
    for author, key in spelling_key.items():
        *given, surname = person_names(author) or ("",)
        if given:
            of_surname[surname].setdefault(tuple(given), key)
            first_name_counts[given[0]] += 1
    most_count = _PATTERNS.common_first_name * len(spelling_key)
    for keys in of_surname.values():
        first_names = {given[0] for given in keys}
        middle_names = {given[1:] for given in keys} - {()}
        first_name = min(first_names)
        is_telling = len(first_names) == 1 and len(first_name) > 1 and first_name_counts[first_name] <= most_count
        if len(keys) > 1 and is_telling and _are_one_name(middle_names):
            yield from pairwise(keys.values())


def _are_one_name(names: Iterable[tuple[str, ...]]) -> bool:
    """Return True if names differ only in initials for them: "L." for "Lynn"."""
    return all(
        one == other or (one[0] == other[0] and 1 in (len(one), len(other)))
        for several in combinations(names, 2)
        for one, other in zip(*several, strict=False)
    )


def _shown_name(spellings: Counter[str]) -> str:
    """Return the spelling most read, or the one with accents if it differs in nothing else."""
    ranked = sorted(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    most_read = ranked[0]
    if most_read.isascii() and len(ranked) > 1:
        accented = [spelling for spelling in ranked if not spelling.isascii() and not spelling.isupper()]
        key = normalise_title(most_read)
        return next((spelling for spelling in accented if normalise_title(spelling) == key), most_read)
    return most_read
