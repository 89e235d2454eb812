"""goodbooks-10k: the ratings of 10,000 books on Goodreads, https://github.com/zygmuntz/goodbooks-10k.

The first release numbers its books by `id`, and its `book_id` is Goodreads' own; the second numbers them by `book_id`.
"""

from model_build.datasets.books_table import number_of
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.csv_records import Table
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.source_builder import SourceBuilder
from model_build.datasets.values.isbns import whole_isbns

NAME = "goodbooks-10k"
_USUAL_SCALE = 5
_OPTIONAL = (
    "original_publication_year",
    "isbn",
    "isbn13",
    "image_url",
    "publisher",
    "language_code",
    "series",
    "volume",
)


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with the columns of goodbooks-10k."""
    return "authors" in Table(files.books).columns


def read(files: DatasetFiles) -> SourceTables:
    """Read both tables.

    Raises:
        DatasetError: A file or a column is missing, or no rating can be used; the message names it.
    """
    builder = SourceBuilder(NAME, files, usual_scale=_USUAL_SCALE)
    books, ratings = Table(files.books), Table(files.ratings)
    _read_books(books, builder)
    for reader_ids, book_ids, values in ratings.blocks("user_id", "book_id", "rating"):
        builder.ratings.add(reader_ids, book_ids, values)
    return builder.build({}, (books, ratings))


def _read_books(table: Table, builder: SourceBuilder) -> None:
    id_column = "id" if "id" in table.columns else "book_id"
    present = [column if column in table.columns else "title" for column in _OPTIONAL]
    is_absent = [column not in table.columns for column in _OPTIONAL]
    for book_id, title, authors, *rest in table.rows(id_column, "title", "authors", *present):
        year, isbn, isbn_13, image_url, publisher, language, series, volume = (
            "" if absent else field for absent, field in zip(is_absent, rest, strict=True)
        )
        builder.books.add(
            book_id,
            title,
            authors,
            isbns=whole_isbns(isbn, isbn_13),
            year=year if abs(number_of(year)) > 0 else "",
            language=language,
            publisher=publisher,
            series=series,
            volume=volume,
            image_url=image_url,
        )
    builder.collect_books()
