"""Books of the UCSD Book Graph: one record of `goodreads_books.json.gz`, with its authors and series, as a row.

The fields are those of https://cseweb.ucsd.edu/~jmcauley/datasets/goodreads.html; all values are text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from model_build.datasets.books_table import BookTexts
from model_build.datasets.formats.json_lines import Record
from model_build.datasets.values.covers import cover_address
from model_build.datasets.values.shelf_subjects import subjects_of
from shelftalker.repairs.isbns import whole_isbns


@dataclass(frozen=True, slots=True)
class UcsdBookConfig:
    """Rules for the fields of a book.

    Attributes:
        writing: Role of a contributor who wrote the book; most authors have none.
        numbered_series: A title that names its series: "The Salt Road (Harbour, #2)".
    """

    writing: re.Pattern[str] = re.compile(r"author|writer|writing|text|story|stories|poet|creator", re.IGNORECASE)
    numbered_series: re.Pattern[str] = re.compile(r"\([^()]*#\s?[\d.]+[^()]*\)")


_CONFIG = UcsdBookConfig()


@dataclass(frozen=True, slots=True)
class UcsdNames:
    """The texts that the books name by their ids.

    Attributes:
        authors: Author id -> name.
        series: Series id -> title; may be empty.
        first_years: Work id -> year of first publication; may be empty.
    """

    authors: Mapping[str, str]
    series: Mapping[str, str]
    first_years: Mapping[str, str]


def book_of(record: Record, names: UcsdNames) -> BookTexts:
    """Return the book of a line of the file of books.

    Its title has the series and the volume in brackets mostly, and a series of its own only where it has not.
    """
    title = text_of(record.get("title")) or text_of(record.get("title_without_series"))
    work_id = text_of(record.get("work_id"))
    isbn_10, isbn_13, image_url = (text_of(record.get(key)) for key in ("isbn", "isbn13", "image_url"))
    return BookTexts(
        book_id=text_of(record.get("book_id")),
        work_id=work_id,
        title=title,
        author=_author(record.get("authors"), names.authors),
        isbns=whole_isbns(isbn_10, isbn_13),
        year=names.first_years.get(work_id) or text_of(record.get("publication_year")),
        language=text_of(record.get("language_code")),
        publisher=text_of(record.get("publisher")),
        series="" if _CONFIG.numbered_series.search(title) else _series(record.get("series"), names.series),
        image_url=cover_address(image_url),
        tags=_tags(record.get("popular_shelves")),
    )


def text_of(value: object) -> str:
    """Return a text or a whole number as text; '' for anything else."""
    if isinstance(value, str):
        return value.strip(" \t\r\n")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _author(listed: object, names: Mapping[str, str]) -> str:
    """Return the contributors who wrote, or the first one where no role says so."""
    contributors = [
        (name, text_of(contributor.get("role")))
        for contributor in (listed if isinstance(listed, list) else [])
        if isinstance(contributor, dict) and (name := names.get(text_of(contributor.get("author_id")), ""))
    ]
    authors = [name for name, role in contributors if not role or _CONFIG.writing.search(role)]
    return "; ".join(dict.fromkeys(authors or [name for name, _ in contributors[:1]]))


def _series(listed: object, titles: Mapping[str, str]) -> str:
    """Return the title of the first known series."""
    series_ids = listed if isinstance(listed, list) else []
    return next((titles[series_id] for series_id in map(text_of, series_ids) if series_id in titles), "")


def _tags(listed: object) -> tuple[str, ...]:
    """Return the shelves that name subjects: 'science-fiction' is "science fiction".

    Goodreads lists those of most readers first.
    """
    if not isinstance(listed, list):
        return ()
    try:
        return subjects_of((shelf["name"], int(shelf["count"])) for shelf in listed)
    except (TypeError, KeyError, ValueError):
        shelves = [shelf for shelf in listed if isinstance(shelf, dict)]
        counted = [(text_of(shelf.get("name")), text_of(shelf.get("count"))) for shelf in shelves]
        return subjects_of([(name, int(count)) for name, count in counted if count.isdecimal()])
