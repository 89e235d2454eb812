"""What Slack's payloads say of who acted, where and when; commands, clicks, windows and events each have their way."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from shelftalker.shelf.contents import Reader
from shelftalker.slack.workspace import Workspace

Payload = Mapping[str, Any]


def workspace_of(body: Payload) -> Workspace:
    """Where the app is installed that a command, click, window or event came to."""
    payload = dict(body)
    is_enterprise_install = extract_is_enterprise_install(payload) or False
    return Workspace(extract_team_id(payload), extract_enterprise_id(payload), is_enterprise_install)


def reader_of(body: Payload) -> Reader:
    """The person who acted, and what has the app installed that they did it in.

    Raises:
        ValueError: The payload names no workspace or no person.
    """
    person = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
    return Reader(workspace_of(body).id, person or "")


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
