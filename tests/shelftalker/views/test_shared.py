"""Shared listings and single books, within Slack's rules for every book and word."""

from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import state_of_element
from shelftalker.views.block_kit import Block
from shelftalker.views.shared import shared_book_message, shared_message
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS, DATASETS, TEXTS, listings
from tests.shelftalker.views.message_checks import check


@given(listings(), DATASETS)
def test_every_shared_listing_keeps_slacks_rules(listing: Listing, dataset: DatasetFacts) -> None:
    check(shared_message(listing, "U0001", dataset), "<@U0001>")


@given(BOOKS, st.just("") | TEXTS, DATASETS)
def test_every_shared_book_keeps_slacks_rules_whatever_the_word_is(
    book: Book, word: str, dataset: DatasetFacts
) -> None:
    check(shared_book_message(book, word, "U0001", dataset), "<@U0001>")


@given(BOOKS)
def test_a_word_mentions_nobody(book: Book) -> None:
    message = shared_book_message(book, "@here and <!channel>, <@U0002>: read it", "U0001", DatasetFacts(10))
    for text in (message.text, message.blocks[0]["text"]["text"]):
        assert "@here" not in text
        assert "<!channel>" not in text
        assert "<@U0002>" not in text
        assert text.startswith("<@U0001> shares a book: \u201c")


def rows_of(listing: Listing) -> list[Block]:
    return [block for block in shared_message(listing, "U0001", DatasetFacts(10)).blocks if block["type"] == "actions"]


@given(listings())
def test_a_shared_listing_offers_each_book_to_everyone(listing: Listing) -> None:
    *rows, _ = rows_of(listing)
    menus = [[option["value"].split()[-1] for option in menu["options"]] for row in rows for menu in row["elements"]]
    assert menus == [[book.book_id for book in listing.books]] * 2 * bool(listing.books)


@given(listings())
def test_a_shared_listing_counts_people_in_and_keeps_nothing_of_whoever_shared_it(listing: Listing) -> None:
    [*_, row] = rows_of(listing)
    [count_in] = row["elements"]
    assert (count_in["text"]["text"], count_in["value"]) == ("Count me in", "U0001")
    state = state_of_element(row["block_id"], count_in["action_id"])
    assert state is not None
    assert (state.source, state.subject_ids, state.trail) == (listing.state.source, listing.state.subject_ids, ())
    kept = [(each.book_id, each.replaced_id) for each in state.positions]
    assert kept == [(book.book_id, "") for book in listing.books]
