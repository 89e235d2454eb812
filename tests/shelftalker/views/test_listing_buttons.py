"""The buttons Back and Undo."""

import pytest
from hypothesis import given

from shelftalker.recommend.listing import Listing
from shelftalker.recommend.stops import OWN_BOOKS, Source, Stop
from shelftalker.shelf.actions import Undo
from shelftalker.views.action_ids import ActionId
from shelftalker.views.listing_buttons import back_button, undo_button
from tests.generated_readers import listings

HERE, THERE = ("aaaaaaaa",), ("bbbbbbbb",)


@given(listings())
def test_there_is_a_way_back_from_every_listing_that_was_come_to(listing: Listing) -> None:
    back = back_button(listing)
    assert (back is not None) == bool(listing.state.trail)
    if back:
        assert (back["action_id"], back["value"]) == (ActionId.BACK, "back")
        assert len(back["text"]["text"]) <= 75


@pytest.mark.parametrize(
    ("stop", "text"),
    [
        (OWN_BOOKS, "Back to your books"),
        (Stop(Source.AFTER_BOOK, HERE, 5), "Back to the five before"),
        (Stop(Source.AFTER_BOOKS, (*HERE, *THERE)), "Back to the books before"),
        (Stop(Source.BY_AUTHOR, THERE), "Back to the author's books"),
        (Stop(Source.TYPED, typed="emma"), "Back to the suggestions"),
    ],
)
@given(listing=listings())
def test_the_way_back_names_what_it_leads_to(listing: Listing, stop: Stop, text: str) -> None:
    state = listing.state._replace(source=Source.AFTER_BOOK, subject_ids=HERE, start=10, trail=(stop,))
    back = back_button(listing._replace(state=state, back=None))
    assert back is not None
    assert back["text"]["text"] == text


def test_there_is_nothing_to_undo_where_nothing_changed() -> None:
    assert undo_button(None) is None
    button = undo_button(Undo("1763946000.123456", ("aaaaaaaa",)), 2)
    assert button is not None
    assert (button["action_id"], button["value"]) == ("undo:2", "undo 1763946000.123456 aaaaaaaa")
