"""Messages, within Slack's rules for every book, listing and text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SlackBlock

from infra.local.slack.rules.validation import message_violations, message_warnings
from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import state_in_block_id
from shelftalker.views import messages
from shelftalker.views.block_kit import Message, escape
from shelftalker.views.book_buttons import choose_value, chosen_book_id
from shelftalker.views.listing import listing_message, shared_message
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOK_IDS, BOOKS, DATASETS, TEXTS, listings
from tests.slack_limits import violations_of_limits
from tests.view_checks import markup_in

DRAWN_AT = "1763946000.123456"


def check(message: Message, mention: str = "") -> None:
    """Hold a message against the local Slack's rules, slack_sdk's models and the table of limits."""
    payload = message.as_payload()
    assert message_violations(payload) == []
    assert message_warnings(payload) == []
    assert violations_of_limits(payload) == []
    for block in message.blocks:
        parsed = SlackBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    for text in markup_in(payload):
        assert "<" not in text.replace(mention, "")


def shown_text(text: str) -> str:
    """Return a text as `without_markup` leaves it."""
    return text.replace("*", "")


@given(listings(), st.lists(BOOKS, max_size=7), DATASETS, st.just("") | st.just(messages.Status.SHARED))
def test_every_listing_keeps_slacks_rules(
    listing: Listing, others: list[Book], dataset: DatasetFacts, status: str
) -> None:
    check(listing_message(listing, dataset, others, status=status, drawn_at=DRAWN_AT))
    check(shared_message(listing, "U0001", dataset), "<@U0001>")


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


@given(TEXTS, st.lists(BOOKS, min_size=1, max_size=7), DATASETS)
def test_every_suggestion_and_error_message_keeps_slacks_rules(
    query: str, books: list[Book], dataset: DatasetFacts
) -> None:
    check(messages.suggestions(query, books, dataset))
    check(messages.by_author(query, books, dataset))
    check(messages.mentioned_books_message(books[:5], dataset))
    check(messages.not_found(query, books[:5], dataset))
    check(messages.not_found(query, [], dataset))
    check(messages.isbn_not_found(books[:5], dataset))


@given(TEXTS, st.lists(BOOKS, min_size=1, max_size=7), DATASETS)
def test_the_notice_about_the_data_is_in_the_text_too(query: str, books: list[Book], dataset: DatasetFacts) -> None:
    for message in (
        messages.suggestions(query, books, dataset),
        messages.by_author(query, books, dataset),
        messages.mentioned_books_message(books, dataset),
        messages.not_found(query, books, dataset),
        messages.isbn_not_found(books, dataset),
    ):
        shown = [each["text"] for block in message.blocks if block["type"] == "context" for each in block["elements"]]
        assert escape(dataset.notice, 500) in [*shown, ""]
        assert message.text.endswith(shown_text(escape(dataset.notice, 500)))


@pytest.mark.parametrize(
    "message",
    [
        messages.help_message("/recommend"),
        messages.book_gone(),
        messages.went_wrong(),
        messages.too_old(),
        messages.not_shared(),
        messages.search_unavailable(),
        messages.none_mentioned(),
        messages.sentence(messages.Status.NOT_SAVED),
    ],
)
def test_every_fixed_message_keeps_slacks_rules(message: Message) -> None:
    check(message)


@given(BOOK_IDS)
def test_a_button_leads_to_the_book_it_was_made_for(book_id: str) -> None:
    book = Book(1, book_id, "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 0, None)
    assert chosen_book_id(choose_value(book)) == book_id


@pytest.mark.parametrize("value", ["", "2 oji73cmn", "oji73cmn"])
def test_a_button_of_another_version_leads_nowhere(value: str) -> None:
    assert chosen_book_id(value) is None
