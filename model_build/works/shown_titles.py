"""What a work is called where it is shown: its cleanest edition's title, in the language it is most read in."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from model_build.datasets.languages import language_of_isbn
from model_build.works.edition_notes import is_edition_note, without_trailing_notes
from model_build.works.title_numbers import volume_in
from shelftalker.model.title_keys import BRACKETED, normalise_title

_DAMAGED = re.compile(r"[\ufffd\u00c2\u00c3\\]|\w\?\w|&[a-z]+;")
# Capitals that a program made: "It'S Obvious You Won'T".
_CAPITAL_AFTER_APOSTROPHE = re.compile(r"[a-z]'[A-Z]\b")
_INVERTED_ARTICLE = re.compile(
    r"^(.*), (the|an?|el|la|los|las|der|die|das|le|les|il|een|het)(?=$|\s*[(\[])(.*)$", re.IGNORECASE
)
_EDITION_LINE = re.compile(
    r"\b(?:paperback|hardcover|hardback|classics?|editions?|penguin|puffin|signet|bantam|vintage|dover|wordsworth|"
    r"oprah'?s|book club|reader'?s circle|large print|contemporaries|library|reprint|reissue|rack|promo|award|awards|"
    r"tie-?in|unabridged|abridged|audio|cassettes?|edition|twentieth-century)\b",
    re.IGNORECASE,
)
_INNER_BRACKETS = re.compile(r"\s*\([^()]*\)(?=[^()]*\))")
_BRACKET = re.compile(rf"({BRACKETED.pattern})")
_MARKS = frozenset("([:,-")  # of what may have to go; most titles have none
# Publishers that are called as the series they publish.
_NAMED_FOR_A_SERIES = re.compile(r"star (?:trek|wars)\b", re.IGNORECASE)
_AUTHOR_TAG = re.compile(r"\s+tag: author of\b[^()]*", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*:(?:\s*:)*\s+")
_LETTERS_OF_AN_ABBREVIATION = 3
# "Notebooks on Poetry and Politics, Expanded Edition" is a subtitle and a note, "The Tenth Anniversary Edition" a note.
_WORDS_BESIDE_A_NOTE = 3
_WORD = re.compile(r"\w+(?:['\u2019.]\w+)*")
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)
_ROMAN_NUMBER = re.compile(r"[IVX]{2,}")


def order_to_show(editions: pd.DataFrame) -> pd.DataFrame:
    """The editions by work, and each work's in the order in which they are fit to be shown.

    First come those in the language that most readers read, then the clean before the unclean - see `flaws` - and the
    most read before others. Editions in the same order give the same answer in any order.

    Args:
        editions: [editions] work, readers, title, isbn, image_url, source_id.
    """
    ranked = editions.assign(
        group=[language_of_isbn(isbn) for isbn in editions["isbn"].tolist()],
        without_cover=editions["image_url"].eq(""),
    )
    ranked["in_language"] = ranked.groupby(["work", "group"])["readers"].transform("sum")
    several = ranked["work"].duplicated(keep=False).tolist()
    named = list(zip(ranked["work"].tolist(), ranked["title"].tolist(), several, strict=True))
    accented = {
        (work, normalise_title(title))
        for work, title, has_others in named
        if has_others and not title.isascii() and not _DAMAGED.search(title)
    }
    ranked["flaws"] = [
        flaws(title) + (title.isascii() and (work, normalise_title(title)) in accented) if has_others else 0
        for work, title, has_others in named
    ]
    return ranked.sort_values(
        ["work", "in_language", "group", "flaws", "readers", "without_cover", "source_id"],
        ascending=[True, False, True, True, False, True, True],
    )


def flaws(title: str) -> int:
    """How unfit a title is to be shown: 0 for a clean one, more for broken text, capitals, and edition notes."""
    name, *others = _SEPARATOR.split(title)
    in_one_case = title.islower() or _in_capitals(name) or any(map(_in_capitals, others))
    return (
        4 * bool(_DAMAGED.search(title))
        + 3 * (in_one_case or bool(_CAPITAL_AFTER_APOSTROPHE.search(title)))
        + 2 * (without_trailing_notes(title) != title or any(map(is_edition_note, others)) or name in others)
        + 2 * any(not volume_in(part) for part in BRACKETED.findall(title))
        + bool(_INVERTED_ARTICLE.match(name))
    )


def shown_titles(titles: Iterable[str], publishers: Iterable[str], catalogue: Iterable[str]) -> list[str]:
    """Titles as they are shown: without edition notes, an inverted article in front, and not in capitals.

    Args:
        titles: The titles to show.
        publishers: The publisher of each.
        catalogue: All titles there are, which tell how a word is written: "McNally", "FBI".
    """
    parted = [_tidy_parts(title, publisher) for title, publisher in zip(titles, publishers, strict=True)]
    in_capitals = {
        word.lower() for parts in parted for part in parts if _in_capitals(part) for word in _WORD.findall(part)
    }
    spellings = _spellings(catalogue, in_capitals)
    return [
        ": ".join(_title_case(part, spellings) if _in_capitals(part) else part for part in parts) for parts in parted
    ]


def _tidy_parts(title: str, publisher: str) -> list[str]:
    """The parts of a title, between its colons, without edition notes; series and volumes stay."""
    if _MARKS.isdisjoint(title):
        return [without_trailing_notes(title)]
    bare = title = _AUTHOR_TAG.sub("", title)
    if "(" in title or "[" in title:
        name = BRACKETED.sub(" ", title).partition(":")[0].strip().casefold()
        bare = BRACKETED.sub(lambda found: _kept_bracket(found[0], name, publisher), title)
    parts = [" ".join(_article_in_front(part).split()) for part in _SEPARATOR.split(bare)]
    name, *in_brackets = _BRACKET.split(parts[0], maxsplit=1)
    space = " " * name.endswith(" ")
    name = (without_trailing_notes(name).strip(" ,-") + space + "".join(in_brackets)).strip(" ,-")
    others = [_without_notes(part) for part in parts[1:]]
    different = {part.casefold(): part for part in reversed(others) if part}
    different.pop(name.casefold(), None)
    return [name, *reversed(different.values())] if name else [title]


def _without_notes(part: str) -> str:
    """A part of a title without its edition notes; nothing where it is one."""
    bare = without_trailing_notes(part).strip(" ,-")
    is_note = is_edition_note(bare) or (is_edition_note(part) and len(bare.split()) < _WORDS_BESIDE_A_NOTE)
    return "" if is_note else bare


def _article_in_front(part: str) -> str:
    """A title whose article stands behind, "Truth, The", with the article in front."""
    inverted = _INVERTED_ARTICLE.match(part)
    return f"{inverted[2][0].upper()}{inverted[2][1:]} {inverted[1]}{inverted[3]}" if inverted else part


def _in_capitals(part: str) -> bool:
    """Whether a part of a title is written in capitals, and is no abbreviation or number: "DUNE", not "CSI"."""
    if "(" in part or "[" in part:
        part = BRACKETED.sub("", part).strip()
    return part.isupper() and (len(part) > _LETTERS_OF_AN_ABBREVIATION or " " in part)


def _kept_bracket(bracket: str, name: str, publisher: str) -> str:
    """What stays of a bracket: a series without the edition noted in it, or nothing of an edition note."""
    bracket = _INNER_BRACKETS.sub("", bracket)
    inside = bracket[1:-1].strip()
    if volume_in(inside):
        return bracket
    first_word = inside.partition(" ")[0].casefold()
    is_publishers = first_word == publisher.partition(" ")[0].casefold() and not _NAMED_FOR_A_SERIES.match(inside)
    is_note = is_edition_note(inside) or _EDITION_LINE.search(inside) is not None
    return "" if is_publishers or is_note or inside.casefold() == name else bracket


def _spellings(catalogue: Iterable[str], words: set[str]) -> dict[str, str]:
    """How titles that are not in capitals most often write each of these words."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    if words:
        parts = (part for title in dict.fromkeys(catalogue) for part in _SEPARATOR.split(title))
        for word in (word for part in parts if not _in_capitals(part) for word in _WORD.findall(part)):
            if (key := word.lower()) in words:
                counts[key][word] += 1
    return {word: max(found, key=lambda spelling: (found[spelling], spelling)) for word, found in counts.items()}


def _title_case(title: str, spellings: dict[str, str]) -> str:
    """A title in capitals as others are written: "ANGELA'S ASHES" is "Angela's Ashes"."""

    def written(found: re.Match[str]) -> str:
        word, key = found[0], found[0].lower()
        before, after = found.string[: found.start()].rstrip(), found.string[found.end() :]
        if key in _SMALL_WORDS:
            stands_out = not before or before.endswith(("-", ".", "!", "?")) or not after.strip(" .!?")
            return word.capitalize() if stands_out else key
        if _ROMAN_NUMBER.fullmatch(word) or "." in word or word[0].isdigit():
            return word
        spelling = spellings.get(key, "")
        return spelling if spelling and not spelling.islower() else word.capitalize()

    return "".join(
        piece if piece.startswith(("(", "[")) else _WORD.sub(written, piece) for piece in _BRACKET.split(title)
    )
