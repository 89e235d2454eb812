"""The new version's own part of the check before its release: a shelf entry of a reader that nobody is, and Home.

CodeDeploy's check calls for it with an event that API Gateway makes of no request, see release_check.py. Slack is not
called, and nothing is left in the table.
"""

import json
import time
from collections.abc import Callable

from shelftalker.listeners.home_page import HomePage
from shelftalker.listeners.services import Services
from shelftalker.observability import logger
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.table import ShelfError
from shelftalker.slack.workspace import Workspace
from shelftalker.views.home import HomeState, home_view

# Slack gives ids in letters and digits, and none of these.
RESERVED_READER = Reader("T0PRETRAFFIC", "U0PRETRAFFIC")
# More than a few items take, of a reader who has two.
_DELETION_SECONDS = 5.0


def check_self(services: Services, clock: Callable[[], float] = time.time) -> dict[str, str]:
    """Write a book to the reserved reader's shelf, read it, draw Home with it, and delete it.

    Returns:
        `shelf` and `home`, what was seen; or `failure`, what was not.
    """
    try:
        return _use_all(services, clock())
    except ShelfError as error:
        logger.exception("the new version can't use the shelves")
        return {"failure": str(error)}


def _use_all(services: Services, now: float) -> dict[str, str]:
    catalogue = services.current_catalogue()
    [book] = catalogue.ordered_books(range(1, 2))
    acted_at = f"{now:.6f}"
    services.shelves.apply(RESERVED_READER, ShelfAction(Verb.WANT, book.book_id), acted_at)
    shelf = services.shelves.read(RESERVED_READER)
    if [entry.book_id for entry in shelf.books if entry.wanted] != [book.book_id]:
        return {"failure": f"The shelf does not have the entry that was written to it, {book.book_id}, but {shelf}."}
    workspace = Workspace(RESERVED_READER.workspace_id)
    page = HomePage(RESERVED_READER, workspace, HomeState(first_place=0), acted_at)
    known = services.known_books(catalogue, RESERVED_READER)
    home = page.draw(known)._replace(learns=services.learns(known))
    view = home_view(home, services.dataset_facts(catalogue))
    services.shelves.purge(*_ids(RESERVED_READER), before=now + 1, seconds=_DELETION_SECONDS)
    left = services.shelves.read(RESERVED_READER)
    if left.books or left.removed:
        return {"failure": f"The shelf still has what was deleted from it: {left}."}
    return {"shelf": f"{book.book_id} written, read and deleted", "home": f"{len(json.dumps(view))} bytes"}


def _ids(reader: Reader) -> tuple[str, str]:
    return reader.workspace_id, reader.user_id
