"""Signed requests as Slack makes them, and the events in which AWS passes them on."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"


def command_body(
    text: str,
    command: str = "/recommend",
    *,
    user_id: str = "U0001",
    response_url: str = "https://hooks.slack.example/commands/1",
) -> str:
    """Return the form that Slack posts for a slash command."""
    return urlencode({
        "token": "legacy", "team_id": "T0001", "team_domain": "readers", "channel_id": "C0001",
        "channel_name": "books", "user_id": user_id, "user_name": "ada", "command": command, "text": text,
        "api_app_id": "A0001", "is_enterprise_install": "false",
        "response_url": response_url, "trigger_id": "1.2.3",
    })  # fmt: skip


def click_body(action_id: str, value: str, response_url: str, *, is_ephemeral: bool = True) -> str:
    """Return the form that Slack posts for a click on a button."""
    return action_body(button_action(action_id, value), response_url, is_ephemeral=is_ephemeral)


def button_action(action_id: str, value: str, block_id: str = "b1") -> dict[str, Any]:
    """Return the button's action in a click's payload."""
    text = {"type": "plain_text", "text": "Choose"}
    return {"action_id": action_id, "block_id": block_id, "type": "button", "value": value, "text": text}


def action_body(
    action: dict[str, Any],
    response_url: str,
    *,
    is_ephemeral: bool = True,
    user_id: str = "U0001",
    thread_ts: str | None = None,
    acted_at: str = "",
    message_ts: str = "1.1",
    channel_id: str = "C0001",
) -> str:
    """Return the form that Slack posts for an action in a message; it contains the message only if that is public."""
    thread = {"thread_ts": thread_ts} if thread_ts else {}
    container = {"type": "message", "message_ts": message_ts, "channel_id": channel_id, "is_ephemeral": is_ephemeral}
    payload = _interaction("block_actions", user_id) | {
        "container": container | thread,
        "channel": {"id": channel_id, "name": "books"},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [{"action_ts": acted_at or f"{time.time():.6f}"} | action],
    }
    if not is_ephemeral:
        payload["message"] = {"type": "message", "ts": message_ts, "text": "", "blocks": []} | thread
    return _form(payload)


def view_action_body(
    action: dict[str, Any], view: dict[str, Any], *, user_id: str = "U0001", acted_at: str = ""
) -> str:
    """Return the form for an action in Home or in a window: there is no message, no channel and no response_url."""
    payload = _interaction("block_actions", user_id) | {
        "container": {"type": "view", "view_id": "V0001"},
        "view": {"id": "V0001", "hash": "1.a", "state": {"values": {}}} | view,
        "actions": [{"action_ts": acted_at or f"{time.time():.6f}"} | action],
    }
    return _form(payload)


def suggestion_body(action_id: str, typed: str, user_id: str = "U0001") -> str:
    """Return the form for the text typed so far into a type-ahead field."""
    typed_so_far = {
        "action_id": action_id,
        "block_id": "b1",
        "value": typed,
        "container": {"type": "view", "view_id": "V1"},
    }
    return _form(_interaction("block_suggestion", user_id) | typed_so_far)


def submission_body(view: dict[str, Any], values: dict[str, Any], user_id: str = "U0001") -> str:
    """Return the form for a submitted window; values: by block_id and action_id."""
    submitted = {"id": "V0001", "hash": "1.a", "state": {"values": values}, "app_id": "A0001"} | view
    return _form(_interaction("view_submission", user_id) | {"view": submitted, "response_urls": []})


def global_shortcut_body(callback_id: str, user_id: str = "U0001") -> str:
    """Return the form for a shortcut that was chosen beside the message box."""
    return _form(_interaction("shortcut", user_id) | {"callback_id": callback_id, "action_ts": "1.3"})


def message_shortcut_body(
    callback_id: str, text: str, response_url: str, *, thread_ts: str | None = None, user_id: str = "U0001"
) -> str:
    """Return the form for a shortcut that was chosen on a message."""
    message = {"type": "message", "user": "U0009", "ts": "2.1", "text": text}
    payload = _interaction("message_action", user_id) | {
        "callback_id": callback_id,
        "action_ts": "1.3",
        "message_ts": "2.1",
        "message": message | ({"thread_ts": thread_ts} if thread_ts else {}),
        "channel": {"id": "C0001", "name": "books"},
        "response_url": response_url,
    }
    return _form(payload)


def home_opened_body(view: dict[str, Any] | None = None, user_id: str = "U0001", tab: str = "home") -> str:
    """Return the JSON of the event that someone opened the app's Home; it contains the view once one is published."""
    event: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": "D0001",
        "tab": tab,
        "event_ts": "1.4",
    }
    if view:
        event["view"] = {"id": "V0001", "hash": "1.a"} | view
    return _event(event)


