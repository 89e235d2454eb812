"""Names of Open Library's authors, one spelling a key, in the order in which they are spoken."""

import re
import unicodedata
from collections.abc import Collection
from typing import Any, NamedTuple

from model_build.open_library.dump_files import DumpFile
from model_build.open_library.dump_lines import Losses, RecordReader
from model_build.open_library.keys import AUTHOR_OF_RECORD, number_of, text_in, texts_in
from model_build.open_library.publish_years import birth_year_in
from model_build.open_library.redirects import Redirects
from shelftalker.repairs.mojibake import repair_text

_SUFFIX = r"(?:Jr|Sr|Junior|Senior|II|III|IV|Ph\.?D|M\.?D|Esq)\.?"
_HONOUR = r"(?:Sir|Dame|Lord|Lady|Dr|Prof|Rev|Mrs?|Ms|Saint|Baron(?:ess)?|Count(?:ess)?)\.?"
# "1821-1881", "b. 1949", "ca. 484-425 B.C.", "active 1600": what libraries write behind a name.
_DATES = re.compile(
    r"[,\s]+\(?(?:(?:b|d|fl|ca|active|born|died|approximately)\.?\s*)*\d{3,4}\??\s*(?:[-\u2013]\s*(?:ca\.\s*)?(?:\d{2,4}\??)?)?"
    r"(?:\s*B\.?C\.?E?\.?)?\)?\.?\s*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"[,\s]+(?:\[|\()?(?:author|editor|ed|eds|illustrator|ill|illus|translator|tr|trans|joint author|comp|"
    r"compiler|photographer)\.?(?:\]|\))?\s*$",
    re.IGNORECASE,
)
_IS_HONOUR = re.compile(_HONOUR, re.IGNORECASE)
# Brackets, also one whose end went with the date in it: "Symposium (3rd 1985)".
_FULL_NAMES = re.compile(r"\s*\([^()]*(?:\)|$)|\s*\[[^\[\]]*(?:\]|$)")
_TURNED = re.compile(rf"^([^,]+),\s*([^,]+?)(?:,\s*({_SUFFIX}|{_HONOUR}))?$", re.IGNORECASE)
_SUFFIXED = re.compile(rf"^([^,]+),\s*({_SUFFIX})$", re.IGNORECASE)
# Words of bodies whose names have commas: "Great Britain, Ministry of Defence".
_BODY = re.compile(
    r"\b(?:inc|ltd|llc|gmbh|co|corp|company|university|institute|ministry|department|committee|commission|council|society|"
    r"association|museum|press|publishing|staff|editors|office|bureau|agency|school|college|church|united states|"
    r"great britain)\b",
    re.IGNORECASE,
)
# The full stop of a card, not that of an initial or of "Jr.".
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
_MOST_NAMES_TURNED = 4


class Author(NamedTuple):
    """An author: the name as credited, and the year of birth if it is known."""

    name: str
    birth_year: int | None


def read_authors(
    files: list[DumpFile], wanted: Collection[int], redirects: Redirects, losses: Losses
) -> dict[int, Author]:
    """Read the wanted authors, by the number of their key, merged ones under the key they are wanted by.

    Raises:
        DatasetError: A file is broken, or another dump.
    """
    wanted_by = _wanting_keys(wanted, redirects)
    keys = frozenset(str(number).encode() for number in wanted_by)
    authors: dict[int, Author] = {}
    for key, record in RecordReader(losses).records(files, AUTHOR_OF_RECORD, keys.__contains__):
        if name := credited_name(record):
            author = Author(name, birth_year_in(text_in(record.get("birth_date"))))
            authors |= dict.fromkeys(wanted_by[number_of(key) or 0], author)
    missing = len(set(wanted) - authors.keys())
    if missing:
        example = min(set(wanted) - authors.keys())
        losses.add("authors: without a record or a name", f"/authors/OL{example}A", missing)
    return authors


def credited_name(record: dict[str, Any]) -> str:
    """Return the name of an author's record in spoken order, '' if there is none.

    A name in another script is given in Latin letters where the record has such a spelling: most readers type those.
    """
    names = [spoken_name(name) for name in texts_in(record.get("name")) or texts_in(record.get("personal_name"))]
    name = next(filter(None, names), "")
    if name and not _is_latin(name):
        others = [*texts_in(record.get("personal_name")), *texts_in(record.get("alternate_names"))]
        latin = [spoken for other in others if _is_latin(spoken := spoken_name(other)) and " " in spoken]
        return latin[0] if latin else name
    return name


def spoken_name(listed: str) -> str:
    """Return a name in spoken order, without dates and roles: "J. R. R. Tolkien" of "Tolkien, J. R. R., 1892-1973.".

    Several people in one name are divided by "; ", which divides the authors of a book.
    """
    text = unicodedata.normalize("NFC", repair_text(listed))
    parts = [part for part in re.split(r"\s*[;|]\s*", text) if part]
    commas = text.split(",")
    if len(parts) == 1 and len(commas) > 2 and not _BODY.search(text) and all(" " in part.strip() for part in commas):
        parts = commas  # "Mario Bravetti, Leila Kloul, Gianluigi Zavattaro"
    return "; ".join(dict.fromkeys(filter(None, map(_one_spoken_name, parts))))


def _one_spoken_name(listed: str) -> str:
    name, before = listed.replace("/", " ").strip(), None
    while before != name:
        before = name
        name = _ROLE.sub("", _DATES.sub("", name)).rstrip(" ,")
    bare = _FULL_NAMES.sub("", name).strip(" ,")
    name = _FULL_STOP.sub("", bare if any(map(str.isalpha, bare)) else name.strip("()[] "))
    if suffixed := _SUFFIXED.match(name):
        return f"{suffixed[1].strip()} {suffixed[2]}"
    turned = _TURNED.match(name)
    if turned and not _BODY.search(name) and len(turned[2].split()) <= _MOST_NAMES_TURNED:
        given, after = turned[2].split(), [turned[3]] if turned[3] else []
        honours = [word for word in (*after, *given) if _IS_HONOUR.fullmatch(word)]
        names = [word for word in (*given, *turned[1].split(), *after) if word not in honours]
        return " ".join([*honours, *names])
    # Commas divide authors in the table of books.
    return " ".join(name.replace(",", " ").split())


def _wanting_keys(wanted: Collection[int], redirects: Redirects) -> dict[int, list[int]]:
    """Return each key that holds the record of a wanted author -> the wanted keys that lead to it."""
    wanting: dict[int, list[int]] = {number: [number] for number in wanted}
    targets = redirects.targets_of(wanted)
    for source, target in targets.items():
        wanting.setdefault(target, []).append(source)
    return wanting


def _is_latin(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return bool(letters) and sum("LATIN" in unicodedata.name(letter, "") for letter in letters) * 2 > len(letters)
