"""Years in the free text of Open Library's dates, and the first year of a work."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class YearConfig:
    """Limits of believable years.

    Attributes:
        first_printed: First year of an edition: books are printed since about 1450.
        first_isbn: First year of ISBNs (ISO 2108 of 1970; British publishers numbered their books from 1967 on). An
            edition with one and an earlier year has the year of the work's first edition, or one that a shop's form
            filled in, "January 1, 1900"; it takes a second witness.
        years_ahead: Years after this one in which a book may be announced.
        youngest_author: Least age of an author in the year of a book, in years.
    """

    first_printed: int = 1450
    first_isbn: int = 1966
    years_ahead: int = 1
    youngest_author: int = 8


_CONFIG = YearConfig()
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_BEFORE_CHRIST = re.compile(r"(?<!\d)(\d{1,4})\s*B\.?\s?C\b|^-(\d{1,4})(?!\d)", re.IGNORECASE)
_LAST_YEAR = datetime.now(UTC).year + _CONFIG.years_ahead


def year_in(text: str) -> int | None:
    """Return the year of printing in a text, of several the earliest; None if there is none.

    "c1987", "December 1993", "1965, 1969 printing", "2001-10-01".
    """
    years = [year for found in _YEAR.findall(text) if _CONFIG.first_printed <= (year := int(found)) <= _LAST_YEAR]
    return min(years, default=None)


def first_year_in(text: str) -> int | None:
    """Return the year of first publication in a text, which may be before print: -800 of "800 BC"; None if unknown."""
    if before := _BEFORE_CHRIST.search(text):
        return -int(before[1] or before[2])
    years = [year for found in re.findall(r"(?<!\d)\d{3,4}(?!\d)", text) if 0 < (year := int(found)) <= _LAST_YEAR]
    return min(years, default=None)


def birth_year_in(text: str) -> int | None:
    """Return the year of a date of birth, None if there is none: "1949", "9 February 1940", "ca. 1564"."""
    years = [int(found) for found in _YEAR.findall(text)]
    return years[0] if len(years) == 1 else None


def first_year(
    stated: int | None, years: Sequence[int], years_with_isbn: Iterable[int], births: Iterable[int | None] = ()
) -> int | None:
    """Return the first year of a work: the least believable one.

    Args:
        stated: The year that the work's own record states, which few have.
        years: [editions] years of the editions without an ISBN.
        years_with_isbn: Years of those with one.
        births: Years of birth of the work's authors; none of the years is before the youngest author could write.
    """
    earliest = max((birth + _CONFIG.youngest_author for birth in births if birth), default=None)
    witnesses = Counter([*years, *years_with_isbn])
    of_isbn = {
        year
        for year in years_with_isbn
        if year >= _CONFIG.first_isbn or witnesses[year] > 1 or (stated is not None and year == stated)
    }
    candidates = {*years, *of_isbn, *([stated] if stated is not None else [])}
    return min((year for year in candidates if earliest is None or year >= earliest), default=None)
