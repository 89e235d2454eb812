"""Slackbot's calls of the app's tools: by a person at the page, or by any MCP client, whose requests are signed here.

Slackbot itself is a model that Slack runs; here a form or a client takes its place. Each request is signed by the
app's signing secret and names the person in `_meta.slack`: https://docs.slack.dev/ai/slackbot-mcp-client
"""

from collections.abc import Mapping
from typing import Any

from infra.local.slack.connection.delivery import AppClient, Delivery
from infra.local.slack.connection.exchanges import Exchange, decode_json
from infra.local.slack.connection.installation import Installation
from infra.local.slack.workspace.directory import DIRECTORY, User

_KIND = "Slackbot"
# The revision of the protocol whose requests need nothing but this header.
_VERSION = {"MCP-Protocol-Version": "2025-11-25", "Accept": "application/json, text/event-stream"}
_PASSED_ON = ("accept", "mcp-protocol-version", "mcp-method", "mcp-name")


class SlackbotTools:
    """Slackbot, as far as it calls the app's tools.

    Args:
        installation: The installation of the app.
        app_client: Sends requests to the app's MCP server.
    """

    def __init__(self, installation: Installation, app_client: AppClient) -> None:
        self._installation = installation
        self._app_client = app_client

    def request(self, user: User, method: str, params: Mapping[str, Any]) -> Exchange:
        """Send a request for a person, and show it in the developer's panel."""
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        summary = str(params.get("name", ""))
        return self._record(f"{method} {summary}".strip(), self._deliver(user, message, _VERSION))

    def forward(self, user: User, message: object, headers: Mapping[str, str]) -> Delivery:
        """Sign a message of an MCP client for a person, send it, and show it in the developer's panel.

        Args:
            user: The person.
            message: The decoded message.
            headers: Headers of the client's request.
        """
        passed_on = {name: value for name, value in headers.items() if name.lower() in _PASSED_ON}
        delivery = self._deliver(user, message, passed_on)
        method = message.get("method", "response") if isinstance(message, dict) else "no message"
        self._record(str(method), delivery)
        return delivery

    def _deliver(self, user: User, message: object, headers: Mapping[str, str]) -> Delivery:
        return self._app_client.deliver_json(_with_person(message, user), headers)

    def _record(self, summary: str, delivery: Delivery) -> Exchange:
        return self._installation.record(_KIND, summary, delivery)


def tools_in(exchange: Exchange) -> list[dict[str, Any]]:
    """Return the tools of an answer to `tools/list`; none of an error."""
    tools: list[dict[str, Any]] = _result_of(exchange).get("tools", [])
    return tools


def problem_in(exchange: Exchange) -> str:
    """Return the reason why a request has no result, or an empty string."""
    if "result" in _message_of(exchange):
        return ""
    error = _message_of(exchange).get("error") or {}
    return str(error.get("message") or " ".join(exchange.errors) or f"The app answered {exchange.status}.")


def answer_in(exchange: Exchange) -> dict[str, Any]:
    """Return the parts of an answer to `tools/call` as the page shows them."""
    result = _result_of(exchange)
    texts = [each["text"] for each in result.get("content", []) if each.get("type") == "text"]
    return {
        "text": "\n".join(texts),
        "structured": result.get("structuredContent"),
        "is_error": bool(result.get("isError")),
        "request": exchange.request_payload,
        "exchange_id": exchange.exchange_id,
    }


def _with_person(message: object, user: User) -> Any:
    """Return a request that names the person, as Slack names them; any other message as it came."""
    if not isinstance(message, dict) or not {"id", "method"} <= message.keys():
        return message
    params = message.get("params", {})
    if not isinstance(params, dict) or not isinstance(params.get("_meta", {}), dict):
        return message  # which the app has to refuse
    organisation = {"enterprise_id": DIRECTORY.enterprise_id} if DIRECTORY.enterprise_id else {}
    person = {"user_id": user.user_id, "team_id": user.visits_from or DIRECTORY.team_id, **organisation}
    return message | {"params": params | {"_meta": params.get("_meta", {}) | {"slack": person}}}


def _message_of(exchange: Exchange) -> dict[str, Any]:
    message = decode_json(exchange.response_body)
    return message if isinstance(message, dict) else {}


def _result_of(exchange: Exchange) -> dict[str, Any]:
    result = _message_of(exchange).get("result")
    return result if isinstance(result, dict) else {}
