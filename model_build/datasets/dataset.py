"""The readable datasets of ratings: Kaggle's "Book Recommendation Dataset", the Book-Crossing dump, goodbooks-10k.

The columns identify the layout. Every fault in a row is repaired or the row dropped, and counted; a dataset that no
model can be built from raises `DatasetError`.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from model_build.datasets.contract import SourceTables, check
from model_build.datasets.formats.csv_records import DatasetError, Table, TableFile
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.ratings_table import RatingCollector
from model_build.datasets.values.isbns import whole_isbn
from model_build.datasets.values.languages import language_of
from model_build.datasets.values.mojibake import repair_text
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.isbn import isbn_of


@dataclass(frozen=True, slots=True)
class CleaningConfig:
    """Limits of believable values.

    Attributes:
        first_year: First year of publication. Goodreads gives the Iliad's as -750; Book-Crossing has years of 0.
        common_year_share: Smallest share of the books that makes a year common; the year after the newest common one is
            the last. Of Book-Crossing's books, collected in 2004, 2.6% are of that year, 0.02% of 2005 and of 2030.
        ages: Ages of readers in years.
        missing_authors: Entries for an unknown author, in lower case.
    """

    first_year: int = -3000
    common_year_share: float = 0.001
    ages: range = range(5, 101)
    missing_authors: frozenset[str] = frozenset([
        "", "nan", "null", "not applicable", "n/a", "na", "unknown", "unknown author",
    ])  # fmt: skip


_CLEANING = CleaningConfig()
# Where an author follows an escaped quote, the Book-Crossing dump runs title and author together:
#   DK Readers: Creating the X-Men (Level 4: Proficient Readers)\";James Buckley"
_SHIFTED_TITLE = re.compile(r'^(.*?)\\?";"?(.*?)"?$')


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a dataset, and the rows of the dataset's tables that it gave.

    Attributes:
        name: Name of the source, for people; no two of a dataset have the same.
        licence: The terms of the data, or ''.
        notice: A sentence that is shown wherever the data is, or ''.
        citation: The publication that the data's makers ask to cite, or ''.
        rating_scale: The source's own best rating, or None where it has no ratings.
        like_threshold: The least rating of its own that is a like.
        editions: Rows of `Dataset.editions`.
        readers: Rows of `Dataset.readers`.
        counts: Number of rows read, and of those repaired or dropped, by the kind of their fault.
        work_ids_are_final: True where different work ids are always different works, see `SourceTables`.
    """

    name: str
    licence: str
    notice: str
    citation: str
    rating_scale: int | None
    like_threshold: float
    editions: range
    readers: range
    counts: Counter[str]
    work_ids_are_final: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A clean dataset, with rows numbered from 0.

    Attributes:
        editions: [editions] source_id, title, author, year (of first publication where the dataset has it, else of the
            edition; <NA> where unknown), isbn (the source_id where there is none), image_url, publisher, language (ISO
            639-1, None where unknown), series and volume ('' where the dataset has none of its own), isbns (tuple of
            whole ISBNs), work_id ('' where unknown), tags (tuple).
        readers: [readers] source_id, country ('' where unknown), age (<NA> where unknown).
        ratings: [ratings] reader, edition (row numbers), rating (0 = read, not rated), liked; one a pair.
        rating_scale: The best rating: 5 or 10.
        notice: A sentence about the data that is shown beside it, or an empty string.
        counts: Number of rows read, and of those repaired or dropped, by the kind of their fault.
        fingerprint: SHA-256 of the tables and the notice, in hex.
        sources: Its sources, in the order of their rows; none where it was not read from files.
    """

    editions: pd.DataFrame
    readers: pd.DataFrame
    ratings: pd.DataFrame
    rating_scale: int
    notice: str
    counts: Counter[str]
    fingerprint: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    """The names of a dataset's columns, and its rating scale."""

    book_id: str
    title: str
    author: str
    year: str
    first_year: str
    isbn: str
    isbn_13: str
    image_url: str
    publisher: str
    language: str
    series: str
    volume: str
    reader_id: str
    rated_book_id: str
    rating: str
    rating_scale: int


