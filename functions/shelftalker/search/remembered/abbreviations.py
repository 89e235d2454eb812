"""Initials of titles and series, which readers type as abbreviations: "lotr", "hp", "hp goblet of fire"."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.near_titles import titles_with_keys


class AbbreviationConfig(NamedTuple):
    """Numbers of the search for abbreviations.

    Attributes:
        shortest: Least number of initials.
        longest: The same at most.
        shortest_with_article: The same from which the first one may be an article's.
        books_of_series: Number of books of the series with these initials.
    """

    shortest: int = 2
    longest: int = 9
    shortest_with_article: int = 4
    books_of_series: int = 60


ABBREVIATIONS = AbbreviationConfig()


def rows_with_abbreviation(catalogue: Catalogue, words: Sequence[str], limit: int) -> list[int]:
    """Return the rows of the books whose title, or series, has the initials that were typed, the most read first.

    Further words are looked for in these titles: "hp goblet of fire".

    Args:
        catalogue: The model.
        words: The typed words, normalised; the first one is the abbreviation.
        limit: Number of rows at most.
    """
    initials = words[0]
    if not ABBREVIATIONS.shortest <= len(initials) <= ABBREVIATIONS.longest:
        return []
    if not initials.isalpha() or (len(words) > 1 and initials in COMMON_WORDS.small):
        return []
    in_series = _rows_of_series_with_initials(catalogue, initials)
    if len(words) == 1:
        return sorted({*in_series, *_rows_of_titles_with_initials(catalogue, initials)})[:limit]
    rest = [word for word in words[1:] if word not in COMMON_WORDS.small]
    return [
        book_row
        for (book_row, *_), keys in titles_with_keys(catalogue, in_series)
        if rest and any(set(rest) <= set(title.split()) for title in keys)
    ]


def _rows_of_titles_with_initials(catalogue: Catalogue, initials: str) -> list[int]:
    """Return the rows of the books whose title has these initials, with its article or without."""
    book_rows = catalogue.search_index.rows_with_initials(initials)
    if len(initials) < ABBREVIATIONS.shortest_with_article or initials[0] not in "at":
        return book_rows
    titles = catalogue.search_index.titles(catalogue.search_index.rows_with_initials(initials[1:]))
    return [*book_rows, *(book_row for book_row, title, *_ in titles if _initial_of_article(title) == initials[0])]


def _initial_of_article(title: str) -> str:
    """Return the initial of a title's article, or an empty string."""
    article = title.partition(" ")[0].casefold()
    return article[0] if article in COMMON_WORDS.articles else ""


def _rows_of_series_with_initials(catalogue: Catalogue, initials: str) -> list[int]:
    """Return the rows of the most read books of the series whose names have these initials, the most read first."""
    series_rows = _series_by_initials(catalogue).get(initials, ())
    return catalogue.search_index.rows_of_series(series_rows, ABBREVIATIONS.books_of_series) if series_rows else []


def _series_by_initials(catalogue: Catalogue) -> Mapping[str, Sequence[int]]:
    """Return the rows of the series by the initials of their names, with an article and without.

    They are read once for a model: a name takes some microseconds, and there are thousands.
    """
    known = catalogue.search_index.known_series
    if known is None:
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for series_row, name in catalogue.search_index.series_names():
            if " " in name:
                for initials in {_initials(name), _initials(f"the {name}")}:
                    rows[initials].append(series_row)
        known = catalogue.search_index.known_series = dict(rows)
    return known


def _initials(name: str) -> str:
    return "".join(word[0] for word in normalise_title(name).split())
