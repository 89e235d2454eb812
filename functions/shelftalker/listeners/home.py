"""Listeners of Home: it is opened, the shelf is looked through and changed, preferences and data are cared for.

Books in Home's list are clicked as in a message, see clicks.py.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners.home_page import HomePage, home_page_of
from shelftalker.listeners.payloads import chosen_value
from shelftalker.listeners.services import Services
from shelftalker.observability import Outcome, logger, set_outcome
from shelftalker.purge.queue import PurgeQueueError, PurgeRequest
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.table import LargeShelfError, ShelfError
from shelftalker.views import messages
from shelftalker.views.action_ids import ActionId
from shelftalker.views.export import deleted_sentence
from shelftalker.views.home import OPT_IN, HomeState
from shelftalker.views.preferences import preference_from
from shelftalker.views.shelf import decode_shelf_place

# Of the three that Slack waits for a click.
_DELETION_SECONDS = 1


class HomeClicks:
    """Answers the opening of Home and the clicks in it."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_opened(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Publish Home as it now is; the books of a search stay there."""
        if event.get("tab") == "home":
            set_outcome(Outcome.HOME_OPENED)
            self._publish(home_page_of(body, event["event_ts"]).as_opened())
        else:
            set_outcome(Outcome.OTHER_TAB_OPENED)
        ack()

    def on_show_shelf(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show another tab or page of the shelf."""
        set_outcome(Outcome.SHELF_SHOWN)
        page = home_page_of(body, action["action_ts"])
        place = decode_shelf_place(chosen_value(action))
        if place:
            shelf_tab, number = place
            page = page._replace(state=page.state._replace(shelf_tab=shelf_tab, page=number))
        self._publish(page)
        ack()

    def on_preference(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Store the preferences: all three menus as they stand, so that no choice undoes another."""
        page = home_page_of(body, action["action_ts"]).with_own_books()
        preferences = _preferences(body["view"]["state"]["values"])
        prefer = self._services.shelves.prefer
        _, status = self._services.write_shelf(prefer, page.reader, preferences, action["action_ts"])
        set_outcome(Outcome.NOT_SAVED if status else Outcome.PREFERENCES_CHANGED)
        self._publish(page, status)
        ack()

    def on_learning(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Store whether the reader's ratings may help to train the next models; to opt out is always possible."""
        page, learns = home_page_of(body, action["action_ts"]), chosen_value(action) == OPT_IN
        if learns and self._services.learning is None:
            set_outcome(Outcome.TOO_OLD)
            self._publish(page, messages.too_old().text)
        else:
            learn = partial(self._services.shelves.learn, learns=learns)
            _, status = self._services.write_shelf(learn, page.reader, action["action_ts"])
            set_outcome(Outcome.NOT_SAVED if status else Outcome.OPTED_IN if learns else Outcome.OPTED_OUT)
            self._publish(page, status)
        ack()

    def on_delete(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Delete all data kept of the reader, the state in their Home included, and confirm it."""
        page = home_page_of(body, action["action_ts"])._replace(state=HomeState(first_place=0))
        self._publish(page, self._delete(page.reader, action["action_ts"]))
        ack()

    def _delete(self, reader: Reader, acted_at: str) -> str:
        """Delete all data of a reader and return a sentence on the result."""
        try:
            books = self._services.shelves.delete_reader(reader, acted_at, _DELETION_SECONDS)
        except LargeShelfError as error:
            places = error.workspace_ids
            return self._delete_later([PurgeRequest(place, float(acted_at), reader.user_id) for place in places])
        except ShelfError:
            logger.exception("a reader's data can't be deleted")
            set_outcome(Outcome.NOT_DELETED)
            return messages.Status.NOT_DELETED
        set_outcome(Outcome.DELETED)
        return deleted_sentence(books, is_learning=self._services.learning is not None)

    def _delete_later(self, requests: Sequence[PurgeRequest]) -> str:
        """Have purge.py delete the rest, and return a sentence on the result."""
        try:
            queue = self._services.purge_queue()
            if queue.is_there:
                for request in requests:
                    queue.put(request, delay_seconds=0)
                set_outcome(Outcome.DELETED_LATER)
                return messages.Status.DELETED_LATER
        except PurgeQueueError:
            logger.exception("a reader's data can't be left for deletion")
        set_outcome(Outcome.NOT_DELETED)
        return messages.Status.NOT_DELETED

    def _publish(self, page: HomePage, status: str = "") -> None:
        known = self._services.known_books(self._services.current_catalogue(), page.reader)
        page.publish(self._services, known, status=status)


def _preferences(values: Mapping[str, Mapping[str, Any]]) -> Preferences:
    """Return the preferences in the menus of Home, by the state that Slack sends along with each click."""
    chosen = {action_id: state for menus in values.values() for action_id, state in menus.items()}

    def option(action_id: str) -> str:
        return preference_from(((chosen.get(action_id) or {}).get("selected_option") or {}).get("value", ""))

    languages = (chosen.get(ActionId.HOME_LANGUAGES) or {}).get("selected_options") or []
    codes = tuple(language["value"] for language in languages)
    return Preferences(option(ActionId.HOME_COUNTRY), option(ActionId.HOME_AGE_BAND), codes)
