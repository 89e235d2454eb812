"""What Slack's payloads say of who acted, where and when; commands, clicks, windows and events each have their way."""

from collections.abc import Mapping
from typing import Any

from shelftalker.shelf import Reader

Payload = Mapping[str, Any]


def reader_of(body: Payload) -> Reader:
    """The person who acted, and the workspace they did it in.

    In a workspace of an Enterprise Grid some payloads name no team but that of the person, or the organisation alone.
    """
    user = body.get("user") or {}
    team = body.get("team") or {}
    enterprise = body.get("enterprise") or {}
    event = body.get("event") or {}
    workspace_id = (
        body.get("team_id")
        or team.get("id")
        or user.get("team_id")
        or body.get("enterprise_id")
        or enterprise.get("id")
    )
    return Reader(str(workspace_id), str(body.get("user_id") or user.get("id") or event.get("user")))


def is_in_home(body: Payload) -> bool:
    """Whether something in Home was clicked."""
    return (body.get("view") or {}).get("type") == "home"


def is_private(body: Payload) -> bool:
    """Whether what was clicked is in a message that only the one who clicked sees."""
    return bool(body.get("container", {}).get("is_ephemeral", False))


def thread_of(body: Payload) -> str | None:
    """The thread that a click or a shortcut happened in, or None."""
    message = body.get("message") or {}
    thread_ts = body.get("container", {}).get("thread_ts") or message.get("thread_ts")
    return str(thread_ts) if thread_ts else None


def chosen_value(action: Payload) -> str:
    """The value of the button that was clicked, or of the option that was chosen."""
    option = action.get("selected_option") or {}
    return str(option.get("value") or action.get("value") or "")
