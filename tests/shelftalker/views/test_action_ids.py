"""Ids of actions beside several books, and of rows that hold the state of their listing."""

import re

from hypothesis import given

from shelftalker.recommend.listing_state import ListingState, state_of_element
from shelftalker.views.action_ids import ActionId, row_with_state
from shelftalker.views.block_kit import actions, button, image, section
from tests.generated_readers import STATES


def test_the_id_for_one_book_of_a_list_leads_back_to_the_action_and_the_position() -> None:
    for action_id in ActionId:
        assert re.fullmatch(r"(\w+):(\d+)", action_id.at(12))
        assert action_id.at(12).split(":") == [action_id.value, "12"]


@given(STATES)
def test_each_element_of_a_row_knows_the_state_and_a_picture_stays_as_it_is(state: ListingState) -> None:
    row = row_with_state(actions([button("back", "Back", "back"), button("undo:1", "Undo", "undo")]), state, "all")
    card = row_with_state({"type": "card", "actions": [button("want:1", "Want", "want")]}, state, "card1", "1.5")
    beside = row_with_state(section("A book", button("undo:2", "Undo", "undo")), state, 2)
    elements = [*((row, each) for each in row["elements"]), (card, card["actions"][0]), (beside, beside["accessory"])]
    for block, element in elements:
        assert state_of_element(block["block_id"], element["action_id"]) == state
    assert [element["action_id"].partition("~")[0] for _, element in elements] == ["back", "undo:1", "want:1", "undo:2"]
    cover = image("https://covers.example/1.png", "A cover")
    assert row_with_state(section("A book", cover), state, 3)["accessory"] == cover
