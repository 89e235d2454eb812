"""Replies to clicks and windows: posts to the response_url that Slack lends, since Slack ignores the body of those."""

from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from shelftalker.listeners.payloads import Payload, is_private, thread_of
from shelftalker.observability import Event, count, logger
from shelftalker.slack.addresses import is_response_url
from shelftalker.views.block_kit import Message

# Slack waits three seconds for the acknowledgement of a click, which comes after the reply; the shelf takes its part.
_TIMEOUT_SECONDS = 1.5


def replace_original(body: Payload, message: Message) -> bool:
    """Put a message in the place of the clicked one; where others see that, show it to the person who clicked alone."""
    return _respond(body, message, response_type="ephemeral", replace_original=is_private(body))


def reply(body: Payload, message: Message) -> bool:
    """Send a message to the person who acted, and leave all messages as they are."""
    return _respond(body, message, response_type="ephemeral", replace_original=False)


def reply_to_channel(body: Payload, message: Message) -> bool:
    """Send a message to everyone in the conversation of a click."""
    return reply_to_conversation(body["response_url"], thread_of(body), message)


def reply_to_conversation(response_url: str, thread_ts: str | None, message: Message) -> bool:
    """Send a message to everyone in the conversation of a response_url, without previews of the links in it."""
    in_thread = {"thread_ts": thread_ts} if thread_ts else {}
    to_all = {"response_type": "in_channel", "replace_original": False, "unfurl_links": False, "unfurl_media": False}
    return _post(response_url, message.as_payload() | to_all | in_thread)


def replace_for_all(response_url: str, message: Message) -> bool:
    """Put a message in the place of one that everyone in a conversation sees, by the response_url of a click in it."""
    return _post(response_url, message.as_payload() | {"response_type": "in_channel", "replace_original": True})


def reply_in(response_url: str, thread_ts: str | None, message: Message) -> bool:
    """Send a message to the person who acted, by a response_url from elsewhere."""
    in_thread = {"thread_ts": thread_ts} if thread_ts else {}
    return _post(
        response_url, message.as_payload() | {"response_type": "ephemeral", "replace_original": False} | in_thread
    )


def _respond(body: Payload, message: Message, *, response_type: str, replace_original: bool) -> bool:
    thread_ts = thread_of(body)
    payload = {"response_type": response_type, "replace_original": replace_original}
    if thread_ts and not replace_original:
        payload["thread_ts"] = thread_ts
    return _post(body["response_url"], message.as_payload() | payload)


def _post(response_url: str, payload: dict[str, Any]) -> bool:
    """Post to a response_url and return whether Slack took it; a failure is logged and counted.

    Nothing is sent anywhere but to Slack, whatever a payload or the private metadata of a window holds.
    """
    if not is_response_url(response_url):
        logger.warning("response_url is not Slack's")
        count(Event.RESPONSE_URL_FAILED)
        return False
    try:
        client = WebhookClient(response_url, timeout=_TIMEOUT_SECONDS, retry_handlers=[])  # type: ignore[arg-type] # urllib takes fractions of a second
        response = client.send_dict(payload)
    # Refused, timed out, broken off, no URL, or an answer that is no HTTP.
    except (OSError, ValueError, AttributeError, HTTPException, SlackClientError) as error:
        # Others than those of the connection quote the address, by which anybody may post.
        reason = repr(error) if isinstance(error, OSError) else type(error).__name__
        logger.warning("response_url failed", extra={"error": reason})
    else:
        if response.status_code == 200:
            return True
        logger.warning("response_url failed", extra={"status": response.status_code, "answer": response.body})
    count(Event.RESPONSE_URL_FAILED)
    return False
