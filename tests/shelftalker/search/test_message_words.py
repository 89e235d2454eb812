"""The text of a message, in each place where Slack may have it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.mentions import books_standing_out
from shelftalker.search.message_words import MessageWords, text_of_message


def text(kind: str, words: str) -> dict[str, Any]:
    """Return a text object."""
    return {"type": kind, "text": words}


def rich_text(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a block of rich text with one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "section", "text": text("mrkdwn", "we liked _It_")}],
        [{"type": "section", "fields": [text("plain_text", "Title"), text("mrkdwn", '"It"')]}],
        [{"type": "header", "text": text("plain_text", '"It" & others')}],
        [{"type": "context", "elements": [{"type": "image", "alt_text": "Emma"}, text("mrkdwn", "\u201cIt\u201d")]}],
        [rich_text(text("text", "we liked "), text("text", "it") | {"style": {"italic": True}})],
        [rich_text(text("text", 'we liked "it"'), {"type": "emoji", "name": "heart"}, text("text", "a lot"))],
        [rich_text({"type": "link", "url": "https://books.example/", "text": '"It"'}, text("text", " is cheap"))],
        [{"type": "divider"}, {"type": "actions", "elements": [{"type": "button", "text": text("plain_text", "Emma")}]},
         {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": [
             {"type": "rich_text_section", "elements": [text("text", "one")]},
             {"type": "rich_text_section", "elements": [text("text", '"it"')]}]}]}],
    ],
)  # fmt: skip
def test_books_are_found_in_blocks_where_the_text_is_empty(catalogue: Catalogue, blocks: list[dict[str, Any]]) -> None:
    for message in ({"blocks": blocks}, {"text": " ", "blocks": blocks, "attachments": None}):
        assert [book.title for book in books_standing_out(catalogue, text_of_message(message))] == ["It"]
    assert text_of_message({"text": "nothing", "blocks": blocks}) == "nothing"


@pytest.mark.parametrize(
    "attachment",
    [
        {"text": "we liked _It_", "fallback": "_Emma_"},
        {"fallback": '"It"'},
        {"blocks": [{"type": "section", "text": text("mrkdwn", "_It_")}], "fallback": "[no preview available]"},
    ],
)
def test_books_are_found_in_attachments(catalogue: Catalogue, attachment: dict[str, Any]) -> None:
    words = text_of_message({"text": "", "attachments": [{"color": "#fff"}, attachment]})
    assert [book.title for book in books_standing_out(catalogue, words)] == ["It"]


def test_code_and_elements_without_text_separate_the_words_of_rich_text() -> None:
    parts = [text("text", "Dune"), {"type": "user", "user_id": "U1"}, text("text", "Messiah")]
    code = text("text", "Emma") | {"style": {"code": True}}
    preformatted = {"type": "rich_text_preformatted", "elements": [text("text", "Emma")]}
    blocks = [rich_text(*parts, code), {"type": "rich_text", "elements": [preformatted]}]
    assert text_of_message({"blocks": blocks}).split("\n") == ["Dune", "Messiah", ""]


def test_the_text_of_rich_text_is_no_markup() -> None:
    assert text_of_message({"blocks": [rich_text(text("text", "<@U1> & co"))]}) == "&lt;@U1&gt; &amp; co"


KINDS = ["rich_text", "rich_text_section", "rich_text_list", "rich_text_quote", "section", "context", "text", "link"]
PARTS = st.recursive(
    st.fixed_dictionaries({"type": st.sampled_from(KINDS)}, optional={"text": st.text(max_size=5)}),
    lambda inner: st.fixed_dictionaries({"type": st.sampled_from(KINDS), "elements": st.lists(inner, max_size=3)}),
    max_leaves=8,
)


@given(st.lists(PARTS.filter(lambda part: not isinstance(part.get("text"), str)), max_size=3))
def test_blocks_of_any_shape_are_read(blocks: list[dict[str, Any]]) -> None:
    assert isinstance(text_of_message({"blocks": blocks, "attachments": [{"blocks": blocks}]}), str)


@pytest.mark.parametrize(
    "text", ["J. R. R. Tolkien", "and I a b now", "The A B C Murders", "the a team", "a I o", "a 国 境"]
)
def test_the_key_of_any_words_is_that_of_the_same_words_as_a_title(text: str) -> None:
    message = MessageWords(text)
    for first in range(len(message.words)):
        for after_last in range(first + 1, len(message.words) + 1):
            written = [each.written for each in message.words[first:after_last]]
            spaces = ["" if each.is_joined else " " for each in message.words[first:after_last]]
            joined = "".join(f"{space}{part}" for space, part in zip(spaces, written, strict=True))
            assert message.key(first, after_last) == normalise_title(joined)
