"""A page of the shelf in Home: its words on each book, and the pages that its buttons lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.shelf.contents import ShelfBook
from shelftalker.shelf.pages import ShelfPage, ShelfTab, ShelvedBook
from shelftalker.views.action_ids import ActionId
from shelftalker.views.messages import sentence
from shelftalker.views.shelf import (
    RowNotice,
    decode_shelf_place,
    encode_shelf_place,
    row_in_block_id,
    shelf_blocks,
)
from tests.shelftalker.shelf.shelf_entries import entry, shelf_view
from tests.view_checks import elements_in, words_in


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


@pytest.mark.parametrize(("number", "place"), [(1, 0), (2, 1), (9, 2)])
def test_the_result_of_a_click_stands_in_the_row_that_was_clicked_or_below_the_last(number: int, place: int) -> None:
    books = (ShelvedBook(DUNE, entry("duneaaaa", 4)),) * 2
    notice = RowNotice(number, sentence("Done."))
    blocks = list(shelf_blocks(ShelfPage(ShelfTab.RATED, 1, 1, books, 2, 0, 0), "1.5", notice))
    rows = [block for block in blocks if row_in_block_id(block.get("block_id", ""))]
    assert [block["text"]["text"] == "Done." for block in rows] == [each == place for each in range(3)]
    assert row_in_block_id(rows[place]["block_id"]) == number


@pytest.mark.parametrize("block_id", ["", "data", "shelf tabs:1.5", "shelf pages:", "menus:1.5:2p.", "shelf 1"])
def test_other_blocks_are_no_row_of_the_shelf(block_id: str) -> None:
    assert row_in_block_id(block_id) is None


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
