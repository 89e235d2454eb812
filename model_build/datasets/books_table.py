"""The collection of a table of books: broken text repaired, values beyond belief left out, faults counted."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import pandas as pd

from model_build.datasets.book_index import is_rounded, plain_id
from model_build.datasets.contract import LOSS_KINDS
from model_build.datasets.values.covers import cover_address
from model_build.datasets.values.languages import language_of
from model_build.datasets.values.nobodys_names import without_nobody, without_nobody_between_commas
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.repairs.isbns import isbn_in
from shelftalker.repairs.mojibake import repair_text


@dataclass(frozen=True, slots=True)
class CleaningConfig:
    """Limits of believable values.

    Attributes:
        first_year: First year of publication. Goodreads gives the Iliad's as -750; Book-Crossing has years of 0.
        common_year_share: Smallest share of the books that makes a year common; the year after the newest common one is
            the last. Of Book-Crossing's books, collected in 2004, 2.6% are of that year, 0.02% of 2005 and of 2030.
        year_in_date: A year in a date or a note: "1999-05-01", "c1999".
    """

    first_year: int = -3000
    common_year_share: float = 0.001
    year_in_date: str = r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)"


_CLEANING = CleaningConfig()
_COLUMNS = (
    "book_id", "work_id", "title", "author", "isbns", "year", "language", "publisher", "series", "volume", "image_url",
    "tags",
)  # fmt: skip


class BookTexts(NamedTuple):
    """The texts of a book as its source has them; '' where there is none.

    Attributes:
        book_id: Id of the book, by which ratings name it.
        title: The title, with its blanks: those that plain text does not have may be halves of broken letters.
        author: The author, or several divided by "; ".
        isbns: Whole ISBNs, see values/isbns.py.
        work_id: Id of the work.
        year: Year of publication, or a date with one.
        language: Code of the language; where it is '', the registration group of the ISBN tells it.
        publisher: The publisher.
        series: The series.
        volume: The number in the series.
        image_url: Address of the cover.
        tags: Subjects.
    """

    book_id: str
    title: str
    author: str
    isbns: tuple[str, ...] = ()
    work_id: str = ""
    year: str = ""
    language: str = ""
    publisher: str = ""
    series: str = ""
    volume: str = ""
    image_url: str = ""
    tags: tuple[str, ...] = ()


class BookCollector:
    """Collects books, the first of each id.

    Attributes:
        counts: Number of rows and of those with a fault, by kind, as `SourceTables.counts`; complete after `collect`.
        examples: For a kind of fault, one of its rows.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self._rows: list[tuple[object, ...]] = []
        self._titles: dict[str, str] = {}

    def add(self, book: BookTexts) -> None:
        """Add a book."""
        self.counts["books rows"] += 1
        book_id, title = plain_id(book.book_id), book.title
        if is_rounded(book_id):
            # An ISBN of 13 digits of which one is lost has its check digit still.
            book_id = isbn_in(book_id) or self._lose(LOSS_KINDS.rounded_books, book_id, title)
            if not book_id:
                return
        repaired_title, repaired_author = repair_text(title), repair_text(book.author)
        if repaired_title not in title or repaired_author not in book.author:
            self.counts["titles and authors with broken text, repaired"] += 1
        if not book_id or not repaired_title:
            self._lose("books without id or title, dropped", book_id, title)
        elif book_id in self._titles:
            is_repeated = self._titles[book_id] == repaired_title
            self._lose(
                "books rows of an id and title again, set aside" if is_repeated else "books listed twice, dropped",
                book_id,
                title,
            )
        else:
            self._titles[book_id] = repaired_title
            self._rows.append((
                book_id, book.work_id.strip(), repaired_title, _author(repaired_author), book.isbns, book.year.strip(),
                language_of(book.language, book.isbns[0] if book.isbns else book_id), book.publisher.strip(),
                book.series.strip(), book.volume.strip(), cover_address(book.image_url), book.tags,
            ))  # fmt: skip

    def _lose(self, kind: str, book_id: str, title: str) -> str:
        """Count a row that is lost, and return no id."""
        self.counts[kind] += 1
        self.examples.setdefault(kind, f"book {book_id!r}, title {title!r}")
        return ""

    def collect(self) -> pd.DataFrame:
        """Return the books as `SourceTables` has them."""
        books = pd.DataFrame(self._rows, columns=list(_COLUMNS), dtype="object")
        missing = books["author"] == UNKNOWN_AUTHOR
        self.counts["books without author"] += int(missing.sum())
        years = pd.to_numeric(books["year"], errors="coerce").round()
        in_dates = years.isna() & (books["year"] != "")
        if in_dates.any():
            found = books["year"][in_dates].str.extract(_CLEANING.year_in_date, expand=False)
            years[in_dates] = pd.to_numeric(found, errors="coerce")
        believable = years.between(_CLEANING.first_year, _last_year(years)) & (years != 0)
        self.counts["books without a believable year"] += int((~believable).sum())
        return books.assign(year=years.where(believable).astype("Int32"))


def _author(author: str) -> str:
    """Return an author without entries that name nobody, also between commas where these divide whole names."""
    named = without_nobody(author)
    if not named:
        return UNKNOWN_AUTHOR
    return named if ";" in author or "|" in author else without_nobody_between_commas(author) or UNKNOWN_AUTHOR


def number_of(text: str) -> float:
    """Return a text as a number, NaN where it is none."""
    try:
        return float(text) if "_" not in text else math.nan
    except ValueError:
        return math.nan


def _last_year(years: "pd.Series[float]") -> int:
    """Return the last year in which a book of a dataset can have been published, at most the year after this one."""
    next_year = datetime.now(UTC).year + 1
    shares = years[years.between(_CLEANING.first_year, next_year)].value_counts(normalize=True)
    common_years = shares.index[shares >= _CLEANING.common_year_share]
    return min(next_year, int(common_years.max()) + 1) if len(common_years) else next_year
