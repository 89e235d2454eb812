r"""Book-Crossing in both its forms: the dump of 2004, and Kaggle's "Book Recommendation Dataset" made of it.

ISBNs are the ids of the books. Both files have the same columns; the dump divides them by semicolons and escapes quotes
by backslashes, Kaggle's file divides them by commas and has taken some of these escapes for text.
"""

import math
import re

from model_build.datasets.book_index import plain_id
from model_build.datasets.books_table import BookTexts, number_of
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.source_builder import SourceBuilder, SourceTerms
from shelftalker.repairs.isbns import isbn_in, whole_isbns
from shelftalker.repairs.mojibake import repair_text

NAME = "Book-Crossing"
TERMS = SourceTerms(
    licence="None stated by the makers of the dataset, who ask to cite their paper.",
    citation="Cai-Nicolas Ziegler, Sean M. McNee, Joseph A. Konstan and Georg Lausen: Improving Recommendation Lists "
    "Through Topic Diversification. WWW 2005.",
    notice="Ratings of Book-Crossing (Ziegler et al., WWW 2005), without a stated licence.",
)
_USUAL_SCALE, _ID_LENGTH = 10, 10
_BOOKS = (
    Column("ISBN", ("book_id", "item_id", "isbn10", "isbn13", "id")),
    Column("Book-Title", ("title",)),
    Column("Book-Author", ("author", "authors")),
    Column("Year-Of-Publication", ("year", "publication_year"), is_required=False),
    Column("Publisher", is_required=False),
    Column("Image-URL-M", ("image_url", "Image-URL-L", "Image-URL-S"), is_required=False),
    Column("ISBN-13", is_required=False),
    Column("Language", is_required=False),
    Column("Series", is_required=False),
    Column("Volume", is_required=False),
    Column("First-Publication-Year", is_required=False),
    Column("Tags", ("subjects",), is_required=False),
)
_RATINGS = (
    Column("User-ID", ("user", "reader_id")),
    Column("ISBN", ("book_id", "item_id", "isbn10", "isbn13")),
    Column("Book-Rating", ("rating", "score", "stars"), is_required=False),
)
_READERS = (
    Column("User-ID", ("user", "reader_id", "id"), is_required=False),
    Column("Location", ("place",), is_required=False),
    Column("Age", is_required=False),
    Column("Country", is_required=False),
)
_CONTRACT = {
    "ISBN": "book_id and isbn", "Book-Title": "title", "Book-Author": "author", "Year-Of-Publication": "year",
    "First-Publication-Year": "year", "Publisher": "publisher", "Image-URL-M": "cover", "ISBN-13": "isbn",
    "Language": "language", "Series": "series", "Volume": "volume", "User-ID": "reader_id", "Book-Rating": "rating",
    "Location": "country", "Country": "country", "Age": "age", "Tags": "tags",
}  # fmt: skip
# Columns that no other table of books has, by letters alone.
_TELLING = frozenset(["booktitle", "bookauthor", "yearofpublication"])
# Where an author follows an escaped quote, the Book-Crossing dump runs title and author together:
#   DK Readers: Creating the X-Men (Level 4: Proficient Readers)\";James Buckley"
_SHIFTED_TITLE = re.compile(r'^(.*?)\\?";"?(.*?)"?$')


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with Book-Crossing's columns."""
    books = files.table("books")
    letters = set(map(letters_of, open_table(books).columns)) if books else set()
    return ("isbn" in letters and not letters.isdisjoint(_TELLING)) or {"booktitle", "bookauthor"} <= letters


def read(files: DatasetFiles) -> SourceTables:
    """Read both tables, and that of the readers if there is one.

    Raises:
        DatasetError: A file or a column is missing; the message names it.
    """
    builder = SourceBuilder(NAME, files, usual_scale=_USUAL_SCALE, terms=TERMS)
    books = builder.open("books", files.required_table("books"), _BOOKS, contract=_CONTRACT, repair=_fit_book_fields)
    _read_books(books, builder)
    builder.read_ratings(files.required_table("ratings"), *_RATINGS, contract=_CONTRACT)
    readers = files.table("readers")
    return builder.build(_read_readers(readers, builder) if readers else {})


def _read_books(table: MatchedTable, builder: SourceBuilder) -> None:
    for listed_id, listed_title, listed_author, listed_year, listed_publisher, *rest in table.rows():
        title, author, year, publisher = listed_title, listed_author, listed_year, listed_publisher
        image_url, isbn_13, language, series, volume, first_year, tags = rest
        if _is_year(author.strip()) and not _is_year(year.strip()) and (parts := _SHIFTED_TITLE.match(title.strip())):
            builder.counts["books with shifted columns, repaired"] += 1
            title, author, year, publisher = parts[1], parts[2], author, year
        book_id = plain_id(listed_id)
        isbns = whole_isbns(book_id, isbn_13)
        builder.books.add(
            BookTexts(
                # An ISBN of another length than its ten characters lost zeros, or has thirteen digits or hyphens.
                book_id if len(book_id) == _ID_LENGTH else isbn_in(book_id) or book_id,
                title,
                author,
                isbns=isbns,
                year=first_year if abs(number_of(first_year)) > 0 else year,
                language=language,
                publisher=publisher,
                series=series,
                volume=volume,
                image_url=image_url,
                tags=tuple(dict.fromkeys(filter(None, map(str.strip, tags.split(";"))))),
            )
        )
    builder.collect_books()


def _read_readers(file: TableFile, builder: SourceBuilder) -> dict[str, tuple[str, float]]:
    """Return country and age by the reader's id."""
    table = builder.open("readers", file, _READERS, contract=_CONTRACT)
    facts: dict[str, tuple[str, float]] = {}
    if not table.has("User-ID"):
        builder.remark(f"{file.name} was not read: it has no column of the readers' ids, 'User-ID'.")
        return facts
    if not (table.has("Location") or table.has("Country")):
        builder.remark(f"{file.name} has no column 'Location', so that the readers' countries are unknown.")
    for reader_id, location, age, country in table.rows():
        builder.counts["readers rows"] += 1
        name = repair_text(country or location.rpartition(",")[2]).casefold()
        facts[plain_id(reader_id)] = (name if name != "n/a" else "", number_of(age) if age else math.nan)
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
