"""Messages, within Slack's rules for every book, listing and text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.views import messages
from shelftalker.views.block_kit import Message, escape
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS, DATASETS, TEXTS
from tests.shelftalker.views.message_checks import check, shown_text


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
