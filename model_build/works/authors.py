"""Authors as catalogues spell them: who is named first, and which spellings are one person."""

import re
from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray

from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.title_keys import normalise_title

_CO_AUTHORS = re.compile(r"\s*(?:[,;/&]|\band\b|\bwith\b)\s*", re.IGNORECASE)
_INVERTED_INITIALS = re.compile(r"^([^,]+),\s*((?:\w\b\.?\s*)+)$")
_INVERTED_NAME = re.compile(r"^([^\s,]+), ([^\s,]+)$")
_MANGLED_NAME = re.compile(r"^([^,]+), (Jr\.?|Sr\.?|Sir|Dr\.?|Md\.?|Phd\.?|II|III|IV) ([^,]+)$", re.IGNORECASE)
NAME_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"}


def lead_author(author: str) -> str:
    """The author named first: 'Terry Pratchett, Neil Gaiman' is 'Terry Pratchett'.

    Names that were turned round are put right: 'Tolkien, J. R. R.', 'Austen, Jane', and Book-Crossing's
    'Kurt, Jr. Vonnegut'.
    """
    if inverted := _INVERTED_INITIALS.match(author) or _INVERTED_NAME.match(author):
        return f"{inverted[2].strip()} {inverted[1]}"
    if mangled := _MANGLED_NAME.match(author):
        suffix = f" {mangled[2]}" if mangled[2].lower().startswith(("jr", "sr", "i")) else ""
        return f"{mangled[1]} {mangled[3]}{suffix}"
    return _CO_AUTHORS.split(author, maxsplit=1)[0].strip() or author


def co_authors(author: str) -> list[str]:
    """Who is named after the lead author, and may be the only one named on another edition: co-author, translator."""
    if _INVERTED_INITIALS.match(author) or _INVERTED_NAME.match(author) or _MANGLED_NAME.match(author):
        return []
    return [name for name in _CO_AUTHORS.split(author)[1:] if " " in name]


def author_key(author: str) -> str:
    """Surname and first initial, which the spellings of one author share: 'J.K. Rowling', 'Joanne K. Rowling'."""
    names = [name for name in normalise_title(author).split() if name not in NAME_SUFFIXES]
    return f"{names[-1]} {names[0][0]}" if names else ""


def authors_of_works(works: list[int], leads: list[str], readers: list[int]) -> tuple[NDArray[np.int32], list[str]]:
    """[works] who wrote each: a number and a name an author.

    Spellings are one author when they are alike once normalised, or stand on editions of one work and have the same
    key. Whoever is unknown is someone else on each work.

    Args:
        works: [editions] the work of each, from 0, every number there; the edition that the work is shown by first.
        leads: [editions] the lead author.
        readers: [editions] how many have read it: the name most read is the one shown, with accents if any has them.
    """
    identities: dict[str, str] = {}

    def identity(key: str) -> str:
        while identities.setdefault(key, key) != key:
            key = identities[key]
        return key

    normalised = {lead: normalise_title(lead) for lead in dict.fromkeys(leads)}
    name_of = {lead: author_key(lead) for lead in normalised}
    keys = [
        f"{UNKNOWN_AUTHOR} {work}" if lead == UNKNOWN_AUTHOR else normalised[lead]
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
    """The spelling most read; the one with accents where it differs in nothing else."""
    ranked = sorted(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    most_read = ranked[0]
    if most_read.isascii() and len(ranked) > 1:
        accented = [spelling for spelling in ranked if not spelling.isascii() and not spelling.isupper()]
        key = normalise_title(most_read)
        return next((spelling for spelling in accented if normalise_title(spelling) == key), most_read)
    return most_read
