r"""Book-Crossing in both its forms: the dump of 2004, and Kaggle's "Book Recommendation Dataset" made of it.

ISBNs are the ids of the books. Both files have the same columns; the dump divides them by semicolons and escapes quotes
by backslashes, Kaggle's file divides them by commas and has taken some of these escapes for text.
"""

import math
import re
from collections import Counter

from model_build.datasets.books_table import number_of
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.csv_records import Table
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.source_builder import SourceBuilder
from model_build.datasets.values.isbns import whole_isbns
from model_build.datasets.values.mojibake import repair_text

NAME = "Book-Crossing"
_USUAL_SCALE = 10
_REQUIRED = ("ISBN", "Book-Title", "Book-Author")
_OPTIONAL = (
    "Year-Of-Publication", "Publisher", "Image-URL-M", "ISBN-13", "Language", "Series", "Volume",
    "First-Publication-Year",
)  # fmt: skip
# Where an author follows an escaped quote, the Book-Crossing dump runs title and author together:
#   DK Readers: Creating the X-Men (Level 4: Proficient Readers)\";James Buckley"
_SHIFTED_TITLE = re.compile(r'^(.*?)\\?";"?(.*?)"?$')


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with Book-Crossing's columns."""
    columns = Table(files.books).columns
    return "Book-Title" in columns or "ISBN" in columns


def read(files: DatasetFiles) -> SourceTables:
    """Read both tables, and that of the readers if there is one.

    Raises:
        DatasetError: A file or a column is missing, or no rating can be used; the message names it.
    """
    builder = SourceBuilder(NAME, files, usual_scale=_USUAL_SCALE)
    books, ratings = Table(files.books, repair=_fit_book_fields), Table(files.ratings)
    _read_books(books, builder)
    for reader_ids, book_ids, values in ratings.blocks("User-ID", "ISBN", "Book-Rating"):
        builder.ratings.add(reader_ids, book_ids, values)
    return builder.build(_read_readers(files.users, builder.counts), (books, ratings))


def _read_books(table: Table, builder: SourceBuilder) -> None:
    present = [column if column in table.columns else _REQUIRED[1] for column in _OPTIONAL]
    is_absent = [column not in table.columns for column in _OPTIONAL]
    for isbn, listed_title, listed_author, *rest in table.rows(*_REQUIRED, *present):
        year, publisher, image_url, isbn_13, language, series, volume, first_year = (
            "" if absent else field for absent, field in zip(is_absent, rest, strict=True)
        )
        title, author = listed_title, listed_author
        if _is_year(author) and not _is_year(year) and (parts := _SHIFTED_TITLE.match(title)):
            builder.counts["books with shifted columns, repaired"] += 1
            title, author, year, publisher = parts[1], parts[2], author, year
        builder.books.add(
            isbn,
            title,
            author,
            isbns=whole_isbns(isbn, isbn_13),
            year=first_year if abs(number_of(first_year)) > 0 else year,
            language=language,
            publisher=publisher,
            series=series,
            volume=volume,
            image_url=image_url,
        )
    builder.collect_books()


def _read_readers(file: TableFile | None, counts: Counter[str]) -> dict[str, tuple[str, float]]:
    """Return country and age by the reader's id."""
    facts: dict[str, tuple[str, float]] = {}
    if file:
        table = Table(file)
        has_age = "Age" in table.columns
        for reader_id, location, age in table.rows("User-ID", "Location", "Age" if has_age else "Location"):
            country = repair_text(location.rpartition(",")[2]).casefold()
            facts[reader_id] = (country if country != "n/a" else "", number_of(age) if has_age else math.nan)
        counts.update({f"{file.name}: {kind}": number for kind, number in table.counts.items()})
    return facts


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
