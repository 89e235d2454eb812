"""Buttons and menu options beside a book, and the books and ratings that they stand for."""

import pytest
from hypothesis import given

from shelftalker.model.catalogue import Book
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.book_buttons import choose_value, chosen_book_id, rating_options
from tests.generated_readers import BOOK_IDS


@given(BOOK_IDS)
def test_a_button_leads_to_the_book_it_was_made_for(book_id: str) -> None:
    book = Book(1, book_id, "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 0, None)
    assert chosen_book_id(choose_value(book)) == book_id


@pytest.mark.parametrize("value", ["", "2 oji73cmn", "oji73cmn"])
def test_a_button_of_another_version_leads_nowhere(value: str) -> None:
    assert chosen_book_id(value) is None


def test_the_ratings_are_offered_from_five_stars_down() -> None:
    options = rating_options("oji73cmn")
    assert [action for action, _ in options] == [ShelfAction(Verb.RATE, "oji73cmn", stars) for stars in (5, 4, 3, 2, 1)]
    assert (options[0][1], options[4][1]) == (
        "\u2605\u2605\u2605\u2605\u2605 five stars",
        "\u2605\u2606\u2606\u2606\u2606 one star",
    )
