"""The payloads that Slack sends to an app, member by member as Slack sends them."""

from collections.abc import Mapping
from typing import Any

from infra.local.slack_rules import interactive_elements
from infra.local.slack_workspace import (
    APP_ID,
    BOT_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    Channel,
    Message,
    User,
)

_VERIFICATION_TOKEN = "local-verification-token"  # noqa: S105 - deprecated by Slack and still sent; no secret
_STATEFUL = ("static_select", "external_select")


class UnknownElementError(Exception):
    """What was clicked is not in the message."""


def slash_command(
    user: User, channel: Channel, command: str, text: str, *, response_url: str, trigger_id: str
) -> dict[str, str]:
    """The form of a slash command. See https://docs.slack.dev/interactivity/implementing-slash-commands."""
    return {
        "token": _VERIFICATION_TOKEN,
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


def block_actions(
    user: User,
    channel: Channel,
    message: Message,
    action: Mapping[str, Any],
    chosen: Mapping[str, Mapping[str, Any]],
    *,
    response_url: str,
    trigger_id: str,
) -> dict[str, Any]:
    """The JSON of a click. See https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.

    Args:
        user: Who clicked.
        channel: Where the message is.
        message: What was clicked in. Its content is sent along only where everyone sees it.
        action: What was clicked; see `action_on`.
        chosen: What this person has chosen in the message's menus, by block and action.
        response_url: Where the app may answer.
        trigger_id: With what the app may open a modal.
    """
    container: dict[str, Any] = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel_id,
        "is_ephemeral": message.seen_by is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": user.user_id, "username": user.handle, "name": user.handle, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": _VERIFICATION_TOKEN,
        "container": container,
        "trigger_id": trigger_id,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel.channel_id, "name": channel.name},
        "state": {"values": _state(message, chosen)},
        "response_url": response_url,
        "actions": [action],
    }
    if message.seen_by is None:
        payload["message"] = _public_message(message)
    return payload


def element_of(message: Message, block_id: str, action_id: str) -> dict[str, Any]:
    """What a person clicks in a message.

    Raises:
        UnknownElementError: The message has no such element (any more).
    """
    for block in message.blocks:
        if block["block_id"] == block_id:
            for element in interactive_elements(block):
                if element["action_id"] == action_id:
                    return element
    raise UnknownElementError(f"expected an element of the message, got block {block_id!r}, action {action_id!r}")


def option_of(element: Mapping[str, Any], value: str | None) -> dict[str, Any] | None:
    """The option of a menu that has a value; None for what is no menu.

    Raises:
        UnknownElementError: The menu has no such option.
    """
    groups = element.get("option_groups", [element])
    options: list[dict[str, Any]] = [option for group in groups for option in group.get("options", [])]
    if not options:
        return None
    for option in options:
        if option["value"] == value:
            return option
    raise UnknownElementError(f"expected the value of an option, got {value!r}")


def action_on(
    element: Mapping[str, Any], block_id: str, option: Mapping[str, Any] | None, action_ts: str
) -> dict[str, Any]:
    """What an app is told of an element that was clicked or chosen from."""
    members = ("type", "action_id", "text", "value", "style", "url", "placeholder", "initial_option", "confirm")
    action = {name: element[name] for name in members if name in element}
    if option:
        action["selected_option"] = option
    return {**action, "block_id": block_id, "action_ts": action_ts}


def is_stateful(element: Mapping[str, Any]) -> bool:
    """Whether Slack remembers what was chosen, and sends it along with every later click in the message."""
    return element["type"] in _STATEFUL


def _state(message: Message, chosen: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for block in message.blocks:
        for element in filter(is_stateful, interactive_elements(block)):
            block_id, action_id = block["block_id"], element["action_id"]
            option = chosen.get(block_id, {}).get(action_id, element.get("initial_option"))
            values.setdefault(block_id, {})[action_id] = {"type": element["type"], "selected_option": option}
    return values


def _public_message(message: Message) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "type": "message",
        "user": BOT_USER_ID,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "team": TEAM_ID,
        "ts": message.ts,
        "text": message.text,
        "blocks": list(message.blocks),
    }
    return sent | {"thread_ts": message.thread_ts} if message.thread_ts else sent