def step_body(execution_id: str, inputs: dict[str, str], callback_id: str = "recommend_book") -> str:
    """Return the JSON of the event that a workflow has come to a step of the app."""
    return _event({
        "type": "function_executed",
        "function": {"id": "Fn0001", "callback_id": callback_id, "title": "Recommend a book", "type": "app"},
        "inputs": inputs,
        "function_execution_id": execution_id,
        "workflow_execution_id": "Wx0001",
        "event_ts": "1.5",
        "bot_access_token": "xwfp-of-this-execution",
    })  # fmt: skip


def _event(event: dict[str, Any]) -> str:
    return json.dumps({
        "token": "legacy", "team_id": "T0001", "api_app_id": "A0001", "type": "event_callback", "event_id": "Ev1",
        "event_time": 1, "event": event, "authorizations": [{"team_id": "T0001", "user_id": "U0", "is_bot": True}],
    })  # fmt: skip


def _interaction(kind: str, user_id: str) -> dict[str, Any]:
    """Return the members that all interactions have."""
    return {
        "type": kind,
        "user": {"id": user_id, "username": "ada", "team_id": "T0001"},
        "api_app_id": "A0001",
        "token": "legacy",
        "trigger_id": "1.2.3",
        "team": {"id": "T0001", "domain": "readers"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _form(payload: dict[str, Any]) -> str:
    return urlencode({"payload": json.dumps(payload)})


def signed_headers(body: str, *, secret: str = SIGNING_SECRET, age_seconds: int = 0) -> dict[str, str]:
    """Return the headers of Slack's that the functions read, spelt as Slack spells them."""
    timestamp = str(int(time.time()) - age_seconds)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature
    content_type = "application/json" if body.startswith("{") else FORM
    return {"Content-Type": content_type, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


def v2_event(body: str, headers: dict[str, str], *, is_base64: bool = False) -> dict[str, Any]:
    """Return an HTTP API's event, payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": "POST /slack/events",
        "rawPath": "/slack/events",
        "rawQueryString": "",
        "headers": {name.lower(): value for name, value in headers.items()},
        "requestContext": {"http": {"method": "POST", "path": "/slack/events"}, "requestId": "r1"},
        "body": base64.b64encode(body.encode()).decode() if is_base64 else body,
        "isBase64Encoded": is_base64,
    }


def v1_event(body: str, headers: dict[str, str], *, is_base64: bool = False) -> dict[str, Any]:
    """Return a REST API's event, as an HTTP API's of payload format 1.0: headers as received, singly and in lists."""
    return {
        "resource": "/slack/events",
        "path": "/slack/events",
        "httpMethod": "POST",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "requestContext": {"httpMethod": "POST", "requestId": "r1"},
        "body": base64.b64encode(body.encode()).decode() if is_base64 else body,
        "isBase64Encoded": is_base64,
    }


def function_url_event(body: str, headers: dict[str, str]) -> dict[str, Any]:
    """Return a Function URL's event: format 2.0 with a default route and the body in base64."""
    return v2_event(body, headers, is_base64=True) | {"routeKey": "$default"}


EVENT_SHAPES: list[Callable[[str, dict[str, str]], dict[str, Any]]] = [v2_event, v1_event, function_url_event]
