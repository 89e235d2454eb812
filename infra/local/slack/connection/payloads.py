"""The payloads that Slack sends to an app, with the members that Slack gives them."""

from collections.abc import Mapping
from typing import Any

from infra.local.slack.rules.elements import StateValues, state_of
from infra.local.slack.workspace.directory import DIRECTORY, Channel, User
from infra.local.slack.workspace.views import View
from infra.local.slack.workspace.workspace import Message


def slash_command(
    user: User, channel: Channel, command: str, text: str, *, response_url: str, trigger_id: str
) -> dict[str, str]:
    """Return the form of a slash command. See https://docs.slack.dev/interactivity/implementing-slash-commands."""
    return {
        "token": DIRECTORY.verification_token,
        "team_id": DIRECTORY.team_id,
        "team_domain": DIRECTORY.team_domain,
        "channel_id": channel.channel_id,
        "channel_name": channel.name,
        "user_id": user.user_id,
        "user_name": user.handle,
        "command": command,
        "text": text,
        "api_app_id": DIRECTORY.app_id,
        "is_enterprise_install": "true" if DIRECTORY.enterprise_id else "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
        **({"enterprise_id": DIRECTORY.enterprise_id} if DIRECTORY.enterprise_id else {}),
    }


def source_message(channel: Channel, message: Message, thread_ts: str | None) -> dict[str, Any]:
    """Return the members that describe the message of an interaction.

    Args:
        channel: The message's channel.
        message: The message. Its content is included only where everyone sees it.
        thread_ts: Timestamp of the thread that it is in or starts, or None.
    """
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    source = {"container": container, "channel": {"id": channel.channel_id, "name": channel.name}}
    return source if message.seen_by else {**source, "message": message_content(message, thread_ts)}


def source_view(view: View) -> dict[str, Any]:
    """Return the members that describe the modal or the Home of an interaction."""
    return {"container": {"type": "view", "view_id": view.view_id}, "view": view.for_app()}


def block_actions(
    user: User, source: Mapping[str, Any], action: Mapping[str, Any], *, trigger_id: str
) -> dict[str, Any]:
    """Return the JSON of a click. See https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.

    Args:
        user: The person who clicked.
        source: `source_message` together with `state_and_response_url`, or `source_view`.
        action: The clicked element; see `rules.elements.action_payload`.
        trigger_id: Permission to open a modal.
    """
    return {"type": "block_actions", **_user_and_app(user), **source, "trigger_id": trigger_id, "actions": [action]}


def state_and_response_url(message: Message, user_state: StateValues, response_url: str) -> dict[str, Any]:
    """Return the members that only a click in a message has: the state of its elements, and its response_url."""
    return {"state": {"values": state_of(message.blocks, user_state)}, "response_url": response_url}


def block_suggestion(
    user: User, source: Mapping[str, Any], block_id: str, action_id: str, value: str
) -> dict[str, Any]:
    """Return the JSON that requests options for a query.

    See https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload.
    """
    query = {"action_id": action_id, "block_id": block_id, "value": value}
    return {"type": "block_suggestion", **_user_and_app(user), **source, **query}


def view_submission(user: User, view: View, *, trigger_id: str) -> dict[str, Any]:
    """Return the JSON of a submitted modal.

    See https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
    """
    return {
        "type": "view_submission",
        **_user_and_app(user),
        "trigger_id": trigger_id,
        "view": view.for_app(),
        "response_urls": [],
    }


def view_closed(user: User, view: View, *, is_cleared: bool) -> dict[str, Any]:
    """Return the JSON of a modal that a person closed, for a view with `notify_on_close`."""
    return {"type": "view_closed", **_user_and_app(user), "view": view.for_app(), "is_cleared": is_cleared}


def global_shortcut(user: User, callback_id: str, *, action_ts: str, trigger_id: str) -> dict[str, Any]:
    """Return the JSON of a global shortcut.

    See https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload.
    """
    return {
        "type": "shortcut",
        **_user_and_app(user),
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
    """Return the JSON of a shortcut on a message.

    Args:
        user: The person who uses the shortcut.
        channel: The message's channel.
        message: A message that everyone sees.
        callback_id: Id of the shortcut.
        thread_ts: Timestamp of the thread that the message is in or starts, or None.
        action_ts: Time of the interaction.
        trigger_id: Permission to open a modal.
        response_url: URL that takes the app's answers.
    """
    return {
        "type": "message_action",
        **_user_and_app(user),
        "action_ts": action_ts,
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "message_ts": message.ts,
        "channel": {"id": channel.channel_id, "name": channel.name},
        "message": message_content(message, thread_ts),
    }


def message_content(message: Message, thread_ts: str | None) -> dict[str, Any]:
    """Return a message that everyone sees, as payloads carry it."""
    content: dict[str, Any] = {"type": "message", "user": message.author_id, "team": DIRECTORY.team_id}
    if message.author_id == DIRECTORY.bot_user_id:
        content |= {"bot_id": DIRECTORY.bot_id, "app_id": DIRECTORY.app_id}
    content |= {"ts": message.ts, "text": message.text}
    if message.blocks:
        content["blocks"] = list(message.blocks)
    return content | {"thread_ts": thread_ts} if thread_ts else content


def authorization() -> dict[str, Any]:
    """Return the installation that an event came to, as its envelope carries it."""
    enterprise_id = DIRECTORY.enterprise_id or None
    return {
        "enterprise_id": enterprise_id,
        "team_id": None if enterprise_id else DIRECTORY.team_id,
        "user_id": DIRECTORY.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": bool(enterprise_id),
    }


def _user_and_app(user: User) -> dict[str, Any]:
    """Return the members that name the person, the installation and the app.

    The person's own workspace stands beside the person; `team` is the one that installed the app, or null where its
    organisation has. See https://docs.slack.dev/enterprise/developing-for-enterprise-orgs.
    """
    enterprise_id, own_id = DIRECTORY.enterprise_id, user.visits_from or DIRECTORY.team_id
    return {
        "user": {"id": user.user_id, "username": user.handle, "name": user.handle, "team_id": own_id},
        "api_app_id": DIRECTORY.app_id,
        "token": DIRECTORY.verification_token,
        "team": None if enterprise_id else {"id": DIRECTORY.team_id, "domain": DIRECTORY.team_domain},
        "enterprise": {"id": enterprise_id, "name": DIRECTORY.team_name} if enterprise_id else None,
        "is_enterprise_install": bool(enterprise_id),
    }
