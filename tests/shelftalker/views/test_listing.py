"""Listings as messages, within Slack's rules for every book and reader."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position
from shelftalker.recommend.listing_state import ListingState, state_of_element
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.stops import Source
from shelftalker.settings import AnswerLayout, AnswerSettings
from shelftalker.shelf.contents import Preferences
from shelftalker.views import messages
from shelftalker.views.block_kit import Block
from shelftalker.views.headings import heading
from shelftalker.views.listing import home_blocks, listing_message
from shelftalker.views.wording import DatasetFacts, bold_by, reason_sentence
from tests.generated_readers import BOOKS, DATASETS, listings
from tests.shelftalker.views.message_checks import check, shown_text

BOOKS_SHOWN = [
    Book(row, f"{letter}aaaaaaa", f"Book {row}", "An Author", row, 1965, "", None, 9, 8.2)
    for row, letter in enumerate("abcdef", start=1)
]
FIVE = Listing(
    state=ListingState(Source.AFTER_BOOK, (BOOKS_SHOWN[0].book_id,)), subjects=(BOOKS_SHOWN[0],), subject_verdict=None,
    back=None, positions=tuple(Position(Recommendation(book)) for book in BOOKS_SHOWN[1:]), step=None,
    preferences=Preferences(), preference_count=3, has_more=True, has_more_by_author=True,
)  # fmt: skip
DRAWN_AT = "1763946000.123456"


@given(listings(), st.lists(BOOKS, max_size=7), DATASETS, st.just("") | st.just(messages.Status.SHARED))
def test_every_listing_keeps_slacks_rules(
    listing: Listing, others: list[Book], dataset: DatasetFacts, status: str
) -> None:
    check(listing_message(listing, dataset, others, status=status, drawn_at=DRAWN_AT))


@given(listings(), DATASETS)
def test_the_text_of_a_listing_says_in_full_what_its_blocks_may_cut(listing: Listing, dataset: DatasetFacts) -> None:
    text = listing_message(listing, dataset).text
    assert shown_text(heading(listing)) in text
    for position in listing.positions:
        if position.recommendation:
            assert shown_text(bold_by(position.recommendation.book)) in text
            assert shown_text(reason_sentence(position.recommendation)) in text
        if position.replaced:
            unrated = "You have read" if position.replaced.read else "is not for you"
            assert ("You gave" if position.replaced.stars else unrated) in text


@given(listings())
def test_books_stand_together_and_one_row_of_menus_below_names_them_all(listing: Listing) -> None:
    blocks = listing_message(listing, DatasetFacts(10)).blocks
    numbers = [number for number, position in enumerate(listing.positions, start=1) if position.recommendation]
    shown = [number for block in blocks if (number := number_of(block))]
    assert shown == numbers
    rows = [
        block for block in blocks if block["type"] == "actions" and block["elements"][0]["action_id"].startswith("menu")
    ]
    assert len(rows) == bool(numbers)


def number_of(block: Block) -> int:
    """Return the number of the book in an entry, or 0 for another block."""
    text = block["text"]["text"] if block["type"] == "section" else ""
    number = re.match(r"([1-5])\. .*\n(?:\u2605|not rated yet)", text)
    return int(number[1]) if number else 0


def test_the_operators_layout_holds_for_messages_and_home_keeps_the_list() -> None:
    cards = DatasetFacts(10, answers=AnswerSettings(AnswerLayout.CARDS))
    types = [block["type"] for block in listing_message(FIVE, cards).blocks]
    assert types.count("carousel") == 1
    assert [block["type"] for block in home_blocks(FIVE, cards)].count("carousel") == 0
    assert [number_of(block) for block in home_blocks(FIVE, cards)][1:6] == [1, 2, 3, 4, 5]


def test_the_status_of_a_click_stands_above_the_menus_and_that_of_a_command_on_top() -> None:
    clicked = listing_message(FIVE, DatasetFacts(10), status="Saved.", drawn_at=DRAWN_AT).blocks
    commanded = listing_message(FIVE, DatasetFacts(10), status="Saved.").blocks
    places = [[block["type"] for block in blocks].index("context") for blocks in (clicked, commanded)]
    assert places == [6, 0]
    assert clicked[7]["elements"][0]["action_id"] == "menu_like"


@pytest.mark.parametrize(
    ("author", "expected"),
    [("Frank Herbert", "More by Frank Herbert"), ("J. R. R. Tolkien & Others", "More by this author")],
)
def test_a_long_name_of_an_author_leaves_room_for_the_other_buttons(author: str, expected: str) -> None:
    listing = FIVE._replace(subjects=(FIVE.subjects[0]._replace(author=author),))
    texts = [element["text"]["text"] for element in listing_message(listing, DatasetFacts(10)).blocks[-1]["elements"]]
    assert texts == ["Five more", expected, "Share", "Share one\u2026"]


@given(listings(), DATASETS)
def test_every_row_of_buttons_remembers_the_listing(listing: Listing, dataset: DatasetFacts) -> None:
    rows = [
        block for block in listing_message(listing, dataset, drawn_at=DRAWN_AT).blocks if block["type"] == "actions"
    ]
    for row in rows:
        for element in row["elements"]:
            assert state_of_element(row["block_id"], element["action_id"]) == listing.state
