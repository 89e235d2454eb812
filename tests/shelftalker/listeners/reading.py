"""What a person reads in a message, and what a click leads to."""

from typing import Any

from tests.slack_app import SlackApp

Message = dict[str, Any]


def titles(message: Message) -> list[str]:
    """The titles that a message recommends, in order."""
    sections = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return [text.splitlines()[0].strip("*") for text in sections if "\n" in text]


def works(message: Message) -> set[str]:
    """What a message recommends, with authors: titles alone may be alike."""
    sections = [block["text"]["text"] for block in message["blocks"] if block["type"] == "section"]
    return {" ".join(text.splitlines()[:2]) for text in sections if "\n" in text}


def contexts(message: Message) -> list[str]:
    return [block["elements"][0]["text"] for block in message["blocks"] if block["type"] == "context"]


def clicked(app: SlackApp, message: Message, action_id: str, chosen: str | None = None, **how: Any) -> Message:
    """The message that a click leads to."""
    answer, posted = app.click(message, action_id, chosen, **how)
    assert (answer.status, answer.body) == (200, "")
    assert posted is not None
    return posted
