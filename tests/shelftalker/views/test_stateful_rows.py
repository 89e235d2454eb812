"""Rows that hold the state of their listing."""

from hypothesis import given

from shelftalker.recommend.listing_state import ListingState, state_of_element
from shelftalker.views.block_kit import actions, button, image, section
from shelftalker.views.stateful_rows import row_with_state
from tests.generated_readers import STATES


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
