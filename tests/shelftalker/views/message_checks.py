"""Checks of messages against Slack's rules, and their texts."""

from slack_sdk.models.blocks import Block as SlackBlock

from infra.local.slack.rules.validation import message_violations, message_warnings
from shelftalker.views.block_kit import Message
from tests.slack_limits import violations_of_limits
from tests.view_checks import markup_in, without_book_links


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
        assert "<" not in without_book_links(text).replace(mention, "")


def shown_text(text: str) -> str:
    """Return a text as `without_markup` leaves it."""
    return text.replace("*", "")
