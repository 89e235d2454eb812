"""A workspace leaves: it uninstalls the app, or takes back its tokens. Slack tells both, in either order, or twice.

What is kept of it is deleted by purge.py, as nobody knows how much it is; here it is only left in the queue.
"""

from collections.abc import Iterator
from typing import Any

from slack_bolt import Ack, BoltResponse

from shelftalker.listeners.payloads import Payload, workspace_of
from shelftalker.observability import Outcome, logger, set_outcome
from shelftalker.purge.queue import Leaving, PurgeQueue, PurgeQueueError


class Leavings:
    """Has all deleted that is kept of those who leave."""

    def __init__(self, queue: PurgeQueue) -> None:
        self._queue = queue

    def on_uninstalled(self, ack: Ack, body: dict[str, Any]) -> BoltResponse:
        """The workspace, or the organisation, has uninstalled the app."""
        return self._see_off(ack, [Leaving(workspace_of(body).id, _end_of_second(body))])

    def on_tokens_revoked(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> BoltResponse:
        """The bot's token is void, and with it the installation; or only those of people who installed it."""
        return self._see_off(ack, list(_whose_tokens(body, event.get("tokens") or {})))

    def _see_off(self, ack: Ack, leavings: list[Leaving]) -> BoltResponse:
        if not self._queue.is_there:
            logger.warning("a workspace left, and there is no queue: delete what is kept of it by hand")
            set_outcome(Outcome.LEFT_BEHIND)
            return ack()
        try:
            for leaving in leavings:
                self._queue.put(leaving)
        except PurgeQueueError:
            logger.exception("a workspace left, and what is kept of it can't be deleted yet")
            set_outcome(Outcome.LEFT_UNHEARD)
            return BoltResponse(status=503)  # Slack tells again: at once, after a minute and after five
        set_outcome(Outcome.LEFT)
        return ack()


def _whose_tokens(body: Payload, tokens: Payload) -> Iterator[Leaving]:
    workspace_id, before = workspace_of(body).id, _end_of_second(body)
    if tokens.get("bot"):
        yield Leaving(workspace_id, before)
        return
    for user_id in tokens.get("oauth") or []:
        yield Leaving(workspace_id, before, installer_id=user_id)


def _end_of_second(body: Payload) -> float:
    """When it happened, as Slack tells it: in whole seconds, which have begun by then."""
    return float(body["event_time"]) + 1
