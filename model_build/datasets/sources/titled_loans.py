"""One table of everything: each row a loan or rating with the title and author of its book, as exports mostly are."""

from itertools import repeat

from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.formats.roles import join_series, role_of
from model_build.datasets.formats.table import open_table
from model_build.datasets.formats.table_file import DatasetError, TableFile
from model_build.datasets.interactions import STATUS, TIMESTAMP, WANTED, statuses_beside
from model_build.datasets.source_builder import SourceBuilder
from model_build.datasets.sources.own_books import OwnBooks
from model_build.datasets.sources.own_columns import (
    BOOK_COLUMNS,
    BOOK_ID,
    ISBN_IDS,
    RATING_COLUMNS,
    has_books_and_readers,
)

# Ids of the rows themselves, or of copies of a book.
_OF_ROWS = frozenset(["id", "record", "record_id", "record_no", "record_number", "barcode", "item_barcode"])
_OWN_ID = Column(
    BOOK_ID.name,
    tuple(name for name in BOOK_ID.aliases if name not in (*_OF_ROWS, *ISBN_IDS)),
    is_required=False,
)


def titled_loans(files: DatasetFiles) -> TableFile | None:
    """Return the table of everything where no other has books or ratings, else None.

    Args:
        files: The files with the roles that their columns tell.
    """
    by_role = [table for role in ("books", "ratings") if (table := files.table(role))]
    others = [table for table in files.tables if role_of(table) is None and table != files.table("readers")]
    candidates = by_role or others
    file = candidates[0] if len(candidates) == 1 else join_series(candidates) if candidates and not by_role else None
    try:
        return file if file and has_books_and_readers(open_table(file).columns) else None
    except DatasetError:
        # The reader of the table refuses it by name.
        return None


def read_titled_loans(file: TableFile, builder: SourceBuilder) -> None:
    """Read the books and the loans or ratings of a table of everything.

    A book is told by the table's id of it, else by its ISBN, else by title and author together.

    Raises:
        DatasetError: A column is missing; the message names it.
    """
    wanted = (_OWN_ID, *BOOK_COLUMNS, *RATING_COLUMNS, STATUS, WANTED, TIMESTAMP)
    table = builder.open("ratings", file, wanted)
    books = OwnBooks(table)
    builder.work_ids_are_final = table.has("work_id")
    seen: set[str] = set()
    of_book = 1 + len(BOOK_COLUMNS)
    for block in table.blocks():
        reader_ids, ratings, listed_statuses, marks, times = block[of_book:]
        size = len(reader_ids or ())
        rows = zip(*(repeat("", size) if texts is None else texts for texts in block[:of_book]), strict=True)
        book_ids = []
        for row in rows:
            book = books.book_of(*row)
            key = book.book_id.strip() or next(iter(book.isbns), "") or _key_of(book.title, book.author)
            book_ids.append(key)
            if key and key not in seen:
                seen.add(key)
                builder.books.add(book._replace(book_id=key))
        statuses = listed_statuses if marks is None else statuses_beside(marks, listed_statuses)
        builder.ratings.add(reader_ids or (), book_ids, ratings, statuses=statuses, timestamps=times)
    builder.collect_books()
    kind = "ratings" if table.has("rating") else "loans"
    builder.remark(f"{file.name} has the books in the rows of the {kind}: each is read once.")


def _key_of(title: str, author: str) -> str:
    """Return the id of a book without one: its title and author, by letters alone; '' without a title."""
    return f"{letters_of(title)} / {letters_of(author)}" if title.strip() else ""