_BOOK_CROSSING = _Layout(
    book_id="ISBN", title="Book-Title", author="Book-Author", year="Year-Of-Publication",
    first_year="First-Publication-Year", isbn="ISBN", isbn_13="ISBN-13", image_url="Image-URL-M", publisher="Publisher",
    language="Language", series="Series", volume="Volume", reader_id="User-ID", rated_book_id="ISBN",
    rating="Book-Rating", rating_scale=10,
)  # fmt: skip
_GOODBOOKS = _Layout(
    book_id="book_id", title="title", author="authors", year="original_publication_year",
    first_year="original_publication_year", isbn="isbn",
    isbn_13="isbn13", image_url="image_url", publisher="publisher", language="language_code", series="series",
    volume="volume", reader_id="user_id", rated_book_id="book_id", rating="rating", rating_scale=5,
)  # fmt: skip


def read_source(files: DatasetFiles) -> SourceTables:
    """Read a dataset's files as the tables of the contract.

    Raises:
        DatasetError: A file or a column is missing, or no rating can be used; the message names it.
    """
    counts: Counter[str] = Counter()
    books = Table(files.books, repair=_fit_book_fields)
    ratings = Table(files.ratings)
    layout = _layout(books.columns)
    editions = _read_editions(books, layout, counts)
    collector = RatingCollector(editions["source_id"].tolist())
    for reader_ids, book_ids, values in ratings.blocks(layout.reader_id, layout.rated_book_id, layout.rating):
        collector.add(reader_ids, book_ids, values)
    collected = collector.collect(usual_scale=layout.rating_scale)
    counts.update(collector.counts)
    if collected.ratings.empty:
        raise DatasetError(
            f"No usable rating in {files.ratings}: of {counts['ratings rows']:,} rows none has a reader, a book of "
            f"{files.books} and a number from 0 to {layout.rating_scale}. Do the two files belong together?"
        )
    people = _read_readers(files.users, collected.reader_ids, counts)
    for table in (books, ratings):
        counts.update({f"{table.file.name}: {kind}": number for kind, number in table.counts.items()})
    return check(
        SourceTables(
            name="Book-Crossing" if layout == _BOOK_CROSSING else "goodbooks-10k",
            books=editions.drop(columns="isbn").rename(columns={"source_id": "book_id"}),
            ratings=collected.ratings,
            readers=people.rename(columns={"source_id": "reader_id"}),
            rating_scale=collected.rating_scale or layout.rating_scale,
            like_threshold=collected.like_threshold,
            notice=files.notice,
            licence="",
            citation="",
            counts=counts,
            examples=collector.examples,
            fingerprint=files.fingerprint(),
        )
    )


def _layout(columns: Sequence[str]) -> _Layout:
    if "Book-Title" in columns or "ISBN" in columns:
        return _BOOK_CROSSING
    # The first release of goodbooks-10k numbers its books by `id`; its `book_id` is Goodreads' own.
    return replace(_GOODBOOKS, book_id="id") if "id" in columns and "authors" in columns else _GOODBOOKS


