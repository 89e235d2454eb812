"""Titles without the series and volumes in them, which a work has in columns of its own."""

import re
from collections.abc import Sequence

import numpy as np

from model_build.works.edition_notes import is_genre
from model_build.works.series import SeriesOfWorks
from model_build.works.series_mentions import mentions_in, series_stem
from shelftalker.model.title_keys import BRACKETED, normalise_title

# The parts of a title, with what separates them: colons, dashes between blanks.
_SEPARATOR = re.compile(r"(\s*:+\s+|\s+[-\u2013\u2014]+\s+)")


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
    name, *others = _SEPARATOR.split(bare)
    kept = [name]
    for separator, part in zip(others[::2], others[1::2], strict=True):
        names_series = is_genre(part) and normalise_title(series) in normalise_title(part)
        if not names_series and not is_of_series(f"({part})"):
            kept += [separator, part]
    # "Tyler #6: Sunshine": where another part names the book, the first one only numbers it.
    if len(kept) > 1 and any(mention.stem == stem for mention in mentions_in(name, author)):
        kept = kept[2:]
    return "".join(kept)
