"""Own tables of books, ratings or loans, and readers: of a library, a shop, a team, or another recommender's project.

Any file of the contract in infra/docs/data.md. The columns have many names; RecBole's, LensKit's, RecTools' and gorse's
are among them.
"""

import math
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from model_build.datasets.book_index import plain_id
from model_build.datasets.books_table import BookTexts, number_of
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.roles import Role
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.source_builder import SourceBuilder
from model_build.datasets.values.inverted_names import are_inverted, turn_round
from model_build.datasets.values.isbns import isbn_in, whole_isbns
from model_build.datasets.values.mojibake import repair_text

NAME = "own tables"
# Names of ids that are ISBNs. They come last: a book may have an id of its own, by which loans name it.
_ISBN_IDS = ("isbn", "isbn13", "isbn10", "ean")
BOOK_ID = Column(
    "book_id",
    ("item_id", "item", "book", "id", "parent_asin", "asin", "biblionumber", "bib_id", "biblio_id", "bib", "bib_number",
     "record_id", "record", "barcode", "item_barcode",
     "record_number", "record_no", "item_number", "book_number", "title_id", "product_id", *_ISBN_IDS),
)  # fmt: skip
BOOK_COLUMNS = (
    Column("title", ("book_title", "name", "title_name", "book_name", "item_name")),
    Column(
        "author",
        ("authors", "book_author", "author_name", "author_names", "main_author", "creator", "creators", "writer",
         "writers", "written_by"),
    ),
    Column("work_id", ("work",), is_required=False),
    Column("isbn", ("isbns", "ean"), is_required=False),
    Column("isbn_10", is_required=False),
    Column("isbn_13", is_required=False),
    Column(
        "year",
        ("original_publication_year", "first_publish_year", "publication_year", "year_of_publication", "pub_year",
         "published_year", "release_year", "published", "publication_date", "publish_date", "pub_date"),
        is_required=False,
    ),
    Column("language", ("language_code", "lang", "languages"), is_required=False),
    Column("publisher", ("publishers", "publisher_name"), is_required=False),
    Column("series", ("series_title", "series_name"), is_required=False),
    Column(
        "volume", ("series_number", "series_position", "series_index", "number_in_series", "volume_number"),
        is_required=False,
    ),
    Column(
        "cover",
        ("cover_url", "cover_id", "cover_image", "image_url", "image", "image_url_m", "thumbnail", "img_url"),
        is_required=False,
    ),
    Column(
        "tags",
        ("tag", "subjects", "subject", "genres", "genre", "categories", "category", "class", "labels"),
        is_required=False,
    ),
)  # fmt: skip
RATING_COLUMNS = (
    Column(
        "reader_id",
        ("user_id", "user", "reader", "member_id", "member", "patron_id", "patron", "borrower_id", "borrower",
         "borrowernumber", "cardholder", "cardholder_id", "card_id", "library_card", "customer_id", "customer",
         "reviewer_id", "account_id", "card_number", "card_no", "patron_number", "borrower_number", "borrower_no",
         "member_number", "member_no", "user_number", "reader_number", "uid"),
    ),
    Column(
        "rating",
        ("weight", "score", "stars", "star_rating", "book_rating", "my_rating", "overall", "rate", "rating_value"),
        is_required=False,
    ),
)  # fmt: skip
READER_COLUMNS = (
    Column("reader_id", (*RATING_COLUMNS[0].aliases, "id"), is_required=False),
    Column("country", ("country_code", "country_name", "nation"), is_required=False),
    Column("location", ("place", "address"), is_required=False),
    Column("age", is_required=False),
    Column(
        "birth_year", ("year_of_birth", "birthyear", "born", "yob", "birth_date", "date_of_birth", "birthday", "dob"),
        is_required=False,
    ),
)  # fmt: skip

_FIRST_ROWS = 1000
_NO_TEXTS = frozenset(["nan", "null", "none", "<na>", "n/a", "\\n", "nat"])
_LIST_MARKS = " \t\r\n[](){}"
_SEPARATORS = re.compile(r"\s*[;|]\s*")


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with a table of books; every source that knows its columns better comes first."""
    return files.with_roles_of(role_of_columns).table("books") is not None


def read(files: DatasetFiles) -> SourceTables:
    """Read the tables.

    Raises:
        DatasetError: A file or a column is missing; the message names it.
    """
    files = files.with_roles_of(role_of_columns)
    builder = SourceBuilder(NAME, files)
    ratings = files.required_table("ratings")
    book_id = _shared_id(files.required_table("books"), ratings)
    contract = {book_id.name: BOOK_ID.name}
    books = builder.open("books", files.required_table("books"), (book_id, *BOOK_COLUMNS), contract=contract)
    _read_books(books, builder)
    reader_id, rating = RATING_COLUMNS
    # Rows of ratings have ids of their own.
    rated_id = Column(book_id.name, (*(name for name in book_id.aliases if name != "id"), "id"))
    builder.read_ratings(ratings, reader_id, rated_id, rating, contract=contract)
    readers = files.table("readers")
    return builder.build(_read_readers(readers, builder) if readers else {})


def role_of_columns(columns: Sequence[str]) -> Role | None:
    """Return the role of a table whose name tells none, by its columns."""
    letters = set(map(letters_of, columns))

    def has(column: Column) -> bool:
        return not letters.isdisjoint(map(letters_of, (column.name, *column.aliases)))

    reader, book = has(RATING_COLUMNS[0]), has(BOOK_ID)
    title, author = map(has, BOOK_COLUMNS[:2])
    if reader and book:
        return "ratings"
    if title and author and not reader:
        return "books"
    return "readers" if reader and not title and any(map(has, READER_COLUMNS[1:])) else None


def _shared_id(books: TableFile, ratings: TableFile) -> Column:
    """Return the column of the books' ids, of whose names the one that both files have comes first."""
    shared = set.intersection(*(set(map(letters_of, open_table(file).columns)) for file in (books, ratings)))
    names = (BOOK_ID.name, *BOOK_ID.aliases)
    unsure = {"id", *_ISBN_IDS}
    first = next((name for name in names if letters_of(name) in shared and name not in unsure), BOOK_ID.name)
    return Column(first, tuple(name for name in names if name != first))


