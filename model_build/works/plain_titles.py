"""Titles as people say them: with the article that most editions have, without series and kind of book.

Catalogues drop articles, "Stand" for "The Stand", and add the kind of book, "Atonement: A Novel", and the series, which
a work has in columns of its own. The keys by which titles are found have both forms, so that nobody has to know which
one is shown.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from model_build.works.series import SeriesOfWorks
from shelftalker.model.title_keys import BRACKETED, normalise_title
from shelftalker.title_parsing.edition_notes import is_genre
from shelftalker.title_parsing.series_mentions import mentions_in, series_stem


@dataclass(frozen=True, slots=True)
class PlainTitlePatterns:
    """Patterns of the parts in which shown titles differ from those of catalogues.

    Attributes:
        kind: The kind of book at the end of a title and the marks before it: ": A Novel", " (A Novel)", ". Roman".
            "A Scarpetta Novel" says more.
        article: An English article in front of a title.
        part: The beginning of a second part, which another edition may lack.
        separator: What separates the parts of a title: colons, dashes between blanks.
    """

    kind: re.Pattern[str] = re.compile(
        r"(?:\s*[:;(\[]\s*|\s+[-\u2013\u2014]+\s*|,\s+(?=an?\s)|[.!?]\s+(?=roman|ein|novel|krimi|thriller))"
        r"(?:(?:an?|the|ein|eine|un|une|una|uma)\s+)?"
        r"(?:novel|novella|memoir|thriller|mystery|romance|roman|kriminalroman|krimi|romanzo|novela)"
        r"(?:\s+of\s+(?:suspense|mystery|terror|horror|romance|crime|intrigue|adventure))?\s*[)\].!]*$",
        re.IGNORECASE,
    )
    article: re.Pattern[str] = re.compile(r"(the|an?)\s+(?=\S)", re.IGNORECASE)
    part: re.Pattern[str] = re.compile(r"\s*:\s|\s*[(\[;]|\s+[-\u2013\u2014]+\s")
    separator: re.Pattern[str] = re.compile(r"(\s*:+\s+|\s+[-\u2013\u2014]+\s+)")


_PATTERNS = PlainTitlePatterns()


def titles_without_series(titles: Sequence[str], authors: Sequence[str], series: SeriesOfWorks) -> list[str]:
    """Return the titles of works without their series: "Dune Messiah" of "Dune Messiah (Dune Chronicles, Book 2)".

    Args:
        titles: [works] title with the series, as in the catalogue.
        authors: [works] lead author.
        series: The series of the works.
    """
    without = list(titles)
    for work in np.flatnonzero(series.rows >= 0).tolist():
        without[work] = title_without_series(titles[work], authors[work], series.names[series.rows[work]])
    return without


def title_without_series(title: str, author: str, series: str) -> str:
    """Return a title without the brackets and parts that only name a series and the volume; never an empty one."""
    stem = series_stem(series)

    def is_of_series(part: str) -> bool:
        return any(mention.stem in ("", stem) for mention in mentions_in(part, author))

    bare = BRACKETED.sub(lambda brackets: "" if is_of_series(brackets[0]) else brackets[0], title)
    bare = " ".join(bare.split()).strip(" ,:;-") or title
    name, *others = _PATTERNS.separator.split(bare)
    kept = [name]
    for separator, part in zip(others[::2], others[1::2], strict=True):
        names_series = is_genre(part) and normalise_title(series) in normalise_title(part)
        if not names_series and not is_of_series(f"({part})"):
            kept += [separator, part]
    # "Tyler #6: Sunshine": where another part names the book, the first one only numbers it.
    if len(kept) > 1 and any(mention.stem == stem for mention in mentions_in(name, author)):
        kept = kept[2:]
    return "".join(kept)


def without_kind(title: str) -> str:
    """Return a title without the kind of book behind it: "Atonement" of "Atonement: A Novel"; never an empty one."""
    bare = _PATTERNS.kind.sub("", title).rstrip(" ,:;-") or title
    return bare if bare == title else without_kind(bare)


def with_articles(
    titles: Sequence[str], work_of: Iterable[int], edition_titles: Iterable[str], readers: Iterable[int]
) -> list[str]:
    """Return titles with the article that their editions have, where at least half of them have it.

    Half of the editions or half of their readers: an article is easily lost, and never added by mistake. Editions of
    another title, such as translations, have no say.

    Args:
        titles: [works] titles as shown.
        work_of: [editions] row of the edition's work.
        edition_titles: [editions] titles as the dataset has them.
        readers: [editions] number of readers.
    """
    lacking = {row for row, title in enumerate(titles) if not _PATTERNS.article.match(title)}
    editions = [
        (row, title, count, _article(title))
        for row, title, count in zip(work_of, edition_titles, readers, strict=True)
        if row in lacking
    ]
    # Keys take most of the time, and few works have an edition with an article.
    keys = {row: _key(titles[row]) for row, _, _, article in editions if article}
    of_editions: defaultdict[int, Counter[str]] = defaultdict(Counter)
    of_readers: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row, title, count, article in editions:
        if row in keys and _key(title) == keys[row]:
            of_editions[row][article] += 1
            of_readers[row][article] += count
    return [
        _with_article(title, _most(of_editions[row]) or _most(of_readers[row])) if row in of_editions else title
        for row, title in enumerate(titles)
    ]


def _key(title: str) -> str:
    """Return the key of a title up to its second part, without its article."""
    return normalise_title(_PATTERNS.part.split(title, maxsplit=1)[0])


def _article(title: str) -> str:
    """Return the article of a title, in front or behind a comma, as it stands in front; '' without one."""
    head = BRACKETED.sub(" ", title).partition(":")[0].strip()
    found = _PATTERNS.article.match(head) or re.search(r",\s+(the|an?)$", head, re.IGNORECASE)
    return found[1].capitalize() if found else ""


def _most(counts: Counter[str]) -> str:
    """Return the article that at least half have; '' where no article is so frequent."""
    article = max((each for each in counts if each), key=lambda each: counts[each], default="")
    return article if 2 * counts[article] >= counts.total() and article else ""


def _with_article(title: str, article: str) -> str:
    return f"{article} {title}" if article else title
