"""Own tables of books, ratings or loans, and readers: of a library, a shop, a team, or another recommender's project.

Any file of the contract in infra/docs/data.md. The columns have many names; RecBole's, LensKit's, RecTools' and gorse's
are among them.
"""

import math
import re
from datetime import UTC, datetime

from model_build.datasets.book_index import plain_id
from model_build.datasets.books_table import number_of
from model_build.datasets.contract import SourceTables
from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.source_builder import SourceBuilder
from model_build.datasets.sources.own_books import OwnBooks
from model_build.datasets.sources.own_columns import (
    BOOK_COLUMNS,
    BOOK_ID,
    ISBN_IDS,
    RATING_COLUMNS,
    READER_COLUMNS,
    role_of_table,
)
from model_build.datasets.sources.titled_loans import read_titled_loans, titled_loans
from shelftalker.repairs.mojibake import repair_text

NAME = "own tables"


def recognises(files: DatasetFiles) -> bool:
    """Return True for files with a table of books; every source that knows its columns better comes first."""
    told = files.with_roles_of(role_of_table)
    return told.table("books") is not None or titled_loans(told) is not None


def read(files: DatasetFiles) -> SourceTables:
    """Read the tables.

    Raises:
        DatasetError: A file or a column is missing; the message names it.
    """
    builder = SourceBuilder(NAME, files)
    files = files.with_roles_of(role_of_table)
    if together := titled_loans(files):
        read_titled_loans(together, builder)
        return _with_readers(files, builder)
    ratings = files.required_table("ratings")
    book_id = _shared_id(files.required_table("books"), ratings)
    contract = {book_id.name: BOOK_ID.name}
    books = builder.open("books", files.required_table("books"), (book_id, *BOOK_COLUMNS), contract=contract)
    _read_books(books, builder)
    reader_id, rating = RATING_COLUMNS
    # Rows of ratings have ids of their own.
    rated_id = Column(book_id.name, (*(name for name in book_id.aliases if name != "id"), "id"))
    builder.read_ratings(ratings, reader_id, rated_id, rating, contract=contract)
    return _with_readers(files, builder)


def _with_readers(files: DatasetFiles, builder: SourceBuilder) -> SourceTables:
    """Read the table of readers, if there is one, and return all tables."""
    readers = files.table("readers")
    facts = _read_readers(readers, builder) if readers else {}
    if others := [table.name for table in files.tables if table.name not in builder.names_of_files]:
        builder.remark(f"Other tables in the folder are not read: {', '.join(others)}.")
    return builder.build(facts)


def _shared_id(books: TableFile, ratings: TableFile) -> Column:
    """Return the column of the books' ids, of whose names the one that both files have comes first."""
    shared = set.intersection(*(set(map(letters_of, open_table(file).columns)) for file in (books, ratings)))
    names = (BOOK_ID.name, *BOOK_ID.aliases)
    unsure = {"id", *ISBN_IDS}
    first = next((name for name in names if letters_of(name) in shared and name not in unsure), BOOK_ID.name)
    return Column(first, tuple(name for name in names if name != first))


def _read_books(table: MatchedTable, builder: SourceBuilder) -> None:
    books = OwnBooks(table)
    builder.work_ids_are_final = table.has("work_id")
    for row in table.rows():
        builder.books.add(books.book_of(*row))
    builder.collect_books()


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