def _read_editions(table: Table, layout: _Layout, counts: Counter[str]) -> pd.DataFrame:
    required = (layout.book_id, layout.title, layout.author)
    optional = [
        layout.year, layout.isbn, layout.isbn_13, layout.image_url, layout.publisher, layout.language,
        layout.series, layout.volume, layout.first_year,
    ]  # fmt: skip
    present = [column if column in table.columns else layout.title for column in optional]
    seen: set[str] = set()
    rows = []
    for source_id, listed_title, listed_author, *rest in table.rows(*required, *present):
        counts["books rows"] += 1
        title, author = listed_title, listed_author
        year, listed_isbn, isbn_13, image_url, publisher, code, series, volume, first_year = (
            field if column in table.columns else "" for field, column in zip(rest, optional, strict=True)
        )
        if _is_year(author) and not _is_year(year) and (parts := _SHIFTED_TITLE.match(title)):
            counts["books with shifted columns, repaired"] += 1
            title, author, year, publisher = parts[1], parts[2], author, year
        title, author = repair_text(title), repair_text(author)
        if title not in listed_title or author not in listed_author:
            counts["titles and authors with broken text, repaired"] += 1
        if not source_id or not title:
            counts["books without id or title, dropped"] += 1
        elif source_id in seen:
            counts["books listed twice, dropped"] += 1
        else:
            seen.add(source_id)
            isbn = whole_isbn(listed_isbn, isbn_13) or source_id
            language = language_of(code, isbn)
            year = first_year if abs(_number(first_year)) > 0 else year
            rows.append((source_id, title, author, year, isbn, image_url, publisher, language, series, volume))
    columns = ["source_id", "title", "author", "year", "isbn", "image_url", "publisher", "language", "series", "volume"]
    editions = pd.DataFrame(rows, columns=columns, dtype="object")
    missing = editions["author"].str.casefold().isin(_CLEANING.missing_authors)
    editions.loc[missing, "author"] = UNKNOWN_AUTHOR
    counts["books without author"] += int(missing.sum())
    years = pd.to_numeric(editions["year"], errors="coerce").round()
    believable = years.between(_CLEANING.first_year, _last_year(years)) & (years != 0)
    counts["books without a believable year"] += int((~believable).sum())
    isbns = [tuple(filter(None, [isbn_of(isbn)])) for isbn in editions["isbn"]]
    return editions.assign(
        year=years.where(believable).astype("Int32"),
        isbns=pd.Series(isbns, index=editions.index, dtype="object"),
        work_id=pd.Series("", index=editions.index, dtype="object"),
        tags=pd.Series([()] * len(editions), index=editions.index, dtype="object"),
    )


def _last_year(years: "pd.Series[float]") -> int:
    """Return the last year in which a book of a dataset can have been published, at most the year after this one."""
    next_year = datetime.now(UTC).year + 1
    shares = years[years.between(_CLEANING.first_year, next_year)].value_counts(normalize=True)
    common_years = shares.index[shares >= _CLEANING.common_year_share]
    return min(next_year, int(common_years.max()) + 1) if len(common_years) else next_year


def _read_readers(file: TableFile | None, reader_ids: list[str], counts: Counter[str]) -> pd.DataFrame:
    """Return source_id, country and age of the readers, in the order of their ids."""
    country_and_age: dict[str, tuple[str, float]] = {}
    if file:
        table = Table(file)
        has_age = "Age" in table.columns
        for reader_id, location, age in table.rows("User-ID", "Location", "Age" if has_age else "Location"):
            country = repair_text(location.rpartition(",")[2]).casefold()
            country_and_age[reader_id] = (country if country != "n/a" else "", _number(age) if has_age else np.nan)
        counts.update({f"{file.name}: {kind}": number for kind, number in table.counts.items()})
    people = pd.DataFrame(
        [country_and_age.get(reader_id, ("", np.nan)) for reader_id in reader_ids], columns=["country", "age"]
    )
    believable = people["age"].between(_CLEANING.ages.start, _CLEANING.ages.stop - 1)
    counts["readers' ages beyond belief, dropped"] += int((people["age"].notna() & ~believable).sum())
    return pd.DataFrame({
        "source_id": pd.Series(reader_ids, dtype="object"),
        "country": people["country"].astype("object"),
        "age": people["age"].where(believable).round().astype("Int16"),
    })  # fmt: skip


def _fit_book_fields(fields: list[str], columns: list[str]) -> list[str] | None:
    """Fit a Book-Crossing row to its columns: leave missing covers empty, join a title cut up at delimiters."""
    surplus = len(fields) - len(columns)
    if columns[:3] != ["ISBN", "Book-Title", "Book-Author"] or len(fields) < 3:
        return None
    if surplus < 0:
        return fields + [""] * -surplus
    title_end = 2 + surplus
    if _is_year(fields[title_end + 1]):
        return [fields[0], ", ".join(part.strip() for part in fields[1:title_end]), *fields[title_end:]]
    return None


def _is_year(text: str) -> bool:
    return text.isdecimal() and len(text) in (1, 4)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
