"""The books of an export as an import holds them."""

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.imports import IMPORTS, ImportContents, MissingBook
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf_exports.exported_books import ExportedBook, Isbns
from shelftalker.shelf_exports.imported_books import actions_of, imported_books, pasted_books, stars_of
from shelftalker.shelf_exports.reading import read_export
from shelftalker.shelf_exports.statuses import Status

HEADER = "Title,Author,ISBN,My Rating,Exclusive Shelf"


def contents_of(catalogue: Catalogue, *rows: str) -> ImportContents:
    return imported_books(catalogue, read_export("export.csv", "\n".join([HEADER, *rows]).encode()))


def titles_of(catalogue: Catalogue, contents: ImportContents) -> dict[str, int | None]:
    books = catalogue.books_with_ids([book.book_id for book in contents.books])
    return {books[book.book_id].title: book.stars for book in contents.books}


@pytest.mark.parametrize(
    ("rating", "scale", "stars"), [(4.25, 5, 4), (4.5, 5, 5), (0.5, 5, 1), (7, 10, 4), (100, 100, 5), (None, 5, None)]
)
def test_ratings_become_whole_stars(rating: float | None, scale: int, stars: int | None) -> None:
    book = ExportedBook(1, "", "", (), Isbns((), (), rounded=False), "", Status.READ, "", rating, is_bad_rating=False)
    assert stars_of(book, scale) == stars


def test_rows_are_stars_books_to_read_or_read_without_stars(catalogue: Catalogue) -> None:
    contents = contents_of(
        catalogue,
        "Emma,Jane Austen,,0,to-read",
        "Dune,Frank Herbert,,5,read",
        "Emma,Jane Austen,,3,read",
        "Dune,Frank Herbert,,1,read",
        "The Hobbit,J. R. R. Tolkien,,0,read",
        "The Stranger,Albert Camus,,0,a shelf of my own",
        "Piranesi,Susanna Clarke,,4,read",
    )
    assert titles_of(catalogue, contents) == {"Emma": 3, "Dune": 5, "The Hobbit": 0}
    assert contents.missing == (MissingBook("Piranesi", "Susanna Clarke"),)
    assert (contents.rows, contents.unread, contents.repeated) == (7, 1, 2)


def test_rows_beyond_the_limit_are_counted_as_left_out(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shelftalker.shelf_exports.imported_books.IMPORTS", IMPORTS._replace(rows=1))
    contents = contents_of(catalogue, "Emma,Jane Austen,,3,read", "Dune,Frank Herbert,,5,read")
    assert (titles_of(catalogue, contents), contents.rows, contents.unread) == ({"Emma": 3}, 2, 1)


def test_a_further_piece_needs_no_header(catalogue: Catalogue) -> None:
    first = pasted_books(catalogue, f"{HEADER}\nEmma,Jane Austen,,3,read\n")
    both = pasted_books(catalogue, "Dune,Frank Herbert,,5,read", first)
    assert titles_of(catalogue, both) == {"Emma": 3, "Dune": 5}
    assert titles_of(catalogue, pasted_books(catalogue, f"{HEADER}\nDune,Frank Herbert,,5,read", first)) == {
        "Emma": 3,
        "Dune": 5,
    }


@pytest.mark.parametrize(
    "row",
    [
        "Dune,Frank Herbert,,5,read",
        '"Dune","Herbert, Frank",,5,read',
        "Nothing,Nobody,,5,read",
        "Dune,Frank Herbert,,0,to-read",
        "Dune,Frank Herbert,,0,read",
    ],
)
def test_a_text_pasted_in_two_pieces_is_as_one_wherever_a_row_is_cut(catalogue: Catalogue, row: str) -> None:
    text = f"{HEADER}\nEmma,Jane Austen,,3,read\n{row}\nThe Hobbit,J. R. R. Tolkien,,4,read"
    whole = pasted_books(catalogue, text)
    for cut in range(text.index(row), text.index(row) + row.rindex(",") + 1):
        in_pieces = pasted_books(catalogue, text[cut:], pasted_books(catalogue, text[:cut]))
        assert in_pieces._replace(cut="") == whole, text[:cut]


def test_stars_come_to_a_book_that_was_read_and_that_it_was_read_to_a_wanted_one(catalogue: Catalogue) -> None:
    contents = contents_of(
        catalogue, "Emma,Jane Austen,,3,read", "Dune,Frank Herbert,,0,read", "The Hobbit,J. R. R. Tolkien,,0,read"
    )
    emma, dune, hobbit = (book.book_id for book in contents.books)
    read = ShelfBook(emma, None, wanted=False, dismissed=True, changed_at=1.0, read=True)
    wanted = ShelfBook(dune, None, wanted=True, dismissed=False, changed_at=1.0)
    known = KnownBooks(catalogue, Shelf((read, wanted, read._replace(book_id=hobbit)), Preferences()))
    assert actions_of(contents, known) == [ShelfAction(Verb.RATE, emma, 3), ShelfAction(Verb.READ, dune)]


def test_only_what_the_shelf_does_not_have_is_acted_on(catalogue: Catalogue) -> None:
    contents = contents_of(
        catalogue,
        "Emma,Jane Austen,,3,read",
        "Dune,Frank Herbert,,5,read",
        "The Hobbit,J. R. R. Tolkien,,0,to-read",
        "The Stranger,Albert Camus,,0,to-read",
    )
    emma, dune, hobbit, stranger = (book.book_id for book in contents.books)
    entries = (
        ShelfBook(emma, 1, wanted=False, dismissed=False, changed_at=1.0),
        ShelfBook(dune, None, wanted=True, dismissed=False, changed_at=1.0),
        ShelfBook(hobbit, None, wanted=False, dismissed=True, changed_at=2.0),
    )
    known = KnownBooks(catalogue, Shelf(entries, Preferences()))
    assert [action.book_id for action in actions_of(contents, known)] == [dune, stranger]
    # An attempt that was broken off is done again.
    assert [action.book_id for action in actions_of(contents, known, "2.0")] == [dune, hobbit, stranger]
