"""What happens in Home: it is opened, the shelf is looked through and changed, preferences and data are seen to.

Books in Home's list are clicked as in a message, see clicks.py.
"""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners.home_page import HomePage
from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import chosen_value, is_in_home, reader_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.purge.queue import Leaving, PurgeQueueError
from shelftalker.shelf.contents import Preferences, Reader
from shelftalker.shelf.pages import shelved_books
from shelftalker.shelf.table import LargeShelfError, ShelfError
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.views import messages
from shelftalker.views.action_ids import HOME_AGE_BAND, HOME_COUNTRY, HOME_LANGUAGES
from shelftalker.views.export import deleted_sentence, export_views, exported_part, window_saying
from shelftalker.views.preferences import told
from shelftalker.views.shelf import ShelfChange, Verb, decode_place, decode_shelf_change

_NOT_EXPORTED = "I could not read your data right now. Please try again in a minute."
_DELETED_LATER = (
    "Your shelf is a long one: I have begun to delete all that I kept of you, and the rest goes within minutes."
)
_NOT_DELETED = "I could not delete everything: please try again in a minute. What is listed here is still kept."

# Of the three that Slack waits for a click.
_SECONDS_FOR_DELETION = 1


class HomeClicks:
    """Answers what happens in Home."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_opened(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Publish Home as it now is; what a search put there stays."""
        if event.get("tab") == "home":
            self._publish(HomePage(self._services, body, event["event_ts"]).with_own_books())
        else:
            count("OtherTabOpened")
        ack()

    def on_show_shelf(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show another tab or page of the shelf."""
        self._publish(self._page(action, body), place=decode_place(chosen_value(action)))
        ack()

    def on_change_book(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Rate a book of the shelf anew, move it, or take it off."""
        page = self._page(action, body)
        change = decode_shelf_change(chosen_value(action))
        if change is None:
            count("TooOld")
            self._publish(page, said=messages.too_old().text)
        else:
            reader, acted_at = reader_of(body), action["action_ts"]
            is_saved = self._services.save("ShelfChanged", lambda: self._apply(reader, change, acted_at))
            self._publish(page, said="" if is_saved else messages.NOT_SAVED)
        ack()

    def on_preference(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Keep what the reader told of themselves: all three menus as they stand, so that no choice undoes another."""
        reader, preferences = reader_of(body), _preferences(body["view"]["state"]["values"])
        is_saved = self._services.save(
            "PreferencesChanged", lambda: self._services.shelves.prefer(reader, preferences, action["action_ts"])
        )
        self._publish(self._page(action, body).with_own_books(), said="" if is_saved else messages.NOT_SAVED)
        ack()

    def on_export(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the reader all that is kept of them, to copy."""
        shelf = self._services.read_shelf(reader_of(body))
        if shelf is None:
            part = window_saying(_NOT_EXPORTED)
        else:
            views = export_views(shelf, shelved_books(self._services.current_catalogue(), shelf))
            part = exported_part(views, chosen_value(action))
        slack_api = self._services.slack_api_for(body)
        try:
            if is_in_home(body):
                slack_api.open_view(body["trigger_id"], part)
            else:
                slack_api.update_view(body["view"]["id"], part)
            count("Exported" if shelf else "NotExported")
        except SlackUnavailableError:
            logger.exception("the window with a reader's data can't be opened")
            count("NotExported")
            if is_in_home(body):
                self._publish(self._page(action, body), said=_NOT_EXPORTED)
        ack()

    def on_delete(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Delete all that is kept of the reader, and say so."""
        try:
            books = self._services.shelves.delete_reader(reader_of(body), _SECONDS_FOR_DELETION)
            count("Deleted")
            said = deleted_sentence(books)
        except LargeShelfError:
            said = self._delete_later(
                Leaving(workspace_of(body).id, float(action["action_ts"]), reader_of(body).user_id)
            )
        except ShelfError:
            logger.exception("a reader's data can't be deleted")
            count("NotDeleted")
            said = _NOT_DELETED
        # Nothing that Home remembered of the reader stays either.
        self._publish(HomePage(self._services, body | {"view": None}, action["action_ts"]), said=said)
        ack()

    def _apply(self, reader: Reader, change: ShelfChange, acted_at: str) -> None:
        shelves = self._services.shelves
        if change.verb is Verb.RATE and change.stars:
            shelves.rate(reader, change.book_id, change.stars, acted_at)
        elif change.verb is Verb.REMOVE:
            for book_id in (change.book_id, *change.former_ids):
                shelves.remove(reader, book_id, acted_at)
        else:
            write = {Verb.WANT: shelves.want, Verb.UNWANT: shelves.unwant, Verb.DISMISS: shelves.dismiss}[change.verb]
            write(reader, change.book_id, acted_at)

    def _delete_later(self, leaving: Leaving) -> str:
        """Have the rest deleted by purge.py.

        Returns:
            What to say.
        """
        try:
            if self._services.purge_queue.is_there:
                self._services.purge_queue.put(leaving, delay_seconds=0)
                count("DeletedLater")
                return _DELETED_LATER
        except PurgeQueueError:
            logger.exception("a reader's data can't be left for deletion")
        count("NotDeleted")
        return _NOT_DELETED

    def _page(self, action: dict[str, Any], body: dict[str, Any]) -> HomePage:
        return HomePage(self._services, body, action["action_ts"])

    def _publish(self, page: HomePage, **how: Any) -> None:
        page.publish(self._services.current_catalogue(), self._services.read_shelf(reader_of(page.body)), **how)


def _preferences(values: Mapping[str, Mapping[str, Any]]) -> Preferences:
    """What the menus of Home say, by the state that Slack sends along with each click."""
    chosen = {action_id: state for menus in values.values() for action_id, state in menus.items()}

    def option(action_id: str) -> str:
        return told(((chosen.get(action_id) or {}).get("selected_option") or {}).get("value", ""))

    languages = (chosen.get(HOME_LANGUAGES) or {}).get("selected_options") or []
    return Preferences(option(HOME_COUNTRY), option(HOME_AGE_BAND), tuple(language["value"] for language in languages))
