"""Deleting all that is kept of a workspace or reader that has left, in as many steps as it takes.

Nothing is remembered between the steps: each deletes what it finds, so that it can be killed, repeated or run beside
another at any time. What belongs to someone who has come back in the meantime is newer than their leaving, and stays.
"""

import time
from collections.abc import Callable

from shelftalker.install.installations import Installations
from shelftalker.purge.queue import Leaving
from shelftalker.shelf.table import ShelfTable

# Slack's clock tells when a workspace left and when a reader clicked, but not by the same machine.
_SECONDS_OF_LEAVING = 60


class Purging:
    """Deletes what is kept of who left."""

    def __init__(
        self, shelves: ShelfTable, installations: Installations, clock: Callable[[], float] = time.time
    ) -> None:
        """Use the two tables that hold it.

        Args:
            shelves: What readers rated and want to read.
            installations: Tokens.
            clock: Wall clock in seconds since 1970.
        """
        self._shelves = shelves
        self._installations = installations
        self._clock = clock

    def step(self, leaving: Leaving, seconds: float) -> bool:
        """Delete for so many seconds at most.

        Returns:
            False if there was no time to see whether that is all.

        Raises:
            ShelfError: The shelves can't be read or written now.
            InstallationError: The installations can't.
        """
        workspace_id, before = leaving.workspace_id, leaving.before
        if leaving.installer_id:
            self._installations.forget(workspace_id, before, leaving.installer_id)
            return True
        if not leaving.reader_id:
            now = self._clock()
            is_gone = self._installations.forget(workspace_id, before)
            if is_gone:
                # Nobody is back, so what was clicked in the moment of leaving is of those who left too.
                before = max(before, min(now, before + _SECONDS_OF_LEAVING))
        return self._shelves.purge(workspace_id, leaving.reader_id, before=before, seconds=seconds)
