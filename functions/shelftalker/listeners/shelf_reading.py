"""The reading of a shelf for the answer to a title, which waits for it until a deadline and no longer.

The time-outs of the light client are those of each wait for the service, and a call has several; only a thread of its
own keeps a deadline of the whole call.
"""

import sys
from threading import Thread
from typing import NamedTuple

from shelftalker.observability import Event, count, logger
from shelftalker.shelf.contents import EMPTY_SHELF, Reader, Shelf
from shelftalker.shelf.table import ShelfError, ShelfTable


class ShelfReadingConfig(NamedTuple):
    """Numbers of the reading.

    Attributes:
        deadline_seconds: Time after which the answer goes without the shelf. A warm read takes 10 ms.
    """

    deadline_seconds: float = 0.3


# Read through this module, as in `shelf_reading.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = ShelfReadingConfig()


class ShelfReadings:
    """Reads a shelf for each title, unless that would make the first answer of a process late."""

    def __init__(self, shelves: ShelfTable) -> None:
        self._shelves = shelves
        self._is_first = True

    def shelf_of(self, reader: Reader) -> Shelf | None:
        """Return a reader's shelf, or None where it is late or can't be read, which is logged and counted.

        The first of a process that has called no service yet is taken for empty: to load the client costs a tenth of a
        cold start. Where the signing secret came from SSM the client is there, and the reading costs a thirtieth.
        """
        is_first, self._is_first = self._is_first, False
        if is_first and "shelftalker.aws.light_client" not in sys.modules:
            return EMPTY_SHELF
        reading = _Reading(self._shelves, reader)
        reading.start()
        reading.join(CONFIG.deadline_seconds)
        shelf, error = reading.shelf, reading.error
        if shelf is None:
            logger.warning("a title is answered without the shelf", exc_info=error, extra={"is_late": error is None})
            count(Event.SHELF_READ_FAILED)
        return shelf


class _Reading(Thread):
    """The reading of one shelf.

    Attributes:
        shelf: The shelf, once it is read.
        error: The error, once it can't be read.
    """

    def __init__(self, shelves: ShelfTable, reader: Reader) -> None:
        # No process waits for its end; Lambda freezes a late one, whose result nobody takes.
        super().__init__(name="shelf reading", daemon=True)
        self.shelf: Shelf | None = None
        self.error: ShelfError | None = None
        self._shelves = shelves
        self._reader = reader

    def run(self) -> None:
        """Read the shelf; log and count nothing, as a late one would do so in the middle of another request."""
        try:
            self.shelf = self._shelves.read(self._reader)
        except ShelfError as error:
            self.error = error
