"""The books that a message recommends, and the message after a click."""

from typing import Any

from tests.slack_app import SlackApp

Message = dict[str, Any]


def titles(message: Message) -> list[str]:
    """Return the titles that a message recommends, in order."""
    sections = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return [text.splitlines()[0].strip("*") for text in sections if "\n" in text]


def works(message: Message) -> set[str]:
    """Return the recommended titles with their authors, as titles alone may be alike."""
    sections = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return {" ".join(text.splitlines()[:2]) for text in sections if "\n" in text}


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
