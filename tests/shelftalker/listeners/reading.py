"""The books that a message recommends, and the message after a click."""

import re
from typing import Any

from tests.slack_app import SlackApp

Message = dict[str, Any]


def titles(message: Message) -> list[str]:
    """Return the titles that a message recommends, in order and in markup."""
    return [title for title, _ in _books(message)]


def works(message: Message) -> set[str]:
    """Return the recommended titles with their authors, as titles alone may be alike."""
    return {" ".join(book) for book in _books(message)}


def _books(message: Message) -> list[tuple[str, str]]:
    lines = [block["text"]["text"].splitlines()[0] for block in message["blocks"] if block["type"] == "section"]
    return re.findall(r"^\d\. \*(.+?)\* by (.+?)(?:, -?\d+(?: BC)?)?$", "\n".join(lines), re.MULTILINE)


def all_text(message: Message) -> str:
    """Return all paragraphs and lines of a message, in markup."""
    paragraphs = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return "\n".join(paragraphs + contexts(message))


def contexts(message: Message) -> list[str]:
    return [block["elements"][0]["text"] for block in message["blocks"] if block["type"] == "context"]


def message_after_click(
    app: SlackApp, message: Message, action_id: str, chosen: str | None = None, **how: Any
) -> Message:
    """Click in a message and return the message that takes its place."""
    answer, posted = app.click(message, action_id, chosen, **how)
    assert (answer.status, answer.body) == (200, "")
    assert posted is not None
    return posted
