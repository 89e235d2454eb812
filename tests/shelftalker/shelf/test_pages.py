"""The pages of a reader's shelf, book by book."""

import math
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.pages import BOOKS_ON_A_PAGE, ShelfTab, shelf_page, shelved_books
from shelftalker.views.action_ids import ActionId
from tests.shelftalker.model.written_tables import books_in
from tests.shelftalker.shelf.shelf_entries import entry, shelf_of, shelf_view
from tests.view_checks import elements_in

VERDICTS: list[dict[str, Any]] = [
    {"stars": 5},
    {"stars": 1, "wanted": True},
    {"wanted": True},
    {"dismissed": True},
    {},
]


@given(st.data())
def test_turning_all_pages_shows_each_book_of_a_tab_once(catalogue: Catalogue, data: st.DataObject) -> None:
    ids = [book.book_id for book in catalogue.all_books()] + ["gone2345", "gone2346"]
    chosen = data.draw(st.permutations(ids))[: data.draw(st.integers(0, len(ids)))]
    shelf = shelf_of(*(entry(each, **data.draw(st.sampled_from(VERDICTS))) for each in chosen))
    newest_first = [each for each in reversed(shelf.books) if not each.book_id.startswith("gone")]
    expected = {
        ShelfTab.RATED: [each for each in newest_first if each.stars or each.dismissed],
        ShelfTab.WANTED: [each for each in newest_first if each.wanted],
    }
    said_of_gone = [each for each in shelf.books if each.book_id.startswith("gone") and each != entry(each.book_id)]
    for tab, entries in expected.items():
        first = shelf_page(catalogue, KnownBooks(catalogue, shelf), tab, 1)
        assert first.pages == max(1, math.ceil(len(entries) / BOOKS_ON_A_PAGE))
        pages = [
            shelf_page(catalogue, KnownBooks(catalogue, shelf), tab, number) for number in range(1, first.pages + 1)
        ]
        assert [each.entry for page in pages for each in page.books] == entries
        assert [each.book.book_id for page in pages for each in page.books] == [each.book_id for each in entries]
        assert {(page.rated, page.wanted) for page in pages} == {tuple(map(len, expected.values()))}
        assert first.gone == len(said_of_gone)


@pytest.mark.parametrize(("asked", "shown"), [(-1, 1), (0, 1), (1, 1), (2, 2), (3, 2), (999_999, 2)])
def test_a_page_that_is_not_there_gives_the_nearest(catalogue: Catalogue, asked: int, shown: int) -> None:
    shelf = shelf_of(*(entry(book.book_id, 4) for book in catalogue.all_books()[:12]))
    assert shelf_page(catalogue, KnownBooks(catalogue, shelf), ShelfTab.RATED, asked).number == shown


def test_of_books_that_became_one_the_newest_entry_stands_and_all_can_be_removed(merged_model: Catalogue) -> None:
    shelf = shelf_of(entry("former22", 1), entry("former23", wanted=True), entry("former24", 5))
    page = shelf_page(merged_model, KnownBooks(merged_model, shelf), ShelfTab.RATED, 1)
    (shelved,) = page.books
    assert (shelved.entry.stars, page.rated, page.wanted) == (5, 1, 0)
    options = elements_in(shelf_view(page))[f"{ActionId.HOME_CHANGE_BOOK}:1"]["options"]
    removal = ShelfAction.decode(options[-1]["value"], ActionId.HOME_CHANGE_BOOK)
    assert removal == ShelfAction(Verb.REMOVE, shelved.book.book_id, None, ("former24", "former23", "former22"))
    assert set(shelved_books(merged_model, shelf)) == {"former22", "former23", "former24"}


@pytest.fixture
def merged_model(model_directory: Path, tmp_path: Path) -> Catalogue:
    """Return a model in which one book was three before."""
    copy = tmp_path / "model"
    shutil.copytree(model_directory, copy)
    with sqlite3.connect(copy / "catalogue.sqlite") as connection:
        book_id = books_in(copy / "catalogue.sqlite")[0].book_id
        aliases = [(former, book_id) for former in ("former22", "former23", "former24")]
        connection.executemany("INSERT INTO alias VALUES (?, ?)", aliases)
    connection.close()
    return Catalogue.open(copy)
