"""Blocks and elements for tests of Slack's rules, the smallest valid ones but for the members given."""

from typing import Any


def plain(length: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": "x" * length}


def mrkdwn(length: int = 1) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": "x" * length}


def section(**members: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(), **members}


def actions(*elements: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **members}


def button(**members: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(1), **members}


def option(**members: Any) -> dict[str, Any]:
    return {"text": plain(1), "value": "v", **members}


def group(**members: Any) -> dict[str, Any]:
    return {"label": plain(1), "options": [option()], **members}


def select(**members: Any) -> dict[str, Any]:
    return {"type": "static_select", "options": [option()], **members}


def many(**members: Any) -> dict[str, Any]:
    return {"type": "multi_static_select", "options": [option()], **members}


def boxes(**members: Any) -> dict[str, Any]:
    return {"type": "checkboxes", "options": [option()], **members}


def image(**members: Any) -> dict[str, Any]:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A", **members}


def confirm(**members: Any) -> dict[str, Any]:
    return {"title": plain(1), "text": mrkdwn(), "confirm": plain(1), "deny": plain(1), **members}


def card(**members: Any) -> dict[str, Any]:
    return {"type": "card", "title": mrkdwn(), **members}


def carousel(*cards: dict[str, Any]) -> dict[str, Any]:
    return {"type": "carousel", "elements": list(cards)}


def container(**members: Any) -> dict[str, Any]:
    return {"type": "container", "title": plain(1), "child_blocks": [section()], **members}


def url(length: int) -> str:
    return "https://example.org/".ljust(length, "x")
