"""Answers to clicks and windows: posts to the response_url that Slack lent, since Slack ignores the body of those."""

from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import Payload, is_private, thread_of
from shelftalker.views.block_kit import Message

# Slack waits three seconds for the acknowledgement of a click, which comes after the answer; the shelf takes its part.
_TIMEOUT_SECONDS = 1.5


def replace_or_tell(body: Payload, message: Message) -> bool:
    """Put a message in the place of the clicked one; where others see that, tell it the clicker alone."""
    return _respond(body, message, response_type="ephemeral", replace_original=is_private(body))


def tell(body: Payload, message: Message) -> bool:
    """Say something to the one who acted, and leave all messages as they are."""
    return _respond(body, message, response_type="ephemeral", replace_original=False)


def tell_channel(body: Payload, message: Message) -> bool:
    """Say something to everyone in the conversation."""
    return _respond(body, message, response_type="in_channel", replace_original=False)


def post(response_url: str, payload: dict[str, Any]) -> bool:
    """Post to a response_url; a failure is logged and counted.

    Returns:
        Whether Slack took it.
    """
    try:
        client = WebhookClient(response_url, timeout=_TIMEOUT_SECONDS, retry_handlers=[])  # type: ignore[arg-type] # urllib takes parts of a second
        response = client.send_dict(payload)
    # Refused, timed out, broken off, no URL, or an answer that is no HTTP.
    except (OSError, ValueError, AttributeError, HTTPException, SlackClientError) as error:
        logger.warning("response_url failed", extra={"error": repr(error)})
    else:
        if response.status_code == 200:
            return True
        logger.warning("response_url failed", extra={"status": response.status_code, "answer": response.body})
    count("ResponseUrlFailed")
    return False


def _respond(body: Payload, message: Message, **how: Any) -> bool:
    thread_ts = thread_of(body)
    where = {"thread_ts": thread_ts} if thread_ts and not how["replace_original"] else {}
    return post(body["response_url"], message.as_payload() | how | where)
