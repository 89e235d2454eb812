"""Subjects of Open Library's works as tags: subject headings without their marks, and without what names no subject."""

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SubjectConfig:
    """Limits of subjects.

    Attributes:
        most: Most tags of a work. Much-read works have hundreds, the first of which say most.
        longest: Letters of the longest subject; longer ones are sentences.
        no_subject: Subjects in place of a notice about the copy or its file, in lower case.
        prefixes: Prefixes of machine-made entries: "nyt:hardcover-fiction=2011-01-01", "award:hugo_award=1966".
        dates: A date alone, or dates after a person's name.
    """

    most: int = 40
    longest: int = 80
    no_subject: frozenset[str] = frozenset([
        "accessible book", "protected daisy", "in library", "open library staff picks", "large type books",
        "large print books", "large type", "long now manual for civilization", "internet archive wishlist",
        "popular print disabled books",
        "overdrive", "lending library", "general", "book", "books", "fiction", "ficcion", "nonfiction", "non-fiction",
        "translations", "translations into english", "reading level-grade 9", "specimens", "readers", "ebook", "ebooks",
        "electronic books", "new york times bestseller", "new york times reviewed", "bestsellers", "unknown", "other",
    ])  # fmt: skip
    prefixes: re.Pattern[str] = re.compile(r"^\w+:\S|^reading level|^collectionid|^award[: ]|^lexile", re.IGNORECASE)
    dates: re.Pattern[str] = re.compile(
        r"(?:,?\s*\(?(?:b\.|d\.|ca\.?|approximately|active)?\s*\d{3,4}\??(?:\s*[-\u2013]\s*(?:\d{2,4})?\??)?\)?\.?)+$"
    )


_CONFIG = SubjectConfig()
_PARTS = re.compile(r"\s*--\s*|\s+-\s+|\s*>\s*")


def tags_of(subjects: Iterable[str]) -> tuple[str, ...]:
    """Return the tags of a work's subjects, each once whatever its case, in their order.

    "Whaling -- Fiction" is "Whaling"; "Fiction, science fiction, general" is "science fiction"; "Dostoyevsky, Fyodor,
    -- 1821-1881." is "Dostoyevsky, Fyodor".
    """
    tags: dict[str, str] = {}
    for subject in subjects:
        if _CONFIG.prefixes.match(subject):
            continue
        for part in _PARTS.split(subject):
            tag = _tag(part)
            if tag and len(tag) <= _CONFIG.longest and tag.casefold() not in _CONFIG.no_subject:
                tags.setdefault(tag.casefold(), tag)
        if len(tags) >= _CONFIG.most:
            break
    return tuple(tags.values())[: _CONFIG.most]


def series_subjects(subjects: Iterable[str]) -> list[str]:
    """Return the names of the series among the subjects: "Harry Potter" of "series:Harry_Potter"."""
    names = (subject.partition(":")[2] for subject in subjects if subject.casefold().startswith("series:"))
    return [folded for name in names if (folded := " ".join(name.replace("_", " ").split()))]


def _tag(part: str) -> str:
    tag = _CONFIG.dates.sub("", part).strip(" ,.;:-").replace("|", " ").replace(";", ",")
    if tag.casefold().startswith("fiction, "):  # BISAC: "Fiction, science fiction, general"
        tag = tag[len("fiction, ") :]
    tag = re.sub(r",\s*general$", "", tag, flags=re.IGNORECASE)
    return tag if sum(map(str.isalpha, tag)) > 1 else ""
