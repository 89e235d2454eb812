"""The row of menus below a list: each option names its book, and does to it what the buttons beside it once did."""

from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import LABEL_LENGTH, Block
from shelftalker.views.book_buttons import chosen_book_id
from shelftalker.views.book_menus import NumberedBook, like_menu, menu_row, rate_menu, want_menu
from tests.generated_readers import BOOKS
from tests.slack_limits import violations_of_limits

DUNE = Book(1, "oji73cmn", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 8.0)
EMMA = Book(2, "y5vme2dj", "Emma", "Jane Austen", 2, 1815, "0141439580", None, 9, 8.0)
TWO = [NumberedBook(1, DUNE, is_wanted=True), NumberedBook(4, EMMA)]


def texts(menu: Block) -> list[str]:
    return [option["text"]["text"] for option in menu["options"]]


def test_each_option_names_its_book_by_number_and_title() -> None:
    assert texts(like_menu(TWO)) == ["1. Dune", "4. Emma"]
    assert [group["label"]["text"] for group in rate_menu(TWO)["option_groups"]] == ["1. Dune", "4. Emma"]


def test_an_option_of_the_first_menu_leads_to_its_book() -> None:
    options = like_menu(TWO)["options"]
    assert [chosen_book_id(option["value"]) for option in options] == ["oji73cmn", "y5vme2dj"]


def test_a_book_on_the_list_is_marked_and_comes_off_it_when_it_is_chosen_again() -> None:
    on_list, off_list = want_menu(TWO)["options"]
    assert (on_list["text"]["text"], off_list["text"]["text"]) == ("\u2713 1. Dune", "4. Emma")
    assert on_list["description"]["text"] == "On your list: choose it to take it off"
    assert "description" not in off_list
    assert [ShelfAction.decode(option["value"], "menu_want") for option in (on_list, off_list)] == [
        ShelfAction(Verb.UNWANT, "oji73cmn"),
        ShelfAction(Verb.WANT, "y5vme2dj"),
    ]


def test_each_book_can_be_given_one_to_five_stars_or_be_dismissed_under_its_number() -> None:
    group = rate_menu(TWO)["option_groups"][1]
    assert [option["text"]["text"].partition(" ")[0] for option in group["options"]] == ["4."] * 6
    assert group["options"][0]["text"]["text"] == "4. \u2605\u2605\u2605\u2605\u2605 five stars"
    assert [ShelfAction.decode(option["value"], "menu_rate") for option in group["options"]] == [
        *(ShelfAction(Verb.RATE, "y5vme2dj", stars) for stars in (5, 4, 3, 2, 1)),
        ShelfAction(Verb.DISMISS, "y5vme2dj"),
    ]


@given(st.lists(BOOKS, min_size=1, max_size=5, unique_by=lambda book: book.book_id), st.booleans())
def test_the_row_keeps_slacks_limits_for_any_titles(books: list[Book], is_wanted: bool) -> None:
    numbered = [NumberedBook(number, book, is_wanted) for number, book in enumerate(books, start=1)]
    row = menu_row(numbered)
    assert violations_of_limits({"blocks": [row]}) == []
    assert [menu["action_id"] for menu in row["elements"]] == [
        ActionId.MENU_LIKE, ActionId.MENU_WANT, ActionId.MENU_RATE,
    ]  # fmt: skip


def test_a_long_series_gives_way_to_the_title_in_an_option() -> None:
    book = DUNE._replace(title="Dune Messiah", series="A Name of a Series " * 9, volume=2)
    label = NumberedBook(3, book).label
    assert label.startswith("3. Dune Messiah (A Name")
    assert label.endswith(", 2)")
    assert len(label) <= LABEL_LENGTH
