"""Listings as messages, within Slack's rules for every book and reader."""

from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import state_in_block_id
from shelftalker.views import messages
from shelftalker.views.listing import listing_message
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS, DATASETS, listings
from tests.shelftalker.views.message_checks import check, shown_text

DRAWN_AT = "1763946000.123456"


@given(listings(), st.lists(BOOKS, max_size=7), DATASETS, st.just("") | st.just(messages.Status.SHARED))
def test_every_listing_keeps_slacks_rules(
    listing: Listing, others: list[Book], dataset: DatasetFacts, status: str
) -> None:
    check(listing_message(listing, dataset, others, status=status, drawn_at=DRAWN_AT))


@given(listings(), DATASETS)
def test_the_text_of_a_listing_says_all_that_its_blocks_say(listing: Listing, dataset: DatasetFacts) -> None:
    message = listing_message(listing, dataset)
    for block in message.blocks:
        if block["type"] == "section":
            for line in block["text"]["text"].splitlines()[:1]:
                assert shown_text(line) in message.text
    for position in listing.positions:
        if position.replaced:
            assert ("You gave" if position.replaced.stars else "is not for you") in message.text


@given(listings(), DATASETS)
def test_every_row_of_buttons_remembers_the_listing(listing: Listing, dataset: DatasetFacts) -> None:
    rows = [
        block for block in listing_message(listing, dataset, drawn_at=DRAWN_AT).blocks if block["type"] == "actions"
    ]
    assert all(state_in_block_id(row["block_id"]) == listing.state for row in rows)
