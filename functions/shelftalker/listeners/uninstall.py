"""Events of workspaces that leave: they uninstall the app, or revoke its tokens. Slack sends both, in either order.

Their data, of unknown size, is deleted by purge.py; here the deletion is only put into the queue.
"""

from collections.abc import Iterator
from typing import Any

from slack_bolt import Ack, BoltResponse

from shelftalker.listeners.payloads import Payload, workspace_of
from shelftalker.observability import Outcome, logger, set_outcome
from shelftalker.purge.queue import PurgeQueue, PurgeQueueError, PurgeRequest


class Uninstall:
    """Has all data deleted of workspaces and people that leave."""

    def __init__(self, queue: PurgeQueue) -> None:
        self._queue = queue

    def on_uninstalled(self, ack: Ack, body: dict[str, Any]) -> BoltResponse:
        """Queue the deletion of a workspace or organisation that has uninstalled the app."""
        return self._queue_deletions(ack, [PurgeRequest(workspace_of(body).id, _end_of_second(body))])

    def on_tokens_revoked(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> BoltResponse:
        """Queue the deletion of an installation whose bot token is void, or of the people's whose tokens are."""
        return self._queue_deletions(ack, list(_revoked_installations(body, event.get("tokens") or {})))

    def _queue_deletions(self, ack: Ack, requests: list[PurgeRequest]) -> BoltResponse:
        if not self._queue.is_there:
            logger.warning("a workspace left, and there is no queue: delete what is kept of it by hand")
            set_outcome(Outcome.LEFT_BEHIND)
            return ack()
        try:
            for request in requests:
                self._queue.put(request)
        except PurgeQueueError:
            logger.exception("a workspace left, and what is kept of it can't be deleted yet")
            set_outcome(Outcome.LEFT_UNHEARD)
            return BoltResponse(status=503)  # Slack repeats it: at once, after a minute and after five
        set_outcome(Outcome.LEFT)
        return ack()


def _revoked_installations(body: Payload, tokens: Payload) -> Iterator[PurgeRequest]:
    workspace_id, before = workspace_of(body).id, _end_of_second(body)
    if tokens.get("bot"):
        yield PurgeRequest(workspace_id, before)
        return
    for user_id in tokens.get("oauth") or []:
        yield PurgeRequest(workspace_id, before, installer_id=user_id)


def _end_of_second(body: Payload) -> float:
    """Return the time of an event: Slack gives it in whole seconds, the last of which has begun by then."""
    return float(body["event_time"]) + 1
