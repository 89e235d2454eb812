"""Shared listings, within Slack's rules for every book."""

from hypothesis import given

from shelftalker.recommend.listing import Listing
from shelftalker.views.shared import shared_message
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import DATASETS, listings
from tests.shelftalker.views.message_checks import check


@given(listings(), DATASETS)
def test_every_shared_listing_keeps_slacks_rules(listing: Listing, dataset: DatasetFacts) -> None:
    check(shared_message(listing, "U0001", dataset), "<@U0001>")
