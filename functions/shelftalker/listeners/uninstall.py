"""Events of workspaces that leave: they uninstall the app, or revoke its tokens. Slack sends both, in either order.

Their data, of unknown size, is deleted by purge.py; here the deletion is only put into the queue.
"""

from collections.abc import Callable, Iterator
from typing import Any

from slack_bolt import Ack, BoltResponse

from shelftalker.listeners.payloads import Payload, workspace_of
from shelftalker.observability import Outcome, logger, set_outcome
from shelftalker.purge.queue import PurgeQueue, PurgeQueueError, PurgeRequest
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.slack.workspace import Workspace


class Uninstall:
    """Has all data deleted of workspaces and people that leave."""

    def __init__(self, queue: PurgeQueue, is_installed: Callable[[Workspace], bool]) -> None:
        """Use a queue.

        Args:
            queue: Takes the deletions.
            is_installed: Returns whether the app's installation in a workspace or organisation is stored.
        """
        self._queue = queue
        self._is_installed = is_installed

    def on_uninstalled(self, ack: Ack, body: dict[str, Any]) -> BoltResponse:
        """Queue the deletion of a workspace or organisation that has uninstalled the app."""
        return self._queue_deletions(ack, body, None)

    def on_tokens_revoked(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> BoltResponse:
        """Queue the deletion of an installation whose bot token is void, or of the people's whose tokens are."""
        return self._queue_deletions(ack, body, event.get("tokens") or {})

    def _queue_deletions(self, ack: Ack, body: Payload, revoked: Payload | None) -> BoltResponse:
        if not self._queue.is_there:
            logger.warning("a workspace left, and there is no queue: delete what is kept of it by hand")
            set_outcome(Outcome.LEFT_BEHIND)
            return ack()
        try:
            for left in self._left(body):
                for request in _deletions(left, _end_of_second(body), revoked):
                    self._queue.put(request)
        except (PurgeQueueError, SlackUnavailableError):
            logger.exception("a workspace left, and what is kept of it can't be deleted yet")
            set_outcome(Outcome.LEFT_UNHEARD)
            return BoltResponse(status=503)  # Slack repeats it: at once, after a minute and after five
        set_outcome(Outcome.LEFT)
        return ack()

    def _left(self, body: Payload) -> Iterator[Workspace]:
        """Return who left: an organisation too where an event that names both says not whose installation it was.

        A workspace that installed the app itself is who left then, and what its organisation has stays. Where only the
        organisation's installation is stored, or none any more, both are gone.
        """
        installation = workspace_of(body)
        yield installation
        is_told = installation.is_enterprise_install or bool(body.get("authorizations"))
        organisation = Workspace(None, installation.enterprise_id, is_enterprise_install=True)
        if is_told or organisation.id in {"", installation.id} or self._is_installed(Workspace(installation.team_id)):
            return
        yield organisation


def _deletions(left: Workspace, before: float, revoked: Payload | None) -> Iterator[PurgeRequest]:
    """Return the deletions for an installation, or for the people whose tokens alone are void."""
    if revoked is None or revoked.get("bot"):
        yield PurgeRequest(left.id, before)
        return
    for user_id in revoked.get("oauth") or []:
        yield PurgeRequest(left.id, before, installer_id=user_id)


def _end_of_second(body: Payload) -> float:
    """Return the time of an event: Slack gives it in whole seconds, the last of which has begun by then."""
    return float(body["event_time"]) + 1
