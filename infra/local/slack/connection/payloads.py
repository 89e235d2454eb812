"""The payloads that Slack sends to an app, member by member as Slack sends them."""

from collections.abc import Mapping
from typing import Any

from infra.local.slack.rules.elements import Values, state_of
from infra.local.slack.workspace.views import View
from infra.local.slack.workspace.workspace import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Message,
    User,
)

VERIFICATION_TOKEN = "local-verification-token"  # noqa: S105 - deprecated by Slack and still sent; no secret


def slash_command(
    user: User, channel: Channel, command: str, text: str, *, response_url: str, trigger_id: str
) -> dict[str, str]:
    """The form of a slash command. See https://docs.slack.dev/interactivity/implementing-slash-commands."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.channel_id,
        "channel_name": channel.name,
        "user_id": user.user_id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def in_message(channel: Channel, message: Message, thread_ts: str | None) -> dict[str, Any]:
    """What a payload says of the message that something happened in.

    Args:
        channel: Where the message is.
        message: The message. Its content is sent along only where everyone sees it.
        thread_ts: The thread that it is in, or that hangs on it.
    """
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place = {"container": container, "channel": {"id": channel.channel_id, "name": channel.name}}
    return place if message.seen_by else {**place, "message": message_content(message, thread_ts)}


def in_view(view: View) -> dict[str, Any]:
    """What a payload says of the modal or the Home that something happened in."""
    return {"container": {"type": "view", "view_id": view.view_id}, "view": view.as_slack_sends_it()}


def block_actions(
    user: User, place: Mapping[str, Any], action: Mapping[str, Any], *, trigger_id: str
) -> dict[str, Any]:
    """The JSON of a click. See https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.

    Args:
        user: Who clicked.
        place: `in_message`, together with `answerable`, or `in_view`.
        action: What was clicked; see `rules.elements.action_on`.
        trigger_id: With what the app may open a modal.
    """
    return {"type": "block_actions", **_sender(user), **place, "trigger_id": trigger_id, "actions": [action]}


def answerable(message: Message, touched: Values, response_url: str) -> dict[str, Any]:
    """What comes with a click in a message beside it: what its menus hold, and where the app may answer."""
    return {"state": {"values": state_of(message.blocks, touched)}, "response_url": response_url}


def block_suggestion(user: User, place: Mapping[str, Any], block_id: str, action_id: str, value: str) -> dict[str, Any]:
    """The JSON that asks for options for what was typed.

    See https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload.
    """
    asked = {"action_id": action_id, "block_id": block_id, "value": value}
    return {"type": "block_suggestion", **_sender(user), **place, **asked}


def view_submission(user: User, view: View, *, trigger_id: str) -> dict[str, Any]:
    """The JSON of a submitted modal. See https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload."""
    return {
        "type": "view_submission",
        **_sender(user),
        "trigger_id": trigger_id,
        "view": view.as_slack_sends_it(),
        "response_urls": [],
    }


def view_closed(user: User, view: View, *, is_cleared: bool) -> dict[str, Any]:
    """The JSON of a modal that its person closed, for an app that asked to be notified."""
    return {"type": "view_closed", **_sender(user), "view": view.as_slack_sends_it(), "is_cleared": is_cleared}


def global_shortcut(user: User, callback_id: str, *, action_ts: str, trigger_id: str) -> dict[str, Any]:
    """The JSON of a shortcut from anywhere. See https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload."""
    return {
        "type": "shortcut",
        **_sender(user),
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    user: User,
    channel: Channel,
    message: Message,
    callback_id: str,
    *,
    thread_ts: str | None,
    action_ts: str,
    trigger_id: str,
    response_url: str,
) -> dict[str, Any]:
    """The JSON of a shortcut on a message.

    Args:
        user: Whose shortcut it is.
        channel: Where the message is.
        message: A message that everyone sees.
        callback_id: Of the shortcut.
        thread_ts: The thread that the message is in, or that hangs on it.
        action_ts: When it happened.
        trigger_id: With what the app may open a modal.
        response_url: Where the app may answer.
    """
    return {
        "type": "message_action",
        **_sender(user),
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": {"id": channel.channel_id, "name": channel.name},
        "message": message_content(message, thread_ts),
    }


def message_content(message: Message, thread_ts: str | None) -> dict[str, Any]:
    """A message that everyone sees, as payloads carry it."""
    sent: dict[str, Any] = {"type": "message", "user": message.author_id, "team": TEAM_ID}
    if message.author_id == BOT_USER_ID:
        sent |= {"bot_id": BOT_ID, "app_id": APP_ID}
    sent |= {"ts": message.ts, "text": message.text}
    if message.blocks:
        sent["blocks"] = list(message.blocks)
    return sent | {"thread_ts": thread_ts} if thread_ts else sent


def _sender(user: User) -> dict[str, Any]:
    """Who did it, and for which app, in which workspace."""
    return {
        "user": {"id": user.user_id, "username": user.handle, "name": user.handle, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }
