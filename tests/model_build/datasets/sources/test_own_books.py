"""Books of own tables' rows."""

from pathlib import Path

from model_build.datasets.books_table import BookTexts
from model_build.datasets.formats.table_file import TableFile
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.sources.own_books import OwnBooks
from model_build.datasets.sources.own_columns import BOOK_COLUMNS, BOOK_ID


def books_of(directory: Path, text: str) -> list[BookTexts]:
    (directory / "books.csv").write_text(text, encoding="utf-8")
    table = MatchedTable.open(TableFile(directory / "books.csv"), (BOOK_ID, *BOOK_COLUMNS))
    books = OwnBooks(table)
    return [books.book_of(*row) for row in table.rows()]


def test_authors_with_the_surname_in_front_are_turned_round_where_most_are(tmp_path: Path) -> None:
    text = 'id,title,author\n1,Dune,"Herbert, Frank"\n2,Emma,"Austen, Jane, 1775-1817"\n'
    text += '3,Stride,"King, Martin Luther, Jr."\n4,Omens,"Pratchett, Terry; Gaiman, Neil"\n5,Iliad,Homer\n'
    assert [book.author for book in books_of(tmp_path, text)] == [
        "Frank Herbert",
        "Jane Austen",
        "Martin Luther King, Jr.",
        "Terry Pratchett; Neil Gaiman",
        "Homer",
    ]
    text = 'id,title,author\n1,A,"John Smith, Jr."\n2,B,"Ann Marsh, Ben Lind"\n3,C,"Staff, Leopold"\n4,D,Una Vane\n'
    assert [book.author for book in books_of(tmp_path, text)] == [
        "John Smith, Jr.",
        "Ann Marsh, Ben Lind",
        "Staff, Leopold",
        "Una Vane",
    ]


def test_ids_that_are_isbns_mostly_are_read_as_such(tmp_path: Path) -> None:
    text = "id,title,author\n441172717,Dune,Frank Herbert\n978-0-14-143958-7,Emma,Jane Austen\nx,Iliad,Homer\n"
    books = books_of(tmp_path, text)
    assert [(book.book_id, book.isbns) for book in books] == [
        ("0441172717", ("0441172717",)),
        ("0141439580", ("0141439580",)),
        ("x", ()),
    ]
