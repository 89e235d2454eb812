"""The first books in Home: their stars, the choices among these, and the sentences on their result."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.first_books import FirstBooks
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences
from shelftalker.shelf.pages import ShelfPage
from shelftalker.views.action_ids import ActionId
from shelftalker.views.first_books import (
    SKIP,
    FirstDay,
    chosen_ratings,
    partly_saved_sentence,
    place_in,
    saved_sentence,
)
from shelftalker.views.home import Home, HomeState, home_view
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS, TEXTS, shelf_pages
from tests.view_checks import check_view, elements_in, words_in

FIRST_BOOKS = st.builds(
    FirstBooks,
    st.lists(BOOKS, min_size=1, max_size=10, unique_by=lambda book: book.book_id).map(tuple),
    st.integers(0, 120),
    st.booleans(),
)
DUNE = Book(1, "aaaaaaaa", "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 9, 8.0)
DAYS = st.builds(FirstDay, FIRST_BOOKS, st.integers(1, 3), st.sampled_from(["", "\u2713 Two saved."]))


def home_of(day: FirstDay, place: int | None = 0) -> Home:
    return Home(None, None, Preferences(), [], [], first_day=day, first_place=place)


@settings(max_examples=25)
@given(DAYS, st.none() | shelf_pages(), st.none() | st.integers(0, 9999))
def test_every_first_day_keeps_slacks_rules_and_remembers_its_place(
    day: FirstDay, shelf: ShelfPage | None, place: int | None
) -> None:
    view = home_view(home_of(day, place)._replace(shelf=shelf), DatasetFacts(10))
    check_view(view)
    assert HomeState.decode(view["private_metadata"]).first_place == place


@settings(max_examples=25)
@given(DAYS)
def test_each_book_has_its_own_stars_in_the_row_that_names_it(day: FirstDay) -> None:
    blocks = home_view(home_of(day), DatasetFacts(10))["blocks"]
    rows = [block for block in blocks if block.get("accessory", {}).get("action_id") == ActionId.FIRST_STARS]
    for number, (row, book) in enumerate(zip(rows, day.books.books, strict=True), start=1):
        *stars, skip = [option["value"] for option in row["accessory"]["options"]]
        assert row["text"]["text"].startswith(f"{number}. *")
        assert row["accessory"]["placeholder"]["text"] == f"Rate {number}\u2026"
        assert [ShelfAction.decode(value, "") for value in stars] == [
            ShelfAction(Verb.RATE, book.book_id, stars) for stars in (5, 4, 3, 2, 1)
        ]
        assert skip == SKIP
        # Slack keeps a choice for as long as the ids of its menu stay the same.
        assert row["block_id"] == f"first {book.book_id}"


@pytest.mark.parametrize(
    ("missing", "hint"),
    [(3, "Rate three books that you know"), (2, "Rate two more"), (1, "Rate one more")],
)
def test_home_says_how_many_more_ratings_it_takes_and_what_becomes_of_the_others(missing: int, hint: str) -> None:
    day = FirstDay(FirstBooks((DUNE,), 10, has_others=True), missing)
    assert f"{hint}, and I recommend by your taste. Skip the others: nothing is kept of them." in words_in(
        home_view(home_of(day), DatasetFacts(10))
    )


def test_where_there_are_no_other_books_none_are_offered() -> None:
    day = FirstDay(FirstBooks((DUNE,), 1, has_others=False), 3)
    elements = elements_in(home_view(home_of(day), DatasetFacts(10)))
    assert ActionId.FIRST_SAVE in elements
    assert ActionId.FIRST_OTHERS not in elements


def test_what_is_skipped_left_alone_or_unknown_is_no_rating() -> None:
    values: dict[str, dict[str, Any]] = {
        "first aaaaaaaa": {"first_stars": {"type": "static_select", "selected_option": {"value": "rate4 aaaaaaaa"}}},
        "first aaaaaaab": {"first_stars": {"type": "static_select", "selected_option": {"value": SKIP}}},
        "first aaaaaaac": {"first_stars": {"type": "static_select", "selected_option": None}},
        "first aaaaaaad": {"first_stars": {"selected_option": {"value": "praise aaaaaaad"}}},
        "first aaaaaaae": {"first_stars": {"selected_option": {"value": "dismiss aaaaaaae"}}},
        "country:1": {"home_country": {"selected_option": {"value": "usa"}}},
        "languages:1": {"home_languages": {"selected_options": [{"value": "en"}]}},
    }
    assert chosen_ratings(values) == [ShelfAction(Verb.RATE, "aaaaaaaa", 4)]
    assert chosen_ratings({}) == []


@given(TEXTS | st.sampled_from(["", "-1", "12345", "1.5"]))
def test_a_text_that_is_no_place_leads_to_the_first(text: str) -> None:
    assert place_in(text) == (int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0)
    assert place_in("20") == 20


def test_the_result_names_what_is_saved_and_what_is_left_to_do() -> None:
    assert saved_sentence(2, 1) == "\u2713 Two saved. Rate one more, and I recommend by your taste."
    assert partly_saved_sentence(2, 5, "Try again.") == (
        "I saved two of five; the others still stand above. Try again."
    )
    assert partly_saved_sentence(0, 5, "Try again.") == "Try again."
