"""The books of a message: of its links, its unfurls, its blocks and its words."""

from typing import Any

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.message_books import books_of_message

DUNE_URL = "https://www.goodreads.com/book/show/234225.Dune"


def unfurl(title: str, url: str, **members: str) -> dict[str, Any]:
    """Return an attachment as Slack makes it of a link."""
    return {"id": 1, "title": title, "title_link": url, "from_url": url, "fallback": title} | members


def found(catalogue: Catalogue, message: dict[str, Any]) -> list[str]:
    return [f"{book.title} by {book.author}" for book in books_of_message(catalogue, message)]


@pytest.mark.parametrize(
    "message",
    [
        {"text": f"<{DUNE_URL}>"},
        {"text": f"has anyone read <{DUNE_URL}|this>?"},
        {"text": "<https://a.example/1>", "attachments": [unfurl("Dune by Frank Herbert | A Shop", "https://a.example/1")]},
        {"text": "<https://a.example/1>", "attachments": [unfurl("Dune: Herbert: Shop: Books", "https://a.example/1")]},
        {"text": "<https://t.co/x>", "attachments": [unfurl("A shop", DUNE_URL)]},
        {"text": "look", "attachments": [{"from_url": DUNE_URL}]},
        {"text": "look", "attachments": [{"title": "\u201cDune\u201d by Frank Herbert, reviewed"}]},
        {"text": "", "blocks": [{"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": [{"type": "link", "url": DUNE_URL}]}]}]},
        {"text": "", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "new"},
                                 "accessory": {"type": "button", "url": DUNE_URL}}]},
        {"text": "what should I read after dune?"},
        {"text": "\u2022 Dune"},
        {"text": "this month: *Dune*"},
    ],
)  # fmt: skip
def test_one_book_is_found_wherever_a_message_has_it(catalogue: Catalogue, message: dict[str, Any]) -> None:
    assert found(catalogue, message) == ["Dune by Frank Herbert"]


def test_several_books_are_found_those_of_links_first(catalogue: Catalogue) -> None:
    text = f"We read _The Hobbit_ and <{DUNE_URL}|Dune>, then <https://a.example/book/emma-jane-austen>"
    assert found(catalogue, {"text": text}) == [
        "Dune by Frank Herbert", "Emma by Jane Austen", "The Hobbit by J. R. R. Tolkien",
    ]  # fmt: skip


def test_each_item_of_a_list_may_be_a_title(catalogue: Catalogue) -> None:
    text = "For the trip:\n\u2022 Dune Messiah\n\u2022 Emma\n1. *It*"
    assert found(catalogue, {"text": text}) == [
        "Dune Messiah by Frank Herbert", "Emma by Jane Austen", "It by Stephen King",
    ]  # fmt: skip


def test_an_isbn_beside_words_is_a_book_too(catalogue: Catalogue) -> None:
    assert found(catalogue, {"text": "ordered 9780000000064 today"}) == ["The Hobbit by J. R. R. Tolkien"]


@pytest.mark.parametrize(
    "message",
    [
        {"text": "it was a long night"},
        {"text": "<https://news.example/2026/05/02/help>"},
        {"text": "", "blocks": [{"type": "divider"}], "attachments": [{"title": "Weekly report"}]},
        {},
    ],
)
def test_a_message_without_books_gives_none(catalogue: Catalogue, message: dict[str, Any]) -> None:
    assert found(catalogue, message) == []
