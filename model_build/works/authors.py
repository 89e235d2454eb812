"""Authors in catalogues' spellings: the lead author, the co-authors, and the spellings of one person."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.title_keys import normalise_title

NAME_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"])


@dataclass(frozen=True, slots=True)
class AuthorPatterns:
    """Patterns of authors' names.

    Attributes:
        separator: Punctuation or a word between two authors.
        inverted_initials: A surname and initials: "Tolkien, J. R. R.".
        inverted_name: A surname and one other name: "Austen, Jane".
        misplaced_suffix: A suffix or a title between the names, as in Book-Crossing: "Kurt, Jr. Vonnegut".
    """

    separator: re.Pattern[str] = re.compile(r"\s*(?:[,;/&]|\band\b|\bwith\b)\s*", re.IGNORECASE)
    inverted_initials: re.Pattern[str] = re.compile(r"^([^,]+),\s*((?:\w\b\.?\s*)+)$")
    inverted_name: re.Pattern[str] = re.compile(r"^([^\s,]+), ([^\s,]+)$")
    misplaced_suffix: re.Pattern[str] = re.compile(
        r"^([^,]+), (Jr\.?|Sr\.?|Sir|Dr\.?|Md\.?|Phd\.?|II|III|IV) ([^,]+)$", re.IGNORECASE
    )


_PATTERNS = AuthorPatterns()


def lead_author(author: str) -> str:
    """Return the author named first: 'Terry Pratchett' of 'Terry Pratchett, Neil Gaiman'.

    Inverted names are put in order: 'Tolkien, J. R. R.', 'Austen, Jane', and Book-Crossing's 'Kurt, Jr. Vonnegut'.
    """
    if inverted := _PATTERNS.inverted_initials.match(author) or _PATTERNS.inverted_name.match(author):
        return f"{inverted[2].strip()} {inverted[1]}"
    if misplaced := _PATTERNS.misplaced_suffix.match(author):
        suffix = f" {misplaced[2]}" if misplaced[2].lower().startswith(("jr", "sr", "i")) else ""
        return f"{misplaced[1]} {misplaced[3]}{suffix}"
    return _PATTERNS.separator.split(author, maxsplit=1)[0].strip() or author


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
    names = [name for name in normalise_title(author).split() if name not in NAME_SUFFIXES]
    return f"{names[-1]} {names[0][0]}" if names else ""


def authors_of_works(works: list[int], leads: list[str], readers: list[int]) -> tuple[NDArray[np.int32], list[str]]:
    """Return the author of each work: [works] the author's row, from 0, and [works] the name.

    Spellings are one author when they are equal once normalised, or stand on editions of one work and have the same
    key. Unknown authors of different works are different authors.

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

    spelling_key = {lead: normalise_title(lead) for lead in dict.fromkeys(leads)}
    name_of = {lead: author_key(lead) for lead in spelling_key}
    keys = [
        f"{UNKNOWN_AUTHOR} {work}" if lead == UNKNOWN_AUTHOR else spelling_key[lead]
        for work, lead in zip(works, leads, strict=True)
    ]
    first_key: dict[int, str] = {}
    first_of_name: dict[tuple[int, str], str] = {}
    for work, lead, key in zip(works, leads, keys, strict=True):
        first_key.setdefault(work, key)
        one, other = identity(first_of_name.setdefault((work, name_of[lead]), key)), identity(key)
        identities[max(one, other)] = min(one, other)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, lead, count in zip(keys, leads, readers, strict=True):
        spellings[identity(key)][lead] += count + 1 if not lead.isupper() else 0
    number_of: dict[str, int] = {}
    author_rows = np.empty(len(first_key), dtype=np.int32)
    names = []
    for work in range(len(first_key)):
        author = identity(first_key[work])
        author_rows[work] = number_of.setdefault(author, len(number_of))
        names.append(_shown_name(spellings[author]))
    return author_rows, names


def _shown_name(spellings: Counter[str]) -> str:
    """Return the spelling most read, or the one with accents if it differs in nothing else."""
    ranked = sorted(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    most_read = ranked[0]
    if most_read.isascii() and len(ranked) > 1:
        accented = [spelling for spelling in ranked if not spelling.isascii() and not spelling.isupper()]
        key = normalise_title(most_read)
        return next((spelling for spelling in accented if normalise_title(spelling) == key), most_read)
    return most_read
