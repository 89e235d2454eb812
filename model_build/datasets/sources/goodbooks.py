"""goodbooks-10k: the ratings of 10,000 books on Goodreads, https://github.com/zygmuntz/goodbooks-10k.

The first release numbers its books by `id`, and its `book_id` is Goodreads' own; the second numbers them by `book_id`.
"""

from model_build.datasets.books_table import BookTexts, number_of
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table import open_table
from model_build.datasets.source_builder import SourceBuilder, SourceTerms
from model_build.datasets.sources.goodbooks_tags import tags_of_books
from shelftalker.repairs.isbns import whole_isbns

NAME = "goodbooks-10k"
TERMS = SourceTerms(
    licence="CC BY-SA 4.0 (https://github.com/zygmuntz/goodbooks-10k)",
    citation="Zygmunt Zaj\u0105c: Goodbooks-10k, a new dataset for book recommendations. FastML, 2017.",
    notice="Books and ratings of goodbooks-10k (Zaj\u0105c, FastML 2017), CC BY-SA 4.0.",
)
_USUAL_SCALE = 5
_BOOKS = (
    Column("title", ("original_title",)),
    Column("authors", ("author",)),
    Column("original_publication_year", ("year",), is_required=False),
    Column("isbn", is_required=False),
    Column("isbn13", is_required=False),
    Column("image_url", ("small_image_url",), is_required=False),
    Column("publisher", is_required=False),
    Column("language_code", ("language",), is_required=False),
    Column("series", is_required=False),
    Column("volume", is_required=False),
)
_RATINGS = (
    Column("user_id", ("user", "reader_id")),
    Column("book_id", ("item_id",)),
    Column("rating", ("stars", "score"), is_required=False),
)
_CONTRACT = {
    "id": "book_id", "authors": "author", "original_publication_year": "year", "isbn13": "isbn", "image_url": "cover",
    "language_code": "language", "user_id": "reader_id", "goodreads_book_id": "tags",
}  # fmt: skip
# Columns of goodbooks-10k alone, by letters.
_TELLING = frozenset(["originalpublicationyear", "goodreadsbookid", "bestbookid", "workratingscount"])


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with the columns of goodbooks-10k."""
    books = files.table("books")
    letters = set(map(letters_of, open_table(books).columns)) if books else set()
    return "title" in letters and not letters.isdisjoint(_TELLING)


def read(files: DatasetFiles) -> SourceTables:
    """Read both tables.

    Raises:
        DatasetError: A file or a column is missing; the message names it.
    """
    builder = SourceBuilder(NAME, files, usual_scale=_USUAL_SCALE, terms=TERMS)
    file = files.required_table("books")
    letters = set(map(letters_of, open_table(file).columns))
    own_number, goodreads_id = Column("book_id", ("id", "item_id")), Column("goodreads_book_id", is_required=False)
    if {"id", "bookid"} <= letters:
        own_number, goodreads_id = Column("id"), Column("goodreads_book_id", ("book_id",))
    books = builder.open("books", file, (goodreads_id, own_number, *_BOOKS), contract=_CONTRACT)
    tags_of = tags_of_books(files)
    for on_goodreads, *texts in books.rows():
        book_id, title, authors, year, isbn, isbn_13, image_url, publisher, language, series, volume = texts
        builder.books.add(
            BookTexts(
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
                tags=tags_of.get(on_goodreads, ()),
            )
        )
    builder.collect_books()
    builder.read_ratings(files.required_table("ratings"), *_RATINGS, contract=_CONTRACT)
    if wanted := files.table_by_stem("to_read"):
        builder.remark(f"{wanted.name} has what readers want to read, which is not read yet: it is left out.")
    return builder.build()
