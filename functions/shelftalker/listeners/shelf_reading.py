"""The reading of a shelf for the answer to a title, which waits for it until a deadline and no longer.

It begins before the title is searched, so that both take place at the same time. The time-outs of the light client are
those of each wait for the service, and a call has several; only a thread of its own keeps a deadline of the whole call.
"""

import sys
import time
from threading import Thread
from typing import NamedTuple

from shelftalker.observability import Event, count, logger
from shelftalker.shelf.contents import EMPTY_SHELF, Reader, Shelf
from shelftalker.shelf.items import ItemKind
from shelftalker.shelf.table import ShelfError, ShelfTable


class ShelfReadingConfig(NamedTuple):
    """Numbers of the reading.

    Attributes:
        deadline_seconds: Time since its beginning after which the answer goes without the shelf. A warm read takes
            10 ms.
    """

    deadline_seconds: float = 0.3


# Read through this module, as in `shelf_reading.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = ShelfReadingConfig()


class ShelfReading(Thread):
    """The reading of one shelf, which has begun."""

    def __init__(self, shelves: ShelfTable, reader: Reader) -> None:
        # No process waits for its end; Lambda freezes a late one, whose result nobody takes.
        super().__init__(name="shelf reading", daemon=True)
        self._shelves = shelves
        self._reader = reader
        self._shelf: Shelf | None = None
        self._error: ShelfError | None = None
        self._deadline = time.monotonic() + CONFIG.deadline_seconds
        self.start()

    def run(self) -> None:
        """Read the shelf; log and count nothing, as a late one would do so in the middle of another request."""
        try:
            self._shelf = self._shelves.read(self._reader)
        except ShelfError as error:
            self._error = error

    def wait(self) -> None:
        """Wait until the shelf is read, or the deadline is over."""
        self.join(max(0.0, self._deadline - time.monotonic()))

    def shelf(self) -> Shelf | None:
        """Return the shelf, or None where it is late or can't be read, which is logged and counted."""
        self.wait()
        shelf, error = self._shelf, self._error
        if shelf:
            log_damaged_items(shelf)
        else:
            logger.warning("a title is answered without the shelf", exc_info=error, extra={"is_late": error is None})
            count(Event.SHELF_READ_FAILED)
        return shelf


class NoReading(NamedTuple):
    """A shelf that is taken for empty without being read."""

    def wait(self) -> None:
        """Return at once."""

    def shelf(self) -> Shelf:
        """Return an empty shelf."""
        return EMPTY_SHELF


def log_damaged_items(shelf: Shelf) -> None:
    """Log that a shelf has items that can't be read, by their kinds alone."""
    if shelf.damaged:
        known = [item.kind if item.kind in set(ItemKind) else "unknown" for item in shelf.damaged]
        kinds = {kind: known.count(kind) for kind in sorted(set(known))}
        logger.warning("items of a shelf can't be read and are set aside", extra={"kinds": kinds})


class ShelfReadings:
    """Reads a shelf for each title, unless that would make the first answer of a process late."""

    def __init__(self, shelves: ShelfTable) -> None:
        self._shelves = shelves
        self._is_first = True

    def begin(self, reader: Reader) -> ShelfReading | NoReading:
        """Begin to read a reader's shelf.

        The first of a process that has called no service yet is taken for empty: to load the client costs a tenth of a
        cold start. Where the signing secret came from SSM the client is there, and the reading costs a thirtieth.
        """
        is_first, self._is_first = self._is_first, False
        if is_first and "shelftalker.aws.light_client" not in sys.modules:
            return NoReading()
        return ShelfReading(self._shelves, reader)
