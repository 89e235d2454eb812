"""Names with the surname in front, "Austen, Jane", as libraries have them, turned round to "Jane Austen"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InvertedNamesConfig:
    """Rules that tell a column of inverted names.

    Attributes:
        least_share: Least share of the names with a comma in a column of inverted ones. In a catalogue nearly all have
            one; mononyms ("Homer") and corporate bodies have none. Elsewhere a comma divides authors, or a title.
        least_names: Least number of inverted names that tell a column.
        suffix: Words behind a comma that are no given name: "Smith, Jr.", "Doe, Ph.D.".
        notes: Dates and roles behind a name: "Austen, Jane, 1775-1817", "Eco, Umberto, author".
    """

    least_share: float = 0.6
    least_names: int = 3
    suffix: re.Pattern[str] = re.compile(
        r"(?:jr|jnr|sr|snr|esq|ph\.? ?d|m\.? ?d|d\.? ?d|m\.? ?a|b\.? ?a|llc|ltd|inc|gmbh|co|[ivx]{2,4})\.?",
        re.IGNORECASE,
    )
    notes: re.Pattern[str] = re.compile(
        r",? *(?:\(?(?:b\.|d\.|ca\.?|active|fl\.)? ?\d{3,4}\??(?: ?[-\u2013] ?(?:\d{3,4})?\??)?\)?"
        r"|\(?(?:author|editor|ed\.|illustrator|translator|verfasser|auteur)\.?\)?)\.?$",
        re.IGNORECASE,
    )


_CONFIG = InvertedNamesConfig()


def are_inverted(names: Iterable[str]) -> bool:
    """Return True for the names of a column most of which have the surname in front.

    Args:
        names: One author each.
    """
    listed = [name for name in map(str.strip, names) if name]
    inverted = sum(_inverted_parts(name) is not None for name in listed)
    return inverted >= _CONFIG.least_names and inverted >= _CONFIG.least_share * len(listed)


def turn_round(name: str) -> str:
    """Return the name of an inverted one, any other as it is.

    "King, Martin Luther, Jr." is "Martin Luther King, Jr."; "Austen, Jane, 1775-1817" is "Jane Austen".
    """
    parts = _inverted_parts(name)
    return f"{parts[1]} {parts[0]}{parts[2]}" if parts else name


def _inverted_parts(name: str) -> tuple[str, str, str] | None:
    """Return the surname, the given name and the suffix of an inverted name; None for another."""
    text = name.strip()
    while (shorter := _CONFIG.notes.sub("", text)) != text:
        text = shorter
    parts = [part.strip() for part in text.split(",")]
    suffix = f", {parts.pop()}" if len(parts) == 3 and _CONFIG.suffix.fullmatch(parts[2]) else ""
    if len(parts) != 2 or not all(parts) or _CONFIG.suffix.fullmatch(parts[1]):
        return None
    surname, given = parts
    # Two names of two words each are two authors, but for particles: "Le Guin, Ursula K.", "van der Berg, Jan Piet".
    words = surname.split()
    is_name = len(words) == 1 or words[0].casefold() in _PARTICLES or len(given.split()) == 1 or _has_initial(given)
    return (surname, given, suffix) if is_name and len(words) <= _MOST_WORDS else None


_MOST_WORDS = 4
_PARTICLES = frozenset(
    ["al", "d", "da", "dal", "de", "degli", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "les",
     "mac", "mc", "o", "saint", "san", "st", "st.", "te", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur"]
)  # fmt: skip


def _has_initial(given: str) -> bool:
    return any(len(word.rstrip(".")) == 1 for word in given.split())
