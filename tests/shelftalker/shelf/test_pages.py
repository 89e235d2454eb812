"""A reader's shelf as Home turns its pages, and the changes that can be made there."""

import math
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.pages import BOOKS_ON_A_PAGE, ShelfPage, ShelfTab, ShelvedBook, shelf_page, shelved_books
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block
from shelftalker.views.shelf import decode_shelf_place, encode_shelf_place, shelf_blocks
from tests.view_checks import check_view, elements_in, words_in


def entry(book_id: str, stars: int | None = None, *, wanted: bool = False, dismissed: bool = False) -> ShelfBook:
    return ShelfBook(book_id, stars, wanted, dismissed, 1.7e9)


def shelf_of(*entries: ShelfBook) -> Shelf:
    return Shelf(entries, Preferences())


def shelf_view(page: ShelfPage) -> Block:
    view: Block = {"type": "home", "blocks": list(shelf_blocks(page, ""))}
    check_view(view)
    return view


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
        (book_id,) = connection.execute("SELECT book_id FROM book WHERE book_row = 1").fetchone()
        aliases = [(former, book_id) for former in ("former22", "former23", "former24")]
        connection.executemany("INSERT INTO alias VALUES (?, ?)", aliases)
    connection.close()
    return Catalogue.open(copy)


@given(st.sampled_from(list(ShelfTab)), st.integers(1, 999_999))
def test_a_button_leads_to_the_page_it_was_made_for(tab: ShelfTab, number: int) -> None:
    assert decode_shelf_place(encode_shelf_place(tab, number)) == (tab, number)


@pytest.mark.parametrize(
    "value", ["", "rated", "rated 0", "rated -1", "rated x", "lent 1", "rated 1 1", "rated \u0661"]
)
def test_an_unknown_button_leads_nowhere(value: str) -> None:
    assert decode_shelf_place(value) is None


DUNE = Book(7, "duneaaaa", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 8.0)


def page_with(said: ShelfBook, tab: ShelfTab) -> ShelfPage:
    return ShelfPage(tab, 1, 1, (ShelvedBook(DUNE, said),), 1, 1, 0)


@pytest.mark.parametrize(
    ("said", "tab", "line", "offered"),
    [
        (
            entry("duneaaaa", 4),
            ShelfTab.RATED,
            "\u2605\u2605\u2605\u2605\u2606 (four stars)",
            ["rate5", "rate3", "rate2", "rate1", "want", "dismiss", "remove"],
        ),
        (
            entry("duneaaaa", 4, wanted=True),
            ShelfTab.WANTED,
            "\u2605\u2605\u2605\u2605\u2606 (four stars) \u00b7 want to read",
            ["rate5", "rate3", "rate2", "rate1", "unwant", "dismiss", "remove"],
        ),
        (
            entry("duneaaaa", wanted=True),
            ShelfTab.WANTED,
            "Want to read",
            ["rate5", "rate4", "rate3", "rate2", "rate1", "dismiss", "remove"],
        ),
        (
            entry("duneaaaa", dismissed=True),
            ShelfTab.RATED,
            "Not for me",
            ["rate5", "rate4", "rate3", "rate2", "rate1", "want", "remove"],
        ),
    ],
)
def test_a_book_says_what_it_is_and_offers_all_else(
    said: ShelfBook, tab: ShelfTab, line: str, offered: list[str]
) -> None:
    view = shelf_view(page_with(said, tab))
    assert f"*Dune* by Frank Herbert\n{line}" in words_in(view)
    options = elements_in(view)[f"{ActionId.HOME_CHANGE_BOOK}:1"]["options"]
    assert [option["value"].split()[0] for option in options] == offered


def test_the_open_tab_is_marked_in_words_for_eyes_and_screen_readers() -> None:
    view = shelf_view(page_with(entry("duneaaaa", wanted=True), ShelfTab.WANTED))
    rated, wanted = (elements_in(view)[ActionId.HOME_SHOW_SHELF.at(tab)] for tab in ShelfTab)
    assert (rated["text"]["text"], wanted["text"]["text"]) == ("Rated (1)", "\u2713 Want to read (1)")
    assert "shown now" in wanted["accessibility_label"]
    assert "shown now" not in rated["accessibility_label"]
    assert "style" not in rated
    assert "*Want to read*: one book, the newest first" in words_in(view)


def test_the_pager_leads_to_the_pages_beside_this_one_in_the_same_tab() -> None:
    books = (ShelvedBook(DUNE, entry("duneaaaa", 4)),) * 10
    middle = shelf_view(ShelfPage(ShelfTab.RATED, 2, 3, books, 1025, 0, 0))
    assert "*Rated*: 11 to 20 of 1,025 books, the newest first" in words_in(middle)
    leads_to = {action_id: element.get("value") for action_id, element in elements_in(middle).items()}
    assert leads_to[f"{ActionId.HOME_SHOW_SHELF}:newer"] == "rated 1"
    assert leads_to[f"{ActionId.HOME_SHOW_SHELF}:older"] == "rated 3"
    for number, there, missing in ((1, "older", "newer"), (3, "newer", "older")):
        elements = elements_in(shelf_view(ShelfPage(ShelfTab.RATED, number, 3, books, 25, 0, 0)))
        assert ActionId.HOME_SHOW_SHELF.at(there) in elements
        assert ActionId.HOME_SHOW_SHELF.at(missing) not in elements


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        (1, "One more book on your shelf is no longer in my catalogue."),
        (2, "Two more books on your shelf are no longer in my catalogue."),
        (17, "17 more books on your shelf are no longer in my catalogue."),
    ],
)
def test_books_that_left_the_catalogue_are_counted(gone: int, sentence: str) -> None:
    words = words_in(shelf_view(ShelfPage(ShelfTab.RATED, 1, 1, (), 0, 0, gone)))
    assert sentence in words
    assert "not rated a book" not in words
