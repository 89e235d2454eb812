"""Slack's payloads, which name person, place and element in a form for each of commands, clicks, windows and events."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from shelftalker.shelf.contents import Reader
from shelftalker.slack.workspace import Workspace

Payload = Mapping[str, Any]


def workspace_of(body: Payload) -> Workspace:
    """Return the installation of the app that a command, click, window or event came to."""
    payload = dict(body)
    is_enterprise_install = extract_is_enterprise_install(payload) or False
    return Workspace(extract_team_id(payload), extract_enterprise_id(payload), is_enterprise_install)


def reader_of(body: Payload) -> Reader:
    """Return the person who acted, in the installation that they acted in.

    Raises:
        ValueError: The payload names no workspace or no person.
    """
    person = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
    return Reader(workspace_of(body).id, person or "")


def is_in_home(body: Payload) -> bool:
    """Return whether an element of Home was clicked."""
    return (body.get("view") or {}).get("type") == "home"


def is_private(body: Payload) -> bool:
    """Return whether the clicked element is in a message that only the person who clicked sees."""
    return bool(body.get("container", {}).get("is_ephemeral", False))


def thread_of(body: Payload) -> str | None:
    """Return the thread that a click or a shortcut happened in, or None."""
    message = body.get("message") or {}
    thread_ts = body.get("container", {}).get("thread_ts") or message.get("thread_ts")
    return str(thread_ts) if thread_ts else None


def chosen_value(action: Payload) -> str:
    """Return the value of the clicked button, or of the chosen option."""
    option = action.get("selected_option") or {}
    return str(option.get("value") or action.get("value") or "")
