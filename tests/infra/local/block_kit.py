"""Valid blocks, elements and views, for the tests of the local Slack and of its page."""

from typing import Any


def plain(text: str) -> dict[str, Any]:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text}


def section(text: str, **members: Any) -> dict[str, Any]:
    """Return a section with a text in mrkdwn and further members."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **members}


def button(action_id: str = "choose", **members: Any) -> dict[str, Any]:
    """Return a button with further members."""
    return {"type": "button", "action_id": action_id, "text": plain("Choose"), **members}


def option(text: str) -> dict[str, Any]:
    """Return an option whose value is its text."""
    return {"text": plain(text), "value": text}


def type_ahead(**members: Any) -> dict[str, Any]:
    """Return an external select with further members."""
    placeholder = plain("Search a title")
    return {"type": "external_select", "action_id": "search_title", "placeholder": placeholder} | members


def text_input(**members: Any) -> dict[str, Any]:
    """Return a text field with further members."""
    return {"type": "plain_text_input", "action_id": "written"} | members


def input_block(block_id: str, element: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return an input block; its block_id is also its label, and the action_id of an element without one."""
    element = {"action_id": block_id, **element}
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **members}


def with_buttons(*elements: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a message with one block of buttons."""
    blocks = [{"type": "actions", "elements": list(elements or [button()])}]
    return {"text": "Did you mean", "blocks": blocks, **members}


def modal(*blocks: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a modal with further members."""
    texts = {"title": plain("Find a book"), "submit": plain("Find")}
    return {"type": "modal", **texts, "blocks": list(blocks) or [{"type": "divider"}], **members}


def home(*blocks: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a Home with further members."""
    return {"type": "home", "blocks": list(blocks) or [{"type": "divider"}], **members}
