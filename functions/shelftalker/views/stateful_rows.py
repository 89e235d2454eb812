"""Rows of a message that hold the state of its listing in their ids, for the clicks on their elements."""

from shelftalker.recommend.listing_state import ListingState, action_id_with, block_id_with
from shelftalker.views.block_kit import Block


def row_with_state(row: Block, state: ListingState, position: int | str, drawn_at: str = "") -> Block:
    """Return a block or card whose ids hold a state.

    Args:
        row: The block or card, with elements of it.
        state: The state.
        position: The position of the row, unique in the message.
        drawn_at: The time of the click that this answers, which clears the menus; an empty string otherwise.
    """
    stateful = row | {"block_id": block_id_with(state, position, drawn_at)}
    for name in {"elements", "actions"} & row.keys():
        stateful[name] = [_with_state(element, state) for element in row[name]]
    if "accessory" in row:
        stateful["accessory"] = _with_state(row["accessory"], state)
    return stateful


def _with_state(element: Block, state: ListingState) -> Block:
    """Return an element whose action_id holds a state; a card has none."""
    return element | {"action_id": action_id_with(state, element["action_id"])} if "action_id" in element else element
