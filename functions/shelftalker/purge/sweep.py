"""Search for data of workspaces that are no longer installed: what an unheard uninstall or a lost deletion leaves.

Slack repeats an event three times, and the purge queue a deletion five times within two weeks; later nothing brings
them back. So, once a week:

- Slack is asked of every installation whether its token is still good. Where Slack says that the workspace is gone, or
  has removed the app, that is reported; where Slack still says so in the search of the next week, the deletion that its
  event would have caused is put into the queue. An app that is switched off for some days loses nothing.
- An installation that can't be read, asked about or marked is reported as unsure, and the search goes on.
- Shelves of workspaces without an installation that nobody has touched for a month are reported, not deleted: through
  Slack Connect a person of a workspace without the app has a shelf too. An operator decides, see `delete_leftovers`.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from shelftalker.install.installations import InstallationError, Installations
from shelftalker.observability import Event, count, logger
from shelftalker.purge.queue import PurgeQueue, PurgeQueueError, PurgeRequest
from shelftalker.shelf.table import ShelfError, ShelfTable
from shelftalker.slack.errors import NoBotTokenError, SlackCallError
from shelftalker.slack.web_api import SlackApi
from shelftalker.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SweepConfig:
    """Limits of the search.

    Attributes:
        left_codes: Slack's codes for a workspace that is deleted or has removed the app. Other refusals, such as
            invalid_auth, may have a cause on this side.
        certain_seconds: Time over which Slack has to say that a workspace has left before its data are deleted: less
            than the week between two searches.
        idle_seconds: Age of the newest click from which on a shelf without an installation is left over.
        logged_workspaces: Number of ids in a line of the log, at most.
    """

    left_codes: frozenset[str] = frozenset({"account_inactive", "token_revoked"})
    certain_seconds: float = 5 * 24 * 60 * 60
    idle_seconds: float = 30 * 24 * 60 * 60
    logged_workspaces: int = 500


CONFIG = SweepConfig()


@dataclass(frozen=True, slots=True)
class Findings:
    """The ids of workspaces that were found.

    Attributes:
        left_unnoticed: They have left by Slack's word; where it said so a week ago, their deletion is in the queue.
        left_over: They have shelves and no installation, and nobody has clicked for a month; nothing is done.
        unsure: Slack gave no clear word of them, an item of theirs is damaged, or the time was over.
    """

    left_unnoticed: tuple[str, ...]
    left_over: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """True where there is nothing to report."""
        return not (self.left_unnoticed or self.left_over or self.unsure)

    def as_dict(self) -> dict[str, list[str]]:
        """Return the findings as JSON has them."""
        return {name: list(ids[: CONFIG.logged_workspaces]) for name, ids in asdict(self).items()}


class Sweep:
    """The search, in both tables and at Slack."""

    def __init__(
        self,
        shelves: ShelfTable,
        installations: Installations,
        slack_api: SlackApi,
        queue: PurgeQueue,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Use the tables.

        Args:
            shelves: Ratings and want-to-read lists of the readers.
            installations: The workspaces, with their tokens.
            slack_api: Has the installations' tokens.
            queue: Takes the deletions.
            clock: Wall clock in seconds since 1970.
        """
        self._shelves = shelves
        self._installations = installations
        self._slack_api = slack_api
        self._queue = queue
        self._clock = clock

    def search(self, seconds: float) -> Findings:
        """Find what is left of workspaces that left, count and log it, and queue the deletion of what is certain.

        Args:
            seconds: Time after which Slack is asked no more; the rest counts as unsure.

        Raises:
            ShelfError: The shelves can't be read now; the installations have been searched all the same.
            InstallationError: The installations can't be listed now.
        """
        until = time.monotonic() + seconds
        unread: ShelfError | None = None
        last_actions: dict[str, float] = {}
        # The installations after the shelves: who installs the app meanwhile is among them.
        try:
            last_actions = self._shelves.last_actions()
        except ShelfError as error:
            unread = error
        installed = self._installations.workspaces()
        left, unsure = [], []
        # In another order each week, so that those for which there is no time are others.
        for workspace in random.sample(list(installed), len(installed)):
            has_left = self._handle(workspace, installed[workspace]) if time.monotonic() < until else None
            if has_left:
                left.append(workspace.id)
            elif has_left is None:
                unsure.append(workspace.id)
        known = {workspace.id for workspace in installed}
        idle_since = self._clock() - CONFIG.idle_seconds
        others = {name: acted_at for name, acted_at in last_actions.items() if name not in known}
        left_over = [name for name, acted_at in others.items() if acted_at < idle_since]
        unsure += [name for name, acted_at in others.items() if math.isinf(acted_at)]
        findings = Findings(tuple(sorted(left)), tuple(sorted(left_over)), tuple(sorted(unsure)))
        _report(findings)
        if unread:
            raise unread
        return findings

    def delete_leftovers(self, workspace_ids: list[str]) -> dict[str, Any]:
        """Queue the deletion of workspaces without an installation, which an operator names.

        Args:
            workspace_ids: As `Findings.left_over` has them.

        Returns:
            `queued`, the ids of those whose deletion is queued, and `refused`, of those that have the app installed.

        Raises:
            ValueError: An id is none; nothing is queued.
            InstallationError: The installations can't be read now.
            PurgeQueueError: The queue doesn't take a deletion.
        """
        if not isinstance(workspace_ids, list):
            raise ValueError(f'expected a list of workspaces such as ["T0123ABCD"]; got {workspace_ids!r}.')  # noqa: TRY004 - as for a wrong id
        now = self._clock()
        requests = [PurgeRequest(workspace_id, now) for workspace_id in workspace_ids]
        installed = {workspace.id for workspace in self._installations.workspaces()}
        queued = [request.workspace_id for request in requests if request.workspace_id not in installed]
        for request in requests:
            if request.workspace_id in queued:
                self._queue.put(request)
        refused = [request.workspace_id for request in requests if request.workspace_id in installed]
        logger.info("deletions that an operator asked for", extra={"queued": queued, "refused": refused})
        return {"queued": queued, "refused": refused}

    def _handle(self, workspace: Workspace, left_since: float | None) -> bool | None:
        """Ask Slack about an installation and act on the answer; return whether it has left, None if that fails."""
        asked_at = self._clock()
        has_left = self._has_left(workspace)
        try:
            if has_left:
                self._delete_if_certain(workspace, left_since, asked_at)
            elif has_left is False and left_since is not None:
                self._installations.mark_left(workspace, None)
        except (InstallationError, PurgeQueueError):
            logger.exception("what Slack said of an installation can't be kept", extra={"workspace_id": workspace.id})
            return None
        return has_left

    def _delete_if_certain(self, workspace: Workspace, left_since: float | None, now: float) -> None:
        """Queue the deletion of a workspace of which Slack has said for long that it left; else remember since when."""
        if left_since is None:
            self._installations.mark_left(workspace, now)
        elif now - left_since >= CONFIG.certain_seconds:
            self._queue.put(PurgeRequest(workspace.id, now))

    def _has_left(self, workspace: Workspace) -> bool | None:
        """Return True where Slack says that the workspace has left, None where that is not certain."""
        try:
            self._slack_api.for_workspace(workspace).test_token()
        except SlackCallError as error:
            if error.code in CONFIG.left_codes:
                return True
            logger.warning("unsure of an installation", extra={"workspace_id": workspace.id, "reason": str(error)})
            return None
        except NoBotTokenError:
            return False  # the installation has been deleted since it was listed
        return False


def _report(findings: Findings) -> None:
    for event, found in (
        (Event.LEFT_UNNOTICED, findings.left_unnoticed),
        (Event.LEFT_OVER, findings.left_over),
        (Event.SWEEP_UNSURE, findings.unsure),
    ):
        if found:
            count(event, len(found))
    if findings.is_empty:
        logger.info("no data of workspaces that left")
    else:
        logger.warning("data of workspaces that left", extra=findings.as_dict())
