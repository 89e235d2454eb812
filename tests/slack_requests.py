"""Requests as Slack makes them, signed, in the events that AWS makes of them."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
FORM = "application/x-www-form-urlencoded"


def command_body(text: str, command: str = "/recommend") -> str:
    """The form that Slack posts for a slash command."""
    return urlencode({
        "token": "legacy", "team_id": "T0001", "team_domain": "readers", "channel_id": "C0001",
        "channel_name": "books", "user_id": "U0001", "user_name": "ada", "command": command, "text": text,
        "api_app_id": "A0001", "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.example/commands/1", "trigger_id": "1.2.3",
    })  # fmt: skip


def click_body(action_id: str, value: str, response_url: str, *, is_ephemeral: bool = True) -> str:
    """The form that Slack posts for a click on a button; only of a public message it brings the message along."""
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": "U0001", "username": "ada", "team_id": "T0001"},
        "api_app_id": "A0001",
        "token": "legacy",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0001", "is_ephemeral": is_ephemeral},
        "trigger_id": "1.2.3",
        "team": {"id": "T0001", "domain": "readers"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": "C0001", "name": "books"},
        "state": {"values": {}},
        "response_url": response_url,
        "actions": [
            {"action_id": action_id, "block_id": "b1", "type": "button", "value": value, "action_ts": "1.3",
             "text": {"type": "plain_text", "text": "Choose"}},
        ],
    }  # fmt: skip
    if not is_ephemeral:
        payload["message"] = {"type": "message", "ts": "1.1", "text": "", "blocks": []}
    return urlencode({"payload": json.dumps(payload)})


def signed_headers(body: str, *, secret: str = SIGNING_SECRET, age_seconds: int = 0) -> dict[str, str]:
    """The headers of Slack's that matter, with the spelling that Slack gives them."""
    timestamp = str(int(time.time()) - age_seconds)
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert signature
    return {"Content-Type": FORM, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}


def v2_event(body: str, headers: dict[str, str], *, is_base64: bool = False) -> dict[str, Any]:
    """An HTTP API's event, payload format 2.0."""
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
    """A REST API's event, and an HTTP API's of payload format 1.0: headers as they came, singly and in lists."""
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
    """A Function URL's event: format 2.0 with a default route and the body in base64."""
    return v2_event(body, headers, is_base64=True) | {"routeKey": "$default"}


EVENT_SHAPES: list[Callable[[str, dict[str, str]], dict[str, Any]]] = [v2_event, v1_event, function_url_event]
