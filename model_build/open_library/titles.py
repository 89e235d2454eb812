"""Titles of works, put together from the fields of Open Library's records."""

import re

from shelftalker.model.title_keys import normalise_title, shortened_title
from shelftalker.repairs.mojibake import repair_text

# "The hobbit / by J. R. R. Tolkien", "Emma [electronic resource] :": what cards of libraries have behind a title.
_RESPONSIBILITY = re.compile(r"\s+/(?:\s+.*)?$")
_MEDIUM = re.compile(
    r"\s*\[(?:electronic|text|sound|video|micro|computer|braille|large print|book|by|a novel|graphic|kit|print|e-?book|"
    r"audio|\u0442\u0435\u043a\u0441\u0442)[^\]]*\]",
    re.IGNORECASE,
)
# The full stop of a card, not that of an abbreviation, "Inc.", nor an ellipsis; and the two dots of a shortened title.
_FULL_STOP = re.compile(r"(?<=\w{4})\.$|\s+\.{1,2}$")
# A bracket whose end a shop's form cut off: "Ramps & Wedges (How It Works".
_UNCLOSED = re.compile(r"\s+[(\[][^()\[\]]*$")
_ELISION = re.compile(r"^([LD]['\u2019])\s+(?=\w)", re.IGNORECASE)
_ELISIONS = ("'", "\u2019", "-")


def tidy_title(title: str, prefix: str = "") -> str:
    """Return a title with its article and without marks of a library's card: "The Idiot" of "The " and "Idiot /"."""
    bare = _MEDIUM.sub("", _RESPONSIBILITY.sub("", repair_text(title))).strip(" :;,/=")
    bare = _ELISION.sub(r"\1", _UNCLOSED.sub("", _FULL_STOP.sub("", bare)) or bare)
    front = " ".join(prefix.split())
    article = front if front.endswith(_ELISIONS) else f"{front} "
    if not front or not bare or bare.casefold().startswith(article.casefold()):
        return bare
    return f"{article}{bare}"


def with_subtitle(title: str, subtitle: str) -> str:
    """Return "Title: Subtitle"; the title alone if it has a subtitle, or the words of this one."""
    words = tidy_title(subtitle).strip("()[] ")
    if (
        not words
        or not any(map(str.isalpha, words))
        or ":" in title
        or normalise_title(words) in normalise_title(title)
    ):
        return title
    return f"{title}: {words}"


def are_one_title(one: str, other: str) -> bool:
    """Return True if two titles agree, whole or up to their subtitles."""
    whole, other_whole = normalise_title(one), normalise_title(other)
    if not whole or not other_whole:
        return False
    return (
        whole == other_whole
        or shortened_title(one) in (shortened_title(other), other_whole)
        or (shortened_title(other) == whole)
    )
