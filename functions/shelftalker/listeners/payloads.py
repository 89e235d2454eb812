"""Slack's payloads, which name person, place and element in a form for each of commands, clicks, windows and events."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from shelftalker.shelf.contents import Reader
from shelftalker.slack.workspace import Workspace
from shelftalker.views.block_kit import unescape

Payload = Mapping[str, Any]
_TYPED_CHARACTERS = 1000


def workspace_of(body: Payload) -> Workspace:
    """Return the installation of the app that a command, click, window or event came to."""
    payload = dict(body)
    is_enterprise_install = extract_is_enterprise_install(payload) or False
    return Workspace(extract_team_id(payload), extract_enterprise_id(payload), is_enterprise_install)


def reader_of(body: Payload) -> Reader:
    """Return the person who acted, by the workspace that their shelf belongs to, wherever they acted.

    That is their own workspace, which interactions name beside the person; or their organisation, where that installed
    the app. In a channel that is shared with another workspace both differ from the installation that Slack calls.

    Raises:
        ValueError: The payload names no workspace or no person.
    """
    person = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
    installation, own_id = workspace_of(body), _own_workspace_id(body)
    home_id = own_id or installation.id
    if installation.is_enterprise_install and installation.enterprise_id and not _is_of_elsewhere(body, own_id):
        home_id = installation.enterprise_id
    places = dict.fromkeys(filter(None, (installation.id, own_id)))
    return Reader(home_id, person or "", tuple(place for place in places if place != home_id))


def _own_workspace_id(body: Payload) -> str | None:
    """Return the workspace of the person who acted; of commands and events it is that in which they did."""
    own_id = (body.get("user") or {}).get("team_id") or body.get("team_id")
    return str(own_id) if own_id else None


def _is_of_elsewhere(body: Payload, own_id: str | None) -> bool:
    """Return whether a person is of no workspace of the organisation that installed the app, as far as Slack tells.

    An organisation's installation comes with no `team`, whichever of its workspaces the person is in; so a `team` that
    is not the person's own is that of a channel shared with them. Of a person who is in an organisation that does not
    share its workspaces Slack gives the organisation's id in place of theirs.
    """
    team_id, enterprise_id = (body.get("team") or {}).get("id"), (body.get("enterprise") or {}).get("id")
    if own_id is None or "user" not in body:
        return False
    if own_id.startswith("E"):
        return own_id != enterprise_id
    return bool(team_id) and team_id not in {own_id, enterprise_id}


def typed_text(text: str) -> str:
    """Return what a person typed, without Slack's escapes, up to a length that any text is searched for in time.

    A command takes thousands of characters, of which the search tries every part that may be a title: half a minute
    for the worst 6,000, a fifth of a second for the worst 1,000. Links, the longest texts that name a book, have fewer.
    """
    return unescape(text)[:_TYPED_CHARACTERS]


def is_in_home(body: Payload) -> bool:
    """Return whether an element of Home was clicked."""
    return (body.get("view") or {}).get("type") == "home"


def is_in_window(body: Payload) -> bool:
    """Return whether an element of a window was clicked."""
    return (body.get("view") or {}).get("type") == "modal"


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
