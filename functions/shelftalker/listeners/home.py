"""What happens in Home: it is opened, the shelf is looked through and changed, preferences and data are seen to.

Books in Home's list are clicked as in a message, see clicks.py.
"""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from shelftalker import messages
from shelftalker.action_ids import HOME_AGE_BAND, HOME_COUNTRY, HOME_LANGUAGES
from shelftalker.listeners.home_page import HomePage
from shelftalker.listeners.outcomes import count, logger
from shelftalker.listeners.payloads import chosen_value, reader_of
from shelftalker.listeners.services import Services
from shelftalker.preference_blocks import told
from shelftalker.reader_data import deleted_sentence, export_views, exported_part
from shelftalker.shelf import Preferences, Reader, ShelfError
from shelftalker.shelf_blocks import ShelfChange, Verb, decode_place, decode_shelf_change
from shelftalker.shelf_pages import shelved_books
from shelftalker.slack_api import SlackUnavailableError

_NOT_EXPORTED = "I could not read your data right now. Please try again in a minute."
_NOT_DELETED = "I could not delete everything: please try again in a minute. What is listed here is still kept."


class HomeClicks:
    """Answers what happens in Home."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_opened(self, ack: Ack, body: dict[str, Any], event: dict[str, Any]) -> None:
        """Publish Home as it now is; what a search put there stays."""
        if event.get("tab") == "home":
            self._publish(HomePage(self._services, body, event["event_ts"]))
        else:
            count("OtherTabOpened")
        ack()

    def on_show_shelf(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show another tab or page of the shelf."""
        self._publish(self._page(action, body), place=decode_place(chosen_value(action)))
        ack()

    def on_change_book(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Rate a book of the shelf anew, move it, or take it off."""
        change = decode_shelf_change(chosen_value(action))
        if change is None:
            count("TooOld")
            self._publish(self._page(action, body), said=messages.too_old().text)
        else:
            self._save(action, body, lambda reader: self._apply(reader, change, action["action_ts"]), "ShelfChanged")
        ack()

    def on_preference(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Keep what the reader told of themselves: all three menus as they stand, so that no choice undoes another."""
        preferences = _preferences(body["view"]["state"]["values"])
        shelves = self._services.shelves
        self._save(
            action, body, lambda reader: shelves.prefer(reader, preferences, action["action_ts"]), "PreferencesChanged"
        )
        ack()

    def on_export(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the reader all that is kept of them, to copy."""
        shelf = self._services.read_shelf(reader_of(body))
        is_in_window = body["view"]["type"] == "modal"
        if shelf is None:
            if not is_in_window:
                self._publish(self._page(action, body), said=_NOT_EXPORTED)
            ack()
            return
        views = export_views(shelf, shelved_books(self._services.current_catalogue(), shelf))
        part = exported_part(views, chosen_value(action))
        try:
            if is_in_window:
                self._services.slack_api.update_view(body["view"]["id"], part)
            else:
                self._services.slack_api.open_view(body["trigger_id"], part)
            count("Exported")
        except SlackUnavailableError:
            logger.exception("the window with a reader's data can't be opened")
            count("NotExported")
        ack()

    def on_delete(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Delete all that is kept of the reader, and say so."""
        try:
            books = self._services.shelves.delete_reader(reader_of(body))
        except ShelfError:
            logger.exception("a reader's data can't be deleted")
            count("NotDeleted")
            said = _NOT_DELETED
        else:
            count("Deleted")
            said = deleted_sentence(books)
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

    def _save(self, action: dict[str, Any], body: dict[str, Any], write: Any, outcome: str) -> None:
        said = ""
        try:
            write(reader_of(body))
            count(outcome)
        except ShelfError:
            logger.exception("a shelf can't be written")
            count("ShelfWriteFailed")
            said = messages.NOT_SAVED
        self._publish(self._page(action, body), said=said)

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
