"""Deletion of all data of a workspace or reader that has left, in as many steps as it takes.

Nothing is remembered between the steps: each deletes the items that it finds, so that it can be killed, repeated or run
beside another at any time. Data of someone who has come back in the meantime is newer than their leaving, and stays.
"""

import time
from collections.abc import Callable
from typing import ClassVar

from shelftalker.install.installations import Installations
from shelftalker.purge.queue import PurgeRequest
from shelftalker.shelf.table import ShelfTable


class Purging:
    """Deletes the data of workspaces and readers that left.

    Attributes:
        SECONDS_OF_LEAVING: Clicks up to this long after a workspace left are deleted with it: Slack's times of the
            leaving and of the click are not of the same machine.
    """

    SECONDS_OF_LEAVING: ClassVar[float] = 60

    def __init__(
        self, shelves: ShelfTable, installations: Installations, clock: Callable[[], float] = time.time
    ) -> None:
        """Use the two tables that hold the data.

        Args:
            shelves: Ratings and want-to-read lists of the readers.
            installations: Tokens of the workspaces.
            clock: Wall clock in seconds since 1970.
        """
        self._shelves = shelves
        self._installations = installations
        self._clock = clock

    def step(self, request: PurgeRequest, seconds: float) -> bool:
        """Delete for so many seconds at most.

        Returns:
            False where no time was left to see that nothing remains.

        Raises:
            ShelfError: The shelves can't be read or written now.
            InstallationError: The installations can't.
        """
        workspace_id, before = request.workspace_id, request.before
        if request.installer_id:
            self._installations.forget(workspace_id, before, request.installer_id)
            return True
        if not request.reader_id:
            now = self._clock()
            is_gone = self._installations.forget(workspace_id, before)
            if is_gone:
                # Nobody is back, so the clicks in the moment of leaving are of those who left too.
                before = max(before, min(now, before + self.SECONDS_OF_LEAVING))
        return self._shelves.purge(workspace_id, request.reader_id, before=before, seconds=seconds)