def _read_books(table: MatchedTable, builder: SourceBuilder) -> None:
    ids_are_isbns = _ids_are_isbns(table)
    inverted = _has_inverted_names(table)
    builder.work_ids_are_final = table.has("work_id")
    for book_id, title, *rest in table.rows():
        author, work_id, isbn, isbn_10, isbn_13, *facts = map(_text, rest)
        year, language, publisher, series, volume, cover, tags = facts
        isbns = dict.fromkeys(found for listed in (isbn, isbn_10, isbn_13) for found in isbns_in(listed))
        own = isbn_in(plain_id(book_id)) if ids_are_isbns else None
        builder.books.add(
            BookTexts(
                own or book_id,
                title,
                "; ".join(map(turn_round, parts_of(author)) if inverted else parts_of(author)),
                isbns=tuple(dict.fromkeys([own, *isbns] if own else isbns)),
                work_id=plain_id(work_id),
                year=year,
                language=language,
                publisher=publisher,
                series=series,
                volume=plain_id(volume),
                image_url=plain_id(cover),
                tags=tuple(dict.fromkeys(map(str.casefold, parts_of(tags, commas=True)))),
            )
        )
    builder.collect_books()


def _ids_are_isbns(table: MatchedTable) -> bool:
    """Return True where the books' ids are ISBNs: by the name of their column, or by most of the first values."""
    if letters_of(table.names[table.wanted[0].name]) in _ISBN_IDS:
        return True
    ids = next((block[0] or () for block in table.blocks()), ())[:_FIRST_ROWS]
    return 2 * sum(isbn_in(plain_id(book_id)) is not None for book_id in ids) > len(ids)


def _has_inverted_names(table: MatchedTable) -> bool:
    """Return True where most of the first authors have the surname in front."""
    column = [column.name for column in table.wanted].index("author")
    listed = next((block[column] or () for block in table.blocks()), ())[:_FIRST_ROWS]
    return are_inverted(name for cell in listed for name in parts_of(cell))


def _text(listed: str) -> str:
    """Return a cell's text, '' for a word that programs write where there is none."""
    return "" if listed.strip().casefold() in _NO_TEXTS else listed


def isbns_in(listed: str) -> tuple[str, ...]:
    """Return the ISBNs in a cell of one or several, divided by blanks or other marks."""
    if not listed:
        return ()
    whole = isbn_in(plain_id(listed))
    return (whole,) if whole else whole_isbns(*map(plain_id, re.split(r"[\s,;|/]+", listed)))


def parts_of(listed: str, *, commas: bool = False) -> list[str]:
    """Return the texts in a cell of several, divided by semicolons or bars: "A; B", "A | B", "['A', 'B']".

    Args:
        listed: The cell.
        commas: True where commas divide a cell without other marks.
    """
    is_list = listed.strip().startswith("[") and listed.strip().endswith("]")
    parts = _SEPARATORS.split(listed.strip(_LIST_MARKS) if is_list else listed)
    if len(parts) == 1 and (commas or is_list):
        parts = re.split(r"""(?<=['"])\s*,\s*(?=['"])""" if is_list and not commas else r"\s*,\s*", parts[0])
    if is_list:
        parts = [part.strip().strip("'\"") for part in parts]
    return [part for part in parts if part.strip()]


def _read_readers(file: TableFile, builder: SourceBuilder) -> dict[str, tuple[str, float]]:
    """Return country and age by the reader's id."""
    table = builder.open("readers", file, READER_COLUMNS)
    facts: dict[str, tuple[str, float]] = {}
    if not table.has("reader_id"):
        builder.remark(f"{file.name} was not read: it has no column of the readers' ids, 'reader_id'.")
        return facts
    for reader_id, country, location, age, birth_year in table.rows():
        builder.counts["readers rows"] += 1
        name = repair_text(country or location.rpartition(",")[2]).casefold()
        facts[plain_id(reader_id)] = (name if name != "n/a" else "", _age(age, birth_year))
    return facts


def _age(age: str, birth_year: str) -> float:
    """Return an age in years, of the year of birth where no age is given; NaN for none."""
    if age.strip():
        return number_of(age)
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", birth_year)
    return datetime.now(UTC).year - int(year[0]) if year else math.nan
