"""The results of clicks: each is said once, the latest nearest to the menus, with its Undo."""

import pytest

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Done, Listing, Position, Verdict
from shelftalker.recommend.listing_state import ListingState, state_of_element
from shelftalker.recommend.reasons import Recommendation
from shelftalker.recommend.stops import Source
from shelftalker.shelf.actions import ShelfAction, Undo, Verb
from shelftalker.shelf.contents import Preferences
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block
from shelftalker.views.click_results import (
    done_message,
    done_sentence,
    replacement_sentences,
    result_blocks,
    subject_result,
)

DUNE, EMMA, MORT, IVANHOE = (
    Book(row, book_id, title, "An Author", row, 1965, "", None, 9, 8.2)
    for row, (book_id, title) in enumerate(
        [("duneaaaa", "Dune"), ("emmaaaaa", "Emma"), ("mortaaaa", "Mort"), ("ivanhoea", "Ivanhoe")], start=1
    )
)
UNDO = Undo("1763946000.123456", (EMMA.book_id,))


def listing_of(*positions: Position, done: Done | None = None, verdict: Verdict | None = None) -> Listing:
    return Listing(
        state=ListingState(Source.AFTER_BOOK, (DUNE.book_id,)), subjects=(DUNE,), subject_verdict=verdict, back=None,
        positions=positions, step=None, preferences=Preferences(), preference_count=3, has_more=True,
        has_more_by_author=True, done=done,
    )  # fmt: skip


def sentences(blocks: list[Block]) -> list[str]:
    return [block["text"]["text"] for block in blocks]


REPLACED = Position(Recommendation(MORT), Verdict(EMMA, 5, UNDO))
WANTED = Done(ShelfAction(Verb.WANT, MORT.book_id), MORT, UNDO)


def test_a_rated_book_is_named_with_its_stars_and_its_successor() -> None:
    [block] = result_blocks(listing_of(Position(Recommendation(IVANHOE)), REPLACED), "1.5")
    assert sentences([block]) == [
        "You gave *Emma* \u2605\u2605\u2605\u2605\u2605 (five stars). Number 2 is *Mort* now."
    ]
    assert block["accessory"]["action_id"] == ActionId.UNDO.at(2)
    assert block["accessory"]["value"] == UNDO.encode()
    assert state_of_element(block["block_id"]) == listing_of().state


def test_where_no_book_is_left_the_position_says_so() -> None:
    [sentence] = sentences(result_blocks(listing_of(Position(None, Verdict(EMMA, None, UNDO))), "1.5"))
    assert sentence == "*Emma* is not for you: I won't show it again. I have no other book for number 1."


def test_the_latest_verdict_stands_last_and_is_said_once() -> None:
    earlier = Position(Recommendation(IVANHOE), Verdict(DUNE, None, UNDO))
    done = Done(ShelfAction(Verb.RATE, EMMA.book_id, 5), EMMA, UNDO)
    first, last = sentences(result_blocks(listing_of(REPLACED, earlier, done=done), "1.5"))
    assert first.startswith("*Dune* is not for you")
    assert last.startswith("You gave *Emma*")


def test_a_wanted_book_is_said_to_be_on_the_list_below_the_verdicts() -> None:
    blocks = result_blocks(listing_of(REPLACED, done=WANTED), "1.5")
    assert sentences(blocks)[1:] == ["\u2713 *Mort* is on your list."]
    assert len({block["block_id"] for block in blocks}) == 2


def test_a_verdict_on_the_book_asked_about_is_said_below_the_heading_alone() -> None:
    done = Done(ShelfAction(Verb.RATE, DUNE.book_id, 4), DUNE, UNDO)
    listing = listing_of(Position(Recommendation(MORT)), done=done, verdict=Verdict(DUNE, 4, UNDO))
    assert sentences(subject_result(listing, "1.5")) == ["You gave *Dune* \u2605\u2605\u2605\u2605\u2606 (four stars)."]
    assert result_blocks(listing, "1.5") == []
    assert subject_result(listing_of(), "1.5") == []


def test_what_cant_be_undone_has_no_button() -> None:
    [block] = result_blocks(listing_of(Position(Recommendation(MORT), Verdict(EMMA, 5))), "1.5")
    assert "accessory" not in block


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (ShelfAction(Verb.WANT, MORT.book_id), "\u2713 *Mort* is on your list."),
        (ShelfAction(Verb.UNWANT, MORT.book_id), "*Mort* is off your list."),
        (ShelfAction(Verb.REMOVE, MORT.book_id), "*Mort* is off your shelf."),
        (ShelfAction(Verb.RATE, MORT.book_id, 1), "You gave *Mort* \u2605\u2606\u2606\u2606\u2606 (one star)."),
        (ShelfAction(Verb.DISMISS, MORT.book_id), "*Mort* is not for you: I won't show it again."),
    ],
)
def test_each_action_has_its_sentence(action: ShelfAction, expected: str) -> None:
    assert done_sentence(Done(action, MORT)) == expected


def test_a_result_where_no_listing_stands_has_its_undo_too() -> None:
    message = done_message(WANTED, "You find it in my Home.")
    assert sentences(list(message.blocks)) == ["\u2713 *Mort* is on your list. You find it in my Home."]
    assert message.blocks[0]["accessory"]["value"] == UNDO.encode()
    assert message.text == "\u2713 Mort is on your list. You find it in my Home."
    assert "accessory" not in done_message(Done(WANTED.action, MORT)).blocks[0]


def test_the_plain_text_names_the_book_that_stood_there_before() -> None:
    assert replacement_sentences(REPLACED).endswith(" (five stars). In its place:")
    assert replacement_sentences(Position(None, Verdict(EMMA, 5))).endswith("I have no other book to put here.")
    assert replacement_sentences(Position(Recommendation(MORT))) == ""
