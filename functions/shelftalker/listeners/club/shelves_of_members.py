"""The shelves of many people, read at the same time while one click waits."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import NamedTuple

from shelftalker.club.members import Member
from shelftalker.listeners.services import Services
from shelftalker.listeners.shelf_reading import log_damaged_items
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Event, count, logger
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf.table import ShelfError


class ShelvesConfig(NamedTuple):
    """The numbers of the reading.

    Attributes:
        threads: Number of shelves read at the same time.
        seconds: Time after which the answer goes without the shelves that are not read yet: of the three that Slack
            waits, joining has taken a part, and ranking and posting need the rest.
    """

    threads: int = 16
    seconds: float = 1.0


# Read through this module, as in `shelves_of_members.CONFIG`, so that tests on a busy machine widen all in one place.
CONFIG = ShelvesConfig()


def read_shelves(services: Services, catalogue: Catalogue, members: Sequence[Member]) -> list[KnownBooks]:
    """Return the shelves of members in the rows of a model, in the members' order.

    Those that can't be read within the time are as empty, with `is_available` False, which is logged and counted.
    """
    threads = ThreadPoolExecutor(CONFIG.threads, thread_name_prefix="shelf of a member")
    readings = [threads.submit(services.shelves.read, member.reader) for member in members]
    wait_for(readings, timeout=CONFIG.seconds)
    # Those under way end by themselves, within the time-outs of the table; the others never begin.
    threads.shutdown(wait=False, cancel_futures=True)
    shelves = []
    for reading in readings:
        error = reading.exception() if reading.done() and not reading.cancelled() else None
        if error is not None and not isinstance(error, ShelfError):
            raise error
        is_read = reading.done() and not reading.cancelled() and error is None
        shelf = reading.result() if is_read else None
        if shelf:
            log_damaged_items(shelf)
        else:
            logger.warning("the shelf of a member is not read", exc_info=error, extra={"is_late": error is None})
            count(Event.SHELF_READ_FAILED)
        shelves.append(KnownBooks(catalogue, shelf))
    return shelves
