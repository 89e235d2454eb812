"""Series and languages that catalogues run into titles: "Two Towers Rings Uk", "American Psycho- Spanish".

Such a word is told from a word of the title by the author's other editions: one of them has the title without it, and
of a series one names it. "Learn in Your Car- Spanish", without such an edition, is a title.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from model_build.works.authors import author_key
from shelftalker.model.title_keys import BRACKETED, normalise_title
from shelftalker.title_parsing.edition_notes import bracketed_parts, without_trailing_notes


@dataclass(frozen=True, slots=True)
class SeriesTagPatterns:
    """Patterns of a title with a series or a language run into it.

    Attributes:
        language: A title, and a language behind a hyphen or a slash.
        language_ends: The ends of such languages, looked at before the pattern is tried.
        last_word: The last word of a name and, perhaps, a volume behind it, after the rest of the name.
        shortest_tag: Least letters of such a word.
        words_of_none: Words beside the name of a series, which tell nothing of which it is.
    """

    language: re.Pattern[str] = re.compile(
        r"(.*\w)(?:- *|/)(?:spanish|french|german|italian|dutch|portuguese)", re.IGNORECASE
    )
    language_ends: tuple[str, ...] = ("sh", "SH", "ch", "CH", "an", "AN", "se", "SE")
    last_word: re.Pattern[str] = re.compile(r"(\S.*?)\s+([^\W\d_]+)(?:\s+#?\d+)?")
    shortest_tag: int = 4
    words_of_none: frozenset[str] = frozenset([
        "book", "books", "chronicles", "classics", "edition", "library", "novel", "novels", "paperback", "part", "saga",
        "series", "trilogy", "unabridged", "volume",
    ])  # fmt: skip


_PATTERNS = SeriesTagPatterns()


@dataclass
class _AuthorTitles:
    """An author's titles, and the keys of the series in them.

    Attributes:
        titles: Titles without subtitles.
        series: Texts in brackets, and parts before a colon.
        series_words: Words of these.
    """

    titles: list[str] = field(default_factory=list)
    series: set[str] = field(default_factory=set)
    series_words: set[str] = field(default_factory=set)

    @cached_property
    def names(self) -> set[str]:
        """Keys of the titles without brackets; few authors need them."""
        return {normalise_title(BRACKETED.sub(" ", title)) for title in self.titles}


def without_series_tags(titles: Sequence[str], authors: Sequence[str]) -> list[str]:
    """Return titles without the word of a series or a language that is run into them; most stay as they are.

    Args:
        titles: [editions] titles as the dataset has them.
        authors: [editions] authors.
    """
    key_of = {author: author_key(author) for author in dict.fromkeys(authors)}
    by_author: defaultdict[str, _AuthorTitles] = defaultdict(_AuthorTitles)
    for title, author in zip(titles, authors, strict=True):
        _add_title(by_author[key_of[author]], title)
    return [
        _without_tag(title, by_author[key_of[author]]) if key_of[author] else title
        for title, author in zip(titles, authors, strict=True)
    ]


def _add_title(author: _AuthorTitles, title: str) -> None:
    name, colon, _ = title.partition(":")
    author.titles.append(name)
    for series in (*(bracketed_parts(title) if "(" in title or "[" in title else ()), *([name] if colon else ())):
        key = normalise_title(series)
        author.series.add(key)
        author.series_words.update(key.split())


def _without_tag(title: str, author: _AuthorTitles) -> str:
    if title.endswith(_PATTERNS.language_ends) and (edition := _PATTERNS.language.fullmatch(title)):
        return edition[1] if normalise_title(edition[1]) in author.names else title
    if not author.series_words or ":" in title:
        return title
    in_brackets = BRACKETED.search(title)
    name = without_trailing_notes(title[: in_brackets.start()] if in_brackets else title).rstrip()
    found = _PATTERNS.last_word.fullmatch(name)
    if not found or len(found[2]) < _PATTERNS.shortest_tag:
        return title
    tag = found[2].lower()
    is_tag = tag in author.series_words and tag not in _PATTERNS.words_of_none
    if not is_tag or normalise_title(found[1]) not in author.names or normalise_title(name) in author.series:
        return title
    return f"{found[1]} {title[in_brackets.start() :]}" if in_brackets else found[1]
