"""Titles as people say them: with the article that most editions have, and without the kind of book behind them.

Catalogues drop articles, "Stand" for "The Stand", and add the kind of book, "Atonement: A Novel". The keys by which
titles are found have both forms, so that nobody has to know which one is shown.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shelftalker.model.title_keys import BRACKETED, normalise_title


@dataclass(frozen=True, slots=True)
class PlainTitlePatterns:
    """Patterns of the parts in which shown titles differ from those of catalogues.

    Attributes:
        kind: The kind of book at the end of a title and the marks before it: ": A Novel", " (A Novel)", ". Roman".
            "A Scarpetta Novel" says more.
        article: An English article in front of a title.
        part: The beginning of a second part, which another edition may lack.
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


_PATTERNS = PlainTitlePatterns()


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
