"""Ids and ISBNs, and the books that they lead to."""

from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.id_index import IdIndex
from shelftalker.model.isbn import isbn_of
from shelftalker.model.number_index import NumberIndex
from tests.shelftalker.model.written_tables import connection_to


def test_every_book_is_found_by_its_public_id(catalogue: Catalogue) -> None:
    books = catalogue.all_books()
    rows = catalogue.rows_with_ids([*(book.book_id for book in books), "aaaaaaaa", "no id"])
    assert rows == {book.book_id: book.book_row for book in books}


def test_every_edition_is_found_by_its_isbn(catalogue: Catalogue) -> None:
    editions = catalogue.editions()
    assert [source_id for source_id, _, _ in editions] == sorted(source_id for source_id, _, _ in editions)
    for source_id, book_row, book_id in editions:
        isbn = isbn_of(source_id)
        book = catalogue.book_with_isbn(isbn) if isbn else catalogue.book_with_id(book_id)
        assert book is not None, source_id
        assert (book.book_row, book.book_id) == (book_row, book_id)


@pytest.fixture
def strange(tmp_path: Path) -> IdIndex:
    """Open ids that no build makes, and a book that was merged into one."""
    tables: dict[str, list[tuple[object, ...]]] = {
        "meta": [("number_bits", "{}")],
        "strange_id": [("a strange id", 3)],
        "alias": [("former10", "a strange id"), ("former11", "aaaaaaaa")],
        "edition": [("B000ABC", 3)],
    }
    connection = connection_to(tmp_path / "ids.sqlite", tables)
    return IdIndex(connection, NumberIndex(connection))


def test_ids_that_are_no_numbers_are_found_too(strange: IdIndex) -> None:
    assert strange.rows_with_ids(["a strange id", "former10", "former11", "aaaaaaaa"]) == {
        "a strange id": 3,
        "former10": 3,
    }
    assert strange.editions() == [("B000ABC", 3)]
    assert strange.row_with_isbn("0441172717") is None
    assert strange.isbns() == []
